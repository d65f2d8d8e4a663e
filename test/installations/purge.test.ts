import { randomBytes } from 'node:crypto';
import { inTenant } from '../../src/db/scope.ts';
import { purge } from '../../src/installations/purge.ts';
import { rotate } from '../../src/installations/rotate.ts';
import { createSeal } from '../../src/installations/seal.ts';
import { issueState } from '../../src/installations/states.ts';
import { linkAccount } from '../../src/roster/accounts.ts';
import { chooseDigestChannel } from '../../src/roster/digest-channels.ts';
import { systemViewer } from '../../src/roster/access.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { aCustomer, after, anInstallation, aStore, KEYS, NOON, rowOf, workspaceOf } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.drop());

const DAY = 24 * 60;

/** A customer with somebody who has an account in each of two workspaces, and a digest channel in the first. */
async function furnish(first: string, second: string) {
  const store = aStore(database.db);
  for (const teamId of [first, second]) await store.save(anInstallation(teamId));
  const tenantId = await aCustomer(database.db, first);
  const viewer = systemViewer(tenantId);
  await inTenant(database.db, tenantId, async (tx) => {
    await tx.workspace.create({ data: { tenantId, platform: 'SLACK', teamId: second } });
    const { id: personId } = await tx.person.create({ data: { tenantId, displayName: 'Ada Abel' } });
    for (const teamId of [first, second]) await linkAccount(tx, viewer, personId, 'slack', teamId, { userId: 'U1' });
    const { id: organizationId } = await tx.organization.create({
      data: { tenantId, type: 'DISTRICT', name: 'Hill', timeZone: 'America/Chicago' },
    });
    const address = { teamId: first, channelId: 'C1' };
    await chooseDigestChannel(tx, { ...viewer, personId }, { organizationId, platform: 'slack', address });
  });
  const count = () =>
    inTenant(database.db, tenantId, async (tx) => ({
      accounts: (await tx.platformAccount.findMany()).map((one) => one.teamId),
      channels: await tx.digestChannel.count(),
      people: await tx.person.count(),
    }));
  return { store, count };
}

describe('a workspace that took the app away', () => {
  it('is forgotten after the set time with its accounts and channels; its people and other workspaces stay', async () => {
    const { store, count } = await furnish('T1', 'T2');
    await store.remove('T1', after(1), 'app_uninstalled');

    expect(await purge(database.db, after(30 * DAY), 30)).toBe(0);
    expect(await count()).toEqual({ accounts: ['T1', 'T2'], channels: 1, people: 1 });

    expect(await purge(database.db, after(30 * DAY + 1), 30)).toBe(1);
    expect(await count()).toEqual({ accounts: ['T2'], channels: 0, people: 1 });
    expect([await rowOf(database.db, 'T1'), await workspaceOf(database.db, 'T1')]).toEqual([null, null]);
    expect(await workspaceOf(database.db, 'T2')).not.toBeNull();
  });

  it('is not forgotten when it has the app again', async () => {
    const { store, count } = await furnish('T3', 'T4');
    await store.remove('T3', after(1), 'app_uninstalled');
    await store.save(anInstallation('T3', { installedAt: after(2) }));

    expect(await purge(database.db, after(90 * DAY), 30)).toBe(0);
    expect(await count()).toMatchObject({ accounts: ['T3', 'T4'], channels: 1 });
  });

  it('is forgotten also where nobody ever joined it, and so are values for consent pages', async () => {
    const store = aStore(database.db);
    await store.save(anInstallation('T5'));
    await store.remove('T5', after(1), 'app_uninstalled');
    await issueState(database.db, NOON);

    expect(await purge(database.db, after(31 * DAY), 30)).toBe(1);
    expect(await database.db.oauthState.count()).toBe(0);
  });
});

describe('the rotation of keys', () => {
  const [old] = KEYS;
  const ring = old ? [{ id: 'k2', bytes: randomBytes(32) }, old] : [];

  it('seals every token anew, leaves removed ones alone, and may be run again', async () => {
    await database.db.installation.deleteMany();
    const before = aStore(database.db);
    for (const teamId of ['T11', 'T12', 'T13']) await before.save(anInstallation(teamId));
    await before.remove('T13', after(1), 'app_uninstalled');
    const progress: string[] = [];
    const turn = () => rotate(database.db, createSeal(ring), (done, of) => progress.push(`${done}/${of}`));

    expect(await turn()).toEqual({ resealed: 2, stillNeeded: [] });
    expect(await turn()).toEqual({ resealed: 0, stillNeeded: [] });

    expect(progress).toEqual(['1/2', '2/2']);
    const after1 = aStore(database.db, { seal: createSeal(ring.slice(0, 1)) });
    expect(await after1.find('T11')).toMatchObject({ botToken: 'xoxb-T11' });
    expect(await after1.find('T12')).toMatchObject({ botToken: 'xoxb-T12' });
  });

  it('leaves everything as it is when a key is missing, and says which', async () => {
    await database.db.installation.deleteMany();
    await aStore(database.db).save(anInstallation('T21'));

    await expect(rotate(database.db, createSeal(ring.slice(0, 1)), () => undefined)).rejects.toThrow(/the key “k1”/);
    expect(await aStore(database.db).find('T21')).toMatchObject({ botToken: 'xoxb-T21' });
  });
});
