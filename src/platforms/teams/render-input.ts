/** One field as one input. What is refused here while typing is checked again when it arrives: no client is trusted. */
import type { Field, RowsField } from '../../chat/form.ts';
import { LIMITS } from '../../chat/limits.ts';
import { ScreenError } from '../../errors.ts';
import { isPlain, type Element } from './render-text.ts';

type Single = Exclude<Field, RowsField>;
type Value = string | string[] | undefined;

export function renderInput(id: string, field: Single, value: Value, style?: 'compact'): Element {
  return {
    id,
    label: field.label,
    isRequired: !field.optional,
    errorMessage: messageOf(field),
    ...renderKind(id, field, value, style),
  };
}

function renderKind(id: string, field: Single, value: Value, style: 'compact' | undefined): Element {
  const one = typeof value === 'string' ? value : undefined;
  switch (field.kind) {
    case 'line':
    case 'paragraph':
      return {
        type: 'Input.Text',
        maxLength: field.maxLength,
        isMultiline: field.kind === 'paragraph',
        ...valueOf(one),
      };
    case 'number':
      return { type: 'Input.Number', min: field.min, max: field.max, ...valueOf(numberOf(one)) };
    case 'date':
      return {
        type: 'Input.Date',
        ...(field.from === undefined ? {} : { min: field.from }),
        ...(field.to === undefined ? {} : { max: field.to }),
        ...valueOf(one !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(one) ? one : undefined),
      };
    case 'choice':
      return renderChoices(choicesOf(field.options), value, style);
    case 'choices':
      return { ...renderChoices(withoutCommas(id, choicesOf(field.options)), value, style), isMultiSelect: true };
    case 'person':
      // Names are people's own words, and a list that is tapped may read markdown in them.
      return renderChoices(
        field.people.map((person) => ({ title: person.label, value: person.id })),
        value,
        'compact',
      );
    case 'yes-no':
      return renderChoices(
        [
          { title: 'Yes', value: 'yes' },
          { title: 'No', value: 'no' },
        ],
        value,
        style,
      );
    case 'scale':
      return renderChoices(pointsOf(field), value, style);
  }
}

interface Choice {
  title: string;
  value: string;
}

const TYPED_ABOVE = 25;

function renderChoices(choices: Choice[], value: Value, style: 'compact' | undefined): Element {
  const tapped =
    style === undefined && choices.length <= LIMITS.optionsTapped && choices.every((choice) => isPlain(choice.title));
  const chosen = (Array.isArray(value) ? value : [value]).filter((one) =>
    choices.some((choice) => choice.value === one),
  );
  return {
    type: 'Input.ChoiceSet',
    style: tapped ? 'expanded' : choices.length > TYPED_ABOVE ? 'filtered' : 'compact',
    wrap: true,
    choices,
    ...(tapped ? {} : { placeholder: 'Choose' }),
    ...valueOf(chosen.length > 0 ? chosen.join(',') : undefined),
  };
}

function choicesOf(options: Readonly<Record<string, string>>): Choice[] {
  return Object.entries(options).map(([value, title]) => ({ title, value }));
}

/** Teams joins several choices with commas, so none may have one. */
function withoutCommas(id: string, choices: Choice[]): Choice[] {
  const bad = choices.find((choice) => choice.value.includes(','));
  if (bad) throw new ScreenError(`field ${id}: the option "${bad.value}" may not contain a comma`);
  return choices;
}

function pointsOf(field: Field & { kind: 'scale' }): Choice[] {
  return Array.from({ length: field.points }, (_, index) => {
    const value = String(index + 1);
    const words = index === 0 ? ` ${field.low}` : index === field.points - 1 ? ` ${field.high}` : '';
    return { title: `${value}${words}`, value };
  });
}

/** Number inputs take numbers only, so anything else that was sent cannot be shown again. */
function numberOf(value: string | undefined): number | undefined {
  const number = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function valueOf<T>(value: T | undefined): { value?: T } {
  return value === undefined ? {} : { value };
}

function messageOf(field: Single): string {
  switch (field.kind) {
    case 'line':
    case 'paragraph':
      return `Please answer this in up to ${field.maxLength} characters.`;
    case 'number':
      return `Please give a whole number from ${field.min} to ${field.max}.`;
    case 'date':
      return 'Please pick a day.';
    default:
      return 'Please pick one of the choices.';
  }
}
