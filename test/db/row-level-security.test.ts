import { asSystem, inTenant } from '../../src/db/scope.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.drop());

/** Tables that belong to no tenant. */
const WITHOUT_TENANT = ['_prisma_migrations', 'clock_shift'];

async function aTenant(name: string): Promise<string> {
  const { id } = await asSystem(database.db, (tx) => tx.tenant.create({ data: { name } }));
  return id;
}

describe('row-level security', () => {
  it('is forced on every table that belongs to a tenant', async () => {
    const { rows } = await database.pool.query<{ name: string; forced: boolean; on: boolean }>(
      `select relname as name, relforcerowsecurity as forced, relrowsecurity as on from pg_class
       where relkind = 'r' and relnamespace = current_schema()::regnamespace`,
    );

    const open = rows
      .filter((row) => !WITHOUT_TENANT.includes(row.name) && !(row.forced && row.on))
      .map((row) => row.name);
    expect(rows.length).toBeGreaterThan(20);
    expect(open).toEqual([]);
  });

  it("hides one tenant's people from another, even without a where", async () => {
    const [harbor, other] = [await aTenant('Harbor City'), await aTenant('Elsewhere')];
    await inTenant(database.db, harbor, (tx) =>
      tx.person.create({ data: { tenantId: harbor, displayName: 'Ada Rivera' } }),
    );

    const seen = await inTenant(database.db, other, (tx) => tx.person.findMany());

    expect(seen).toEqual([]);
    expect(await inTenant(database.db, harbor, (tx) => tx.person.count())).toBe(1);
  });

  it('refuses a row written for another tenant', async () => {
    const [harbor, other] = [await aTenant('Harbor City'), await aTenant('Elsewhere')];

    const writing = inTenant(database.db, other, (tx) =>
      tx.person.create({ data: { tenantId: harbor, displayName: 'Eve' } }),
    );

    await expect(writing).rejects.toThrow(/row-level security/);
  });

  it('keeps answers from system work', async () => {
    await expect(asSystem(database.db, (tx) => tx.answer.findMany())).rejects.toThrow(/permission denied/);
  });
});
