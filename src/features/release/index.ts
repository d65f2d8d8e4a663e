// Letting one audience read one thing of a pair, in the exact words that were shown, and taking it back.
import { onSubmit, type Feature } from '../feature.ts';
import { chooseItem, drawConfirm, openConfirm, release } from './give.ts';
import { agree, decline } from './keys.ts';
import { heardChange } from './edited.ts';
import { showCoached, showForMe, showOwn } from './lists.ts';
import { examples } from './screens.ts';
import { withdraw } from './withdraw.ts';

export const releasing: Feature = {
  name: 'release',
  verbs: [
    {
      command: 'checkin',
      verb: 'release',
      usage: '',
      help: 'Let the district or the managers read one thing of yours',
      roles: ['PRINCIPAL'],
      run: chooseItem,
    },
    {
      command: 'checkin',
      verb: 'releases',
      usage: '[page]',
      help: 'What you released, and withdraw it',
      roles: ['PRINCIPAL'],
      run: showOwn,
    },
    {
      command: 'coach',
      verb: 'releases',
      usage: '[page]',
      help: 'What your pairs release, and what waits for your yes',
      roles: ['COACH'],
      run: showCoached,
    },
    {
      command: 'district',
      verb: 'releases',
      usage: '[page]',
      help: 'What principals have released to you',
      roles: ['DISTRICT_LEADER', 'LP_MANAGER'],
      run: showForMe,
    },
  ],
  presses: {
    'release:open': openConfirm,
    'release:agree': (ctx, state) => agree(ctx, state['g'] ?? '', state['h'] ?? ''),
    'release:not-now': (ctx, state) => decline(ctx, state['g'] ?? ''),
    'release:withdraw': (ctx, state) => withdraw(ctx, state['g'] ?? ''),
  },
  forms: [
    onSubmit({
      id: 'release:confirm',
      draw: drawConfirm,
      submit: (ctx, { sure }: { sure: boolean }, state) => release(ctx, sure, state),
    }),
  ],
  hears: {
    'check-in.sent': (ctx, fact) => heardChange(ctx, fact.assignmentId),
    'step.moved': (ctx, fact) => heardChange(ctx, fact.assignmentId),
    'plan.changed': (ctx, fact) => heardChange(ctx, fact.assignmentId),
  },
  examples,
};
