// Microsoft's own parser of Adaptive Cards, held to version 1.5 as Teams is. Says what it would refuse, drop or not know.
import { createRequire } from 'node:module';
import type * as Microsoft from 'adaptivecards';

// The package's own entry is for bundlers; this one is the same code in one file.
const cards = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof Microsoft;

type Json = Record<string, unknown>;

/** Read by Teams itself and not by the cards' parser. */
const HOST_ONLY = ['msteams'];

export function askMicrosoft(drawn: unknown): string[] {
  const { card, problems } = parse(drawn);
  const taken = card.toJSON() as Json;
  return [
    ...problems,
    ...card.validateProperties().validationEvents.map((event) => event.message),
    ...lost(withoutCharts(drawn), taken, 'card'),
    ...partsOf(drawn).flatMap(unseen),
  ];
}

/** What a client shows that draws no native charts: the card with what stands in their place. */
export function shownWithoutCharts(drawn: unknown): unknown {
  return parse(drawn).card.toJSON();
}

function parse(drawn: unknown): { card: Microsoft.AdaptiveCard; problems: string[] } {
  const context = new cards.SerializationContext(cards.Versions.v1_5);
  const card = new cards.AdaptiveCard();
  const headless: string[] = [];
  context.onParseElement = (element) => {
    if (element instanceof cards.Table && !element.firstRowAsHeaders) headless.push('a table has no header row');
  };
  // The parser keeps a global expression between two cards, and would refuse the language of every other one.
  const { regEx } = cards.CardElement.langProperty;
  if (regEx) regEx.lastIndex = 0;
  card.parse(structuredClone(drawn), context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const charts = partsOf(drawn).filter(isChart);
  const expected = charts.map((chart) => cards.Strings.errors.unknownElementType(String(chart['type'])));
  const problems = events.filter((message) => !expected.includes(message));
  const met = events.length - problems.length;
  return { card, problems: [...problems, ...headless, ...(met === charts.length ? [] : ['a chart was not met'])] };
}

/** Native charts are newer than the format: a client of 1.5 takes what they fall back to. */
function withoutCharts(drawn: unknown): unknown {
  if (Array.isArray(drawn)) return drawn.map(withoutCharts);
  if (!isJson(drawn)) return drawn;
  if (isChart(drawn)) return withoutCharts(drawn['fallback'] ?? {});
  return Object.fromEntries(Object.entries(drawn).map(([name, held]) => [name, withoutCharts(held)]));
}

/** The fields that the parser did not take, or took as something else. */
function lost(drawn: unknown, taken: unknown, at: string): string[] {
  if (Array.isArray(drawn)) {
    const items = Array.isArray(taken) ? (taken as unknown[]) : [];
    return drawn.flatMap((item, index) => lost(item, items[index], `${at}[${index}]`));
  }
  if (!isJson(drawn)) return meaningOf(drawn) === meaningOf(taken) ? [] : [`${at} was lost: ${String(drawn)}`];
  if (!isJson(taken)) return [`${at} was lost`];
  return Object.entries(drawn).flatMap(([name, held]) => {
    if (HOST_ONLY.includes(name) || held === undefined) return [];
    if (taken[name] === undefined && isDefault(drawn, at, name, held)) return [];
    // A run of plain words is short for a run.
    const whole = name === 'inlines' ? (held as unknown[]).map(asRun) : held;
    return lost(whole, taken[name], `${at}.${name}`);
  });
}

function asRun(inline: unknown): unknown {
  return typeof inline === 'string' ? { type: 'TextRun', text: inline } : inline;
}

/** The parser writes fields of their usual value back as nothing. One that it does not know is none of them. */
function isDefault(element: Json, at: string, name: string, held: unknown): boolean {
  const made = emptyOf(element, at);
  const schema = made?.getSchema();
  const fields = Array.from({ length: schema?.getCount() ?? 0 }, (_, index) => schema?.getItemAt(index));
  const field = fields.find((one) => one?.name === name);
  if (!made || !field) return Array.isArray(held) && held.length === 0 && name === 'items';
  const usual = (made.toJSON() as Json | undefined)?.[name] ?? (field.defaultValue as unknown);
  return meaningOf(usual) === meaningOf(held);
}

function emptyOf(element: Json, at: string): Microsoft.SerializableObject | undefined {
  const type = typeof element['type'] === 'string' ? element['type'] : '';
  if (type === 'AdaptiveCard') return new cards.AdaptiveCard();
  if (type === 'TextRun') return new cards.TextRun();
  if (type === 'TableRow') return new cards.TableRow();
  if (type === 'TableCell') return new cards.TableCell();
  if (type === 'Column') return new cards.Column();
  if (/\.choices\[\d+\]$/.test(at)) return new cards.Choice();
  if (/\.facts\[\d+\]$/.test(at)) return new cards.Fact();
  const registry = type.startsWith('Action.') ? cards.GlobalRegistry.actions : cards.GlobalRegistry.elements;
  return (
    registry as { createInstance(name: string, version: unknown): Microsoft.SerializableObject | undefined }
  ).createInstance(type, cards.Versions.v1_5);
}

/** The parser writes some words and numbers in a manner of its own, of the same meaning. */
function meaningOf(value: unknown): string {
  return String(value).toLowerCase();
}

/** What somebody who does not see the card would miss. */
function unseen(part: Json): string[] {
  const type = String(part['type']);
  const missing = (field: string) => typeof part[field] !== 'string' || part[field] === '';
  if (type === 'Image' && missing('altText')) return ['an image has no altText'];
  if (type.startsWith('Input.') && missing('label')) return [`${String(part['id'])} has no label`];
  if (type.startsWith('Action.') && missing('title')) return ['a button has no title'];
  if (type !== 'AdaptiveCard') return [];
  return ['speak', 'fallbackText', 'lang'].filter(missing).map((field) => `the card has no ${field}`);
}

function isChart(part: Json): boolean {
  return String(part['type']).startsWith('Chart.');
}

/** The card and everything in it that has a type; what a button carries is no part of the card. */
export function partsOf(drawn: unknown): Json[] {
  if (Array.isArray(drawn)) return drawn.flatMap(partsOf);
  if (!isJson(drawn)) return [];
  const inner = Object.entries(drawn).flatMap(([name, held]) => (name === 'data' ? [] : partsOf(held)));
  return 'type' in drawn ? [drawn, ...inner] : inner;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
