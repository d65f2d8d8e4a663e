// Two customers in one process, each with a workspace of Slack and a tenant of Teams, and with people of the same name and address in
// both: nothing of one ever reaches the other.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTenant } from '../../src/db/scope.ts';
import { issueCode } from '../../src/installations/codes.ts';
import { systemViewer } from '../../src/roster/access.ts';
import { renderIssue } from '../../src/roster/import/issue.ts';
import { importFile } from '../../src/roster/import/pipeline.ts';
import { createTenant } from '../../src/roster/tenants.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { root } from '../support/root.ts';
import {
  ADLER,
  BELL,
  MOREAU,
  RIVERA,
  USUAL,
  assignmentOf,
  channelPosts,
  everythingSeenBy,
  messagesWith,
  open,
  personId,
  press,
  prompts,
  propose,
  rows,
  say,
  send,
  slackWho,
  stepRows,
  teamsUser,
  type,
  type Scene,
  type Seat,
} from './acts.ts';
import { forgePress, forgeSubmit } from './forgery.ts';
import { joinSlack, joinTeams, slackSeat } from './places.ts';

const BROOK_SLACK = { id: 'T0BROOK', name: 'Brookside coaching' };
const BROOK_TEAMS = { id: '7c4e1a90-0000-4000-8000-b700c5d1de00', name: 'Brookside Schools' };
const LUND = 'tomas.lund@brookside.example';
const VEGA = 'ines.vega@brookside.example';

/** Harbor City is the sample; Brookside has the same partner, the same coach and, by chance, a principal of the same name and address. */
let harbor: TestHouse & Scene;
let brook: TestHouse & Scene;
beforeAll(async () => {
  harbor = await openHouse('2026-10-19T12:30:00Z');
  const { id: tenantId } = await createTenant(harbor.house.db, 'Brookside Schools');
  brook = {
    ...harbor,
    tenantId,
    seats: new Map<string, Seat>([
      [BELL, slackSeat(BROOK_SLACK.id, BELL)],
      ...[RIVERA, LUND, VEGA].map((email) => [email, { tenantId: BROOK_TEAMS.id }] as const),
    ]),
  };
  await importBrookside();
  const bell = { name: 'Jordan Bell', email: BELL };
  await joinSlack(brook, BROOK_SLACK, [{ name: 'Sol Marsh', email: 'sol.marsh@brookside.example' }, bell], tenantId);
  const rivera = { name: 'Elena Rivera', email: RIVERA };
  const others = [
    { name: 'Tomas Lund', email: LUND },
    { name: 'Ines Vega', email: VEGA },
  ];
  await joinTeams(brook, BROOK_TEAMS, [rivera, ...others], tenantId);
}, 120_000);
afterAll(() => harbor.stop());

async function importBrookside(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-brookside-'));
  const staff = [
    'school,district,time_zone,level,name,email,role',
    `Brook ES,Brookside,America/New_York,ELEMENTARY,Elena Rivera,${RIVERA},Principal`,
    `Mill ES,Brookside,America/New_York,ELEMENTARY,Tomas Lund,${LUND},Principal`,
    `,Brookside,America/New_York,,Ines Vega,${VEGA},Superintendent`,
  ];
  const pairs = [
    'coach_name,coach_email,principal_email,school,visit_weekday,coach_platform,principal_platform,compact_signed_on',
    `Jordan Bell,${BELL},${RIVERA},Brook ES,Monday,Slack,Teams,2026-08-20`,
    `Jordan Bell,${BELL},${LUND},Mill ES,Tuesday,Slack,Teams,2026-08-20`,
  ];
  for (const [name, lines] of Object.entries({ 'staff.csv': staff, 'pairs.csv': pairs }))
    writeFileSync(join(folder, name), [...lines, ''].join('\n'));
  const files = [join(folder, 'staff.csv'), join(folder, 'pairs.csv'), join(root, 'sample/harbor-city/calendar.ics')];
  for (const path of files) {
    const report = await importFile(brook.house.db, {
      ...{ viewer: systemViewer(brook.tenantId), path, as: path.endsWith('.ics') ? 'calendar' : 'roster' },
      today: '2026-10-19',
      defaultTimeZone: 'America/New_York',
      provider: 'Northlight Partners',
      approve: true,
    });
    if (report.status !== 'APPLIED') throw new Error(report.issues.map(renderIssue).join('\n'));
  }
  rmSync(folder, { recursive: true });
  await brook.house.wake();
}

/** In New York, four hours behind in this week. */
function until(day: string, time: string) {
  return harbor.travel.to(new Date(`2026-10-${day}T${time}:00-04:00`), () => undefined);
}

