/** What Teams must know of the app, made from what the product has, so that the two cannot disagree. */
import { z } from 'zod';
import { SetUpError } from '../../errors.ts';

/** What the features offer. Titles and descriptions fit the menus of Teams: 32 and 128 characters. */
export interface Offered {
  /** At most ten each: Teams shows no more. */
  menus: Record<'chat' | 'group', readonly { title: string; description: string }[]>;
  shortcuts: readonly { id: string; title: string; help: string; on: 'anything' | 'message' }[];
}

export interface ManifestChoice {
  /** The app (client) id of the bot's registration. */
  appId: string;
  /** Where the process is reached: `https://host`, without a path. */
  url: string;
  /** Teams takes a package again only when this has grown. */
  version: string;
}

export const TAB_PATH = '/teams/tab';

/** The newest that every cloud and every client of the last years reads; manifests/README.md says more. */
const SCHEMA = '1.17';
const GROUPS = ['team', 'groupChat'] as const;

/** Throws a SetUpError for an id, an address or a version that Teams would refuse. */
export function teamsManifest({ menus, shortcuts }: Offered, { appId, url, version }: ManifestChoice) {
  if (!z.guid().safeParse(appId).success)
    throw new SetUpError(`"${appId}" is no app id. Copy the Microsoft App ID from the bot's page in Azure.`);
  if (!/^\d+\.\d+\.\d+$/.test(version))
    throw new SetUpError(`"${version}" is no version. Give three numbers that grow with each upload, such as 1.0.1.`);
  const at = URL.canParse(url) ? new URL(url) : undefined;
  if (at?.protocol !== 'https:')
    throw new SetUpError(`"${url}" is no address that Teams can reach. Give it as https://your-host`);
  const page = (path: string) => new URL(path, at.origin).href;
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${SCHEMA}/MicrosoftTeams.schema.json`,
    manifestVersion: SCHEMA,
    version,
    id: appId,
    developer: {
      name: 'Throughline',
      websiteUrl: at.origin,
      privacyUrl: page('/privacy'),
      termsOfUseUrl: page('/terms'),
    },
    name: { short: 'Throughline', full: 'Throughline: school-leadership coaching' },
    description: {
      short: 'One short check-in a week for school leaders, and a digest that is safe to read.',
      full: "Once a week, at each school's own time, principals get a check-in that takes under three minutes. What they answer moves their action plan. Coaches run their week with a few words, and district leaders read one short digest on Monday. A principal's words stay with the principal and the coach unless the principal releases them.",
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#0E4A47',
    defaultInstallScope: 'personal',
    defaultGroupCapability: { team: 'bot', groupchat: 'bot' },
    bots: [
      {
        botId: appId,
        scopes: ['personal', ...GROUPS],
        supportsFiles: false,
        supportsCalling: false,
        supportsVideo: false,
        isNotificationOnly: false,
        commandLists: [
          { scopes: ['personal'], commands: menus.chat },
          { scopes: GROUPS, commands: menus.group },
        ],
      },
    ],
    composeExtensions: [
      {
        botId: appId,
        commands: shortcuts.map(({ id, title, help, on }) => ({
          id,
          type: 'action',
          title,
          description: help,
          context: on === 'message' ? ['message'] : ['compose', 'commandBox'],
          // What the dialog shows is asked of us at each opening, and never stands in the package.
          fetchTask: true,
        })),
      },
    ],
    staticTabs: [
      { entityId: 'home', name: 'Home', contentUrl: page(TAB_PATH), websiteUrl: page(TAB_PATH), scopes: ['personal'] },
      // These two are Teams' own: the chat with the app, and the page about it.
      { entityId: 'conversations', scopes: ['personal'] },
      { entityId: 'about', scopes: ['personal'] },
    ],
    validDomains: [at.host],
    // Only so that Home can tell who looks at it. No permission is asked for, and none of Microsoft Graph is used.
    webApplicationInfo: { id: appId, resource: `api://${at.host}/${appId}` },
  };
}
