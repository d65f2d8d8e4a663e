// Serves the embedded database of a folder, with the sample in it, while a run is prepared, until whoever started it lets it go.
import { MovableClock } from '../../src/clock.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { loadSample } from '../../src/playground/sample.ts';

const database = await openDatabase({ dataFolder: process.argv[2] ?? '', databasePool: 2 });
await migrate(database, 'prisma');
const clock = new MovableClock();
clock.set({ shiftMs: clock.shiftFor(new Date('2026-08-17T12:00:00Z')) });
await loadSample(database.db, '.', clock);
process.send?.('ready');
process.once('message', () => void database.close().finally(() => process.exit()));
process.once('disconnect', () => process.exit());
