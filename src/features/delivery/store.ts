import type { Tx } from '../../db/client.ts';
import { scopesOf, type Viewer } from '../../roster/access.ts';
import { addDays, columnOfDay, dayOfColumn, type Day } from '../../zone.ts';

/** The schools that an administrator's organizations run, or support through an engagement. */
export async function listSchools(tx: Tx, viewer: Viewer): Promise<{ id: string; name: string }[]> {
  const ids = { in: scopesOf(viewer, 'ADMIN') };
  return tx.school.findMany({
    where: {
      tenantId: viewer.tenantId,
      OR: [{ districtId: ids }, { assignments: { some: { engagement: { providerId: ids } } } }],
    },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  });
}

/** The newest week that anybody of these schools was asked in, of this one and the one before. */
export async function findNewestWeek(
  tx: Tx,
  viewer: Viewer,
  schoolIds: readonly string[],
  thisWeek: Day,
): Promise<Day | undefined> {
  const newest = await tx.checkIn.findFirst({
    where: {
      tenantId: viewer.tenantId,
      schoolId: { in: [...schoolIds] },
      weekOf: { gte: columnOfDay(addDays(thisWeek, -7)), lte: columnOfDay(thisWeek) },
    },
    select: { weekOf: true },
    orderBy: { weekOf: 'desc' },
  });
  return newest ? dayOfColumn(newest.weekOf) : undefined;
}
