// Taking a release back. Where it stands in a digest, the lock decides: it is gone from the post, or it was posted and the
// principal is told so; nothing lies between.
import { noteActs } from '../../audit/write.ts';
import type { Reply } from '../../chat/interaction.ts';
import type { Asked } from '../feature.ts';
import { mayWithdraw, standingInWords, withdrawnInWords } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';
import { NOT_YOURS, amendOwn, coachKey, lineOf, say } from './words.ts';

export async function withdraw(ctx: Asked, grantId: string): Promise<Reply> {
  const grant = await store.lockGrant(ctx.tx, ctx.viewer, grantId);
  if (!grant || grant.ownerId !== ctx.personId) return say(NOT_YOURS);
  if (!mayWithdraw(grant)) return say(standingInWords(await lineOf(ctx, grant)));
  const wasOut = grant.isOut;
  const inPreview = await store.isInPreview(ctx.tx, ctx.viewer, grantId);
  await store.saveEnded(ctx.tx, ctx.viewer, grantId, { state: 'WITHDRAWN', at: ctx.now, wasOut });
  await noteActs(ctx.tx, ctx.viewer, ctx.now, [
    {
      act: 'withdrew',
      thing: 'release',
      aboutId: grantId,
      ownerId: ctx.personId,
      detail: { audience: grant.audience, posted: wasOut },
    },
  ]);
  ctx.announce({ kind: 'release.changed', grantId, districtId: grant.district.id, stands: false, wasOut });
  await amendOwn(ctx, grantId);
  if (grant.state === 'WAITING')
    await ctx.amend(coachKey(grantId), screens.wordsCard(`${grant.owner} has withdrawn this. Nothing was released.`));
  return say(withdrawnInWords({ ...grant, inPreview }, wasOut));
}
