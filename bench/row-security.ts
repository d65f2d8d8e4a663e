// What the second lock costs: the product's own statements under row-level security, against the same without.
import { startChild, type ChildOptions } from './child.ts';
import type { Asked, RowSecurityDesk } from './row-security-process.ts';
import type { Row } from './table.ts';

const WHAT: Record<Asked, string> = {
  who: 'who asks',
  read: 'a coach’s pairs, steps and answers',
  write: 'a message written',
};

export async function benchRowSecurity(
  on: { name: string; server?: string | undefined },
  size: { rounds: number; times: number },
  options: ChildOptions,
): Promise<Row[]> {
  const child = startChild<RowSecurityDesk>('./row-security-process.ts', options);
  try {
    await child.ask('open', { server: on.server });
    const rows: Row[] = [];
    for (const what of Object.keys(WHAT) as Asked[]) {
      const { locked, open } = await child.ask('measure', { what, ...size });
      rows.push({
        what: `row-level security: ${WHAT[what]}, ${on.name}`,
        ours: `${locked.toFixed(2)} ms`,
        baseline: `${open.toFixed(2)} ms`,
        ratio: open / locked,
      });
    }
    return rows;
  } finally {
    await child.stop();
  }
}
