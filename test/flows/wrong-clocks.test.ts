// Two processes whose clocks are wrong by three quarters of an hour, one ahead and one behind: the database's decides.
import { judge } from '../faults/verdict.ts';
import { NGUYEN, OKAFOR, ORTIZ, PRINCIPALS, RIVERA, answer, prompts, rows, type Scene } from './acts.ts';
import { furnish, openPockets, startProduct, type StandingPockets } from './standing-pockets.ts';
import { moveTo, startBeside, type House } from './two-houses.ts';

const WRONG_MS = 45 * 60_000;

let pockets: StandingPockets;
let ahead: House;
let behind: House;
let at: Scene;
beforeAll(async () => {
  pockets = await openPockets();
  const furnisher = await startProduct(pockets);
  const tenantId = await furnish(pockets, furnisher, '2026-10-19T12:30:00Z');
  await furnisher.house.stop();
  ahead = await startBeside(pockets);
  behind = await startBeside(pockets);
  at = { stage: pockets.stage, tenantId, house: { db: pockets.database.db, clockwork: ahead.house.clockwork } };
}, 120_000);
afterAll(async () => {
  await ahead.stop();
  await behind.stop();
  await pockets.close();
});

/** As at a start and every hour: each plans the weeks of all by what it holds for the present, and then works. */
async function liveThrough(instant: string): Promise<void> {
  await moveTo(pockets, new Date(instant), [
    [ahead, WRONG_MS],
    [behind, -WRONG_MS],
  ]);
  await Promise.all([ahead, behind].map(({ house }) => house.wake()));
  await Promise.all([ahead, behind].map(({ house }) => house.clockwork.drain()));
}

const asked = () => PRINCIPALS.filter((email) => prompts(at, email).length > 0);

it('weeks open once, at the database’s time, whoever thinks that it is earlier or later', async () => {
  await liveThrough('2026-10-22T17:30:00Z');
  expect(asked()).toEqual([]);

  await liveThrough('2026-10-22T18:00:40Z');
  expect(asked()).toEqual(PRINCIPALS.filter((email) => email !== ORTIZ));

  await liveThrough('2026-10-22T18:50:00Z');
  await liveThrough('2026-10-22T21:00:40Z');
  const weeks = await rows(at, (tx) => tx.checkIn.findMany({ select: { status: true, openAt: true } }));
  expect(weeks.map((week) => [week.status, week.openAt.toISOString()]).sort()).toEqual(
    PRINCIPALS.map((email) => [
      'OPEN',
      email === ORTIZ ? '2026-10-22T21:00:00.000Z' : '2026-10-22T18:00:00.000Z',
    ]).sort(),
  );
  expect(await judge(pockets.database.db, at.tenantId, pockets.stage, { prompts: 8 })).toMatchObject({
    delivered: 8,
    broken: [],
  });
}, 120_000);

it('an answer is in time or late by the database’s time, whatever the process that takes it believes', async () => {
  const statuses = () =>
    rows(at, (tx) => tx.checkIn.groupBy({ by: ['status'], _count: true, where: { submittedAt: { not: null } } }));

  await liveThrough('2026-10-23T20:50:00Z');
  for (const [house, email] of [
    [ahead, RIVERA],
    [behind, OKAFOR],
  ] as const) {
    pockets.setProduct(house.house.url);
    await answer(at, email);
  }
  expect(await statuses()).toEqual([{ status: 'SUBMITTED', _count: 2 }]);

  await liveThrough('2026-10-23T21:10:00Z');
  pockets.setProduct(behind.house.url);
  await answer(at, NGUYEN);
  expect((await statuses()).sort((a, b) => b._count - a._count)).toEqual([
    { status: 'SUBMITTED', _count: 2 },
    { status: 'SUBMITTED_LATE', _count: 1 },
  ]);
}, 120_000);
