// Every release, to its owner, to the coach of the pair, and to those whom it was released to.
import { noteReads } from '../../audit/write.ts';
import type { Reply } from '../../chat/interaction.ts';
import type { Asked } from '../feature.ts';
import { thingOf } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';
import { lineOf } from './words.ts';

const LINES_A_PAGE = 8;

export function showOwn(ctx: Asked, words: string): Promise<Reply> {
  return show(ctx, 'own', words);
}

export function showCoached(ctx: Asked, words: string): Promise<Reply> {
  return show(ctx, 'coach', words);
}

export function showForMe(ctx: Asked, words: string): Promise<Reply> {
  return show(ctx, 'reader', words);
}

const WHOSE = { own: 'own', coach: 'coached', reader: 'for-me' } as const;

async function show(ctx: Asked, as: 'own' | 'coach' | 'reader', words: string): Promise<Reply> {
  const number = Math.max(1, Number.parseInt(words, 10) || 1);
  const range = { atMost: LINES_A_PAGE + 1, skip: (number - 1) * LINES_A_PAGE };
  const found = await store.listGrants(ctx.tx, ctx.viewer, WHOSE[as], range);
  const grants = found.slice(0, LINES_A_PAGE);
  const reads = grants.map((grant) => ({ thing: thingOf(grant.kind), ownerId: grant.ownerId, aboutId: grant.id }));
  await noteReads(ctx.tx, ctx.viewer, ctx.now, reads);
  const lines: screens.Line[] = [];
  for (const grant of grants) {
    const of = as === 'coach' ? grant.owner : `${grant.owner}, ${grant.school}`;
    lines.push({ ...(await lineOf(ctx, grant)), ...(as !== 'own' && { of }) });
  }
  return { kind: 'say', card: screens.listCard(as, lines, { number, isLast: found.length <= LINES_A_PAGE }) };
}
