// What a look into the ledger costs while its ended history grows, against the same with the shortest.
import { startChild, type ChildOptions } from './child.ts';
import type { Cost, QueueDesk } from './queue-process.ts';
import { aimAtLeast, type Row } from './table.ts';

/** The database writes so many within the time that a child has to answer. */
const WRITTEN_AT_ONCE = 500_000;

export async function benchQueue(
  on: { name: string; server?: string | undefined },
  size: { waiting: number; histories: readonly number[] },
  options: ChildOptions,
): Promise<Row[]> {
  const ledger = startChild<QueueDesk>('./queue-process.ts', options);
  const rows: Row[] = [];
  let ended = 0;
  let first: { claim: Cost; pass: Cost } | undefined;
  try {
    await ledger.ask('open', { waiting: size.waiting, server: on.server });
    for (const history of size.histories) {
      for (; ended < history; ended += WRITTEN_AT_ONCE)
        await ledger.ask('addEnded', Math.min(WRITTEN_AT_ONCE, history - ended));
      ended = history;
      const looked = await ledger.ask('look');
      first ??= looked;
      const where = `${size.waiting.toLocaleString('en')} waiting, ${history.toLocaleString('en')} ended, ${on.name}`;
      const inWords = ({ ms, pages }: Cost): string => `${ms.toFixed(1)} ms, ${pages.toLocaleString('en')} pages`;
      const row = (what: string, ours: Cost, baseline: Cost): Row => ({
        what: `${what}, ${where}`,
        ours: inWords(ours),
        baseline: inWords(baseline),
        ratio: baseline.ms / ours.ms,
        aim: aimAtLeast(baseline.ms / ours.ms, 0.67),
      });
      rows.push(row('claim', looked.claim, first.claim), row('pass that may not send', looked.pass, first.pass));
      for (const one of rows.slice(-2)) console.error(`  ${one.what}: ${one.ours}`);
    }
    return rows;
  } finally {
    await ledger.stop();
  }
}
