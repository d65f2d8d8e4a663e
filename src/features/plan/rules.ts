import type { StepStatus } from '../../db/generated/enums.ts';
import { addDays, weekdayOf, type Day } from '../../zone.ts';
import type { StepReport } from '../facts.ts';

export const MOST_OPEN_STEPS = 2;
export const MOST_GOALS = 3;
export const LONGEST_DAYS = 14;
export const LONGEST_STEP = 200;
/** Twice a date may pass; at the third time the leader chooses. */
export const CARRIES_BEFORE_CHOICE = 2;
const CARRY_DAYS = 7;

export type StepEvent = 'commit' | 'start' | 'claim' | 'verify' | 'stuck' | 'unstick' | 'drop' | 'correct';

const MOVES: Record<StepEvent, Partial<Record<StepStatus, StepStatus>>> = {
  commit: { DRAFT: 'COMMITTED' },
  start: { COMMITTED: 'IN_PROGRESS' },
  claim: { IN_PROGRESS: 'CLAIMED_DONE' },
  verify: { CLAIMED_DONE: 'VERIFIED' },
  stuck: { IN_PROGRESS: 'STUCK' },
  unstick: { STUCK: 'IN_PROGRESS' },
  drop: { DRAFT: 'DROPPED', COMMITTED: 'DROPPED', IN_PROGRESS: 'DROPPED', STUCK: 'DROPPED' },
  // A check-in that is still open may take back what it said of a step this week.
  correct: { CLAIMED_DONE: 'IN_PROGRESS', DROPPED: 'IN_PROGRESS' },
};

/** The states of an action step (domain: life-cycles); `undefined` is a transition that does not exist. */
export function nextStepStatus(status: StepStatus, event: StepEvent): StepStatus | undefined {
  return MOVES[event][status];
}

export function isOpenStep(status: StepStatus): boolean {
  return status === 'COMMITTED' || status === 'IN_PROGRESS' || status === 'STUCK';
}

const GOAL_OF_REPORT: Record<StepReport, StepStatus | undefined> = {
  done: 'CLAIMED_DONE',
  moving: 'IN_PROGRESS',
  stuck: 'STUCK',
  dropped: 'DROPPED',
  // A step that has moved once does not become unmoved by a later word.
  'not-started': undefined,
};

/** The moves that lead from where a step is to what its leader says of it; none where it is there already. */
export function movesFor(status: StepStatus, report: StepReport): StepEvent[] {
  const goal = GOAL_OF_REPORT[report];
  if (goal === undefined) return status === 'CLAIMED_DONE' || status === 'DROPPED' ? ['correct'] : [];
  if (goal === status || status === 'DRAFT' || status === 'VERIFIED') return [];
  if (goal === 'DROPPED') return status === 'CLAIMED_DONE' ? ['correct', 'drop'] : ['drop'];
  const toMoving: Record<string, StepEvent[]> = {
    COMMITTED: ['start'],
    STUCK: ['unstick'],
    CLAIMED_DONE: ['correct'],
    DROPPED: ['correct'],
    IN_PROGRESS: [],
  };
  const onward: StepEvent[] = goal === 'CLAIMED_DONE' ? ['claim'] : goal === 'STUCK' ? ['stuck'] : [];
  return [...(toMoving[status] ?? []), ...onward];
}

/** What happens when a step's day has passed and it is still open. */
export function carryOver(step: { carriedCount: number; dueOn: Day }): { carriedCount: number; dueOn: Day } | 'choose' {
  if (step.carriedCount >= CARRIES_BEFORE_CHOICE) return 'choose';
  return { carriedCount: step.carriedCount + 1, dueOn: addDays(step.dueOn, CARRY_DAYS) };
}

/** The usual day: a week from today. */
export function usualDue(today: Day): Day {
  return addDays(today, CARRY_DAYS);
}

/** Questions that make a step better; they never stand in the way. */
export function qualityPrompts(text: string): string[] {
  const prompts: string[] = [];
  if (/^(be|become|improve|increase|more|better|continue|try)\b/i.test(text.trim()))
    prompts.push('Can someone see it? Say what you will do, where and with whom.');
  if (text.trim().split(/\s+/).length < 5) prompts.push('Is it clear to someone who was not in the room?');
  if (/\b(all|every|always|each day)\b/i.test(text) && text.length > 150)
    prompts.push('Is it small enough for a week?');
  return prompts;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Reads `"By Fri open the PLC" fri`: the sentence, quoted or not, and a day at its end. */
export function readStepWords(words: string, today: Day): { text: string; dueOn?: Day } {
  const [, before = words, dayWord] =
    /^(.*?)(?:\s+(?:by\s+)?(mon|tue|wed|thu|fri|sat|sun)[a-z]*)?$/is.exec(words.trim()) ?? [];
  const quoted = /^["“”'](.*)["“”']$/s.exec(before.trim());
  const text = (quoted?.[1] ?? before).trim();
  if (dayWord === undefined || (quoted === null && text === '')) return { text };
  const wanted = WEEKDAYS.indexOf(dayWord.toLowerCase()) + 1;
  const ahead = (wanted - weekdayOf(today) + 7) % 7;
  return { text, dueOn: addDays(today, ahead === 0 ? 7 : ahead) };
}

/** The beginning of what is longer than a step may be, up to a whole word, and what is left of it. No character is cut in two. */
export function beginStep(words: string): { text: string; left: string } {
  const whole = words.replace(/\s+/g, ' ').trim();
  if (whole.length <= LONGEST_STEP) return { text: whole, left: '' };
  let end = 0;
  for (const letter of whole) {
    if (end + letter.length > LONGEST_STEP) break;
    end += letter.length;
  }
  const space = whole.lastIndexOf(' ', end);
  const at = space > 0 ? space : end;
  return { text: whole.slice(0, at), left: whole.slice(at).trim() };
}
