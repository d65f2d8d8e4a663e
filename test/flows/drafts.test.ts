import { silentLog } from '../../src/log.ts';
import { purgeRecords } from '../../src/records/purge.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  FARAH,
  NGUYEN,
  RIVERA,
  STONE,
  USUAL,
  answer,
  assignmentOf,
  closeAll,
  everythingSeenBy,
  open,
  openForm,
  personId,
  propose,
  press,
  rows,
  send,
  stepRows,
  type,
} from './acts.ts';
import { forgePress, forgeSubmit } from './forgery.ts';

const OFFERED = 'We kept what you wrote last time.';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
}, 150_000);
afterAll(() => at.stop());

function until(day: string, time: string) {
  return at.travel.to(new Date(`2026-${day}T${time}:00-04:00`), () => undefined);
}

async function draftsOf(email: string) {
  const id = await personId(at, email);
  return rows(at, (tx) => tx.formDraft.findMany({ where: { personId: id, form: { not: 'whom:which' } } }));
}

/** The database refuses to write into a table, as a full disk or a mistake of ours would make it. */
async function refuseWrites(table: string): Promise<void> {
  await at.house.database.pool.query(
    `create function refuse_${table}() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$`,
  );
  await at.house.database.pool.query(
    `create trigger refuse_${table} before insert on "${table}" for each row execute function refuse_${table}()`,
  );
}

async function acceptWrites(table: string): Promise<void> {
  await at.house.database.pool.query(`drop function refuse_${table}() cascade`);
}

describe.each([
  { who: STONE, other: FARAH, command: 'coach goal Stone' },
  { who: RIVERA, other: BELL, command: 'coach goal Rivera' },
])('a save that fails ($who)', ({ who, other, command }) => {
  const goal = { statement: 'Give feedback that teachers can use', standard: '6', why: 'Walks showed praise only' };

  async function openGoal() {
    await type(at, who, 'checkin goal');
    return openForm(at, who) ?? open(at, who, 'Write the goal');
  }

  it('keeps the window with all that was typed, and changes nothing', async () => {
    await refuseWrites('goal');
    await openGoal();
    const back = await send(at, who, goal);
    expect(back?.values).toMatchObject(goal);
    const ownerId = await personId(at, who);
    expect(await rows(at, (tx) => tx.goal.count({ where: { plan: { ownerId } } }))).toBe(0);
    await closeAll(at, who);
    await acceptWrites('goal');
  });

  it('offers it back when the form is opened again, and to nobody else', async () => {
    const form = await openGoal();
    expect(form.values).toMatchObject(goal);
    expect(form.words).toContain(OFFERED);
    await closeAll(at, who);

    await type(at, other, command);
    expect(openForm(at, other)?.values).not.toMatchObject(goal);
    expect(everythingSeenBy(at, other)).not.toContain('Walks showed praise only');
    await closeAll(at, other);
  });

  it('and no more once it is saved', async () => {
    await openGoal();
    expect(await send(at, who, {})).toBeUndefined();
    expect(await draftsOf(who)).toEqual([]);

    const form = await openGoal();
    expect(form.words).not.toContain(OFFERED);
    expect(form.values['statement'] ?? '').toBe('');
    await closeAll(at, who);
  });
});

