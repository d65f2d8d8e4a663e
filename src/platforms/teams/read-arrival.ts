/** What shows that a message of ours is there: a button of it was pressed. Of what the bot says itself, Teams tells it nothing. */
import { z } from 'zod';
import type { Arrival } from '../../chat/platform.ts';
import { channelOf, personOf, tenantOf, type Activity } from './activity.ts';

const Marked = z.object({ of: z.string().min(1) });
const Fetched = z.object({ data: Marked }).transform(({ data }) => data);
const Pressed = Marked.or(Fetched);

/** The message is named by the envelope. The mark, as all that a button carries, can be forged: so it counts for its reader alone. */
export function readUse(activity: Activity): Arrival | undefined {
  const pressed = Pressed.safeParse(activity.value);
  const teamId = tenantOf(activity);
  const { replyToId, conversation } = activity;
  if (!pressed.success || teamId === undefined || !replyToId) return undefined;
  const channelId = channelOf(activity);
  return {
    ...{ platform: 'teams', teamId, mark: pressed.data.of, messageId: `${conversation.id}|${replyToId}` },
    place: channelId === undefined ? { conversationId: conversation.id } : {},
    by: { userId: personOf(activity).userId, ...(channelId === undefined ? {} : { channelId }) },
  };
}
