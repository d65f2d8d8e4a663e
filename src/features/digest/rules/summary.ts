// What a coach reads on Friday about each own pair, and the question that it suggests for the next visit.
import { z } from 'zod';
import type { Thing } from '../../../roster/matrix.ts';
import type { Day } from '../../../zone.ts';
import type { StepReport } from '../../facts.ts';
import type { Outcome } from '../../outcomes.ts';

export interface SummaryStep {
  id: string;
  text: string;
  status: string;
  /** Before this week's first move, where it moved. */
  was?: string;
  dueOn: Day;
  carriedCount: number;
  mustChoose: boolean;
  /** What the principal said of it this week. */
  report?: StepReport;
}

export interface PairWeek {
  assignmentId: string;
  principal: string;
  school: string;
  zone: string;
  /** Absent where nobody was asked. */
  outcome?: Outcome;
  lateUntil?: Date;
  closeAt?: Date;
  /** By question, as stored; only what the coach may read. */
  answers: Readonly<Record<string, unknown>>;
  steps: readonly SummaryStep[];
}

const Reports = z.record(
  z.string(),
  z.enum(['done', 'moving', 'stuck', 'not-started', 'dropped'] satisfies StepReport[]),
);

export function readReports(value: unknown): Record<string, StepReport> {
  const reports = Reports.safeParse(value);
  return reports.success ? reports.data : {};
}

const THINGS: Partial<Record<string, Thing>> = {
  ready: 'principal-confidence',
  rooms: 'principal-counts',
  'next-steps': 'principal-counts',
  steps: 'step-text',
};

/** What of the principal's own stands in a pair's part of the summary. */
export function thingsIn({ answers, steps }: Pick<PairWeek, 'answers' | 'steps'>): Thing[] {
  const answered = Object.keys(answers).map((question) => THINGS[question] ?? 'principal-text');
  return [...new Set([...answered, ...(steps.length > 0 ? (['step-text'] as const) : [])])];
}

/** One question, by the first thing that calls for one; it asks and never judges. */
export function suggestQuestion(pair: PairWeek): string {
  return (
    aboutDelivery(pair) ??
    aboutSteps(pair) ??
    aboutReadiness(pair) ??
    aboutBarriers(pair) ??
    aboutNeed(pair) ??
    aboutRooms(pair) ??
    'What is one thing you want somebody to be able to see by the end of next week?'
  );
}

function aboutDelivery({ outcome }: PairWeek): string | undefined {
  switch (outcome?.kind) {
    case 'not-delivered':
    case 'unsure':
      return 'My message may not have reached you. How would you like to get it?';
    case 'no-reply':
    case 'waiting':
      return 'What would you want me to know about this week, in two minutes?';
    case 'excused':
    case 'out':
      return 'Now that you are back: what has your eye first?';
    case 'answered':
    case undefined:
      return undefined;
  }
}

function aboutSteps({ steps }: PairWeek): string | undefined {
  const choose = steps.find((step) => step.mustChoose);
  if (choose)
    return `${named(choose)} has moved on three times. Make it smaller, name what is in the way, or let it go?`;
  const stuck = steps.find((step) => step.report === 'stuck' || (step.report === undefined && step.status === 'STUCK'));
  if (stuck) return `What is in the way of ${named(stuck)}, and what would a smaller first piece look like?`;
  const done = steps.find(
    (step) => step.report === 'done' || (step.report === undefined && step.status === 'CLAIMED_DONE'),
  );
  if (done) return `${named(done)}: what changed for teachers, and where could we go and see it?`;
  const idle = steps.find((step) => step.report === 'not-started');
  if (idle) return `When in the week could ${named(idle)} have its own half hour?`;
  return undefined;
}

/** A step's own words, unless somebody wrote more than a question can hold. */
function named(step: SummaryStep): string {
  return step.text.length <= 250 ? `“${step.text}”` : 'your longest step';
}

function aboutReadiness({ answers }: PairWeek): string | undefined {
  const ready = answers['ready'];
  return typeof ready === 'number' && ready <= 2 ? "What would make next week's step feel within reach?" : undefined;
}

function aboutBarriers({ answers }: PairWeek): string | undefined {
  const named = answers['barriers'];
  const barriers = Array.isArray(named) ? named.filter((one) => one !== 'nothing') : [];
  if (barriers.length === 0) return undefined;
  return barriers.every((one) => one === 'capacity')
    ? 'What could come off your plate next week, and who could take it?'
    : 'Of what got in the way: who could remove it, and would you like it raised with the district?';
}

function aboutNeed({ answers }: PairWeek): string | undefined {
  const need = answers['need'];
  return typeof need === 'string' ? BY_NEED[need] : undefined;
}

const BY_NEED: Partial<Record<string, string>> = {
  observe: 'Which two rooms shall we visit together, and what shall we look for?',
  'co-lead': 'Which part do you want to lead, and which shall I model?',
  'plan-meeting': 'When that meeting is over, what should people do differently on Monday?',
  data: 'Which one chart or set of student work do you want us to look at?',
  rehearse: 'What is the first sentence you want to say in that conversation?',
  delegate: 'What on your calendar could somebody else own by next month?',
  'remove-barrier': 'Who can take the next step on it, and by when?',
};

function aboutRooms({ answers }: PairWeek): string | undefined {
  const [rooms, talks] = [answers['rooms'], answers['next-steps']];
  if (rooms === 0) return 'Which half hour next week could be for classrooms only?';
  if (typeof rooms === 'number' && talks === 0)
    return 'Of the rooms you saw: which one would you go back to, with which next step?';
  return undefined;
}
