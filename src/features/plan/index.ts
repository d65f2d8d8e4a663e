import { findPair } from '../../roster/store.ts';
import { onSubmit, type Feature } from '../feature.ts';
import { carry, letGo, nameBarrier, openChoice } from './choices.ts';
import { openGoal, openOwnGoal, saveGoal, showOwnPlan, showPlan } from './goals.ts';
import { heardReports, heardVisit } from './heard.ts';
import { home } from './home.ts';
import { accept, decline, openProposal, openReword, propose, reword } from './proposals.ts';
import { examples } from './screens/examples.ts';
import * as forms from './screens/forms.ts';
import { daysFor, findOwnPair } from './steps.ts';
import * as store from './store.ts';

export const plan: Feature = {
  name: 'plan',
  verbs: [
    {
      command: 'coach',
      verb: 'step',
      usage: '@person [the step] [day]',
      help: 'Propose a next step',
      roles: ['COACH'],
      menus: ['chat'],
      question: 'For whom is the next step?',
      opens: 'form',
      takesWords: true,
      forPair: openProposal,
    },
    {
      command: 'coach',
      verb: 'goal',
      usage: '@person',
      help: 'Write down a coaching goal',
      roles: ['COACH'],
      question: 'Whose goal is it?',
      opens: 'form',
      forPair: async (_ctx, pair) => openGoal(pair),
    },
    {
      command: 'coach',
      verb: 'plan',
      usage: '@person',
      help: 'See a coaching plan',
      roles: ['COACH'],
      menus: ['chat'],
      question: 'Whose plan?',
      forPair: showPlan,
    },
    {
      command: 'checkin',
      verb: 'plan',
      usage: '',
      help: 'Your goals and steps',
      roles: ['PRINCIPAL'],
      menus: ['chat'],
      run: showOwnPlan,
    },
    {
      command: 'checkin',
      verb: 'goal',
      usage: '',
      help: 'Write down a coaching goal',
      roles: ['PRINCIPAL'],
      run: openOwnGoal,
    },
  ],
  shortcuts: [
    {
      id: 'plan:from-message',
      title: 'Make this a next step',
      help: 'Proposes a next step to one of your principals, in the words of this message',
      on: 'message',
      roles: ['COACH'],
      question: 'For whom is the next step?',
      opens: 'form',
      takesWords: true,
      forPair: openProposal,
    },
  ],
  presses: {
    'plan:propose': async (ctx, state) => openProposal(ctx, await findPair(ctx.tx, ctx.viewer, state['a'] ?? ''), ''),
    'plan:accept': (ctx, state) => accept(ctx, state['s'] ?? ''),
    'plan:decline': (ctx, state) => decline(ctx, state['s'] ?? ''),
    'plan:reword': (ctx, state) => openReword(ctx, state['s'] ?? '', 'plan:reword'),
    'plan:smaller': (ctx, state) => openReword(ctx, state['s'] ?? '', 'plan:smaller'),
    'plan:name-barrier': (ctx, state) =>
      openChoice(ctx, state['s'] ?? '', 'plan:name-barrier', "Name what's in the way"),
    'plan:let-go': (ctx, state) => openChoice(ctx, state['s'] ?? '', 'plan:let-go', 'Let it go'),
    'plan:goal': async (ctx, state) => openGoal(await findOwnPair(ctx, state['a'] ?? '')),
  },
  forms: [
    onSubmit({
      id: 'plan:propose',
      draw: async (ctx, state) => {
        const pair = await findOwnPair(ctx, state['a'] ?? '');
        return pair && forms.proposeForm(pair.principal.name, daysFor(ctx, pair));
      },
      submit: (ctx, answers: { text: string; dueOn: string; evidence?: string }, state) =>
        propose(ctx, state['a'] ?? '', { evidence: '', ...answers }),
    }),
    onSubmit({
      id: 'plan:reword',
      draw: async (ctx, state) => {
        const step = await store.lockStep(ctx.tx, ctx.viewer, state['s'] ?? '');
        const pair = step && (await findPair(ctx.tx, ctx.viewer, step.assignmentId));
        return pair && forms.rewordForm(daysFor(ctx, pair), state['m'] === 'smaller');
      },
      submit: (ctx, answers: { text: string; dueOn: string }, state) => reword(ctx, state['s'] ?? '', answers),
    }),
    onSubmit({
      id: 'plan:let-go',
      draw: async () => forms.letGoForm(),
      submit: (ctx, answers, state) => letGo(ctx, state['s'] ?? '', answers.reason),
    }),
    onSubmit({
      id: 'plan:name-barrier',
      draw: async () => forms.nameBarrierForm(),
      submit: (ctx, answers, state) =>
        nameBarrier(ctx, state['s'] ?? '', { category: answers.category, share: answers.share }),
    }),
    onSubmit({
      id: 'plan:goal',
      draw: async (ctx, state) => {
        const pair = await findOwnPair(ctx, state['a'] ?? '');
        return pair && forms.goalForm(pair.principal.name);
      },
      submit: (ctx, answers, state) => saveGoal(ctx, state['a'] ?? '', answers),
    }),
  ],
  jobs: { 'plan.carry': carry },
  hears: { 'check-in.sent': heardReports, 'visit.logged': heardVisit },
  home,
  examples,
};
