// Messages per second through the ledger, against bare calls to the same stand-in.
import { startChild, type ChildOptions } from './child.ts';
import type { LedgerDesk } from './ledger-process.ts';
import type { PocketDesk } from './pocket-process.ts';
import { interleave, median } from './rounds.ts';
import { aimAtLeast, type Row } from './table.ts';
import { inventPeople } from './workspace.ts';

const AT_ONCE = 100;

export async function benchLedger(
  on: { name: string; server?: string | undefined },
  size: { rounds: number; messages: number },
  options: ChildOptions,
): Promise<Row[]> {
  const people = inventPeople(size.messages);
  const pocket = startChild<PocketDesk>('./pocket-process.ts');
  const sender = startChild<LedgerDesk>('./ledger-process.ts', options);
  try {
    const apiUrl = await pocket.ask('open', people);
    await sender.ask('open', { apiUrl, people, server: on.server });
    const load = { count: size.messages, atOnce: AT_ONCE };
    const {
      bare = [],
      through = [],
      written = [],
    } = await interleave(size.rounds, {
      bare: () => sender.ask('sendBare', load),
      through: () => sender.ask('sendThroughLedger', load),
      written: () => sender.ask('sendWritten', load),
    });
    const perSecond = (times: { ms: number }[]) => size.messages / (median(times.map(({ ms }) => ms)) / 1000);
    const baseline = perSecond(bare);
    const row = (what: string, ours: number): Row => ({
      what: `${what}, ${on.name}`,
      ours: `${ours.toFixed(0)}/s`,
      baseline: `${baseline.toFixed(0)}/s`,
      ratio: ours / baseline,
      aim: aimAtLeast(ours / baseline, 0.8),
    });
    return [
      row('messages written and sent', perSecond(through)),
      row('messages sent, once written', perSecond(written)),
    ];
  } finally {
    await Promise.all([sender.stop(), pocket.stop()]);
  }
}
