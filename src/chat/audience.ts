/** Who may read a thing; a set and not a ladder. The words stand beside the input that asks for it. */
export type Audience =
  | 'AUTHOR_ONLY'
  | 'PAIR'
  | 'PAIR_AND_COUNTS'
  | 'SCHOOL_TEAM'
  | 'PROGRAM'
  | 'DISTRICT'
  | 'NETWORK'
  | 'DISTRICT_AGGREGATE'
  | 'NETWORK_AGGREGATE';

const WORDS: Record<Audience, string> = {
  AUTHOR_ONLY: 'Only you see this in Throughline.',
  PAIR: 'Only you and your coach see this in Throughline.',
  PAIR_AND_COUNTS: 'You and your coach see this. The district sees totals of five or more principals only.',
  SCHOOL_TEAM: "Your school's team sees this.",
  PROGRAM: "The partner's managers see this.",
  DISTRICT: 'The district sees this.',
  NETWORK: 'Your network sees this.',
  DISTRICT_AGGREGATE: 'The district sees totals of five or more principals only.',
  NETWORK_AGGREGATE: 'The network sees totals only.',
};

export function audienceInWords(audience: Audience): string {
  return WORDS[audience];
}
