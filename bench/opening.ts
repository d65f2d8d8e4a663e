// Opening the check-ins of a whole country in one minute, against plain INSERT ... SELECT of the same rows.
import { startChild, type Child, type ChildOptions } from './child.ts';
import type { OpeningDesk } from './opening-process.ts';
import { median } from './rounds.ts';
import type { Row } from './table.ts';

export async function benchOpening(
  on: { name: string; server?: string | undefined },
  size: { rounds: number; pairs: number },
  options: ChildOptions,
): Promise<Row[]> {
  const child = startChild<OpeningDesk>('./opening-process.ts', options);
  try {
    await child.ask('open', { pairs: size.pairs, server: on.server });
    const [ours, plain]: [number[], number[]] = [[], []];
    for (let round = 0; round < size.rounds; round += 1) {
      ours.push(await openAll(child, size.pairs));
      const rows = await child.ask('keepRows');
      if (rows['check_in'] !== size.pairs || rows['delivery'] !== size.pairs)
        throw new Error(`of ${String(size.pairs)} weeks there are ${JSON.stringify(rows)}`);
      plain.push((await child.ask('insertPlainly')).ms);
    }
    const [a, b] = [median(ours), median(plain)].map((ms) => size.pairs / (ms / 1000));
    return [
      {
        what: `check-ins opened, ${String(size.pairs)} at once, ${on.name}`,
        ours: `${(a ?? 0).toFixed(0)}/s`,
        baseline: `${(b ?? 0).toFixed(0)}/s`,
        ratio: (a ?? 0) / (b ?? 1),
      },
    ];
  } finally {
    await child.stop();
  }
}

/** In parts, because nobody waits for an answer for minutes. */
async function openAll(child: Child<OpeningDesk>, pairs: number): Promise<number> {
  await child.ask('planAll');
  const total = { ms: 0, opened: 0 };
  while (total.opened < pairs) {
    const { ms, opened } = await child.ask('openSome', { atMost: 10_000 });
    if (opened === 0) throw new Error(`${String(total.opened)} of ${String(pairs)} weeks were opened`);
    total.ms += ms;
    total.opened += opened;
  }
  return total.ms;
}
