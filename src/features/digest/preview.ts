// Friday's look ahead: what will be posted, shown to the partner's managers and to whoever asks for it.
import { dayIn, mondayOf } from '../../zone.ts';
import type { Card } from '../../chat/card.ts';
import type { Reply } from '../../chat/interaction.ts';
import type { PersonInPair } from '../../roster/store.ts';
import type { Asked, Context, Work } from '../feature.ts';
import { compileWeek, listPairsOfDistrict, screenOf, type District } from './compile.ts';
import { nextWeek, postTime } from './rules/times.ts';
import { districtDays, isManager, listManagers, planDistricts, postsAt, subjectOf } from './schedule.ts';
import { sayNote } from './screens/notes.ts';
import { previewCard } from './screens/preview-card.ts';
import { glanceCard } from './screens/whole-card.ts';
import { findDigest, listItems, moveDigest, openDigest, saveItems, type Digest } from './store.ts';

export async function runPreview(ctx: Context, work: Work): Promise<void> {
  const { districtId, weekOf } = subjectOf(work);
  const { district } = await districtDays(ctx, districtId);
  const managers = await listManagers(ctx, districtId);
  const { items, hasRun } = await compileWeek(ctx, district, weekOf, { live: true, holds: true });
  if (hasRun) {
    let digest = await openDigest(ctx.tx, ctx.viewer, districtId, weekOf);
    if (digest.status === 'COMPILING') {
      await saveItems(ctx.tx, ctx.viewer, digest.id, items);
      digest = await moveDigest(ctx.tx, ctx.viewer, digest, 'preview', ctx.now);
    }
    for (const manager of managers) {
      const card = await drawPreview(ctx, digest, { mayDecide: true });
      await ctx.send(manager.id, { key: previewKey(digest, manager), kind: 'digest.preview', about: digest.id, card });
    }
  }
  await planDistricts(ctx, [districtId]);
}

/** The week that is posted next, as it stands; from the stored lines where a manager is to decide about them. */
export async function previewReply(ctx: Asked, district: District): Promise<Reply> {
  const { isStaffDay, times } = await districtDays(ctx, district.id);
  const next = nextWeek(ctx.now, district.timeZone, (week) => postTime(week, district.timeZone, isStaffDay, times));
  if (!next) return sayNote(`No summary is planned for ${district.name}: the calendar has no staff days ahead.`);
  const { items, schools } = await compileWeek(ctx, district, next.weekOf, { live: true });
  const digest = await findDigest(ctx.tx, ctx.viewer, { organizationId: district.id, weekOf: next.weekOf });
  const card = previewCard({
    ...(await screenOf(ctx, district, { weekOf: next.weekOf, schools, items })),
    status: digest?.status ?? 'COMPILING',
    postsAt: postsAt(district, next.dueAt),
    mayDecide: digest !== undefined && (await isManager(ctx, district.id)),
    ...(digest && { digestId: digest.id }),
  });
  return { kind: 'say', card };
}

export async function glanceReply(ctx: Asked, district: District): Promise<Reply> {
  const weekOf = mondayOf(dayIn(district.timeZone, ctx.now));
  const { items, schools } = await compileWeek(ctx, district, weekOf, { live: true });
  const screen = await screenOf(ctx, district, { weekOf, schools, items });
  return { kind: 'say', card: glanceCard({ ...screen, soFar: true }) };
}

export async function amendPreviews(ctx: Context, digest: Digest, by: string | undefined): Promise<void> {
  const card = await drawPreview(ctx, digest, { mayDecide: true, ...(by !== undefined && { by }) });
  for (const manager of await listManagers(ctx, digest.organizationId))
    await ctx.amend(previewKey(digest, manager), card);
}

async function drawPreview(ctx: Context, digest: Digest, options: { mayDecide: boolean; by?: string }): Promise<Card> {
  const { district, isStaffDay, times } = await districtDays(ctx, digest.organizationId);
  const pairs = await listPairsOfDistrict(ctx, district.id);
  const screen = await screenOf(ctx, district, {
    weekOf: digest.weekOf,
    schools: new Set(pairs.map((pair) => pair.school.id)).size,
    items: await listItems(ctx.tx, ctx.viewer, digest.id),
  });
  return previewCard({
    ...screen,
    digestId: digest.id,
    status: digest.status,
    postsAt: postsAt(district, postTime(digest.weekOf, district.timeZone, isStaffDay, times)),
    ...options,
  });
}

function previewKey(digest: Digest, manager: PersonInPair): string {
  return `digest:preview:${digest.id}:${manager.id}`;
}
