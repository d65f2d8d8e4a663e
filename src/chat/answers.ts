import { z } from 'zod';
import type { AnswersOf, AnyForm, Field, Fields, Form, Values } from './form.ts';
import { rowName } from './form.ts';
import { namesIn, objectTo, type Setting } from './identifying/asking.ts';

/** What to put right, by the name of the input. */
export type Refusal = Record<string, string>;
/** `asked`: the names that a refusal asks about, and that pass once they are sent again. */
export type Answered<F extends Fields> = { answers: AnswersOf<F> } | { refusal: Refusal; asked: readonly string[] };

/**
 * Checks raw values against the form that asked for them. No platform is trusted to have done so, and both send text.
 * A refusal's keys are inputs: a field's name, or a row's.
 */
export function readAnswers<F extends Fields>(form: Form<F>, values: Values, setting: Setting): Answered<F> {
  const answers: Record<string, unknown> = {};
  const refusal: Refusal = {};
  const asked: string[] = [];
  for (const [name, field] of Object.entries(form.fields)) {
    if (field.kind === 'rows') readRows(name, field, values, answers, refusal);
    else readOne(name, field, values[name], answers, refusal);
    const objection = isText(field) && name in answers ? objectTo(String(answers[name]), setting) : undefined;
    if (objection === undefined) continue;
    refusal[name] = objection.words;
    asked.push(...objection.asked);
  }
  return Object.keys(refusal).length > 0 ? { refusal, asked } : { answers: answers as AnswersOf<F> };
}

/** The words of names in what was typed freely, to be looked up in the staff list. */
export function namesInAnswers(form: AnyForm, values: Values, today: string): string[] {
  return Object.entries(form.fields).flatMap(([name, field]) =>
    isText(field) ? namesIn(String(values[name] ?? ''), today) : [],
  );
}

function isText(field: Field): boolean {
  return (field.kind === 'line' || field.kind === 'paragraph') && field.mayIdentify !== true;
}

/** The way back: answers as the raw values that prefill a form. */
export function valuesOf(form: AnyForm, answers: Record<string, unknown>): Values {
  const values: Values = {};
  for (const [name, field] of Object.entries(form.fields)) {
    const answer = answers[name];
    if (answer === undefined || answer === null) continue;
    if (field.kind === 'rows') {
      for (const [id, status] of Object.entries(answer)) values[rowName(name, id)] = String(status);
    } else if (field.kind === 'yes-no') values[name] = answer === true ? 'yes' : 'no';
    else if (Array.isArray(answer)) values[name] = answer.map(String);
    else values[name] = typeof answer === 'string' ? answer : JSON.stringify(answer);
  }
  return values;
}

function readOne(
  name: string,
  field: Field,
  value: string | string[] | undefined,
  answers: Record<string, unknown>,
  refusal: Refusal,
): void {
  if (isEmpty(value)) {
    if (!field.optional) refusal[name] = 'Please answer this.';
    return;
  }
  const result = schemaOf(field).safeParse(value);
  if (result.success) answers[name] = result.data;
  else refusal[name] = result.error.issues[0]?.message ?? 'Please look at this answer again.';
}

function readRows(
  name: string,
  field: Field & { kind: 'rows' },
  values: Values,
  answers: Record<string, unknown>,
  refusal: Refusal,
): void {
  const rows: Record<string, string> = {};
  for (const item of field.items) {
    const value = values[rowName(name, item.id)];
    if (isEmpty(value)) {
      if (!field.optional) refusal[rowName(name, item.id)] = 'Please answer this.';
    } else if (typeof value === 'string' && Object.hasOwn(field.statuses, value)) rows[item.id] = value;
    else refusal[rowName(name, item.id)] = PICK;
  }
  if (Object.keys(rows).length > 0 || !field.optional) answers[name] = rows;
}

function isEmpty(value: string | string[] | undefined): value is undefined {
  return value === undefined || (typeof value === 'string' ? value.trim() === '' : value.length === 0);
}

const PICK = 'Please pick one of the choices.';

/** The zod schema of one field's raw value; its messages are what the person reads beside the input. */
export function schemaOf(field: Field): z.ZodType {
  switch (field.kind) {
    case 'line':
    case 'paragraph':
      return z.string(PICK).trim().max(field.maxLength, `Please keep this to ${field.maxLength} characters.`);
    case 'choice':
      return oneOf(Object.keys(field.options));
    case 'choices':
      return z
        .union([z.string().transform((one) => [one]), z.array(z.string())])
        .pipe(
          z.array(oneOf(Object.keys(field.options))).max(field.max ?? 100, `Please pick at most ${field.max ?? 100}.`),
        );
    case 'number':
      return wholeNumber(field.min, field.max);
    case 'scale':
      return wholeNumber(1, field.points);
    case 'date':
      return dateBetween(field.from, field.to);
    case 'person':
      return oneOf(field.people.map((person) => person.id));
    case 'yes-no':
      return oneOf(['yes', 'no']).transform((word) => word === 'yes');
    case 'rows':
      return z.record(z.string(), oneOf(Object.keys(field.statuses)));
  }
}

function oneOf(allowed: string[]): z.ZodType<string, string> {
  return z.string(PICK).refine((value) => allowed.includes(value), PICK);
}

function wholeNumber(min: number, max: number): z.ZodType<number> {
  const message = `Please give a whole number from ${min} to ${max}.`;
  return z
    .string(message)
    .trim()
    .regex(/^-?\d{1,9}(\.0+)?$/, message)
    .transform(Number)
    .pipe(z.number().int(message).min(min, message).max(max, message));
}

function dateBetween(from: string | undefined, to: string | undefined): z.ZodType<string> {
  return z.iso
    .date('Please pick a day.')
    .refine((day) => from === undefined || day >= from, `Please pick a day from ${from ?? ''} on.`)
    .refine((day) => to === undefined || day <= to, `Please pick a day up to ${to ?? ''}.`);
}
