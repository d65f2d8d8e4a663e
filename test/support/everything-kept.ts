// Everything that the database holds, as one mark a table: for tests in which nothing may change.
import type { Db } from '../../src/db/client.ts';

/** Of all tenants; `but` names the tables in which even a refused request leaves its trace. */
export async function everythingKept(db: Db, but: readonly string[] = []): Promise<Record<string, string>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
  const marks: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !but.includes(table.name))) {
    const [row] = await db.$queryRawUnsafe<{ mark: string }[]>(
      `select count(*) || ':' || coalesce(md5(string_agg(one::text, '|' order by one::text)), '') as mark from "${name}" one`,
    );
    marks[name] = row?.mark ?? '';
  }
  return marks;
}
