// Every policy, every forced table and every right of both roles, weakened in a database of its own; the probes of
// test/db/crossing.test.ts must notice.
import { openFreshDatabase } from '../../bench/databases.ts';
import { changeLeaks, readLeaks, writeLeaks, type Probed } from '../db/crossing-probes.ts';
import { fillEveryTable, listTables, type Table } from '../db/every-table.ts';
import { expectedPolicies, findOpenTables, findPolicies, OPEN_TO_ALL, rightsOf, SYSTEM } from '../db/rights.ts';
import type { Mutation } from './mutation.ts';

export async function policyMutations(
  server: string | undefined,
): Promise<{ mutations: Mutation[]; close(): Promise<void> }> {
  const { database, close } = await openFreshDatabase(server);
  const tables = await listTables(database.pool);
  await fillEveryTable(database.pool, tables);
  const weak = tables.flatMap((table) => weakenings(table));
  const mutations = weak.map(({ name, apply, undo, table }): Mutation => ({
    name,
    kind: 'policies',
    async isKilled() {
      await database.pool.query(apply);
      try {
        return await isNoticed(database, tables, table);
      } finally {
        await database.pool.query(undo);
      }
    },
  }));
  return { mutations, close };
}

interface Weakening {
  name: string;
  table: Table;
  apply: string;
  undo: string;
}

function weakenings(table: Table): Weakening[] {
  const { name, tenantColumn } = table;
  if (OPEN_TO_ALL.includes(name)) return [];
  const own = `(${tenantColumn ?? ''} = nullif(current_setting('throughline.tenant', true), '')::uuid)`;
  const all = (what: string, apply: string, undo: string): Weakening => ({
    name: `${name}: ${what}`,
    table,
    apply,
    undo,
  });
  return [
    all(
      'row-level security off',
      `alter table "${name}" disable row level security`,
      `alter table "${name}" enable row level security`,
    ),
    all(
      'not forced on its owner',
      `alter table "${name}" no force row level security`,
      `alter table "${name}" force row level security`,
    ),
    ...(tenantColumn === undefined
      ? [
          all(
            'readable for the application',
            `grant select on "${name}" to throughline_app; create policy weak on "${name}" to throughline_app using (true)`,
            `drop policy weak on "${name}"; revoke select on "${name}" from throughline_app`,
          ),
        ]
      : [
          all(
            'everybody’s rows',
            `alter policy one_tenant on "${name}" using (true)`,
            `alter policy one_tenant on "${name}" using ${own}`,
          ),
          all(
            'everybody may be written for',
            `alter policy one_tenant on "${name}" with check (true)`,
            `drop policy one_tenant on "${name}"; create policy one_tenant on "${name}" to throughline_app using ${own}`,
          ),
          all('a second policy', `create policy weak on "${name}" using (true)`, `drop policy weak on "${name}"`),
        ]),
    ...(name in SYSTEM
      ? []
      : [
          all(
            'readable for system work',
            `grant select on "${name}" to throughline_system`,
            `revoke select on "${name}" from throughline_system`,
          ),
        ]),
  ];
}

async function isNoticed(database: Probed, tables: readonly Table[], table: Table): Promise<boolean> {
  const leaks = [
    ...(await readLeaks(database, [table])),
    ...(await changeLeaks(database, [table]).catch(() => ['broken'])),
    ...(await writeLeaks(database, [table]).catch(() => ['broken'])),
  ];
  const isAsItWas =
    same(await findPolicies(database.pool), expectedPolicies(tables)) &&
    same(await findOpenTables(database.pool), [...OPEN_TO_ALL].sort()) &&
    same(await rightsOf(database.pool, 'throughline_system'), SYSTEM);
  return leaks.length > 0 || !isAsItWas;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
