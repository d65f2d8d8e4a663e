// A digest as it stands in its channel: the summary on top, and the parts of its thread below it.
import type { Card } from '../../chat/card.ts';
import type { Context, Message } from '../feature.ts';
import type { Day } from '../../zone.ts';
import { digestCard, type DigestScreen } from './screens/digest-card.ts';
import { emptyPart, threadParts } from './screens/thread-cards.ts';
import { findPost, listReplies, type Digest } from './store.ts';

const A_WEEK_MS = 7 * 24 * 60 * 60 * 1000;

export function postKey(districtId: string, weekOf: Day): string {
  return `digest:${districtId}:${weekOf}`;
}

/** Writes the summary and its thread into the ledger; false where nobody has chosen a channel. */
export async function sendThread(ctx: Context, digest: Digest, key: string, screen: DigestScreen): Promise<boolean> {
  const top = { ...envelope(ctx, digest), key, kind: 'digest.post', card: digestCard(screen) };
  if (!(await ctx.post(digest.organizationId, top))) return false;
  for (const { name, card } of threadParts(screen)) await sendPart(ctx, digest, key, name, card);
  announce(ctx, digest);
  return true;
}

/** Changes in place what says something else now; only a part that did not exist is a new message. */
export async function amendThread(ctx: Context, digest: Digest, screen: DigestScreen): Promise<void> {
  const post = await findPost(ctx.tx, ctx.viewer, digest.id);
  if (!post) return;
  await ctx.amend(post.key, digestCard(screen));
  const standing = await listReplies(ctx.tx, ctx.viewer, post.id);
  const parts = threadParts(screen);
  for (const { name, card } of parts) {
    const key = partKey(post.key, name);
    if (standing.includes(key)) await ctx.amend(key, card);
    else await sendPart(ctx, digest, post.key, name, card);
  }
  for (const key of standing)
    if (!parts.some(({ name }) => partKey(post.key, name) === key)) await ctx.amend(key, emptyPart(screen.weekOf));
  announce(ctx, digest);
}

/** Takes back what has not gone out, and puts `card` in the place of all that has. */
export async function replaceThread(ctx: Context, digest: Digest, card: Card): Promise<void> {
  const post = await findPost(ctx.tx, ctx.viewer, digest.id);
  if (!post) return;
  for (const key of [post.key, ...(await listReplies(ctx.tx, ctx.viewer, post.id))]) {
    await ctx.withdraw(key);
    await ctx.amend(key, card);
  }
  announce(ctx, digest);
}

function announce(ctx: Context, { organizationId }: Digest): void {
  ctx.announce({ kind: 'digest.posted', organizationId });
}

function sendPart(ctx: Context, digest: Digest, under: string, name: string, card: Card): Promise<boolean> {
  const message = { ...envelope(ctx, digest), key: partKey(under, name), kind: 'digest.part', card, under };
  return ctx.post(digest.organizationId, message);
}

/** Each message is checked anew before it goes out: somebody may have joined the channel since the first. */
function envelope(ctx: Context, digest: Digest): Pick<Message, 'about' | 'guard' | 'expiresAt' | 'priority'> {
  const expiresAt = new Date(ctx.now.getTime() + A_WEEK_MS);
  return { about: digest.id, guard: 'digest-audience', expiresAt, priority: 4 };
}

function partKey(post: string, name: string): string {
  return `digest-part:${name}:${post}`;
}
