import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FORGOTTEN_ELSEWHERE, KEPT, RECORDED } from '../../src/records/tables.ts';
import { listModels, root } from './sources.ts';

const tables = listModels().map(({ table }) => table);
const named = [...RECORDED, ...FORGOTTEN_ELSEWHERE, ...KEPT].map(({ table }) => table);

describe('how long each table is kept', () => {
  it.each(tables)('%s has a class in src/records/tables.ts, or a reason why it is kept', (table) => {
    expect(named).toContain(table);
  });

  it.each([...new Set(named)])('%s is a table of the schema', (table) => {
    expect(tables).toContain(table);
  });

  it('is said once: what is kept is not also deleted', () => {
    const recorded = new Set([...RECORDED, ...FORGOTTEN_ELSEWHERE].map(({ table }) => table));

    expect(KEPT.filter(({ table }) => recorded.has(table))).toEqual([]);
  });

  it.each(FORGOTTEN_ELSEWHERE)('$table is forgotten by $by', ({ by }) => {
    expect(existsSync(join(root, by))).toBe(true);
  });
});
