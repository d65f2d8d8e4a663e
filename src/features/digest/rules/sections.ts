// From a week's facts to the lines of a district's digest, each with the rows it was made from. Nothing here sees an answer
// that is not a count, a person's name, or a text that somebody wrote and did not release.
import { countStaffDays, type SchoolDay } from '../../../roster/calendar.ts';
import { addDays, dayInWords, daysBetween, weekdayOf, type Day } from '../../../zone.ts';
import { outcomeOf, tally, type CheckInFact, type Prompt } from '../../outcomes.ts';
import { COUNTED, QUESTIONS, medianOf, type Count, type Published } from './practice.ts';

/** In the order in which a digest shows them. */
export const SECTIONS = ['DECISIONS', 'GOOD NEWS', 'PLANS', 'DELIVERY', 'PRACTICE', 'BARRIERS', 'COMING'] as const;
export type Section = (typeof SECTIONS)[number];

export interface Item {
  section: Section;
  text: string;
  sourceType: string;
  sourceIds: string[];
}

export interface OnSite {
  visitIds: string[];
  done: number;
  planned: number;
  extra: number;
  moved: number;
  cancelled: number;
}

/** A barrier that the principal agreed to show to the district. */
export interface OpenBarrier {
  id: string;
  /** In words. */
  category: string;
  lever: string;
  school: string;
  raisedOn: Day;
  neededBy?: Day;
  resolvedOn?: Day;
  open: boolean;
}

/** What a principal released to the district, in the words that they released. */
export interface ReleasedWords {
  id: string;
  school: string;
  words: string;
}

export interface WeekFacts {
  weekOf: Day;
  /** The day as of which ages are counted. */
  asOf: Day;
  now: Date;
  onSite: OnSite;
  checkIns: readonly CheckInFact[];
  prompts: ReadonlyMap<string, readonly Prompt[]>;
  counts: readonly Count[];
  published: Published;
  /** Set where answers can still come: numbers wait until they cannot. */
  practiceWaits: boolean;
  barriers: readonly OpenBarrier[];
  released: readonly ReleasedWords[];
  calendar: readonly (SchoolDay & { id: string })[];
  seeYouOn?: Day;
}

export function compileItems(facts: WeekFacts): Item[] {
  return [
    ...decisions(facts),
    ...goodNews(facts),
    ...delivery(facts),
    ...practice(facts),
    ...barriers(facts),
    ...coming(facts),
  ];
}

function decisions(facts: WeekFacts): Item[] {
  const groups = new Map<string, OpenBarrier[]>();
  for (const barrier of facts.barriers) {
    if (!barrier.open || barrier.neededBy === undefined) continue;
    groups.set(barrier.category, [...(groups.get(barrier.category) ?? []), barrier]);
  }
  return [...groups.values()]
    .map((group) => ({ group, neededBy: earliest(group.map((one) => one.neededBy ?? facts.asOf)) }))
    .sort((a, b) => a.neededBy.localeCompare(b.neededBy) || compareText(a.group, b.group))
    .map(({ group, neededBy }) => ({
      section: 'DECISIONS' as const,
      text: `${group[0]?.category ?? ''}${placeOf(group)} – ${leverOf(group)}open ${staffDaysInWords(ageOf(group, facts))}, needed by ${dayInWords(neededBy)}`,
      sourceType: 'barrier',
      sourceIds: group.map((one) => one.id),
    }));
}

function compareText(a: readonly OpenBarrier[], b: readonly OpenBarrier[]): number {
  return (a[0]?.category ?? '').localeCompare(b[0]?.category ?? '');
}

/** Whose decision it is: no barrier has an owner by name, and the lever says which desk. */
function leverOf(group: readonly OpenBarrier[]): string {
  const lever = group[0]?.lever ?? 'OTHER';
  return lever === 'OTHER' ? '' : `${lever.toLowerCase()}, `;
}

function goodNews({ released }: WeekFacts): Item[] {
  return released.map(({ id, school, words }) => ({
    section: 'GOOD NEWS',
    text: `${school.length <= 60 ? school : 'One school'}: ${words}`,
    sourceType: RELEASE,
    sourceIds: [id],
  }));
}

/** The source of a line that a principal released. */
export const RELEASE = 'share_grant';

export function withoutRelease(items: readonly Item[], grantId: string): Item[] {
  return items.filter((item) => !(item.sourceType === RELEASE && item.sourceIds.includes(grantId)));
}

function placeOf(group: readonly OpenBarrier[]): string {
  const schools = [...new Set(group.map((one) => one.school))];
  const only = schools[0] ?? '';
  return schools.length === 1 && only.length <= 60 ? ` at ${only}` : ` at ${counted(schools.length, 'school')}`;
}

function ageOf(group: readonly OpenBarrier[], facts: WeekFacts): number {
  return countStaffDays(facts.calendar, earliest(group.map((one) => one.raisedOn)), facts.asOf, { school: 'district' });
}

function earliest(days: readonly Day[]): Day {
  return days.reduce((first, day) => (day < first ? day : first));
}

