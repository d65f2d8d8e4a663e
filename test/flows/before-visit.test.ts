// Asked before each visit: chosen in chat on both platforms, and moved with the visit.
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  ADLER,
  BROOKS,
  HAAS,
  MOREAU,
  SINGH,
  STONE,
  answer,
  assignmentOf,
  everythingSeenBy,
  open,
  openForm,
  personId,
  prompts,
  rows,
  send,
  type,
} from './acts.ts';

/** How a summary names the pair of Madison. */
const PAIR = 'Daniel Brooks · Madison MS';

let at: TestHouse;
beforeAll(async () => {
  // A Monday. Madison has its coach on site on Thursdays, Truman on Mondays.
  at = await openHouse('2026-10-19T12:30:00Z');
}, 240_000);
afterAll(() => at.stop());

function until(instant: string) {
  return at.travel.to(new Date(instant), () => undefined);
}

async function opensAt(principal: string): Promise<string | undefined> {
  const subject = await assignmentOf(at, principal);
  const [work] = await rows(at, (tx) => tx.dueWork.findMany({ where: { job: 'check-in.open', subject } }));
  return work?.dueAt.toISOString().slice(0, 16);
}

async function choose(email: string, day: string): Promise<void> {
  await type(at, email, 'checkin time');
  if (email === BROOKS) await open(at, email, 'Choose my time');
  expect(await send(at, email, { day })).toBeUndefined();
}

it('is chosen in chat, and shown when the form is opened again', async () => {
  await choose(BROOKS, 'visit');
  await choose(STONE, 'visit');
  expect(await opensAt(BROOKS)).toBe('2026-10-20T18:00');
  expect(await opensAt(STONE)).toBe('2026-10-22T18:00');
  await type(at, STONE, 'checkin time');
  expect(openForm(at, STONE)?.values).toMatchObject({ day: 'visit' });
}, 60_000);

it('moves with the visit: a day that is called off, and another one instead', async () => {
  await type(at, ADLER, 'district closure 2026-10-22 Madison');
  expect(await opensAt(BROOKS)).toBe('2026-10-21T18:00');
  await at.house.clockwork.drain();
  await open(at, SINGH, 'Choose a day');
  await send(at, SINGH, { day: '2026-10-23' });
  expect(await opensAt(BROOKS)).toBe('2026-10-20T18:00');
}, 60_000);

it('comes once, closes on the evening before, and is read by the coach on the morning of the visit', async () => {
  await until('2026-10-20T17:59:00Z');
  expect(prompts(at, BROOKS)).toEqual([]);
  await until('2026-10-20T18:01:00Z');
  expect(prompts(at, BROOKS)).toHaveLength(1);
  expect(prompts(at, STONE)).toEqual([]);
  await answer(at, BROOKS);
  // The school is closed on Thursday; its coach is on site on Friday.
  await until('2026-10-23T10:29:00Z');
  expect(everythingSeenBy(at, SINGH)).not.toContain(PAIR);
  await until('2026-10-23T10:31:00Z');
  expect(everythingSeenBy(at, SINGH)).toContain(PAIR);
  for (const email of [MOREAU, HAAS]) expect(everythingSeenBy(at, email)).not.toContain(PAIR);
  await until('2026-10-24T12:00:00Z');
  const [madison, truman] = [await assignmentOf(at, BROOKS), await assignmentOf(at, STONE)];
  const closed = await rows(at, (tx) =>
    tx.checkIn.findMany({
      where: { assignmentId: { in: [madison, truman] } },
      orderBy: { closeAt: 'asc' },
      select: { weekOf: true, closeAt: true, status: true },
    }),
  );
  expect(closed).toEqual([
    { weekOf: new Date('2026-10-19'), closeAt: new Date('2026-10-21T22:00:00Z'), status: 'SUBMITTED' },
    { weekOf: new Date('2026-10-19'), closeAt: new Date('2026-10-23T22:00:00Z'), status: 'MISSED' },
  ]);
}, 180_000);

it('is given back with "as usual"', async () => {
  await choose(BROOKS, 'usual');
  const kept = await rows(at, (tx) => tx.sendTime.findMany({ select: { personId: true } }));
  expect(kept).toEqual([{ personId: await personId(at, STONE) }]);
}, 60_000);
