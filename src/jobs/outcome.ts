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
  /** The app is switched off in the whole workspace, where messages wait from now on. */
  silencesWorkspace?: boolean;
  /** Refused for good, and not yet believed. */
  isDoubted?: boolean;
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

interface Tried {
  attempts: number;
  /** Changing a message twice is changing it once, so where a post must stand as unknown, a change is tried again. */
  isUpdate: boolean;
  /** For how long it has been refused with a reason that is not believed yet. */
  doubtedForMs?: number;
}

export function outcomeOf(error: unknown, message: Tried): Outcome {
  if (!(error instanceof DeliveryError)) {
    // Our own refusals are thrown before a call; of anything else nobody knows whether the call was made.
    if (error instanceof AppError)
      return { status: 'DEAD', reason: error.code, text: error.message, counts: true, isBug: true };
    return uncertain(codeOf(error), message);
  }
  const why = { reason: error.reason, text: error.message };
  switch (error.kind) {
    case 'install-dead':
      if (error.isSwitchedOff)
        return { status: 'FAILED', ...why, delayMs: 60_000, counts: false, silencesWorkspace: true };
      return { status: 'DEAD', ...why, counts: true };
    case 'target-dead':
      return { status: 'DEAD', ...why, counts: true };
    case 'our-bug':
      return { status: 'DEAD', ...why, counts: true, isBug: true };
    case 'unknown':
      return uncertain(error.reason, message);
    case 'try-later':
      if (error.believedAfterMs !== undefined) return doubt(why, error.believedAfterMs, message);
      return error.retryAfterMs === undefined ? again(why, message) : hold(why, error.retryAfterMs, error.limits);
  }
}

const DOUBTED_AT_LEAST = 5;
const DOUBTED_AT_MOST_MS = 36 * 3_600_000;

function doubt(why: { reason: string; text: string }, believedAfterMs: number, message: Tried): Outcome {
  const attempt = message.attempts + 1;
  const forMs = message.doubtedForMs ?? 0;
  if (forMs >= believedAfterMs && attempt >= DOUBTED_AT_LEAST) return { status: 'DEAD', ...why, counts: true };
  return { status: 'FAILED', ...why, delayMs: backoffMs(attempt, WAITS), counts: true, isDoubted: true };
}

/** A message that is doubted has been tried more often than others by the time, and is given up by its own measure. */
function again(why: { reason: string; text: string }, message: Tried): Outcome {
  const attempt = message.attempts + 1;
  const isDoubted = message.doubtedForMs !== undefined && message.doubtedForMs < DOUBTED_AT_MOST_MS;
  if (attempt >= MAX_ATTEMPTS && !isDoubted) return { status: 'DEAD', reason: 'gave-up', text: why.text, counts: true };
  return { status: 'FAILED', ...why, delayMs: backoffMs(attempt, WAITS), counts: true };
}

function hold(why: { reason: string; text: string }, retryAfterMs: number, limits: DeliveryError['limits']): Outcome {
  const delayMs = Math.max(retryAfterMs, 1000);
  return { status: 'FAILED', ...why, delayMs, counts: false, ...(limits === 'workspace' && { blocksWorkspace: true }) };
}

function uncertain(reason: string, message: Tried): Outcome {
  const why = { reason, text: CANNOT_TELL_TEXT };
  return message.isUpdate ? again(why, message) : { status: 'UNKNOWN', ...why, delayMs: SETTLE_MS, counts: true };
}
