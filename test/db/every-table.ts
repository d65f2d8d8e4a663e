// A row of each of two tenants in every table there is, made from what the database says of its columns.
import type pg from 'pg';

export const OURS = '01990000-0000-7000-8000-00000000000a';
export const THEIRS = '01990000-0000-7000-8000-00000000000b';

export interface Table {
  name: string;
  /** Undefined for a table of no tenant. */
  tenantColumn?: string;
  columns: string[];
  /** Finds their row by its key. */
  theirKey: string;
}

interface Column {
  table: string;
  column: string;
  type: string;
  kind: string;
  enumType: string | null;
}

/** Every table of the schema, whoever made it. */
export async function listTables(pool: pg.Pool): Promise<Table[]> {
  const columns = await listColumns(pool);
  const names = [...new Set(columns.map(({ table }) => table))];
  return names.map((name) => {
    const own = columns.filter(({ table }) => table === name).map(({ column }) => column);
    const tenantColumn = name === 'tenant' ? 'id' : own.find((column) => column === 'tenant_id');
    const key = own.includes('id') ? 'id' : 'tenant_id';
    return {
      name,
      ...(tenantColumn === undefined ? {} : { tenantColumn }),
      columns: own,
      theirKey: `${key} = '${key === 'id' && name !== 'tenant' ? idOf(THEIRS, names.indexOf(name)) : THEIRS}'`,
    };
  });
}

/** References are not looked at, so a row may point at nothing. */
export async function fillEveryTable(pool: pg.Pool, tables: readonly Table[]): Promise<void> {
  const columns = await listColumns(pool);
  const client = await pool.connect();
  try {
    await client.query("set session_replication_role = 'replica'");
    for (const [index, table] of tables.entries()) {
      if (table.tenantColumn === undefined) continue;
      for (const tenant of [OURS, THEIRS]) {
        const own = columns.filter((column) => column.table === table.name);
        const values = own.map((column) => valueOf(column, table, tenant, index));
        const names = own.map(({ column }) => `"${column}"`).join(', ');
        await client.query(`insert into "${table.name}" (${names}) values (${values.join(', ')})`);
      }
    }
  } finally {
    await client.query('reset session_replication_role');
    client.release();
  }
}

/** Columns of which a row has one or the other. */
const EMPTY = ['records_request.school_id'];

function valueOf({ column, type, kind, enumType }: Column, table: Table, tenant: string, index: number): string {
  if (column === table.tenantColumn) return `'${tenant}'`;
  if (EMPTY.includes(`${table.name}.${column}`)) return 'null';
  if (column === 'id') return `'${idOf(tenant, index)}'`;
  if (enumType !== null) return `(enum_range(null::"${enumType}"))[1]`;
  if (kind === 'ARRAY') return "'{}'";
  if (type === 'uuid') return 'gen_random_uuid()';
  if (type === 'jsonb') return "'{}'";
  if (type === 'bool') return 'false';
  if (/^int|^numeric|^float/.test(type)) return '1';
  if (/^timestamp/.test(type)) return "'2026-10-15T18:00Z'";
  if (type === 'date') return "'2026-10-15'";
  if (type === 'text') return `'${tenant.slice(-1)} ${table.name} ${column}'`;
  throw new Error(`${table.name}.${column} is of a type that this test cannot fill yet: ${type}. Add it to valueOf.`);
}

function idOf(tenant: string, index: number): string {
  return `${tenant.slice(0, 24)}${String(index).padStart(11, '0')}${tenant.slice(-1)}`;
}

async function listColumns(pool: pg.Pool): Promise<Column[]> {
  const { rows } = await pool.query<Column>(`
    select c.table_name as table, c.column_name as column, c.udt_name as type, c.data_type as kind,
      (select t.typname from pg_type t where t.typname = c.udt_name and t.typtype = 'e') as "enumType"
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
    order by c.table_name, c.ordinal_position`);
  return rows;
}
