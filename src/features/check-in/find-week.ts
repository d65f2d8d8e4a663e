import { findPair } from '../../roster/store.ts';
import type { Context } from '../feature.ts';
import * as store from './store.ts';
import type { Week } from './words.ts';

/** A check-in with its pair, while the pair is one; locked, so that what is decided about it comes one after the other. */
export async function findLocked(ctx: Context, checkInId: string): Promise<Week | undefined> {
  const row = await store.lockCheckIn(ctx.tx, ctx.viewer, checkInId);
  const pair = row && (await findPair(ctx.tx, ctx.viewer, row.assignmentId));
  return row && pair ? { row, pair } : undefined;
}
