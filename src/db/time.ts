import type { Db, Tx } from './client.ts';

/** The database's present, which decides what is due; a playground or a test may have moved it. */
export async function databaseNow(tx: Tx | Db): Promise<Date> {
  const rows = await tx.$queryRaw<{ now: Date }[]>`select throughline_now() as now`;
  const row = rows[0];
  if (!row) throw new Error('the database did not tell the time');
  return row.now;
}

/** Moves the database's present. Only a playground and tests do so; the application's roles may not. */
export async function moveDatabaseClock(db: Db, to: { shiftMs: number; frozenAt?: Date | undefined }): Promise<void> {
  const values = { shiftMs: BigInt(Math.round(to.shiftMs)), frozenAt: to.frozenAt ?? null };
  await db.clockShift.upsert({ where: { id: 1 }, create: { id: 1, ...values }, update: values });
}

export async function readClockShift(db: Db): Promise<{ shiftMs: number; frozenAt?: Date | undefined }> {
  const row = await db.clockShift.findUnique({ where: { id: 1 } });
  return { shiftMs: Number(row?.shiftMs ?? 0n), frozenAt: row?.frozenAt ?? undefined };
}
