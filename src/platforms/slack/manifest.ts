/** What Slack must know of the app, made from what the product has, so that the two cannot disagree. */
import { EVENTS_PATH } from './door.ts';
import { BOT_EVENTS, GRID_EVENTS, REDIRECT_PATH, SCOPES } from './install/scopes.ts';

/** What the features offer. `hint` is what follows the command; titles and descriptions fit Slack's menus. */
export interface Offered {
  commands: readonly { command: string; description: string; hint: string }[];
  shortcuts: readonly { id: string; title: string; help: string; on: 'anything' | 'message' }[];
}

export interface ManifestChoice {
  /** Where Slack reaches the process: `https://host`, without a path. */
  url: string;
  /** Installed once for all workspaces of an Enterprise Grid organization. */
  grid?: boolean;
  /** For a trial without a public address. */
  socket?: boolean;
}

/**
 * The manifest as Slack's page _Create an app > From a manifest_ takes it (schema 1, docs.slack.dev/reference/app-manifest).
 * Token rotation stays off: see docs/adr/0017-slack-installation.md.
 */
export function slackManifest(offered: Offered, { url, grid = false, socket = false }: ManifestChoice) {
  const at = new URL(EVENTS_PATH, url).href;
  const reached = socket ? {} : { request_url: at };
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Throughline',
      description: 'School-leadership coaching: one short check-in a week, and a digest that is safe to read.',
      long_description:
        "Once a week, at each school's own time, principals get a check-in that takes under three minutes. What they answer moves their action plan. Coaches run their week with slash commands, and district leaders read one short digest on Monday. A principal's words stay with the principal and the coach unless the principal releases them.",
      background_color: '#0e4a47',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Throughline', always_online: true },
      ...(offered.shortcuts.length === 0
        ? {}
        : {
            shortcuts: offered.shortcuts.map((one) => ({
              name: one.title,
              type: one.on === 'message' ? 'message' : 'global',
              callback_id: one.id,
              description: one.help,
            })),
          }),
      slash_commands: offered.commands.map((one) => ({
        command: `/${one.command}`,
        ...(socket ? {} : { url: at }),
        description: one.description,
        usage_hint: one.hint,
        should_escape: true,
      })),
    },
    oauth_config: {
      ...(socket ? {} : { redirect_urls: [new URL(REDIRECT_PATH, url).href] }),
      scopes: { bot: Object.keys(SCOPES) },
    },
    settings: {
      event_subscriptions: { ...reached, bot_events: [...BOT_EVENTS, ...(grid ? GRID_EVENTS : [])] },
      interactivity: { is_enabled: true, ...reached },
      org_deploy_enabled: grid,
      socket_mode_enabled: socket,
      token_rotation_enabled: false,
    },
  };
}
