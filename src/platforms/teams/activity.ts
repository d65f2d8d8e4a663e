/** What we read of an activity. Everything else that Teams sends is let through unread. */
import { z } from 'zod';

const Id = z.object({ id: z.string().min(1) });
const Named = Id.extend({ name: z.string().nullish() });

export const Activity = z.object({
  type: z.string().min(1),
  id: z.string().nullish(),
  name: z.string().nullish(),
  replyToId: z.string().nullish(),
  // The SDK has made a date of it by the time it is read.
  timestamp: z.union([z.string(), z.date()]).nullish(),
  channelId: z.string(),
  serviceUrl: z.string(),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  action: z.string().nullish(),
  localTimezone: z.string().nullish(),
  from: Id.extend({ aadObjectId: z.string().min(1).max(100).nullish() }),
  recipient: Id,
  conversation: Id.extend({
    conversationType: z.string().nullish(),
    tenantId: z.string().nullish(),
    name: z.string().nullish(),
  }),
  channelData: z
    .object({
      tenant: Id.nullish(),
      team: Named.nullish(),
      channel: Named.extend({ type: z.string().nullish(), membershipType: z.string().nullish() }).nullish(),
      eventType: z.string().nullish(),
      settings: z.object({ selectedChannel: Id.nullish() }).nullish(),
    })
    .nullish(),
  entities: z.array(z.unknown()).nullish(),
  membersAdded: z.array(Id).nullish(),
  membersRemoved: z.array(Id).nullish(),
});
export type Activity = z.infer<typeof Activity>;

/** The Entra tenant that both places agree on, or undefined. */
export function tenantOf(activity: Activity): string | undefined {
  const { tenantId } = activity.conversation;
  const told = activity.channelData?.tenant?.id;
  if (tenantId && told && tenantId !== told) return undefined;
  return tenantId || told || undefined;
}

export function isPersonal(activity: Activity): boolean {
  const { conversationType, id } = activity.conversation;
  return conversationType ? conversationType === 'personal' : id.startsWith('a:');
}

/** When Teams says that it happened. */
export function instantOf({ timestamp }: Activity): Date | undefined {
  const at = timestamp ? new Date(timestamp) : undefined;
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at;
}

export function isGroupChat(activity: Activity): boolean {
  const { conversationType, id } = activity.conversation;
  return conversationType ? conversationType === 'groupChat' : id.endsWith('@thread.v2');
}

/** The channel of a thread: what stands before `;messageid=`. Group chats have none. */
export function channelOf(activity: Activity): string | undefined {
  if (isPersonal(activity) || isGroupChat(activity)) return undefined;
  return activity.channelData?.channel?.id ?? activity.conversation.id.split(';')[0];
}

/** The sender's id for this bot, and the one that Microsoft Entra knows them by. */
export function personOf({ from }: Activity): { userId: string; objectId?: string } {
  return { userId: from.id, ...(from.aadObjectId ? { objectId: from.aadObjectId.toLowerCase() } : {}) };
}
