// Messages whose answer got lost, over the real wires: settled by what shows that they are there, and told where nothing does.
import { listLetters } from '../../src/jobs/deliveries.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { PRINCIPALS, STONE, answer, chat, open, personId, prompts, rows, type } from './acts.ts';

let at: TestHouse;
/** Two principals on Teams whose prompts were taken and never acknowledged, as was that of the one on Slack. */
let pressed: string;
let silent: string;

beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
  await at.travel.to(new Date('2026-10-22T17:50:00Z'), () => undefined);
  at.stage.slack.fail({ method: 'chat.postMessage', mode: 'lost-response', times: 1 });
  at.stage.teams.fail({ match: 'send', mode: 'lost-response', times: 2 });
  await at.travel.to(new Date('2026-10-22T18:01:00Z'), () => undefined);
  const onTeams = PRINCIPALS.filter((email) => email !== STONE);
  const lost: string[] = [];
  for (const email of onTeams) if ((await prompt(email))?.status === 'UNKNOWN') lost.push(email);
  expect(lost).toHaveLength(2);
  [pressed = '', silent = ''] = lost;
}, 180_000);
afterAll(() => at.stop());

async function prompt(email: string) {
  const person = await personId(at, email);
  return rows(at, (tx) =>
    tx.delivery.findFirst({ where: { personId: person, kind: 'check-in.prompt', updates: null } }),
  );
}

/** Waits until a message is as it should be, and says how it is if it never comes to that. */
async function becomes(email: string, status: string): Promise<void> {
  for (const until = Date.now() + 15_000; Date.now() < until;) if ((await prompt(email))?.status === status) return;
  expect((await prompt(email))?.status).toBe(status);
}

const idsOnTeams = (email: string) => prompts(at, email).map((message) => message.id);

it('Slack tells of it: it is delivered, was sent once, and changes in place when it is answered', async () => {
  await becomes(STONE, 'SENT');
  const [shown] = prompts(at, STONE);
  expect(prompts(at, STONE)).toHaveLength(1);
  expect(await prompt(STONE)).toMatchObject({ messageId: shown?.id, reason: null, sentAt: expect.any(Date) });

  await answer(at, STONE);

  expect(chat(at, STONE).find((message) => message.id === shown?.id)?.edited).toBe(true);
});

it('in Teams a press shows it: it is delivered, was sent once, and changes in place when it is answered', async () => {
  expect(await prompt(pressed)).toMatchObject({ status: 'UNKNOWN', messageId: null });
  const [shown] = idsOnTeams(pressed);

  await open(at, pressed, 'Start');
  await becomes(pressed, 'SENT');

  expect((await prompt(pressed))?.messageId).toMatch(new RegExp(`\\|${String(shown)}$`));
  await answer(at, pressed);
  expect(chat(at, pressed).find((message) => message.id === shown)?.edited).toBe(true);
});

it('where nothing shows it, it stands as unknown: the coach is told, and the nudge comes all the same', async () => {
  await at.travel.to(new Date('2026-10-22T18:10:00Z'), () => undefined);

  const stands = await prompt(silent);
  expect(stands).toMatchObject({ status: 'UNKNOWN', reason: 'cannot-tell', messageId: null });
  const letters = await rows(at, (tx) => listLetters(tx, at.tenantId, { states: ['unknown'] }));
  expect(letters.map(({ key }) => key)).toEqual([stands?.key]);
  expect(await type(at, await coachOf(silent), 'coach')).toContain('check-in may not have arrived: ask in person');

  await at.travel.to(new Date('2026-10-23T20:00:00Z'), () => undefined);

  expect(idsOnTeams(silent)).toHaveLength(1);
  const nudges = { personId: stands?.personId ?? '', kind: 'check-in.nudge', status: 'SENT' as const };
  expect(await rows(at, (tx) => tx.delivery.count({ where: nudges }))).toBe(1);
});

async function coachOf(principal: string): Promise<string> {
  const principalId = await personId(at, principal);
  return rows(at, async (tx) => {
    const { coachId: id } = await tx.coachAssignment.findFirstOrThrow({ where: { principalId, status: 'ACTIVE' } });
    return (await tx.person.findUniqueOrThrow({ where: { id } })).email ?? '';
  });
}
