// From a slash command to its window: the whole product against a bare Bolt app, one person after another and many at once.
import type { BareBoltDesk } from './bare-bolt-process.ts';
import { startChild, type ChildOptions } from './child.ts';
import type { PocketDesk } from './pocket-process.ts';
import type { ProductDesk } from './product-process.ts';
import { interleave, median, percentile } from './rounds.ts';
import { aimAtLeast, type Row } from './table.ts';
import { inventPeople } from './workspace.ts';

const PEOPLE = 40;
const AT_ONCE = 8;

export async function benchCommands(
  on: { name: string; server?: string | undefined },
  size: { rounds: number; commands: number },
  options: ChildOptions,
): Promise<Row[]> {
  const people = inventPeople(PEOPLE);
  const pocket = startChild<PocketDesk>('./pocket-process.ts');
  const product = startChild<ProductDesk>('./product-process.ts', options);
  const bolt = startChild<BareBoltDesk>('./bare-bolt-process.ts');
  try {
    const apiUrl = await pocket.ask('open', people);
    const [ours, bare] = await Promise.all([
      product.ask('open', { apiUrl, people, server: on.server }),
      bolt.ask('open', { apiUrl }),
    ]);
    const type = (requestUrl: string, atOnce: number, count = size.commands) =>
      pocket.ask('typeCommands', { requestUrl, command: '/checkin', text: '', count, atOnce });
    await type(ours, 1, 1);
    const view = await pocket.ask('lastView');
    if (!view) throw new Error('the product opened no window');
    await bolt.ask('show', view);
    const measured = await interleave(size.rounds, {
      ours: () => type(ours, 1),
      bare: () => type(bare, 1),
      oursBusy: () => type(ours, AT_ONCE),
      bareBusy: () => type(bare, AT_ONCE),
    });
    const waits = (name: string) => (measured[name] ?? []).flatMap((one) => one.waits);
    const perSecond = (name: string) =>
      size.commands / (median((measured[name] ?? []).map((one) => one.totalMs)) / 1000);
    const time = (what: string, of: (waits: number[]) => number): Row => {
      const [a, b] = [of(waits('ours')), of(waits('bare'))];
      const row = { what: `${what}, ${on.name}`, ours: `${a.toFixed(1)} ms`, baseline: `${b.toFixed(1)} ms` };
      return { ...row, ratio: b / a, aim: aimAtLeast(b / a, 0.75) };
    };
    const [a, b] = [perSecond('oursBusy'), perSecond('bareBusy')];
    return [
      time('command to window, median', median),
      time('command to window, p99', (all) => percentile(all, 99)),
      {
        what: `commands, ${String(AT_ONCE)} at once, ${on.name}`,
        ours: `${a.toFixed(0)}/s`,
        baseline: `${b.toFixed(0)}/s`,
        ratio: a / b,
        aim: aimAtLeast(a / b, 0.75),
      },
    ];
  } finally {
    await Promise.all([product.stop(), bolt.stop(), pocket.stop()]);
  }
}
