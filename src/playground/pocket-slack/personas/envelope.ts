/** The parts that commands and interactions share. */
import { makeTriggerId } from '../ids.ts';
import { markInstant } from '../instants.ts';
import type { Conversation, User, World } from '../world.ts';
import { findInstallation, getTeam, getWorkspace } from '../world.ts';

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

/**
 * `from` is where the person stands. An organization's app is told the workspace with what happens in a message there,
 * and no workspace with views and global shortcuts, which belong to none.
 */
export function buildInteraction(
  world: World,
  user: User,
  type: string,
  given: { triggerId?: string; from: 'message' | 'view' },
): Record<string, unknown> {
  const workspace = getWorkspace(world, user.workspaceId);
  const { organization, isOrganizationInstall } = describeGrid(world, user.workspaceId);
  const team = {
    id: workspace.id,
    domain: workspace.domain,
    ...(organization ? { enterprise_id: organization.id, enterprise_name: organization.name } : {}),
  };
  return {
    type,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.homeTeamId ?? user.workspaceId },
    api_app_id: workspace.appId,
    token: verificationToken,
    team: isOrganizationInstall && given.from === 'view' ? null : team,
    enterprise: organization ? { id: organization.id, name: organization.name } : null,
    is_enterprise_install: isOrganizationInstall,
    ...(given.triggerId === undefined ? {} : { trigger_id: given.triggerId }),
  };
}

/** What requests from a workspace on Grid say of its organization. */
export function describeGrid(world: World, workspaceId: string) {
  return {
    organization: world.organizations.get(getTeam(world, workspaceId).enterpriseId ?? ''),
    isOrganizationInstall: findInstallation(world, workspaceId)?.isOrganization === true,
  };
}

export function nameForPayload(conversation: Conversation): string {
  if (conversation.kind === 'im') return 'directmessage';
  return conversation.kind === 'private' ? 'privategroup' : conversation.name;
}
