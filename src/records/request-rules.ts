// How a records request goes on, and who may take which step. Pure: who held which key before goes in, a step or a reason why not
// comes out.
import type { RecordsRequestStatus } from '../db/generated/enums.ts';
import { ConflictError, ForbiddenError } from '../errors.ts';

export type Step =
  | 'approve-scope'
  | 'read'
  | 'redact'
  | 'submit'
  | 'approve-export'
  | 'return'
  | 'export'
  | 'close'
  | 'refuse'
  | 'withdraw';

export interface Keys {
  number: number;
  status: RecordsRequestStatus;
  openedById: string;
  scopeApprovedById: string | null;
  submittedById: string | null;
  exportApprovedById: string | null;
}

/** From which states a step is taken, and to which it leads; none where it leads nowhere else. */
const STEPS: Record<Step, { from: readonly RecordsRequestStatus[]; to?: RecordsRequestStatus }> = {
  'approve-scope': { from: ['OPENED'], to: 'COLLECTING' },
  refuse: { from: ['OPENED'], to: 'REFUSED' },
  read: { from: ['COLLECTING', 'SUBMITTED', 'APPROVED', 'EXPORTED'] },
  // Whatever is changed in what goes out voids what was agreed to.
  redact: { from: ['COLLECTING', 'SUBMITTED', 'APPROVED'], to: 'COLLECTING' },
  submit: { from: ['COLLECTING', 'SUBMITTED', 'APPROVED'], to: 'SUBMITTED' },
  'approve-export': { from: ['SUBMITTED'], to: 'APPROVED' },
  return: { from: ['SUBMITTED'], to: 'COLLECTING' },
  export: { from: ['APPROVED', 'EXPORTED'], to: 'EXPORTED' },
  close: { from: ['EXPORTED'], to: 'CLOSED' },
  withdraw: { from: ['OPENED', 'COLLECTING', 'SUBMITTED', 'APPROVED'], to: 'WITHDRAWN' },
};

/** The state that a step leads to. */
export function next(step: Step, keys: Keys, by: string): RecordsRequestStatus {
  const { from, to } = STEPS[step];
  if (!from.includes(keys.status)) throw new ConflictError(refusal(step, keys));
  const first = FIRST_KEY[step]?.(keys);
  if (first === by) throw new ForbiddenError(SECOND_KEY[step] ?? '');
  return to ?? keys.status;
}

export function requestName(number: number): string {
  return `R-${String(number)}`;
}

/** Whose key this one must be different from. */
const FIRST_KEY: Partial<Record<Step, (keys: Keys) => string | null>> = {
  'approve-scope': (keys) => keys.openedById,
  'approve-export': (keys) => keys.submittedById,
};

const SECOND_KEY: Partial<Record<Step, string>> = {
  'approve-scope': 'You opened this request, so another records officer has to approve it.',
  'approve-export': 'You put this forward, so another records officer has to approve that it goes out.',
};

function refusal(step: Step, { number, status }: Keys): string {
  const name = requestName(number);
  if (status === 'OPENED')
    return `${name} has one key only. Nothing of it can be read or exported before a second records officer approves it in Slack or Teams, with /district records.`;
  if (['CLOSED', 'REFUSED', 'WITHDRAWN'].includes(status))
    return `${name} is ${stateInWords(status)}. Open a new request if more is needed.`;
  if (step === 'export')
    return `${name} has one key only for what goes out. A second records officer has to approve exactly this content in Slack or Teams before it can be exported.`;
  return `${name} is ${stateInWords(status)}, so this cannot be done now. /district records shows what comes next.`;
}

export function stateInWords(status: RecordsRequestStatus): string {
  return WORDS[status];
}

const WORDS: Record<RecordsRequestStatus, string> = {
  OPENED: 'waiting for a second records officer',
  COLLECTING: 'being reviewed',
  SUBMITTED: 'waiting for a second records officer to approve what goes out',
  APPROVED: 'approved to go out',
  EXPORTED: 'exported',
  CLOSED: 'closed',
  REFUSED: 'refused',
  WITHDRAWN: 'withdrawn',
};
