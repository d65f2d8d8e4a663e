// The district's digest: posted once on Monday, and changed in place when something comes late.
import { findPair, getDistrict, listHolders, type PersonInPair } from '../../roster/store.ts';
import { dayIn, timeIn, weekdayOf, type Day } from '../../zone.ts';
import type { Fact } from '../facts.ts';
import type { Context, Work } from '../feature.ts';
import { clockEyes, compileWeek, listPairsOfDistrict, screenOf, type District } from './compile.ts';
import { amendPreviews } from './preview.ts';
import { sameText, withLateFacts } from './rules/fit.ts';
import { withoutRelease } from './rules/sections.ts';
import { isOut, type DigestMove } from './rules/status.ts';
import { lateTime, postTime } from './rules/times.ts';
import { districtDays, listManagers, planDistricts, subjectOf } from './schedule.ts';
import { heldCard, noChannelCard } from './screens/notes.ts';
import {
  countMessages,
  findDigest,
  findPost,
  listDigestsWith,
  listItems,
  moveDigest,
  openDigest,
  saveItems,
  type Digest,
} from './store.ts';
import { amendThread, postKey, sendThread } from './thread.ts';

const A_WEEK_MS = 7 * 24 * 60 * 60 * 1000;

export async function runPost(ctx: Context, work: Work): Promise<void> {
  const { districtId, weekOf } = subjectOf(work);
  const { district, isStaffDay, times } = await districtDays(ctx, districtId);
  const dueAt = postTime(weekOf, district.timeZone, isStaffDay, times);
  if (dueAt !== undefined && dueAt > ctx.now) {
    // The calendar changed after this was planned: a snow day on the Monday itself.
    await ctx.plan(work.job, work.subject, dueAt, work.data);
  } else if (dueAt !== undefined) {
    const when = lateTime(ctx.now, work.dueAt, district.timeZone, isStaffDay, times);
    if (when === 'now') await postWeek(ctx, district, weekOf);
    else if (when !== 'never') await ctx.plan(work.job, work.subject, when, work.data);
  }
  await planDistricts(ctx, [districtId]);
}

/** Posts a week once. Nothing is posted while it is on hold, or where nobody has chosen a channel. */
export async function postWeek(
  ctx: Context,
  district: District,
  weekOf: Day,
): Promise<'posted' | 'no-channel' | 'not-now'> {
  const { items, schools, hasRun } = await compileWeek(ctx, district, weekOf, { holds: true });
  if (!hasRun) return 'not-now';
  const digest = await openDigest(ctx.tx, ctx.viewer, district.id, weekOf);
  if (digest.status === 'HELD') await tellHeld(ctx, district, digest);
  if (digest.status === 'HELD' || digest.status === 'RETRACTED' || isOut(digest.status)) return 'not-now';
  await saveItems(ctx.tx, ctx.viewer, digest.id, items);
  const screen = { ...(await screenOf(ctx, district, { weekOf, schools, items })), digestId: digest.id };
  if (!(await sendThread(ctx, digest, postKey(district.id, weekOf), screen))) {
    await tellNoChannel(ctx, district, digest);
    return 'no-channel';
  }
  const out = await moveDigest(ctx.tx, ctx.viewer, digest, 'post', ctx.now, await sentNow(ctx, digest));
  await amendPreviews(ctx, out, undefined);
  return 'posted';
}

/** Posts again what was refused before it left, for example because of a guest who has gone since; never what may be out. */
export async function postAgain(ctx: Context, district: District, digest: Digest): Promise<boolean> {
  const post = await findPost(ctx.tx, ctx.viewer, digest.id);
  if (!isOut(digest.status) || post?.isDead !== true) return false;
  const { items, schools } = await compileWeek(ctx, district, digest.weekOf, { holds: true });
  await saveItems(ctx.tx, ctx.viewer, digest.id, items);
  const week = { weekOf: digest.weekOf, schools, items };
  const screen = { ...(await screenOf(ctx, district, week)), digestId: digest.id };
  const key = postKey(district.id, digest.weekOf);
  const tries = await countMessages(ctx.tx, ctx.viewer, key);
  if (!(await sendThread(ctx, digest, `${key}:again:${tries}`, screen))) return false;
  await moveDigest(ctx.tx, ctx.viewer, digest, 'update', ctx.now, await sentNow(ctx, digest));
  return true;
}

