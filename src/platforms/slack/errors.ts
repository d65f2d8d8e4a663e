/** What a failed call to Slack means for a message: the lists are Slack's own, method by method (docs.slack.dev/reference/methods). */
import { webApi } from '@slack/bolt';
import { z } from 'zod';
import { DeliveryError } from '../../errors.ts';

/** Whether the call may simply be made again: an update ends in the same state, a post would be said twice. */
export type Nature = 'repeatable' | 'once';

const INSTALL_DEAD = new Set([
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_authed',
  'invalid_auth',
  'app_access_restricted',
  'enterprise_is_restricted',
  'team_added_to_org',
  'org_login_required',
  'missing_scope',
  'no_permission',
  'other_workspace',
]);

const TARGET_DEAD = new Set([
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
  'user_not_in_channel',
  'is_bot',
  'cannot_dm_bot',
  'messages_tab_disabled',
  'not_enabled',
  'ekm_access_denied',
  'method_not_supported_for_channel_type',
  // Of one workspace of an organization, while the installation as a whole stands.
  'team_access_not_granted',
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
]);

const OUR_BUG = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_arguments',
  'invalid_arg_name',
  'invalid_array_arg',
  'invalid_charset',
  'invalid_form_data',
  'invalid_post_type',
  'invalid_metadata_format',
  'metadata_too_large',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'not_allowed_token_type',
  'too_many_attachments',
  'unknown_method',
  'method_deprecated',
  'deprecated_endpoint',
  'users_list_not_supplied',
]);

/** Of the workspace as a whole, whichever method was called. */
const WORKSPACE_LIMITED = new Set(['rate_limited', 'ratelimited', 'message_limit_exceeded', 'accesslimited']);

/** "It's possible some aspect of the operation succeeded before the error was raised." */
const PERHAPS_DONE = new Set(['fatal_error', 'internal_error', 'duplicate_message_not_found']);

/** Failures before a connection stood: nothing was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Slack allows one message a second in a channel; a longer wait is the whole workspace's. It does not say which it means. */
const LONGEST_LANE_WAIT_MS = 5_000;
const USUAL_WAIT_MS = 30_000;

export function toDeliveryError(error: unknown, method: string, nature: Nature): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof webApi.WebAPIRateLimitedError) return limited(error, method, error.retryAfter * 1_000);
  if (error instanceof webApi.WebAPIPlatformError) return fromSlack(error, nature);
  if (error instanceof webApi.WebAPIHTTPError) return fromStatus(error, nature);
  return fromNetwork(error, nature);
}

/**
 * Whether Slack has put the token away for good. `invalid_auth` is no proof: it is also what a call from an address outside
 * a workspace's list of allowed ones is told.
 */
export function isTokenDead(error: unknown): boolean {
  return ['account_inactive', 'token_revoked'].includes(reasonOf(error));
}

/** Slack's own word for a failure, or what kind of failure kept us from hearing it. */
export function reasonOf(error: unknown): string {
  if (error instanceof webApi.WebAPIPlatformError)
    return /^[a-z0-9_]+$/.test(error.data.error) ? error.data.error : 'unreadable_answer';
  if (error instanceof webApi.WebAPIRateLimitedError) return 'ratelimited';
  if (error instanceof webApi.WebAPIHTTPError) return `http_${error.statusCode}`;
  return networkReason(error);
}

function limited(error: unknown, method: string, retryAfterMs: number): DeliveryError {
  const isLane = method === 'chat.postMessage' && retryAfterMs <= LONGEST_LANE_WAIT_MS;
  return new DeliveryError(
    'try-later',
    'ratelimited',
    'Slack asks us to slow down. The message waits and is sent again.',
    {
      cause: error,
      retryAfterMs,
      limits: isLane ? 'lane' : 'workspace',
    },
  );
}

function fromSlack(error: webApi.WebAPIPlatformError, nature: Nature): DeliveryError {
  const reason = reasonOf(error);
  const cause = { cause: error };
  if (INSTALL_DEAD.has(reason)) return new DeliveryError('install-dead', reason, sentenceOf(reason, error), cause);
  if (TARGET_DEAD.has(reason) || reason.startsWith('restricted_action'))
    return new DeliveryError('target-dead', reason, sentenceOf(reason, error), cause);
  if (OUR_BUG.has(reason))
    return new DeliveryError(
      'our-bug',
      reason,
      `Slack does not accept this message (${reason}). Please report it.`,
      cause,
    );
  if (WORKSPACE_LIMITED.has(reason)) {
    const seconds = error.data.response_metadata?.retryAfter;
    return new DeliveryError('try-later', reason, 'Slack asks us to slow down. The message waits and is sent again.', {
      ...cause,
      retryAfterMs: seconds === undefined ? USUAL_WAIT_MS : seconds * 1_000,
      limits: 'workspace',
    });
  }
  if (PERHAPS_DONE.has(reason) || reason === 'unreadable_answer') return perhapsDone(error, reason, nature);
  return new DeliveryError(
    'try-later',
    reason,
    `Slack could not take the message just now (${reason}). It is sent again.`,
    cause,
  );
}

