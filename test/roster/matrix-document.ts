// docs/who-sees-what.md as it has to be: the table that the product decides by, in words.
import { audienceInWords, type Audience } from '../../src/chat/audience.ts';
import { READERS, RELATIONS, type Relation } from '../../src/roster/access.ts';
import { MATRIX, type Cell, type Thing } from '../../src/roster/matrix.ts';

export const WHO: Record<Relation, string> = {
  principal: 'Principal',
  coach: 'Coach',
  manager: 'Partner’s manager',
  leader: 'District leader',
  hub: 'Network hub',
  team: 'School team',
  admin: 'Administrator',
};

const WHAT: Record<Thing, string> = {
  'principal-text': 'What a principal writes in a check-in',
  'principal-confidence': 'A principal’s confidence and workload',
  'principal-counts': 'A principal’s counts (visits to classrooms, next steps given)',
  'step-text': 'The words of an action step',
  'step-numbers': 'How many steps are open and done',
  'focus-areas': 'The focus of the coaching plan (standard and title of the goal)',
  'coach-notes': 'A coach’s private notes',
  'visit-facts': 'That a visit took place: date, minutes, how',
  'visit-activities': 'What was done in a visit',
  'visit-agreements': 'What was agreed in a visit',
  'match-help': '“I need help with this match”',
  'rematch-request': 'A request for another match',
  'school-plan': 'The school’s plan and how it stands',
  'system-ratings': 'Ratings of the school’s systems',
  'review-evidence': 'Evidence of a review',
  'review-report': 'The final report of a review',
  'walk-rooms': 'What was seen in one room of a walk',
  'walk-synthesis': 'The synthesis of a walk',
  'barrier-shared': 'A barrier that the principal agreed to share',
  'barrier-of-pair': 'A barrier that stays with the pair',
  'who-missed': 'Who did not answer a check-in',
  contract: 'The contract: its numbers, presence, decisions',
  'test-of-change': 'A test of change, a change idea',
  'small-numbers': 'Numbers of small groups',
  'delivery-status': 'Settings, and whether messages arrived',
};

const IN_WORDS: Record<Cell, string> = {
  all: 'sees it',
  own: 'own only',
  released: 'if released',
  counts: 'number per pair',
  total: 'totals only',
  nothing: '–',
};

export function writeMatrix(): string {
  const audiences = Object.entries(READERS) as [Audience, readonly Relation[]][];
  return [
    '# Who sees what',
    '',
    'One table decides, in `src/roster/matrix.ts`; this page is written from it by `npm run access`, and a test compares the two. A role',
    'counts in its own scope: another school’s, engagement’s or district’s people are nobody here. Totals are over five people and five',
    'schools at least, after suppression (`src/roster/suppression.ts`). A records officer sees content inside a records request only.',
    '',
    ...table(
      ['What', ...RELATIONS.map((relation) => WHO[relation])],
      (Object.keys(MATRIX) as Thing[]).map((thing) => [
        WHAT[thing],
        ...RELATIONS.map((relation) => IN_WORDS[MATRIX[thing][relation]]),
      ]),
    ),
    '',
    '## Audiences of inputs',
    '',
    'Beside every input stands who will read it, and the answer keeps it. The author always reads what they wrote.',
    '',
    ...table(
      ['Audience', 'What it says beside the input', 'Who reads it in Throughline'],
      audiences.map(([audience, readers]) => [
        `\`${audience}\``,
        audienceInWords(audience),
        readers.length === 0 ? 'nobody else' : readers.map((reader) => WHO[reader].toLowerCase()).join(', '),
      ]),
    ),
    '',
    'Where the coach is also the evaluator, the head of every form and of every card to the principal says so, and “your coach”',
    'beside an input reads “your evaluator”.',
    '',
  ].join('\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}
