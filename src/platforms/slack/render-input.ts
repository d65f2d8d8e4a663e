/** One field as Slack's input element. An initial value that does not fit would make Slack refuse the whole modal, so it is left out. */
import type { Field } from '../../chat/form.ts';
import { plain } from './block-kit.ts';

type Raw = string | string[] | undefined;
type Option = { text: { type: 'plain_text'; text: string }; value: string };
type Element = { type: string; [key: string]: unknown };

/** As many as radio buttons and checkboxes take. */
const MOST_TAPPED = 10;
const LONGEST_ANSWER = 3_000;

export function renderInput(field: Field, value: Raw): Element {
  switch (field.kind) {
    case 'line':
    case 'paragraph':
      return renderText(field.kind === 'paragraph', field.maxLength, oneOf(value));
    case 'number':
      return renderNumber(field.min, field.max, oneOf(value));
    case 'date':
      return { type: 'datepicker', ...(isDay(oneOf(value)) ? { initial_date: oneOf(value) } : {}) };
    case 'choice': {
      const options = optionsOf(field.options);
      return options.length > MOST_TAPPED ? select(options, value) : radio(options, value);
    }
    case 'choices':
      return renderChoices(optionsOf(field.options), field.max, value);
    case 'person':
      return select(
        field.people.map((person) => option(person.id, person.label)),
        value,
      );
    case 'yes-no':
      return radio([option('yes', 'Yes'), option('no', 'No')], value);
    case 'scale':
      return radio(scaleOptions(field.points, field.low, field.high), value);
    case 'rows':
      return select(optionsOf(field.statuses), value);
  }
}

/** A longer text than is asked for, from an older answer, must still be shown: reading refuses it in words. */
function renderText(multiline: boolean, maxLength: number, value: string | undefined): Element {
  const length = value === undefined ? 0 : Array.from(value).length;
  return {
    type: 'plain_text_input',
    multiline,
    max_length: Math.min(Math.max(maxLength, length), LONGEST_ANSWER),
    ...(value === undefined || length > LONGEST_ANSWER ? {} : { initial_value: value }),
  };
}

function renderNumber(min: number, max: number, value: string | undefined): Element {
  const fits = value !== undefined && /^-?\d+$/.test(value) && Number(value) >= min && Number(value) <= max;
  return {
    type: 'number_input',
    is_decimal_allowed: false,
    min_value: String(min),
    max_value: String(max),
    ...(fits ? { initial_value: value } : {}),
  };
}

function renderChoices(options: Option[], max: number | undefined, value: Raw): Element {
  const wanted = value === undefined ? [] : [value].flat();
  const chosen = options.filter((one) => wanted.includes(one.value));
  const initial = chosen.length > 0 ? { initial_options: chosen } : {};
  if (options.length <= MOST_TAPPED) return { type: 'checkboxes', options, ...initial };
  // Slack refuses more initial options than may be selected.
  const fits = max === undefined || chosen.length <= max;
  return {
    type: 'multi_static_select',
    options,
    ...(max === undefined ? {} : { max_selected_items: max }),
    ...(fits ? initial : {}),
  };
}

function radio(options: Option[], value: Raw): Element {
  return { type: 'radio_buttons', options, ...initialOption(options, value) };
}

function select(options: Option[], value: Raw): Element {
  return { type: 'static_select', options, ...initialOption(options, value) };
}

function initialOption(options: Option[], value: Raw): { initial_option?: Option } {
  const chosen = options.find((one) => one.value === oneOf(value));
  return chosen === undefined ? {} : { initial_option: chosen };
}

function scaleOptions(points: number, low: string, high: string): Option[] {
  return Array.from({ length: points }, (_, index) => {
    const point = String(index + 1);
    return option(point, index === 0 ? `${point} ${low}` : index === points - 1 ? `${point} ${high}` : point);
  });
}

function optionsOf(options: Readonly<Record<string, string>>): Option[] {
  return Object.entries(options).map(([value, label]) => option(value, label));
}

function option(value: string, label: string): Option {
  return { value, text: plain(label) };
}

function oneOf(value: Raw): string | undefined {
  const one = typeof value === 'string' ? value : value?.[0];
  return one === '' ? undefined : one;
}

function isDay(value: string | undefined): boolean {
  if (value === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const instant = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(value);
}
