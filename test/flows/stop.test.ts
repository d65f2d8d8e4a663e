// A process that is asked to end while its calls hang: it ends within a bound, and another sends what it left.
import { spawn } from 'node:child_process';
import { judge } from '../faults/verdict.ts';
import { PRINCIPALS } from './acts.ts';
import type { HouseProcess } from './house-process.ts';
import { furnish, openPockets, startProduct, type Standing, type StandingPockets } from './standing-pockets.ts';

/** Three seconds for requests, ten for calls, and some for a machine that is busy. */
const BOUND_MS = 25_000;
const HANGS_MS = 60_000;

let pockets: StandingPockets;
let furnisher: Standing;
let tenantId: string;
beforeAll(async () => {
  pockets = await openPockets();
  furnisher = await startProduct(pockets);
  tenantId = await furnish(pockets, furnisher, '2026-10-19T12:30:00Z');
}, 180_000);
afterAll(async () => {
  await furnisher.house.stop();
  await pockets.close();
});

it('SIGTERM while calls hang: the process ends within its bound, and nothing of what it had is lost or comes twice', async () => {
  pockets.stage.teams.fail({ match: 'send', mode: { slowMs: HANGS_MS }, times: 4 });
  await furnisher.travel.set(new Date('2026-10-22T18:00:40Z'));
  const shiftMs = pockets.clock.now().getTime() - Date.now();
  const given: HouseProcess = {
    ...{ address: pockets.database.address, settings: pockets.settings, shiftMs },
    wakes: false,
  };
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/flows/house-process.ts', JSON.stringify(given)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await underWay(4);

  const asked = Date.now();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;

  expect(Date.now() - asked).toBeLessThan(BOUND_MS);
  pockets.setProduct(furnisher.house.url);
  await furnisher.travel.to(new Date('2026-10-22T21:30:00Z'), () => undefined);
  const verdict = await judge(pockets.database.db, tenantId, pockets.stage, { prompts: PRINCIPALS.length });
  expect(verdict.broken).toEqual([]);
  expect(verdict.delivered).toBeGreaterThanOrEqual(PRINCIPALS.length - 4);
  expect(verdict.delivered + (verdict.notDelivered['cannot-tell'] ?? 0)).toBe(PRINCIPALS.length);
}, 240_000);

/** So many calls have begun and have no answer yet. */
async function underWay(count: number): Promise<void> {
  for (const until = Date.now() + 90_000; Date.now() < until;) {
    const { rows } = await pockets.database.pool.query<{ count: number }>(
      `select count(*)::int as count from delivery where status = 'SENDING' and lease_by like '%!'`,
    );
    if ((rows[0]?.count ?? 0) >= count) return;
  }
  throw new Error('The calls never began');
}
