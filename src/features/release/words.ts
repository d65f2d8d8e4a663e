// A release as people are told of it: names and instants put into words.
import type { Reply } from '../../chat/interaction.ts';
import { dayIn, dayInWords, timeInWords } from '../../zone.ts';
import type { Context } from '../feature.ts';
import { hashOf } from '../releases.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';

export const NOT_YOURS = 'That release is not yours, or it is gone.';

export function say(text: string): Reply {
  return { kind: 'say', card: screens.wordsCard(text) };
}

export function ownKey(grantId: string): string {
  return `release:own:${grantId}`;
}

export function coachKey(grantId: string): string {
  return `release:key:${grantId}`;
}

type InZone = { id: string; name: string; timeZone: string };

/** `Mon, Oct 26, 7 AM`, where one is planned. */
export async function nextPostOf(ctx: Context, district: InZone): Promise<{ nextPost?: string }> {
  const at = await store.findNextPost(ctx.tx, ctx.viewer, district.id, ctx.now);
  if (at === undefined) return {};
  return { nextPost: `${dayInWords(dayIn(district.timeZone, at))}, ${timeInWords(district.timeZone, at)}` };
}

export async function lineOf(ctx: Context, grant: store.Grant): Promise<screens.Line> {
  const { id, kind, words, state, audience, coach, wasOut, isOut, postedAt, district } = grant;
  return {
    ...{ grantId: id, wordsHash: hashOf(words), kind, words, state, audience, coach, wasOut, isOut },
    district: district.name,
    ...(postedAt !== null && { postedOn: dayInWords(dayIn(district.timeZone, new Date(postedAt))) }),
    ...(await nextPostOf(ctx, district)),
  };
}

/** The owner's own message says how it stands now. */
export async function amendOwn(ctx: Context, grantId: string): Promise<void> {
  const grant = await store.findGrant(ctx.tx, ctx.viewer, grantId);
  if (grant) await ctx.amend(ownKey(grantId), screens.ownCard(await lineOf(ctx, grant)));
}
