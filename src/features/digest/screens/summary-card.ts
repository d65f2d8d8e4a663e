// A coach's Friday summary: every own pair in full, on as many cards as it takes.
import type { Card, Part } from '../../../chat/card.ts';
import { defineCard, titlePart } from '../../../chat/card.ts';
import { dayInWords, timeInWords, dayIn, type Day } from '../../../zone.ts';
import { suggestQuestion, type PairWeek, type SummaryStep } from '../rules/summary.ts';
import { fits, inGroups } from './paging.ts';
import { answerLabel, answerInWords, QUESTION_ORDER, reportInWords, statusInWords } from './words.ts';

/** Packs whole pairs onto a card while they fit, and splits only a pair that is too long for one. */
export function summaryCards(weekOf: Day, pairs: readonly PairWeek[]): Card[] {
  const pages: Part[][] = [[]];
  for (const pair of pairs) {
    const block = pairParts(pair);
    const page = pages.at(-1) ?? [];
    if (page.length > 0 && !fits([...page, { kind: 'divider' }, ...block])) pages.push([]);
    else if (page.length > 0) page.push({ kind: 'divider' });
    for (const part of block) {
      if (!fits([...(pages.at(-1) ?? []), part])) pages.push([]);
      pages.at(-1)?.push(part);
    }
  }
  return pages.map((parts, index) => page(weekOf, parts, index, pages.length));
}

/** What stands where a page was, once a shorter summary needs it no more. */
export function emptyPage(weekOf: Day): Card {
  const text = 'This page moved into the cards above.';
  return defineCard({
    id: 'digest:summary',
    summary: `Your pairs, week of ${dayInWords(weekOf)}`,
    parts: [{ kind: 'text', quiet: true, text }],
  });
}

function page(weekOf: Day, parts: readonly Part[], index: number, of: number): Card {
  const title = `Your pairs · week of ${dayInWords(weekOf)}${of === 1 ? '' : ` · ${index + 1} of ${of}`}`;
  const note = 'Only you and each principal see this in Throughline.';
  return defineCard({
    id: 'digest:summary',
    summary: title,
    parts: [{ kind: 'heading', text: title }, { kind: 'text', quiet: true, text: note }, ...parts],
  });
}

function pairParts(pair: PairWeek): Part[] {
  return [
    titlePart(`${pair.principal} · ${pair.school}`),
    { kind: 'text', text: whatBecameOfIt(pair) },
    ...stepParts(pair.steps),
    ...answerParts(pair.answers),
    { kind: 'text', text: [{ bold: 'To ask next time: ' }, suggestQuestion(pair)] },
  ];
}

function whatBecameOfIt(pair: PairWeek): string {
  const { outcome } = pair;
  switch (outcome?.kind) {
    case undefined:
      return 'Not asked this week.';
    case 'answered': {
      const at = outcome.at === undefined ? '' : ` ${momentIn(pair.zone, outcome.at)}`;
      return outcome.late ? `Answered late${at}.` : `Answered${at}.`;
    }
    case 'waiting':
      return `Not answered yet.${lateNote(pair)}`;
    case 'no-reply':
      return `Delivered, no reply so far.${lateNote(pair)}`;
    case 'not-delivered':
      return `My message was not delivered, so this is not a missing answer. ${outcome.why}${lateNote(pair)}`;
    case 'unsure':
      return `My message may not have arrived, and there is no reply so far.${lateNote(pair)}`;
    case 'excused':
      return 'Excused: out this week.';
    case 'out':
      return outcome.reason === '' ? 'Out this week, so I did not ask.' : `I did not ask: ${outcome.reason}.`;
  }
}

function lateNote(pair: PairWeek): string {
  return pair.lateUntil === undefined ? '' : ` An answer counts until ${momentIn(pair.zone, pair.lateUntil)}.`;
}

function momentIn(zone: string, at: Date): string {
  return `${dayInWords(dayIn(zone, at))}, ${timeInWords(zone, at)}`;
}

function stepParts(steps: readonly SummaryStep[]): Part[] {
  const lines = steps.flatMap((step) => inPieces(stepLine(step)));
  return inGroups(lines, 8).map((items) => ({ kind: 'list', items }));
}

function stepLine(step: SummaryStep): string {
  const said = step.report === undefined ? '' : `${reportInWords(step.report)} – `;
  const change =
    step.was === undefined ? statusInWords(step.status) : `${statusInWords(step.was)} → ${statusInWords(step.status)}`;
  const carried = step.carriedCount === 0 ? '' : `, carried over ${step.carriedCount}×`;
  return `${said}${step.text} (${change}, due ${dayInWords(step.dueOn)}${carried})`;
}

function answerParts(answers: Readonly<Record<string, unknown>>): Part[] {
  const known = QUESTION_ORDER.filter((key) => key in answers);
  const other = Object.keys(answers)
    .filter((key) => key !== 'steps' && !QUESTION_ORDER.includes(key))
    .sort();
  const facts = [...known, ...other].flatMap((key) =>
    inPieces(answerInWords(key, answers[key])).map((value, index) => ({
      label: index === 0 ? answerLabel(key) : `${answerLabel(key)} (continued)`,
      value,
    })),
  );
  return inGroups(facts, 5).map((group) => ({ kind: 'facts', facts: group }));
}

/** Nothing is cut: what is longer than one place may hold goes on in the next. */
function inPieces(text: string): string[] {
  const characters = Array.from(text);
  return inGroups(characters, 280).map((piece) => piece.join(''));
}
