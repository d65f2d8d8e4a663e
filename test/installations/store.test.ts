import { inTenant } from '../../src/db/scope.ts';
import { createSeal } from '../../src/installations/seal.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { aCustomer, after, anInstallation, aStore, KEYS, NOON, rowOf, workspaceOf } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.drop());

describe('an installation', () => {
  it('is found as it was saved, and its token lies sealed', async () => {
    const store = aStore(database.db);
    const installation = anInstallation('T1', { botId: 'B1', enterpriseId: 'E1', installedBy: 'U1' });
    await store.save(installation);

    expect(await store.find('T1')).toEqual(installation);
    expect(await aStore(database.db).find('T1')).toEqual(installation);
    expect(JSON.stringify(await rowOf(database.db, 'T1'))).not.toContain('xoxb');
  });

  it('is nobody’s business before it was saved', async () => {
    expect(await aStore(database.db).find('T0NONE')).toBeUndefined();
  });

  it('that is saved again has the new token at once', async () => {
    const store = aStore(database.db);
    await store.save(anInstallation('T2'));
    await store.find('T2');
    await store.save(anInstallation('T2', { botToken: 'xoxb-new', installedAt: after(1) }));

    expect(await store.find('T2')).toMatchObject({ botToken: 'xoxb-new', installedAt: after(1) });
  });

  it('of an organization is kept under its own id beside a workspace’s', async () => {
    const store = aStore(database.db);
    await store.save(anInstallation('E7', { isOrganization: true, enterpriseId: 'E7' }));
    await store.save(anInstallation('T7', { enterpriseId: 'E7' }));

    expect(await store.find('E7')).toMatchObject({ isOrganization: true, botToken: 'xoxb-E7' });
    expect(await store.find('T7')).toMatchObject({ isOrganization: false, botToken: 'xoxb-T7' });
  });

  it('whose sealed token was moved to another row does not open there', async () => {
    const store = aStore(database.db);
    await store.save(anInstallation('T8'));
    await store.save(anInstallation('T9'));
    const stolen = await rowOf(database.db, 'T8');
    await database.db.installation.updateMany({
      where: { teamId: 'T9' },
      data: { tokenSealed: stolen?.tokenSealed ?? '' },
    });

    await expect(store.find('T9')).rejects.toThrow(/cannot be opened/);
  });

  it('cannot be seen from inside a tenant', async () => {
    await aStore(database.db).save(anInstallation('T10'));
    const tenantId = await aCustomer(database.db, 'T10');

    await expect(inTenant(database.db, tenantId, (tx) => tx.installation.findMany())).rejects.toThrow(
      /permission denied/,
    );
  });
});

describe('a workspace that takes the app away', () => {
  it('has no installation and no token from the moment when we learn of it, and is silent', async () => {
    const store = aStore(database.db, { now: () => after(9) });
    await store.save(anInstallation('T20'));
    await aCustomer(database.db, 'T20');
    await store.find('T20');

    expect(await store.remove('T20', after(5), 'app_uninstalled')).toBe(true);

    expect(await store.find('T20')).toBeUndefined();
    expect(await rowOf(database.db, 'T20')).toMatchObject({
      tokenSealed: '',
      removedAt: after(9),
      removedWhy: 'app_uninstalled',
    });
    expect(await workspaceOf(database.db, 'T20')).toMatchObject({ removedAt: after(9) });
  });

  it('may say so twice and in any order', async () => {
    const store = aStore(database.db);
    await store.save(anInstallation('T21'));

    expect(await store.remove('T21', after(5), 'tokens_revoked')).toBe(true);
    expect(await store.remove('T21', after(5), 'app_uninstalled')).toBe(true);
    expect(await store.remove('T0NEVER', after(5), 'app_uninstalled')).toBe(true);
    expect(await rowOf(database.db, 'T21')).toMatchObject({ removedWhy: 'tokens_revoked' });
  });

  it('and installs it anew lives again, joined to the same customer', async () => {
    const store = aStore(database.db);
    await store.save(anInstallation('T22'));
    const tenantId = await aCustomer(database.db, 'T22');
    await store.remove('T22', after(5), 'app_uninstalled');

    await store.save(anInstallation('T22', { botToken: 'xoxb-again', installedAt: after(6) }));

    expect(await store.find('T22')).toMatchObject({ botToken: 'xoxb-again' });
    expect(await workspaceOf(database.db, 'T22')).toMatchObject({ tenantId, removedAt: null });
  });

  it('keeps its new installation when the old removal is told late', async () => {
    const store = aStore(database.db);
    await store.save(anInstallation('T23'));
    await aCustomer(database.db, 'T23');
    await store.save(anInstallation('T23', { installedAt: after(10) }));

    expect(await store.remove('T23', after(5), 'app_uninstalled')).toBe(false);

    expect(await store.find('T23')).toBeDefined();
    expect(await workspaceOf(database.db, 'T23')).toMatchObject({ removedAt: null });
  });
});

describe('what is kept in memory', () => {
  it('is believed for half a minute and no longer', async () => {
    let now = NOON;
    const store = aStore(database.db, { now: () => now });
    await store.save(anInstallation('T30'));
    await store.find('T30');
    await database.db.installation.updateMany({ where: { teamId: 'T30' }, data: { name: 'Renamed' } });

    expect(await store.find('T30')).toMatchObject({ name: 'Workspace T30' });
    now = after(0.5);
    expect(await store.find('T30')).toMatchObject({ name: 'Renamed' });
  });

  it('is not what was read just before a removal', async () => {
    const store = aStore(database.db);
    await store.save(anInstallation('T31'));

    await Promise.all([store.find('T31'), store.remove('T31', after(1), 'app_uninstalled')]);

    expect(await store.find('T31')).toBeUndefined();
  });

  it('is nothing that a key of the ring cannot open', async () => {
    await aStore(database.db).save(anInstallation('T32'));
    const other = aStore(database.db, { seal: createSeal([{ id: 'k2', bytes: Buffer.alloc(32, 1) }]) });

    await expect(other.find('T32')).rejects.toThrow(/sealed with the key “k1”/);
    expect(await aStore(database.db, { seal: createSeal(KEYS) }).find('T32')).toBeDefined();
  });
});
