/** What every platform keeps with every form and card: it shows all of it within its limits, and brings back what was entered. */
import { readAnswers, valuesOf, type Refusal } from '../../src/chat/answers.ts';
import type { Button, Card, Part } from '../../src/chat/card.ts';
import { readersOf, rowName, type AnyForm, type Field, type Values } from '../../src/chat/form.ts';
import { spansOf, type Text } from '../../src/chat/text.ts';
import { cardExamples, formExamples, type FormExample } from './examples.ts';
import { UNASKED } from '../chat/identifying.data.ts';

export { cardExamples, formExamples };

export interface Filling {
  state: Record<string, string>;
  values: Values;
  errors?: Refusal;
}

export interface Submitted {
  form: string;
  version: number;
  state: Record<string, string>;
  values: Values;
}

/** A platform as a person meets it. Whatever is drawn is first checked as strictly as the platform's own servers would. */
export interface Surface {
  drawForm(form: AnyForm, filling: Filling): unknown;
  drawCard(card: Card): unknown;
  /** Draws the form, enters `entries` over what it is filled with as the platform's client would, and reads what it sends. */
  submit(form: AnyForm, filling: Filling, entries: Values): Submitted;
  /** Draws the card, presses its n-th button, and reads what the client sends. */
  press(card: Card, index: number): { action: string; state: Record<string, string> };
}

export function keepsTheContract(
  surface: Surface,
  forms: FormExample[] = formExamples,
  cards: Card[] = cardExamples,
): void {
  for (const example of forms)
    describe(`the form ${example.form.id}`, () => {
      keepsForm(surface, example);
    });
  for (const card of cards)
    describe(`the card ${card.id}`, () => {
      keepsCard(surface, card);
    });
}

function keepsForm(surface: Surface, { form, answers }: FormExample): void {
  const state = { week: '2026-10-12', school: 'school-1' };
  const empty = { state, values: {} };
  const filled = { state, values: valuesOf(form, answers) };

  it('shows every word of what is asked', () => {
    const shown = wordsIn(surface.drawForm(form, empty));

    for (const word of formWords(form)) expect(shown).toContain(word);
  });

  it('brings back the answers that a person enters', () => {
    const submitted = surface.submit(form, empty, valuesOf(form, answers));

    expect(submitted).toMatchObject({ form: form.id, version: form.version, state });
    expect(readAnswers(form, submitted.values, UNASKED)).toEqual({ answers });
  });

  it('brings back the answers that it was filled with, untouched', () => {
    const submitted = surface.submit(form, filled, {});

    expect(readAnswers(form, submitted.values, UNASKED)).toEqual({ answers });
  });

  it('leaves out what stays empty, so that every required answer is missed', () => {
    const { values } = surface.submit(form, empty, {});

    expect(values).toEqual({});
    const read = readAnswers(form, values, UNASKED);
    expect(Object.keys('refusal' in read ? read.refusal : {})).toEqual(requiredNames(form));
  });

  it('comes back filled, with the error in words beside each field', () => {
    const errors = Object.fromEntries(
      inputNames(form).map((name, index) => [name, `Please look at answer ${String(index + 1)} again.`]),
    );

    const shown = wordsIn(surface.drawForm(form, { ...filled, errors }));
    const submitted = surface.submit(form, { ...filled, errors }, {});

    for (const error of Object.values(errors)) expect(shown).toContain(error);
    expect(readAnswers(form, submitted.values, UNASKED)).toEqual({ answers });
  });
}

function keepsCard(surface: Surface, card: Card): void {
  it('shows every word, and every number of its tables and charts', () => {
    const shown = wordsIn(surface.drawCard(card));

    for (const word of card.parts.flatMap(partWords)) expect(shown).toContain(word);
  });

  const buttons = card.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []));
  if (buttons.length > 0)
    it('brings back the action and the state of each button', () => {
      const pressed = buttons.map((_, index) => surface.press(card, index));

      expect(pressed).toEqual(buttons.map(({ action, state }: Button) => ({ action, state })));
    });
}

/** Every string and number of what was drawn, as one text. */
export function wordsIn(drawn: unknown): string {
  if (typeof drawn === 'string') return drawn;
  if (typeof drawn === 'number') return String(drawn);
  if (Array.isArray(drawn)) return drawn.map(wordsIn).join('\n');
  if (typeof drawn === 'object' && drawn !== null) return Object.values(drawn).map(wordsIn).join('\n');
  return '';
}

function formWords(form: AnyForm): string[] {
  return [form.title, form.submit, form.intro ?? '', ...Object.values(form.fields).flatMap(fieldWords)].filter(
    (word) => word !== '',
  );
}

function fieldWords(field: Field): string[] {
  const words = [field.label, field.hint ?? '', readersOf(field) ?? ''];
  switch (field.kind) {
    case 'choice':
    case 'choices':
      return [...words, ...Object.values(field.options)];
    case 'person':
      return [...words, ...field.people.map((person) => person.label)];
    case 'scale':
      return [...words, field.low, field.high];
    case 'rows':
      return [...words, ...field.items.map((item) => item.label), ...Object.values(field.statuses)];
    default:
      return words;
  }
}

export function partWords(part: Part): string[] {
  switch (part.kind) {
    case 'heading':
      return [part.text];
    case 'text':
      return textWords(part.text);
    case 'facts':
      return part.facts.flatMap((fact) => [fact.label, fact.value]);
    case 'list':
      return part.items.flatMap(textWords);
    case 'table':
      return [part.caption, ...part.columns, ...part.rows.flat()];
    case 'progress':
      return [part.label, `${String(part.done)} of ${String(part.total)}`];
    case 'chart':
      return [
        part.title,
        part.summary,
        ...part.labels,
        ...part.series.flatMap((one) => [one.name, ...one.values.map(String)]),
      ];
    case 'buttons':
      return part.buttons.map((button) => button.label);
    case 'link':
      return [part.label, part.url];
    case 'divider':
      return [];
  }
}

function textWords(text: Text): string[] {
  return spansOf(text).flatMap((span) =>
    typeof span === 'string'
      ? [span]
      : 'bold' in span
        ? [span.bold]
        : 'italic' in span
          ? [span.italic]
          : [span.link, span.url],
  );
}

function inputNames(form: AnyForm): string[] {
  return Object.entries(form.fields).flatMap(([name, field]) =>
    field.kind === 'rows' ? field.items.map((item) => rowName(name, item.id)) : [name],
  );
}

function requiredNames(form: AnyForm): string[] {
  return Object.entries(form.fields).flatMap(([name, field]) =>
    field.optional ? [] : field.kind === 'rows' ? field.items.map((item) => rowName(name, item.id)) : [name],
  );
}
