// One of every screen, for the gallery and for the contract that both platforms keep. All people are fictional.
import type { Example } from '../../feature.ts';
import type { Item } from '../rules/sections.ts';
import type { PairWeek } from '../rules/summary.ts';
import type { PostedWeek } from '../rules/trend.ts';
import { digestCard } from './digest-card.ts';
import { channelChosenCard, heldCard, howCard, noChannelCard, noteCard } from './notes.ts';
import { previewCard } from './preview-card.ts';
import { retractedCard, retractForm } from './retract.ts';
import { emptyPage, summaryCards } from './summary-card.ts';
import { emptyPart, threadParts } from './thread-cards.ts';
import { whichCard } from './which-card.ts';
import { glanceCard } from './whole-card.ts';

const items: readonly Item[] = [
  {
    section: 'DECISIONS',
    text: 'Substitute coverage at 3 schools – people, open 9 staff days, needed by Fri 23 Oct',
    sourceType: 'barrier',
    sourceIds: ['b1', 'b2', 'b3'],
  },
  {
    section: 'DECISIONS',
    text: 'Schedule or time at Lincoln MS – time, open 4 staff days, needed by Wed 28 Oct',
    sourceType: 'barrier',
    sourceIds: ['b4'],
  },
  {
    section: 'GOOD NEWS',
    text: 'Adams ES: First grade-team data meeting led by teachers',
    sourceType: 'share_grant',
    sourceIds: ['r1'],
  },
  {
    section: 'DELIVERY',
    text: 'on-site days 6 of 7 · 1 moved',
    sourceType: 'visit',
    sourceIds: ['v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7'],
  },
  {
    section: 'DELIVERY',
    text: 'check-ins 5 of 6 · 1 not delivered',
    sourceType: 'check_in',
    sourceIds: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'],
  },
  {
    section: 'PRACTICE',
    text: 'median of 5 principals: classrooms visited 9/wk',
    sourceType: 'answer:rooms',
    sourceIds: ['a1', 'a2', 'a3', 'a4', 'a5'],
  },
  {
    section: 'PRACTICE',
    text: 'clear next steps 7/wk',
    sourceType: 'answer:next-steps',
    sourceIds: ['n1', 'n2', 'n3', 'n4', 'n5'],
  },
  {
    section: 'BARRIERS',
    text: 'open 4 · resolved 3 · oldest 14 staff days',
    sourceType: 'barrier',
    sourceIds: ['b1', 'b2', 'b3', 'b4'],
  },
  { section: 'COMING', text: 'Fall break Mon 2 Nov to Tue 3 Nov', sourceType: 'calendar_day', sourceIds: ['d1', 'd2'] },
];

const screen = {
  district: 'Harbor City',
  weekOf: '2026-10-19',
  schools: 7,
  items,
  earlier: [
    postedWeek('2026-09-28', {
      onSite: '5 of 7 · 2 canceled',
      checkIns: '5 of 7',
      rooms: 6,
      talks: 4,
      barriers: [3, 0],
    }),
    postedWeek('2026-10-05', { onSite: '7 of 7', checkIns: '7 of 7', rooms: 7, talks: 5, barriers: [5, 1] }),
    postedWeek('2026-10-12', { onSite: '6 of 6', checkIns: '6 of 7', rooms: 8, talks: 7, barriers: [5, 2] }),
  ],
  digestId: 'd-1',
};
const many = Array.from({ length: 45 }, (_, index): Item => ({
  section: 'DECISIONS',
  text: `Substitute coverage at ${index + 2} schools – people, open 9 staff days, needed by Fri 23 Oct`,
  sourceType: 'barrier',
  sourceIds: [`b${index}`],
}));
const crowded = { ...screen, items: [...many, ...items] };
const preview = { ...screen, postsAt: 'Mon 26 Oct, 7 AM', mayDecide: true };

