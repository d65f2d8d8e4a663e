// Check-in templates as data. The answer keys are stored; a change of meaning is a new version.
import { BARRIERS, NEEDS, STEP_REPORTS } from '../vocabulary.ts';
import type { Template } from './rules.ts';

export const PRINCIPAL_WEEKLY: Template = {
  key: 'leadership-coaching.principal',
  version: 1,
  variant: 'LEADERSHIP_COACHING',
  questions: [
    {
      key: 'steps',
      type: 'STEP_STATUS',
      label: 'How did each action step go?',
      options: STEP_REPORTS,
      audience: 'PAIR_AND_COUNTS',
      shapes: ['full', 'no-visits', 'short'],
    },
    {
      key: 'rooms',
      type: 'INTEGER',
      label: 'How many classrooms did you visit for 10 minutes or more?',
      min: 0,
      max: 60,
      audience: 'PAIR_AND_COUNTS',
      shapes: ['full'],
    },
    {
      key: 'next-steps',
      type: 'INTEGER',
      label: 'How many teachers left a talk with you with one clear next step?',
      min: 0,
      max: 60,
      audience: 'PAIR_AND_COUNTS',
      shapes: ['full'],
    },
    {
      key: 'led',
      type: 'MULTI',
      label: 'Which did you lead or protect this week?',
      options: {
        'leadership-team': 'Leadership team meeting',
        plc: 'PLC or grade-team meeting',
        data: 'Data meeting',
        blocked: 'Blocked instructional time',
        delegated: 'Handed a task to someone else',
        none: 'None this week',
      },
      audience: 'PAIR_AND_COUNTS',
      shapes: ['full', 'no-visits'],
    },
    {
      key: 'barriers',
      type: 'MULTI',
      label: 'What got in the way?',
      options: BARRIERS,
      audience: 'PAIR_AND_COUNTS',
      shapes: ['full', 'no-visits'],
    },
    {
      key: 'need',
      type: 'SINGLE',
      label: 'Where should your coach spend the next on-site day?',
      options: NEEDS,
      audience: 'PAIR',
      shapes: ['full', 'no-visits', 'short'],
      note: { key: 'need-note', label: 'Anything your coach should know for that day?', maxLength: 140 },
    },
    {
      key: 'ready',
      type: 'SCALE_5',
      label: "How ready do you feel for next week's step?",
      low: 'not yet',
      high: 'fully',
      audience: 'PAIR',
      optional: true,
      shapes: ['full', 'no-visits'],
    },
  ],
};

export const TEMPLATES: readonly Template[] = [PRINCIPAL_WEEKLY];
