// What an answer or an error of a platform means for the ledger.
import type { Address, Posted } from '../chat/platform.ts';
import { AppError, DeliveryError } from '../errors.ts';
import { backoffMs } from './backoff.ts';
import { codeOf } from './failure.ts';

export interface Outcome {
  status: 'SENT' | 'FAILED' | 'UNKNOWN' | 'DEAD' | 'SUPERSEDED';
  messageId?: string;
  address?: Address;
  reason?: string;
  text?: string;
  /** Not again, or not settled, before so many milliseconds have passed. */
  delayMs?: number;
  /** A rate limit is no failed attempt. */
  counts: boolean;
  /** The whole workspace keeps quiet for `delayMs`. */
  blocksWorkspace?: boolean;
  /** A mistake of ours, for the log. */
  isBug?: boolean;
}

/** Attempts before a message is given up: with the waits between them, about six hours. */
export const MAX_ATTEMPTS = 20;
const WAITS = { firstMs: 5_000, longestMs: 1_800_000 };
/** A request under way arrives in this time or never. */
export const SETTLE_MS = 120_000;

export const CANNOT_TELL = 'cannot-tell';
export const CANNOT_TELL_TEXT = 'We cannot tell whether this arrived.';

export function sent(posted: Posted): Outcome {
  return {
    status: 'SENT',
    messageId: posted.messageId,
    ...(posted.address && { address: posted.address }),
    counts: true,
  };
}

/** `isUpdate`: changing a message twice is changing it once, so where a post must stand as unknown, a change is tried again. */
export function outcomeOf(error: unknown, message: { attempts: number; isUpdate: boolean }): Outcome {
  if (!(error instanceof DeliveryError)) {
    // Our own refusals are thrown before a call; of anything else nobody knows whether the call was made.
    if (error instanceof AppError)
      return { status: 'DEAD', reason: error.code, text: error.message, counts: true, isBug: true };
    return uncertain(codeOf(error), message);
  }
  const why = { reason: error.reason, text: error.message };
  switch (error.kind) {
    case 'install-dead':
    case 'target-dead':
      return { status: 'DEAD', ...why, counts: true };
    case 'our-bug':
      return { status: 'DEAD', ...why, counts: true, isBug: true };
    case 'unknown':
      return uncertain(error.reason, message);
    case 'try-later':
      return error.retryAfterMs === undefined ? again(why, message) : hold(why, error.retryAfterMs, error.limits);
  }
}

function again(why: { reason: string; text: string }, message: { attempts: number }): Outcome {
  const attempt = message.attempts + 1;
  if (attempt >= MAX_ATTEMPTS) return { status: 'DEAD', reason: 'gave-up', text: why.text, counts: true };
  return { status: 'FAILED', ...why, delayMs: backoffMs(attempt, WAITS), counts: true };
}

function hold(why: { reason: string; text: string }, retryAfterMs: number, limits: DeliveryError['limits']): Outcome {
  const delayMs = Math.max(retryAfterMs, 1000);
  return { status: 'FAILED', ...why, delayMs, counts: false, ...(limits === 'workspace' && { blocksWorkspace: true }) };
}

function uncertain(reason: string, message: { attempts: number; isUpdate: boolean }): Outcome {
  const why = { reason, text: CANNOT_TELL_TEXT };
  return message.isUpdate ? again(why, message) : { status: 'UNKNOWN', ...why, delayMs: SETTLE_MS, counts: true };
}
