import { onSubmit, type Feature, type PairErrand } from '../feature.ts';
import { askAgain, askToLog, wake } from './ask.ts';
import { home } from './home.ts';
import { findOwnPair, formFor, openLog, save } from './log.ts';
import * as screens from './screens.ts';

const log: PairErrand = {
  roles: ['COACH'],
  question: 'Which visit?',
  opens: 'form',
  forPair: (ctx, pair) => openLog(ctx, pair.assignmentId),
};

export const visit: Feature = {
  name: 'visit',
  verbs: [{ command: 'coach', verb: 'log', usage: '[@person or school]', help: 'Write down a visit', ...log }],
  shortcuts: [
    { id: 'visit:log', title: 'Log a visit', help: 'Write down a visit in a few taps', on: 'anything', ...log },
  ],
  presses: { 'visit:log': (ctx, state) => openLog(ctx, state['a'] ?? '') },
  forms: [
    onSubmit({
      id: screens.VISIT_FORM,
      draw: async (ctx, state) => {
        const pair = await findOwnPair(ctx, state['a'] ?? '');
        return pair && formFor(ctx, pair);
      },
      submit: (ctx, answers: Record<string, unknown>, state) => save(ctx, state['a'] ?? '', answers),
    }),
  ],
  jobs: { 'visit.ask': askToLog, 'visit.ask-again': askAgain },
  wake,
  home,
  examples: screens.examples,
};
