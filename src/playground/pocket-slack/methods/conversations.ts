import { z } from 'zod';
import { openDirectMessage } from '../people-and-channels.ts';
import type { Conversation, Workspace, World } from '../world.ts';
import { inWorkspace, listConversations } from '../world.ts';
import type { Answer, Method, Refused } from './method.ts';
import { count, flag, refuse, refuseScope, withArguments, word } from './method.ts';
import { pageOf } from './page-of.ts';

type Kind = Conversation['kind'];
const readScopes: Record<Kind, string> = { public: 'channels:read', private: 'groups:read', im: 'im:read' };
const anyRead = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

export const conversationMethods: Record<string, Method> = {
  'conversations.open': {
    scopes: ['im:write', 'mpim:write', 'channels:manage', 'groups:write'],
    perMinute: 50,
    run: withArguments(
      z.object({ users: z.union([z.string(), z.array(z.string())]).optional(), channel: word, return_im: flag }),
      (world, workspace, { users, channel, return_im }) => {
        if (channel !== undefined) {
          const known = findConversation(world, workspace, channel);
          return known
            ? { ok: true, no_op: true, already_open: true, channel: { id: known.id } }
            : refuse('channel_not_found');
        }
        const ids = (Array.isArray(users) ? users : (users ?? '').split(',')).filter((id) => id !== '');
        if (ids.length === 0) return refuse('users_list_not_supplied');
        if (ids.length > 8) return refuse('too_many_users');
        const [id] = ids;
        const user = world.users.get(inWorkspace(workspace.id, id ?? ''));
        if (!user) return refuse('user_not_found');
        if (user.deleted) return refuse('user_disabled');
        if (user.isBot) return refuse('is_bot');
        // [assumed] The reference gives this for people whom the caller may not see.
        if (user.isStranger) return refuse('user_not_visible');
        // The product talks to one person at a time, so group conversations are not played.
        if (ids.length > 1) return refuse('method_not_supported_for_channel_type');
        const conversation = openDirectMessage(world, user);
        const shown = return_im === true ? describeConversation(conversation, workspace) : { id: conversation.id };
        return { ok: true, channel: shown };
      },
    ),
  },
  'conversations.info': {
    scopes: anyRead,
    perMinute: 50,
    run: withArguments(z.object({ channel: word, include_num_members: flag }), (world, workspace, args) => {
      const found = getReadable(world, workspace, args.channel);
      if ('error' in found) return found;
      const members = args.include_num_members === true ? { num_members: found.members.size } : {};
      return { ok: true, channel: { ...describeConversation(found, workspace), ...members } };
    }),
  },
  'conversations.members': {
    scopes: anyRead,
    perMinute: 100,
    run: withArguments(z.object({ channel: word, cursor: word, limit: count }), (world, workspace, args) => {
      const found = getReadable(world, workspace, args.channel);
      if ('error' in found) return found;
      const page = pageOf([...found.members], args.cursor, args.limit ?? 100);
      if (!page) return refuse('invalid_cursor');
      return { ok: true, members: page.items, response_metadata: { next_cursor: page.nextCursor } };
    }),
  },
  'conversations.list': {
    scopes: anyRead,
    needsTeam: true,
    perMinute: 20,
    run: withArguments(
      z.object({ types: word, cursor: word, limit: count, exclude_archived: flag }),
      (world, workspace, asked) => answerWithPage(world, workspace, asked),
    ),
  },
};

/** A page of the conversations that the app may see, or of those that a member is in. */
export function answerWithPage(
  world: World,
  workspace: Workspace,
  asked: {
    types?: string | undefined;
    cursor?: string | undefined;
    limit?: number | undefined;
    exclude_archived?: boolean | undefined;
  },
  member?: string,
): Answer {
  const kinds = readKinds(asked.types);
  if (!kinds) return refuse('invalid_types');
  const missing = findMissingScope(workspace, kinds);
  if (missing !== undefined) return refuseScope(missing, workspace);
  const all = listConversations(world, workspace.id).filter(
    (one) =>
      kinds.includes(one.kind) &&
      (member === undefined || one.members.has(member)) &&
      (one.kind === 'public' || one.members.has(workspace.botUserId)) &&
      !(asked.exclude_archived === true && one.isArchived),
  );
  const page = pageOf(all, asked.cursor, asked.limit ?? 100);
  if (!page) return refuse('invalid_cursor');
  return {
    ok: true,
    channels: page.items.map((one) => describeConversation(one, workspace)),
    response_metadata: { next_cursor: page.nextCursor },
  };
}

export function findConversation(world: World, workspace: Workspace, id: string): Conversation | undefined {
  const known = world.conversations.get(inWorkspace(workspace.id, id));
  // A private channel that the app is not in does not exist for it.
  return known && (known.kind === 'public' || known.members.has(workspace.botUserId)) ? known : undefined;
}

function readKinds(types: string | undefined): Kind[] | undefined {
  const names: Record<string, Kind | undefined> = { public_channel: 'public', private_channel: 'private', im: 'im' };
  const kinds = (types ?? 'public_channel').split(',').filter((name) => name.trim() !== 'mpim');
  const read = kinds.flatMap((name) => names[name.trim()] ?? []);
  return read.length === kinds.length ? read : undefined;
}

function findMissingScope(workspace: Workspace, kinds: readonly Kind[]): string | undefined {
  return kinds.map((kind) => readScopes[kind]).find((scope) => !workspace.scopes.includes(scope));
}

function describeConversation(conversation: Conversation, workspace: Workspace): Record<string, unknown> {
  const isMember = conversation.members.has(workspace.botUserId);
  if (conversation.kind === 'im') {
    const [user] = [...conversation.members].filter((id) => id !== workspace.botUserId);
    return { id: conversation.id, is_im: true, user, is_archived: false, is_open: true, context_team_id: workspace.id };
  }
  return {
    id: conversation.id,
    name: conversation.name,
    name_normalized: conversation.name,
    is_channel: conversation.kind === 'public',
    is_group: conversation.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: conversation.kind === 'private',
    is_archived: conversation.isArchived,
    is_general: false,
    is_member: isMember,
    is_shared: conversation.isExtShared || conversation.isOrgShared,
    is_ext_shared: conversation.isExtShared,
    is_org_shared: conversation.isOrgShared,
    is_pending_ext_shared: false,
    context_team_id: workspace.id,
    shared_team_ids: [workspace.id],
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

function getReadable(world: World, workspace: Workspace, id: string | undefined): Conversation | Refused {
  const found = findConversation(world, workspace, id ?? '');
  if (!found) return refuse('channel_not_found');
  const missing = findMissingScope(workspace, [found.kind]);
  return missing === undefined ? found : refuseScope(missing, workspace);
}
