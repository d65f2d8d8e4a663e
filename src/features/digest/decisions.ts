// What somebody decides about a digest, or asks of one.
import { ForbiddenError } from '../../errors.ts';
import type { Reply } from '../../chat/interaction.ts';
import { hasRole } from '../../roster/access.ts';
import { getPersonName } from '../../roster/store.ts';
import { addDays, dayIn, mondayOf } from '../../zone.ts';
import type { Asked, Context } from '../feature.ts';
import { holdReleases, type District } from './compile.ts';
import { postAgain, postWeek } from './monday.ts';
import { amendPreviews } from './preview.ts';
import { isOut } from './rules/status.ts';
import { nextWeek, postTime } from './rules/times.ts';
import { districtDays, isManager, postsAt } from './schedule.ts';
import { howCard, sayNote } from './screens/notes.ts';
import { findDigest, getDigest, listItems, moveDigest, openDigest } from './store.ts';

/** A manager's press on a preview: approve, hold or release. A digest released after its hour goes out at once. */
export async function decide(
  ctx: Asked,
  state: Record<string, string>,
  move: 'approve' | 'hold' | 'release',
): Promise<Reply> {
  const seen = await getDigest(ctx.tx, ctx.viewer, state['digest'] ?? '');
  if (!(await isManager(ctx, seen.organizationId)))
    throw new ForbiddenError('Only the managers of the coaching partner decide about this summary.');
  await holdReleases(ctx, seen);
  const open = await openDigest(ctx.tx, ctx.viewer, seen.organizationId, seen.weekOf);
  const digest = await moveDigest(ctx.tx, ctx.viewer, open, move, ctx.now);
  await amendPreviews(ctx, digest, await getPersonName(ctx.tx, ctx.viewer, ctx.personId));
  const { district, isStaffDay, times } = await districtDays(ctx, digest.organizationId);
  const dueAt = postTime(digest.weekOf, district.timeZone, isStaffDay, times);
  if (move === 'release' && dueAt !== undefined && dueAt <= ctx.now) {
    const outcome = await postWeek(ctx, district, digest.weekOf);
    return sayNote(
      outcome === 'posted'
        ? 'Released. It is on its way to the channel.'
        : 'Released. No channel is chosen yet, so it waits for one.',
    );
  }
  if (move === 'hold') return sayNote('On hold. It will not be posted until you or another manager releases it.');
  return sayNote(`${move === 'approve' ? 'Approved' : 'Released'}. It will be posted on ${postsAt(district, dueAt)}.`);
}

/** After a refused post the mend is in a person's hands, and so is the second try. */
export async function tryAgain(ctx: Asked, state: Record<string, string>): Promise<Reply> {
  const digest = await getDigest(ctx.tx, ctx.viewer, state['digest'] ?? '');
  const { district } = await districtDays(ctx, digest.organizationId);
  const isLeader = hasRole(ctx.viewer, 'DISTRICT_LEADER', district.id) || hasRole(ctx.viewer, 'ADMIN', district.id);
  if (!isLeader && !(await isManager(ctx, district.id)))
    throw new ForbiddenError('Only the district and the coaching partner decide about this summary.');
  return sayNote(
    (await postAgain(ctx, district, digest))
      ? 'I look at the channel once more, and post if only the right people are in it.'
      : 'There is nothing to post again: it is out, on its way, or has no channel.',
  );
}

export async function explain(ctx: Asked, state: Record<string, string>): Promise<Reply> {
  const digest = await findDigest(ctx.tx, ctx.viewer, { id: state['digest'] ?? '' });
  return { kind: 'say', card: howCard(digest ? await listItems(ctx.tx, ctx.viewer, digest.id) : []) };
}

/** In a channel that was just chosen: what was due and could not go anywhere is posted, and the next one announced. */
export async function catchUp(ctx: Context, district: District): Promise<string | undefined> {
  const { isStaffDay, times } = await districtDays(ctx, district.id);
  const lastWeek = addDays(mondayOf(dayIn(district.timeZone, ctx.now)), -7);
  const dueAt = postTime(lastWeek, district.timeZone, isStaffDay, times);
  const digest = await findDigest(ctx.tx, ctx.viewer, { organizationId: district.id, weekOf: lastWeek });
  if (digest && dueAt !== undefined && dueAt <= ctx.now) {
    if (isOut(digest.status)) await postAgain(ctx, district, digest);
    else if (digest.status !== 'HELD') await postWeek(ctx, district, lastWeek);
  }
  const next = nextWeek(ctx.now, district.timeZone, (week) => postTime(week, district.timeZone, isStaffDay, times));
  return next && postsAt(district, next.dueAt);
}
