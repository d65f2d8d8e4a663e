// What is planned for a day, looked at before it is called off; nothing is written here.
import type { Tx } from '../../db/client.ts';
import type { Viewer } from '../../roster/access.ts';
import type { Pair } from '../../roster/store.ts';
import { columnOfDay, dayIn, weekdayOf, type Day } from '../../zone.ts';
import type { Stopped } from './rules.ts';

const OPENING = 'check-in.open';
const REMINDING = [
  'check-in.nudge',
  'check-in.snoozed',
  'check-in.late-nudge',
  'visit.ask',
  'visit.ask-again',
  'visit.ask-moved',
];
/** Of the ledger: written, and not out yet. */
const WAITING = ['check-in.prompt', 'check-in.nudge', 'check-in.snoozed', 'check-in.late-nudge', 'visit.ask'];

export async function countPlanned(tx: Tx, viewer: Viewer, pairs: readonly Pair[], day: Day): Promise<Stopped> {
  const { tenantId } = viewer;
  const ids = pairs.map((pair) => pair.assignmentId);
  const zones = new Map(pairs.map((pair) => [pair.assignmentId, pair.school.timeZone]));
  const open = await tx.checkIn.findMany({
    where: { tenantId, assignmentId: { in: ids }, status: { in: ['OPEN', 'STARTED', 'MISSED'] } },
    select: { id: true, assignmentId: true },
  });
  for (const { id, assignmentId } of open) zones.set(id, zones.get(assignmentId) ?? 'UTC');
  const work = await tx.dueWork.findMany({
    where: { tenantId, job: { in: [OPENING, ...REMINDING] }, subject: { in: [...zones.keys()] } },
    select: { job: true, subject: true, dueAt: true },
  });
  const that = work.filter(({ subject, dueAt }) => dayIn(zones.get(subject) ?? 'UTC', dueAt) === day);
  const waiting = await tx.delivery.findMany({
    where: {
      tenantId,
      kind: { in: WAITING },
      updates: null,
      status: { in: ['PENDING', 'FAILED'] },
      about: { in: open.map(({ id }) => id) },
    },
    select: { kind: true, about: true, notBefore: true },
  });
  const held = waiting.filter(({ about, notBefore }) => dayIn(zones.get(about ?? '') ?? 'UTC', notBefore) === day);
  const prompts = held.filter(({ kind }) => kind === 'check-in.prompt').length;
  return {
    checkIns: that.filter(({ job }) => job === OPENING).length + prompts,
    reminders: that.filter(({ job }) => job !== OPENING).length + held.length - prompts,
    visits: await countVisits(tx, viewer, pairs, day),
  };
}

async function countVisits(tx: Tx, viewer: Viewer, pairs: readonly Pair[], day: Day): Promise<number> {
  const due = pairs.filter((pair) => pair.visitWeekday === weekdayOf(day)).map((pair) => pair.assignmentId);
  const logged = await tx.visit.count({
    where: { tenantId: viewer.tenantId, assignmentId: { in: due }, visitedOn: columnOfDay(day) },
  });
  return due.length - logged;
}
