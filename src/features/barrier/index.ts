import type { Reply } from '../../chat/interaction.ts';
import { findPair } from '../../roster/store.ts';
import { dayIn } from '../../zone.ts';
import type { Fact } from '../facts.ts';
import type { Asked, Context, Feature } from '../feature.ts';
import { PAIR_ONLY_BARRIERS, barrierInWords, leverOf } from '../vocabulary.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';

export const barrier: Feature = {
  name: 'barrier',
  presses: {
    'barrier:share': (ctx, state) => decide(ctx, state['b'] ?? '', true),
    'barrier:keep': (ctx, state) => decide(ctx, state['b'] ?? '', false),
  },
  hears: { 'barrier.named': heardName },
  examples: screens.examples,
};

const consentKey = (barrierId: string) => `barrier:consent:${barrierId}`;

/** A barrier stays in the pair until the principal says yes; a coach's word for it is not the principal's yes. */
async function heardName(ctx: Context, fact: Extract<Fact, { kind: 'barrier.named' }>): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, fact.assignmentId);
  if (!pair) return;
  const mayShare = !(PAIR_ONLY_BARRIERS as readonly string[]).includes(fact.category);
  const principalSaidYes = fact.forDistrict && mayShare && fact.byId === pair.principal.id;
  const raised = await store.raiseBarrier(ctx.tx, ctx.viewer, pair, {
    category: fact.category,
    lever: leverOf(fact.category),
    byId: fact.byId,
    raisedOn: dayIn(pair.school.timeZone, ctx.now),
    visibility: principalSaidYes ? 'DISTRICT' : 'PAIR',
  });
  if (!fact.forDistrict || !mayShare || raised.visibility === 'DISTRICT') return;
  const card = screens.consentCard(raised.id, pair.coach.name, barrierInWords(fact.category));
  await ctx.send(pair.principal.id, { key: consentKey(raised.id), kind: 'barrier.consent', about: raised.id, card });
}

async function decide(ctx: Asked, barrierId: string, share: boolean): Promise<Reply> {
  const found = await store.findBarrier(ctx.tx, ctx.viewer, barrierId);
  const pair = found && (await findPair(ctx.tx, ctx.viewer, found.assignmentId));
  if (!found || pair?.principal.id !== ctx.personId) return { kind: 'say', card: screens.goneCard() };
  if (share) await store.shareWithDistrict(ctx.tx, ctx.viewer, barrierId);
  await ctx.amend(consentKey(barrierId), screens.decidedCard(share, barrierInWords(found.category)));
  return { kind: 'done' };
}
