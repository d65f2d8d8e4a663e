import type { Method } from './method.ts';
import { refuse } from './method.ts';

export const teamMethods: Record<string, Method> = {
  'auth.test': {
    scopes: [],
    perMinute: 600,
    run: (world, workspace) => ({
      ok: true,
      url: `https://${workspace.domain}.slack.com/`,
      team: workspace.name,
      user: world.users.get(`${workspace.id}/${workspace.botUserId}`)?.name,
      team_id: workspace.id,
      user_id: workspace.botUserId,
      bot_id: workspace.botId,
      is_enterprise_install: false,
    }),
  },
  'team.info': {
    scopes: ['team:read'],
    perMinute: 50,
    run: (_world, workspace) => ({
      ok: true,
      team: {
        id: workspace.id,
        name: workspace.name,
        domain: workspace.domain,
        email_domain: '',
        icon: { image_default: true },
      },
    }),
  },
  // Socket Mode needs an app-level token, which the pocket Slack does not give out.
  'apps.connections.open': { scopes: [], perMinute: 50, run: () => refuse('not_allowed_token_type') },
};
