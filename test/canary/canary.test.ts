// The canary: marked words in every private field, of pairs on both platforms; then everything that anybody can do is done, and
// everything that leaves the product is searched. Who may have which mark is computed from src/roster/matrix.ts.
import { connect, type DatabaseAddress } from '../../src/db/client.ts';
import { commands } from '../../src/cli/commands.ts';
import { features } from '../../src/desk/index.ts';
import { systemViewer, type Pair, type Viewer } from '../../src/roster/access.ts';
import { seen } from '../../src/roster/matrix.ts';
import { belongsTo } from '../../src/roster/access.ts';
import { listPairs } from '../../src/roster/store.ts';
import {
  ADLER,
  BELL,
  CHO,
  HAAS,
  MOREAU,
  OKAFOR,
  PATEL,
  RIVERA,
  SINGH,
  assignmentOf,
  channelPosts,
  personId,
  rows,
  type Seat,
} from '../flows/acts.ts';
import { choosePlatforms, joinTeams } from '../flows/places.ts';
import { productForms } from '../platforms/product-examples.ts';
import { standAt, runHere } from '../support/beside.ts';
import { openHouse } from '../support/house.ts';
import {
  PAIRS,
  type House,
  fillByOfficer,
  fillChoices,
  fillFromMessages,
  fillMonday,
  fillTheRest,
  fillThursday,
} from './fill.ts';
import { everybody, startLooking, type Looking } from './look.ts';
import { createMarks, mayHave, type Mark } from './marks.ts';
import { COLUMNS, COMMANDS, FORM_FIELDS } from './private-fields.ts';
import { markedFields } from './registry.ts';
import { type Walker, commandsOf, forgeAll, lookAtHome, pickAll, pressAll, typeAll } from './walk.ts';

jest.setTimeout(600_000);

const PARTNER_TEAMS = { id: '9d2b7c11-0000-4000-8000-6e0f3a5b7c90', name: 'Northlight Partners' };
const KEY = 'a-key-of-operations-0123456789';
const [JOY, HALE] = ['joy.castellan@harborcity.example', 'marcus.hale@harborcity.example'];
const forms = productForms.map(({ form }) => form);
const marks = createMarks();

const TELLING = Object.values(FORM_FIELDS).flatMap((of) => ('tells' in of && of.tells ? [of.tells] : []));

let at: House;
let address: DatabaseAddress;
let looking: Looking;
let viewers: Map<string, Viewer>;
let pairs: Map<string, Pair>;

beforeAll(async () => {
  const house = await openHouse('2026-10-19T12:30:00Z', {
    config: { operationsKey: KEY },
    connection: async (given) => {
      address = given;
      return { ...connect(given), address: given };
    },
  });
  const seats = new Map<string, Seat>([[CHO, { tenantId: PARTNER_TEAMS.id }]]);
  at = { ...house, seats, look: () => looking.look() };
  await choosePlatforms(at, OKAFOR, { coach: 'Teams', principal: 'Teams' });
  await joinTeams(at, PARTNER_TEAMS, [{ name: 'Mei Cho', email: CHO }]);
  await addTeamAndHub();
  looking = startLooking(at, marks, TELLING);
});
afterAll(() => at.stop());

/** The sample has nobody of these two roles. */
async function addTeamAndHub(): Promise<void> {
  const [joy, hale] = [await personId(at, JOY), await personId(at, HALE)];
  await rows(at, async (tx) => {
    const { schoolId } = await tx.coachAssignment.findFirstOrThrow({ where: { id: await assignmentOf(at, RIVERA) } });
    const { id: network } = await tx.organization.findFirstOrThrow({ where: { type: 'DISTRICT' } });
    const { tenantId } = at;
    await tx.roleGrant.create({ data: { tenantId, personId: joy, role: 'SCHOOL_TEAM', scopeId: schoolId } });
    for (const role of ['NETWORK_HUB', 'RECORDS_OFFICER'] as const)
      await tx.roleGrant.create({ data: { tenantId, personId: hale, role, scopeId: network } });
  });
}

/** In New York, four hours behind in this week. */
function until(day: string, time: string) {
  return at.travel.to(new Date(`2026-10-${day}T${time}:00-04:00`), () => looking.look());
}

/** Kept, and on no screen so far; a hold is looked at by officers at the command line. */
const SHOWN_TO_NOBODY = ['officer', 'plan:goal evidence', 'plan:goal why'];

/** Somebody of each role and of each platform; those of other pairs as well as those of the marked ones. */
const WALKERS = [RIVERA, BELL, CHO, HAAS, MOREAU, ADLER, JOY, HALE];
const OUTSIDERS = [PATEL, SINGH, HAAS, MOREAU, ADLER, JOY, HALE];

async function walker(email: string): Promise<Walker> {
  const name = await rows(at, async (tx) => (await tx.person.findFirstOrThrow({ where: { email } })).displayName);
  return { name, email };
}

