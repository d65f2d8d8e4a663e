import type { Part } from '../../chat/card.ts';
import { dayIn, dayInWords, type Day } from '../../zone.ts';
import type { HomeSection } from '../feature.ts';
import { weekAtHome, type Line, type WeekAtHome } from './rules.ts';

const NAMES_A_LIST = 8;

export function weekSection(weekOf: Day, { numbers, failed }: WeekAtHome): HomeSection {
  const lines = failed.map(({ principal, school, why, mend, since }) => [
    { bold: principal },
    `, ${school}: ${why}${since ? `, since ${dayInWords(dayIn('UTC', since))}` : ''}. Next: ${mend}.`,
  ]);
  return {
    place: 72,
    title: `Check-ins of the week of ${dayInWords(weekOf)}`,
    parts: [
      { kind: 'facts', facts: numbers.map(({ label, value }) => ({ label, value: String(value) })) },
      ...pieces(lines).map((items): Part => ({ kind: 'list', items })),
      { kind: 'text', quiet: true, text: 'Nobody counts as missing because a message of ours failed.' },
    ],
  };
}

function pieces<T>(lines: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(lines.length / NAMES_A_LIST) }, (_, index) =>
    lines.slice(index * NAMES_A_LIST, (index + 1) * NAMES_A_LIST),
  );
}

const EXAMPLE: readonly Line[] = [
  { school: 'Adams ES', principal: 'Ada Rivera', outcome: { kind: 'answered', late: false } },
  { school: 'Clay HS', principal: 'Mei Santos', outcome: { kind: 'no-reply' } },
  { school: 'Jefferson K8', principal: 'Omar Price', outcome: { kind: 'unsure' } },
  {
    school: 'Lincoln MS',
    principal: 'Ben Okoye',
    outcome: {
      kind: 'not-delivered',
      reason: 'BotNotInConversationRoster',
      why: 'The app is not installed for this person.',
      since: new Date('2026-10-08T18:00:00Z'),
    },
  },
];

export const exampleSections: readonly HomeSection[] = [weekSection('2026-10-05', weekAtHome(EXAMPLE))];
