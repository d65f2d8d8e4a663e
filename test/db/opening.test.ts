// What goes to the database in one message, and what becomes of the rest when one part of it fails.
import type { EventEmitter } from 'node:events';
import { connect } from '../../src/db/client.ts';
import { asSystem, enterTenant, inTenant } from '../../src/db/scope.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let tenantId: string;
beforeAll(async () => {
  database = await openDatabase({ poolSize: 1 });
  tenantId = (await asSystem(database.db, (tx) => tx.tenant.create({ data: { name: 'Harbor City' } }))).id;
  // A connection's first time goes word by word; all that follows goes together.
  await inTenant(database.db, tenantId, (tx) => tx.tenant.count());
});
afterAll(() => database.drop());

const ROLE = `select current_user::text as role, current_setting('throughline.tenant', true) as tenant`;

describe('the opening of a transaction', () => {
  it('is in force for the first statement and over after the last', async () => {
    const inside = await inTenant(database.db, tenantId, (tx) => tx.$queryRawUnsafe(ROLE));
    const after = await database.db.$queryRawUnsafe<{ role: string; tenant: string | null }[]>(ROLE);

    expect(inside).toEqual([{ role: 'throughline_app', tenant: tenantId }]);
    expect(after[0]?.role).not.toMatch(/^throughline_/);
    expect(after[0]?.tenant ?? '').toBe('');
  });

  it('holds for a model and for a statement that writes as well', async () => {
    const made = await inTenant(database.db, tenantId, (tx) =>
      tx.person.create({ data: { tenantId, displayName: 'A' } }),
    );
    const count = await inTenant(
      database.db,
      tenantId,
      (tx) => tx.$executeRaw`update person set display_name = 'B' where id = ${made.id}::uuid`,
    );

    expect(count).toBe(1);
    expect(await inTenant(database.db, tenantId, (tx) => tx.person.findMany())).toMatchObject([{ displayName: 'B' }]);
  });

  it('is followed by another, where work narrows itself on the way', async () => {
    const seen = await asSystem(database.db, async (tx) => {
      const before = await tx.$queryRawUnsafe(ROLE);
      await enterTenant(tx, tenantId);
      return [before, await tx.$queryRawUnsafe(ROLE)];
    });

    expect(seen).toEqual([
      [expect.objectContaining({ role: 'throughline_system' })],
      [{ role: 'throughline_app', tenant: tenantId }],
    ]);
  });

  it('of work that asks nothing is never sent, and the connection is free for the next', async () => {
    expect(await asSystem(database.db, () => Promise.resolve('done'))).toBe('done');
    await expect(inTenant(database.db, tenantId, () => Promise.reject(new Error('no')))).rejects.toThrow('no');

    expect(await database.db.$queryRawUnsafe(ROLE)).not.toMatchObject([{ role: 'throughline_app' }]);
  });

  it('that fails lets nothing be asked: not with the rights of whoever connected', async () => {
    // No tenant has such a name, and the statement that would have been let through needs none.
    const refused = inTenant(database.db, 'no\0tenant', (tx) => tx.$executeRaw`update tenant set name = 'Changed'`);

    await expect(refused).rejects.toThrow();
    expect(await inTenant(database.db, tenantId, (tx) => tx.tenant.findMany())).toMatchObject([
      { name: 'Harbor City' },
    ]);
  });

  it('of a role that is not there lets nothing be asked on a new connection either', async () => {
    const fresh = connect(database.address, { poolSize: 1 });
    const broken = fresh.db.$transaction(async (tx) => {
      await tx.$executeRaw`select set_config('role', 'nobody_of_ours', true)`;
      return tx.$executeRaw`update tenant set name = 'Changed'`;
    });

    await expect(broken).rejects.toThrow();
    expect(await asSystem(fresh.db, (tx) => tx.tenant.findMany())).toMatchObject([{ name: 'Harbor City' }]);
    await fresh.close();
  });

  it('takes back what a failed statement had begun, and the next transaction is whole', async () => {
    const failing = inTenant(database.db, tenantId, async (tx) => {
      await tx.person.create({ data: { tenantId, displayName: 'Lost' } });
      await tx.$executeRawUnsafe('select 1 / 0');
    });

    await expect(failing).rejects.toThrow();
    expect(await inTenant(database.db, tenantId, (tx) => tx.person.count({ where: { displayName: 'Lost' } }))).toBe(0);
  });

  it('is one way there and back with its first statement', async () => {
    const probe = connect(database.address, { poolSize: 1 });
    let answers = 0;
    probe.pool.on('connect', (one) => {
      const { connection } = one as unknown as { connection: EventEmitter };
      connection.on('readyForQuery', () => answers++);
    });
    const ask = () => asSystem(probe.db, (tx) => tx.$queryRaw`select 1 as one`);
    await ask();
    answers = 0;
    await ask();
    await probe.close();

    // The statement with all that went before it, and COMMIT.
    expect(answers).toBe(2);
  });
});
