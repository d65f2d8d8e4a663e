import { noteActs } from '../../audit/write.ts';
import { readAnswers, valuesOf } from '../../chat/answers.ts';
import type { Form, Values } from '../../chat/form.ts';
import { rowName } from '../../chat/form.ts';
import { nothing, type Reply } from '../../chat/interaction.ts';
import { findPairOfPrincipal } from '../../roster/store.ts';
import { onSubmit, type Asked, type Feature } from '../feature.ts';
import { CHECK_IN_FORM, checkInForm } from './form.ts';
import { home } from './home.ts';
import { keptInWords } from './kept.ts';
import { assertTemplate, nextStatus, reportOf } from './rules.ts';
import * as screens from './screens.ts';
import { barrierInWords } from '../vocabulary.ts';
import * as store from './store.ts';
import { PRINCIPAL_WEEKLY, TEMPLATES } from './templates.ts';
import { readTyped } from './typed.ts';
import { lateNudge, nudge, remindAgain, snooze } from './remind.ts';
import { replan, replanDistrict } from './replan.ts';
import { choosingTime, openSendTime, sendTimeForm } from './send-time.ts';
import { USUAL_TIMES } from '../../roster/program-times.ts';
import { closeWeeks, endWeeks, endWithPairs, openThisWeek, openWeeks } from './week.ts';
import { REMINDING, formWeekOf, openingKey, reminderKeys, wordsOfWeek, type Week } from './words.ts';

for (const template of TEMPLATES) assertTemplate(template);

export const checkIn: Feature = {
  name: 'check-in',
  verbs: [
    {
      command: 'checkin',
      verb: '',
      usage: '',
      help: 'Open this week’s check-in',
      roles: ['PRINCIPAL'],
      menus: ['chat'],
      run: (ctx) => openNewest(ctx),
    },
    {
      command: 'checkin',
      verb: 'history',
      usage: '',
      help: 'Your last eight weeks, for you alone',
      roles: ['PRINCIPAL'],
      menus: ['chat'],
      run: (ctx) => showHistory(ctx),
    },
    {
      command: 'checkin',
      verb: 'time',
      usage: '',
      help: 'Choose when your check-in comes',
      roles: ['PRINCIPAL'],
      run: (ctx) => openSendTime(ctx),
    },
  ],
  shortcuts: [
    {
      id: 'check-in:open',
      title: 'Open my check-in',
      help: 'Opens this week’s check-in',
      on: 'anything',
      roles: ['PRINCIPAL'],
      run: (ctx) => openNewest(ctx),
    },
  ],
  presses: {
    'check-in:open': (ctx, state) => openById(ctx, state['c'] ?? ''),
    'check-in:not-this-week': (ctx, state) => askWhy(ctx, state['c'] ?? ''),
    'check-in:time': (ctx) => openSendTime(ctx),
    'check-in:snooze': (ctx, state) => snooze(ctx, state['c'] ?? ''),
  },
  forms: [
    onSubmit({
      id: CHECK_IN_FORM,
      draw: async (ctx, state) => (await loadWeek(ctx, state['c'] ?? ''))?.form,
      submit: (ctx, answers: Record<string, unknown>, state) => submit(ctx, state['c'] ?? '', answers),
    }),
    onSubmit({
      id: 'check-in:excuse',
      draw: async () => screens.excuseForm(),
      submit: (ctx, answers: { reason: string }, state) => excuse(ctx, state['c'] ?? '', answers.reason),
    }),
    choosingTime,
  ],
  waves: {
    'check-in.open': openWeeks,
    'check-in.nudge': nudge,
    'check-in.snoozed': remindAgain,
    'check-in.close': closeWeeks,
    'check-in.late-nudge': lateNudge,
    'check-in.end': endWeeks,
  },
  hears: { 'calendar.changed': (ctx, fact) => replanDistrict(ctx, fact.districtId) },
  typed: readReply,
  home,
  wake: replan,
  tend: endWithPairs,
  examples: [
    ...screens.examples,
    { form: sendTimeForm('Adams ES', USUAL_TIMES), answers: { day: '3', time: '10:30' } },
  ],
};

