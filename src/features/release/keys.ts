// The coach's key: nothing that two wrote is released before the second has said yes, to the very words that were shown.
import { noteActs } from '../../audit/write.ts';
import type { Reply } from '../../chat/interaction.ts';
import { findPair } from '../../roster/store.ts';
import type { Asked } from '../feature.ts';
import { hashOf, lockItem } from '../releases.ts';
import { endChanged } from './edited.ts';
import { standingInWords } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';
import { NOT_YOURS, amendOwn, coachKey, lineOf, say } from './words.ts';

export async function agree(ctx: Asked, grantId: string, shown: string): Promise<Reply> {
  const seen = await store.findGrant(ctx.tx, ctx.viewer, grantId);
  // The item before the release: in this order whoever edits it takes them, too.
  const item = seen && (await lockItem(ctx.tx, ctx.viewer, seen));
  const grant = await findAsked(ctx, grantId);
  if (typeof grant === 'string') return say(grant);
  if (item?.words !== grant.words || hashOf(grant.words) !== shown) {
    await endChanged(ctx, grant, item?.words);
    const now = item === undefined ? 'They are not there any more.' : `They now say: “${item.words}”`;
    return say(
      `The words have changed since ${grant.owner} released them, so nothing was released. ${now} ${grant.owner} can release them anew.`,
    );
  }
  await store.saveAgreed(ctx.tx, ctx.viewer, grantId, ctx.now);
  await noteActs(ctx.tx, ctx.viewer, ctx.now, [
    {
      act: 'released',
      thing: 'release',
      aboutId: grantId,
      ownerId: grant.ownerId,
      detail: { key: 'coach', audience: grant.audience },
    },
  ]);
  const districtId = grant.district.id;
  ctx.announce({ kind: 'release.changed', grantId, districtId, stands: true, wasOut: false });
  await tellDecided(ctx, grantId);
  return say(`You both said yes. ${await standingOf(ctx, grantId)}`);
}

export async function decline(ctx: Asked, grantId: string): Promise<Reply> {
  const grant = await findAsked(ctx, grantId);
  if (typeof grant === 'string') return say(grant);
  await store.saveEnded(ctx.tx, ctx.viewer, grantId, { state: 'DECLINED', at: ctx.now });
  await tellDecided(ctx, grantId);
  return say(`Not released. ${grant.owner} is told, and can ask again.`);
}

/** A release that waits for this very coach, held; or why there is none, in words. */
async function findAsked(ctx: Asked, grantId: string): Promise<store.Grant | string> {
  const grant = await store.lockGrant(ctx.tx, ctx.viewer, grantId);
  const pair = grant && (await findPair(ctx.tx, ctx.viewer, grant.assignmentId));
  if (!grant || pair?.coach.id !== ctx.personId) return NOT_YOURS;
  return grant.state === 'WAITING' ? grant : `This has been decided already. ${await standingOf(ctx, grantId)}`;
}

async function standingOf(ctx: Asked, grantId: string): Promise<string> {
  const grant = await store.findGrant(ctx.tx, ctx.viewer, grantId);
  return grant ? standingInWords(await lineOf(ctx, grant)) : '';
}

/** The principal hears of it in a new message; what was said before stands corrected. */
async function tellDecided(ctx: Asked, grantId: string): Promise<void> {
  const grant = await store.findGrant(ctx.tx, ctx.viewer, grantId);
  if (!grant) return;
  const line = await lineOf(ctx, grant);
  await ctx.amend(coachKey(grantId), screens.wordsCard(`“${grant.words}”: ${standingInWords(line)}`));
  await amendOwn(ctx, grantId);
  await ctx.send(grant.ownerId, {
    key: `release:decided:${grantId}`,
    kind: 'release.decided',
    about: grantId,
    card: screens.ownCard(line),
  });
}
