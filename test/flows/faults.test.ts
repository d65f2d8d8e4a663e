// The long version, with thousands of prompts, any seed and a database that crashes: npm run faults.
import { onFolder, onServer } from '../faults/ground.ts';
import { play } from '../faults/play.ts';
import { onPostgres } from '../support/database.ts';

const [onServerOnly, onFolderOnly] = onPostgres ? [it, it.skip] : [it.skip, it];

onServerOnly(
  'a bad Thursday of two processes: each prompt is there once, or stands as not delivered with its reason',
  async () => {
    const told: string[] = [];
    const tell = (what: string) => void told.push(what);

    const run = { seed: 5, prompts: 60, processes: 2, answers: 10, troubleMs: 10_000, tell };
    const verdict = await play(run, await onServer());

    expect({ broken: verdict.broken, told }).toEqual({ broken: [], told });
    expect(verdict.delivered).toBeGreaterThan(30);
    expect(verdict.answered).toBeGreaterThan(0);
    expect(verdict.troubles).toBeGreaterThan(0);
  },
  240_000,
);

// The embedded database is in the process: whoever kills one kills both, and the next one starts on the folder it left.
onFolderOnly(
  'a bad Thursday of one process on its folder: each prompt is there once, or stands as not delivered with its reason',
  async () => {
    const told: string[] = [];
    const tell = (what: string) => void told.push(what);

    const run = { seed: 9, prompts: 40, processes: 1, answers: 6, troubleUntil: 0.8, troubleMs: 60_000, tell };
    const verdict = await play(run, await onFolder());

    expect({ broken: verdict.broken, told }).toEqual({ broken: [], told });
    expect(told.filter((what) => what.startsWith('kill -9'))).not.toEqual([]);
    expect(verdict.delivered).toBeGreaterThan(20);
  },
  400_000,
);
