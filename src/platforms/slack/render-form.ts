/** A form as a Slack modal: one input block for each answer, named as the answer travels. */
import type { Refusal } from '../../chat/answers.ts';
import { readersOf, rowName, type AnyForm, type Field, type RowsField, type Values } from '../../chat/form.ts';
import { ScreenError } from '../../errors.ts';
import { plain, section, type Block, type View } from './block-kit.ts';
import { renderInput } from './render-input.ts';

const MOST_BLOCKS = 100;
const MOST_METADATA = 3_000;

export interface Filling {
  state: Record<string, string>;
  values: Values;
  errors?: Refusal | undefined;
  /**
   * The form takes the place of another one in an open window. Slack keeps what was typed under the same names, so these
   * inputs get names of their own.
   */
  replaces?: boolean;
}

export function renderForm(form: AnyForm, filling: Filling): View {
  const blocks = [
    ...(form.intro === undefined ? [] : [section(form.intro)]),
    ...renderStrayErrors(form, filling.errors ?? {}),
    ...Object.entries(form.fields).flatMap(([name, field]) => renderField(form, name, field, filling)),
  ];
  if (blocks.length > MOST_BLOCKS)
    throw new ScreenError(`form ${form.id} needs ${blocks.length} blocks and Slack takes ${MOST_BLOCKS}`);
  const metadata = JSON.stringify({ v: form.version, s: filling.state });
  if (metadata.length > MOST_METADATA) throw new ScreenError(`form ${form.id} carries more state than Slack takes`);
  return {
    type: 'modal',
    callback_id: form.id,
    private_metadata: metadata,
    title: plain(form.title),
    submit: plain(form.submit),
    close: plain('Cancel'),
    blocks,
  };
}

/** The names under which a form's answers travel, in the order in which they are asked. */
function inputNames(form: AnyForm): string[] {
  return Object.entries(form.fields).flatMap(([name, field]) =>
    field.kind === 'rows' ? field.items.map((item) => rowName(name, item.id)) : [name],
  );
}

function renderField(form: AnyForm, name: string, field: Field, filling: Filling): Block[] {
  if (field.kind === 'rows') return renderRows(form, name, field, filling);
  return [
    ...renderError(filling.errors?.[name]),
    renderOne(form, name, field, { label: field.label, hint: hintOf(field) }, filling),
  ];
}

/** The question stands once above its rows, since Slack has no input with several lines. */
function renderRows(form: AnyForm, name: string, field: RowsField, filling: Filling): Block[] {
  const hint = hintOf(field);
  return [
    { type: 'section', text: plain(field.label) },
    ...(hint === undefined ? [] : [{ type: 'context', elements: [plain(hint)] }]),
    ...renderError(filling.errors?.[name]),
    ...field.items.flatMap((item) => {
      const row = rowName(name, item.id);
      return [...renderError(filling.errors?.[row]), renderOne(form, row, field, { label: item.label }, filling)];
    }),
  ];
}

function renderOne(
  form: AnyForm,
  name: string,
  field: Field,
  words: { label: string; hint?: string | undefined },
  filling: Filling,
): Block {
  const action = filling.replaces === true ? `${name}@${form.id}` : name;
  return {
    type: 'input',
    block_id: name,
    label: plain(words.label),
    ...(words.hint === undefined ? {} : { hint: plain(words.hint) }),
    optional: field.optional,
    element: { ...renderInput(field, filling.values[name]), action_id: action },
  };
}

function hintOf(field: Field): string | undefined {
  const words = [
    field.hint,
    field.kind === 'choices' && field.max !== undefined ? `Pick up to ${field.max}.` : undefined,
    readersOf(field),
  ].filter((one) => one !== undefined && one !== '');
  return words.length === 0 ? undefined : words.join(' ');
}

function renderError(error: string | undefined): Block[] {
  return error === undefined ? [] : [section(`⚠️ ${error}`)];
}

function renderStrayErrors(form: AnyForm, errors: Refusal): Block[] {
  const known = new Set([...inputNames(form), ...Object.keys(form.fields)]);
  return Object.entries(errors)
    .filter(([name]) => !known.has(name))
    .flatMap(([, error]) => renderError(error));
}
