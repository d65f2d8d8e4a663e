// Taking a digest back that is out: the summary and all of its thread say so, and by whom.
import { ForbiddenError } from '../../errors.ts';
import type { Reply } from '../../chat/interaction.ts';
import { getPersonName } from '../../roster/store.ts';
import { dayIn, dayInWords, timeIn } from '../../zone.ts';
import { onSubmit, type Asked } from '../feature.ts';
import { amendPreviews } from './preview.ts';
import { canMove } from './rules/status.ts';
import { districtDays, isManager } from './schedule.ts';
import { retractedCard, retractForm } from './screens/retract.ts';
import { sayNote } from './screens/notes.ts';
import { getDigest, moveDigest, openDigest, type Digest } from './store.ts';
import { replaceThread } from './thread.ts';

/** Asked before it is done, because a digest that was taken back does not come again. */
export async function askToRetract(ctx: Asked, state: Record<string, string>): Promise<Reply> {
  const digest = await ownDigest(ctx, state);
  if (!canMove(digest.status, 'retract')) return sayNote('Only a summary that is posted can be taken back.');
  const launcher = {
    action: 'digest:retract',
    label: 'Take back',
    state: { digest: digest.id },
    opens: 'form',
  } as const;
  return { kind: 'open', form: retractForm(), state: { digest: digest.id }, values: {}, launcher };
}

export const retracting = onSubmit({
  id: 'digest:retract',
  draw: async (ctx, state) => (canMove((await ownDigest(ctx, state)).status, 'retract') ? retractForm() : undefined),
  async submit(ctx, { reason }, state) {
    const seen = await ownDigest(ctx, state);
    const open = await openDigest(ctx.tx, ctx.viewer, seen.organizationId, seen.weekOf);
    const digest = await moveDigest(ctx.tx, ctx.viewer, open, 'retract', ctx.now);
    const { district } = await districtDays(ctx, digest.organizationId);
    const by = await getPersonName(ctx.tx, ctx.viewer, ctx.personId);
    const at = `${dayInWords(dayIn(district.timeZone, ctx.now))} ${timeIn(district.timeZone, ctx.now)}`;
    await replaceThread(ctx, digest, retractedCard({ district: district.name, weekOf: digest.weekOf, at, by, reason }));
    await amendPreviews(ctx, digest, by);
    return { kind: 'done', message: 'Taken back. The summary and its thread say so now.' };
  },
});

async function ownDigest(ctx: Asked, state: Record<string, string>): Promise<Digest> {
  const digest = await getDigest(ctx.tx, ctx.viewer, state['digest'] ?? '');
  if (!(await isManager(ctx, digest.organizationId)))
    throw new ForbiddenError('Only the managers of the coaching partner decide about this summary.');
  return digest;
}
