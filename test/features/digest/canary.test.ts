// Marked text in every private field of a week appears in nothing that anybody outside the pair is shown.
import { examples } from '../../../src/features/digest/screens/examples.ts';
import { digest } from '../../../src/features/digest/index.ts';
import { columnOfDay } from '../../../src/zone.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';
import {
  aCheckIn,
  aHarbor,
  FRIDAY,
  inHarbor,
  MONDAY,
  postJob,
  PREVIEW,
  press,
  runJob,
  type,
  WEEK,
  type Harbor,
} from './harbor.ts';

const CANARY = 'CANARY-7f3';
let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.drop());

async function fillWithMarks(harbor: Harbor): Promise<void> {
  await inHarbor(harbor, async (tx) => {
    const { tenantId } = harbor;
    for (const [index, pair] of harbor.pairs.entries()) {
      await aCheckIn(tx, harbor, pair, {
        status: index === 6 ? 'MISSED' : 'SUBMITTED',
        skipReason: CANARY,
        answers: {
          rooms: { value: 41 + index, audience: 'PAIR' },
          'next-steps': { value: 3, audience: 'PAIR_AND_COUNTS' },
          'need-note': { value: CANARY, audience: 'PAIR' },
          led: { value: [CANARY], audience: 'PAIR_AND_COUNTS' },
          barriers: { value: [CANARY, 'capacity'], audience: 'PAIR_AND_COUNTS' },
          need: { value: CANARY, audience: 'PAIR' },
          diary: { value: CANARY, audience: 'AUTHOR_ONLY' },
          ready: { value: 1, audience: 'PAIR' },
        },
      });
      await tx.checkIn.updateMany({ data: { draft: { note: CANARY } } });
      for (const personId of [pair.principalId, pair.coachId])
        await tx.formDraft.create({
          data: {
            tenantId,
            personId,
            form: 'check-in:weekly',
            subject: CANARY + pair.assignmentId,
            values: { note: CANARY },
          },
        });
      const { id: planId } = await tx.plan.create({
        data: {
          tenantId,
          ownerId: pair.principalId,
          assignmentId: pair.assignmentId,
          startsOn: columnOfDay('2026-09-01'),
        },
      });
      const goal = { tenantId, planId, statement: CANARY, why: CANARY, evidence: CANARY, standard: 4 };
      await tx.goal.create({ data: goal });
      const step = {
        tenantId,
        planId,
        ownerId: pair.principalId,
        proposedById: pair.coachId,
        text: CANARY,
        evidence: CANARY,
      };
      await tx.actionStep.create({
        data: { ...step, dueOn: columnOfDay('2026-10-23'), dropReason: CANARY, status: 'STUCK' },
      });
      const visit = { tenantId, assignmentId: pair.assignmentId, coachId: pair.coachId, schoolId: pair.schoolId };
      await tx.visit.create({
        data: {
          ...visit,
          visitedOn: columnOfDay('2026-10-20'),
          weekOf: columnOfDay(WEEK),
          outcome: 'moved',
          cancelledBy: CANARY,
          activities: [CANARY],
          matchHelp: true,
        },
      });
      await tx.barrier.create({
        data: {
          tenantId,
          schoolId: pair.schoolId,
          assignmentId: pair.assignmentId,
          raisedById: pair.principalId,
          category: CANARY,
          lever: 'OTHER',
          raisedOn: columnOfDay('2026-10-20'),
          neededBy: columnOfDay('2026-10-30'),
          visibility: index === 0 ? 'DISTRICT' : 'PAIR',
        },
      });
    }
  });
}

it('no digest, preview, glance or explanation holds a private word, a principal’s name or a single count', async () => {
  const harbor = await aHarbor(database);
  await fillWithMarks(harbor);
  const data = { district: harbor.districtId, week: WEEK };

  const glance = await type(harbor, harbor.leaderId, FRIDAY, '');
  const preview = await runJob(harbor, 'digest.preview', PREVIEW, data);
  const asked = await type(harbor, harbor.managerId, PREVIEW, 'digest', 'preview');
  const out = await postJob(harbor);
  const { id } = await inHarbor(harbor, (tx) => tx.digest.findFirstOrThrow());
  const how = await press(harbor, harbor.leaderId, MONDAY, 'digest:how', { digest: id });
  const stored = await inHarbor(harbor, (tx) => tx.digestItem.findMany({ select: { text: true } }));

  const everything = JSON.stringify([glance, preview, asked, out, how, stored]);
  expect(out.posted).toHaveLength(1);
  expect(everything).not.toContain(CANARY);
  expect(everything).not.toContain('Principal of');
  expect(everything).not.toContain('classrooms visited');
  for (const rooms of [41, 42, 43, 44, 45, 46, 47]) expect(everything).not.toMatch(new RegExp(`\\b${rooms}/wk`));
});

it('its own coach reads every word in the Friday summary, and not what is the author’s only', async () => {
  const harbor = await aHarbor(database, { schools: 1 });
  await fillWithMarks(harbor);

  const said = await runJob(harbor, 'digest.coach-summary', FRIDAY, {
    coach: harbor.pairs[0]?.coachId ?? '',
    week: WEEK,
  });

  const text = JSON.stringify(said.sent);
  expect(text).toContain(CANARY);
  expect(text).not.toContain('Diary');
});

it('a stranger’s coach gets nothing of the pair', async () => {
  const harbor = await aHarbor(database, { schools: 1 });
  await fillWithMarks(harbor);

  const said = await runJob(harbor, 'digest.coach-summary', FRIDAY, { coach: harbor.managerId, week: WEEK });

  expect(said.sent).toEqual([]);
});

it('nothing that a district role can ask for lists schools by a number', () => {
  const asked = (digest.verbs ?? []).map((verb) => [verb.command, verb.verb, verb.usage].filter(Boolean).join(' '));
  expect(asked).toEqual(['district [district]', 'district digest preview', 'district here']);
  const cards = examples.flatMap((example) => ('card' in example ? [example.card] : []));
  const parts = cards.flatMap((card) => card.parts);
  // A row of a table and a bar of a chart is a week of the whole district, and never a school.
  const labels = parts.flatMap((part): readonly (string | undefined)[] =>
    part.kind === 'table' ? part.rows.map(([first]) => first) : part.kind === 'chart' ? part.labels : [],
  );
  expect(labels.length).toBeGreaterThan(0);
  for (const label of labels) expect(label).toMatch(/^Mon, \w{3} \d+$/);
});
