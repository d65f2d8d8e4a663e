import type { Db } from './client.ts';

/** Moves the database's present. Only a playground and tests do so; the application's roles may not. */
export async function moveDatabaseClock(db: Db, to: { shiftMs: number; frozenAt?: Date | undefined }): Promise<void> {
  const values = { shiftMs: BigInt(Math.round(to.shiftMs)), frozenAt: to.frozenAt ?? null };
  await db.clockShift.upsert({ where: { id: 1 }, create: { id: 1, ...values }, update: values });
}
