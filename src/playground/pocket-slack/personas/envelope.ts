/** The parts that commands and interactions share. */
import { makeTriggerId } from '../ids.ts';
import { markInstant } from '../instants.ts';
import type { Conversation, User, World } from '../world.ts';
import { getWorkspace } from '../world.ts';

/** Sent by Slack as the outdated verification token; nobody should read it. */
export const verificationToken = 'pocketVerificationToken0';

export function giveTrigger(world: World, user: User, fromViewId?: string): string {
  const id = makeTriggerId();
  world.triggers.set(id, {
    workspaceId: user.workspaceId,
    userId: user.id,
    at: markInstant(world.now),
    used: false,
    ...(fromViewId === undefined ? {} : { fromViewId }),
  });
  return id;
}

export function buildInteraction(world: World, user: User, type: string, triggerId?: string): Record<string, unknown> {
  const workspace = getWorkspace(world, user.workspaceId);
  return {
    type,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.workspaceId },
    api_app_id: workspace.appId,
    token: verificationToken,
    team: { id: workspace.id, domain: workspace.domain },
    enterprise: null,
    is_enterprise_install: false,
    ...(triggerId === undefined ? {} : { trigger_id: triggerId }),
  };
}

export function nameForPayload(conversation: Conversation): string {
  if (conversation.kind === 'im') return 'directmessage';
  return conversation.kind === 'private' ? 'privategroup' : conversation.name;
}
