// Who is behind an account, with roles and pairs: found as the system, seen as one tenant.
import { asSystem, inTenant } from '../../src/db/scope.ts';
import { enterTenantOf, findAsker } from '../../src/roster/asker.ts';
import { findPair, findPairOfPrincipal, listPairs, viewerOf } from '../../src/roster/store.ts';
import { columnOfDay } from '../../src/zone.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

const TODAY = '2026-11-20';
const ADA = { platform: 'slack', teamId: 'T0HARBOR', userId: 'U0ADA' } as const;

let database: TestDatabase;
let tenantId: string;
let ada: string;
let signed: string;

beforeAll(async () => {
  database = await openDatabase();
  tenantId = await aTenant('Harbor City', 'T0HARBOR');
  await aTenant('Elsewhere', 'T0ELSEWHERE');
  await inTenant(database.db, tenantId, async (tx) => {
    const person = (displayName: string) => tx.person.create({ data: { tenantId, displayName } });
    const [principal, coach] = [await person('Ada Rivera'), await person('Priya Singh')];
    ada = principal.id;
    await tx.platformAccount.create({
      data: { tenantId, personId: ada, platform: 'SLACK', teamId: ADA.teamId, userId: ADA.userId },
    });
    const place = { tenantId, timeZone: 'America/New_York' };
    const district = await tx.organization.create({ data: { ...place, type: 'DISTRICT', name: 'Harbor City' } });
    const school = (name: string) =>
      tx.school.create({ data: { ...place, districtId: district.id, name, externalId: name, tracks: ['A'] } });
    const [lincoln, grant] = [await school('Lincoln MS'), await school('Grant HS')];
    const engagement = await tx.engagement.create({
      data: { tenantId, providerId: district.id, districtId: district.id },
    });
    const grants = { tenantId, personId: ada, scopeId: district.id };
    await tx.roleGrant.create({ data: { ...grants, role: 'ADMIN' } });
    await tx.roleGrant.create({ data: { ...grants, role: 'DISTRICT_LEADER', endsOn: columnOfDay('2026-11-19') } });
    const pair = {
      tenantId,
      engagementId: engagement.id,
      principalId: ada,
      coachId: coach.id,
      status: 'ACTIVE',
    } as const;
    const startsOn = columnOfDay('2026-08-20');
    const live = { ...pair, schoolId: lincoln.id, startsOn, compactSignedOn: startsOn };
    signed = (await tx.coachAssignment.create({ data: live })).id;
    await tx.coachAssignment.create({ data: { ...pair, schoolId: grant.id, startsOn } });
  });
});
afterAll(() => database.drop());

async function aTenant(name: string, teamId: string): Promise<string> {
  const { id } = await asSystem(database.db, (tx) => tx.tenant.create({ data: { name } }));
  await inTenant(database.db, id, (tx) => tx.workspace.create({ data: { tenantId: id, platform: 'SLACK', teamId } }));
  return id;
}

describe('the asker behind an account', () => {
  it('comes with the roles that hold today and the pairs whose compact is signed', async () => {
    const viewer = await asSystem(database.db, async (tx) => {
      return (await findAsker(tx, ADA, TODAY))?.asker?.viewer;
    });

    expect(viewer?.roles.map((grant) => grant.role)).toEqual(['ADMIN', 'PRINCIPAL']);
    expect(viewer?.pairs).toEqual([
      expect.objectContaining({
        assignmentId: signed,
        coach: { id: expect.any(String) as string, name: 'Priya Singh' },
        principal: { id: ada, name: 'Ada Rivera' },
        school: expect.objectContaining({ name: 'Lincoln MS', timeZone: 'America/New_York', tracks: ['A'] }) as object,
        relationshipType: 'NON_EVALUATIVE',
        visitWeekday: null,
      }),
    ]);
  });

  it('has the pairs that the stores find for the same person unasked', async () => {
    await inTenant(database.db, tenantId, async (tx) => {
      const viewer = await viewerOf(tx, tenantId, ada, TODAY);
      const { pairs = [], ...unasked } = viewer;

      expect(pairs).toHaveLength(1);
      expect(await listPairs(tx, unasked)).toEqual(pairs);
      expect(await findPair(tx, unasked, signed)).toEqual(pairs[0]);
      expect(await findPairOfPrincipal(tx, unasked)).toEqual(await findPairOfPrincipal(tx, viewer));
    });
  });

  it('is nobody in another tenant, and nobody who has left the roster', async () => {
    const elsewhere = await asSystem(database.db, async (tx) => {
      return (await findAsker(tx, { ...ADA, teamId: 'T0ELSEWHERE' }, TODAY))?.asker;
    });
    await inTenant(database.db, tenantId, (tx) => tx.person.update({ where: { id: ada }, data: { active: false } }));
    const left = await asSystem(database.db, async (tx) => (await findAsker(tx, ADA, TODAY))?.asker);

    expect([elsewhere, left]).toEqual([undefined, undefined]);
  });

  it('of a workspace that belongs to no tenant is not looked for', async () => {
    const nobodys = { ...ADA, teamId: 'T0NOBODY' };
    const entered = await asSystem(database.db, (tx) => enterTenantOf(tx, nobodys));
    const [found, seen] = await asSystem(database.db, async (tx) => [
      await findAsker(tx, nobodys, TODAY),
      await tx.platformAccount.count(),
    ]);

    expect([entered, found, seen]).toEqual([undefined, undefined, 0]);
  });
});