describe('the canary', () => {
  it('is written into every private field, by three pairs', async () => {
    for (const pair of PAIRS) {
      await fillMonday(at, marks, pair);
      looking.look();
    }
    await fillFromMessages(at, marks);
    await fillByOfficer(at, marks);
    await until('21', '12:00');
    await fillChoices(at, marks);
    await until('22', '14:01');
    for (const pair of PAIRS) await fillThursday(at, marks, pair);
    await fillTheRest(at);
    looking.look();

    for (const { name } of PAIRS) {
      const filled = marks.all.filter((mark) => mark.pair === name).map((mark) => mark.field);
      expect([name, markedFields(forms).filter((field) => !filled.includes(field))]).toEqual([name, []]);
    }
    pairs = new Map();
    const live = await rows(at, (tx) => listPairs(tx, systemViewer(at.tenantId)));
    for (const { name, principal } of PAIRS) {
      const id = await assignmentOf(at, principal);
      const pair = live.find((one) => one.assignmentId === id);
      if (pair) pairs.set(name, pair);
    }
    expect(pairs.size).toBe(PAIRS.length);
  });

  it('lies in the columns that are said to hold it, and in no other', async () => {
    const found = await marksByColumn();
    const faults: string[] = [];
    for (const [column, of] of Object.entries(COLUMNS)) {
      const here = found.get(column) ?? [];
      if ('never' in of)
        faults.push(...here.map((mark) => `${column} holds ${mark.field}: never, because “${of.never}”`));
      if (!('words' in of)) continue;
      faults.push(
        ...here.flatMap(({ field }) =>
          of.words.includes(field) ? [] : [`${column} holds ${field}, of which nothing is said`],
        ),
      );
      const fields = new Set(here.map(({ field }) => field));
      faults.push(...of.words.flatMap((field) => (fields.has(field) ? [] : [`${column} holds nothing of ${field}`])));
    }
    expect([...new Set(faults)]).toEqual([]);
  });

  it('goes through a Friday’s summaries and a Monday’s digest', async () => {
    await until('23', '17:35');
    await until('26', '08:30');
    expect(channelPosts(at)).toHaveLength(1);
  });

  it('and everybody does everything that can be done', async () => {
    viewers = await everybody(at, '2026-10-26');
    const typed = commandsOf(features, ['Rivera', 'Okafor']);
    expect(typed.length).toBeGreaterThan(25);
    for (const email of WALKERS) {
      const who = await walker(email);
      await lookAtHome(at, looking, who);
      await typeAll(at, looking, who, typed);
      await pickAll(at, looking, who, features);
      looking.look();
    }
    let pressed = 0;
    for (const email of WALKERS) pressed += (await pressAll(at, looking, await walker(email))).length;
    looking.look();
    expect(pressed).toBeGreaterThan(20);
  });

  it('no choice that would tell of a pair is known to a leader, an administrator, a hub, a team or a manager', async () => {
    const told: string[] = [];
    for (const email of [HAAS, MOREAU, ADLER, JOY, HALE]) {
      const { name } = await walker(email);
      const viewer = viewers.get(name);
      for (const [field, of] of Object.entries(FORM_FIELDS)) {
        if ('open' in of || of.tells === undefined || viewer === undefined) continue;
        const sees = [...pairs.values()].some(
          (pair) => seen(viewer, of.thing, belongsTo(pair, pair.principal.id)) === 'all',
        );
        if (!sees && looking.watchedOf(name).includes(of.tells)) told.push(`${name}: ${field} “${of.tells}”`);
      }
    }
    expect(told).toEqual([]);
  });

  it('and everybody else forges every press and every form for things of the pairs', async () => {
    for (const email of OUTSIDERS)
      for (const { name } of PAIRS) {
        const done = await forgeAll(at, looking, await walker(email), features, await stateOf(name));
        expect(done).toBeGreaterThan(40);
      }
  });

  it('is nowhere where the matrix says no', () => {
    const leaks = looking.names().flatMap((name) =>
      looking
        .marksOf(name)
        .filter((mark) => !mayHave(viewers.get(name), mark, pairs.get(mark.pair), forms))
        .map((mark) => `${name} has ${mark.text}: ${mark.field} of ${mark.pair}`),
    );
    expect(leaks).toEqual([]);
  });

  it('is where the matrix says yes', async () => {
    const had = new Set(looking.names().flatMap((name) => looking.marksOf(name).map((mark) => mark.field)));
    const unseen = [...new Set(marks.all.map((mark) => mark.field))].filter((field) => !had.has(field));
    expect(unseen.sort()).toEqual(SHOWN_TO_NOBODY);
    const fieldsSeenBy = async (email: string) => {
      const own = looking.marksOf((await walker(email)).name).filter((mark) => mark.pair === 'ACROSS');
      return own.map((mark) => mark.field);
    };
    expect(await fieldsSeenBy(RIVERA)).toEqual(
      expect.arrayContaining(['plan:propose evidence', 'visit:log next', 'plan:goal statement']),
    );
    expect(await fieldsSeenBy(BELL)).toEqual(
      expect.arrayContaining(['plan:reword text', 'check-in:week need-note', 'plan:goal statement']),
    );
  });

  it('lies in nobody’s drafts but its author’s', async () => {
    const drafts = await rows(at, (tx) => tx.formDraft.findMany({ select: { personId: true, values: true } }));
    const kept = drafts.flatMap(({ personId: of, values }) =>
      marks.foundIn(JSON.stringify(values)).map((mark) => ({ of, mark })),
    );
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.filter(({ of, mark }) => of !== mark.authorId)).toEqual([]);
  });

  it('was sent to nobody else, and to no channel', async () => {
    const sent = await rows(at, (tx) => tx.delivery.findMany({ select: { personId: true, kind: true, card: true } }));
    const byId = new Map([...viewers.values()].map((viewer) => [viewer.personId, viewer]));
    const wrong = sent.flatMap(({ personId: to, kind, card }) =>
      marks
        .foundIn(JSON.stringify(card))
        .filter((mark) => !mayHave(to === null ? undefined : byId.get(to), mark, pairs.get(mark.pair), forms))
        .map((mark) => `${kind} to ${to ?? 'a channel'}: ${mark.field}`),
    );
    expect(sent.length).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
    const chats = new Map(at.stage.teams.users.map((user) => [user.chatId, user.name]));
    const called = at.stage.teams.calls.flatMap((call) =>
      marks
        .foundIn(JSON.stringify(call.body ?? {}))
        .filter(
          (mark) =>
            !mayHave(viewers.get(chats.get(call.conversationId ?? '') ?? ''), mark, pairs.get(mark.pair), forms),
        )
        .map((mark) => `${call.conversationId ?? ''}: ${mark.field}`),
    );
    expect(called).toEqual([]);
  });

  it('is in nothing that the command line prints', async () => {
    const beside = await standAt(address);
    const deliveries = await rows(at, (tx) => tx.delivery.findMany({ select: { id: true } }));
    const printed: string[] = [];
    for (const command of commands) {
      const words = COMMANDS[command.name];
      if (words === undefined || 'open' in words) continue;
      for (const line of words.flatMap((one) =>
        one === 'show EVERY-DELIVERY' ? deliveries.map(({ id }) => `show ${id}`) : [one],
      )) {
        const { out, err } = await runHere(command, line.split(' ').filter(Boolean), beside.at);
        printed.push(`${command.name} ${line}\n${out}\n${err}`);
      }
    }
    await beside.leave();
    expect(printed.length).toBeGreaterThan(50);
    expect(printed.filter((text) => marks.foundIn(text).length > 0)).toEqual([]);
    expect(printed.filter((text) => text.split('\n').slice(1).join('').trim() === '')).toEqual([]);
  });

  it('is in no number, no page of the operators, no line of the log and no row of the audit', async () => {
    const authorization = `Bearer ${KEY}`;
    for (const path of ['/healthz', '/readyz', '/metrics', '/operations', '/operations/numbers']) {
      const response = await fetch(`${at.house.url}${path}`, { headers: { authorization } });
      const text = await response.text();
      expect([path, text.length > 1, marks.foundIn(text)]).toEqual([path, true, []]);
    }
    expect(at.logged.length).toBeGreaterThan(100);
    expect(at.logged.filter((line) => marks.foundIn(line).length > 0)).toEqual([]);
    const audit = await rows(at, (tx) => tx.auditEvent.findMany());
    expect(audit.length).toBeGreaterThan(5);
    expect(marks.foundIn(JSON.stringify(audit))).toEqual([]);
  });

  it('lies where it lay, after all of that', async () => {
    const found = await marksByColumn();
    const wrong = [...found]
      .filter(([column]) => 'never' in (COLUMNS[column] ?? { never: '' }))
      .map(([column]) => column);
    expect(wrong).toEqual([]);
  });
});

