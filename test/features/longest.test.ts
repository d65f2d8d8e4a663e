// The longest names that a roster takes and the longest texts that a form takes, on every card: none is refused, none is cut.
import type { Card } from '../../src/chat/card.ts';
import * as barrier from '../../src/features/barrier/screens.ts';
import * as checkIn from '../../src/features/check-in/screens.ts';
import { digestCard } from '../../src/features/digest/screens/digest-card.ts';
import { channelChosenCard, heldCard, noChannelCard } from '../../src/features/digest/screens/notes.ts';
import { previewCard } from '../../src/features/digest/screens/preview-card.ts';
import { retractedCard } from '../../src/features/digest/screens/retract.ts';
import { summaryCards } from '../../src/features/digest/screens/summary-card.ts';
import * as plan from '../../src/features/plan/screens/cards.ts';
import * as release from '../../src/features/release/screens.ts';
import * as visit from '../../src/features/visit/screens.ts';
import { renderCard as renderSlack } from '../../src/platforms/slack/render-card.ts';
import { renderCard as renderTeams } from '../../src/platforms/teams/render-card.ts';
import { checkMessageBlocks } from '../../src/playground/pocket-slack/block-kit/check.ts';
import { checkCard } from '../../src/playground/pocket-teams/index.ts';
import { partWords, wordsIn } from '../platforms/contract.ts';

const long = (name: string, length: number) => `${name} ${'abcdefghi '.repeat(400)}`.slice(0, length - 1) + '.';
const [COACH, PRINCIPAL, SCHOOL, DISTRICT] = ['Coach', 'Principal', 'School', 'District'].map((one) =>
  long(one, 200),
) as [string, string, string, string];
const STEP = long('Step', 200);
const ID = '01990000-0000-7000-8000-000000000001';
const step = { id: ID, text: STEP, dueOn: '2026-10-23', evidence: long('Evidence', 200) };
const week: checkIn.WeekWords = {
  checkInId: ID,
  principalName: PRINCIPAL,
  coachName: COACH,
  schoolName: SCHOOL,
  steps: [
    { id: ID, label: STEP },
    { id: `${ID}2`, label: long('Other', 200) },
  ],
  closes: 'Fri 5 PM',
  ends: 'Monday 5 AM',
};
const goals = [1, 2, 3].map((standard) => ({ statement: long(`Goal ${standard}`, 300), standard, status: 'ACTIVE' }));
const steps = Array.from({ length: 12 }, (_, n) => ({
  text: long(`Step ${n}`, 200),
  dueOn: '2026-10-23',
  status: 'CLAIMED_DONE',
  carriedCount: 2,
}));
const digest = { district: DISTRICT, weekOf: '2026-10-19', schools: 40, items: [], digestId: ID };

const releasing = {
  words: long('Words', 280),
  audience: 'DISTRICT',
  district: DISTRICT,
  school: SCHOOL,
  nextPost: 'Wed, Sep 30, 12:30 PM',
  alsoAsked: COACH,
} as const;
const released: release.Line = {
  ...releasing,
  ...{ grantId: ID, wordsHash: 'h', kind: 'answer', state: 'RELEASED', coach: COACH, wasOut: true, isOut: false },
  of: PRINCIPAL,
};

