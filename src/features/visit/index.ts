import type { Reply } from '../../chat/interaction.ts';
import { chainOf, listSchoolDays } from '../../roster/school-days.ts';
import { dayKind, nextStaffDay } from '../../roster/calendar.ts';
import { findPair, findPairsByWords, listPairs, listPairsOfCoach, type Pair } from '../../roster/store.ts';
import { addDays, dayIn, dayInWords, instantAt, mondayOf, weekdayOf, type Day } from '../../zone.ts';
import type { StepSight } from '../facts.ts';
import { onSubmit, type Asked, type Context, type Feature, type Work } from '../feature.ts';
import { cancelledBy, happened, lastVisitDay, nextVisitDay } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';

export const visit: Feature = {
  name: 'visit',
  verbs: [
    {
      command: 'coach',
      verb: 'log',
      usage: '[@person or school]',
      help: 'Write down a visit',
      roles: ['COACH'],
      run: chooseAndOpen,
    },
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
  examples: screens.examples,
};

async function chooseAndOpen(ctx: Asked, words: string): Promise<Reply> {
  const named =
    words.trim() === ''
      ? await listPairsOfCoach(ctx.tx, ctx.viewer)
      : await findPairsByWords(ctx.tx, ctx.viewer, words);
  const [only, ...more] = named;
  if (only && more.length === 0) return openLog(ctx, only.assignmentId);
  if (!only)
    return say(
      words.trim() === ''
        ? 'You have no pairs yet. A pair begins when its compact is signed.'
        : 'I found no pair of yours by that name. Try a last name or a school.',
    );
  return {
    kind: 'say',
    card: screens.whomCard(
      named.slice(0, 5).map((pair) => ({ assignmentId: pair.assignmentId, label: pair.school.name.slice(0, 30) })),
    ),
  };
}

async function openLog(ctx: Asked, assignmentId: string): Promise<Reply> {
  const pair = await findOwnPair(ctx, assignmentId);
  if (!pair) return say('That pair is not yours, or it has ended.');
  const today = dayIn(pair.school.timeZone, ctx.now);
  return {
    kind: 'open',
    form: await formFor(ctx, pair),
    state: { a: assignmentId },
    values: { visitedOn: lastVisitDay(pair.visitWeekday, today), nextBy: addDays(today, 7) },
    launcher: {
      action: 'visit:log',
      label: 'Log the visit',
      state: { a: assignmentId },
      style: 'primary',
      opens: 'form',
    },
  };
}

/** Managers may know of a pair, but only its coach writes down a visit and sees the steps in the form. */
async function findOwnPair(ctx: Asked, assignmentId: string): Promise<Pair | undefined> {
  const pair = await findPair(ctx.tx, ctx.viewer, assignmentId);
  return pair?.coach.id === ctx.personId ? pair : undefined;
}

async function formFor(ctx: Context, pair: Pair) {
  const today = dayIn(pair.school.timeZone, ctx.now);
  const steps = await store.listStepsToSee(ctx.tx, ctx.viewer, pair);
  return screens.visitForm({
    principalName: pair.principal.name,
    schoolName: pair.school.name,
    steps: steps.map((step) => ({ id: step.id, label: step.text })),
    days: { from: addDays(today, -28), today, to: addDays(today, 14) },
  });
}

async function save(ctx: Asked, assignmentId: string, answers: Record<string, unknown>): Promise<Reply> {
  const pair = await findOwnPair(ctx, assignmentId);
  if (!pair) return { kind: 'done', message: 'That pair is not yours, or it has ended. Nothing was saved.' };
  const outcome = String(answers['outcome']);
  const visitedOn = String(answers['visitedOn']);
  const visitId = await store.saveVisit(ctx.tx, ctx.viewer, pair, {
    outcome,
    visitedOn,
    cancelledBy: cancelledBy(outcome),
    activities: list(answers['activities']),
    standards: list(answers['standards']),
    matchHelp: answers['help'] === 'talk',
  });
  const next =
    typeof answers['next'] === 'string'
      ? { text: answers['next'], dueOn: nextDay(ctx, pair, answers['nextBy']) }
      : undefined;
  ctx.announce({
    kind: 'visit.logged',
    visitId,
    assignmentId,
    weekOf: mondayOf(visitedOn),
    seen: happened(outcome) ? ((answers['seen'] ?? {}) as Record<string, StepSight>) : {},
    ...(next ? { next } : {}),
  });
  const category = answers['barrier'];
  if (typeof category === 'string' && category !== 'nothing')
    ctx.announce({
      kind: 'barrier.named',
      assignmentId,
      category,
      byId: ctx.personId,
      forDistrict: answers['agreed'] === true,
      key: `visit:${visitId}`,
    });
  return { kind: 'done', message: next ? `Saved. ${pair.principal.name} has your next step.` : 'Saved.' };
}

function nextDay(ctx: Context, pair: Pair, day: unknown): Day {
  return typeof day === 'string' ? day : addDays(dayIn(pair.school.timeZone, ctx.now), 7);
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The ask comes at 15:30 on the visit day, and once more on the next staff morning. */
async function wake(ctx: Context): Promise<void> {
  for (const pair of await listPairs(ctx.tx, ctx.viewer)) await planAsk(ctx, pair);
}

async function planAsk(ctx: Context, pair: Pair): Promise<void> {
  if (pair.visitWeekday === null) return;
  const zone = pair.school.timeZone;
  const today = dayIn(zone, ctx.now);
  const atToday = instantAt(zone, today, '15:30');
  const day =
    weekdayOf(today) === pair.visitWeekday && atToday > ctx.now ? today : nextVisitDay(pair.visitWeekday, today);
  await ctx.plan('visit.ask', pair.assignmentId, instantAt(zone, day, '15:30'), { day });
}

async function askToLog(ctx: Context, work: Work): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, work.subject);
  if (!pair) return;
  await planAsk(ctx, pair);
  const day = work.data['day'] ?? dayIn(pair.school.timeZone, work.dueAt);
  const days = await listSchoolDays(ctx.tx, ctx.viewer, pair.school.districtId, mondayOf(day));
  if (!dayKind(days, day, chainOf(pair.school)).staff) return;
  if (await store.isLogged(ctx.tx, ctx.viewer, pair.assignmentId, day)) return;
  await ctx.send(pair.coach.id, {
    key: `visit:ask:${pair.assignmentId}:${day}`,
    kind: 'visit.ask',
    card: screens.askCard(pair.assignmentId, pair.school.name, dayInWords(day)),
    expiresAt: instantAt(pair.school.timeZone, day, '17:30'),
  });
  const next = nextStaffDay(days, addDays(day, 1), chainOf(pair.school));
  if (next !== undefined)
    await ctx.plan('visit.ask-again', pair.assignmentId, instantAt(pair.school.timeZone, next, '09:00'), { day });
}

async function askAgain(ctx: Context, work: Work): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, work.subject);
  const day = work.data['day'];
  if (!pair || day === undefined || (await store.isLogged(ctx.tx, ctx.viewer, pair.assignmentId, day))) return;
  const card = screens.askCard(pair.assignmentId, pair.school.name, dayInWords(day));
  await ctx.send(pair.coach.id, { key: `visit:ask-again:${pair.assignmentId}:${day}`, kind: 'visit.ask', card });
}

function say(text: string): Reply {
  return { kind: 'say', card: screens.wordsCard(text) };
}