function delivery(facts: WeekFacts): Item[] {
  const items: Item[] = [];
  const { onSite } = facts;
  if (onSite.planned + onSite.visitIds.length > 0) {
    const text = [
      `on-site days ${onSite.done} of ${onSite.planned}`,
      ...some(onSite.extra, 'more than planned'),
      ...some(onSite.moved, 'moved'),
      ...some(onSite.cancelled, 'canceled'),
    ].join(' · ');
    items.push({ section: 'DELIVERY', text, sourceType: 'visit', sourceIds: onSite.visitIds });
  }
  const count = tally(facts.checkIns.map((one) => outcomeOf(one, facts.prompts.get(one.id) ?? [], facts.now)));
  if (count.asked + count.notDelivered > 0) {
    const text = [
      `check-ins ${count.answered} of ${count.asked}`,
      ...some(count.waiting, 'still open'),
      ...some(count.unsure, 'may not have arrived'),
      ...some(count.notDelivered, 'not delivered'),
    ].join(' · ');
    items.push({ section: 'DELIVERY', text, sourceType: 'check_in', sourceIds: facts.checkIns.map((one) => one.id) });
  }
  return items;
}

function practice(facts: WeekFacts): Item[] {
  if (!facts.checkIns.some((checkIn) => checkIn.shape === 'full' && ASKED.includes(checkIn.status))) return [];
  if (facts.practiceWaits) return [hidden("The medians come with Monday's post, when late answers are in.")];
  const medians = QUESTIONS.map((question) => medianOf(question, facts.counts, facts.published));
  const shown = medians.flatMap((median) => (median.shown ? [median] : []));
  const first = medians[0];
  if (shown.length === 0) return first === undefined || first.shown ? [] : [hidden(first.why)];
  return shown.map((median, index) => ({
    section: 'PRACTICE',
    text: `${median.people === shown[index - 1]?.people ? '' : `median of ${median.people} principals: `}${COUNTED[median.question]} ${median.median}/wk`,
    sourceType: `answer:${median.question}`,
    sourceIds: median.answerIds,
  }));
}

const ASKED = ['OPEN', 'STARTED', 'SUBMITTED', 'SUBMITTED_LATE', 'MISSED'];

function hidden(text: string): Item {
  return { section: 'PRACTICE', text, sourceType: 'suppressed', sourceIds: [] };
}

function barriers(facts: WeekFacts): Item[] {
  const open = facts.barriers.filter((barrier) => barrier.open);
  const lastDay = addDays(facts.weekOf, 6);
  const resolved = facts.barriers.filter(
    (one) => one.resolvedOn !== undefined && one.resolvedOn >= facts.weekOf && one.resolvedOn <= lastDay,
  );
  if (open.length + resolved.length === 0) return [];
  const text = [
    `open ${open.length}`,
    `resolved ${resolved.length}`,
    ...(open.length === 0 ? [] : [`oldest ${staffDaysInWords(ageOf(open, facts))}`]),
  ].join(' · ');
  return [{ section: 'BARRIERS', text, sourceType: 'barrier', sourceIds: [...open, ...resolved].map((one) => one.id) }];
}

/** Holidays, breaks and training days of the two weeks after the one that the digest is about. */
function coming(facts: WeekFacts): Item[] {
  const [from, to] = [addDays(facts.weekOf, 7), addDays(facts.weekOf, 20)];
  const days = facts.calendar
    .filter(
      (entry) =>
        entry.scope === 'district' && WORTH_TELLING.includes(entry.type) && entry.day >= from && entry.day <= to,
    )
    .sort((a, b) => a.day.localeCompare(b.day));
  const spans: (typeof days)[] = [];
  for (const day of days) {
    const last = spans.at(-1)?.at(-1);
    if (last !== undefined && nameOf(last) === nameOf(day) && follows(last.day, day.day)) spans.at(-1)?.push(day);
    else spans.push([day]);
  }
  const items = spans.map((span): Item => ({
    section: 'COMING',
    text: spanInWords(span),
    sourceType: 'calendar_day',
    sourceIds: span.map((day) => day.id),
  }));
  if (facts.seeYouOn !== undefined)
    items.push({
      section: 'COMING',
      text: `see you on ${dayInWords(facts.seeYouOn)}`,
      sourceType: 'calendar_day',
      sourceIds: [],
    });
  return items;
}

const WORTH_TELLING: readonly string[] = ['HOLIDAY', 'BREAK', 'PD', 'TEACHER_WORKDAY', 'STUDENT_HOLIDAY'];
const NAMES: Partial<Record<string, string>> = {
  HOLIDAY: 'holiday',
  BREAK: 'break',
  PD: 'PD day',
  TEACHER_WORKDAY: 'teacher workday',
  STUDENT_HOLIDAY: 'student holiday',
};

function nameOf(day: SchoolDay): string {
  const label = day.label.trim();
  return label === '' || label.length > 80 ? (NAMES[day.type] ?? 'day off') : label;
}

/** The next day, or the next weekday over a weekend. */
function follows(day: Day, next: Day): boolean {
  const gap = daysBetween(day, next);
  return gap === 1 || (gap > 1 && gap <= 8 - weekdayOf(day) && weekdayOf(day) >= 5);
}

function spanInWords(span: readonly SchoolDay[]): string {
  const [first, last] = [span[0], span.at(-1)];
  if (first === undefined || last === undefined) return '';
  const days = first.day === last.day ? dayInWords(first.day) : `${dayInWords(first.day)} to ${dayInWords(last.day)}`;
  return `${nameOf(first)} ${days}`;
}

function some(count: number, words: string): string[] {
  return count === 0 ? [] : [`${count} ${words}`];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function staffDaysInWords(days: number): string {
  return counted(days, 'staff day');
}
