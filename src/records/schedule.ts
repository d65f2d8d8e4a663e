// How long a customer keeps each class: its own schedule where it has one, else the usual times.
import { z } from 'zod';
import { noteActs } from '../audit/write.ts';
import type { Tx } from '../db/client.ts';
import { ForbiddenError } from '../errors.ts';
import { isSystem, type Viewer } from '../roster/access.ts';
import { assertLongEnough, CLASS_NAMES, CLASSES, type Period, type RecordClassName } from './classes.ts';

export type Schedule = Readonly<Record<RecordClassName, Period & { own: boolean }>>;

const Row = z.object({
  recordClass: z.enum(CLASS_NAMES),
  count: z.int().positive(),
  unit: z.enum(['days', 'years']),
});

export async function readSchedule(tx: Tx, viewer: Viewer): Promise<Schedule> {
  const rows = await tx.recordSchedule.findMany({ where: { tenantId: viewer.tenantId } });
  // A class that a later version knew is nothing to this one.
  const own = new Map(rows.flatMap((row) => Row.safeParse(row).data ?? []).map((row) => [row.recordClass, row]));
  const usual = CLASS_NAMES.map((name) => {
    const { count, unit } = own.get(name) ?? CLASSES[name].kept;
    return [name, { count, unit, own: own.has(name) }];
  });
  return Object.fromEntries(usual) as Schedule;
}

/** Without a period the usual one holds again. What is over by the new time goes with the next purge. */
export async function saveSchedule(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  recordClass: RecordClassName,
  period: Period | undefined,
): Promise<void> {
  if (!isSystem(viewer)) throw new ForbiddenError('The schedule is set on the command line.');
  const key = { tenantId: viewer.tenantId, recordClass };
  if (period === undefined) await tx.recordSchedule.deleteMany({ where: key });
  else {
    assertLongEnough(recordClass, period);
    const values = { ...period, setAt: now };
    await tx.recordSchedule.upsert({
      where: { tenantId_recordClass: key },
      create: { ...key, ...values },
      update: values,
    });
  }
  const { count, unit } = period ?? CLASSES[recordClass].kept;
  await noteActs(tx, viewer, now, [
    { act: 'configured', thing: 'records', detail: { recordClass, count, unit, own: period !== undefined } },
  ]);
}
