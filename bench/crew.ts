// Messages a second through one ledger by one, two and four processes, against bare calls by as many.
import { startChild, type ChildOptions } from './child.ts';
import type { CrewDesk } from './crew-process.ts';
import type { PocketDesk } from './pocket-process.ts';
import { interleave, median } from './rounds.ts';
import type { Row } from './table.ts';
import { inventPeople } from './workspace.ts';

const PROCESSES = [1, 2, 4];
const PEOPLE = 400;
const AT_ONCE = 100;

/** On PostgreSQL alone: the embedded database is for one process. */
export async function benchCrew(
  on: { server: string },
  size: { rounds: number; messages: number },
  options: ChildOptions,
): Promise<Row[]> {
  const people = inventPeople(PEOPLE);
  const userIds = people.map(({ id }) => id);
  const pocket = startChild<PocketDesk>('./pocket-process.ts', options);
  const crew = Array.from({ length: Math.max(...PROCESSES) }, () => startChild<CrewDesk>('./crew-process.ts', options));
  try {
    const apiUrl = await pocket.ask('open', people);
    const [first, ...others] = crew;
    if (!first) return [];
    const join = await first.ask('open', { apiUrl, server: on.server });
    for (const other of others) await other.ask('open', { apiUrl, server: on.server, join });
    const rows: Row[] = [];
    for (const count of PROCESSES) {
      const some = crew.slice(0, count);
      const timed = async (work: () => Promise<unknown>): Promise<number> => {
        const started = performance.now();
        await work();
        return performance.now() - started;
      };
      const share = { count: Math.ceil(size.messages / count), atOnce: Math.ceil(AT_ONCE / count), userIds };
      const { ours = [], bare = [] } = await interleave(size.rounds, {
        bare: () => timed(() => Promise.all(some.map((one) => one.ask('sendBare', share)))),
        ours: async () => {
          await first.ask('fill', { count: size.messages, userIds });
          return timed(() => Promise.all(some.map((one) => one.ask('send'))));
        },
      });
      const [a, b] = [ours, bare].map((times) => size.messages / (median(times) / 1000));
      rows.push({
        what: `messages sent by ${String(count)} ${count === 1 ? 'process' : 'processes'} on one ledger, PostgreSQL`,
        ours: `${(a ?? 0).toFixed(0)}/s`,
        baseline: `${(b ?? 0).toFixed(0)}/s`,
        ratio: (a ?? 0) / (b ?? 1),
      });
    }
    return rows;
  } finally {
    await Promise.all([...crew.slice(1).map((one) => one.stop()), pocket.stop()]);
    await crew[0]?.stop();
  }
}
