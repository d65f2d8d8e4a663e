/**
 * What a Teams client does with the inputs of a card before it sends anything: checks them and turns them into the text values that
 * go over the wire (numbers as text, several choices joined by commas, empty ones left out).
 */
import { inputsOf } from './card-walk.ts';
import { objectsIn, wordsOf } from './json.ts';
import type { Json } from './json.ts';

export type InputValue = string | number | boolean | string[] | null | undefined;
export type InputValues = Record<string, InputValue>;

export class UnknownInput extends Error {}

/** The values a card shows before anybody types: each input's own `value`, as text. */
export function startingValues(card: unknown): Record<string, string> {
  return Object.fromEntries(inputsOf(card).map((input) => [String(input['id']), startingValue(input)]));
}

export function mergeValues(
  card: unknown,
  current: Record<string, string>,
  typed: InputValues,
): Record<string, string> {
  const inputs = new Map(inputsOf(card).map((input) => [String(input['id']), input]));
  const merged = { ...current };
  for (const [id, value] of Object.entries(typed)) {
    const input = inputs.get(id);
    if (!input)
      throw new UnknownInput(`The card has no input '${id}'. It has: ${[...inputs.keys()].join(', ') || 'none'}.`);
    merged[id] = asText(input, value);
  }
  return merged;
}

/** Errors by input id, empty when the client would send the form. */
export function checkInputs(card: unknown, values: Record<string, string>): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const input of inputsOf(card)) {
    const id = String(input['id']);
    if (!acceptable(input, values[id] ?? '')) errors[id] = wordsOf(input['errorMessage'], 'This answer does not fit.');
  }
  return errors;
}

/** What is merged into the button's data. Clients leave empty inputs out; `blank` keeps them as empty text, as some do. */
export function sentValues(card: unknown, values: Record<string, string>, empty: 'omit' | 'blank' = 'omit'): Json {
  const entries = inputsOf(card).map((input) => [String(input['id']), values[String(input['id'])] ?? ''] as const);
  return Object.fromEntries(entries.filter(([, value]) => empty === 'blank' || value !== ''));
}

function acceptable(input: Json, value: string): boolean {
  const toggle = input['type'] === 'Input.Toggle';
  if (input['isRequired'] === true && (value === '' || (toggle && value !== on(input)))) return false;
  if (value === '') return true;
  switch (input['type']) {
    case 'Input.Text':
      if (typeof input['maxLength'] === 'number' && value.length > input['maxLength']) return false;
      return typeof input['regex'] !== 'string' || new RegExp(input['regex']).test(value);
    case 'Input.Number':
      return (
        value.trim() !== '' && Number.isFinite(Number(value)) && inRange(Number(value), input['min'], input['max'])
      );
    case 'Input.Date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) && inRange(value, input['min'], input['max']);
    case 'Input.Time':
      return /^\d{2}:\d{2}$/.test(value) && inRange(value, input['min'], input['max']);
    case 'Input.ChoiceSet':
      return isChoice(input, value);
    default:
      return true;
  }
}

function isChoice(input: Json, value: string): boolean {
  if (input['choices.data'] !== undefined) return true;
  const known = objectsIn(input['choices']).map((choice) => choice['value']);
  const chosen = input['isMultiSelect'] === true ? value.split(',') : [value];
  return chosen.every((choice) => known.includes(choice));
}

function inRange(value: string | number, min: unknown, max: unknown): boolean {
  const low = min === undefined || min === null || min === '' || value >= (min as typeof value);
  return low && (max === undefined || max === null || max === '' || value <= (max as typeof value));
}

function startingValue(input: Json): string {
  const value = input['value'];
  if (input['type'] === 'Input.Toggle') return typeof value === 'string' ? value : off(input);
  return wordsOf(value);
}

function asText(input: Json, value: InputValue): string {
  if (value === undefined || value === null) return '';
  if (input['type'] === 'Input.Toggle' && typeof value === 'boolean') return value ? on(input) : off(input);
  return Array.isArray(value) ? value.join(',') : String(value);
}

function on(input: Json): string {
  return wordsOf(input['valueOn'], 'true');
}

function off(input: Json): string {
  return wordsOf(input['valueOff'], 'false');
}
