// Home: what somebody finds when they look, put together from the features that have something to say to them.
import { noteReads } from '../audit/write.ts';
import type { Reply } from '../chat/interaction.ts';
import type { RoleKey } from '../db/generated/enums.ts';
import { dropHome } from '../jobs/homes.ts';
import { noteLook } from '../roster/homes.ts';
import type { Asked, Context, Example, Feature, HomeSection } from '../features/feature.ts';
import { beginCard, homeCard, type Where } from './home-card.ts';
import { heard, refreshWith } from './home-news.ts';

/** Home is a feature like any other, but for this: it shows what the others hand it. */
export function createHome(parts: readonly Feature[]): Feature {
  const gather = async (ctx: Context) => {
    const sections: HomeSection[] = [];
    for (const part of parts) sections.push(...((await part.home?.sections(ctx)) ?? []));
    return sections;
  };

  async function look(ctx: Asked, page: number, where: Where): Promise<Reply> {
    // The tab in Teams looks again by itself; nothing is sent there.
    if (where === 'home' && ctx.sender.platform === 'slack') await takeOver(ctx);
    const sections = await gather(ctx);
    await noteReads(
      ctx.tx,
      ctx.viewer,
      ctx.now,
      sections.flatMap((section) => section.looks ?? []),
    );
    const card = homeCard(sections, page, where);
    return where === 'home' ? { kind: 'home', card } : { kind: 'say', card };
  }

  return {
    name: 'home',
    presses: {
      'home:page': (ctx, state) =>
        look(ctx, Number.parseInt(state['p'] ?? '1', 10) || 1, state['w'] === 'chat' ? 'chat' : 'home'),
    },
    jobs: refreshWith(gather),
    hears: {
      'check-in.opened': heard,
      'check-in.sent': heard,
      'check-in.closed': heard,
      'visit.logged': heard,
      'barrier.named': heard,
      'plan.changed': heard,
      'step.moved': heard,
      'person.acted': heard,
      'digest.posted': heard,
    },
    // Where the tab is off in Teams there is no other way to it, and in Slack it does no harm.
    typed: async (ctx, text) => (/^\/?home\W*$/i.test(text.trim()) ? look(ctx, 1, 'chat') : undefined),
    examples: examplesOf(parts),
  };
}

/**
 * What is shown now is newer than what waits in the ledger, which must not come after it. One that is on its way cannot be
 * called back; then the newest is shown once more behind it.
 */
async function takeOver(ctx: Asked): Promise<void> {
  const to = await noteLook(ctx.tx, ctx.viewer, ctx.sender, ctx.now);
  if (to && (await dropHome(ctx.tx, ctx.viewer.tenantId, to.lane)))
    await ctx.plan('home.refresh', ctx.personId, ctx.now);
}

const ROLES: readonly RoleKey[] = ['PRINCIPAL', 'COACH', 'LP_MANAGER', 'DISTRICT_LEADER', 'ADMIN'];

/** Each role's Home, one page of a long one, and the one of somebody who has no role yet. */
function examplesOf(parts: readonly Feature[]): Example[] {
  const sectionsOf = (role: RoleKey) => parts.flatMap((part) => part.home?.examples[role] ?? []);
  const all = ROLES.flatMap(sectionsOf);
  return [
    ...ROLES.map((role) => ({ card: homeCard(sectionsOf(role)) })),
    { card: homeCard([...all, ...all], 2) },
    { card: beginCard() },
  ];
}
