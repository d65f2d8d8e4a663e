/** What administrators and the app's makers do: installing, taking away, letting into workspaces, changing people. */
import type { App, Features, Installation } from '../app.ts';
import { allow, ConsentQuery, decline, readRequest } from '../consent/request.ts';
import type { Asked } from '../consent/request.ts';
import { endToken, getInstallation, grantTeam, registerApp, rotateToken } from '../installations.ts';
import { addUser, inviteApp } from '../people-and-channels.ts';
import type { NewUser } from '../people-and-channels.ts';
import { announceChange, getPerson } from '../world.ts';
import type { User, Who, World } from '../world.ts';
import type { Delivery } from './deliver.ts';
import type { createEvents } from './events.ts';

/** The app's own consent address, or its parts; what is left out is the only app's. */
export type Approval = {
  authorizeUrl?: string;
  clientId?: string;
  redirectUrl?: string;
  scopes?: string[];
  state?: string;
};

export type UserChanges = Partial<Omit<User, 'id' | 'workspaceId' | 'isBot'>>;

type UninstallEvent = 'app_uninstalled' | 'tokens_revoked';

/** Slack sends both events, in either order, sometimes twice and late: `seconds` is the event_time that they carry. */
export type Uninstalling = { events?: readonly UninstallEvent[]; seconds?: number };

export type Administration = {
  /** Makes an app known to OAuth; without a list of scopes in an approval it asks for these. */
  registerApp: (given: App) => App;
  /** An administrator allows the app; gives the address that their browser is then sent to, with code and state. */
  approveInstall: (
    given: Approval & { userId: string } & ({ workspaceId: string } | { enterpriseId: string }),
  ) => string;
  /** An administrator cancels; gives the address that their browser is then sent to. */
  declineInstall: (given?: Approval) => string;
  /** The app as a workspace or an organization has it, also when it was taken away. */
  installation: (id: string) => Installation;
  /** Takes the app away: its token is dead, and the events go out one after the other. */
  uninstall: (id: string, how?: Uninstalling) => Promise<Delivery[]>;
  /** The same events alone, as they come late or once more. */
  announceUninstall: (id: string, how?: Uninstalling) => Promise<Delivery[]>;
  /** Calls with the token are told `error` from now on; no event goes out. */
  revokeToken: (id: string, error?: 'token_revoked' | 'account_inactive' | 'invalid_auth' | 'token_expired') => void;
  /** Gives the new token; the old one is revoked. */
  rotateToken: (id: string) => string;
  /** An organization's administrator lets its app into workspaces, or out of them again; the app is told. */
  grantTeams: (enterpriseId: string, workspaceIds: string[]) => Promise<Delivery>;
  revokeTeams: (enterpriseId: string, workspaceIds: string[]) => Promise<Delivery>;
  /** /invite @throughline in a channel. */
  inviteApp: (workspaceId: string, channelId: string) => void;
  /** Changes a person's record and tells the app by user_change; `deleted: true` deactivates them. */
  editUser: (who: Who, changes: UserChanges) => Promise<Delivery>;
  /** Adds a person and tells the app by team_join. */
  joinUser: (given: NewUser) => Promise<Delivery>;
  /** Switches what the app's settings page switches: the Home tab, the Messages tab, the subscribed events. */
  configure: (changes: Partial<Features>) => void;
};

export function createAdministration(world: World, events: ReturnType<typeof createEvents>): Administration {
  async function announceUninstall(id: string, how: Uninstalling = {}): Promise<Delivery[]> {
    const installation = getInstallation(world, id);
    const deliveries: Delivery[] = [];
    for (const type of how.events ?? (['app_uninstalled', 'tokens_revoked'] as const)) {
      const tokens = type === 'tokens_revoked' ? { tokens: { oauth: [], bot: [installation.botUserId] } } : {};
      deliveries.push(await events.sendFor(installation, { type, ...tokens }, how.seconds));
    }
    return deliveries;
  }
  world.tellUninstalled = ({ id }) => void announceUninstall(id);
  return {
    registerApp: (given) => registerApp(world, given),
    approveInstall: (given) =>
      allow(
        world,
        readApproval(world, given),
        'workspaceId' in given ? given.workspaceId : given.enterpriseId,
        given.userId,
      ),
    declineInstall: (given = {}) => decline(readApproval(world, given)),
    installation: (id) => getInstallation(world, id),
    uninstall: (id, how) => {
      endToken(world, getInstallation(world, id), 'account_inactive');
      return announceUninstall(id, how);
    },
    announceUninstall,
    revokeToken: (id, error = 'token_revoked') => {
      endToken(world, getInstallation(world, id), error);
    },
    rotateToken: (id) => rotateToken(world, getInstallation(world, id)),
    grantTeams: (enterpriseId, workspaceIds) => {
      const installation = getInstallation(world, enterpriseId);
      for (const id of workspaceIds) grantTeam(world, installation, id);
      announceChange(world, { workspaceId: '*' });
      return events.sendFor(installation, { type: 'team_access_granted', team_ids: workspaceIds });
    },
    revokeTeams: (enterpriseId, workspaceIds) => {
      const installation = getInstallation(world, enterpriseId);
      for (const id of workspaceIds) installation.granted.delete(id);
      announceChange(world, { workspaceId: '*' });
      return events.sendFor(installation, { type: 'team_access_revoked', team_ids: workspaceIds });
    },
    inviteApp: (workspaceId, channelId) => {
      inviteApp(world, workspaceId, channelId);
    },
    editUser: (who, changes) => {
      changeUser(world, who, changes);
      return events.tellUser(who, 'user_change');
    },
    joinUser: (given) => {
      const { workspaceId, id } = addUser(world, given);
      return events.tellUser({ workspaceId, userId: id }, 'team_join');
    },
    configure: (changes) => {
      Object.assign(world.features, changes);
      announceChange(world, { workspaceId: '*' });
    },
  };
}

export function changeUser(world: World, who: Who, changes: UserChanges): User {
  const user = Object.assign(getPerson(world, who), changes);
  announceChange(world, { workspaceId: user.workspaceId });
  return user;
}

function readApproval(world: World, given: Approval): Asked {
  const [app, another] = world.apps.values();
  const inUrl = given.authorizeUrl === undefined ? {} : Object.fromEntries(new URL(given.authorizeUrl).searchParams);
  if (given.clientId === undefined && inUrl['client_id'] === undefined && (!app || another))
    throw new Error('Say which app: give clientId or authorizeUrl, after registerApp.');
  const known = world.apps.get(given.clientId ?? inUrl['client_id'] ?? '') ?? app;
  const { redirectUrl, scopes = inUrl['scope'] === undefined ? known?.scopes : undefined } = given;
  const query = ConsentQuery.parse({
    client_id: known?.clientId,
    ...inUrl,
    ...(given.clientId === undefined ? {} : { client_id: given.clientId }),
    ...(given.state === undefined ? {} : { state: given.state }),
    ...(redirectUrl === undefined ? {} : { redirect_uri: redirectUrl }),
    ...(scopes === undefined ? {} : { scope: scopes.join(',') }),
  });
  const asked = readRequest(world, query);
  if ('error' in asked) throw new Error(`Slack would not show the consent page: ${asked.error}.`);
  return asked;
}
