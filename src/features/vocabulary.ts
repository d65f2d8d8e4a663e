// The field's shared lists (domain: shared option lists). Keys are stored and never change; labels may.
import type { Lever } from '../db/generated/enums.ts';

export const BARRIERS = {
  vacancy: 'Staffing vacancy',
  substitutes: 'Substitute coverage',
  labor: 'Labor agreement',
  schedule: 'Schedule or time',
  'district-request': 'District meeting or request',
  testing: 'Testing',
  budget: 'Budget or purchasing',
  facilities: 'Facilities',
  materials: 'Curriculum materials',
  technology: 'Technology or data access',
  services: 'Special education or English learner services',
  behavior: 'Student behavior crisis',
  family: 'Family issue',
  compliance: 'Compliance report',
  transport: 'Transport',
  capacity: 'My own capacity',
  nothing: 'Nothing this week',
  other: 'Something else',
} as const;
export type BarrierKey = keyof typeof BARRIERS;

/** A barrier that is the leader's own stays in the pair and is never counted; "nothing" is no barrier. */
export const PAIR_ONLY_BARRIERS: readonly BarrierKey[] = ['capacity', 'nothing'];

/** What can be raised: all but that there is none. */
export const NAMED_BARRIERS = Object.fromEntries(Object.entries(BARRIERS).filter(([key]) => key !== 'nothing'));

export function isShareable(barrier: string): boolean {
  return !(PAIR_ONLY_BARRIERS as readonly string[]).includes(barrier);
}

const LEVERS: Record<BarrierKey, Lever> = {
  vacancy: 'PEOPLE',
  substitutes: 'PEOPLE',
  labor: 'PEOPLE',
  schedule: 'TIME',
  'district-request': 'TIME',
  testing: 'TIME',
  budget: 'MONEY',
  facilities: 'MONEY',
  materials: 'PROGRAM',
  technology: 'PROGRAM',
  services: 'PROGRAM',
  behavior: 'PROGRAM',
  family: 'PROGRAM',
  compliance: 'PROGRAM',
  transport: 'PROGRAM',
  capacity: 'OTHER',
  nothing: 'OTHER',
  other: 'OTHER',
};

export function leverOf(barrier: string): Lever {
  return isBarrier(barrier) ? LEVERS[barrier] : 'OTHER';
}

export function isBarrier(key: string): key is BarrierKey {
  return Object.hasOwn(BARRIERS, key);
}

export function barrierInWords(key: string): string {
  return isBarrier(key) ? BARRIERS[key] : BARRIERS.other;
}

export const NEEDS = {
  observe: 'Observe classes with me',
  'co-lead': 'Model or co-lead',
  'plan-meeting': 'Plan a meeting',
  data: 'Look at data',
  rehearse: 'Rehearse a hard conversation',
  delegate: 'Help me delegate or fix my calendar',
  'remove-barrier': 'Remove a barrier',
  'check-in': 'Just check in',
  nothing: 'Nothing',
} as const;

export const STEP_REPORTS = {
  done: 'Done',
  moving: 'Moving',
  stuck: 'Stuck',
  'not-started': 'Not started',
  dropped: 'No longer needed',
} as const;

/** Questions that are answered in words of one's own. */
export const FREE_TEXT = ['need-note'] as const;

/** PSEL 2015, the default leadership standards. */
export const STANDARDS = {
  1: 'Mission, vision and core values',
  2: 'Ethics and professional norms',
  3: 'Equity and cultural responsiveness',
  4: 'Curriculum, instruction and assessment',
  5: 'Community of care and support for students',
  6: 'Professional capacity of school personnel',
  7: 'Professional community for teachers and staff',
  8: 'Meaningful engagement of families and community',
  9: 'Operations and management',
  10: 'School improvement',
} as const;
