/** A form as the card of a dialog. Teams knows no errors beside a field, so a refused form is drawn again, filled and marked. */
import { readersOf, rowName, type AnyForm, type Field, type Values } from '../../chat/form.ts';
import type { Refusal } from '../../chat/answers.ts';
import { ScreenError } from '../../errors.ts';
import { RESERVED, type Drawing } from './read.ts';
import { adaptiveCard, type AdaptiveCard } from './render-card.ts';
import { renderInput } from './render-input.ts';
import { renderText, renderTextBlock, type Element } from './render-text.ts';

export interface FormOnScreen extends Drawing {
  values: Values;
  state: Record<string, string>;
  errors?: Refusal;
}

export function renderForm(form: AnyForm, shown: FormOnScreen): AdaptiveCard {
  const fields = Object.entries(form.fields);
  const reserved = fields.find(([name]) => RESERVED.includes(name));
  if (reserved) throw new ScreenError(`form ${form.id}: a field may not be called "${reserved[0]}"`);
  const errors = shown.errors ?? {};
  const card = adaptiveCard(form.title, [
    ...renderSummary(form, errors),
    ...(form.intro === undefined ? [] : renderText(form.intro)),
    ...fields.flatMap(([name, field]) => renderField(name, field, shown.values, errors)),
  ]);
  const lists = fields.filter(([, field]) => field.kind === 'choices').map(([name]) => name);
  const data = {
    f: form.id,
    v: form.version,
    s: shown.state,
    n: shown.nonce,
    d: shown.draw,
    ...(lists.length > 0 ? { m: lists } : {}),
  };
  return { ...card, actions: [{ type: 'Action.Submit', title: form.submit, style: 'positive', data }] };
}

/** Says at the top that there is something to put right, and what, when it belongs to no field. */
function renderSummary(form: AnyForm, errors: Refusal): Element[] {
  const inputs = new Set(Object.entries(form.fields).flatMap(([name, field]) => [name, ...rowNames(name, field)]));
  const names = Object.keys(errors);
  if (names.length === 0) return [];
  const marked = names.filter((name) => inputs.has(name)).length;
  const general = names.filter((name) => !inputs.has(name)).map((name) => errorBlock(errors[name] ?? ''));
  const words =
    marked === 1
      ? 'Not sent yet: one answer needs another look.'
      : `Not sent yet: ${marked} answers need another look.`;
  return [...(marked === 0 ? [] : [errorBlock(words)]), ...general];
}

function renderField(name: string, field: Field, values: Values, errors: Refusal): Element[] {
  const wrong = (of: string) => (errors[of] === undefined ? [] : [errorBlock(errors[of])]);
  const notes = renderNotes(field);
  if (field.kind !== 'rows') return [...wrong(name), renderInput(name, field, values[name]), ...notes];
  const rows = field.items.flatMap((item) => {
    const row = rowName(name, item.id);
    const asked = { kind: 'choice' as const, label: item.label, options: field.statuses, optional: field.optional };
    return [...wrong(row), renderInput(row, asked, values[row], 'compact')];
  });
  return [renderTextBlock(field.label, { weight: 'Bolder', spacing: 'Medium' }), ...wrong(name), ...notes, ...rows];
}

function renderNotes(field: Field): Element[] {
  const words = [
    ...(field.kind === 'choices' && field.max !== undefined ? [`Pick up to ${field.max}.`] : []),
    ...(field.hint === undefined ? [] : [field.hint]),
    ...[readersOf(field)].filter((line) => line !== undefined),
  ];
  if (words.length === 0) return [];
  return [renderTextBlock(words.join(' '), { isSubtle: true, size: 'Small', spacing: 'None' })];
}

function errorBlock(message: string): Element {
  return renderTextBlock(`⚠ ${message}`, { color: 'Attention', weight: 'Bolder' });
}

function rowNames(name: string, field: Field): string[] {
  return field.kind === 'rows' ? field.items.map((item) => rowName(name, item.id)) : [];
}
