import type { AnyForm, Field, Fields, Form } from './form.ts';
import { ScreenError } from '../errors.ts';
import { LIMITS, assertCount, assertFits } from './limits.ts';

/** Checks a form against the limits of both platforms and freezes it; a form that does not fit is a mistake of ours and throws. */
export function defineForm<const F extends Fields>(form: Form<F>): Form<F> {
  assertFormFits(form);
  return Object.freeze(form);
}

function assertFormFits(form: AnyForm): void {
  const what = `form ${form.id}`;
  assertFits(`${what}: title`, form.title, LIMITS.title);
  assertFits(`${what}: submit`, form.submit, LIMITS.submit);
  assertFits(`${what}: intro`, form.intro ?? '', LIMITS.intro);
  const fields = Object.entries(form.fields);
  assertCount(`${what}: fields`, fields.length, LIMITS.fields);
  for (const [name, field] of fields) {
    if (!/^[a-z][a-zA-Z0-9-]*$/.test(name)) throw new ScreenError(`${what}: "${name}" is no name of a field`);
    assertFits(`${what}: ${name}`, field.label, LIMITS.label);
    assertFits(`${what}: hint of ${name}`, `${field.hint ?? ''}${field.readers ?? ''}`, LIMITS.hint);
    assertFieldFits(`${what}: ${name}`, field);
  }
}

function assertFieldFits(what: string, field: Field): void {
  switch (field.kind) {
    case 'line':
    case 'paragraph':
      if (field.maxLength < 1 || field.maxLength > LIMITS[field.kind])
        throw new ScreenError(`${what} may take up to ${LIMITS[field.kind]} characters`);
      return;
    case 'choice':
      return assertOptions(what, Object.values(field.options));
    case 'choices':
      return assertOptions(what, Object.values(field.options));
    case 'number':
      if (field.min > field.max) throw new ScreenError(`${what}: the smallest number is above the largest`);
      return;
    case 'scale':
      assertCount(`${what}: points`, field.points, LIMITS.optionsTapped);
      assertFits(`${what}: low`, `1 ${field.low}`, LIMITS.option);
      return assertFits(`${what}: high`, `${field.points} ${field.high}`, LIMITS.option);
    case 'person':
      return assertOptions(
        what,
        field.people.map((person) => person.label),
      );
    case 'rows':
      assertCount(`${what}: rows`, field.items.length, LIMITS.rows);
      for (const item of field.items) assertFits(`${what}: row`, item.label, LIMITS.line);
      return assertOptions(what, Object.values(field.statuses));
    case 'date':
    case 'yes-no':
      return;
  }
}

function assertOptions(what: string, labels: string[]): void {
  if (labels.length === 0) throw new ScreenError(`${what} has nothing to choose from`);
  assertCount(`${what}: options`, labels.length, LIMITS.options);
  for (const label of labels) assertFits(`${what}: option`, label, LIMITS.option);
}