function fromStatus(error: webApi.WebAPIHTTPError, nature: Nature): DeliveryError {
  const reason = reasonOf(error);
  if (error.statusCode >= 500 || error.statusCode === 408) return perhapsDone(error, reason, nature);
  return new DeliveryError(
    'our-bug',
    reason,
    `Slack refused the request (HTTP ${error.statusCode}). Please check SLACK_API_URL.`,
    { cause: error },
  );
}

function fromNetwork(error: unknown, nature: Nature): DeliveryError {
  const reason = networkReason(error);
  if (reason === 'ratelimited') return limited(error, '', USUAL_WAIT_MS);
  if (NEVER_SENT.has(reason))
    return new DeliveryError(
      'try-later',
      reason,
      'Slack cannot be reached. The message is sent as soon as it can be.',
      { cause: error },
    );
  return perhapsDone(error, reason, nature);
}

function perhapsDone(error: unknown, reason: string, nature: Nature): DeliveryError {
  return nature === 'repeatable'
    ? new DeliveryError('try-later', reason, `Slack did not answer as it should (${reason}). The call is made again.`, {
        cause: error,
      })
    : new DeliveryError('unknown', reason, `Slack did not confirm the message (${reason}). It may have arrived.`, {
        cause: error,
      });
}

/** The SDK keeps of a failed fetch only its words; this fetch says in a code why it failed. */
export const fetchWithCode: webApi.FetchFunction = async (url, init) => {
  try {
    // The compiler sees a browser's fetch, whose headers know less than Node's.
    return (await fetch(url, init)) as unknown as Awaited<ReturnType<webApi.FetchFunction>>;
  } catch (error) {
    throw Object.assign(new Error('The request to Slack failed.', { cause: error }), { code: codeOf(error) });
  }
};

function networkReason(error: unknown): string {
  if (error instanceof webApi.WebAPIRequestError) return networkReason(error.original);
  if (error instanceof z.ZodError) return 'unreadable_answer';
  // The SDK throws a plain error for a 429 that does not say how long to wait.
  if (error instanceof Error && error.message.startsWith('Retry header')) return 'ratelimited';
  return codeOf(error);
}

/** Node hides the reason among the causes of "fetch failed". */
function codeOf(error: unknown): string {
  for (let one = error; typeof one === 'object' && one !== null; one = 'cause' in one ? one.cause : undefined) {
    if ('code' in one && typeof one.code === 'string' && NETWORK_CODE.test(one.code)) return one.code;
    if ('name' in one && one.name === 'TimeoutError') return TIMEOUT;
  }
  return 'network';
}

const TIMEOUT = 'ETIMEDOUT';
const NETWORK_CODE = /^(E[A-Z_]+|UND_ERR_[A-Z_]+)$/;

function sentenceOf(reason: string, error: webApi.WebAPIPlatformError): string {
  const needed = 'needed' in error.data ? error.data.needed : undefined;
  if (reason === 'missing_scope')
    return `The Slack app lacks the permission ${typeof needed === 'string' ? `"${needed}"` : 'it needs'}. Add it under OAuth & Permissions and install the app again.`;
  return (
    SENTENCES[reason] ??
    (INSTALL_DEAD.has(reason)
      ? `Slack no longer accepts our connection to this workspace (${reason}). Install the app again.`
      : `Slack does not deliver to this place (${reason}).`)
  );
}

const SENTENCES: Record<string, string> = {
  account_inactive: 'The Slack app was switched off in this workspace. Install it again.',
  token_revoked: 'The Slack app was removed from this workspace. Install it again.',
  invalid_auth: 'Slack does not know our token. Check SLACK_BOT_TOKEN, or install the app again.',
  not_authed: 'Slack got no token from us. Check SLACK_BOT_TOKEN.',
  other_workspace: 'This message is for another Slack workspace than the one our token belongs to.',
  channel_not_found: 'Slack does not know this channel, or the app is not in it. Invite the app to the channel.',
  not_in_channel: 'The app is not in this channel. Invite it with /invite.',
  is_archived: 'This channel is archived. Pick another one.',
  user_disabled: "This person's Slack account is deactivated.",
  user_not_found: 'Slack does not know this person any more.',
  user_not_visible: 'This person is not visible to the app in Slack.',
  messages_tab_disabled: "The app's Messages tab is switched off. Switch it on under App Home.",
  not_enabled: "The app's Home tab is switched off. Switch it on under App Home.",
  message_not_found: 'The message was deleted in Slack.',
  team_access_not_granted:
    'The app was not added to this workspace of the organization. An administrator of the organization can add it.',
  not_installed: 'The Slack app is not installed in this workspace. Install it again.',
};