const both = () =>
  [
    [harbor, 'CANARYH', 'Adams ES'],
    [brook, 'CANARYB', 'Brook ES'],
  ] as const;

describe('two customers in one process', () => {
  it('the same name means each customer’s own principal', async () => {
    for (const [scene, mark] of both()) {
      await propose(scene, BELL, RIVERA, `${mark}-step see two rooms`, '2026-10-23');
      await press(scene, RIVERA, 'Accept');
    }
    for (const [scene, mark] of both()) {
      expect(messagesWith(scene, RIVERA, `${mark}-step`)).toHaveLength(1);
      expect(messagesWith(scene, BELL, 'Elena Rivera accepted')).toHaveLength(1);
    }
  });

  it('a list of one customer has nobody of the other, and a name of the other is nobody’s', async () => {
    expect(await type(harbor, BELL, 'coach')).not.toMatch(/Brook ES|Lund/);
    expect(await type(brook, BELL, 'coach')).toMatch(/Brook ES[^]*Mill ES|Mill ES[^]*Brook ES/);
    expect(await type(brook, BELL, 'coach')).not.toContain('Adams');
    for (const name of ['Lund', 'Mill ES', `@${teamsUser(brook, LUND).id}`])
      expect(await type(harbor, BELL, `coach plan ${name}`)).not.toContain('Coaching plan of');
    expect(await type(brook, BELL, 'coach plan Rivera')).toContain('CANARYB-step');
    expect(await type(harbor, BELL, 'coach plan Rivera')).toContain('CANARYH-step');
  });

  it('each is asked once by each customer, in that customer’s own tenant, and answers each apart', async () => {
    await until('22', '14:01');
    for (const [scene, mark] of both()) {
      expect(prompts(scene, RIVERA)).toHaveLength(1);
      const form = await open(scene, RIVERA, 'Start');
      expect(form.words).toContain(`${mark}-step`);
      const values = { ...USUAL, ...stepRows(form, 'done'), 'need-note': `${mark}-note` };
      expect(await send(scene, RIVERA, values)).toBeUndefined();
    }
    for (const [scene, mark] of both()) {
      const assignmentId = await assignmentOf(scene, RIVERA);
      const kept = await rows(scene, (tx) => tx.answer.findMany({ where: { checkIn: { assignmentId } } }));
      expect(JSON.stringify(kept)).toContain(`${mark}-note`);
    }
  });

  it('a button or a form of one, sent from the other with a true signature, does nothing and tells nothing', async () => {
    const [theirs] = await rows(harbor, (tx) => tx.checkIn.findMany({ where: { status: 'OPEN' } }));
    const step = await rows(harbor, (tx) => tx.actionStep.findFirstOrThrow({}));
    const pair = await assignmentOf(harbor, RIVERA);
    const before = await counts(harbor);
    const said = [
      await forgePress(brook, RIVERA, 'check-in:open', { c: theirs?.id ?? '' }),
      await forgePress(brook, RIVERA, 'plan:accept', { s: step.id }),
      await forgePress(brook, BELL, 'visit:log', { a: pair }),
      await forgePress(brook, VEGA, 'digest:how', { digest: pair }),
      await forgeSubmit(brook, RIVERA, 'check-in:week', { c: theirs?.id ?? '' }, { rooms: '1', 'next-steps': '1' }),
      await forgeSubmit(brook, BELL, 'plan:propose', { a: pair }, { text: 'CANARYB-forged', dueOn: '2026-10-30' }),
    ].join('\n');

    expect(said).not.toMatch(/CANARYH|Adams|Harbor/);
    expect(await counts(harbor)).toEqual(before);
  });

  it('a code of one is worth nothing in the other', async () => {
    const forPerson = await codeFor(harbor, await personId(harbor, RIVERA));
    const forPlace = await codeFor(harbor);
    const user = harbor.stage.teams.addUser({ tenantId: BROOK_TEAMS.id, name: 'Ray Poole', email: 'ray@else.example' });
    await harbor.stage.teams.install(user);
    const stranger: Scene = { ...brook, seats: new Map<string, Seat>([[user.email, { tenantId: BROOK_TEAMS.id }]]) };
    for (const code of [forPerson, forPlace]) {
      const answer = await say(stranger, user.email, `join ${code}`);
      expect(answer).not.toMatch(/Hi |connected now/);
      expect(await say(brook, RIVERA, `join ${code}`)).toContain('connected already');
    }
    expect(await type(stranger, user.email, 'checkin')).toContain('I do not know you yet');
    expect(await rows(harbor, (tx) => tx.joinCode.count({ where: { usedAt: null } }))).toBe(2);
    expect(await rows(harbor, (tx) => tx.workspace.count({ where: { teamId: BROOK_TEAMS.id } }))).toBe(0);
  });

  it('each coach’s brief and each district’s digest is of that customer alone', async () => {
    await chooseChannelIn(brook);
    await until('26', '07:05');
    for (const [scene, mark, school] of both()) {
      const [brief, ...more] = messagesWith(scene, BELL, 'Your pairs · week of');
      expect(more).toEqual([]);
      expect(brief?.words).toContain(school);
      expect(brief?.words).toContain(`${mark}-note`);
    }
    expect(channelPosts(harbor)[0]?.words).toContain('(8 schools)');
    const brooks = everythingSeenBy(brook, VEGA);
    expect(brooks).toContain('(2 schools)');
    expect(brooks).not.toMatch(/Harbor City|Adams/);
    expect(everythingSeenBy(harbor, MOREAU)).not.toMatch(/Brookside|Mill ES|Lund/);
  });

  it('a message of one that cannot be delivered is that customer’s trouble alone, and the log has no word of either', async () => {
    const blocked = teamsUser(brook, LUND);
    harbor.stage.teams.setBlocked(blocked, true);
    const dead = (scene: Scene) => rows(scene, (tx) => tx.delivery.count({ where: { status: 'DEAD' } }));
    const before = [await dead(harbor), await dead(brook)];
    await propose(brook, BELL, LUND, 'CANARYB-blocked walk the halls', '2026-10-30');

    expect([await dead(harbor), await dead(brook)]).toEqual([before[0], (before[1] ?? 0) + 1]);
    expect(everythingSeenBy(harbor, ADLER)).not.toMatch(/Brookside|Lund/);
    expect(harbor.logged.filter((line) => /CANARY|Rivera|Lund/.test(line))).toEqual([]);
  });

  it('over the whole week no word of one was ever sent to, or seen in, a place of the other', () => {
    const { slack, teams } = harbor.stage;
    const placeOf = {
      CANARYH: ['T0NORTHLIGHT', teamsUser(harbor, RIVERA).tenantId],
      CANARYB: [BROOK_SLACK.id, BROOK_TEAMS.id],
    };
    for (const [mark, places] of Object.entries(placeOf)) {
      const seen = [
        ...slack
          .describeWorld()
          .workspaces.flatMap(({ id, people }) =>
            people.map((one) => [id, JSON.stringify(slack.screen({ workspaceId: id, userId: one.id }))] as const),
          ),
        ...teams.users.map((user) => [user.tenantId, JSON.stringify(teams.screen(user))] as const),
      ].filter(([, screen]) => screen.includes(mark));
      const chats = new Map(teams.users.map((user) => [user.chatId, user.tenantId]));
      const sent = teams.calls
        .filter((call) => JSON.stringify(call.body ?? {}).includes(mark))
        .map((call) => chats.get(call.conversationId ?? '') ?? call.conversationId);
      expect(new Set(seen.map(([place]) => place))).toEqual(new Set(places));
      expect(sent.length).toBeGreaterThan(0);
      expect(sent.filter((place) => !places.includes(place ?? ''))).toEqual([]);
    }
    expect(slackWho(BELL, brook)).not.toEqual(slackWho(BELL, harbor));
  });
});

function counts(scene: Scene): Promise<number[]> {
  return rows(scene, (tx) =>
    Promise.all([tx.answer.count(), tx.actionStep.count(), tx.stepMove.count(), tx.visit.count(), tx.barrier.count()]),
  );
}

async function codeFor(scene: Scene, forPerson?: string): Promise<string> {
  const now = harbor.house.clock.now();
  const { code } = await inTenant(scene.house.db, scene.tenantId, (tx) =>
    issueCode(tx, systemViewer(scene.tenantId), now, forPerson),
  );
  return code;
}

/** The superintendent of Brookside chooses a channel of her own team. */
async function chooseChannelIn(scene: TestHouse & Scene): Promise<void> {
  const { teams } = scene.stage;
  const vega = teamsUser(scene, VEGA);
  const team = teams.addTeam({
    tenantId: BROOK_TEAMS.id,
    name: 'Brookside cabinet',
    memberIds: [vega.id],
    channels: ['Coaching'],
  });
  await teams.addToTeam(team);
  const channel = team.channels.find((one) => one.name === 'Coaching');
  await teams.say(vega, channel?.id, 'district here');
  await scene.house.clockwork.drain();
}
