// The terms of coaching, by relationship (domain, section 7.4). Whoever changes a sentence gives it a new version: all pairs
// of that relationship are then asked to sign anew, and nothing is prompted until they have.
import type { RelationshipType } from '../../db/generated/enums.ts';
import { needsBothKeys } from '../../roster/release-keys.ts';

export interface Terms {
  type: RelationshipType;
  version: string;
  sections: readonly { title: string; lines: readonly string[] }[];
}

const FOR_ALL = {
  sent: {
    title: 'What the district gets each week without asking',
    lines: [
      'That visits took place: the days, how long, how.',
      'How many check-ins were answered, and never by whom.',
      'How the school’s own plan stands.',
      'Numbers over five principals and five schools at least.',
    ],
  },
  exceptions: {
    title: 'When confidence ends',
    lines: [
      'Somebody is in danger of harm, or a child may be abused. Throughline is no place to report that: call, as the law says.',
      'A crime, a court order, or another duty by law.',
      'What is written for public work may be asked for under public-records law. There is no legal privilege.',
    ],
  },
  ways: {
    title: 'How to change it',
    lines: [
      'Either of the two may ask the partner’s manager for another match, without giving a reason.',
      'What the two write is kept as long as the district’s records schedule says; the district tells you how long.',
      'If the terms change, all three are asked again, and nothing comes until they have signed.',
    ],
  },
};

function released(type: RelationshipType) {
  return {
    title: 'What it gets only if the principal says so',
    lines: [
      'A barrier that needs the district.',
      'One sentence at a time, as good news or as the focus of the coaching: the exact words are shown first.',
      needsBothKeys(type, 'step')
        ? 'Two wrote a step and a goal, so those go out only if the coach says yes as well.'
        : 'The principal alone decides what is released; the supervisor is not asked.',
      'What is released can be withdrawn. What was posted has been read, and cannot be unsent.',
    ],
  };
}

export const TERMS: Readonly<Record<RelationshipType, Terms>> = {
  NON_EVALUATIVE: {
    type: 'NON_EVALUATIVE',
    version: '2',
    sections: [
      {
        title: 'What it is for',
        lines: [
          'A coach and a principal work on the principal’s leadership, week by week.',
          'The coach does not evaluate, and takes no part in any decision about employment.',
          'What the two say and write stays between them. What comes of it may be seen in the school.',
        ],
      },
      FOR_ALL.sent,
      released('NON_EVALUATIVE'),
      {
        title: 'What it never gets',
        lines: [
          'Unless it was released: what the principal writes, how confident they are, notes, steps, or how their own goals stand.',
          'What the coach thinks of them. No ratings are kept here of anybody.',
        ],
      },
      FOR_ALL.exceptions,
      FOR_ALL.ways,
    ],
  },
  SUPERVISOR_COACH: {
    type: 'SUPERVISOR_COACH',
    version: '2',
    sections: [
      {
        title: 'What it is for',
        lines: [
          'A supervisor coaches a principal whom they also supervise.',
          'The supervisor reads what the principal writes here, and every form says so.',
          'What is written here is for the school’s systems. No rating of a person is kept here.',
        ],
      },
      FOR_ALL.sent,
      released('SUPERVISOR_COACH'),
      {
        title: 'What others in the district never get',
        lines: [
          'Unless it was released: what the principal writes, how confident they are, notes, steps, or how their own goals stand.',
          'Beside the two, nobody reads it in Throughline.',
        ],
      },
      FOR_ALL.exceptions,
      FOR_ALL.ways,
    ],
  },
};

export const VERSIONS: Readonly<Record<RelationshipType, string>> = {
  NON_EVALUATIVE: TERMS.NON_EVALUATIVE.version,
  SUPERVISOR_COACH: TERMS.SUPERVISOR_COACH.version,
};

/** As a card carries them: `non-evaluative-2`. */
export function idOfTerms({ type, version }: Terms): string {
  return `${type.toLowerCase().replaceAll('_', '-')}-${version}`;
}

export function nameOfTerms(type: RelationshipType): string {
  return `${type} ${VERSIONS[type]}`;
}
