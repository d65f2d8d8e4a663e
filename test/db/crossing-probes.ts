// What one tenant's hands could reach of another's, as lists of what is wrong: for the tests, which want them empty, and for the
// mutations (test/mutations), which want them full.
import type pg from 'pg';
import type { Db, Tx } from '../../src/db/client.ts';
import { inTenant } from '../../src/db/scope.ts';
import { OURS, THEIRS, type Table } from './every-table.ts';

export interface Probed {
  db: Db;
  pool: pg.Pool;
}

export function ofTenants(tables: readonly Table[]): Table[] {
  return tables.filter((table) => table.tenantColumn !== undefined);
}

/** By id, by tenant, and without a condition. */
export async function readLeaks(database: Probed, tables: readonly Table[]): Promise<string[]> {
  const leaks: string[] = [];
  for (const { name, tenantColumn = '', theirKey } of ofTenants(tables))
    await inTenant(database.db, OURS, async (tx) => {
      const ask = async (where: string) => {
        const [row] = await tx.$queryRawUnsafe<{ ours: number; theirs: number }[]>(
          `select count(*) filter (where ${tenantColumn} = '${OURS}')::int as ours,
            count(*) filter (where ${tenantColumn} <> '${OURS}')::int as theirs from "${name}" ${where}`,
        );
        return row ?? { ours: -1, theirs: -1 };
      };
      if ((await ask('')).ours < 1) leaks.push(`${name} shows not even its own`);
      for (const where of [
        '',
        `where ${theirKey}`,
        `where ${tenantColumn} = '${THEIRS}'`,
        `where ${tenantColumn} = '${THEIRS}' or true`,
      ])
        if ((await ask(where)).theirs > 0) leaks.push(`${name} ${where}`);
    });
  return leaks;
}

/** What was touched of the other tenant. */
export async function changeLeaks(database: Probed, tables: readonly Table[]): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const { name, tenantColumn = '', theirKey } of ofTenants(tables))
    for (const where of [theirKey, `${tenantColumn} = '${THEIRS}'`])
      for (const statement of [
        `update "${name}" set ${tenantColumn} = ${tenantColumn} where ${where}`,
        `update "${name}" set ${tenantColumn} = '${OURS}' where ${where}`,
        `delete from "${name}" where ${where}`,
      ]) {
        const touched = await tried(database.db, (tx) => tx.$executeRawUnsafe(statement));
        if (touched !== 0 && touched !== 'permission denied') found.push([statement, touched]);
      }
  return found;
}

/** What was written for the other tenant, or given to it. */
export async function writeLeaks(database: Probed, tables: readonly Table[]): Promise<unknown[]> {
  const accepted: unknown[] = [];
  for (const { name, tenantColumn = '', columns } of ofTenants(tables)) {
    const list = columns.map((column) => `"${column}"`).join(', ');
    const taken = columns.map((column) => (column === tenantColumn ? `'${THEIRS}'` : `"${column}"`)).join(', ');
    for (const statement of [
      `insert into "${name}" (${list}) select ${taken} from "${name}" where ${tenantColumn} = '${OURS}'`,
      `update "${name}" set ${tenantColumn} = '${THEIRS}' where ${tenantColumn} = '${OURS}'`,
    ]) {
      const said = await tried(database.db, (tx) => tx.$executeRawUnsafe(statement));
      if (said !== 'row-level security' && said !== 'permission denied') accepted.push([statement, said]);
    }
  }
  return accepted;
}

/** The refusal in words, where there is one; it is an answer too. */
export async function tried(db: Db, work: (tx: Tx) => Promise<unknown>): Promise<unknown> {
  return inTenant(db, OURS, work).catch((error: unknown) => refusalIn(error));
}

export function refusalIn(error: unknown): string {
  const said = String(error);
  const refusal = /permission denied|row-level security/.exec(said)?.[0];
  if (refusal === undefined) throw error;
  return refusal;
}
