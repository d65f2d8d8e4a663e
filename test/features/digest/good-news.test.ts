import { columnOfDay } from '../../../src/zone.ts';
import { hashOf } from '../../../src/features/releases.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';
import {
  aHarbor,
  answered,
  inHarbor,
  MONDAY,
  plusDays,
  posted,
  postJob,
  textOf,
  type,
  WEEK,
  type Harbor,
  type PairRow,
} from './harbor.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.drop());

/** A done step of a pair and its release; `now` is what the step says by now. */
async function aRelease(
  harbor: Harbor,
  pair: PairRow,
  words: string,
  of: { state?: 'WAITING' | 'WITHDRAWN'; audience?: string; now?: string; isDone?: boolean } = {},
): Promise<void> {
  const { tenantId } = harbor;
  await inHarbor(harbor, async (tx) => {
    const plan = { tenantId, ownerId: pair.principalId, assignmentId: pair.assignmentId };
    const key = { tenantId, assignmentId: pair.assignmentId, kind: 'COACHING' };
    const { id: planId } = await tx.plan.upsert({
      where: { tenantId_assignmentId_kind: key },
      create: { ...plan, startsOn: columnOfDay('2026-09-01') },
      update: {},
    });
    const step = await tx.actionStep.create({
      data: {
        ...{ tenantId, planId, ownerId: pair.principalId, proposedById: pair.coachId, dueOn: columnOfDay(WEEK) },
        ...{ text: of.now ?? words, status: of.isDone === false ? 'IN_PROGRESS' : 'CLAIMED_DONE' },
      },
    });
    await tx.shareGrant.create({
      data: {
        ...{ tenantId, assignmentId: pair.assignmentId, ownerId: pair.principalId, kind: 'step', itemId: step.id },
        ...{ words, wordsHash: hashOf(words), audience: of.audience ?? 'DISTRICT', needsBoth: true },
        ...{ state: of.state ?? 'RELEASED', askedAt: MONDAY },
      },
    });
  });
}

async function aDistrict(): Promise<{ harbor: Harbor; pairs: [PairRow, PairRow, PairRow] }> {
  const harbor = await aHarbor(database, { schools: 3 });
  await answered(harbor, 3);
  const [first, second, third] = harbor.pairs;
  if (!first || !second || !third) throw new Error('three schools have three pairs');
  return { harbor, pairs: [first, second, third] };
}

async function postNextWeek(harbor: Harbor): Promise<string> {
  const week = plusDays(WEEK, 7);
  await answered(harbor, 3, week);
  return posted(await postJob(harbor, new Date(MONDAY.getTime() + 7 * 86_400_000 + 3_600_000), week));
}

describe('good news', () => {
  it('is what was released to the district and still says so, under its school', async () => {
    const { harbor, pairs } = await aDistrict();
    const [first, second, third] = pairs;
    await aRelease(harbor, first, 'Teachers led the meeting');
    await aRelease(harbor, first, 'waits for a key', { state: 'WAITING' });
    await aRelease(harbor, first, 'was withdrawn', { state: 'WITHDRAWN' });
    await aRelease(harbor, first, 'is for the managers', { audience: 'PROGRAM' });
    await aRelease(harbor, first, 'said this once', { now: 'and says that now' });
    await aRelease(harbor, first, 'is not done any more', { isDone: false });
    await aRelease(harbor, second, 'is of a pair that has not signed');
    await aRelease(harbor, third, 'is of a pair that has ended');
    await inHarbor(harbor, async (tx) => {
      await tx.coachAssignment.update({ where: { id: second.assignmentId }, data: { compactSignedOn: null } });
      await tx.coachAssignment.update({ where: { id: third.assignmentId }, data: { status: 'ENDED' } });
    });

    const lines = posted(await postJob(harbor)).split('\n');
    const at = lines.indexOf('GOOD NEWS (released by principals)');
    expect(lines[at + 1]).toContain('School 1: Teachers led the meeting');
    expect(lines[at + 2]).toMatch(/^DELIVERY/);
  });

  it('stands in one digest and in no later one', async () => {
    const { harbor, pairs } = await aDistrict();
    await aRelease(harbor, pairs[0], 'Teachers led the meeting');

    expect(posted(await postJob(harbor))).toContain('Teachers led');
    expect(textOf((await type(harbor, harbor.leaderId, MONDAY, '')).reply)).not.toContain('Teachers led');
    expect(await postNextWeek(harbor)).not.toContain('Teachers led');
  });

  it('comes with the next digest where the post died before it left', async () => {
    const { harbor, pairs } = await aDistrict();
    await aRelease(harbor, pairs[0], 'Teachers led the meeting');
    await postJob(harbor);
    await inHarbor(harbor, (tx) => tx.delivery.updateMany({ data: { status: 'DEAD', reason: 'channel-guests' } }));

    expect(await postNextWeek(harbor)).toContain('Teachers led');
  });

  it('of another district is not in it', async () => {
    const [here, there] = [await aDistrict(), await aDistrict()];
    await aRelease(there.harbor, there.pairs[0], 'Theirs alone');

    expect(posted(await postJob(here.harbor))).not.toContain('Theirs alone');
  });
});
