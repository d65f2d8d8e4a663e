/** What the connector's refusals mean for the ledger: the published status codes, put into the product's own five kinds. */
import { z } from 'zod';
import { DeliveryError } from '../../errors.ts';
import { notAccepted } from './credential.ts';

interface Refused {
  status: number;
  body: unknown;
  retryAfter: string | null;
}

/** `repeatable`: doing it twice has the effect of doing it once, so a lost answer is no reason to be careful. */
export function refusalToError(refused: Refused, repeatable: boolean, now: Date): DeliveryError {
  const { status } = refused;
  const code = codeOf(refused.body) ?? `http-${status}`;
  const sentence = SENTENCES[code] ?? `Teams answered ${status} (${code}).`;
  if (status === 401)
    return notAccepted('Teams does not accept the app any more. Please check its registration and credential.');
  if (status === 403 && code === 'BotDisabledByAdmin')
    return new DeliveryError('install-dead', code, sentence, { isSwitchedOff: true });
  if (status === 403) return new DeliveryError('target-dead', code, sentence);
  if (status === 404) {
    if (code === 'ActivityNotFoundInConversation') return new DeliveryError('target-dead', code, sentence);
    // About one in a hundred of these is wrong at scale, so it is believed only when it has been repeated for a day.
    return new DeliveryError('try-later', code, sentence, { believedAfterMs: DAY_MS });
  }
  if (status === 429) return tooMany(code, refused.retryAfter, now);
  if (RETRY.has(status)) return new DeliveryError('try-later', code, sentence);
  if (status >= 500) return new DeliveryError(repeatable ? 'try-later' : 'unknown', code, sentence);
  return new DeliveryError('our-bug', code, sentence);
}

/** The call itself failed. Only what surely never left may be sent again without a thought. */
export function failureToError(cause: unknown, repeatable: boolean): DeliveryError {
  const code = causeCode(cause);
  if (code !== undefined && NEVER_LEFT.has(code))
    return new DeliveryError('try-later', code, 'Teams cannot be reached at the moment.', { cause });
  return new DeliveryError(
    repeatable ? 'try-later' : 'unknown',
    code ?? 'no-answer',
    'Teams did not answer; the message may have arrived.',
    {
      cause,
    },
  );
}

const DAY_MS = 24 * 3_600_000;
const RETRY = new Set([408, 412, 502, 503, 504]);
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const SENTENCES: Record<string, string> = {
  BotDisabledByAdmin: 'An administrator has switched the app off in Teams.',
  BotNotInConversationRoster: 'The app is not installed for this person or team any more.',
  ConversationBlockedByUser: 'This person has blocked the app.',
  ForbiddenOperation: 'Teams does not allow the app to write here.',
  InvalidBotApiHost: 'This Teams is in another Microsoft cloud. Please check TEAMS_CLOUD.',
  NotEnoughPermissions: 'The app may not write in this channel. Private and shared channels do not allow it.',
  MessageWritesBlocked: 'Writing is blocked in this conversation.',
  ConversationNotFound: 'Teams does not find the conversation.',
  ActivityNotFoundInConversation: 'The message is not there any more.',
  MessageSizeTooBig: 'The message is too big for Teams.',
};

function tooMany(code: string, retryAfter: string | null, now: Date): DeliveryError {
  const retryAfterMs = waitOf(retryAfter, now);
  return new DeliveryError('try-later', code, 'Teams asks us to send more slowly.', {
    limits: 'lane',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function waitOf(retryAfter: string | null, now: Date): number | undefined {
  if (retryAfter === null || retryAfter.trim() === '') return undefined;
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

const ErrorBody = z.object({ error: z.object({ code: z.string() }) });

function codeOf(body: unknown): string | undefined {
  return ErrorBody.safeParse(body).data?.error.code;
}

const WithCode = z.object({ code: z.string() });
const WithCause = z.object({ cause: z.unknown() });

/** fetch hides the socket's own word in `cause`. */
function causeCode(error: unknown): string | undefined {
  const inner = WithCode.safeParse(WithCause.safeParse(error).data?.cause).data?.code;
  return inner ?? (error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : undefined);
}
