import { onSubmit, type Feature, type PairErrand } from '../feature.ts';
import { askAgain, askMoved, askToLog, wake, wakeDistrict } from './ask.ts';
import { home } from './home.ts';
import { findOwnPair, formFor, openLog, save } from './log.ts';
import { dayCalledOff, dayOpenAgain, noOtherDay, openReschedule, rescheduling } from './reschedule.ts';
import * as screens from './screens.ts';
import { examples as movingExamples } from './screens-moving.ts';

const log: PairErrand = {
  roles: ['COACH'],
  question: 'Which visit?',
  opens: 'form',
  forPair: (ctx, pair) => openLog(ctx, pair.assignmentId),
};

export const visit: Feature = {
  name: 'visit',
  verbs: [
    {
      command: 'coach',
      verb: 'log',
      usage: '[@person or school]',
      help: 'Write down a visit',
      menus: ['chat'],
      ...log,
    },
  ],
  shortcuts: [
    { id: 'visit:log', title: 'Log a visit', help: 'Write down a visit in a few taps', on: 'anything', ...log },
  ],
  presses: {
    'visit:log': (ctx, state) => openLog(ctx, state['a'] ?? ''),
    'visit:reschedule': (ctx, state) => openReschedule(ctx, state['v'] ?? ''),
    'visit:no-other-day': (ctx, state) => noOtherDay(ctx, state['v'] ?? ''),
  },
  forms: [
    onSubmit({
      id: screens.VISIT_FORM,
      draw: async (ctx, state) => {
        const pair = await findOwnPair(ctx, state['a'] ?? '');
        return pair && formFor(ctx, pair);
      },
      submit: (ctx, answers: Record<string, unknown>, state) => save(ctx, state['a'] ?? '', answers),
    }),
    rescheduling,
  ],
  jobs: { 'visit.ask': askToLog, 'visit.ask-again': askAgain, 'visit.ask-moved': askMoved },
  hears: {
    'closure.called': dayCalledOff,
    'closure.undone': dayOpenAgain,
    'calendar.changed': (ctx, fact) => wakeDistrict(ctx, fact.districtId),
  },
  wake,
  home,
  examples: [...screens.examples, ...movingExamples],
};
