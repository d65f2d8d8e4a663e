// A small tenant's five messages while a large one has thousands waiting: as fast as alone?
import { startChild, type ChildOptions } from './child.ts';
import type { NeighborsDesk } from './neighbors-process.ts';
import type { Row } from './table.ts';

const LONGEST_MS = 2_000;

export async function benchNeighbors(
  on: { name: string; server?: string | undefined },
  size: { rounds: number; waiting: number },
  options: ChildOptions,
): Promise<Row[]> {
  const neighbors = startChild<NeighborsDesk>('./neighbors-process.ts', options);
  try {
    await neighbors.ask('open', { server: on.server });
    const alone = await neighbors.ask('sendSmall', size.rounds);
    await neighbors.ask('crowd', size.waiting);
    const beside = await neighbors.ask('sendSmall', size.rounds);
    return [
      {
        what: `5 messages beside ${size.waiting.toLocaleString('en')} of another tenant, ${on.name}`,
        ours: `${beside.toFixed(0)} ms`,
        baseline: `${alone.toFixed(0)} ms`,
        ratio: alone / beside,
        aim: { text: '< 2 s', met: beside < LONGEST_MS },
      },
    ];
  } finally {
    await neighbors.stop();
  }
}
