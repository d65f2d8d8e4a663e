// A district with a pair that ended on the last of November 2026 and one that still works; both left something in every table.
import type { Prisma } from '../../src/db/generated/client.ts';
import type { Tx } from '../../src/db/client.ts';
import { systemViewer, type Viewer } from '../../src/roster/access.ts';
import { columnOfDay } from '../../src/zone.ts';
import { aCheckIn, aHarbor, inHarbor, WEEK, type Harbor, type PairRow } from '../features/digest/harbor.ts';
import type { TestDatabase } from '../support/database.ts';

export interface Ended {
  tenantId: string;
  districtId: string;
  schoolId: string;
  coachId: string;
  principalId: string;
  assignmentId: string;
  otherPrincipalId: string;
  system: Viewer;
  oldDraft: Prisma.FormDraftCreateManyInput;
  inside<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

const noted = { createdAt: new Date('2026-10-20T15:00:00Z'), updatedAt: new Date('2026-11-30T15:00:00Z') };

export async function anEndedPair(database: TestDatabase): Promise<Ended> {
  const harbor = await aHarbor(database, { schools: 2 });
  const [ended, works] = harbor.pairs;
  if (!ended || !works) throw new Error('the district has two schools');
  const { tenantId, districtId } = harbor;
  const { principalId, assignmentId } = ended;
  const oldDraft = {
    ...{ tenantId, personId: principalId, form: 'check-in', subject: 'old', values: { win: 'Half a sentence' } },
    savedAt: new Date('2026-10-22T15:00:00Z'),
  };
  await inHarbor(harbor, async (tx) => {
    await leave(tx, harbor, ended);
    await leave(tx, harbor, works);
    await tx.coachAssignment.update({
      where: { id: assignmentId },
      data: { status: 'ENDED', endsOn: columnOfDay('2026-11-30'), endReason: 'PRINCIPAL_LEFT' },
    });
    await tx.barrier.create({ data: { ...aBarrier(tenantId, ended), visibility: 'DISTRICT' } });
    await tx.visit.create({
      data: {
        ...{ tenantId, assignmentId, coachId: ended.coachId, schoolId: ended.schoolId, outcome: 'full', ...noted },
        ...{ visitedOn: columnOfDay('2026-10-20'), weekOf: columnOfDay(WEEK) },
      },
    });
    const digest = await tx.digest.create({
      data: { tenantId, organizationId: districtId, weekOf: columnOfDay(WEEK), status: 'POSTED' },
    });
    await tx.digestItem.create({
      data: { tenantId, digestId: digest.id, position: 1, section: 'visits', text: '2 visits', sourceType: 'visit' },
    });
    await tx.formDraft.create({ data: { ...oldDraft, subject: 'first' } });
    await tx.delivery.create({
      data: {
        ...{ tenantId, key: 'prompt', kind: 'check-in.prompt', platform: 'SLACK', teamId: 'T', address: {}, lane: 'x' },
        ...{ personId: principalId, card: { title: 'Your week' }, status: 'SENT', about: 'week', ...noted },
        notBefore: new Date('2026-10-22T18:00:00Z'),
      },
    });
  });
  return {
    ...{ tenantId, districtId, oldDraft, schoolId: ended.schoolId, coachId: ended.coachId, principalId, assignmentId },
    otherPrincipalId: works.principalId,
    system: systemViewer(tenantId),
    inside: (work) => inHarbor(harbor, work),
  };
}

/** Row counts of a customer. */
export async function counts(ended: Ended): Promise<Record<string, number>> {
  const tables = [
    ...[
      'answer',
      'check_in',
      'action_step',
      'step_move',
      'goal',
      'share_grant',
      'plan',
      'barrier',
      'visit',
      'digest',
      'digest_item',
    ],
    ...['form_draft', 'delivery', 'coach_assignment', 'person'],
  ];
  return ended.inside(async (tx) => {
    const found: Record<string, number> = {};
    for (const table of tables) {
      const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(`select count(*)::int as count from ${table}`);
      found[table] = row?.count ?? 0;
    }
    return found;
  });
}

/** What a pair leaves that belongs to the two. */
async function leave(tx: Tx, harbor: Harbor, pair: PairRow): Promise<void> {
  const { tenantId } = harbor;
  const { assignmentId, principalId } = pair;
  await aCheckIn(tx, harbor, pair, {
    answers: {
      win: { value: 'The bus came on time', audience: 'PAIR' },
      note: { value: 'For my eyes', audience: 'AUTHOR_ONLY' },
    },
  });
  const plan = await tx.plan.create({
    data: { tenantId, ownerId: principalId, assignmentId, startsOn: columnOfDay('2026-08-01'), ...noted },
  });
  const goal = await tx.goal.create({
    data: { tenantId, planId: plan.id, statement: 'Every room, every week', standard: 4, ...noted },
  });
  const step = await tx.actionStep.create({
    data: {
      ...{ tenantId, planId: plan.id, goalId: goal.id, ownerId: principalId, proposedById: pair.coachId, ...noted },
      ...{ text: 'Visit four rooms', dueOn: columnOfDay('2026-10-30') },
    },
  });
  await tx.stepMove.create({
    data: {
      ...{ tenantId, stepId: step.id, event: 'commit', fromStatus: 'DRAFT', toStatus: 'COMMITTED' },
      ...{ weekOf: columnOfDay(WEEK), movedAt: new Date('2026-10-20T15:00:00Z') },
    },
  });
  await tx.barrier.create({ data: aBarrier(tenantId, pair) });
  await tx.shareGrant.create({
    data: {
      ...{ tenantId, assignmentId, ownerId: principalId, kind: 'goal', itemId: goal.id, words: goal.statement },
      ...{ wordsHash: 'x', audience: 'DISTRICT', needsBoth: true, state: 'RELEASED', askedAt: noted.createdAt },
    },
  });
}

function aBarrier(tenantId: string, { assignmentId, principalId, schoolId }: PairRow) {
  const about = { tenantId, assignmentId, schoolId, raisedById: principalId };
  return { ...about, ...noted, category: 'buses', lever: 'TIME' as const, raisedOn: columnOfDay('2026-10-20') };
}
