import { onSubmit, type Feature } from '../feature.ts';
import { heardName, keep, openShare, ownBarrier, share } from './consent.ts';
import { findOwnPair, formFor, openRaise, saveRaised } from './raise.ts';
import * as screens from './screens.ts';

export const barrier: Feature = {
  name: 'barrier',
  shortcuts: [
    {
      id: 'barrier:from-message',
      title: 'Raise as a barrier',
      help: 'Names what is in the way and who may see it; the words of the message are not kept',
      on: 'message',
      roles: ['PRINCIPAL', 'COACH'],
      question: 'In whose way is it?',
      opens: 'form',
      forPair: async (ctx, pair) => openRaise(ctx, pair),
    },
  ],
  presses: {
    'barrier:share': (ctx, state) => openShare(ctx, state['b'] ?? ''),
    'barrier:keep': (ctx, state) => keep(ctx, state['b'] ?? ''),
    'barrier:raise': async (ctx, state) => {
      const pair = await findOwnPair(ctx, state['a'] ?? '');
      return pair ? openRaise(ctx, pair) : { kind: 'say', card: screens.goneCard() };
    },
  },
  forms: [
    onSubmit({
      id: 'barrier:share',
      draw: async (ctx, state) => {
        const found = await ownBarrier(ctx, state['b'] ?? '');
        return found && screens.shareForm(found.words, found.today);
      },
      submit: (ctx, answers, state) => share(ctx, state['b'] ?? '', answers.neededBy),
    }),
    onSubmit({
      id: 'barrier:raise',
      draw: async (ctx, state) => {
        const pair = await findOwnPair(ctx, state['a'] ?? '');
        return pair && formFor(ctx, pair);
      },
      submit: (ctx, answers: { category: string; share: boolean }, state) => saveRaised(ctx, state['a'] ?? '', answers),
    }),
  ],
  hears: { 'barrier.named': heardName },
  examples: screens.examples,
};