/** Every id by which a press or a form of the product may name something of a pair. */
async function stateOf(name: string): Promise<Record<string, string>> {
  const pair = pairs.get(name);
  const assignmentId = pair?.assignmentId ?? '';
  return rows(at, async (tx) => {
    const step = await tx.actionStep.findFirstOrThrow({ where: { plan: { assignmentId } } });
    const checkIn = await tx.checkIn.findFirstOrThrow({ where: { assignmentId } });
    const barrier = await tx.barrier.findFirst({ where: { assignmentId } });
    const visit = await tx.visit.findFirstOrThrow({ where: { assignmentId } });
    const digest = await tx.digest.findFirstOrThrow();
    return {
      ...{ a: assignmentId, s: step.id, c: checkIn.id, b: barrier?.id ?? '', v: visit.id, digest: digest.id },
      ...{ d: pair?.school.districtId ?? '', e: 'coach plan', w: '', p: '1', y: '2026-10-19' },
    };
  });
}

/** Of all text that is kept, by `table.column`. */
async function marksByColumn(): Promise<Map<string, Mark[]>> {
  const found = new Map<string, Mark[]>();
  for (const column of Object.keys(COLUMNS)) {
    const [table, name] = column.split('.');
    const kept = await at.house.db.$queryRawUnsafe<{ text: string }[]>(
      `select "${name}"::text as text from "${table}" where "${name}"::text like '%CANARY-%'`,
    );
    const here = kept.flatMap(({ text }) => marks.foundIn(text));
    if (here.length > 0) found.set(column, here);
  }
  return found;
}