/** A check-in of the asker with the form as it looks now. */
async function loadWeek(
  ctx: Asked,
  checkInId: string,
): Promise<(Week & { form: Form; steps: readonly store.StepAsked[] }) | undefined> {
  const row = await store.lockCheckIn(ctx.tx, ctx.viewer, checkInId);
  const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
  if (!row || !pair || pair.assignmentId !== row.assignmentId) return undefined;
  const steps = await store.listStepsAsked(ctx.tx, ctx.viewer, row);
  return { row, pair, steps, form: checkInForm(PRINCIPAL_WEEKLY, formWeekOf(row, pair, steps)) };
}

/** The one that can still be sent; else this week's, also before its hour. */
async function openNewest(ctx: Asked): Promise<Reply> {
  const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
  if (!pair) return say('You have no coach yet. Your check-ins begin once the compact of the pair is signed.');
  const newest = await store.findOpening(ctx.tx, ctx.viewer, 'newest');
  if (newest && nextStatus(newest.row.status, 'submit', { now: ctx.now, ...newest.row })) return open(ctx, newest);
  const thisWeek = await openThisWeek(ctx, pair);
  if (thisWeek && thisWeek.status !== 'SKIPPED') return openById(ctx, thisWeek.id);
  return say(`There is no check-in for ${pair.school.name} this week. The next one comes on its usual day.`);
}

async function openById(ctx: Asked, checkInId: string): Promise<Reply> {
  return open(ctx, await store.findOpening(ctx.tx, ctx.viewer, { id: checkInId }));
}

async function open(ctx: Asked, opening: store.Opening | undefined): Promise<Reply> {
  const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
  if (!opening || pair?.assignmentId !== opening.row.assignmentId)
    return say('This check-in is not yours, or it is gone. Type /checkin to open the newest one.');
  const { row, steps } = opening;
  if (row.status === 'EXCUSED') return { kind: 'say', card: screens.excusedCard() };
  const form = checkInForm(PRINCIPAL_WEEKLY, formWeekOf(row, pair, steps));
  if (nextStatus(row.status, 'submit', { now: ctx.now, ...row }) === undefined) {
    const kept = (await ctx.drafts.find(CHECK_IN_FORM, { c: row.id })) ?? {};
    return { kind: 'say', card: screens.overCard(pair.school.name, keptInWords(form, kept)) };
  }
  if (row.status === 'OPEN') await store.saveStart(ctx.tx, ctx.viewer, row.id);
  return {
    kind: 'open',
    form,
    state: { c: row.id },
    values: filledIn(form, opening),
    launcher: {
      action: 'check-in:open',
      label: 'Open my check-in',
      state: { c: row.id },
      style: 'primary',
      opens: 'form',
    },
  };
}

/** Nothing is typed twice: last week's step statuses, and what was sent before. What was typed and not sent is offered by the desk. */
function filledIn(form: Form, { steps, answers }: store.Opening): Values {
  const reported = Object.fromEntries(steps.map((step) => [rowName('steps', step.id), reportOf(step.status)]));
  return { ...reported, ...valuesOf(form, answers) };
}

async function submit(ctx: Asked, checkInId: string, answers: Record<string, unknown>): Promise<Reply> {
  const week = await loadWeek(ctx, checkInId);
  if (!week) return { kind: 'done', message: 'This check-in is gone. Type /checkin to open the newest one.' };
  const { row, pair, form } = week;
  const status = nextStatus(row.status, 'submit', { now: ctx.now, ...row });
  if (status !== 'SUBMITTED' && status !== 'SUBMITTED_LATE') {
    const [first = ''] = Object.keys(form.fields);
    const errors = { [first]: 'This week is closed, so nothing was changed. What you wrote is kept with you.' };
    return { kind: 'refuse', form, state: { c: row.id }, values: valuesOf(form, answers), errors };
  }
  const given = Object.entries(answers).map(([question, value]) => ({
    question,
    value,
    audience: form.fields[question]?.audience ?? 'PAIR',
  }));
  await store.saveAnswers(ctx.tx, ctx.viewer, row, status, ctx.now, given);
  await noteAnswer(ctx, row, status);
  const words = wordsOfWeek(row, pair, week.steps);
  const late = status === 'SUBMITTED_LATE';
  await ctx.amend(openingKey(row.id), screens.receivedCard(words, late));
  for (const key of reminderKeys(row.id)) {
    await ctx.withdraw(key);
    await ctx.amend(key, screens.sentForGoodCard(words));
  }
  for (const job of REMINDING) await ctx.unplan(job, row.id);
  const reports = answers['steps'] as Record<string, never> | undefined;
  ctx.announce({
    kind: 'check-in.sent',
    checkInId: row.id,
    assignmentId: row.assignmentId,
    personId: row.personId,
    weekOf: row.weekOf.toISOString().slice(0, 10),
    steps: reports ?? {},
    late,
  });
  return { kind: 'done', message: `Thanks, ${pair.coach.name} has it.` };
}

