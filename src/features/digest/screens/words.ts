// How stored answers and states are said to a coach.
import { BARRIERS, NEEDS, STEP_REPORTS } from '../../vocabulary.ts';

/** The order of a check-in's questions; the steps are shown on their own. */
export const QUESTION_ORDER: readonly string[] = [
  'rooms',
  'next-steps',
  'led',
  'barriers',
  'need',
  'need-note',
  'ready',
];

const LABELS: Record<string, string> = {
  rooms: 'Classrooms, 10 minutes or more',
  'next-steps': 'Teachers with one clear next step',
  led: 'Led or protected',
  barriers: 'Got in the way',
  need: 'Next on-site day',
  'need-note': 'Note for that day',
  ready: "Ready for next week's step",
};

const LED: Record<string, string> = {
  'leadership-team': 'leadership team meeting',
  plc: 'PLC or grade-team meeting',
  data: 'data meeting',
  blocked: 'blocked instructional time',
  delegated: 'handed a task to someone else',
  none: 'none this week',
};

const STATUSES: Record<string, string> = {
  DRAFT: 'proposed',
  COMMITTED: 'committed',
  IN_PROGRESS: 'in progress',
  STUCK: 'stuck',
  CLAIMED_DONE: 'done, to be seen',
  VERIFIED: 'done and seen',
  DROPPED: 'dropped',
};

export function answerLabel(question: string): string {
  const label = LABELS[question] ?? plain(question);
  return label.length <= 80 ? label : 'Another answer';
}

export function answerInWords(question: string, value: unknown): string {
  if (question === 'ready' && typeof value === 'number') return `${value} of 5`;
  if (Array.isArray(value)) return value.map((one) => answerInWords(question, one)).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return optionsOf(question)[value] ?? value;
  return JSON.stringify(value);
}

export function reportInWords(report: string): string {
  return (STEP_REPORTS as Record<string, string>)[report] ?? plain(report);
}

export function statusInWords(status: string): string {
  return STATUSES[status] ?? plain(status.toLowerCase());
}

function optionsOf(question: string): Record<string, string> {
  switch (question) {
    case 'led':
      return LED;
    case 'barriers':
      return BARRIERS;
    case 'need':
      return NEEDS;
    default:
      return {};
  }
}

function plain(key: string): string {
  const words = key.replaceAll(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
