/**
 * Says everything that is wrong with an Adaptive Card, as a list of sentences. Stricter than Teams on purpose: what real clients
 * would quietly drop or draw badly is refused here, and so is what an accessible card must have.
 */
import { ACTIONS, CARD, CHILD_KINDS, ELEMENTS, INLINES } from './card-schema.ts';
import type { FieldRule, Shape } from './card-schema.ts';
import { checkSubmitData } from './card-data-check.ts';
import { isObject, objectsIn, wordsOf } from './json.ts';
import type { Json } from './json.ts';

const ACTIONS_PER_SET = 6;

interface Check {
  problems: string[];
  ids: Set<string>;
  inputIds: Set<string>;
}

export function checkCard(card: unknown): string[] {
  const check: Check = { problems: [], ids: new Set(), inputIds: new Set() };
  checkRoot(check, card, 'card', false);
  return check.problems;
}

function checkRoot(check: Check, card: unknown, at: string, nested: boolean): void {
  if (!isObject(card)) return say(check, at, 'must be an object');
  if (card['type'] !== 'AdaptiveCard') say(check, at, "must have type 'AdaptiveCard'");
  if (card['refresh'] !== undefined || card['authentication'] !== undefined) {
    say(check, at, 'uses refresh or authentication, which need Action.Execute');
  }
  const version = card['version'];
  if (typeof version === 'string' && !/^1\.[0-5]$/.test(version))
    say(check, at, `has version ${version}; Teams shows 1.0 to 1.5`);
  const shape: Shape = { ...CARD, refresh: 'any', authentication: 'any' };
  checkFields(
    check,
    card,
    nested ? { ...shape, 'version!': 'any', version: 'text' } : shape,
    at,
    ['version!'].filter(() => nested),
  );
  if (!nested && objectsIn(card['body']).length === 0 && objectsIn(card['actions']).length === 0)
    say(check, at, 'is empty');
}

function checkElement(check: Check, element: unknown, at: string, kinds?: readonly string[]): void {
  if (!isObject(element)) return say(check, at, 'must be an object');
  const type = wordsOf(element['type'], kinds?.length === 1 ? kinds[0] : '');
  const shape = ELEMENTS[type];
  if (!shape) return say(check, at, `has the unknown element type '${type}'`);
  if (kinds ? !kinds.includes(type) : Object.values(CHILD_KINDS).some((child) => child.kinds.includes(type))) {
    say(check, at, `may not be a ${type} here`);
  }
  const here = `${at} ${type}${typeof element['id'] === 'string' ? `#${element['id']}` : ''}`;
  checkFields(check, element, shape, here, [], type);
  noteId(check, element, here);
  if (type.startsWith('Input.')) checkInput(check, element, here);
  if (type.startsWith('Chart.')) checkChart(check, element, here);
  if (isObject(element['fallback']) && !type.startsWith('Chart.'))
    checkElement(check, element['fallback'], `${here}.fallback`);
}

function checkInput(check: Check, input: Json, at: string): void {
  const id = input['id'];
  if (typeof id !== 'string' || id === '') say(check, at, 'needs an id');
  else if (check.inputIds.has(id)) say(check, at, `repeats the input id '${id}'`);
  else check.inputIds.add(id);
  if (typeof input['label'] !== 'string' || input['label'] === '') say(check, at, 'needs a label for screen readers');
  if (input['isRequired'] === true && typeof input['errorMessage'] !== 'string') {
    say(check, at, 'is required and needs an errorMessage');
  }
  if (input['type'] === 'Input.Text' && typeof input['regex'] === 'string' && !compiles(input['regex'])) {
    say(check, at, 'has a regex that does not compile');
  }
  if (input['type'] === 'Input.ChoiceSet') checkChoices(check, input, at);
}

function checkChoices(check: Check, input: Json, at: string): void {
  const values = objectsIn(input['choices']).map((choice) => String(choice['value']));
  if (values.length === 0 && input['choices.data'] === undefined) say(check, at, 'has no choices');
  if (new Set(values).size < values.length) say(check, at, 'has two choices of the same value');
  if (input['isMultiSelect'] === true && values.some((value) => value.includes(','))) {
    say(check, at, 'takes several answers, so its values may not contain a comma');
  }
}

function checkChart(check: Check, chart: Json, at: string): void {
  if (chart['fallback'] === undefined) return say(check, at, 'needs a fallback: not every client draws charts');
  if (isObject(chart['fallback'])) {
    const inner: Check = { problems: check.problems, ids: new Set(), inputIds: new Set() };
    checkElement(inner, chart['fallback'], `${at}.fallback`);
  } else if (chart['fallback'] !== 'drop') say(check, at, "has a fallback that is neither an element nor 'drop'");
}

