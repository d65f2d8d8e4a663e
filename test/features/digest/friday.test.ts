import { plainText } from '../../../src/chat/plain.ts';
import { digest } from '../../../src/features/digest/index.ts';
import { columnOfDay, instantAt } from '../../../src/zone.ts';
import { listPairs } from '../../../src/roster/store.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';
import {
  aCheckIn,
  aHarbor,
  aPair,
  FRIDAY,
  hear,
  inHarbor,
  runJob,
  textsOf,
  WEEK,
  withContext,
  ZONE,
  type Harbor,
  type PairRow,
} from './harbor.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.drop());

function pairAt(harbor: Harbor, index: number): PairRow {
  const pair = harbor.pairs[index];
  if (!pair) throw new Error(`no pair ${index}`);
  return pair;
}

function summary(harbor: Harbor, coachId: string, now = FRIDAY, dueAt = now) {
  return runJob(harbor, 'digest.coach-summary', now, { coach: coachId, week: WEEK }, dueAt);
}

const answers = {
  rooms: { value: 9, audience: 'PAIR_AND_COUNTS' },
  barriers: { value: ['substitutes', 'capacity'], audience: 'PAIR_AND_COUNTS' },
  need: { value: 'data', audience: 'PAIR' },
  'need-note': { value: 'Bring the grade 5 exit tickets.', audience: 'PAIR' },
  ready: { value: 4, audience: 'PAIR' },
};

