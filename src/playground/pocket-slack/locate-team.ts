/** In which workspace a call acts: with a workspace's token in that one, with an organization's where its ids are at home. */
import type { Installation } from './app.ts';
import type { Method, Refused } from './methods/method.ts';
import { refuse } from './methods/method.ts';
import { findModal } from './view-stack.ts';
import { asWorkspace, inWorkspace } from './world.ts';
import type { Workspace, World } from './world.ts';

export function locateTeam(
  world: World,
  installation: Installation,
  method: Method,
  args: Record<string, unknown>,
): Workspace | Refused {
  const { id, isOrganization, granted } = installation;
  // Slack takes team_id from a workspace's token as well, and passes over it.
  if (!isOrganization) return asWorkspace(world, id, installation);
  const asked = args['team_id'];
  if (typeof asked === 'string' && asked !== '') {
    if (granted.has(asked)) return asWorkspace(world, asked, installation);
    return refuse(world.workspaces.get(asked)?.enterpriseId === id ? 'team_access_not_granted' : 'team_not_found');
  }
  if (method.needsTeam === true) return refuse('missing_argument');
  // A channel's name is no name in a whole organization.
  if (typeof args['channel'] === 'string' && !/^[CDGUW][A-Z0-9]+$/.test(args['channel']))
    return refuse('team_not_found');
  const [first] = granted;
  const home = [...granted].find((teamId) => isAtHome(world, teamId, args)) ?? first;
  // [assumed] Slack's reference names no error for an organization that gave the app no workspace at all.
  return home === undefined ? refuse('team_access_not_granted') : asWorkspace(world, home, installation);
}

function isAtHome(world: World, teamId: string, args: Record<string, unknown>): boolean {
  const given = (name: string) => (typeof args[name] === 'string' ? args[name] : '');
  const people = [given('user'), given('user_id'), given('channel'), ...given('users').split(',')];
  const email = given('email').toLowerCase();
  return (
    world.conversations.has(inWorkspace(teamId, given('channel'))) ||
    people.some((id) => world.users.has(inWorkspace(teamId, id))) ||
    (email !== '' &&
      [...world.users.values()].some((one) => one.workspaceId === teamId && one.email.toLowerCase() === email)) ||
    world.triggers.get(given('trigger_id'))?.workspaceId === teamId ||
    (given('view_id') !== '' && findModal(world, teamId, { viewId: given('view_id') }) !== undefined) ||
    (given('external_id') !== '' && findModal(world, teamId, { externalId: given('external_id') }) !== undefined)
  );
}
