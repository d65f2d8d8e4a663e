import { findPairs } from '../../roster/store.ts';
import type { Context } from '../feature.ts';
import * as store from './store.ts';
import type { Week } from './words.ts';

/** A check-in with its pair, while the pair is one; locked, so that what is decided about it comes one after the other. */
export async function findLocked(ctx: Context, checkInId: string): Promise<Week | undefined> {
  return (await listLocked(ctx, [checkInId]))[0];
}

export async function listLocked(ctx: Context, checkInIds: readonly string[]): Promise<Week[]> {
  const rows = await store.lockCheckIns(ctx.tx, ctx.viewer, checkInIds);
  const pairs = await findPairs(
    ctx.tx,
    ctx.viewer,
    rows.map((row) => row.assignmentId),
  );
  return rows.flatMap((row) => {
    const pair = pairs.get(row.assignmentId);
    return pair ? [{ row, pair }] : [];
  });
}
