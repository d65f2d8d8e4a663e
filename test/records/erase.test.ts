// A person is erased: what they wrote is then searched for in every table of the database, as text.
import { verifyAudit } from '../../src/audit/verify.ts';
import { sealAudit } from '../../src/audit/seal.ts';
import { erasureInWords } from '../../src/cli/records/erase.ts';
import { moveDatabaseClock } from '../../src/db/time.ts';
import { silentLog } from '../../src/log.ts';
import { erasePerson, previewErasure } from '../../src/records/erase.ts';
import { ERASURES, STAYING } from '../../src/records/erasures.ts';
import { liftHold, placeHold } from '../../src/records/holds.ts';
import { columnOfDay } from '../../src/zone.ts';
import { everythingKept } from '../support/everything-kept.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { anEndedPair, type Ended } from './ended-pair.ts';

/** Of each test its own, as the others' stand in the same database. */
let [MARK, EMAIL, ACCOUNT, round] = ['', '', '', 0];
const now = new Date('2026-12-01T12:00:00Z');

let database: TestDatabase;
let ended: Ended;
beforeAll(async () => {
  database = await openDatabase();
  await moveDatabaseClock(database.db, { shiftMs: 0, frozenAt: now });
});
beforeEach(async () => {
  round += 1;
  MARK = `Quillfeather${String(round)}x`;
  EMAIL = `${MARK.toLowerCase()}@harborcity.example`;
  ACCOUNT = `U0ELENA${String(round)}x`;
  ended = await anEndedPair(database);
  await markEverything(ended);
});
afterAll(() => database.drop());

describe('erasing a person', () => {
  it('shows first what would go and what would stay, and changes nothing', async () => {
    const before = await everythingKept(database.db);
    const preview = await previewErasure(database.db, ended.system, EMAIL, 35);

    expect(await everythingKept(database.db)).toEqual(before);
    expect(preview.goes).toEqual(
      expect.arrayContaining([
        { what: 'answers', count: 4 },
        { what: 'accounts in Slack and Teams', count: 1 },
        { what: 'messages to others that name or quote them', count: 3 },
        { what: 'lines of digests that name or quote them', count: 1 },
        { what: 'name and address', count: 1 },
      ]),
    );
    expect(preview.stays.map(({ what, count }) => [what, count])).toEqual(
      expect.arrayContaining([
        ['pairs', 1],
        ['weeks', 1],
        ['visits', 1],
        ['barriers', 1],
      ]),
    );
    const words = erasureInWords(preview, false).join('\n');
    expect(words).toContain('Backups made before 2026-12-01 keep all of it until 2027-01-05.');
    expect(words).toContain('Nothing was changed. Add --confirm to erase.');
  });

  it('leaves nothing of their words, name, address and accounts in any table', async () => {
    const preview = await previewErasure(database.db, ended.system, EMAIL, 35);
    const done = await erasePerson(database.db, ended.system, EMAIL, 35);

    expect(done.goes).toEqual(preview.goes);
    for (const word of [MARK, MARK.toLowerCase(), ACCOUNT]) expect(await tablesWith(word)).toEqual([]);
    expect(await ended.inside((tx) => tx.person.findUnique({ where: { id: ended.principalId } }))).toMatchObject({
      displayName: 'Someone who left',
      active: false,
    });
  });

  it('leaves what is the school’s and the district’s, and everybody else’s words', async () => {
    await erasePerson(database.db, ended.system, EMAIL, 35);

    const kept = await ended.inside(async (tx) => ({
      visits: await tx.visit.count(),
      barriers: await tx.barrier.findMany({
        where: { assignmentId: ended.assignmentId },
        select: { visibility: true },
      }),
      lines: (await tx.digestItem.findMany({ orderBy: { position: 'asc' } })).map(({ text }) => text),
      weeks: await tx.checkIn.count(),
      answers: await tx.answer.findMany({ select: { value: true } }),
      waiting: await tx.delivery.findMany({ where: { status: 'PENDING' }, select: { key: true } }),
    }));
    expect(kept).toEqual({
      visits: 1,
      barriers: [{ visibility: 'DISTRICT' }],
      lines: ['2 visits', 'Someone who left: this line was taken out.'],
      weeks: 2,
      answers: [{ value: 'The bus came on time' }, { value: 'For my eyes' }],
      waiting: [{ key: 'to the coach about somebody else' }],
    });
  });

  it('is written into the audit in ids and numbers, whose chain stays whole', async () => {
    await erasePerson(database.db, ended.system, EMAIL, 35);
    await sealAudit(database.db, silentLog);

    const [event] = await ended.inside((tx) => tx.auditEvent.findMany({ where: { thing: 'person' } }));
    expect(event).toMatchObject({ act: 'erased', aboutId: ended.principalId, detail: { backups: '2027-01-05' } });
    expect((await verifyAudit(database.db, ended.tenantId)).breaks).toEqual([]);
  });

  it('may be done again by the id, as after a restored backup', async () => {
    await erasePerson(database.db, ended.system, EMAIL, 35);
    const again = await erasePerson(database.db, ended.system, ended.principalId, 35);

    expect(again.goes).toEqual([]);
  });

  it('is refused under a hold, in kind words, and while the person is in a pair', async () => {
    const { id } = await ended.inside((tx) =>
      placeHold(tx, ended.system, now, {
        matter: 'Request 14',
        schoolId: ended.schoolId,
        from: '2026-10-01',
        to: '2026-10-02',
      }),
    );
    const before = await everythingKept(database.db);
    await expect(erasePerson(database.db, ended.system, EMAIL, 35)).rejects.toThrow(
      `What is about Elena ${MARK} must be kept for now, so nothing was erased.`,
    );
    await expect(previewErasure(database.db, ended.system, EMAIL, 35)).rejects.toThrow('must be kept for now');
    expect(await everythingKept(database.db)).toEqual(before);

    await ended.inside((tx) => liftHold(tx, ended.system, now, id, 'closed'));
    await expect(erasePerson(database.db, ended.system, ended.coachId, 35)).rejects.toThrow('is still in a pair');
    await expect(erasePerson(database.db, ended.system, 'nobody@example.org', 35)).rejects.toThrow(
      'Nobody of the roster',
    );
  });

  it('says for every table what goes or why nothing has to', async () => {
    const tables = Object.keys(await everythingKept(database.db)).filter((name) => name !== '_prisma_migrations');
    const named = new Set([...ERASURES, ...STAYING].map(({ table }) => table));

    expect(tables.filter((table) => !named.has(table))).toEqual([]);
  });
});

