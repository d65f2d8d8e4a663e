import { spawn, type ChildProcess } from 'node:child_process';
import { inTenant } from '../../src/db/scope.ts';
import { slackIdOf, TENANT_ID, WORKSPACE_ID } from '../../src/playground/stage.ts';
import { columnOfDay } from '../../src/zone.ts';
import type { HouseProcess } from './house-process.ts';
import { furnish, openPockets, startProduct, type Standing, type StandingPockets } from './standing-pockets.ts';

const MORE = 160;
const KILL_AT = [30, 90];

let pockets: StandingPockets;
let furnisher: Standing;
let tenantId: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  pockets = await openPockets();
  furnisher = await startProduct(pockets);
  tenantId = await furnish(pockets, furnisher, '2026-10-19T12:30:00Z');
  await addPrincipals();
}, 60_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await furnisher.house.stop();
  await pockets.close();
});

function emailOf(number: number): string {
  return `principal.${number}@harborcity.example`;
}

/** A large district on Slack: rows as the importer would write them. */
async function addPrincipals(): Promise<void> {
  const numbers = Array.from({ length: MORE }, (_, index) => index);
  await inTenant(furnisher.house.db, tenantId, async (tx) => {
    const like = await tx.coachAssignment.findFirstOrThrow({ where: { principal: { preferredPlatform: 'SLACK' } } });
    await tx.person.createMany({
      data: numbers.map((number) => ({
        tenantId,
        displayName: `Principal ${number}`,
        email: emailOf(number),
        preferredPlatform: 'SLACK' as const,
      })),
    });
    const people = await tx.person.findMany({ where: { email: { startsWith: 'principal.' } } });
    await tx.platformAccount.createMany({
      data: people.map((person) => ({
        tenantId,
        personId: person.id,
        platform: 'SLACK' as const,
        teamId: WORKSPACE_ID,
        userId: slackIdOf(person.email ?? ''),
      })),
    });
    const { engagementId, coachId, schoolId, status } = like;
    const startsOn = columnOfDay('2026-08-20');
    await tx.coachAssignment.createMany({
      data: people.map((person) => ({
        tenantId,
        engagementId,
        coachId,
        schoolId,
        status,
        startsOn,
        compactSignedOn: startsOn,
        principalId: person.id,
      })),
    });
  });
  for (const number of numbers)
    pockets.stage.slack.addUser({
      workspaceId: WORKSPACE_ID,
      id: slackIdOf(emailOf(number)),
      name: `principal.${number}`,
      realName: `Principal ${number}`,
      email: emailOf(number),
      tz: 'America/New_York',
    });
}

function startProcess(): ChildProcess {
  const shiftMs = pockets.clock.now().getTime() - Date.now();
  const given: HouseProcess = { address: pockets.database.address, shiftMs, settings: pockets.settings };
  const args = ['--import', 'tsx', 'test/flows/house-process.ts', JSON.stringify(given)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.on('message', (url) => pockets.setProduct(url as string));
  children.push(child);
  return child;
}

/** Prompts that somebody in Slack or Teams has, by message and not by what the product believes. */
function arrived(): string[] {
  const { slack, teams } = pockets.stage;
  const inSlack = slack.calls
    .filter((call) => call.ok && call.method === 'chat.postMessage' && isPrompt(call.args))
    .map((call) => String(call.args['channel']));
  const inTeams = teams.users
    .filter((user) => user.tenantId === TENANT_ID)
    .flatMap((user) => teams.screen(user).chats.flatMap((chat) => chat.messages.map((message) => ({ user, message }))))
    .filter(({ message }) => message.buttons.some((button) => button.title === 'Start'))
    .map(({ user }) => user.id);
  return [...inSlack, ...inTeams];
}

function isPrompt(args: Record<string, unknown>): boolean {
  return JSON.stringify(args).includes('check-in:not-this-week');
}

function countArrived(): number {
  return pockets.stage.slack.calls.filter((call) => call.method === 'chat.postMessage' && isPrompt(call.args)).length;
}

async function kill(child: ChildProcess, whenArrived: number): Promise<void> {
  await pockets.stage.slack.until(() => countArrived() >= whenArrived, 30_000);
  const gone = ended(child);
  child.kill('SIGKILL');
  await gone;
}

function ended(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('exit', resolve));
}

/** The embedded database's socket serves one process at a time, and forgets a dead one a moment after its death. */
async function moveTo(instant: Date): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await furnisher.travel.set(instant);
      return;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

function promptRows() {
  return inTenant(furnisher.house.db, tenantId, (tx) => tx.delivery.findMany({ where: { kind: 'check-in.prompt' } }));
}

it('kill -9 during the send, twice: nobody has a prompt twice, and what nobody can tell is said to be so', async () => {
  await moveTo(new Date('2026-10-22T18:00:05Z'));
  for (const count of KILL_AT) {
    await kill(startProcess(), count);
    // The leases of the dead run out.
    await moveTo(new Date(pockets.clock.now().getTime() + 5 * 60_000));
  }
  const last = startProcess();
  await pockets.stage.slack.until(() => countArrived() >= MORE - 60, 30_000);
  const gone = ended(last);
  last.send('end');
  await gone;
  // Phoenix has its hour, and what nobody could tell has had its time.
  await furnisher.travel.to(new Date('2026-10-22T21:30:00Z'), () => undefined);

  const rows = await promptRows();
  const unknown = rows.filter((row) => row.status === 'UNKNOWN');
  expect(rows).toHaveLength(MORE + 8);
  expect(rows.filter((row) => row.status !== 'SENT' && row.status !== 'UNKNOWN')).toEqual([]);
  expect(unknown.map((row) => row.reasonText)).toEqual(unknown.map(() => 'We cannot tell whether this arrived.'));
  const places = arrived();
  expect(new Set(places).size).toBe(places.length);
  // Every message that is said to be sent is there; of the others, some are.
  expect(places.length).toBeGreaterThanOrEqual(rows.length - unknown.length);
  expect(unknown.length).toBeLessThanOrEqual(40);
}, 120_000);
