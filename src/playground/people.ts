import type { Db } from '../db/client.ts';
import { inTenant } from '../db/scope.ts';
import { SAMPLE_TENANT, listTenants } from '../roster/tenants.ts';
import { slackIdOf, TENANT_ID, VISITED, WORKSPACE_ID, type Stage } from './stage.ts';

/** Somebody whom a visitor can be. */
export interface PersonOnPage {
  id: string;
  name: string;
  role: 'principal' | 'coach' | 'manager' | 'district leader' | 'administrator';
  place: string;
  platform: 'slack' | 'teams';
  workspaceId?: string;
  tenantId?: string;
  userId: string;
  timeZone: string;
}

const ORDER = ['principal', 'coach', 'manager', 'district leader', 'administrator'] as const;

/** The people of the sample who have a part in the week. */
export async function listPeople(db: Db, stage: Stage): Promise<PersonOnPage[]> {
  const tenant = (await listTenants(db)).find((one) => one.name === SAMPLE_TENANT);
  if (!tenant) return [];
  const rows = await inTenant(db, tenant.id, (tx) =>
    tx.person.findMany({
      where: { active: true, email: { not: null } },
      include: {
        grants: { where: { endsOn: null }, select: { role: true } },
        asPrincipal: { where: { status: 'ACTIVE' }, select: { school: { select: { name: true, timeZone: true } } } },
        asCoach: {
          where: { status: 'ACTIVE' },
          select: { school: { select: { name: true } } },
          orderBy: { school: { name: 'asc' } },
        },
      },
      orderBy: { displayName: 'asc' },
    }),
  );
  const people = rows.flatMap((row): PersonOnPage[] => {
    const role = roleOf(row);
    const email = row.email ?? '';
    if (!role) return [];
    const school = row.asPrincipal[0]?.school;
    const place =
      school?.name ??
      (row.asCoach.map((one) => one.school.name).join(', ') ||
        (role === 'manager' ? 'Northlight Partners' : 'Harbor City'));
    const common = { id: row.id, name: row.displayName, role, place, timeZone: school?.timeZone ?? 'America/New_York' };
    if (row.preferredPlatform === 'SLACK')
      return [{ ...common, platform: 'slack', workspaceId: WORKSPACE_ID, userId: slackIdOf(email) }];
    const user = stage.teams.findUser(email, TENANT_ID);
    return user ? [{ ...common, platform: 'teams', tenantId: TENANT_ID, userId: user.id }] : [];
  });
  people.push(...listVisited(stage));
  return people.sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.place.localeCompare(b.place));
}

/** Once the app was installed there: before that nobody could be seen talking to it. */
function listVisited({ slack }: Stage): PersonOnPage[] {
  const { workspace, userId, name, timeZone } = VISITED;
  const there = { workspaceId: workspace.id, userId };
  const isThere = slack.describeWorld().workspaces.some((one) => one.id === workspace.id && one.people.length > 0);
  if (!isThere || slack.screen(there).conversations.length === 0) return [];
  return [{ ...there, id: userId, name, role: 'administrator', place: workspace.name, platform: 'slack', timeZone }];
}

function roleOf(row: {
  grants: { role: string }[];
  asPrincipal: unknown[];
  asCoach: unknown[];
}): PersonOnPage['role'] | undefined {
  const roles = row.grants.map((grant) => grant.role);
  if (row.asPrincipal.length > 0) return 'principal';
  if (row.asCoach.length > 0) return 'coach';
  if (roles.includes('LP_MANAGER')) return 'manager';
  if (roles.includes('DISTRICT_LEADER')) return 'district leader';
  if (roles.includes('ADMIN')) return 'administrator';
  return undefined;
}
