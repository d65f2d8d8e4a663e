import { onPostgres } from '../support/database.ts';
import { play } from '../faults/play.ts';

// The long version, with thousands of prompts and any seed: npm run faults. The embedded database serves one process at a
// time, so one that hangs would keep it from whoever watches; what kill -9 does there is in kill.test.ts.
(onPostgres ? it : it.skip)(
  'a bad Thursday: each prompt is there once, or stands as not delivered with its reason',
  async () => {
    const told: string[] = [];
    const tell = (what: string) => void told.push(what);

    const verdict = await play({ seed: 11, prompts: 60, processes: 2, troubleMs: 10_000, tell });

    expect({ broken: verdict.broken, told }).toEqual({ broken: [], told });
    expect(verdict.delivered).toBeGreaterThan(30);
    expect(verdict.troubles).toBeGreaterThan(0);
  },
  180_000,
);
