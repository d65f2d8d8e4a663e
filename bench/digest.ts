// The digest of a large district: how long it takes, how much memory, and how both grow with the number of schools.
import { startChild, type ChildOptions } from './child.ts';
import type { DigestDesk } from './digest-process.ts';
import { median } from './rounds.ts';
import type { Row } from './table.ts';

const [SMALL, LARGE] = [50, 500];

export async function benchDigest(
  on: { name: string; server?: string | undefined },
  rounds: number,
  options: ChildOptions,
): Promise<Row[]> {
  const small = startChild<DigestDesk>('./digest-process.ts');
  const large = startChild<DigestDesk>('./digest-process.ts', options);
  try {
    await small.ask('open', { schools: SMALL, server: on.server });
    await large.ask('open', { schools: LARGE, server: on.server });
    const times: { small: number[]; large: number[] } = { small: [], large: [] };
    const grown: number[] = [];
    // The first of each warms up.
    for (let round = 0; round <= rounds; round += 1) {
      const [one, other] = [await small.ask('post'), await large.ask('post')];
      grown.push(other.grownMb);
      if (round > 0) {
        times.small.push(one.ms);
        times.large.push(other.ms);
      }
    }
    const [a, b] = [median(times.large), median(times.small)];
    const growth = a / b;
    return [
      {
        what: `digest of ${String(LARGE)} schools against ${String(SMALL)}, ${on.name}`,
        ours: `${a.toFixed(0)} ms`,
        baseline: `${b.toFixed(0)} ms`,
        ratio: growth,
        aim: { text: `<= ${String(LARGE / SMALL)}`, met: growth <= LARGE / SMALL },
      },
      {
        what: `memory of the digest of ${String(LARGE)} schools, ${on.name}`,
        ours: `${Math.max(...grown).toFixed(0)} MB`,
        baseline: '',
      },
    ];
  } finally {
    await Promise.all([small.stop(), large.stop()]);
  }
}