describe.each([STONE, RIVERA])('a check-in (%s)', (email) => {
  it('that was refused is offered back as it was typed', async () => {
    await until('10-22', '14:01');
    const form = await open(at, email, 'Start');
    const typed = { ...USUAL, ...stepRows(form, 'moving'), 'need-note': 'Call me at ada@school.org' };
    expect((await send(at, email, typed))?.values).toMatchObject({ 'need-note': 'Call me at ada@school.org' });
    await closeAll(at, email);

    const again = await open(at, email, 'Start');
    expect(again.values).toMatchObject({ rooms: '7', 'need-note': 'Call me at ada@school.org' });
    expect(again.words).toContain(OFFERED);
    expect(await send(at, email, { 'need-note': 'Call me' })).toBeUndefined();
    expect(await draftsOf(email)).toEqual([]);
  });

  it('of an older version is taken with a field more, and asked again where one is missing', async () => {
    const assignmentId = await assignmentOf(at, email);
    const checkIn = () =>
      rows(at, (tx) =>
        tx.checkIn.findFirstOrThrow({
          where: { assignmentId },
          orderBy: { weekOf: 'desc' },
          include: { answers: true },
        }),
      );
    const { id, version } = await checkIn();
    const older = { rooms: '3', 'next-steps': '2', led: 'plc', barriers: 'nothing', mood: 'a field of last year' };

    const refused = await forgeSubmit(at, email, 'check-in:week', { c: id }, older);
    expect(refused).toContain('Please answer this.');
    expect((await checkIn()).version).toBe(version);

    await forgeSubmit(at, email, 'check-in:week', { c: id }, { ...older, need: 'data' });
    const after = await checkIn();
    expect(after.version).toBe(version + 1);
    expect(after.answers.map((one) => one.question)).not.toContain('mood');
    expect(after.answers.find((one) => one.question === 'rooms')?.value).toBe(3);
    expect(await draftsOf(email)).toEqual([]);
  });
});

describe('a week that closes while the window is open', () => {
  it('keeps the words on the screen, and shows them to their author afterwards', async () => {
    const form = await open(at, NGUYEN, 'Start');
    await until('10-26', '05:01');
    const back = await send(at, NGUYEN, {
      ...USUAL,
      ...stepRows(form, 'moving'),
      'need-note': 'Look at the grade-4 data',
    });
    expect(`${back?.words}${JSON.stringify(back?.errors)}`).toContain('This week is closed');
    expect(back?.values).toMatchObject({ 'need-note': 'Look at the grade-4 data' });
    await closeAll(at, NGUYEN);
    expect(await rows(at, (tx) => tx.answer.count({ where: { checkIn: { status: 'MISSED' } } }))).toBe(0);

    const [kept] = await draftsOf(NGUYEN);
    expect(kept?.values).toMatchObject({ 'need-note': 'Look at the grade-4 data' });
    const { c = '' } = JSON.parse(kept?.subject ?? '{}') as { c?: string };
    expect(await forgePress(at, NGUYEN, 'check-in:open', { c })).toContain('Look at the grade-4 data');
    expect(await forgePress(at, BELL, 'check-in:open', { c })).not.toContain('grade-4');
  });
});

describe('a form that comes twice', () => {
  it('leaves no draft of what is done', async () => {
    await propose(at, BELL, RIVERA, 'Visit two rooms on Monday', '2026-10-30');
    await press(at, RIVERA, 'Accept');
    await until('10-29', '14:01');
    await answer(at, RIVERA);
    const sent = at.stage.teams.deliveries.findLast((one) => one.activity['name'] === 'task/submit');
    await at.stage.teams.post({ ...sent?.activity, id: 'f:again' });

    expect(await draftsOf(RIVERA)).toEqual([]);
    const assignmentId = await assignmentOf(at, RIVERA);
    const newest = { where: { assignmentId }, orderBy: { weekOf: 'desc' } } as const;
    expect((await rows(at, (tx) => tx.checkIn.findFirstOrThrow(newest))).version).toBe(1);
  });
});

it('a draft that nobody came back to is forgotten after thirty days', async () => {
  expect((await draftsOf(NGUYEN)).length).toBeGreaterThan(0);
  await at.travel.set(new Date('2026-11-24T12:00:00Z'));
  await purgeRecords(at.house.db, { log: silentLog });
  expect((await draftsOf(NGUYEN)).length).toBe(1);
  await at.travel.set(new Date('2026-11-26T12:00:00Z'));
  await purgeRecords(at.house.db, { log: silentLog });
  expect(await draftsOf(NGUYEN)).toEqual([]);
});
