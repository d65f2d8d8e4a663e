// One tenant's hands on another's rows, in every table there is: by id, by join, by raw statement, and by writing. What system work
// may do stands here as a table of its own. A table that a migration adds is walked without anybody naming it.
import { asSystem, enterTenant, inTenant } from '../../src/db/scope.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { changeLeaks, ofTenants, readLeaks, refusalIn, tried, writeLeaks } from './crossing-probes.ts';
import { fillEveryTable, listTables, OURS, THEIRS, type Table } from './every-table.ts';
import { expectedPolicies, findOpenTables, findPolicies, OPEN_TO_ALL, rightsOf, SYSTEM } from './rights.ts';

let database: TestDatabase;
let tables: Table[];
beforeAll(async () => {
  database = await openDatabase();
  tables = await listTables(database.pool);
  await fillEveryTable(database.pool, tables);
});
afterAll(() => database.drop());

const MADE_SURE = 25;

describe('the application’s role', () => {
  it('finds nothing of another tenant in any table, by its id, by its tenant or without a condition', async () => {
    expect(ofTenants(tables).length).toBeGreaterThan(MADE_SURE);
    expect(await readLeaks(database, tables)).toEqual([]);
  });

  it('finds nothing of another tenant through a join, along any reference between tables', async () => {
    const { rows: references } = await database.pool.query<{ child: string; column: string; parent: string }>(`
      select c.relname as child, a.attname as column, p.relname as parent from pg_constraint k
        join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
      where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace`);
    expect(references.length).toBeGreaterThan(8);
    const leaks: string[] = [];
    for (const { child, column, parent } of references) {
      // A row of ours that points at a row of theirs, as a forgotten check would leave it: the reference itself holds.
      await database.pool
        .query(`update "${child}" set "${column}" = (select id from "${parent}" where ${tenantOf(parent)} = '${THEIRS}' limit 1)
        where ${tenantOf(child)} = '${OURS}'`);
      const [row] = await inTenant(database.db, OURS, (tx) =>
        tx.$queryRawUnsafe<{ ours: number; theirs: number }[]>(
          `select count(c.id)::int as ours, count(p.id)::int as theirs from "${child}" c left join "${parent}" p on p.id = c."${column}"`,
        ),
      );
      if (row?.ours === 0 || row?.theirs !== 0) leaks.push(`${child}.${column} -> ${parent}: ${JSON.stringify(row)}`);
    }
    expect(leaks).toEqual([]);
  });

  it('changes and deletes nothing of another tenant', async () => {
    const before = await fingerprint();
    expect(await changeLeaks(database, tables)).toEqual([]);
    expect(await fingerprint()).toEqual(before);
  });

  it('writes nothing for another tenant, and gives none of its own rows away', async () => {
    const before = await fingerprint();
    expect(await writeLeaks(database, tables)).toEqual([]);
    expect(await fingerprint()).toEqual(before);
  });

  it('sees nothing at all before a tenant is named, whatever is named instead of one', async () => {
    for (const tenantId of ['', '00000000-0000-7000-8000-000000000000'])
      for (const { name } of ofTenants(tables)) {
        const [row] = await inTenant(database.db, tenantId, (tx) =>
          tx.$queryRawUnsafe<{ count: number }[]>(`select count(*)::int as count from "${name}"`),
        );
        expect([name, tenantId, row?.count]).toEqual([name, tenantId, 0]);
      }
    for (const forged of [`${THEIRS}' or '1'='1`, `${OURS}, ${THEIRS}`, '*', '%'])
      await expect(inTenant(database.db, forged, (tx) => tx.person.findMany())).rejects.toThrow(/uuid|P2010|syntax/i);
  });

  it('cannot so much as see what belongs to no tenant, nor make or change a table or a policy', async () => {
    const closed = tables.filter((table) => table.tenantColumn === undefined && !OPEN_TO_ALL.includes(table.name));
    expect(closed.map(({ name }) => name)).toEqual(['installation', 'oauth_state', 'workspace_turn', 'wrong_code']);
    for (const { name } of closed)
      expect(await tried(database.db, (tx) => tx.$queryRawUnsafe(`select * from "${name}"`))).toBe('permission denied');
    for (const statement of [
      'alter table person no force row level security',
      'alter table person disable row level security',
      'drop policy one_tenant on person',
      'create policy mine on person using (true)',
    ])
      await expect(inTenant(database.db, OURS, (tx) => tx.$executeRawUnsafe(statement))).rejects.toThrow(
        /must be owner/,
      );
  });

  it('keeps both locks through what Prisma writes by itself: includes, counts, upserts and batches', async () => {
    const theirs = await database.db.person.findFirstOrThrow({ where: { tenantId: THEIRS } });
    await inTenant(database.db, OURS, async (tx) => {
      expect(await tx.person.findUnique({ where: { id: theirs.id } })).toBeNull();
      expect(await tx.person.findFirst({ where: { OR: [{ id: theirs.id }, { tenantId: THEIRS }] } })).toBeNull();
      expect(await tx.person.updateMany({ where: { id: theirs.id }, data: { displayName: 'x' } })).toEqual({
        count: 0,
      });
      expect(await tx.person.deleteMany({ where: { tenantId: THEIRS } })).toEqual({ count: 0 });
    });
    const pairs = await inTenant(database.db, OURS, (tx) => tx.coachAssignment.findMany({ include: { coach: true } }));
    expect(pairs.map(({ coach }) => coach)).toEqual([null]);
  });
});

