import { audienceInWords, type Audience } from './audience.ts';

/** What every field has: its label, a hint, who will read the answer, and whether it may stay empty. */
interface Asked {
  label: string;
  hint?: string;
  audience?: Audience;
  /** Who reads the answer, where the audience's own words do not fit who is asked. */
  readers?: string;
  optional: boolean;
}

export type Options<V extends string = string> = Readonly<Record<V, string>>;
/** Something that a status is asked for, or that can be picked: an action step, a person. */
export interface Item {
  id: string;
  label: string;
}

export type TextField = Asked & {
  kind: 'line' | 'paragraph';
  maxLength: number;
  /** A person of the roster or the number of a case is what is asked for. */
  mayIdentify?: true;
};
export type ChoiceField<V extends string = string> = Asked & { kind: 'choice'; options: Options<V> };
export type ChoicesField<V extends string = string> = Asked & { kind: 'choices'; options: Options<V>; max?: number };
export type NumberField = Asked & { kind: 'number'; min: number; max: number };
export type DateField = Asked & { kind: 'date'; from?: string; to?: string };
/** One of the people that the asker may name. Ours and not the platform's own picker: the pair is often on two platforms. */
export type PersonField = Asked & { kind: 'person'; people: readonly Item[] };
export type YesNoField = Asked & { kind: 'yes-no' };
/** From `low` in words (1) to `high` in words (`points`). */
export type ScaleField = Asked & { kind: 'scale'; points: number; low: string; high: string };
/** A row for each item, each with one of the same statuses. */
export type RowsField<V extends string = string> = Asked & {
  kind: 'rows';
  items: readonly Item[];
  statuses: Options<V>;
};

export type Field =
  TextField | ChoiceField | ChoicesField | NumberField | DateField | PersonField | YesNoField | ScaleField | RowsField;
export type Fields = Record<string, Field>;

/** The answer's type to a field: texts, dates and people are strings, rows a status by the item's id. */
export type AnswerTo<F> = F extends { kind: 'choices'; options: Options<infer V> }
  ? V[]
  : F extends { kind: 'rows'; statuses: Options<infer V> }
    ? Record<string, V>
    : F extends { kind: 'choice'; options: Options<infer V> }
      ? V
      : F extends { kind: 'number' | 'scale' }
        ? number
        : F extends { kind: 'yes-no' }
          ? boolean
          : string;

/** What a person sends back: optional fields may be missing, every other field is there. */
export type AnswersOf<F extends Fields> = {
  [K in keyof F as F[K]['optional'] extends false ? K : never]: AnswerTo<F[K]>;
} & { [K in keyof F as F[K]['optional'] extends false ? never : K]?: AnswerTo<F[K]> };

export interface Form<F extends Fields = Fields> {
  /** `feature:screen`; never changed without a migration, because forms stay open for days. */
  id: string;
  version: number;
  title: string;
  submit: string;
  intro?: string;
  fields: F;
}

/** A form as the platforms see it: what is asked, without the type of the answers. */
export type AnyForm = Form;

/** Raw values by field name, as they travel: numbers and yes/no as text, several choices as a list, rows under `field.itemId`. */
export type Values = Record<string, string | string[]>;

type Extra = { hint?: string; audience?: Audience; readers?: string };

export const ask = {
  line: (label: string, extra: Extra & { maxLength?: number; mayIdentify?: true } = {}) =>
    ({ kind: 'line', label, maxLength: 140, ...extra, optional: false }) as const,
  paragraph: (label: string, extra: Extra & { maxLength?: number } = {}) =>
    ({ kind: 'paragraph', label, maxLength: 280, ...extra, optional: false }) as const,
  choice: <const V extends string>(label: string, options: Options<V>, extra: Extra = {}) =>
    ({ kind: 'choice', label, options, ...extra, optional: false }) as const,
  choices: <const V extends string>(label: string, options: Options<V>, extra: Extra & { max?: number } = {}) =>
    ({ kind: 'choices', label, options, ...extra, optional: false }) as const,
  number: (label: string, min: number, max: number, extra: Extra = {}) =>
    ({ kind: 'number', label, min, max, ...extra, optional: false }) as const,
  date: (label: string, extra: Extra & { from?: string; to?: string } = {}) =>
    ({ kind: 'date', label, ...extra, optional: false }) as const,
  person: (label: string, people: readonly Item[], extra: Extra = {}) =>
    ({ kind: 'person', label, people, ...extra, optional: false }) as const,
  yesNo: (label: string, extra: Extra = {}) => ({ kind: 'yes-no', label, ...extra, optional: false }) as const,
  scale: (label: string, points: number, low: string, high: string, extra: Extra = {}) =>
    ({ kind: 'scale', label, points, low, high, ...extra, optional: false }) as const,
  rows: <const V extends string>(label: string, items: readonly Item[], statuses: Options<V>, extra: Extra = {}) =>
    ({ kind: 'rows', label, items, statuses, ...extra, optional: false }) as const,
};

export function optional<F extends Field>(field: F): Omit<F, 'optional'> & { optional: true } {
  return { ...field, optional: true };
}

/** The name under which a row's status travels. */
export function rowName(field: string, itemId: string): string {
  return `${field}.${itemId}`;
}

/** The line beside an input that says who will read the answer. */
export function readersOf(field: Field): string | undefined {
  return field.readers ?? (field.audience === undefined ? undefined : audienceInWords(field.audience));
}
