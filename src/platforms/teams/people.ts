/** Who somebody is and who would read a channel, as the connector's member lists tell. No Microsoft Graph. */
import { z } from 'zod';
import type { Address, ChannelAudience, Profile } from '../../chat/platform.ts';
import { DeliveryError } from '../../errors.ts';
import { conversationPath, type Connector } from './connector.ts';
import type { Memory, SeenChannel } from './memory.ts';

export interface People {
  whoIs(teamId: string, userId: string, address?: Address): Promise<Profile | undefined>;
  inspectChannel(address: Address): Promise<ChannelAudience>;
}

const Member = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});
type Member = z.infer<typeof Member>;
const Page = z.object({ members: z.array(Member), continuationToken: z.string().nullish() });
const Team = z.object({ name: z.string().nullish() });
const Channels = z.object({
  conversations: z.array(z.object({ id: z.string(), name: z.string().nullish(), type: z.string().nullish() })),
});

const NOT_KNOWN = new Set(['MemberNotFoundInConversation', 'BotNotInConversationRoster', 'BadArgument', 'BadSyntax']);
const PAGE = 500;
const PAGES = 100;

export function createPeople(connector: Connector, memory: Memory): People {
  function read<T>(serviceUrl: string, path: string, answer: z.ZodType<T>): Promise<T> {
    return connector.call({ method: 'GET', serviceUrl, path, repeatable: true, answer });
  }

  async function membersOf(serviceUrl: string, channelId: string): Promise<Member[]> {
    const members: Member[] = [];
    let token: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const query = new URLSearchParams({
        pageSize: String(PAGE),
        ...(token === undefined ? {} : { continuationToken: token }),
      });
      const got = await read(serviceUrl, `${conversationPath(channelId, 'pagedmembers')}?${query.toString()}`, Page);
      members.push(...got.members);
      if (!got.continuationToken) return members;
      token = got.continuationToken;
    }
    throw new DeliveryError('our-bug', 'too-many-members', 'This channel has more members than can be looked through.');
  }

  /** Teams lists only standard channels, and General without a name. */
  async function describe({ channelId, workspaceId }: Address, serviceUrl: string, seen: SeenChannel | undefined) {
    if (channelId === undefined) return { team: undefined, channel: seen?.name ?? 'this group chat', type: undefined };
    const teamThread = encodeURIComponent(workspaceId ?? seen?.teamThreadId ?? channelId);
    try {
      const team = await read(serviceUrl, `v3/teams/${teamThread}`, Team);
      const { conversations } = await read(serviceUrl, `v3/teams/${teamThread}/conversations`, Channels);
      const channel = conversations.find((one) => one.id === channelId);
      return {
        team: team.name ?? seen?.team,
        channel: channel ? (channel.name ?? 'General') : seen?.name,
        type: channel?.type,
      };
    } catch (error) {
      // Without the team's own id only General can be described; the members say enough to decide.
      if (
        error instanceof DeliveryError &&
        (error.kind === 'target-dead' || error.kind === 'our-bug' || error.reason.endsWith('NotFound'))
      )
        return { team: seen?.team, channel: seen?.name, type: undefined };
      throw error;
    }
  }

  return {
    whoIs: async (teamId, userId, address) => {
      const seen = memory.person(teamId, userId);
      const where = address?.conversationId !== undefined && address.serviceUrl !== undefined ? address : seen?.address;
      const conversationId = where?.channelId ?? where?.conversationId;
      if (where?.serviceUrl === undefined || conversationId === undefined) return undefined;
      try {
        const member = await read(where.serviceUrl, conversationPath(conversationId, 'members', userId), Member);
        if (member.tenantId && member.tenantId !== teamId) return undefined;
        const email = emailOf(member);
        const timeZone = seen?.timeZone;
        return {
          userId,
          ...(email === undefined ? {} : { email }),
          ...(member.name ? { name: member.name } : {}),
          ...(timeZone === undefined ? {} : { timeZone }),
          ...(conversationId.startsWith('a:') && where.userId === userId
            ? { address: { ...where, teamId, userId } }
            : {}),
        };
      } catch (error) {
        if (error instanceof DeliveryError && NOT_KNOWN.has(error.reason)) return undefined;
        throw error;
      }
    },
    inspectChannel: async (address) => {
      const { serviceUrl, teamId } = address;
      const channelId = address.channelId ?? address.conversationId?.split(';')[0];
      if (serviceUrl === undefined || channelId === undefined)
        throw new DeliveryError('our-bug', 'no-target', 'This Teams address names no channel.');
      const seen = memory.channel(channelId);
      const members = await membersOf(serviceUrl, channelId);
      const described = await describe(address, serviceUrl, seen);
      const name = [described.team, described.channel].filter((part) => part).join(' > ');
      return {
        name: name === '' ? 'a Teams channel' : name,
        // Whether anybody may join the team cannot be known without Graph; everybody who can read is in the list.
        isPublic: false,
        isShared: described.type === 'shared' || seen?.shared === true || members.some((one) => foreign(one, teamId)),
        members: members.map((one) => {
          const email = emailOf(one);
          return { userId: one.id, isGuest: isGuest(one, teamId), ...(email === undefined ? {} : { email }) };
        }),
      };
    },
  };
}

function foreign(member: Member, teamId: string): boolean {
  return Boolean(member.tenantId) && member.tenantId !== teamId;
}

function isGuest(member: Member, teamId: string): boolean {
  const guestName = member.userPrincipalName?.toUpperCase().includes('#EXT#') ?? false;
  return member.userRole?.toLowerCase() === 'guest' || guestName || foreign(member, teamId);
}

function emailOf(member: Member): string | undefined {
  const upn = member.userPrincipalName?.includes('#') ? undefined : member.userPrincipalName;
  return member.email || (upn?.includes('@') ? upn : undefined) || undefined;
}
