// Two processes' worth of the product in one: each with its own connections, clockwork and clock, on one database and before
// the same pockets.
import { MovableClock } from '../../src/clock.ts';
import { connect } from '../../src/db/client.ts';
import { moveDatabaseClock } from '../../src/db/time.ts';
import { createLog } from '../../src/log.ts';
import { start, type Throughline } from '../../src/main.ts';
import { root } from '../support/root.ts';
import type { StandingPockets } from './standing-pockets.ts';

export interface House {
  house: Throughline;
  clock: MovableClock;
  stop(): Promise<void>;
}

export async function startBeside(
  pockets: StandingPockets,
  options: { ticks?: boolean; prismaFolder?: string } = {},
): Promise<House> {
  const connection = connect(pockets.database.address, { poolSize: 5 });
  const clock = new MovableClock();
  clock.set({ shiftMs: pockets.clock.now().getTime() - new MovableClock().now().getTime() });
  const house = await start({
    config: { port: 0, host: '127.0.0.1', dataFolder: 'unused', databasePool: 5, logLevel: 'silent' },
    log: createLog({ level: 'silent' }),
    prismaFolder: options.prismaFolder ?? `${root}prisma`,
    playground: { clock, open: () => Promise.resolve(pockets.settings) },
    ticks: options.ticks ?? false,
    database: {
      ...connection,
      address: pockets.database.address,
      words: 'a test database',
      close: () => connection.close(),
    },
  });
  return { house, clock, stop: () => house.stop() };
}

/** The database's present and the platforms', which are right; each house's own is wrong by so much. */
export async function moveTo(
  pockets: StandingPockets,
  instant: Date,
  houses: readonly (readonly [House, wrongByMs: number])[],
): Promise<void> {
  const shiftMs = pockets.clock.shiftFor(instant);
  await moveDatabaseClock(pockets.database.db, { shiftMs });
  pockets.clock.set({ shiftMs });
  for (const [{ clock }, wrongByMs] of houses) clock.set({ shiftMs: shiftMs + wrongByMs });
}
