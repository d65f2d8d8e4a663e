/** Installing the app and taking it away: tokens that begin, and tokens that are good no more. */
import { createHash, randomBytes } from 'node:crypto';
import type { App, Installation } from './app.ts';
import { announceChange, inWorkspace } from './world.ts';
import type { World } from './world.ts';

/** A token that is live, or what its calls are told. */
export type TokenHolder = { installation: Installation } | { error: string };

export function registerApp(world: World, given: App): App {
  if (world.apps.has(given.clientId)) throw new Error(`There is an app with the client id ${given.clientId} already.`);
  world.apps.set(given.clientId, given);
  return given;
}

/** A living installation that is installed once more keeps its token and gets the scopes that were asked for now. */
export function install(world: World, app: App, id: string, scopes: readonly string[]): Installation {
  const before = world.installations.get(id);
  if (before?.ended === undefined && before?.appId === app.appId) {
    before.scopes = [...new Set([...before.scopes, ...scopes])];
    announceChange(world, { workspaceId: '*' });
    return before;
  }
  const isOrganization = world.organizations.has(id);
  const letters = createHash('sha256').update(`${app.appId}/${id}`).digest('hex').slice(0, 8).toUpperCase();
  return keepInstallation(world, {
    id,
    isOrganization,
    appId: app.appId,
    botToken: `xoxb-${randomBytes(15).toString('hex')}`,
    botUserId: `${isOrganization ? 'W' : 'U'}0${letters}`,
    botId: `B0${letters}`,
    scopes: [...scopes],
    granted: new Set(isOrganization ? [] : [id]),
  });
}

export function keepInstallation(world: World, installation: Installation): Installation {
  const holder = [...world.installations.values()].find(
    (other) => other.botToken === installation.botToken && other.id !== installation.id,
  );
  if (holder) throw new Error(`Two installations cannot share one bot token. Give ${installation.id} its own.`);
  world.deadTokens.delete(installation.botToken);
  world.installations.set(installation.id, installation);
  for (const teamId of installation.granted) addBot(world, installation, teamId);
  announceChange(world, { workspaceId: '*' });
  return installation;
}

/** An organization's administrator lets the app work in a workspace. */
export function grantTeam(world: World, installation: Installation, teamId: string): void {
  if (world.workspaces.get(teamId)?.enterpriseId !== installation.id)
    throw new Error(`${teamId} is no workspace of the organization ${installation.id}.`);
  installation.granted.add(teamId);
  addBot(world, installation, teamId);
}

export function getInstallation(world: World, id: string): Installation {
  const installation = world.installations.get(id);
  if (!installation) throw new Error(`The app is not installed in ${id}. Install it first.`);
  return installation;
}

/** From now on every call with the token is told `error`. */
export function endToken(world: World, installation: Installation, error: string): void {
  installation.ended = error;
  world.deadTokens.set(installation.botToken, error);
  announceChange(world, { workspaceId: '*' });
}

/** A new token in the place of the old one, as by rotation; the old one is revoked. */
export function rotateToken(world: World, installation: Installation): string {
  world.deadTokens.set(installation.botToken, 'token_revoked');
  installation.botToken = `xoxb-${randomBytes(15).toString('hex')}`;
  return installation.botToken;
}

export function findTokenHolder(world: World, token: string | undefined): TokenHolder {
  if (token === undefined) return { error: 'not_authed' };
  const dead = world.deadTokens.get(token);
  if (dead !== undefined) return { error: dead };
  const installation = [...world.installations.values()].find((one) => one.botToken === token);
  return installation ? { installation } : { error: 'invalid_auth' };
}

function addBot(world: World, { botUserId }: Installation, workspaceId: string): void {
  world.users.set(inWorkspace(workspaceId, botUserId), {
    workspaceId,
    id: botUserId,
    name: 'throughline',
    realName: 'Throughline',
    email: '',
    tz: 'America/Los_Angeles',
    isGuest: false,
    isStranger: false,
    deleted: false,
    isBot: true,
  });
}