async function noteAnswer(ctx: Asked, { id, personId }: store.CheckIn, status: string): Promise<void> {
  const act = { act: 'wrote', thing: 'principal-text', aboutId: id, ownerId: personId, detail: { status } } as const;
  await noteActs(ctx.tx, ctx.viewer, ctx.now, [act]);
}

async function askWhy(ctx: Asked, checkInId: string): Promise<Reply> {
  const week = await loadWeek(ctx, checkInId);
  if (!week || nextStatus(week.row.status, 'excuse', { now: ctx.now, ...week.row }) === undefined)
    return say('This check-in is not open any more, so there is nothing to skip.');
  const launcher = {
    action: 'check-in:not-this-week',
    label: 'Not this week',
    state: { c: checkInId },
    opens: 'form' as const,
  };
  return { kind: 'open', form: screens.excuseForm(), state: { c: checkInId }, values: {}, launcher };
}

async function excuse(ctx: Asked, checkInId: string, reason: string): Promise<Reply> {
  const week = await loadWeek(ctx, checkInId);
  if (!week || nextStatus(week.row.status, 'excuse', { now: ctx.now, ...week.row }) === undefined)
    return { kind: 'done', message: 'This check-in is not open any more, so nothing was changed.' };
  await store.saveStatuses(ctx.tx, ctx.viewer, [week.row], 'EXCUSED', reason);
  await noteAnswer(ctx, week.row, 'EXCUSED');
  await ctx.amend(openingKey(checkInId), screens.excusedCard());
  for (const key of reminderKeys(checkInId)) await ctx.withdraw(key);
  for (const job of [...REMINDING, 'check-in.close', 'check-in.end']) await ctx.unplan(job, checkInId);
  return { kind: 'done', message: 'Noted. See you next week.' };
}

async function showHistory(ctx: Asked): Promise<Reply> {
  const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
  const weeks = await store.listHistory(ctx.tx, ctx.viewer, 8);
  if (!pair || weeks.length === 0) return say('There is nothing to look back on yet. Your weeks will show here.');
  return { kind: 'say', card: screens.historyCard(pair.school.name, weeks) };
}

/** "done, 4 rooms, bus shortage": saved when it answers everything, else the form opens with what was understood. */
async function readReply(ctx: Asked, text: string): Promise<Reply | undefined> {
  const newest = await store.findNewest(ctx.tx, ctx.viewer);
  if (!newest || nextStatus(newest.status, 'submit', { now: ctx.now, ...newest }) === undefined) return undefined;
  const week = await loadWeek(ctx, newest.id);
  if (!week) return undefined;
  const asked = Object.entries(readTyped(text, week.steps)).filter(
    ([name]) => name.startsWith('steps.') || name in week.form.fields,
  );
  const understood = Object.fromEntries(asked);
  const whole = readAnswers(week.form, understood, {
    today: ctx.now.toISOString().slice(0, 10),
    staff: new Set(),
    confirmed: new Set(),
  });
  if ('answers' in whole) {
    const reply = await submit(ctx, newest.id, whole.answers);
    await ctx.drafts.drop(CHECK_IN_FORM, { c: newest.id });
    return reply.kind === 'done' && reply.message !== undefined ? say(reply.message) : nothing;
  }
  const state = { c: newest.id };
  const kept = await ctx.drafts.find(CHECK_IN_FORM, state);
  if (asked.length > 0) await ctx.drafts.keep(CHECK_IN_FORM, state, { ...kept, ...understood });
  return { kind: 'say', card: screens.understoodCard(newest.id, inWords(understood)) };
}

function inWords(values: Values): string[] {
  return Object.entries(values).map(([name, value]) => {
    if (name.startsWith('steps.')) return `step ${String(value).replace('-', ' ')}`;
    if (name === 'rooms') return `${String(value)} classrooms`;
    if (name === 'next-steps') return `${String(value)} next steps`;
    if (name === 'barriers') return [value].flat().map(barrierInWords).join(' and ').toLowerCase();
    return name.replace('-', ' ');
  });
}

function say(text: string): Reply {
  return { kind: 'say', card: screens.wordsCard('check-in:words', text) };
}
