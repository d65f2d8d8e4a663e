// A rolling upgrade: an older version is at work while a newer one migrates the database under it and starts beside it.
import { judge } from '../faults/verdict.ts';
import { migrateTo, newerVersion, type NewerVersion } from '../support/newer-version.ts';
import { answer, OKAFOR, PRINCIPALS, prompts, RIVERA, rows, STONE, type Scene } from './acts.ts';
import { furnish, openPockets, startProduct, type Standing, type StandingPockets } from './standing-pockets.ts';
import { startBeside, type House } from './two-houses.ts';

const NEWER = `
ALTER TABLE "delivery" ADD COLUMN "walk" TEXT, ADD COLUMN "weight" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "check_in" ADD COLUMN "walk" TEXT;
ALTER TABLE "due_work" ADD COLUMN "walk" TEXT;
CREATE TABLE "walk" ("id" UUID NOT NULL PRIMARY KEY, "tenant_id" UUID NOT NULL);
SELECT throughline_protect('walk');`;

let pockets: StandingPockets;
let older: Standing;
let newer: House | undefined;
let version: NewerVersion;
let at: Scene;
beforeAll(async () => {
  pockets = await openPockets();
  older = await startProduct(pockets);
  const tenantId = await furnish(pockets, older, '2026-10-19T12:30:00Z');
  at = { stage: pockets.stage, tenantId, house: older.house };
  version = newerVersion({ '29990101000000_walks': NEWER });
}, 120_000);
afterAll(async () => {
  await newer?.stop();
  await older.house.stop();
  await pockets.close();
  version.remove();
});

const until = (instant: string) => older.travel.to(new Date(instant), () => undefined);

it('the older version goes on asking and being answered after a newer one has migrated the database', async () => {
  // What it has prepared on its connections meets tables of another shape from here on.
  await until('2026-10-22T18:00:31Z');
  expect(prompts(at, RIVERA)).toHaveLength(1);

  expect(await migrateTo(pockets.database.address, version)).toEqual({ applied: ['29990101000000_walks'] });

  await until('2026-10-22T18:01:00Z');
  expect(PRINCIPALS.filter((email) => prompts(at, email).length === 1).length).toBeGreaterThanOrEqual(7);
  await answer(at, RIVERA, { rooms: '3' });
  await answer(at, STONE, { rooms: '4' });
  expect(await rows(at, (tx) => tx.checkIn.count({ where: { status: 'SUBMITTED' } }))).toBe(2);
});

it('both serve side by side: what one has asked is answered at the other, and nobody is asked twice', async () => {
  newer = await startBeside(pockets, { prismaFolder: version.prismaFolder });
  pockets.setProduct(newer.house.url);
  await answer({ ...at, house: newer.house }, OKAFOR, { rooms: '5' });

  await older.travel.set(new Date('2026-10-22T22:00:00Z'));
  newer.clock.set({ shiftMs: pockets.clock.shiftFor(new Date('2026-10-22T22:00:00Z')) });
  await Promise.all([older.house, newer.house].map(({ clockwork }) => clockwork.drain()));

  const verdict = await judge(pockets.database.db, at.tenantId, pockets.stage, { prompts: PRINCIPALS.length });
  expect(verdict).toMatchObject({ delivered: PRINCIPALS.length, answered: 3, broken: [] });
});

it('the older version comes back where the newer one has only added', async () => {
  await newer?.stop();
  newer = undefined;
  await older.house.stop();

  older = await startProduct(pockets);
  at.house = older.house;
  await older.travel.to(new Date('2026-10-23T13:30:00Z'), () => undefined);

  const open = await rows(at, (tx) => tx.checkIn.findMany({ where: { status: 'OPEN' } }));
  expect(open).toHaveLength(PRINCIPALS.length - 3);
});
