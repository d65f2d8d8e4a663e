import { forgetAudit } from '../../src/audit/forget.ts';
import { sealAudit } from '../../src/audit/seal.ts';
import { listReadings } from '../../src/audit/seen-by.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { noteActs, noteReads } from '../../src/audit/write.ts';
import { asSystem, inTenant } from '../../src/db/scope.ts';
import { silentLog } from '../../src/log.ts';
import type { Viewer } from '../../src/roster/access.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

let at: TestDatabase;
beforeAll(async () => {
  at = await openDatabase();
});
afterAll(() => at.drop());

const NOW = new Date('2026-10-22T18:00:00Z');

async function aDistrict(): Promise<{ tenantId: string; coach: Viewer; principal: Viewer }> {
  const { id: tenantId } = await asSystem(at.db, (tx) => tx.tenant.create({ data: { name: 'Harbor City' } }));
  const [coach, principal] = await inTenant(at.db, tenantId, (tx) =>
    Promise.all(
      ['Sam Bell', 'Elena Rivera'].map((displayName) => tx.person.create({ data: { tenantId, displayName } })),
    ),
  );
  const viewer = (personId = ''): Viewer => ({ tenantId, personId, roles: [] });
  return { tenantId, coach: viewer(coach?.id), principal: viewer(principal?.id) };
}

const ID = '01990000-0000-7000-8000-000000000001';

async function write(district: { tenantId: string; coach: Viewer }, count: number): Promise<void> {
  await inTenant(at.db, district.tenantId, (tx) =>
    noteActs(
      tx,
      district.coach,
      NOW,
      Array.from({ length: count }, (_, index) => ({
        act: 'wrote' as const,
        thing: 'step-text' as const,
        aboutId: ID,
        detail: { version: index, because: 'visit' },
      })),
    ),
  );
}

/** As somebody with the keys of the database would, past the trigger. */
async function tamper(sql: string, ...values: unknown[]): Promise<void> {
  await at.pool.query('alter table audit_event disable trigger user');
  await at.pool.query(sql, values);
  await at.pool.query('alter table audit_event enable trigger user');
}

describe('who read what', () => {
  it('is written down once an hour for what belongs to others, and never for one’s own', async () => {
    const { tenantId, coach, principal } = await aDistrict();
    const words = [{ thing: 'principal-text' as const, ownerId: principal.personId ?? '' }];
    await inTenant(at.db, tenantId, async (tx) => {
      await noteReads(tx, coach, NOW, words);
      await noteReads(tx, coach, new Date(NOW.getTime() + 60_000), words);
      await noteReads(tx, coach, new Date(NOW.getTime() + 3_600_000), words);
      await noteReads(tx, principal, NOW, words);
    });

    const read = (viewer: Viewer) => inTenant(at.db, tenantId, (tx) => listReadings(tx, viewer, new Date(0)));
    expect(await read(principal)).toMatchObject([
      { byName: 'Sam Bell', thing: 'principal-text', at: new Date('2026-10-22T19:00:00Z') },
      { byName: 'Sam Bell', thing: 'principal-text', at: NOW },
    ]);
    expect(await read(coach)).toEqual([]);
  });

  it('takes ids and words of the product, and no sentence', async () => {
    const { tenantId, coach } = await aDistrict();
    const note = (detail: Record<string, string>) =>
      inTenant(at.db, tenantId, (tx) => noteActs(tx, coach, NOW, [{ act: 'wrote', thing: 'step-text', detail }]));

    await expect(note({ text: 'Visit the four rooms of grade five' })).rejects.toThrow();
    await expect(note({ text: 'step.accepted' })).resolves.toBeUndefined();
  });
});