/** The mark stands wherever a person can leave a word. */
async function markEverything({ inside, tenantId, principalId, coachId, assignmentId }: Ended): Promise<void> {
  await inside(async (tx) => {
    await tx.person.update({
      where: { id: principalId },
      data: { displayName: `Elena ${MARK}`, email: EMAIL, externalId: `staff ${MARK}`, active: false },
    });
    await tx.platformAccount.create({
      data: { tenantId, personId: principalId, platform: 'SLACK', teamId: `T-${tenantId}`, userId: ACCOUNT },
    });
    const { id: checkInId } = await tx.checkIn.findFirstOrThrow({ where: { assignmentId } });
    await tx.checkIn.update({ where: { id: checkInId }, data: { draft: { hard: `${MARK} draft` } } });
    await tx.answer.createMany({
      data: [
        { tenantId, checkInId, question: 'win2', value: `The ${MARK} "quoted"\nline`, audience: 'PAIR' },
        { tenantId, checkInId, question: 'nested', value: { deep: [`${MARK} inside`] }, audience: 'PAIR' },
      ],
    });
    const plan = await tx.plan.findFirstOrThrow({ where: { assignmentId } });
    await tx.goal.updateMany({
      where: { planId: plan.id },
      data: { statement: `${MARK} goal`, why: MARK, evidence: MARK },
    });
    await tx.shareGrant.updateMany({ where: { assignmentId }, data: { words: `${MARK} released` } });
    await tx.actionStep.updateMany({ where: { planId: plan.id }, data: { text: `${MARK} step`, dropReason: MARK } });
    const step = await tx.actionStep.findFirstOrThrow({ where: { planId: plan.id } });
    await tx.stepMove.updateMany({ where: { stepId: step.id }, data: { note: `${MARK} note` } });
    await tx.formDraft.updateMany({ where: { personId: principalId }, data: { values: { win: `${MARK} half` } } });
    const message = {
      tenantId,
      kind: 'x',
      platform: 'SLACK' as const,
      teamId: 'T',
      address: {},
      lane: 'x',
      notBefore: now,
    };
    const toCoach = { ...message, personId: coachId };
    await tx.delivery.createMany({
      data: [
        { ...message, key: 'to her', personId: principalId, card: { text: MARK }, status: 'SENT' },
        { ...toCoach, key: 'by name', card: { text: `Elena ${MARK} has answered` }, status: 'SENT' },
        { ...toCoach, key: 'by words', card: { text: `The ${MARK} "quoted"\nline` }, status: 'PENDING' },
        { ...toCoach, key: 'by id', card: { press: { stepId: step.id } }, status: 'SENT' },
        { ...toCoach, key: 'to the coach about somebody else', card: { text: 'Your Tuesday' }, status: 'PENDING' },
      ],
    });
    const digest = await tx.digest.findFirstOrThrow();
    await tx.digestItem.create({
      data: {
        tenantId,
        digestId: digest.id,
        position: 2,
        section: 'wins',
        text: `The ${MARK} "quoted"\nline`,
        sourceType: 'answer',
      },
    });
    await tx.inboundEvent.create({
      data: { tenantId, key: 'a', reply: { kind: 'done', message: `Kept, Elena ${MARK}` } },
    });
    await tx.dueWork.create({
      data: { tenantId, job: 'check-in.close', subject: checkInId, dueAt: now, data: {} },
    });
    await tx.rosterImport.create({
      data: { tenantId, kind: 'csv', fileName: 'staff.csv', fileHash: 'x', report: { people: [`Elena ${MARK}`] } },
    });
    await tx.leave.create({
      data: {
        tenantId,
        personId: principalId,
        kind: 'LEAVE',
        fromOn: columnOfDay('2026-10-01'),
        toOn: columnOfDay('2026-10-02'),
      },
    });
    await tx.joinCode.create({ data: { tenantId, hash: `hash-${tenantId}`, usedBy: ACCOUNT, expiresAt: now } });
    await tx.legalHold.create({
      data: {
        tenantId,
        personId: principalId,
        matter: `Elena ${MARK}`,
        placedAt: now,
        liftedAt: now,
        liftReason: MARK,
      },
    });
  });
}

/** Which tables hold a word anywhere. */
async function tablesWith(word: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of Object.keys(await everythingKept(database.db))) {
    const [row] = await database.db.$queryRawUnsafe<{ count: number }[]>(
      `select count(*)::int as count from "${name}" one where position($1 in one::text) > 0`,
      word,
    );
    if ((row?.count ?? 0) > 0) found.push(name);
  }
  return found;
}
