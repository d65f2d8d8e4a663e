// Whose Home shows something else after a fact, and how it gets there: one piece of work a person, however much happened.
import { writeHome } from '../jobs/homes.ts';
import { listHomes, listWatchers } from '../roster/homes.ts';
import { findPairs, listHolders, listPairsOfDistrict, viewerOf } from '../roster/store.ts';
import type { Fact } from '../features/facts.ts';
import type { Context, Feature, HomeSection, Work } from '../features/feature.ts';
import { promiseCard, standingOf } from '../features/promise.ts';
import { homeCard } from './home-card.ts';

const JOB = 'home.refresh';

/** Whom a fact concerns: both of each pair, one person, or those who answer for a district. */
export function concernOf(
  fact: Fact,
): { pairs: readonly string[] } | { person: string } | { district: string } | { pairsOf: string } {
  switch (fact.kind) {
    case 'check-in.opened':
    case 'check-in.closed':
      return { pairs: fact.assignmentIds };
    case 'check-in.sent':
    case 'visit.logged':
    case 'barrier.named':
    case 'plan.changed':
    case 'step.moved':
      return { pairs: [fact.assignmentId] };
    case 'person.acted':
      return { person: fact.personId };
    case 'digest.posted':
      return { district: fact.organizationId };
    case 'release.changed':
      return { district: fact.districtId };
    case 'calendar.changed':
    case 'closure.called':
    case 'closure.undone':
      return { pairsOf: fact.districtId };
    case 'records.submitted':
      return { pairs: [] };
  }
}

export async function heard(ctx: Context, fact: Fact): Promise<void> {
  await planRefresh(ctx, await peopleOf(ctx, concernOf(fact)));
}

/** Nothing is drawn for those who never look. */
async function planRefresh(ctx: Context, personIds: readonly string[]): Promise<void> {
  const watchers = await listWatchers(ctx.tx, ctx.viewer, personIds, ctx.now);
  await ctx.planAll(watchers.map((personId) => ({ job: JOB, subject: personId, dueAt: ctx.now })));
}

async function peopleOf(ctx: Context, concern: ReturnType<typeof concernOf>): Promise<string[]> {
  if ('person' in concern) return [concern.person];
  if ('pairs' in concern) {
    const pairs = await findPairs(ctx.tx, ctx.viewer, concern.pairs);
    return [...pairs.values()].flatMap((pair) => [pair.principal.id, pair.coach.id]);
  }
  const district = 'district' in concern ? concern.district : concern.pairsOf;
  const pairs = await listPairsOfDistrict(ctx.tx, ctx.viewer, district);
  if ('pairsOf' in concern) return [...new Set(pairs.flatMap((pair) => [pair.principal.id, pair.coach.id]))];
  const leaders = await listHolders(ctx.tx, ctx.viewer, 'DISTRICT_LEADER', district);
  const providers = new Set(pairs.map((pair) => pair.providerId));
  const people = [...leaders];
  for (const provider of providers) people.push(...(await listHolders(ctx.tx, ctx.viewer, 'LP_MANAGER', provider)));
  return people.map((person) => person.id);
}

/** Draws a person's Home anew, with that person's own eyes; `gather` puts the sections together. */
export function refreshWith(gather: (ctx: Context) => Promise<readonly HomeSection[]>): NonNullable<Feature['jobs']> {
  return {
    [JOB]: async (ctx: Context, { subject: personId }: Work) => {
      const { tenantId } = ctx.viewer;
      const homes = await listHomes(ctx.tx, ctx.viewer, personId, ctx.now);
      if (homes.length === 0) return;
      const viewer = await viewerOf(ctx.tx, tenantId, personId, ctx.now.toISOString().slice(0, 10));
      const card = promiseCard(homeCard(await gather({ ...ctx, viewer })), standingOf(viewer));
      for (const to of homes) await writeHome(ctx.tx, tenantId, { card, to, personId, now: ctx.now });
    },
  };
}
