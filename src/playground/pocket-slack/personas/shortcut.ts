/** A person picks a shortcut: from the composer's menu, or from a message's own. */
import { describeMessage, findMessage } from '../messages.ts';
import { makeResponseUrl } from '../response-url.ts';
import { sendForm } from '../signed-request.ts';
import { findWorkspace, getPerson, getWorkspace, isInstalled, nextTs } from '../world.ts';
import type { User, Who, World } from '../world.ts';
import { getConversationOf } from './command.ts';
import { buildInteraction, giveTrigger, nameForPayload } from './envelope.ts';
import type { Seen } from './seen.ts';
import { findFailure, giveNotice, troubleConnecting } from './seen.ts';

/** As the manifest registers it. */
export type Shortcut = { callbackId: string; name: string; description: string; kind: 'global' | 'message' };

export async function sendShortcut(
  world: World,
  who: Who,
  callbackId: string,
  registered: readonly Shortcut[] | undefined,
): Promise<Seen> {
  const user = getPerson(world, who);
  const refused = findRefusal(world, user, callbackId, 'global', registered);
  if (refused) return refused;
  // Nobody knows from where it was picked, so there is no channel and no response_url.
  return send(world, user, {
    ...buildInteraction(world, user, 'shortcut', { triggerId: giveTrigger(world, user), from: 'view' }),
    callback_id: callbackId,
    action_ts: nextTs(world),
  });
}

export async function sendMessageShortcut(
  world: World,
  who: Who,
  message: { channel: string; ts: string },
  callbackId: string,
  registered: readonly Shortcut[] | undefined,
): Promise<Seen> {
  const user = getPerson(world, who);
  const conversation = getConversationOf(world, user, message.channel);
  const picked = findMessage(conversation, message.ts);
  if (!picked || picked.onlyFor !== undefined)
    throw new Error(`${user.realName} sees no message ${message.ts} in ${message.channel} that has shortcuts.`);
  const refused = findRefusal(world, user, callbackId, 'message', registered);
  if (refused) return refused;
  const { id: conversationId, workspaceId } = conversation;
  return send(world, user, {
    ...buildInteraction(world, user, 'message_action', { triggerId: giveTrigger(world, user), from: 'message' }),
    callback_id: callbackId,
    action_ts: nextTs(world),
    message_ts: picked.ts,
    channel: { id: conversationId, name: nameForPayload(conversation) },
    message: describeMessage(picked, getWorkspace(world, workspaceId), conversation),
    response_url: makeResponseUrl(world, { workspaceId, userId: user.id, conversationId }),
  });
}

function findRefusal(
  world: World,
  user: User,
  callbackId: string,
  kind: Shortcut['kind'],
  registered: readonly Shortcut[] | undefined,
): Seen | undefined {
  const isKnown = registered?.some((one) => one.callbackId === callbackId && one.kind === kind) ?? true;
  if (!isKnown || !isInstalled(world, user.workspaceId))
    return giveNotice(world, user, 'invalid_shortcut', 'This shortcut is no longer available.');
  const hasScope = findWorkspace(world, user.workspaceId)?.scopes.includes('commands') === true;
  return hasScope
    ? undefined
    : giveNotice(world, user, 'missing_scope', 'The app has no shortcuts here: it lacks the scope "commands".');
}

async function send(world: World, user: User, payload: Record<string, unknown>): Promise<Seen> {
  const failure = findFailure(await sendForm(world, { payload: JSON.stringify(payload) }));
  return failure === undefined ? { ok: true } : giveNotice(world, user, failure, troubleConnecting);
}
