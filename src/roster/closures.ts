// Days that are called off on short notice. They stand in the calendar like any other day, with what stood there before.
import type { Tx } from '../db/client.ts';
import { columnOfDay, dayOfColumn, type Day } from '../zone.ts';
import type { Viewer } from './access.ts';
import type { DayType } from './calendar.ts';
import { listDays } from './school-days.ts';

export const CLOSURE_KINDS = { weather: 'WEATHER_CLOSURE', emergency: 'EMERGENCY', strike: 'STRIKE' } as const;
export type ClosureKind = keyof typeof CLOSURE_KINDS;

export function isClosure(type: DayType | 'WEEKEND'): boolean {
  return Object.values<string>(CLOSURE_KINDS).includes(type);
}

export interface CalledOff {
  districtId: string;
  /** `district`, or a school's id. */
  scope: string;
  day: Day;
}

/**
 * A district's closure is stronger than what single schools or tracks have planned for that day, which is why their rows
 * change with it. False where the calendar says the very same already.
 */
export async function callOff(
  tx: Tx,
  viewer: Viewer,
  { districtId, scope, day }: CalledOff,
  how: { kind: ClosureKind; now: Date },
): Promise<boolean> {
  const { tenantId } = viewer;
  await lockCalendar(tx, tenantId);
  const type = CLOSURE_KINDS[how.kind];
  const there = await listDays(tx, viewer, districtId, { from: day, to: day });
  const own = there.find((one) => one.scope === scope);
  const others = scope === 'district' ? there.filter((one) => one.scope !== 'district' && !isClosure(one.type)) : [];
  const changing = [
    ...(own?.type === type ? [] : [{ scope, before: own }]),
    ...others.map((before) => ({ scope: before.scope, before })),
  ];
  const at = columnOfDay(day);
  for (const { scope: of, before } of changing) {
    await tx.calendarDay.upsert({
      where: { tenantId_districtId_scope_day: { tenantId, districtId, scope: of, day: at } },
      create: { tenantId, districtId, scope: of, day: at, type, label: LABELS[how.kind] },
      update: { type, label: LABELS[how.kind] },
    });
    await tx.closure.create({
      data: {
        ...{ tenantId, districtId, scope: of, day: at, type, calledById: viewer.personId, calledAt: how.now },
        earlierType: before?.type ?? null,
        earlierLabel: before?.label ?? null,
      },
    });
  }
  return changing.length > 0;
}

const LABELS: Record<ClosureKind, string> = { weather: 'Weather closure', emergency: 'Emergency', strike: 'Strike' };

/** The newest closure of a scope that stands, from a day on; without a scope of any scope. */
export async function findClosure(
  tx: Tx,
  viewer: Viewer,
  of: { districtId: string; scope?: string; from: Day; day?: Day },
): Promise<CalledOff | undefined> {
  const row = await tx.closure.findFirst({
    where: {
      tenantId: viewer.tenantId,
      districtId: of.districtId,
      undoneAt: null,
      day: of.day === undefined ? { gte: columnOfDay(of.from) } : columnOfDay(of.day),
      ...(of.scope !== undefined && { scope: of.scope }),
    },
    // What was changed along with a district's closure is found by the district's own row.
    orderBy: [{ calledAt: 'desc' }, { id: 'asc' }],
  });
  return row ? { districtId: row.districtId, scope: row.scope, day: dayOfColumn(row.day) } : undefined;
}

/** The days are again what they were. False where there is no such closure any more. */
export async function takeBack(
  tx: Tx,
  viewer: Viewer,
  { districtId, scope, day }: CalledOff,
  now: Date,
): Promise<boolean> {
  const { tenantId } = viewer;
  await lockCalendar(tx, tenantId);
  const at = columnOfDay(day);
  const where = { tenantId, districtId, day: at, undoneAt: null };
  const newest = await tx.closure.findFirst({ where: { ...where, scope }, orderBy: { calledAt: 'desc' } });
  if (!newest) return false;
  const together = scope === 'district' ? { calledAt: newest.calledAt } : { id: newest.id };
  for (const row of await tx.closure.findMany({ where: { ...where, ...together } })) {
    const key = { tenantId, districtId, scope: row.scope, day: at };
    if (row.earlierType === null) await tx.calendarDay.deleteMany({ where: key });
    else
      await tx.calendarDay.updateMany({
        where: key,
        data: { type: row.earlierType, label: row.earlierLabel ?? '' },
      });
    await tx.closure.update({ where: { id: row.id, tenantId }, data: { undoneAt: now } });
  }
  return true;
}

/** Two closures of one day come one after the other. */
async function lockCalendar(tx: Tx, tenantId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`calendar ${tenantId}`}, 0))`;
}
