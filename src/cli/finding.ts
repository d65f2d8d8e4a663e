/** One thing that the doctor looked at; where it is not as it must be, the words say how to mend it. */
export interface Finding {
  what: string;
  ok: boolean;
  words: string;
}
