/** What an app asks for on the consent page, and what the administrator's answer sends back with the browser. */
import { z } from 'zod';
import type { App } from '../app.ts';
import { makeSecretPath } from '../ids.ts';
import { markInstant } from '../instants.ts';
import { getTeam, inWorkspace } from '../world.ts';
import type { User, World } from '../world.ts';
import { scopeWords } from './scopes.ts';

export const ConsentQuery = z.object({
  client_id: z.string().default(''),
  scope: z.string().default(''),
  state: z.string().default(''),
  redirect_uri: z.string().optional(),
  /** The workspace or organization to start with. */
  team: z.string().default(''),
});
export type ConsentQuery = z.infer<typeof ConsentQuery>;

export type Asked = { app: App; scopes: string[]; state: string; redirectUrl: string | undefined; returnTo: string };

/** Refused in Slack's own words where the request itself is wrong: then nobody is sent back to the app. */
export function readRequest(world: World, query: ConsentQuery): Asked | { error: string } {
  const app = world.apps.get(query.client_id);
  if (!app) return { error: 'invalid_client_id' };
  const { redirect_uri: redirectUrl } = query;
  const returnTo = redirectUrl ?? app.redirectUrls[0];
  if (returnTo === undefined || !app.redirectUrls.some((known) => isUnder(returnTo, known)))
    return { error: 'bad_redirect_uri' };
  const scopes = query.scope.split(',').filter((scope) => scope !== '');
  if (scopes.length === 0) return { error: 'no_scopes' };
  if (scopes.some((scope) => scopeWords[scope] === undefined)) return { error: 'invalid_scope' };
  return { app, scopes: [...new Set(scopes)], state: query.state, redirectUrl, returnTo };
}

/** Members of the place who may install an app: a person, and no guest. `place` is a workspace or an organization. */
export function listInstallers(world: World, place: string): User[] {
  const everyone = [...world.users.values()].filter((user) =>
    world.organizations.has(place)
      ? getTeam(world, user.workspaceId).enterpriseId === place
      : user.workspaceId === place,
  );
  const allowed = everyone.filter((user) => !user.isBot && !user.deleted && !user.isGuest && !user.isStranger);
  return [...new Map(allowed.map((user) => [user.id, user])).values()];
}

/** The address the browser is sent to when the administrator allows it. */
export function allow(world: World, asked: Asked, installId: string, userId: string): string {
  if (!world.workspaces.has(installId) && !world.organizations.has(installId))
    throw new Error(`There is no workspace or organization ${installId} to install in.`);
  if (!listInstallers(world, installId).some((user) => user.id === userId))
    throw new Error(`${userId} cannot install an app in ${installId}.`);
  const code = `${inWorkspace(installId, userId).replace('/', '.')}.${makeSecretPath()}`;
  const { app, scopes, redirectUrl } = asked;
  const at = markInstant(world.now);
  world.codes.set(code, { clientId: app.clientId, installId, userId, scopes, redirectUrl, at, used: false });
  return goBack(asked, { code });
}

/** The address the browser is sent to when the administrator would rather not. */
export function decline(asked: Asked): string {
  return goBack(asked, { error: 'access_denied' });
}

function goBack({ returnTo, state }: Asked, fields: Record<string, string>): string {
  const url = new URL(returnTo);
  for (const [name, value] of Object.entries({ ...fields, state })) url.searchParams.set(name, value);
  return url.href;
}

/** Slack takes a registered address and what lies under it. */
function isUnder(url: string, registered: string): boolean {
  return url === registered || url.startsWith(`${registered.replace(/\/$/, '')}/`) || url.startsWith(`${registered}?`);
}
