// From a slash command to its acknowledgement and its window: the whole product against a bare Bolt app, one person after
// another, many at once, and fifty a second whether or not the earlier ones are answered.
import type { BareBoltDesk } from './bare-bolt-process.ts';
import { startChild, type ChildOptions } from './child.ts';
import type { PocketDesk } from './pocket-process.ts';
import type { ProductDesk } from './product-process.ts';
import { interleave, median, percentile } from './rounds.ts';
import { aimAtLeast, type Row } from './table.ts';
import { inventPeople } from './workspace.ts';

const PEOPLE = 100;
const AT_ONCE = 8;
const PER_SECOND = 50;

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
    const pace = (requestUrl: string) =>
      pocket.ask('typeAtRate', {
        requestUrl,
        command: '/checkin',
        text: '',
        count: size.commands,
        perSecond: PER_SECOND,
      });
    const paced = await interleave(size.rounds, { ours: () => pace(ours), bare: () => pace(bare) });
    const measured = await interleave(size.rounds, {
      ours: () => type(ours, 1),
      bare: () => type(bare, 1),
      oursBusy: () => type(ours, AT_ONCE),
      bareBusy: () => type(bare, AT_ONCE),
    });
    const perSecond = (name: string) =>
      size.commands / (median((measured[name] ?? []).map((one) => one.totalMs)) / 1000);
    const waits = (name: string) => (measured[name] ?? []).flatMap((one) => one.waits);
    const all = (name: string, kind: 'acks' | 'waits') => (paced[name] ?? []).flatMap((one) => one[kind]);
    const times = (what: string, of: (name: string) => number[]): Row[] =>
      [50, 99].map((percent) => {
        const [a, b] = [percentile(of('ours'), percent), percentile(of('bare'), percent)];
        return {
          what: `${what}, ${percent === 50 ? 'median' : `p${String(percent)}`}, ${on.name}`,
          ours: `${a.toFixed(1)} ms`,
          baseline: `${b.toFixed(1)} ms`,
          ratio: b / a,
          aim: aimAtLeast(b / a, 0.75),
        };
      });
    const [a, b] = [perSecond('oursBusy'), perSecond('bareBusy')];
    return [
      ...times(`acknowledged at ${String(PER_SECOND)} a second`, (name) => all(name, 'acks')),
      ...times(`window open at ${String(PER_SECOND)} a second`, (name) => all(name, 'waits')),
      ...times('command to window, one by one', waits),
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
