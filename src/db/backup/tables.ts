// What a backup is made of: every table of ours with its columns, so ordered that no row comes before what it points at.
import type pg from 'pg';

export interface Table {
  name: string;
  columns: readonly Column[];
  /** Of the primary key, so that a table is always read in one order. */
  key: readonly string[];
}

export interface Column {
  name: string;
  /** As PostgreSQL writes it: `text[]`, `"RoleKey"`. */
  type: string;
}

type Client = Pick<pg.PoolClient, 'query'>;

/** Of the schema that the connection works in, without the table of migrations. */
export async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table & { needs: string[] }>(`
    select c.relname as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select json_agg(a.attname order by array_position(i.indkey::int2[], a.attnum))
        from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
        where i.indrelid = c.oid and i.indisprimary), '[]') as key,
      coalesce((select json_agg(distinct f.relname) from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and f.oid <> c.oid), '[]') as needs
    from pg_class c
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname <> '_prisma_migrations'
    order by c.relname`);
  const placed: Table[] = [];
  const waiting = new Map(rows.map((row) => [row.name, row]));
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter((row) => row.needs.every((need) => !waiting.has(need)));
    if (ready.length === 0) throw new Error(`tables that need one another: ${[...waiting.keys()].join(', ')}`);
    for (const { needs: _needs, ...table } of ready) {
      placed.push(table);
      waiting.delete(table.name);
    }
  }
  return placed;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * A row as a JSON list of its values, each as PostgreSQL writes it in text: the same on every version and on the embedded
 * database, and nothing is read into a number or a date on the way. Tenant by tenant, in the order of the key.
 */
export function selectRows({ name, columns, key }: Table): string {
  const values = columns.map((column) => `${quote(column.name)}::text`).join(', ');
  const all = columns.map((column) => column.name);
  const tenant = all.filter((name) => name === 'tenant_id');
  const order = [...new Set([...tenant, ...(key.length > 0 ? key : all)])]
    .map((column) => `${quote(column)}::text collate "C"`)
    .join(', ');
  return `select json_build_array(${values})::text as row from ${quote(name)} order by ${order}`;
}

/** Takes rows as `selectRows` gave them, as one JSON list. */
export function insertRows({ name, columns }: Table): string {
  const names = columns.map((column) => quote(column.name)).join(', ');
  const values = columns.map(({ type }, index) => `(one->>${String(index)})::${type}`).join(', ');
  return `insert into ${quote(name)} (${names}) select ${values} from json_array_elements($1::json) one`;
}

/** So that a time is written the same everywhere. */
export const SAME_WORDS = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local extra_float_digits = 1; set local statement_timeout = 0`;
