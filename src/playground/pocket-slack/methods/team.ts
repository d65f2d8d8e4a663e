import { z } from 'zod';
import type { Installation } from '../app.ts';
import { endToken } from '../installations.ts';
import { getTeam } from '../world.ts';
import type { World } from '../world.ts';
import type { InstallationMethod, Method } from './method.ts';
import { count, flag, refuse, word } from './method.ts';
import { pageOf } from './page-of.ts';

export const teamMethods: Record<string, Method> = {
  'team.info': {
    scopes: ['team:read'],
    perMinute: 50,
    run: (world, { id, name, domain, enterpriseId }) => ({
      ok: true,
      team: {
        id,
        name,
        domain,
        email_domain: '',
        icon: { image_default: true },
        ...(enterpriseId === undefined
          ? {}
          : { enterprise_id: enterpriseId, enterprise_name: world.organizations.get(enterpriseId)?.name }),
      },
    }),
  },
};

export const installationMethods: Record<string, InstallationMethod> = {
  'auth.test': {
    scopes: [],
    perMinute: 600,
    runOn: (world, installation) => {
      const { botUserId, botId, isOrganization } = installation;
      const place = getPlace(world, installation);
      return {
        ok: true,
        url: `https://${place.domain}${isOrganization ? '.enterprise' : ''}.slack.com/`,
        team: place.name,
        user: 'throughline',
        team_id: place.id,
        user_id: botUserId,
        bot_id: botId,
        ...(place.enterpriseId === undefined ? {} : { enterprise_id: place.enterpriseId }),
        is_enterprise_install: isOrganization,
      };
    },
  },
  'auth.revoke': {
    scopes: [],
    perMinute: 50,
    runOn: (world, installation, args) => {
      const isTest = flag.safeParse(args['test']).data === true;
      if (!isTest) endToken(world, installation, 'token_revoked');
      return { ok: true, revoked: !isTest };
    },
  },
  'auth.teams.list': {
    scopes: [],
    perMinute: 20,
    runOn: (world, installation, args) => {
      const asked = z.object({ cursor: word, limit: count }).safeParse(args);
      const page = pageOf([...installation.granted], asked.data?.cursor, asked.data?.limit ?? 100);
      if (!page) return refuse('invalid_cursor');
      return {
        ok: true,
        teams: page.items.map((id) => ({ id, name: getTeam(world, id).name })),
        response_metadata: { next_cursor: page.nextCursor },
      };
    },
  },
  'apps.uninstall': {
    scopes: [],
    perMinute: 1,
    runOn: (world, installation, args) => {
      const app = world.apps.get(String(args['client_id']));
      if (!app) return refuse('invalid_client_id');
      if (app.clientSecret !== args['client_secret']) return refuse('bad_client_secret');
      if (app.appId !== installation.appId) return refuse('client_id_token_mismatch');
      endToken(world, installation, 'account_inactive');
      world.tellUninstalled(installation);
      return { ok: true };
    },
  },
  // Socket Mode needs an app-level token, which the pocket Slack does not give out.
  'apps.connections.open': { scopes: [], perMinute: 50, runOn: () => refuse('not_allowed_token_type') },
};

/** An organization answers for itself where a workspace would. */
function getPlace(world: World, { id, isOrganization }: Installation) {
  const organization = isOrganization ? world.organizations.get(id) : undefined;
  return organization ? { ...organization, enterpriseId: id } : getTeam(world, id);
}
