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
  return (await listDaysOf(tx, viewer, [districtId], span)).get(districtId) ?? [];
}

/** The same for some districts, by district. */
export async function listDaysOf(
  tx: Tx,
  viewer: Viewer,
  districtIds: readonly string[],
  span?: { from: Day; to: Day },
): Promise<Map<string, KeptDay[]>> {
  const rows = await tx.calendarDay.findMany({
    where: {
      tenantId: viewer.tenantId,
      districtId: { in: [...new Set(districtIds)] },
      ...(span && { day: { gte: columnOfDay(span.from), lte: columnOfDay(span.to) } }),
    },
    orderBy: [{ day: 'asc' }, { scope: 'asc' }],
  });
  const days = new Map<string, KeptDay[]>(districtIds.map((id) => [id, []]));
  for (const { id, districtId, day, type, scope, label } of rows)
    if (isDayType(type)) days.get(districtId)?.push({ id, day: dayOfColumn(day), type, scope, label });
  return days;
}

/** Enough days around a Monday to look a fortnight back and ahead. */
export async function listSchoolDays(tx: Tx, viewer: Viewer, districtId: string, monday: Day): Promise<SchoolDay[]> {
  return listDays(tx, viewer, districtId, aroundWeeks([monday]));
}

/** The span of days that matter to any of these weeks. */
export function aroundWeeks(mondays: readonly Day[]): { from: Day; to: Day } {
  const sorted = [...mondays].sort();
  return { from: addDays(sorted[0] ?? '', -14), to: addDays(sorted.at(-1) ?? '', 28) };
}

export function chainOf(school: { id: string; tracks: readonly string[]; cluster: string | null }): ScopeChain {
  return { school: school.id, tracks: school.tracks, cluster: school.cluster ?? undefined };
}