function checkAction(check: Check, action: unknown, at: string): void {
  if (!isObject(action)) return say(check, at, 'must be an object');
  const type = wordsOf(action['type']);
  if (type === 'Action.Execute') return say(check, at, 'is Action.Execute, which this app never uses');
  const shape = ACTIONS[type];
  if (!shape) return say(check, at, `has the unknown action type '${type}'`);
  checkFields(check, action, shape, `${at} ${type}`);
  noteId(check, action, at);
  if (type === 'Action.Submit') for (const problem of checkSubmitData(action['data'])) say(check, at, problem);
  if (!at.includes('selectAction') && typeof action['title'] !== 'string')
    say(check, at, 'is a button without a title');
}

function checkActions(check: Check, actions: unknown[], at: string): void {
  const primary = actions.filter((action) => !isObject(action) || action['mode'] !== 'secondary');
  if (primary.length > ACTIONS_PER_SET) {
    say(check, at, `has ${primary.length} buttons; Teams shows ${ACTIONS_PER_SET} (set mode 'secondary' on the rest)`);
  }
  actions.forEach((action, index) => checkAction(check, action, `${at}[${index}]`));
}

function checkFields(
  check: Check,
  value: Json,
  shape: Shape,
  at: string,
  optional: string[] = [],
  type?: string,
): void {
  for (const field of Object.keys(shape)) {
    const name = field.slice(0, -1);
    if (field.endsWith('!') && !optional.includes(field) && value[name] === undefined)
      say(check, at, `needs '${name}'`);
  }
  for (const [name, held] of Object.entries(value)) {
    if (name === 'type' || held === undefined) continue;
    const rule = shape[name] ?? shape[`${name}!`];
    if (rule === undefined) say(check, at, `has the unknown field '${name}'`);
    else checkField(check, held, rule, `${at}.${name}`, type);
  }
}

function checkField(check: Check, held: unknown, rule: FieldRule, at: string, type?: string): void {
  if (rule === 'any') return;
  if (rule === 'text' || rule === 'number' || rule === 'flag') {
    const wanted = { text: 'string', number: 'number', flag: 'boolean' }[rule];
    if (typeof held !== wanted) say(check, at, `must be a ${wanted}`);
  } else if (rule === 'url') checkUrl(check, held, at);
  else if (rule === 'action') checkAction(check, held, at);
  else if (rule === 'card') checkRoot(check, held, at, true);
  else if (typeof rule === 'string') checkList(check, held, rule, at, type);
  else if ('list' in rule) checkRecords(check, held, rule.list, at);
  else if (typeof held !== 'string' || !rule.some((word) => word.toLowerCase() === held.toLowerCase())) {
    say(check, at, `must be one of ${rule.join(', ')}`);
  }
}

function checkList(check: Check, held: unknown, rule: string, at: string, type?: string): void {
  if (!Array.isArray(held)) return say(check, at, 'must be a list');
  if (rule === 'action[]') return checkActions(check, held, at);
  held.forEach((item: unknown, index) => {
    const here = `${at}[${index}]`;
    if (rule === 'inline[]') checkInline(check, item, here);
    else checkElement(check, item, here, rule === 'image[]' ? ['Image'] : CHILD_KINDS[type ?? '']?.kinds);
  });
}

function checkInline(check: Check, item: unknown, at: string): void {
  if (typeof item === 'string') return;
  const shape = isObject(item) ? INLINES[String(item['type'])] : undefined;
  if (!isObject(item) || !shape) say(check, at, 'must be text or a TextRun');
  else checkFields(check, item, shape, at);
}

function checkRecords(check: Check, held: unknown, shape: Shape, at: string): void {
  if (!Array.isArray(held)) return say(check, at, 'must be a list');
  held.forEach((item: unknown, index) => {
    if (isObject(item)) checkFields(check, item, { type: 'any', ...shape }, `${at}[${index}]`);
    else say(check, `${at}[${index}]`, 'must be an object');
  });
}

function checkUrl(check: Check, held: unknown, at: string): void {
  const local = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/;
  const fine = typeof held === 'string' && (/^(https:\/\/|mailto:|msteams:)/.test(held) || local.test(held));
  const image = typeof held === 'string' && /^data:image\/(png|jpeg|gif);base64,/.test(held) && !at.includes('Action.');
  if (!fine && !image) say(check, at, 'must be a full https address');
}

function noteId(check: Check, value: Json, at: string): void {
  const id = value['id'];
  if (typeof id !== 'string') return;
  if (check.ids.has(id)) say(check, at, `repeats the id '${id}'`);
  check.ids.add(id);
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

function say(check: Check, at: string, what: string): void {
  check.problems.push(`${at} ${what}.`);
}
