import type { Tx } from '../db/client.ts';
import { addDays, columnOfDay, dayOfColumn, type Day } from '../zone.ts';
import type { Viewer } from './access.ts';
import { isDayType, type SchoolDay, type ScopeChain } from './calendar.ts';

/** A day of the calendar with the row that says so. */
export type KeptDay = SchoolDay & { id: string };

/** A district's days that are not ordinary ones: all of them, or those of a span. */
export async function listDays(
  tx: Tx,
  viewer: Viewer,
  districtId: string,
  span?: { from: Day; to: Day },
): Promise<KeptDay[]> {
  const rows = await tx.calendarDay.findMany({
    where: {
      tenantId: viewer.tenantId,
      districtId,
      ...(span && { day: { gte: columnOfDay(span.from), lte: columnOfDay(span.to) } }),
    },
    orderBy: [{ day: 'asc' }, { scope: 'asc' }],
  });
  return rows.flatMap(({ id, day, type, scope, label }) =>
    isDayType(type) ? [{ id, day: dayOfColumn(day), type, scope, label }] : [],
  );
}

/** Enough days around a Monday to look a fortnight back and ahead. */
export async function listSchoolDays(tx: Tx, viewer: Viewer, districtId: string, monday: Day): Promise<SchoolDay[]> {
  return listDays(tx, viewer, districtId, { from: addDays(monday, -14), to: addDays(monday, 28) });
}

export function chainOf(school: { id: string; tracks: readonly string[]; cluster: string | null }): ScopeChain {
  return { school: school.id, tracks: school.tracks, cluster: school.cluster ?? undefined };
}
