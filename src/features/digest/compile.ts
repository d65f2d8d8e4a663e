// Gathers a district's week and has it turned into lines. Reads with the clock's eyes: what comes out is for everybody's.
import { systemViewer, type Viewer } from '../../roster/access.ts';
import { chainOf } from '../../roster/school-days.ts';
import { hoursOfDistrict } from '../../roster/schedule.ts';
import * as roster from '../../roster/store.ts';
import { addDays, dayIn, type Day } from '../../zone.ts';
import type { Context } from '../feature.ts';
import { isSettled } from '../outcomes.ts';
import { barrierInWords, isBarrier, PAIR_ONLY_BARRIERS } from '../vocabulary.ts';
import { listCheckIns, listPrompts } from '../week-delivery.ts';
import {
  listCalendar,
  listCounts,
  listDistrictBarriers,
  listReleased,
  listVisits,
  type BarrierFact,
} from './facts/store.ts';
import { districtStaffDays, schoolPlannedDays } from './rules/days.ts';
import { countOnSite } from './rules/on-site.ts';
import { compileItems, type Item } from './rules/sections.ts';
import { seeYouOn } from './rules/times.ts';
import { EARLIER_WEEKS } from './rules/trend.ts';
import type { DigestScreen } from './screens/digest-card.ts';
import { listPostedWeeks, listPublished } from './store.ts';

export interface District {
  id: string;
  name: string;
  timeZone: string;
}

export interface Compiled {
  items: Item[];
  schools: number;
  /** Did anything happen in that week that Throughline knows of? A week before it was in use has no digest. */
  hasRun: boolean;
}

/**
 * `live` is a look at a week whose answers can still come or change: its medians wait. `holds` what was released, for whoever
 * keeps the lines: a release that is withdrawn at the same moment is withdrawn before, or finds the kept line.
 */
export async function compileWeek(
  ctx: Context,
  district: District,
  weekOf: Day,
  { live = false, holds = false },
): Promise<Compiled> {
  const viewer = clockEyes(ctx.viewer);
  const pairs = await listPairsOfDistrict(ctx, district.id);
  const assignmentIds = pairs.map((pair) => pair.assignmentId);
  const calendar = await listCalendar(ctx.tx, viewer, district.id, weekOf);
  const checkIns = await listCheckIns(ctx.tx, viewer, assignmentIds, weekOf);
  const visits = await listVisits(ctx.tx, viewer, assignmentIds, weekOf);
  const lastDay = addDays(weekOf, 6);
  const today = dayIn(district.timeZone, ctx.now);
  const next = seeYouOn(weekOf, districtStaffDays(calendar), await hoursOfDistrict(ctx.tx, viewer, district.id));
  const items = compileItems({
    weekOf,
    asOf: today < lastDay ? today : lastDay,
    now: ctx.now,
    onSite: countOnSite(
      weekOf,
      pairs.map((pair) => ({ ...pair, isPlannedDay: schoolPlannedDays(calendar, chainOf(pair.school)) })),
      visits,
    ),
    checkIns,
    prompts: await listPrompts(
      ctx.tx,
      viewer,
      checkIns.map((one) => one.id),
    ),
    counts: await listCounts(ctx.tx, viewer, checkIns),
    published: await listPublished(ctx.tx, viewer, { organizationId: district.id, before: weekOf }, EARLIER_WEEKS),
    practiceWaits: live && !checkIns.every((checkIn) => isSettled(checkIn, ctx.now)),
    barriers: (await listDistrictBarriers(ctx.tx, viewer, district.id, lastDay)).filter(mayBeCounted).map(inWords),
    released: await listReleased(ctx.tx, viewer, { id: district.id, weekOf }, holds),
    calendar,
    ...(next !== undefined && { seeYouOn: next }),
  });
  const schools = new Set(pairs.map((pair) => pair.school.id)).size;
  return { items, schools, hasRun: checkIns.length + visits.length > 0 };
}

/** Whatever keeps a digest holds first what was released and then the digest, so that no two wait for one another. */
export async function holdReleases(ctx: Context, digest: { organizationId: string; weekOf: Day }): Promise<void> {
  await listReleased(ctx.tx, clockEyes(ctx.viewer), { id: digest.organizationId, weekOf: digest.weekOf }, true);
}

/** What a digest is drawn from: its own lines, and what those before it said. */
export async function screenOf(
  ctx: Context,
  district: District,
  week: { weekOf: Day; schools: number; items: readonly Item[] },
): Promise<DigestScreen> {
  const earlier = await listPostedWeeks(ctx.tx, clockEyes(ctx.viewer), district.id, week.weekOf, EARLIER_WEEKS);
  return { district: district.name, ...week, earlier };
}

export async function listPairsOfDistrict(ctx: Context, districtId: string): Promise<roster.Pair[]> {
  return roster.listPairsOfDistrict(ctx.tx, clockEyes(ctx.viewer), districtId);
}

export function clockEyes(viewer: Viewer): Viewer {
  return systemViewer(viewer.tenantId);
}

/** What is a leader's own stays in the pair, even if a row says otherwise. */
function mayBeCounted(barrier: BarrierFact): boolean {
  return !(isBarrier(barrier.category) && PAIR_ONLY_BARRIERS.includes(barrier.category));
}

function inWords({ status, ...barrier }: BarrierFact) {
  return { ...barrier, category: barrierInWords(barrier.category), open: !CLOSED.includes(status) };
}

const CLOSED = ['RESOLVED', 'CONFIRMED', 'DECLINED'];