describe('the chain of the audit', () => {
  it('is whole after any number of rows, sealed by several processes at once', async () => {
    const district = await aDistrict();
    await write(district, 700);
    await Promise.all([sealAudit(at.db, silentLog), sealAudit(at.db, silentLog), write(district, 20)]);
    await sealAudit(at.db, silentLog);

    const verified = await verifyAudit(at.db, district.tenantId);
    expect(verified).toMatchObject({ places: 720, breaks: [], waiting: 0 });
    expect(verified.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('lets nobody change, take out or empty what is written, the owner of the tables included', async () => {
    const district = await aDistrict();
    await write(district, 3);
    await sealAudit(at.db, silentLog);

    await expect(
      inTenant(at.db, district.tenantId, (tx) => tx.auditEvent.updateMany({ data: { act: 'read' } })),
    ).rejects.toThrow(/permission denied/);
    await expect(inTenant(at.db, district.tenantId, (tx) => tx.auditEvent.deleteMany())).rejects.toThrow(
      /permission denied/,
    );
    await expect(
      inTenant(at.db, district.tenantId, (tx) => tx.$executeRaw`update audit_chain set places = 0`),
    ).rejects.toThrow(/permission denied/);
    await expect(at.pool.query(`update audit_event set act = 'read'`)).rejects.toThrow(/append-only/);
    await expect(at.pool.query('delete from audit_event')).rejects.toThrow(/append-only/);
    await expect(at.pool.query('truncate audit_event')).rejects.toThrow(/append-only/);
    expect(await verifyAudit(at.db, district.tenantId)).toMatchObject({ places: 3, breaks: [] });
  });

  it('is not written into by one who says that a row is sealed already', async () => {
    const { tenantId } = await aDistrict();
    const row = { tenantId, at: NOW, act: 'read', thing: 'step-text', place: 1, hash: 'a'.repeat(64) };

    await expect(inTenant(at.db, tenantId, (tx) => tx.auditEvent.create({ data: row }))).rejects.toThrow(
      /row-level security/,
    );
  });

  it.each([
    [
      'a row that was changed',
      `update audit_event set act = 'read' where tenant_id = $1 and place = 2`,
      [2],
      'changed',
    ],
    [
      'a row that was given another time',
      `update audit_event set at = at - interval '1 day' where tenant_id = $1 and place = 4`,
      [4],
      'changed',
    ],
    ['a row that was taken out', `delete from audit_event where tenant_id = $1 and place = 3`, [3], 'missing'],
    ['the last rows taken off', `delete from audit_event where tenant_id = $1 and place >= 4`, [4, 5], 'missing'],
  ])('tells %s', async (_what, sql, places, what) => {
    const district = await aDistrict();
    await write(district, 5);
    await sealAudit(at.db, silentLog);
    await tamper(sql, district.tenantId);

    const { breaks } = await verifyAudit(at.db, district.tenantId);
    const found = breaks.filter((one) => one.what === what).map((one) => one.place);
    expect(found).toEqual(expect.arrayContaining(places));
    expect(found[0]).toBe(places[0]);
  });

  it('tells a row that was changed and sealed anew by hand, by the rows after it', async () => {
    const district = await aDistrict();
    await write(district, 4);
    await sealAudit(at.db, silentLog);
    await tamper(
      `update audit_event set act = 'read', hash = repeat('b', 64) where tenant_id = $1 and place = 2`,
      district.tenantId,
    );

    const { breaks } = await verifyAudit(at.db, district.tenantId);
    expect(breaks).toEqual([
      { place: 2, what: 'changed' },
      { place: 3, what: 'changed' },
    ]);
  });

  it('stays whole when what is over seven years old has left, and keeps the rest, what is held, and what a schedule keeps longer', async () => {
    const district = await aDistrict();
    const longAgo = new Date('2016-10-20T18:00:00Z');
    await inTenant(at.db, district.tenantId, (tx) =>
      noteActs(tx, district.coach, longAgo, [
        { act: 'wrote', thing: 'step-text' },
        { act: 'wrote', thing: 'step-text' },
      ]),
    );
    await sealAudit(at.db, silentLog);
    await write(district, 3);
    await sealAudit(at.db, silentLog);

    const { tenantId, coach } = district;
    await inTenant(at.db, tenantId, async (tx) => {
      await tx.legalHold.create({ data: { tenantId, personId: coach.personId, matter: 'Request 14', placedAt: NOW } });
      await tx.recordSchedule.create({
        data: { tenantId, recordClass: 'AUDIT', count: 12, unit: 'years', setAt: NOW },
      });
    });
    expect(await forgetAudit(at.db, NOW)).toBe(0);
    await inTenant(at.db, tenantId, (tx) => tx.legalHold.updateMany({ data: { liftedAt: NOW } }));
    expect(await forgetAudit(at.db, NOW)).toBe(0);
    await inTenant(at.db, tenantId, (tx) => tx.recordSchedule.deleteMany());
    expect(await forgetAudit(at.db, NOW)).toBe(2);
    expect(await forgetAudit(at.db, NOW)).toBe(0);
    expect(await verifyAudit(at.db, district.tenantId)).toMatchObject({ places: 5, forgotten: 2, breaks: [] });
    await tamper('delete from audit_event where tenant_id = $1 and place = 3', district.tenantId);
    expect((await verifyAudit(at.db, district.tenantId)).breaks[0]).toEqual({ place: 3, what: 'missing' });
  });
});
