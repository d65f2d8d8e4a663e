import { ScreenError } from '../errors.ts';
import { LIMITS, assertCount, assertFits } from './limits.ts';
import { wordsOf, type Text } from './text.ts';

export interface Button {
  /** `feature:action`. Never changed without a migration: last year's messages still carry it. */
  action: string;
  label: string;
  /** Ids only; it is readable and forgeable on both platforms. */
  state: Record<string, string>;
  style?: 'primary' | 'danger';
  /** Teams must know beforehand that a press opens a dialog. */
  opens?: 'form';
}

export type Part =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: Text; quiet?: boolean }
  | { kind: 'facts'; facts: readonly { label: string; value: string }[] }
  | { kind: 'list'; items: readonly Text[] }
  /** The caption says in words what the table shows. */
  | { kind: 'table'; caption: string; columns: readonly string[]; rows: readonly (readonly string[])[] }
  | { kind: 'progress'; label: string; done: number; total: number }
  /** The summary says in words what the chart shows; each series has one value a label. */
  | {
      kind: 'chart';
      chart: 'line' | 'bar';
      title: string;
      labels: readonly string[];
      series: readonly { name: string; values: readonly number[] }[];
      summary: string;
    }
  | { kind: 'divider' }
  | { kind: 'buttons'; buttons: readonly Button[] }
  | { kind: 'link'; label: string; url: string };

export interface Card {
  /** `feature:screen`. */
  id: string;
  /** The notification's and the screen reader's sentence. */
  summary: string;
  parts: readonly Part[];
}

/** A title; in bold where a name from a roster makes it longer than a heading may be. */
export function titlePart(title: string): Part {
  return title.length <= LIMITS.heading ? { kind: 'heading', text: title } : { kind: 'text', text: [{ bold: title }] };
}

/** Checks a card against the limits of both platforms and freezes it. Long content is paged by who makes the card, never cut. */
export function defineCard(card: Card): Card {
  const what = `card ${card.id}`;
  assertFits(`${what}: summary`, card.summary, LIMITS.heading * 2);
  if (card.summary.trim() === '') throw new ScreenError(`${what} has no summary`);
  assertCount(`${what}: parts`, card.parts.length, LIMITS.parts);
  for (const part of card.parts) assertPartFits(what, part);
  const bytes = Buffer.byteLength(JSON.stringify(card), 'utf8');
  if (bytes > LIMITS.cardBytes) throw new ScreenError(`${what} has ${bytes} bytes and may have ${LIMITS.cardBytes}`);
  return Object.freeze(card);
}

function assertPartFits(what: string, part: Part): void {
  switch (part.kind) {
    case 'heading':
      return assertFits(`${what}: heading`, part.text, LIMITS.heading);
    case 'text':
      return assertFits(`${what}: text`, wordsOf(part.text), LIMITS.text);
    case 'facts':
      assertCount(`${what}: facts`, part.facts.length, LIMITS.facts);
      for (const fact of part.facts) {
        assertFits(`${what}: fact`, fact.label, LIMITS.factLabel);
        assertFits(`${what}: fact`, fact.value, LIMITS.factValue);
      }
      return;
    case 'list':
      assertCount(`${what}: list`, part.items.length, LIMITS.listItems);
      return assertFits(`${what}: list`, part.items.map(wordsOf).join('\n'), LIMITS.text);
    case 'table':
      assertCount(`${what}: columns`, part.columns.length, LIMITS.tableColumns);
      assertCount(`${what}: rows`, part.rows.length, LIMITS.tableRows);
      for (const row of part.rows) {
        if (row.length !== part.columns.length)
          throw new ScreenError(`${what}: a row has ${row.length} cells for ${part.columns.length} columns`);
        for (const cell of row) assertFits(`${what}: cell`, cell, LIMITS.cell);
      }
      return;
    case 'progress':
      if (part.done < 0 || part.total < 0 || part.done > part.total)
        throw new ScreenError(`${what}: ${part.done} of ${part.total} is no progress`);
      return assertFits(`${what}: progress`, part.label, LIMITS.factLabel);
    case 'chart':
      return assertChartFits(what, part);
    case 'buttons':
      assertCount(`${what}: buttons`, part.buttons.length, LIMITS.buttons);
      for (const button of part.buttons) {
        assertFits(`${what}: button`, button.label, LIMITS.button);
        assertFits(`${what}: state of ${button.action}`, JSON.stringify(button.state), LIMITS.state);
      }
      return;
    case 'link':
      if (!/^https?:\/\//.test(part.url)) throw new ScreenError(`${what}: "${part.url}" is no web address`);
      return assertFits(`${what}: link`, part.label, LIMITS.factLabel);
    case 'divider':
      return;
  }
}

function assertChartFits(what: string, chart: Part & { kind: 'chart' }): void {
  assertFits(`${what}: chart title`, chart.title, LIMITS.chartTitle);
  assertCount(`${what}: chart points`, chart.labels.length, LIMITS.chartPoints);
  assertCount(`${what}: chart series`, chart.series.length, LIMITS.chartSeries);
  for (const label of chart.labels) assertFits(`${what}: chart label`, label, LIMITS.chartLabel);
  if (new Set(chart.series.map((one) => one.name)).size !== chart.series.length)
    throw new ScreenError(`${what}: two series of one name`);
  for (const one of chart.series)
    if (one.values.length !== chart.labels.length)
      throw new ScreenError(`${what}: ${one.name} has ${one.values.length} values for ${chart.labels.length} labels`);
}
