// What stands in a digest's thread, below its summary: numbers over weeks, and lists that are too long for the top.
import type { Card, Part } from '../../../chat/card.ts';
import { defineCard } from '../../../chat/card.ts';
import { LIMITS } from '../../../chat/limits.ts';
import { dayInWords, type Day } from '../../../zone.ts';
import { COUNTED } from '../rules/practice.ts';
import type { Section } from '../rules/sections.ts';
import { numbersOf, practiceOver, type PostedWeek, type WeekNumbers } from '../rules/trend.ts';
import { itemsOnTop, type DigestScreen } from './digest-card.ts';
import { inGroups } from './paging.ts';

/** `name` tells one part of a thread from the others, and stays when its card changes. */
export interface ThreadPart {
  name: string;
  card: Card;
}

/** In the order of the sections. A part that would only say again what the summary says is left out. */
export function threadParts(screen: DigestScreen): ThreadPart[] {
  const posted = [...(screen.earlier ?? []), { weekOf: screen.weekOf, items: screen.items }];
  const weeks = posted.map(numbersOf);
  return [
    ...listInFull(screen, 'DECISIONS', 'All decisions'),
    ...listInFull(screen, 'GOOD NEWS', 'All good news'),
    ...deliveryPart(screen, posted, weeks),
    ...practicePart(screen, weeks),
    ...barriersPart(screen, weeks),
    ...listInFull(screen, 'COMING', 'All dates'),
  ];
}

/** Where a part of the thread stood that a change has left without anything to show. */
export function emptyPart(weekOf: Day): Card {
  const text = 'There is nothing to show here any more. The summary above is up to date.';
  return partCard('gone', `Week of ${dayInWords(weekOf)}`, [{ kind: 'text', quiet: true, text }]);
}

function partCard(name: string, title: string, parts: readonly Part[]): Card {
  return defineCard({ id: `digest:${name}`, summary: title, parts: [{ kind: 'heading', text: title }, ...parts] });
}

function deliveryPart(
  screen: DigestScreen,
  posted: readonly PostedWeek[],
  weeks: readonly WeekNumbers[],
): ThreadPart[] {
  if (!screen.items.some((item) => item.section === 'DELIVERY')) return [];
  const rest = ({ items }: PostedWeek, sourceType: string) =>
    items.find((item) => item.section === 'DELIVERY' && item.sourceType === sourceType)?.text.replace(/^\D+/, '') ?? '';
  const rows = [...posted]
    .reverse()
    .map((week) => [dayInWords(week.weekOf), rest(week, 'visit'), rest(week, 'check_in')]);
  const columns = ['Week of', 'On-site days', 'Check-ins'];
  const table = { kind: 'table', caption: 'On-site days and check-ins by week', columns, rows } as const;
  const card = partCard('delivery', 'Delivery, week by week', [...onSiteChart(weeks), table]);
  return [{ name: 'delivery', card }];
}

function onSiteChart(weeks: readonly WeekNumbers[]): Part[] {
  const shown = weeks.flatMap(({ weekOf, onSite }) => (onSite ? [{ weekOf, ...onSite }] : []));
  if (shown.length < 2) return [];
  const sum = (of: 'done' | 'planned') => shown.reduce((total, week) => total + week[of], 0);
  return [
    {
      kind: 'chart',
      chart: 'bar',
      title: 'On-site days by week',
      labels: shown.map((week) => dayInWords(week.weekOf)),
      series: [
        { name: 'Planned', values: shown.map((week) => week.planned) },
        { name: 'Took place', values: shown.map((week) => week.done) },
      ],
      summary: `Of the days on site that were planned in these ${shown.length} weeks, ${sum('done')} of ${sum('planned')} took place.`,
    },
  ];
}

function practicePart(screen: DigestScreen, all: readonly WeekNumbers[]): ThreadPart[] {
  const { questions, weeks } = practiceOver(all);
  if (questions.length === 0 || weeks.length < 2) return [];
  const series = questions.map((question) => ({
    name: COUNTED[question],
    values: weeks.map((week) => week.medians[question] ?? 0),
  }));
  const now = series.map(({ name, values }) => `${name} ${values.at(-1) ?? 0}/wk`).join(' · ');
  const card = partCard('practice', 'Practice, week by week', [
    {
      kind: 'chart',
      chart: 'line',
      title: 'What principals counted: the middle value',
      labels: weeks.map((week) => dayInWords(week.weekOf)),
      series,
      summary: `Week of ${dayInWords(screen.weekOf)}: ${now}.`,
    },
    { kind: 'text', quiet: true, text: 'Weeks in which too few principals answered to show a number are left out.' },
  ]);
  return [{ name: 'practice', card }];
}

function barriersPart(screen: DigestScreen, weeks: readonly WeekNumbers[]): ThreadPart[] {
  const shown = weeks.flatMap(({ weekOf, barriers }) => (barriers ? [{ weekOf, ...barriers }] : []));
  const last = shown.at(-1);
  if (last?.weekOf !== screen.weekOf || shown.length < 2) return [];
  const card = partCard('barriers', 'Barriers, week by week', [
    {
      kind: 'chart',
      chart: 'bar',
      title: 'Barriers by week',
      labels: shown.map((week) => dayInWords(week.weekOf)),
      series: [
        { name: 'Open', values: shown.map((week) => week.open) },
        { name: 'Resolved', values: shown.map((week) => week.resolved) },
      ],
      summary: `Week of ${dayInWords(screen.weekOf)}: ${last.open} open, ${last.resolved} resolved.`,
    },
  ]);
  return [{ name: 'barriers', card }];
}

/** Where the summary had to fold a section, all of it. */
function listInFull(screen: DigestScreen, section: Section, title: string): ThreadPart[] {
  const own = screen.items.filter((item) => item.section === section);
  if (itemsOnTop(screen).filter((item) => item.section === section).length === own.length) return [];
  const lists = inLists(own.map((item) => item.text));
  const pages = inGroups(lists, LISTS_A_CARD);
  return pages.map((page, index) => {
    const count = pages.length === 1 ? '' : ` · ${index + 1} of ${pages.length}`;
    const name = `${section.toLowerCase().replace(' ', '-')}-${index + 1}`;
    return {
      name,
      card: partCard(
        name,
        `${title}${count}`,
        page.map((items) => ({ kind: 'list', items })),
      ),
    };
  });
}

const LISTS_A_CARD = 2;

/** As many lines to a list as it may hold. */
function inLists(lines: readonly string[]): string[][] {
  const lists: string[][] = [[]];
  for (const line of lines) {
    const list = lists.at(-1) ?? [];
    const isFull = list.length === LIMITS.listItems || [...list, line].join('\n').length > LIMITS.text;
    if (isFull) lists.push([line]);
    else list.push(line);
  }
  return lists;
}