async function sentNow(ctx: Context, digest: Digest): Promise<{ postedAt: Date; deliveryId: string | undefined }> {
  return { postedAt: ctx.now, deliveryId: (await findPost(ctx.tx, ctx.viewer, digest.id))?.id };
}

/** A late answer, or a day on site that was logged late, in a week that is out: the message is changed, never sent again. */
export async function refreshPosted(
  ctx: Context,
  fact: { assignmentId: string; weekOf: string },
  move: DigestMove,
): Promise<void> {
  const pair = await findPair(ctx.tx, clockEyes(ctx.viewer), fact.assignmentId);
  if (!pair) return;
  const district = await getDistrict(ctx.tx, ctx.viewer, pair.school.districtId);
  const known = await findDigest(ctx.tx, ctx.viewer, { organizationId: district.id, weekOf: fact.weekOf });
  if (known?.postedAt === undefined || !isOut(known.status)) return;
  if (ctx.now.getTime() - known.postedAt.getTime() > A_WEEK_MS) return;
  const digest = await openDigest(ctx.tx, ctx.viewer, district.id, fact.weekOf);
  const { items: fresh, schools } = await compileWeek(ctx, district, fact.weekOf, {});
  const before = await listItems(ctx.tx, ctx.viewer, digest.id);
  const items = withLateFacts(before, fresh);
  if (sameText(before, items)) return;
  await saveItems(ctx.tx, ctx.viewer, digest.id, items);
  await moveDigest(ctx.tx, ctx.viewer, digest, move, ctx.now);
  const changed = `${move === 'correct' ? 'Corrected' : 'Updated'} ${clockIn(district, ctx.now)}`;
  const screen = await screenOf(ctx, district, { weekOf: digest.weekOf, schools, items });
  await amendThread(ctx, digest, { ...screen, digestId: digest.id, changed });
}

/**
 * Released words that are not released any more leave every digest they stand in. What has not gone out goes without them;
 * what has is changed in place, and says when.
 */
export async function dropRelease(ctx: Context, fact: Extract<Fact, { kind: 'release.changed' }>): Promise<void> {
  if (fact.stands) return;
  const district = await getDistrict(ctx.tx, ctx.viewer, fact.districtId);
  for (const { weekOf } of await listDigestsWith(ctx.tx, ctx.viewer, fact.grantId)) {
    const digest = await openDigest(ctx.tx, ctx.viewer, district.id, weekOf);
    const items = withoutRelease(await listItems(ctx.tx, ctx.viewer, digest.id), fact.grantId);
    await saveItems(ctx.tx, ctx.viewer, digest.id, items);
    await amendPreviews(ctx, digest, undefined);
    if (!isOut(digest.status)) continue;
    const schools = new Set((await listPairsOfDistrict(ctx, district.id)).map((pair) => pair.school.id)).size;
    const screen = { ...(await screenOf(ctx, district, { weekOf, schools, items })), digestId: digest.id };
    const changed = fact.wasOut ? { changed: `Updated ${clockIn(district, ctx.now)}` } : {};
    await amendThread(ctx, digest, { ...screen, ...changed });
  }
}

/** `Tue 10:12` */
function clockIn({ timeZone }: District, now: Date): string {
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][weekdayOf(dayIn(timeZone, now)) - 1] ?? '';
  return `${weekday} ${timeIn(timeZone, now)}`;
}

async function tellHeld(ctx: Context, district: District, digest: Digest): Promise<void> {
  const card = heldCard(district.name, digest.weekOf, digest.id);
  for (const manager of await listManagers(ctx, district.id))
    await ctx.send(manager.id, {
      key: `digest:held:${digest.id}:${manager.id}`,
      kind: 'digest.notice',
      about: digest.id,
      card,
    });
}

async function tellNoChannel(ctx: Context, district: District, digest: Digest): Promise<void> {
  const card = noChannelCard(district.name, digest.weekOf);
  const viewer = clockEyes(ctx.viewer);
  const people = new Map<string, PersonInPair>();
  for (const role of ['ADMIN', 'DISTRICT_LEADER'] as const)
    for (const person of await listHolders(ctx.tx, viewer, role, district.id)) people.set(person.id, person);
  for (const person of people.values())
    await ctx.send(person.id, {
      key: `digest:no-channel:${digest.id}:${person.id}`,
      kind: 'digest.notice',
      about: digest.id,
      card,
    });
}
