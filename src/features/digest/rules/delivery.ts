// What became of each check-in, told apart honestly: a prompt that never arrived is nobody's missing answer.

export interface CheckInFact {
  id: string;
  assignmentId: string;
  schoolId: string;
  status: 'SCHEDULED' | 'OPEN' | 'STARTED' | 'SUBMITTED' | 'MISSED' | 'SKIPPED' | 'EXCUSED' | 'SUBMITTED_LATE';
  shape: string;
  skipReason?: string;
  closeAt: Date;
  lateUntil: Date;
  submittedAt?: Date;
}

export interface Prompt {
  status: 'PENDING' | 'SENDING' | 'SENT' | 'UNKNOWN' | 'FAILED' | 'DEAD' | 'SUPERSEDED';
  reasonText?: string;
}

export type Outcome =
  | { kind: 'answered'; late: boolean; at?: Date }
  /** Asked and not answered yet; still possible until it closes. */
  | { kind: 'waiting' }
  | { kind: 'no-reply' }
  | { kind: 'not-delivered'; why: string }
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
  if (checkIn.status !== 'MISSED' && now < checkIn.closeAt) return { kind: 'waiting' };
  if (prompts.length === 0 || prompts.some((prompt) => prompt.status === 'SENT')) return { kind: 'no-reply' };
  if (prompts.some((prompt) => prompt.status === 'UNKNOWN')) return { kind: 'unsure' };
  return {
    kind: 'not-delivered',
    why: prompts.find((prompt) => prompt.reasonText !== undefined)?.reasonText ?? 'It was not sent in time.',
  };
}

interface Tally {
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
