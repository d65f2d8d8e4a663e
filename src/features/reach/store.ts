import type { Tx } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { scopesOf, type Viewer } from '../../roster/access.ts';
import { readGone } from '../../roster/digest-channels.ts';
import type { ChannelAtHome, Reachability, WorkspaceAtHome } from './rules.ts';

/** The staff of an administrator's organizations, each with what is known of the way to them. */
export async function listPeople(tx: Tx, viewer: Viewer): Promise<Reachability[]> {
  const { tenantId } = viewer;
  const organizationIds = scopesOf(viewer, 'ADMIN');
  const removed = await listRemovals(tx, viewer);
  const people = await tx.person.findMany({
    where: { tenantId, active: true, ...servesIn(organizationIds, await listSchoolIds(tx, viewer, organizationIds)) },
    select: {
      id: true,
      displayName: true,
      createdAt: true,
      preferredPlatform: true,
      accounts: { select: { active: true, updatedAt: true, platform: true, teamId: true } },
    },
    orderBy: { displayName: 'asc' },
  });
  const lost = await listLost(
    tx,
    viewer,
    people.map((person) => person.id),
  );
  return people.map((person) => ({
    name: person.displayName,
    addedAt: person.createdAt,
    ...(person.preferredPlatform === null ? {} : { prefers: person.preferredPlatform }),
    accounts: person.accounts.map((account) => ({
      platform: account.platform,
      active: account.active,
      changedAt: account.updatedAt,
      workspaceRemovedAt: removed.get(`${account.platform}:${account.teamId}`) ?? null,
    })),
    lost: lost.get(person.id),
  }));
}

export async function listWorkspaces(tx: Tx, viewer: Viewer): Promise<WorkspaceAtHome[]> {
  return tx.workspace.findMany({
    where: { tenantId: viewer.tenantId },
    select: { platform: true, name: true, removedAt: true },
    orderBy: { createdAt: 'asc' },
  });
}

/** Where the summaries of an administrator's organizations go, and whether the newest one got there. */
export async function listChannels(tx: Tx, viewer: Viewer): Promise<ChannelAtHome[]> {
  const { tenantId } = viewer;
  const organizations = await tx.organization.findMany({
    where: { tenantId, id: { in: scopesOf(viewer, 'ADMIN') }, type: 'DISTRICT' },
    select: { id: true, name: true, channels: { select: { platform: true, address: true } } },
    orderBy: { name: 'asc' },
  });
  const channels: ChannelAtHome[] = [];
  for (const { id, name, channels: chosen } of organizations) {
    const digests = await tx.digest.findMany({
      where: { tenantId, organizationId: id },
      select: { id: true },
      orderBy: { weekOf: 'desc' },
      take: 4,
    });
    const post = await tx.delivery.findFirst({
      where: { tenantId, kind: 'digest.post', updates: null, about: { in: digests.map((digest) => digest.id) } },
      select: { status: true, reason: true, updatedAt: true },
      orderBy: { createdAt: 'desc' },
    });
    const gone = readGone(chosen[0]?.address);
    channels.push({
      organization: name,
      platform: chosen[0]?.platform,
      ...(gone ? { gone } : {}),
      last: post ? { status: post.status, reason: post.reason, at: post.updatedAt } : undefined,
    });
  }
  return channels;
}

async function listSchoolIds(tx: Tx, viewer: Viewer, organizationIds: readonly string[]): Promise<string[]> {
  const schools = await tx.school.findMany({
    where: { tenantId: viewer.tenantId, districtId: { in: [...organizationIds] } },
    select: { id: true },
  });
  return schools.map((school) => school.id);
}

/** By a role there, or by a pair that the organization has a part in. */
function servesIn(organizationIds: readonly string[], schoolIds: readonly string[]): Prisma.PersonWhereInput {
  const organizations = { in: [...organizationIds] };
  const pair = {
    status: 'ACTIVE' as const,
    OR: [{ school: { districtId: organizations } }, { engagement: { providerId: organizations } }],
  };
  return {
    OR: [
      { grants: { some: { endsOn: null, scopeId: { in: [...organizationIds, ...schoolIds] } } } },
      { asPrincipal: { some: pair } },
      { asCoach: { some: pair } },
    ],
  };
}

async function listRemovals(tx: Tx, viewer: Viewer): Promise<Map<string, Date>> {
  const rows = await tx.workspace.findMany({
    where: { tenantId: viewer.tenantId, removedAt: { not: null } },
    select: { platform: true, teamId: true, removedAt: true },
  });
  return new Map(
    rows.flatMap((row) => (row.removedAt ? [[`${row.platform}:${row.teamId}`, row.removedAt] as const] : [])),
  );
}

/** The newest message to each person, where that one is lost; neither what it says nor what it is about. */
async function listLost(
  tx: Tx,
  viewer: Viewer,
  personIds: readonly string[],
): Promise<Map<string, { reason: string; at: Date }>> {
  const rows = await tx.$queryRaw<{ personId: string; status: string; reason: string | null; at: Date }[]>`
    select distinct on (person_id) person_id as "personId", status::text as status, reason, not_before as at
    from delivery
    where tenant_id = ${viewer.tenantId}::uuid and person_id = any(${[...personIds]}::uuid[])
      and updates is null and surface = 'message' and status in ('SENT', 'DEAD')
    order by person_id, id desc`;
  return new Map(
    rows.flatMap(({ personId, status, reason, at }) =>
      status === 'DEAD' ? [[personId, { reason: reason ?? '', at }] as const] : [],
    ),
  );
}
