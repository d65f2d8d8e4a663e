// Words that are edited after they were released are other words: nobody said yes to those.
import type { Context } from '../feature.ts';
import { lockItem } from '../releases.ts';
import { NOUNS } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';
import { amendOwn, coachKey } from './words.ts';

/** What was posted stays posted: it was what it said. */
export async function heardChange(ctx: Context, assignmentId: string): Promise<void> {
  for (const id of await store.listChanged(ctx.tx, ctx.viewer, assignmentId)) {
    const grant = await store.lockGrant(ctx.tx, ctx.viewer, id);
    if (!grant || grant.isOut || (grant.state !== 'WAITING' && grant.state !== 'RELEASED')) continue;
    await endChanged(ctx, grant, (await lockItem(ctx.tx, ctx.viewer, grant))?.words);
  }
}

/** `words` are those of now; undefined where there are none any more. */
export async function endChanged(ctx: Context, grant: store.Grant, words: string | undefined): Promise<void> {
  await store.saveEnded(ctx.tx, ctx.viewer, grant.id, { state: 'CHANGED', at: ctx.now });
  ctx.announce({
    kind: 'release.changed',
    grantId: grant.id,
    districtId: grant.district.id,
    stands: false,
    wasOut: false,
  });
  await amendOwn(ctx, grant.id);
  await ctx.amend(
    coachKey(grant.id),
    screens.wordsCard('The words have changed since, so nothing was released. They can be released anew.'),
  );
  const now =
    words === undefined
      ? 'It is not done any more, or it is gone.'
      : `It says now: “${words}”. If that is right, release it anew with /checkin release.`;
  await ctx.send(grant.ownerId, {
    key: `release:changed:${grant.id}`,
    kind: 'release.changed',
    about: grant.id,
    card: screens.wordsCard(
      `Your ${NOUNS[grant.kind]} has changed since you released it, so it is not released. ${now}`,
    ),
  });
}
