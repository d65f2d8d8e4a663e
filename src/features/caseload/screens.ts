import { defineCard, type Card, type Part } from '../../chat/card.ts';
import { dayInWords } from '../../zone.ts';
import type { HomeSection } from '../feature.ts';
import { outcomeInWords } from '../outcomes.ts';
import { NEEDS } from '../vocabulary.ts';
import { reasons, type Standing } from './rules.ts';

/** The coach's week at a glance; a caseload is at most a page. */
export function caseloadCard(standings: readonly Standing[], page: number, pages: number): Card {
  return defineCard({
    id: 'caseload:list',
    summary: `Your caseload: ${standings.length} ${standings.length === 1 ? 'pair' : 'pairs'}, who needs you first`,
    parts: [
      { kind: 'heading', text: pages > 1 ? `Your caseload, page ${page} of ${pages}` : 'Your caseload' },
      {
        kind: 'table',
        caption: 'Who needs you, first to last',
        columns: ['School', 'Principal', 'Check-in', 'Steps', 'Next visit'],
        rows: standings.map((one) => [
          one.schoolName,
          one.principalName,
          checkInInWords(one),
          `${one.openSteps} open`,
          one.nextVisit === undefined ? '–' : dayInWords(one.nextVisit),
        ]),
      },
      {
        kind: 'list',
        items: standings.flatMap((one) => {
          const why = whyFirst(one);
          return why.length === 0 ? [] : [[{ bold: one.schoolName }, `: ${why.join(', ')}`]];
        }),
      },
      {
        kind: 'text',
        quiet: true,
        text: 'Only you see this list in Throughline. Next: /coach step @person, /coach log @person, /coach plan @person.',
      },
    ].filter((part) => part.kind !== 'list' || (part.items ?? []).length > 0) as Card['parts'],
  });
}

/** Each pair with its two buttons: what to do, and not only what is so. */
export function homeSection(standings: readonly Standing[]): HomeSection {
  return {
    place: 45,
    title: `Your caseload: ${standings.length} ${standings.length === 1 ? 'pair' : 'pairs'}`,
    parts: standings.flatMap((one): Part[] => {
      const state = { a: one.assignmentId };
      const why = whyFirst(one);
      return [
        {
          kind: 'text',
          text: [
            { bold: one.schoolName },
            `, ${one.principalName}. Check-in: ${checkInInWords(one)}. Steps open: ${one.openSteps}.`,
            one.nextVisit === undefined ? '' : ` Next visit: ${dayInWords(one.nextVisit)}.`,
            why.length === 0 ? '' : ` Needs you: ${why.join(', ')}.`,
          ],
        },
        {
          kind: 'buttons',
          buttons: [
            { action: 'plan:propose', label: 'Propose a step', state, opens: 'form' },
            { action: 'visit:log', label: 'Log a visit', state, opens: 'form' },
          ],
        },
      ];
    }),
  };
}

function checkInInWords(one: Standing): string {
  return one.outcome === undefined ? 'not yet' : outcomeInWords(one.outcome);
}

function whyFirst(one: Standing): string[] {
  return [
    ...reasons(one),
    ...(one.need === undefined || one.need === 'nothing' ? [] : [`asks for: ${needInWords(one.need)}`]),
  ];
}

function needInWords(need: string): string {
  return Object.hasOwn(NEEDS, need) ? NEEDS[need as keyof typeof NEEDS].toLowerCase() : need;
}

export function emptyCard(): Card {
  const text = 'You have no pairs yet. A pair begins when its compact is signed.';
  return defineCard({ id: 'caseload:empty', summary: text, parts: [{ kind: 'text', text }] });
}

export const EXAMPLE: Standing = {
  assignmentId: '01990000-0000-7000-8000-00000000000c',
  principalId: '01990000-0000-7000-8000-000000000003',
  principalName: 'Ada Rivera',
  schoolName: 'Adams ES',
  timeZone: 'America/New_York',
  outcome: { kind: 'answered', late: false },
  need: 'data',
  openSteps: 1,
  stuckSteps: 1,
  mustChoose: false,
  toVerify: 1,
  nextVisit: '2026-10-13',
};

const UNREACHED: Standing = {
  ...EXAMPLE,
  schoolName: 'Lincoln MS',
  principalName: 'Ben Okoye',
  outcome: {
    kind: 'not-delivered',
    reason: 'BotNotInConversationRoster',
    why: 'The app is not installed for this person.',
    since: new Date('2026-10-08T18:00:00Z'),
  },
  need: undefined,
};

export const examples = [{ card: caseloadCard([EXAMPLE, UNREACHED], 1, 1) }, { card: emptyCard() }];
