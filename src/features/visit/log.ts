// A visit is written down by the coach of the pair, and what was seen and agreed on is told to the others.
import { noteActs } from '../../audit/write.ts';
import type { Reply } from '../../chat/interaction.ts';
import { findPair, type Pair } from '../../roster/store.ts';
import { addDays, dayIn, mondayOf, type Day } from '../../zone.ts';
import type { StepSight } from '../facts.ts';
import type { Asked, Context } from '../feature.ts';
import { cancelledBy, happened, lastVisitDay } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';

export async function openLog(ctx: Asked, assignmentId: string): Promise<Reply> {
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
export async function findOwnPair(ctx: Asked, assignmentId: string): Promise<Pair | undefined> {
  const pair = await findPair(ctx.tx, ctx.viewer, assignmentId);
  return pair?.coach.id === ctx.personId ? pair : undefined;
}

export async function formFor(ctx: Context, pair: Pair) {
  const today = dayIn(pair.school.timeZone, ctx.now);
  const steps = await store.listStepsToSee(ctx.tx, ctx.viewer, pair, ctx.now);
  return screens.visitForm({
    principalName: pair.principal.name,
    schoolName: pair.school.name,
    steps: steps.map((step) => ({ id: step.id, label: step.text })),
    days: { from: addDays(today, -28), today, to: addDays(today, 14) },
  });
}

export async function save(ctx: Asked, assignmentId: string, answers: Record<string, unknown>): Promise<Reply> {
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
  const written = { act: 'wrote', aboutId: visitId, ownerId: ctx.personId } as const;
  await noteActs(ctx.tx, ctx.viewer, ctx.now, [
    { ...written, thing: 'visit-facts', detail: { outcome } },
    ...(answers['help'] === 'talk' ? [{ ...written, thing: 'match-help' as const }] : []),
  ]);
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

function say(text: string): Reply {
  return { kind: 'say', card: screens.wordsCard(text) };
}
