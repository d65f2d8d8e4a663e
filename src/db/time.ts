import type { Db, Tx } from './client.ts';

/** Moves the database's present. Only a playground and tests do so; the application's roles may not. */
export async function moveDatabaseClock(db: Db, to: { shiftMs: number; frozenAt?: Date | undefined }): Promise<void> {
  const values = { shiftMs: BigInt(Math.round(to.shiftMs)), frozenAt: to.frozenAt ?? null };
  await db.clockShift.upsert({ where: { id: 1 }, create: { id: 1, ...values }, update: values });
}

/** The database's present, which is the playground's where one plays. */
export async function databaseNow(tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`select throughline_now() as now`;
  if (!row) throw new Error('the database did not tell the time');
  return row.now;
}
