// A principal's Home: the coaching plan, with what can be decided about each step.
import { findPairOfPrincipal } from '../../roster/store.ts';
import type { HomePart } from '../feature.ts';
import { MOST_GOALS } from './rules.ts';
import { planSection } from './screens/home.ts';
import * as store from './store.ts';

const OVER: readonly string[] = ['VERIFIED', 'DROPPED'];

export const home: HomePart = {
  async sections(ctx) {
    const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
    if (!pair) return [];
    const { goals, steps } = await store.readPlan(ctx.tx, ctx.viewer, pair);
    const isSeen = (step: store.Step) => step.status === 'VERIFIED';
    return [
      planSection({
        assignmentId: pair.assignmentId,
        coachName: pair.coach.name,
        goals,
        mayAddGoal: goals.length < MOST_GOALS,
        steps: steps.filter((step) => !OVER.includes(step.status)),
        verified: steps.filter(isSeen).length,
        ended: steps.filter((step) => OVER.includes(step.status) || step.status === 'CLAIMED_DONE').length,
      }),
    ];
  },
  examples: {
    PRINCIPAL: [
      planSection({
        assignmentId: '01990000-0000-7000-8000-00000000000c',
        coachName: 'Sam Bell',
        goals: [{ statement: 'Give every teacher feedback they can use the next day', standard: 6 }],
        mayAddGoal: true,
        steps: [
          { text: 'Visit all four grade-5 math rooms for 10 minutes', dueOn: '2026-10-20', status: 'DRAFT' },
          {
            text: 'Ask two teachers for one work sample',
            dueOn: '2026-10-16',
            status: 'IN_PROGRESS',
            mustChoose: true,
          },
          { text: 'Open Tuesday’s grade-7 PLC with one question', dueOn: '2026-10-22', status: 'COMMITTED' },
        ].map((step, index) => ({ id: `01990000-0000-7000-8000-00000000000${index}`, mustChoose: false, ...step })),
        verified: 3,
        ended: 5,
      }),
    ],
  },
};