function postedWeek(
  weekOf: string,
  of: { onSite: string; checkIns: string; rooms: number; talks: number; barriers: [open: number, resolved: number] },
): PostedWeek {
  const item = (section: Item['section'], sourceType: string, text: string): Item => {
    return { section, text, sourceType, sourceIds: [] };
  };
  return {
    weekOf,
    items: [
      item('DELIVERY', 'visit', `on-site days ${of.onSite}`),
      item('DELIVERY', 'check_in', `check-ins ${of.checkIns}`),
      item('PRACTICE', 'answer:rooms', `median of 6 principals: classrooms visited ${of.rooms}/wk`),
      item('PRACTICE', 'answer:next-steps', `clear next steps ${of.talks}/wk`),
      item('BARRIERS', 'barrier', `open ${of.barriers[0]} · resolved ${of.barriers[1]}`),
    ],
  };
}

const pair: PairWeek = {
  assignmentId: 'p-1',
  principal: 'Elena Rivera',
  school: 'Adams ES',
  zone: 'America/New_York',
  outcome: { kind: 'answered', late: false, at: new Date('2026-10-23T13:20:00Z') },
  answers: {
    rooms: 9,
    'next-steps': 6,
    led: ['plc', 'data'],
    barriers: ['substitutes'],
    need: 'data',
    'need-note': 'Grade 5 exit tickets, please.',
    ready: 4,
  },
  steps: [
    {
      id: 's-1',
      text: 'Visit all four grade 5 math rooms and leave one next step in each',
      status: 'CLAIMED_DONE',
      was: 'IN_PROGRESS',
      dueOn: '2026-10-23',
      carriedCount: 0,
      mustChoose: false,
      report: 'done',
    },
  ],
};
const undelivered: PairWeek = {
  assignmentId: 'p-2',
  principal: 'Anita Patel',
  school: 'Lincoln MS',
  zone: 'America/New_York',
  outcome: {
    kind: 'not-delivered',
    reason: 'BotNotInConversationRoster',
    why: 'The app is not installed for this person.',
    since: new Date('2026-10-22T18:00:00Z'),
  },
  lateUntil: new Date('2026-10-26T09:00:00Z'),
  answers: {},
  steps: [],
};

export const examples: readonly Example[] = [
  { card: digestCard(screen) },
  { card: digestCard({ ...screen, changed: 'Corrected Tue 10:12' }) },
  ...threadParts(screen).map(({ card }) => ({ card })),
  { card: digestCard(crowded) },
  ...threadParts(crowded).flatMap(({ name, card }) => (name.startsWith('decisions') ? [{ card }] : [])),
  { card: emptyPart('2026-10-19') },
  { card: glanceCard({ ...screen, soFar: true }) },
  { card: previewCard({ ...preview, status: 'PREVIEW' }) },
  { card: previewCard({ ...preview, status: 'HELD', by: 'Noor Haas' }) },
  { card: previewCard({ ...preview, status: 'POSTED' }) },
  { form: retractForm(), answers: { reason: 'numbers' } },
  {
    card: retractedCard({
      district: 'Harbor City',
      weekOf: '2026-10-19',
      at: 'Tue, Oct 27 10:12',
      by: 'Noor Haas',
      reason: 'numbers',
    }),
  },
  { card: howCard(items) },
  { card: noteCard('digest:note', 'Approved. It will be posted on Mon 26 Oct, 7 AM.') },
  { card: channelChosenCard('Harbor City', 'Mon 26 Oct, 7 AM') },
  { card: noChannelCard('Harbor City', '2026-10-19') },
  { card: heldCard('Harbor City', '2026-10-19', 'd-1') },
  {
    card: whichCard('Which district?', 'glance', [
      { id: 'd-1', name: 'Harbor City' },
      { id: 'd-2', name: 'Lake County Unified Public Schools' },
    ]),
  },
  ...summaryCards('2026-10-19', [pair, undelivered]).map((card) => ({ card })),
  { card: emptyPage('2026-10-19') },
];
