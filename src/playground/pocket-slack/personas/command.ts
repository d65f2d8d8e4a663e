/** A person sends a slash command. */
import { openDirectMessage } from '../people-and-channels.ts';
import { makeResponseUrl, postResponse } from '../response-url.ts';
import { sendForm } from '../signed-request.ts';
import { findWorkspace, getPerson, inWorkspace, isInstalled } from '../world.ts';
import type { Conversation, User, Who, World } from '../world.ts';
import { describeGrid, giveTrigger, nameForPayload, verificationToken } from './envelope.ts';
import type { Seen } from './seen.ts';
import { findFailure, giveNotice } from './seen.ts';

export type Command = { name: string; description: string; usageHint: string };

export async function sendCommand(
  world: World,
  who: Who,
  channel: string,
  command: string,
  text: string,
  registered: readonly Command[] | undefined,
): Promise<Seen> {
  const user = getPerson(world, who);
  // With the app its commands leave the workspace.
  const workspace = findWorkspace(world, user.workspaceId);
  if (!workspace || !isInstalled(world, user.workspaceId) || registered?.every((one) => one.name !== command))
    return giveNotice(world, user, 'invalid_command', `${command} is not a valid command.`);
  if (!workspace.scopes.includes('commands'))
    return giveNotice(
      world,
      user,
      'missing_scope',
      `${command} is not installed here: the app lacks the scope "commands".`,
    );

  const conversation = getConversationOf(world, user, channel);
  const place = { workspaceId: user.workspaceId, userId: user.id, conversationId: conversation.id };
  const { organization, isOrganizationInstall } = describeGrid(world, user.workspaceId);
  const reply = await sendForm(world, {
    token: verificationToken,
    team_id: workspace.id,
    team_domain: workspace.domain,
    channel_id: conversation.id,
    channel_name: nameForPayload(conversation),
    user_id: user.id,
    user_name: user.name,
    command,
    text,
    api_app_id: workspace.appId,
    ...(organization ? { enterprise_id: organization.id, enterprise_name: organization.name } : {}),
    is_enterprise_install: String(isOrganizationInstall),
    response_url: makeResponseUrl(world, place),
    trigger_id: giveTrigger(world, user),
  });
  const failure = findFailure(reply);
  if (failure !== undefined || reply.kind !== 'answered')
    return giveNotice(world, user, failure ?? 'dispatch_failed', `${command} failed with the error "${failure ?? ''}"`);
  if (reply.body.trim() === '') return { ok: true };
  const body = reply.isJson ? readJson(reply.body) : { text: reply.body };
  const error = body === undefined ? 'invalid_json' : postResponse(world, place, body);
  if (error === undefined) return { ok: true };
  return giveNotice(world, user, 'invalid_response', `${command} failed with the error "invalid_response"`, error);
}

/** `dm` is the person's direct message with the app. */
export function getConversationOf(world: World, user: User, channel: string): Conversation {
  if (channel === 'dm') return openDirectMessage(world, user);
  const conversation = world.conversations.get(inWorkspace(user.workspaceId, channel));
  if (conversation?.members.has(user.id) !== true)
    throw new Error(`${user.realName} is not in the conversation ${channel}.`);
  return conversation;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
