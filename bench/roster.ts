// Rows per second from a zip into the roster, against bare csv-parse over the same files, and the memory it takes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, type ChildOptions } from './child.ts';
import type { RosterDesk } from './roster-process.ts';
import { writeRoster, type RosterFiles } from './roster-files.ts';
import { interleave, median } from './rounds.ts';
import type { Row } from './table.ts';

const MEMORY_AIM_MB = 250;

export async function benchRoster(
  on: { name: string; server?: string | undefined },
  size: { rounds: number; people: number },
  options: ChildOptions,
): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  try {
    const files = await writeRoster(folder, size.people);
    return [await measureSpeed(on, files, size.rounds, options), await measureMemory(on, files)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureSpeed(
  on: { name: string; server?: string | undefined },
  files: RosterFiles,
  rounds: number,
  options: ChildOptions,
): Promise<Row> {
  const child = startChild<RosterDesk>('./roster-process.ts', options);
  try {
    await child.ask('open', { server: on.server });
    const { ours = [], bare = [] } = await interleave(rounds, {
      ours: () => child.ask('importRoster', { zip: files.zip }),
      bare: () => child.ask('parseBare', { csv: files.csv }),
    });
    const [a = 0, b = 0] = [ours, bare].map((times) => files.rows / (median(times.map(({ ms }) => ms)) / 1000));
    return {
      what: `roster rows, ${on.name}`,
      ours: `${a.toFixed(0)}/s`,
      baseline: `${b.toFixed(0)}/s`,
      ratio: a / b,
    };
  } finally {
    await child.stop();
  }
}

/** In a process that has done nothing yet but open the database. */
async function measureMemory(on: { name: string; server?: string | undefined }, files: RosterFiles): Promise<Row> {
  const child = startChild<RosterDesk>('./roster-process.ts');
  try {
    await child.ask('open', { server: on.server });
    const { grownMb } = await child.ask('importRoster', { zip: files.zip });
    const aim = { text: `< ${String(MEMORY_AIM_MB)} MB`, met: grownMb < MEMORY_AIM_MB };
    const rows = files.rows.toLocaleString('en-US');
    return { what: `memory for ${rows} rows, ${on.name}`, ours: `${grownMb.toFixed(0)} MB`, baseline: '', aim };
  } finally {
    await child.stop();
  }
}