/** Each card with the words that must be on it. */
const cards: [string, () => readonly Card[], string[]][] = [
  ['the prompt', () => [checkIn.promptCard(week)], [SCHOOL, COACH, STEP]],
  ['the nudge', () => [checkIn.nudgeCard(week)], []],
  ['the thanks', () => [checkIn.receivedCard(week, true)], [COACH]],
  ['the thanks for good', () => [checkIn.sentForGoodCard(week)], []],
  ['still open', () => [checkIn.stillOpenCard(week)], []],
  ['over', () => [checkIn.overCard(SCHOOL, [{ label: long('Question', 100), value: long('Kept', 1_800) }])], [SCHOOL]],
  [
    'the history',
    () => [checkIn.historyCard(SCHOOL, [{ weekOf: '2026-10-19', status: 'SUBMITTED', rooms: 60 }])],
    [SCHOOL],
  ],
  ['a proposal', () => [plan.proposalCard(step, COACH, [long('Tip', 300)])], [COACH, STEP, step.evidence]],
  ['an agreed step', () => [plan.agreedCard(step, true)], [STEP]],
  ['an accepted step', () => [plan.acceptedCard(PRINCIPAL, step, true)], [PRINCIPAL, STEP]],
  ['a choice', () => [plan.chooseCard(step)], [STEP]],
  [
    'the plan',
    () => [plan.planCard({ principalName: PRINCIPAL, goals, steps, verified: 40, ended: 60 })],
    [PRINCIPAL, ...goals.map((goal) => goal.statement), ...steps.map((one) => one.text)],
  ],
  ['a visit to write down', () => [visit.askCard(ID, SCHOOL, 'Thu, Oct 22')], [SCHOOL]],
  ['consent to a barrier', () => [barrier.consentCard(ID, COACH, 'Substitute coverage')], [COACH]],
  ['the digest', () => [digestCard(digest)], [DISTRICT]],
  [
    'the preview',
    () => [previewCard({ ...digest, status: 'HELD', postsAt: 'Mon 7 AM', mayDecide: true, by: PRINCIPAL })],
    [DISTRICT, PRINCIPAL],
  ],
  [
    'a digest taken back',
    () => [retractedCard({ district: DISTRICT, weekOf: '2026-10-19', at: 'Mon', by: PRINCIPAL, reason: 'numbers' })],
    [DISTRICT, PRINCIPAL],
  ],
  [
    'notes on a digest',
    () => [
      channelChosenCard(DISTRICT, 'Mon'),
      noChannelCard(DISTRICT, '2026-10-19'),
      heldCard(DISTRICT, '2026-10-19', ID),
    ],
    [],
  ],
  [
    'a release',
    () => [
      release.keyCard({ ...releasing, grantId: ID, wordsHash: 'h', owner: PRINCIPAL }),
      release.chooseCard([{ kind: 'answer', words: releasing.words, choices: [] }]),
      ...(['WAITING', 'RELEASED', 'DECLINED', 'CHANGED', 'WITHDRAWN'] as const).map((state) =>
        release.ownCard({ ...released, state }),
      ),
      release.listCard(
        'coach',
        Array.from({ length: 8 }, () => released),
        { number: 2, isLast: false },
      ),
    ],
    [PRINCIPAL, COACH, DISTRICT, SCHOOL, releasing.words],
  ],
  [
    "a coach's summary",
    () =>
      summaryCards('2026-10-19', [
        {
          assignmentId: ID,
          principal: PRINCIPAL,
          school: SCHOOL,
          zone: 'America/New_York',
          answers: { 'need-note': long('Note', 3_000) },
          steps: [{ id: ID, text: STEP, status: 'STUCK', dueOn: '2026-10-23', carriedCount: 3, mustChoose: true }],
        },
      ]),
    [PRINCIPAL, SCHOOL, STEP],
  ],
];

describe.each(cards)('%s', (_name, draw, expected) => {
  it('takes the longest words, and both platforms show all of them', () => {
    for (const card of draw()) {
      const blocks = renderSlack(card).blocks;
      const checked = checkMessageBlocks(structuredClone(blocks));
      expect(checked.fits ? [] : checked.problems).toEqual([]);
      const teams = renderTeams(card);
      expect(checkCard(teams)).toEqual([]);
      for (const shown of [wordsIn(blocks), wordsIn(teams)])
        for (const word of card.parts.flatMap(partWords)) expect(shown).toContain(word);
    }
    const all = draw()
      .flatMap((card) => card.parts.flatMap(partWords))
      .join('\n');
    for (const word of expected) expect(all).toContain(word);
  });
});

it('the window of a release shows the longest words in full', () => {
  expect(release.confirmForm(releasing).intro).toContain(releasing.words);
});
