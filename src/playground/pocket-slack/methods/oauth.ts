import { z } from 'zod';
import { elapsedMs } from '../instants.ts';
import { install } from '../installations.ts';
import type { World } from '../world.ts';
import type { Answer, OpenMethod } from './method.ts';
import { refuse, word } from './method.ts';

const Exchange = z.object({
  client_id: word,
  client_secret: word,
  code: word,
  redirect_uri: word,
  grant_type: z.enum(['authorization_code']).optional(),
});

export const oauthMethods: Record<string, OpenMethod> = {
  'oauth.v2.access': {
    scopes: [],
    perMinute: 600,
    runOpen: (world, args) => {
      const parsed = Exchange.safeParse(args);
      if (!parsed.success) return refuse('invalid_grant_type');
      const { client_id, client_secret, code: given, redirect_uri } = parsed.data;
      const app = world.apps.get(client_id ?? '');
      if (!app) return refuse('invalid_client_id');
      if (app.clientSecret !== client_secret) return refuse('bad_client_secret');
      const code = world.codes.get(given ?? '');
      if (code?.clientId !== app.clientId) return refuse('invalid_code');
      if (code.used) return refuse('code_already_used');
      if (elapsedMs(code.at, world.now) > 10 * 60_000) return refuse('invalid_code');
      if (code.redirectUrl !== redirect_uri) return refuse('bad_redirect_uri');
      code.used = true;
      return describeInstallation(world, install(world, app, code.installId, code.scopes), code.userId);
    },
  },
};

function describeInstallation(world: World, installation: ReturnType<typeof install>, userId: string): Answer {
  const { id, isOrganization, appId, botToken, botUserId, scopes } = installation;
  const team = isOrganization ? undefined : world.workspaces.get(id);
  const organization = world.organizations.get(isOrganization ? id : (team?.enterpriseId ?? ''));
  return {
    ok: true,
    app_id: appId,
    authed_user: { id: userId },
    scope: scopes.join(','),
    token_type: 'bot',
    access_token: botToken,
    bot_user_id: botUserId,
    team: team ? { id: team.id, name: team.name } : null,
    enterprise: organization ? { id: organization.id, name: organization.name } : null,
    is_enterprise_install: isOrganization,
  };
}
