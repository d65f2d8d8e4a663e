// The product in a process of its own, for a test to kill: the real apps and the real clockwork, before pockets elsewhere.
import { randomUUID } from 'node:crypto';
import { MovableClock } from '../../src/clock.ts';
import type { SlackConfig, TeamsConfig } from '../../src/config.ts';
import { connect, type DatabaseAddress } from '../../src/db/client.ts';
import { createLog } from '../../src/log.ts';
import { start } from '../../src/main.ts';

export interface HouseProcess {
  /** Without it the process opens the embedded database of its folder, and is alone on it. */
  address?: DatabaseAddress;
  dataFolder?: string;
  /** How far the played present is from the real one. */
  shiftMs: number;
  settings: { slack: SlackConfig; teams: TeamsConfig };
  /** Plans the weeks of all when it starts, as a real one does; false where a test has planned them. */
  wakes?: boolean;
}

const given = JSON.parse(process.argv[2] ?? '') as HouseProcess;
const { address, shiftMs, settings, wakes = true, dataFolder = `unused-${randomUUID()}` } = given;
const connection = address && connect(address);
const clock = new MovableClock();
clock.set({ shiftMs });
const house = await start({
  config: { port: 0, host: '127.0.0.1', dataFolder, databasePool: 10, logLevel: 'error' },
  log: createLog({ level: 'error' }),
  prismaFolder: 'prisma',
  playground: { clock, open: () => Promise.resolve(settings) },
  ...(connection && {
    database: { ...connection, address, words: 'a test database', close: () => connection.close() },
  }),
});
if (wakes) await house.wake();
process.send?.(house.url);
// The word `end` ends it the gentle way, when all that is due has been done; others move its clock or wake its clockwork.
process.on('message', (word: 'end' | { shiftMs?: number; poke?: boolean }) => {
  if (word === 'end') void house.clockwork.drain().then(stop);
  else if (word.shiftMs === undefined) house.clockwork.poke();
  else clock.set({ shiftMs: word.shiftMs });
});
process.once('SIGTERM', () => void stop());
// Whoever started it is gone.
process.once('disconnect', () => process.exit());

async function stop(): Promise<void> {
  await house.stop().finally(() => process.exit());
}
