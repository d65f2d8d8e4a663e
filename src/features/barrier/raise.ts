// A barrier that somebody of the pair raises by themselves, picked on a message. The message's words are not kept: a barrier
// is a kind, and who may see it.
import type { Reply } from '../../chat/interaction.ts';
import { findPair, type Pair } from '../../roster/store.ts';
import type { Asked } from '../feature.ts';
import { barrierInWords, isShareable } from '../vocabulary.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';

export function openRaise(ctx: Asked, pair: Pair): Reply {
  const state = { a: pair.assignmentId };
  return {
    kind: 'open',
    form: formFor(ctx, pair),
    state,
    values: {},
    launcher: { action: 'barrier:raise', label: 'Raise a barrier', state, style: 'primary', opens: 'form' },
  };
}

export async function findOwnPair(ctx: Asked, assignmentId: string): Promise<Pair | undefined> {
  const pair = await findPair(ctx.tx, ctx.viewer, assignmentId);
  return pair && (pair.coach.id === ctx.personId || pair.principal.id === ctx.personId) ? pair : undefined;
}

export function formFor(ctx: Asked, pair: Pair) {
  return isPrincipal(ctx, pair)
    ? screens.raiseForm({ by: 'principal', otherName: pair.coach.name })
    : screens.raiseForm({ by: 'coach', otherName: pair.principal.name });
}

export async function saveRaised(
  ctx: Asked,
  assignmentId: string,
  answers: { category: string; share: boolean },
): Promise<Reply> {
  const pair = await findOwnPair(ctx, assignmentId);
  if (!pair) return { kind: 'done', message: 'That pair is not yours, or it has ended. Nothing was saved.' };
  const { category, share } = answers;
  const isSeen = (await store.findOpen(ctx.tx, ctx.viewer, pair, category))?.visibility === 'DISTRICT';
  ctx.announce({
    kind: 'barrier.named',
    assignmentId,
    category,
    byId: ctx.personId,
    forDistrict: share,
    key: `raised:${assignmentId}:${category}`,
  });
  return { kind: 'done', message: thanks(ctx, pair, category, { share, isSeen }) };
}

function thanks(ctx: Asked, pair: Pair, category: string, { share, isSeen }: { share: boolean; isSeen: boolean }) {
  const words = barrierInWords(category);
  const isYes = share && isShareable(category);
  if (isSeen || (isYes && isPrincipal(ctx, pair))) return `${words}: the district sees it.`;
  const between = `${words}: noted between the two of you.`;
  if (isYes) return `${between} I asked ${pair.principal.name} whether to share it.`;
  return share ? `${between} This kind is never shown to the district.` : between;
}

function isPrincipal({ personId }: Asked, pair: Pair): boolean {
  return pair.principal.id === personId;
}