describe('the role of system work', () => {
  it('may do this and nothing else', async () => {
    expect(await rightsOf(database.pool, 'throughline_system')).toEqual(SYSTEM);
  });

  it('is refused at every other table, whatever it tries', async () => {
    const closed = tables.filter(({ name }) => !(name in SYSTEM));
    expect(closed.length).toBeGreaterThan(MADE_SURE);
    for (const { name } of closed)
      for (const statement of [
        `select 1 from "${name}"`,
        `delete from "${name}"`,
        `insert into "${name}" default values`,
        `truncate "${name}"`,
      ])
        expect([
          statement,
          await asSystem(database.db, (tx) => tx.$executeRawUnsafe(statement)).catch(refusalIn),
        ]).toEqual([statement, 'permission denied']);
  });

  it('reads no word that anybody wrote, by whatever road', async () => {
    for (const statement of [
      'select value from answer',
      'select d.id from delivery d join check_in c on c.id::text = d.about',
      'select text from action_step',
      'select statement from goal',
      'select values from form_draft',
      'select display_name from person',
      'select p.display_name from platform_account a join person p on p.id = a.person_id',
    ])
      await expect(asSystem(database.db, (tx) => tx.$queryRawUnsafe(statement))).rejects.toThrow(/permission denied/);
  });

  it('sends what is written and cannot write it, nor read what was answered to whom', async () => {
    for (const statement of [
      "update delivery set card = '{}'",
      'update delivery set person_id = null',
      `update delivery set tenant_id = '${OURS}'`,
      'insert into delivery select * from delivery',
      'insert into due_work select * from due_work',
      'select reply from inbound_event',
      'select matter from legal_hold',
      `update workspace set tenant_id = '${OURS}'`,
      'update join_code set person_id = null',
    ])
      expect([
        statement,
        await asSystem(database.db, (tx) => tx.$executeRawUnsafe(statement)).catch(refusalIn),
      ]).toEqual([statement, 'permission denied']);
  });

  it('narrowed to a tenant has that tenant’s rows and loses those of all others', async () => {
    const seen = await asSystem(database.db, async (tx) => {
      const all = await tx.delivery.findMany({ select: { tenantId: true } });
      await enterTenant(tx, OURS);
      return [all, await tx.delivery.findMany({ select: { tenantId: true } })].map((rows) =>
        rows.map((row) => row.tenantId).sort(),
      );
    });
    expect(seen).toEqual([[OURS, THEIRS].sort(), [OURS]]);
  });
});

describe('the roles themselves', () => {
  it('have no login, own nothing, see through no policy and are in no other role', async () => {
    const { rows } = await database.pool.query<Record<string, unknown>>(`
      select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (select count(*)::int from pg_class where relowner = r.oid) as owns,
        (select count(*)::int from pg_auth_members where member = r.oid) as member_of
      from pg_roles r where rolname like 'throughline%' order by 1`);
    const none = { rolcanlogin: false, rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false };
    expect(rows).toEqual(
      ['throughline_app', 'throughline_system'].map((rolname) => ({ rolname, ...none, owns: 0, member_of: 0 })),
    );
  });

  it('have one policy each for a table, and every table of a tenant has exactly the usual one', async () => {
    expect(await findOpenTables(database.pool)).toEqual([...OPEN_TO_ALL].sort());
    expect(await findPolicies(database.pool)).toEqual(expectedPolicies(tables));
  });
});

function tenantOf(table: string): string {
  return tables.find(({ name }) => name === table)?.tenantColumn ?? '';
}

/** Whatever is there of the other tenant, as the owner of the tables sees it. */
async function fingerprint(): Promise<Record<string, string>> {
  const marks: Record<string, string> = {};
  for (const { name, tenantColumn = '' } of ofTenants(tables)) {
    const { rows } = await database.pool.query<{ mark: string }>(
      `select count(*) || ':' || md5(string_agg(one::text, '|' order by one::text)) as mark from "${name}" one where ${tenantColumn} = '${THEIRS}'`,
    );
    marks[name] = rows[0]?.mark ?? '';
  }
  return marks;
}
