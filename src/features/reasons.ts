// Why a message did not arrive, in words that somebody can act on, and who that is. By the short code alone: the stored
// sentence of a mistake of ours may quote what somebody wrote.

/** As a part of a sentence. */
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
  ForbiddenOperation: 'Teams does not allow the app to write there',
  NotEnoughPermissions: 'the app may not write in this channel. Private and shared channels do not allow it',
  InvalidBotApiHost: 'this Teams is in another Microsoft cloud than the app is set up for',
  'service-url': 'the stored address is in another Microsoft cloud than the app is set up for',
  MessageSizeTooBig: 'the last message was too big. That is our mistake, and it is in our log',
  'no-account': 'no Slack or Teams account of theirs is known. The addresses must match, or a link code ties them',
  'no-service-url': 'Teams has not told yet where to write. The person has to write to the app once',
  'app-credential': 'Microsoft does not accept how the app proves itself; messages wait until that is mended',
  'gave-up': 'the last message was tried for six hours and did not arrive',
  expired: 'the last message could not be sent before its time was over',
  'platform-off': 'this platform is switched off here',
  'cannot-tell': 'the answer to the last message was lost, so it may or may not be there',
  withdrawn: 'the message was taken back before it went out',
  dropped: 'an administrator put the message aside',
  restored: 'the database was restored from a backup, and the message may have arrived since that was made',
  'too-late': 'the message arrived only after the check-in had closed',
  'not-in-time': 'the message was not sent in time',
  'workspace-removed': 'the app was taken out of the workspace',
  screen: 'the last message could not be drawn. That is our mistake, and it is in our log',
};

/** Who can put it right. */
export type Mender = 'person' | 'administrator' | 'operator' | 'nobody';

export function whoCanMend(reason: string): Mender {
  for (const who of ['person', 'administrator', 'nobody'] as const) if (MENDS[who].includes(reason)) return who;
  // What we have no word for, somebody has to look at.
  return 'operator';
}

export function menderInWords(who: Mender): string {
  return MENDERS[who];
}

const MENDERS: Record<Mender, string> = {
  person: 'they themselves',
  administrator: 'an administrator of the workspace',
  operator: 'whoever runs Throughline',
  nobody: 'nobody any more',
};

const MENDS: Record<Exclude<Mender, 'operator'>, readonly string[]> = {
  person: [
    'BotNotInConversationRoster',
    'ConversationNotFound',
    'ConversationBlockedByUser',
    'MessageWritesBlocked',
    'no-service-url',
    'user_not_visible',
  ],
  administrator: [
    'no-account',
    'ForbiddenOperation',
    'NotEnoughPermissions',
    'user_disabled',
    'user_not_found',
    'messages_tab_disabled',
    'account_inactive',
    'app_access_restricted',
    'BotDisabledByAdmin',
    'token_revoked',
    'missing_scope',
    'workspace-removed',
  ],
  nobody: ['expired', 'withdrawn', 'newer', 'dropped', 'recalled', 'too-late'],
};
