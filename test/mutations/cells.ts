// Every cell of the table of who sees what, opened. What is decided must not agree with what is written down for the district any more.
import { readFileSync } from 'node:fs';
import { RELATIONS } from '../../src/roster/access.ts';
import { MATRIX, type Cell, type Thing } from '../../src/roster/matrix.ts';
import { writeMatrix } from '../roster/matrix-document.ts';
import type { Mutation } from './mutation.ts';

/** More open than it is; `all` cannot be. */
function opener({ cell }: { cell: Cell }): Cell[] {
  if (cell === 'all') return [];
  return cell === 'counts' ? ['all'] : cell === 'total' ? ['counts', 'all'] : ['total', 'all'];
}

export function cellMutations(): Mutation[] {
  const kept = readFileSync(new URL('../../docs/who-sees-what.md', import.meta.url), 'utf8');
  return (Object.keys(MATRIX) as Thing[]).flatMap((thing) =>
    RELATIONS.flatMap((relation) => {
      // The table is constant to the product; only here a cell is changed, and put back.
      const row = MATRIX[thing] as Record<(typeof RELATIONS)[number], Cell>;
      const cell = row[relation];
      return opener({ cell }).map((to) => ({
        name: `${thing} for the ${relation}: ${cell} -> ${to}`,
        kind: 'cells' as const,
        isKilled: async () => {
          row[relation] = to;
          const agrees = writeMatrix() === kept;
          row[relation] = cell;
          return !agrees;
        },
      }));
    }),
  );
}
