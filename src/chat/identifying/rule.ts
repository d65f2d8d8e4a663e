/** Nothing of a hard kind is ever taken. A name may turn out to be nobody's, so its author is asked, and decides. */
export type FoundKind = 'e-mail' | 'birth' | 'phone' | 'number' | 'student' | 'adult';

/** What a rule has found: from where to where, and what may stand there instead. */
export interface Match {
  kind: FoundKind;
  from: number;
  to: number;
  instead: string;
  /** The words of a name, in lower case: where all of them are of the staff list, nobody is asked. Empty where none excuses it. */
  names: readonly string[];
}

/** `today` as `2026-10-22`: a day of these years is a plan, one of a child's first years a date of birth. */
export type Rule = (text: string, today: string) => Match[];
