/** What the app asks for, and why in plain words: for the install page, the manifest, the check and the documents alike. */
export const SCOPES = {
  commands: 'Add /checkin, /coach and /district, and the entries of the shortcuts menu.',
  'chat:write': 'Send check-ins and summaries in private chats, and the digest in the channel you choose.',
  'im:write': 'Open the private chat with a person, to write first.',
  'im:history': 'Receive what a person types to the app. Nothing older is ever read.',
  'users:read': 'See who an account is and its time zone, and whether a member of the digest’s channel is a guest.',
  'users:read.email': 'Match an account to your staff list by the e-mail address that Slack has verified.',
  'channels:read': 'See who would read a post in a public channel. The digest is never posted there.',
  'groups:read': 'See who would read the digest in its private channel.',
} as const satisfies Record<string, string>;

/** What the app needs and was not given. */
export function missingScopes(given: readonly string[]): string[] {
  return Object.keys(SCOPES).filter((scope) => !given.includes(scope));
}

/** What Slack tells the app without being asked. */
export const BOT_EVENTS = [
  'message.im',
  'app_home_opened',
  'user_change',
  'team_join',
  'app_uninstalled',
  'tokens_revoked',
] as const;

/** Only an organization's installation has workspaces that come and go. */
export const GRID_EVENTS = ['team_access_granted', 'team_access_revoked'] as const;

/** The page that says what each permission is for, and the way to Slack's consent page. */
export const INSTALL_PATH = '/slack/install';
/** Straight to Slack's consent page; also the app's _Direct Install URL_. */
export const START_PATH = '/slack/install/start';
/** Where Slack's consent page sends the administrator back to. */
export const REDIRECT_PATH = '/slack/oauth_redirect';
