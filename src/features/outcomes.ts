// What became of each check-in, told apart honestly: a prompt that never arrived is nobody's missing answer. Coaches,
// administrators and digests all count by this one page.
import type { CheckInStatus, DeliveryStatus } from '../db/generated/enums.ts';
import { lostInWords } from './reasons.ts';

export interface CheckInFact {
  id: string;
  assignmentId: string;
  schoolId: string;
  status: CheckInStatus;
  shape: string;
  skipReason?: string;
  openAt: Date;
  closeAt: Date;
  lateUntil: Date;
  submittedAt?: Date;
}

export interface Prompt {
  status: DeliveryStatus;
  /** A short code, and the sentence that the platform gave. */
  reason?: string;
  reasonText?: string;
  sentAt?: Date;
}

export type Outcome =
  | { kind: 'answered'; late: boolean; at?: Date }
  /** Asked and not answered yet; still possible until it closes. */
  | { kind: 'waiting' }
  | { kind: 'no-reply' }
  /** `since` it should have been there. */
  | { kind: 'not-delivered'; reason: string; why: string; since: Date }
  | { kind: 'unsure' }
  | { kind: 'excused' }
  | { kind: 'out'; reason: string };

export function outcomeOf(checkIn: CheckInFact, prompts: readonly Prompt[], now: Date): Outcome {
  switch (checkIn.status) {
    case 'SUBMITTED':
      return { kind: 'answered', late: false, ...(checkIn.submittedAt && { at: checkIn.submittedAt }) };
    case 'SUBMITTED_LATE':
      // An answer after the cut-off is kept, and belongs to no report of that week.
      if (checkIn.submittedAt !== undefined && checkIn.submittedAt > checkIn.lateUntil) return { kind: 'no-reply' };
      return { kind: 'answered', late: true, ...(checkIn.submittedAt && { at: checkIn.submittedAt }) };
    case 'EXCUSED':
      return { kind: 'excused' };
    case 'SKIPPED':
      return { kind: 'out', reason: checkIn.skipReason ?? '' };
    case 'STARTED':
      return now < checkIn.closeAt ? { kind: 'waiting' } : { kind: 'no-reply' };
    case 'SCHEDULED':
    case 'OPEN':
    case 'MISSED':
      return unanswered(checkIn, prompts, now);
  }
}

function unanswered(checkIn: CheckInFact, prompts: readonly Prompt[], now: Date): Outcome {
  const isClosed = checkIn.status === 'MISSED' || now >= checkIn.closeAt;
  if (!isClosed) {
    if (isLost(prompts)) return notDelivered(checkIn, prompts);
    return standsAsUnknown(prompts) ? { kind: 'unsure' } : { kind: 'waiting' };
  }
  const arrived = prompts.filter((prompt) => prompt.status === 'SENT');
  const inTime = arrived.some((prompt) => prompt.sentAt === undefined || prompt.sentAt < checkIn.closeAt);
  if (prompts.length === 0 || inTime) return { kind: 'no-reply' };
  if (prompts.some((prompt) => prompt.status === 'UNKNOWN')) return { kind: 'unsure' };
  if (arrived.length === 0) return notDelivered(checkIn, prompts);
  return {
    kind: 'not-delivered',
    reason: 'too-late',
    why: 'It arrived only after the check-in had closed.',
    since: checkIn.openAt,
  };
}

/** Nothing is on its way any more, and something failed: it was not only taken back. */
function isLost(prompts: readonly Prompt[]): boolean {
  return (
    prompts.some((prompt) => prompt.status === 'DEAD') &&
    prompts.every((prompt) => prompt.status === 'DEAD' || prompt.status === 'SUPERSEDED')
  );
}

/** Nothing is on its way any more, nothing is known to be there, and of something nobody will ever tell. */
function standsAsUnknown(prompts: readonly Prompt[]): boolean {
  const isUnknown = (prompt: Prompt) => prompt.status === 'UNKNOWN' && prompt.reason === CANNOT_TELL;
  return (
    prompts.some(isUnknown) &&
    prompts.every((prompt) => prompt.status === 'DEAD' || prompt.status === 'SUPERSEDED' || isUnknown(prompt))
  );
}

/** As the ledger writes it once its last look has told nothing. */
const CANNOT_TELL = 'cannot-tell';

function notDelivered(checkIn: CheckInFact, prompts: readonly Prompt[]): Outcome {
  return {
    kind: 'not-delivered',
    reason: prompts.find((prompt) => prompt.reason !== undefined)?.reason ?? 'not-in-time',
    why: prompts.find((prompt) => prompt.reasonText !== undefined)?.reasonText ?? 'It was not sent in time.',
    since: checkIn.openAt,
  };
}

/** As a part of a sentence, and never more than the code tells. */
export function whyInWords({ reason }: Extract<Outcome, { kind: 'not-delivered' }>): string {
  return lostInWords(reason).replace('the last message', 'it').replace('the message', 'it');
}

/** In a word or two, for a table. */
export function outcomeInWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'answered':
      return outcome.late ? 'sent late' : 'sent';
    case 'waiting':
      return 'open';
    case 'no-reply':
      return 'no reply';
    case 'not-delivered':
      return 'not delivered';
    case 'unsure':
      return 'may not have arrived';
    case 'excused':
      return 'excused';
    case 'out':
      return 'no check-in';
  }
}

export interface Tally {
  answered: number;
  /** The denominator: skipped, excused and undelivered ones are not in it. */
  asked: number;
  notDelivered: number;
  unsure: number;
  waiting: number;
}

export function tally(outcomes: readonly Outcome[]): Tally {
  const count = (kind: Outcome['kind']): number => outcomes.filter((outcome) => outcome.kind === kind).length;
  const [answered, unsure, waiting] = [count('answered'), count('unsure'), count('waiting')];
  return {
    answered,
    asked: answered + count('no-reply') + unsure + waiting,
    notDelivered: count('not-delivered'),
    unsure,
    waiting,
  };
}

/** Can no answer of this week come or change any more? Before, a number shown twice would tell what the one who came between answered. */
export function isSettled(checkIn: CheckInFact, now: Date): boolean {
  switch (checkIn.status) {
    case 'SKIPPED':
    case 'EXCUSED':
      return true;
    case 'SUBMITTED':
      return now >= checkIn.closeAt;
    default:
      return now >= checkIn.lateUntil;
  }
}
