import type { Reply } from '../../chat/interaction.ts';
import { findPair, findPairOfPrincipal, findPairsByWords, listPairsOfCoach, type Pair } from '../../roster/store.ts';
import { dayIn } from '../../zone.ts';
import { onSubmit, type Asked, type Feature } from '../feature.ts';
import {
  accept,
  carry,
  daysFor,
  decline,
  heardReports,
  heardVisit,
  letGo,
  nameBarrier,
  propose,
  reword,
} from './steps.ts';
import { readStepWords, usualDue } from './rules.ts';
import * as cards from './screens/cards.ts';
import { examples } from './screens/examples.ts';
import * as forms from './screens/forms.ts';
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
      run: openProposal,
    },
    {
      command: 'coach',
      verb: 'goal',
      usage: '@person',
      help: 'Write down a coaching goal',
      roles: ['COACH'],
      run: openGoal,
    },
    {
      command: 'coach',
      verb: 'plan',
      usage: '@person',
      help: 'See a coaching plan',
      roles: ['COACH'],
      run: showPlanOf,
    },
    {
      command: 'checkin',
      verb: 'plan',
      usage: '',
      help: 'Your goals and steps',
      roles: ['PRINCIPAL'],
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
  presses: {
    'plan:propose': (ctx, state) => proposalFor(ctx, state['a'] ?? '', ''),
    'plan:accept': (ctx, state) => accept(ctx, state['s'] ?? ''),
    'plan:decline': (ctx, state) => decline(ctx, state['s'] ?? ''),
    'plan:reword': (ctx, state) => openReword(ctx, state['s'] ?? '', 'plan:reword'),
    'plan:smaller': (ctx, state) => openReword(ctx, state['s'] ?? '', 'plan:smaller'),
    'plan:name-barrier': (ctx, state) =>
      openChoice(ctx, state['s'] ?? '', 'plan:name-barrier', "Name what's in the way"),
    'plan:let-go': (ctx, state) => openChoice(ctx, state['s'] ?? '', 'plan:let-go', 'Let it go'),
    'plan:goal': (ctx, state) => goalFor(ctx, state['a'] ?? ''),
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
  examples,
};

async function openProposal(ctx: Asked, words: string): Promise<Reply> {
  for (const [who, rest] of splits(words)) {
    const pairs = await findPairsByWords(ctx.tx, ctx.viewer, who);
    if (pairs.length === 1 && pairs[0]) return proposalFor(ctx, pairs[0].assignmentId, rest);
  }
  return askWhom(ctx, 'plan:propose', 'step', 'For whom is the next step?');
}

/** The name may have one to three words: the longest that fits wins. */
function splits(words: string): [string, string][] {
  const tokens = words.trim().split(/\s+/);
  return [3, 2, 1]
    .filter((n) => n <= tokens.length)
    .map((n) => [tokens.slice(0, n).join(' '), tokens.slice(n).join(' ')]);
}

async function proposalFor(ctx: Asked, assignmentId: string, words: string): Promise<Reply> {
  const pair = await findPair(ctx.tx, ctx.viewer, assignmentId);
  if (!pair || pair.coach.id !== ctx.personId) return say('That pair is not yours, or it has ended.');
  const today = dayIn(pair.school.timeZone, ctx.now);
  const read = readStepWords(words, today);
  return {
    kind: 'open',
    form: forms.proposeForm(pair.principal.name, daysFor(ctx, pair)),
    state: { a: assignmentId },
    values: { ...(read.text === '' ? {} : { text: read.text }), dueOn: read.dueOn ?? usualDue(today) },
    launcher: {
      action: 'plan:propose',
      label: 'Write the step',
      state: { a: assignmentId },
      style: 'primary',
      opens: 'form',
    },
  };
}

async function openReword(ctx: Asked, stepId: string, action: 'plan:reword' | 'plan:smaller'): Promise<Reply> {
  const step = await store.lockStep(ctx.tx, ctx.viewer, stepId);
  const pair = step && (await findPair(ctx.tx, ctx.viewer, step.assignmentId));
  if (!step || !pair || step.ownerId !== ctx.personId) return say('That step is not yours, or it is gone.');
  const smaller = action === 'plan:smaller';
  if (smaller ? !step.mustChoose : step.status !== 'DRAFT')
    return say('This step has been decided already. Type /checkin plan to see it.');
  const today = dayIn(pair.school.timeZone, ctx.now);
  return {
    kind: 'open',
    form: forms.rewordForm(daysFor(ctx, pair), smaller),
    state: { s: stepId, ...(smaller ? { m: 'smaller' } : {}) },
    values: { text: step.text, dueOn: step.dueOn > today ? step.dueOn : usualDue(today) },
    launcher: { action, label: smaller ? 'Make it smaller' : 'In my own words', state: { s: stepId }, opens: 'form' },
  };
}

async function openChoice(
  ctx: Asked,
  stepId: string,
  action: 'plan:name-barrier' | 'plan:let-go',
  label: string,
): Promise<Reply> {
  const step = await store.lockStep(ctx.tx, ctx.viewer, stepId);
  if (!step || step.ownerId !== ctx.personId) return say('That step is not yours, or it is gone.');
  if (!step.mustChoose) return say('This step has been decided already. Type /checkin plan to see it.');
  const form = action === 'plan:let-go' ? forms.letGoForm() : forms.nameBarrierForm();
  return {
    kind: 'open',
    form,
    state: { s: stepId },
    values: {},
    launcher: { action, label, state: { s: stepId }, opens: 'form' },
  };
}

async function openGoal(ctx: Asked, words: string): Promise<Reply> {
  const [pair, ...more] = await findPairsByWords(ctx.tx, ctx.viewer, words);
  return pair && more.length === 0
    ? goalFor(ctx, pair.assignmentId)
    : askWhom(ctx, 'plan:goal', 'goal', 'Whose goal is it?');
}

async function openOwnGoal(ctx: Asked): Promise<Reply> {
  const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
  return pair ? goalFor(ctx, pair.assignmentId) : say('You have no coach yet, so there is no coaching plan.');
}

/** A manager may know of a pair; its plan is for the two who are in it. */
async function findOwnPair(ctx: Asked, assignmentId: string): Promise<Pair | undefined> {
  const pair = await findPair(ctx.tx, ctx.viewer, assignmentId);
  return pair && (pair.coach.id === ctx.personId || pair.principal.id === ctx.personId) ? pair : undefined;
}

async function goalFor(ctx: Asked, assignmentId: string): Promise<Reply> {
  const pair = await findOwnPair(ctx, assignmentId);
  if (!pair) return say('That pair is not yours, or it has ended.');
  return {
    kind: 'open',
    form: forms.goalForm(pair.principal.name),
    state: { a: assignmentId },
    values: {},
    launcher: {
      action: 'plan:goal',
      label: 'Write the goal',
      state: { a: assignmentId },
      style: 'primary',
      opens: 'form',
    },
  };
}

async function saveGoal(
  ctx: Asked,
  assignmentId: string,
  goal: { statement: string; standard: string | number; why?: string; evidence?: string },
): Promise<Reply> {
  const pair = await findOwnPair(ctx, assignmentId);
  if (!pair) return { kind: 'done', message: 'That pair is not yours, or it has ended. Nothing was saved.' };
  const planId = await store.ensurePlan(ctx.tx, ctx.viewer, pair, dayIn(pair.school.timeZone, ctx.now));
  if ((await store.countGoals(ctx.tx, ctx.viewer, planId)) >= 3)
    return { kind: 'done', message: 'A coaching plan has at most three goals. Finish or drop one first.' };
  await store.createGoal(ctx.tx, ctx.viewer, {
    planId,
    statement: goal.statement,
    standard: Number(goal.standard),
    why: goal.why ?? '',
    evidence: goal.evidence ?? '',
  });
  return { kind: 'done', message: 'The goal is in the plan.' };
}

async function showOwnPlan(ctx: Asked): Promise<Reply> {
  const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
  return pair ? showPlan(ctx, pair) : say('You have no coach yet, so there is no coaching plan.');
}

async function showPlanOf(ctx: Asked, words: string): Promise<Reply> {
  const [pair, ...more] = await findPairsByWords(ctx.tx, ctx.viewer, words);
  return pair && more.length === 0 ? showPlan(ctx, pair) : say('Say whose plan, for example: /coach plan Rivera');
}

async function showPlan(ctx: Asked, pair: Pair): Promise<Reply> {
  const { goals, steps } = await store.readPlan(ctx.tx, ctx.viewer, pair);
  const ended = steps.filter((step) => ['CLAIMED_DONE', 'VERIFIED', 'DROPPED'].includes(step.status));
  const shown = steps.filter((step) => !['VERIFIED', 'DROPPED'].includes(step.status)).slice(-10);
  const verified = ended.filter((step) => step.status === 'VERIFIED').length;
  return {
    kind: 'say',
    card: cards.planCard({ principalName: pair.principal.name, goals, steps: shown, verified, ended: ended.length }),
  };
}

/** A choice of the coach's own pairs as buttons; more than five are asked for by name. */
async function askWhom(ctx: Asked, action: string, verb: string, question: string): Promise<Reply> {
  const pairs = await listPairsOfCoach(ctx.tx, ctx.viewer);
  if (pairs.length === 0) return say('You have no pairs yet. A pair begins when its compact is signed.');
  if (pairs.length > 5)
    return say(`${question} Say it with a name, for example: /coach ${verb} ${pairs[0]?.principal.name ?? ''}`);
  const buttons = pairs.map((pair) => ({
    action,
    label: pair.principal.name.slice(0, 30),
    state: { a: pair.assignmentId },
    opens: 'form' as const,
  }));
  return {
    kind: 'say',
    card: {
      id: 'plan:whom',
      summary: question,
      parts: [
        { kind: 'text', text: question },
        { kind: 'buttons', buttons },
      ],
    },
  };
}

function say(text: string): Reply {
  return { kind: 'say', card: cards.wordsCard(text) };
}
