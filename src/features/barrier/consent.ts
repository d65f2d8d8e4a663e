// A barrier stays in the pair until the principal says yes; a coach's word for it is not the principal's yes.
import { noteActs, type Act } from '../../audit/write.ts';
import type { Reply } from '../../chat/interaction.ts';
import { findPair } from '../../roster/store.ts';
import { dayIn, type Day } from '../../zone.ts';
import type { Fact } from '../facts.ts';
import type { Asked, Context } from '../feature.ts';
import { barrierInWords, isShareable, leverOf } from '../vocabulary.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';

const consentKey = (barrierId: string) => `barrier:consent:${barrierId}`;

export async function heardName(ctx: Context, fact: Extract<Fact, { kind: 'barrier.named' }>): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, fact.assignmentId);
  if (!pair) return;
  const mayBeShared = fact.forDistrict && isShareable(fact.category);
  const raised = await store.raiseBarrier(ctx.tx, ctx.viewer, pair, {
    category: fact.category,
    lever: leverOf(fact.category),
    byId: fact.byId,
    raisedOn: dayIn(pair.school.timeZone, ctx.now),
    visibility: mayBeShared && fact.byId === pair.principal.id ? 'DISTRICT' : 'PAIR',
  });
  const isShared = raised.visibility === 'DISTRICT';
  await noteActs(ctx.tx, { ...ctx.viewer, personId: fact.byId }, ctx.now, [
    { act: 'wrote', thing: isShared ? 'barrier-shared' : 'barrier-of-pair', aboutId: raised.id, ownerId: fact.byId },
  ]);
  if (!mayBeShared || isShared) return;
  const card = screens.consentCard(raised.id, pair.coach.name, barrierInWords(fact.category));
  await ctx.send(pair.principal.id, { key: consentKey(raised.id), kind: 'barrier.consent', about: raised.id, card });
}

/** A barrier that was named in the asker's own pair, for its principal alone. */
export async function ownBarrier(ctx: Asked, barrierId: string): Promise<{ words: string; today: Day } | undefined> {
  const found = await store.findBarrier(ctx.tx, ctx.viewer, barrierId);
  if (found?.pair.principal.id !== ctx.personId) return undefined;
  return { words: barrierInWords(found.category), today: dayIn(found.pair.school.timeZone, ctx.now) };
}

export async function openShare(ctx: Asked, barrierId: string): Promise<Reply> {
  const found = await ownBarrier(ctx, barrierId);
  if (!found) return { kind: 'say', card: screens.goneCard() };
  const state = { b: barrierId };
  return {
    kind: 'open',
    form: screens.shareForm(found.words, found.today),
    state,
    values: {},
    launcher: { action: 'barrier:share', label: 'Yes, share', state, style: 'primary', opens: 'form' },
  };
}

export async function share(ctx: Asked, barrierId: string, neededBy: Day | undefined): Promise<Reply> {
  const found = await ownBarrier(ctx, barrierId);
  if (!found) return { kind: 'say', card: screens.goneCard() };
  await store.shareWithDistrict(ctx.tx, ctx.viewer, barrierId, neededBy);
  await noteDecision(ctx, barrierId, { act: 'released', thing: 'barrier-shared' });
  await ctx.amend(consentKey(barrierId), screens.decidedCard(true, found.words));
  return { kind: 'done', message: 'Shared with the district.' };
}

export async function keep(ctx: Asked, barrierId: string): Promise<Reply> {
  const found = await ownBarrier(ctx, barrierId);
  if (!found) return { kind: 'say', card: screens.goneCard() };
  await noteDecision(ctx, barrierId, { act: 'wrote', thing: 'barrier-of-pair' });
  await ctx.amend(consentKey(barrierId), screens.decidedCard(false, found.words));
  return { kind: 'done' };
}

async function noteDecision(ctx: Asked, aboutId: string, act: Pick<Act, 'act' | 'thing'>): Promise<void> {
  await noteActs(ctx.tx, ctx.viewer, ctx.now, [{ ...act, aboutId, ownerId: ctx.personId }]);
}
