// Why somebody cannot be reached, in words that an administrator can act on.
import type { PlatformName } from '../../db/generated/enums.ts';

export interface Reachability {
  name: string;
  /** Since when the person is in the roster. */
  addedAt: Date;
  accounts: readonly {
    active: boolean;
    changedAt: Date;
    /** Since when the app is gone from the account's workspace. */
    workspaceRemovedAt: Date | null;
  }[];
  /** The newest message to this person, where it will not arrive. */
  lost: { reason: string; at: Date } | undefined;
}

export interface WorkspaceAtHome {
  platform: PlatformName;
  name: string;
  removedAt: Date | null;
}

export interface ChannelAtHome {
  organization: string;
  platform: PlatformName | undefined;
  /** Of the newest post: `SENT`, or why it will not arrive. */
  last: { status: string; reason: string | null; at: Date } | undefined;
}

export interface Unreached {
  why: string;
  since: Date;
}

export function whyUnreached({ addedAt, accounts, lost }: Reachability): Unreached | undefined {
  if (accounts.length === 0)
    return {
      why: 'no Slack or Teams account is known. The addresses must match, or a link code ties them',
      since: addedAt,
    };
  const live = accounts.filter((account) => account.active);
  if (live.length === 0)
    return {
      why: 'the app was removed or the account was closed',
      since: latest(accounts.map((one) => one.changedAt)),
    };
  const gone = live.flatMap((account) => account.workspaceRemovedAt ?? []);
  if (gone.length === live.length) return { why: 'the app was taken out of the workspace', since: latest(gone) };
  return lost && { why: lostInWords(lost.reason), since: lost.at };
}

function latest(dates: readonly Date[]): Date {
  return new Date(Math.max(...dates.map((date) => date.getTime())));
}

/** Only from the short code: the stored sentence of a mistake of ours may quote what somebody wrote. */
export function lostInWords(reason: string): string {
  return Object.hasOwn(WORDS, reason)
    ? (WORDS[reason] ?? '')
    : `the last message did not arrive (${/^[\w.-]{1,60}$/.test(reason) ? reason : 'no reason was given'})`;
}

const SWITCHED_OFF = 'the app is switched off in the workspace';
const NOT_INSTALLED = 'the app is not installed for this person any more';
const CLOSED = 'the account is closed';
const NOT_FOUND = 'the account is not found any more';

const WORDS: Record<string, string> = {
  user_disabled: CLOSED,
  user_not_found: NOT_FOUND,
  user_not_visible: 'the account is not visible to the app',
  messages_tab_disabled: "the app's Messages tab is switched off in Slack",
  account_inactive: SWITCHED_OFF,
  app_access_restricted: SWITCHED_OFF,
  BotDisabledByAdmin: SWITCHED_OFF,
  token_revoked: 'the app was taken out of the workspace',
  missing_scope: 'the app lacks a permission in Slack. Install it again',
  BotNotInConversationRoster: NOT_INSTALLED,
  ConversationNotFound: NOT_INSTALLED,
  ConversationBlockedByUser: 'this person has blocked the app',
  MessageWritesBlocked: 'this person has blocked the app',
  'no-service-url': 'Teams has not told yet where to write. The person has to write to the app once',
  'gave-up': 'the last message was tried for six hours and did not arrive',
  expired: 'the last message could not be sent before its time was over',
  'platform-off': 'this platform is switched off here',
  screen: 'the last message could not be drawn. That is our mistake, and it is in our log',
};
