// One of every screen, for the gallery and for the contract that both platforms keep. All people are fictional.
import type { Example } from '../../feature.ts';
import type { Item } from '../rules/sections.ts';
import type { PairWeek } from '../rules/summary.ts';
import { digestCard } from './digest-card.ts';
import { channelChosenCard, heldCard, howCard, noChannelCard, noteCard } from './notes.ts';
import { previewCard } from './preview-card.ts';
import { emptyPage, summaryCards } from './summary-card.ts';

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

const screen = { district: 'Harbor City', weekOf: '2026-10-19', schools: 7, items, digestId: 'd-1' };
const preview = { ...screen, postsAt: 'Mon 26 Oct, 7 AM', mayDecide: true };

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
  outcome: { kind: 'not-delivered', why: 'The app is not installed for this person.' },
  lateUntil: new Date('2026-10-26T09:00:00Z'),
  answers: {},
  steps: [],
};

export const examples: readonly Example[] = [
  { card: digestCard(screen) },
  { card: digestCard({ ...screen, changed: 'Corrected Tue 10:12' }) },
  { card: previewCard({ ...preview, status: 'PREVIEW' }) },
  { card: previewCard({ ...preview, status: 'HELD', by: 'Noor Haas' }) },
  { card: howCard(items) },
  { card: noteCard('digest:note', 'Approved. It will be posted on Mon 26 Oct, 7 AM.') },
  { card: channelChosenCard('Harbor City', 'Mon 26 Oct, 7 AM') },
  { card: noChannelCard('Harbor City', '2026-10-19') },
  { card: heldCard('Harbor City', '2026-10-19', 'd-1') },
  ...summaryCards('2026-10-19', [pair, undelivered]).map((card) => ({ card })),
  { card: emptyPage('2026-10-19') },
];