describe("the coach's Friday summary", () => {
  it('shows own pairs in full, and nobody else’s', async () => {
    const harbor = await aHarbor(database, { schools: 4 });
    await inHarbor(harbor, async (tx) => {
      await aCheckIn(tx, harbor, pairAt(harbor, 0), { answers, prompt: 'SENT' });
      await aCheckIn(tx, harbor, pairAt(harbor, 1), { status: 'MISSED', prompt: 'DEAD' });
      await aCheckIn(tx, harbor, pairAt(harbor, 2), {
        answers: { 'need-note': { value: 'Not for coach 1.', audience: 'PAIR' } },
      });
    });
    const { coachId } = pairAt(harbor, 0);

    const said = await summary(harbor, coachId);

    expect(said.sent.map(({ personId, message }) => [personId, message.key])).toEqual([
      [coachId, `digest:coach-summary:${coachId}:${WEEK}:1`],
    ]);
    const text = textsOf(said).join('\n');
    expect(text).toContain('Principal of School 1 · School 1');
    expect(text).toContain('Classrooms, 10 minutes or more: 9');
    expect(text).toContain('Got in the way: Substitute coverage, My own capacity');
    expect(text).toContain('Note for that day: Bring the grade 5 exit tickets.');
    expect(text).toContain("Ready for next week's step: 4 of 5");
    expect(text).toContain('My message was not delivered, so this is not a missing answer. The app is not installed');
    expect(text).not.toContain('School 3');
    expect(text).not.toContain('Not for coach 1.');
  });

  it('leaves out what its audience keeps from the coach', async () => {
    const harbor = await aHarbor(database, { schools: 1 });
    await inHarbor(harbor, (tx) =>
      aCheckIn(tx, harbor, pairAt(harbor, 0), {
        answers: { diary: { value: 'Mine alone.', audience: 'AUTHOR_ONLY' } },
      }),
    );

    expect(textsOf(await summary(harbor, pairAt(harbor, 0).coachId)).join()).not.toContain('Mine alone.');
  });

  it('says what each step was, is, and what the principal says of it', async () => {
    const harbor = await aHarbor(database, { schools: 1 });
    const pair = pairAt(harbor, 0);
    await inHarbor(harbor, async (tx) => {
      const { tenantId } = harbor;
      const { id: planId } = await tx.plan.create({
        data: {
          tenantId,
          ownerId: pair.principalId,
          assignmentId: pair.assignmentId,
          startsOn: columnOfDay('2026-09-01'),
        },
      });
      const { id: stepId } = await tx.actionStep.create({
        data: {
          tenantId,
          planId,
          ownerId: pair.principalId,
          proposedById: pair.coachId,
          text: 'Open PLC with the data',
          dueOn: columnOfDay('2026-10-23'),
          status: 'STUCK',
        },
      });
      const move = { tenantId, stepId, event: 'stuck', weekOf: columnOfDay(WEEK), movedAt: FRIDAY };
      await tx.stepMove.create({ data: { ...move, fromStatus: 'IN_PROGRESS', toStatus: 'STUCK' } });
      await aCheckIn(tx, harbor, pair, {
        answers: { steps: { value: { [stepId]: 'stuck' }, audience: 'PAIR_AND_COUNTS' } },
      });
    });

    const text = textsOf(await summary(harbor, pair.coachId)).join('\n');

    expect(text).toContain('Stuck – Open PLC with the data (in progress → stuck, due');
    expect(text).toContain('To ask next time: What is in the way of “Open PLC with the data”');
  });

  it('tells excused, skipped and unsure apart from no reply', async () => {
    const harbor = await aHarbor(database, { schools: 1 });
    const { coachId } = pairAt(harbor, 0);
    await inHarbor(harbor, async (tx) => {
      await aCheckIn(tx, harbor, pairAt(harbor, 0), { status: 'EXCUSED', prompt: 'SENT' });
      const more = async (name: string) => aPair(tx, harbor, { coachId, name });
      await aCheckIn(tx, harbor, await more('B'), { status: 'SKIPPED', skipReason: 'On leave' });
      await aCheckIn(tx, harbor, await more('C'), { status: 'MISSED', prompt: 'UNKNOWN' });
      await aCheckIn(tx, harbor, await more('D'), { status: 'MISSED', prompt: 'SENT' });
    });

    const text = textsOf(await summary(harbor, coachId)).join('\n');

    expect(text).toContain('Excused: out this week.');
    expect(text).toContain('I did not ask: On leave.');
    expect(text).toContain('My message may not have arrived');
    expect(text).toMatch(/Delivered, no reply so far\. An answer counts until Mon, .*, 5 AM\./);
  });

  it('comes once, and waits while a school behind is still open', async () => {
    const harbor = await aHarbor(database, { schools: 1 });
    const { coachId } = pairAt(harbor, 0);
    await inHarbor(harbor, async (tx) => {
      await aCheckIn(tx, harbor, pairAt(harbor, 0), { answers });
      const honolulu = await aPair(tx, harbor, { coachId, name: 'Aloha', zone: 'Pacific/Honolulu' });
      await aCheckIn(tx, harbor, honolulu, { status: 'OPEN', zone: 'Pacific/Honolulu', prompt: 'SENT' });
    });

    const early = await summary(harbor, coachId);
    const last = instantAt('Pacific/Honolulu', '2026-10-23', '17:15');
    expect(early.sent).toEqual([]);
    expect(early.planned.map((one) => one.dueAt)).toContainEqual(last);

    await summary(harbor, coachId, last);
    await summary(harbor, coachId, last);
    expect(await inHarbor(harbor, (tx) => tx.delivery.count({ where: { kind: 'digest.coach-summary' } }))).toBe(1);
  });

  it('is planned once a coach, for the zone where Friday ends last', async () => {
    const harbor = await aHarbor(database, { schools: 1 });
    await inHarbor(harbor, (tx) =>
      aPair(tx, harbor, { coachId: pairAt(harbor, 0).coachId, name: 'Mesa Vista', zone: 'America/Phoenix' }),
    );

    const said = await withContext(harbor, new Date('2026-10-21T12:00:00Z'), async (ctx) =>
      digest.wake?.(ctx, await listPairs(ctx.tx, ctx.viewer)),
    );

    expect(said.planned.filter((one) => one.job === 'digest.coach-summary')).toEqual([
      expect.objectContaining({ dueAt: instantAt('America/Phoenix', '2026-10-23', '17:15') }),
    ]);
  });

  it('missed by a night, waits for Monday morning', async () => {
    const harbor = await aHarbor(database, { schools: 1 });
    await inHarbor(harbor, (tx) => aCheckIn(tx, harbor, pairAt(harbor, 0), { answers }));

    const said = await summary(harbor, pairAt(harbor, 0).coachId, new Date('2026-10-24T12:00:00Z'), FRIDAY);

    expect(said.sent[0]?.message.notBefore).toEqual(instantAt(ZONE, '2026-10-26', '07:00'));
  });

  it('is not sent in a week in which nobody was asked', async () => {
    const harbor = await aHarbor(database, { schools: 1 });
    expect((await summary(harbor, pairAt(harbor, 0).coachId)).sent).toEqual([]);
  });

  it('is changed in place by a late answer, and not before it is out', async () => {
    const harbor = await aHarbor(database, { schools: 1 });
    const pair = pairAt(harbor, 0);
    const at = new Date('2026-10-24T15:00:00Z');
    const checkInId = await inHarbor(harbor, (tx) => aCheckIn(tx, harbor, pair, { status: 'MISSED', prompt: 'SENT' }));
    const fact = {
      kind: 'check-in.sent',
      checkInId,
      assignmentId: pair.assignmentId,
      personId: pair.principalId,
      weekOf: WEEK,
      steps: {},
      late: true,
    } as const;
    const before = await hear(harbor, at, fact);
    await summary(harbor, pair.coachId);
    await inHarbor(harbor, async (tx) => {
      await tx.checkIn.update({ where: { id: checkInId }, data: { status: 'SUBMITTED_LATE', submittedAt: at } });
      await tx.answer.create({
        data: {
          tenantId: harbor.tenantId,
          checkInId,
          question: 'need-note',
          value: 'Sorry, the buses.',
          audience: 'PAIR',
        },
      });
    });

    const after = await hear(harbor, at, fact);

    expect(before.amended).toEqual([]);
    expect(after.sent).toEqual([]);
    expect(after.amended.map((one) => one.key)).toEqual([`digest:coach-summary:${pair.coachId}:${WEEK}:1`]);
    const text = after.amended.map((one) => plainText(one.card)).join();
    expect(text).toContain('Answered late');
    expect(text).toContain('Sorry, the buses.');
  });
});
