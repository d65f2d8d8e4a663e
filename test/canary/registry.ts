// Holds the product as it is against the list of its private fields, and names what is missing there.
import type { AnyForm, Field } from '../../src/chat/form.ts';
import { READERS } from '../../src/roster/access.ts';
import { MATRIX } from '../../src/roster/matrix.ts';
import { listModels } from '../architecture/sources.ts';
import { COLUMNS, FORM_FIELDS, TYPED, type ColumnOf, type FieldOf } from './private-fields.ts';

const HOW_FIELD = `Add it to FORM_FIELDS in test/canary/private-fields.ts: { thing: a row of src/roster/matrix.ts } if somebody's words or choice
stay with somebody, then fill it in test/canary/fill.ts with mark(pair, 'form field', who writes); { open: why } if there is nothing private in it.
A private field also says its audience in the form itself.`;
const HOW_COLUMN = `Add it to COLUMNS in test/canary/private-fields.ts: { words: the fields of forms whose words lie in it }, { carries: a copy of what is
shown, and to whom }, or { never: why nobody's words get there }.`;

/** Every kind of field as it is asked; the same field may be drawn in several ways. */
export function fieldsOf(forms: readonly AnyForm[]): Map<string, Field> {
  return new Map(
    forms.flatMap((form) => Object.entries(form.fields).map(([name, field]) => [`${form.id} ${name}`, field] as const)),
  );
}

/** Each column of text or JSON, lists too, as `table.column`. */
export function textColumns(schema?: string): string[] {
  return listModels(schema).flatMap(({ table, body }) =>
    body.split('\n').flatMap((line) => {
      const [, name] = /^\s+(\w+)\s+(?:String|Json)(?:\[\]|\?)?(?:\s|$)/.exec(line) ?? [];
      if (name === undefined || line.includes('@db.Uuid')) return [];
      return [`${table}.${/@map\("(\w+)"\)/.exec(line)?.[1] ?? name}`];
    }),
  );
}

/** One sentence for each thing that is wrong; none when the list and the product agree. */
export function findFieldFaults(forms: readonly AnyForm[], list: Record<string, FieldOf> = FORM_FIELDS): string[] {
  const fields = fieldsOf(forms);
  return [
    ...[...fields].flatMap(([name, field]) => faultsOf(name, field, list[name])),
    ...Object.keys(list).flatMap((name) => (fields.has(name) ? [] : [`No form asks “${name}” any more; take it out.`])),
  ];
}

/** A code, and what a records officer asks for: words that nobody says of their work. */
const OF_NO_PAIR = /^(join|records):/;

function faultsOf(name: string, field: Field, of: FieldOf | undefined): string[] {
  if (of === undefined) return [`The field “${name}” is nobody's yet. ${HOW_FIELD}`];
  const isTyped = field.kind === 'line' || field.kind === 'paragraph';
  if ('open' in of)
    return isTyped && !OF_NO_PAIR.test(name) ? [`“${name}” takes words, so they are somebody's. ${HOW_FIELD}`] : [];
  const faults: string[] = [];
  if (field.audience === undefined) faults.push(`“${name}” is private and its form promises no audience.`);
  else
    for (const reader of READERS[field.audience])
      if (MATRIX[of.thing][reader] === 'nothing' && !NARROWER_IN_WORDS.includes(name))
        faults.push(`“${name}” is promised to the ${reader} too, who sees nothing of ${of.thing} by the matrix.`);
  if (of.tells !== undefined && !('options' in field && Object.values(field.options).includes(of.tells)))
    faults.push(`“${name}” has no option “${of.tells}” any more.`);
  return faults;
}

/** Its own words say who reads it, and leave out one whom the audience names. */
const NARROWER_IN_WORDS = ['visit:log help'];

export function findColumnFaults(
  columns: readonly string[] = textColumns(),
  list: Record<string, ColumnOf> = COLUMNS,
): string[] {
  const known = [...Object.keys(FORM_FIELDS), ...Object.keys(TYPED)];
  return [
    ...columns.flatMap((column) => (column in list ? [] : [`The column ${column} is not sorted yet. ${HOW_COLUMN}`])),
    ...Object.keys(list).flatMap((column) =>
      columns.includes(column) ? [] : [`There is no ${column} any more; take it out.`],
    ),
    ...Object.entries(list).flatMap(([column, of]) =>
      ('words' in of ? of.words : []).flatMap((name) =>
        known.includes(name) ? [] : [`${column} is said to hold “${name}”, which no form asks.`],
      ),
    ),
  ];
}

/** Fields whose words are typed and stay with somebody: each gets a mark of its own. */
export function markedFields(forms: readonly AnyForm[]): string[] {
  return [...fieldsOf(forms)]
    .filter(
      ([name, field]) => (field.kind === 'line' || field.kind === 'paragraph') && 'thing' in (FORM_FIELDS[name] ?? {}),
    )
    .map(([name]) => name);
}
