// The only writer of calendar days.

import type { Tx } from '../../db/client.ts';
import { columnOfDay } from '../../zone.ts';
import type { Viewer } from '../access.ts';
import type { CalendarPlan } from './compare-calendar.ts';

export async function writeCalendarPlan(tx: Tx, viewer: Viewer, districtId: string, plan: CalendarPlan): Promise<void> {
  const { tenantId } = viewer;
  await tx.calendarDay.deleteMany({ where: { tenantId, id: { in: plan.removed.map(({ id }) => id) } } });
  await tx.calendarDay.createMany({
    data: plan.added.map(({ day, type, scope, label }) => ({
      tenantId,
      districtId,
      scope,
      day: columnOfDay(day),
      type,
      label,
    })),
  });
  for (const { id, type, label } of plan.changed) {
    await tx.calendarDay.updateMany({ where: { tenantId, id }, data: { type, label } });
  }
}
