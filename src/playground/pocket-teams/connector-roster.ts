/** Members of a chat, team or channel, and what the connector tells about a team. */
import { connectorError } from './connector-errors.ts';
import { letIn } from './connector-messages.ts';
import type { Json } from './json.ts';
import type { PocketState } from './state.ts';
import { channelMembers, findUser, groupMembers } from './world.ts';
import type { PocketTeam, PocketUser } from './world.ts';

export function listMembers(state: PocketState, conversationId: string): Json[] {
  return membersAt(state, conversationId).map(memberJson);
}

export function findMember(state: PocketState, conversationId: string, memberId: string): Json {
  const members = membersAt(state, conversationId);
  const user = findUser(state.world, memberId);
  if (!user || !members.includes(user)) {
    throw connectorError(404, 'MemberNotFoundInConversation', 'Member not found in conversation.');
  }
  return memberJson(user);
}

export function pageMembers(state: PocketState, conversationId: string, pageSize: number, token?: string): Json {
  const size = Math.min(Math.max(pageSize, 50), 500);
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0)
    throw connectorError(400, undefined, 'The continuation token is not one of ours.');
  const members = listMembers(state, conversationId);
  const next = start + size < members.length ? { continuationToken: String(start + size) } : {};
  return { members: members.slice(start, start + size), ...next };
}

export function describeTeam(state: PocketState, teamId: string): Json {
  const team = installedTeam(state, teamId);
  return {
    id: team.id,
    name: team.name,
    aadGroupId: team.aadGroupId,
    channelCount: team.channels.length,
    memberCount: team.memberIds.length,
  };
}

/** General has no name on the wire; private and shared channels are not listed to bots. */
export function listChannels(state: PocketState, teamId: string): Json {
  const team = installedTeam(state, teamId);
  const channels = team.channels.filter((channel) => channel.kind === 'standard' && !channel.deleted);
  return {
    conversations: channels.map(({ id, name }) => ({ id, type: 'standard', ...(id === team.id ? {} : { name }) })),
  };
}

function installedTeam(state: PocketState, teamId: string): PocketTeam {
  const team = state.world.teams.get(teamId);
  if (!team || team.deleted) throw connectorError(404, 'ConversationNotFound', 'No such team.');
  if (!team.installed) throw connectorError(403, 'BotNotInConversationRoster');
  return team;
}

function membersAt(state: PocketState, conversationId: string): PocketUser[] {
  const place = letIn(state, conversationId, {});
  if (place.kind === 'personal') return [place.user];
  if (place.kind === 'group') return groupMembers(state.world, place.group);
  return channelMembers(state.world, place.team, place.channel);
}

function memberJson(user: PocketUser): Json {
  const [givenName = '', ...rest] = user.name.split(' ');
  return {
    id: user.id,
    name: user.name,
    objectId: user.aadObjectId,
    aadObjectId: user.aadObjectId,
    givenName,
    surname: rest.join(' '),
    email: user.email,
    userPrincipalName: user.upn,
    tenantId: user.tenantId,
    userRole: user.isGuest ? 'guest' : 'user',
  };
}
