import type { Tx } from '../db/client.ts';
import { addDays, columnOfDay, dayOfColumn, type Day } from '../zone.ts';
import type { Viewer } from './access.ts';
import { isDayType, type SchoolDay, type ScopeChain } from './calendar.ts';

/** The days around a Monday that are not ordinary ones, enough to look a fortnight back and ahead. */
export async function listSchoolDays(tx: Tx, viewer: Viewer, districtId: string, monday: Day): Promise<SchoolDay[]> {
  const rows = await tx.calendarDay.findMany({
    where: {
      tenantId: viewer.tenantId,
      districtId,
      day: { gte: columnOfDay(addDays(monday, -14)), lte: columnOfDay(addDays(monday, 28)) },
    },
    select: { day: true, type: true, scope: true, label: true },
  });
  return rows.flatMap((row) =>
    isDayType(row.type) ? [{ day: dayOfColumn(row.day), type: row.type, scope: row.scope, label: row.label }] : [],
  );
}

export function chainOf(school: { id: string; tracks: readonly string[] }): ScopeChain {
  return { school: school.id, tracks: school.tracks };
}
