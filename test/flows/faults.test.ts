import { onPostgres } from '../support/database.ts';
import { play } from '../faults/play.ts';

// The long version, with thousands of prompts and any seed: npm run faults.
it.each([11])(
  'a bad Thursday with seed %i: each prompt is there once, or stands as not delivered with its reason',
  async (seed) => {
    const told: string[] = [];
    const run = { seed, prompts: 60, troubleMs: 10_000, tell: (what: string) => void told.push(what) };

    // The embedded database is for one process beside the one that plays with it.
    const verdict = await play({ ...run, processes: onPostgres ? 2 : 1 });

    expect({ broken: verdict.broken, told }).toEqual({ broken: [], told });
    expect(verdict.delivered).toBeGreaterThan(30);
    expect(verdict.troubles).toBeGreaterThan(0);
  },
  180_000,
);
