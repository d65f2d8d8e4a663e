import { asSystem, inTenant } from '../../src/db/scope.ts';
import { moveDatabaseClock } from '../../src/db/time.ts';
import { createLog, silentLog } from '../../src/log.ts';
import { readPeriod } from '../../src/records/classes.ts';
import { liftHold, listHolds, placeHold } from '../../src/records/holds.ts';
import { purgeRecords, purgeTenant } from '../../src/records/purge.ts';
import { saveSchedule } from '../../src/records/schedule.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { sealAudit } from '../../src/audit/seal.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { anEndedPair, counts, type Ended } from './ended-pair.ts';

let database: TestDatabase;
let ended: Ended;
beforeAll(async () => {
  database = await openDatabase();
});
beforeEach(async () => {
  await today('2026-12-01');
  ended = await anEndedPair(database);
});
afterAll(() => database.drop());

const today = (day: string) => moveDatabaseClock(database.db, { shiftMs: 0, frozenAt: new Date(`${day}T12:00:00Z`) });
const purge = (options: { atOnce?: number; signal?: AbortSignal } = {}) =>
  purgeTenant(database.db, ended.tenantId, { log: silentLog, ...options });
const now = new Date('2026-12-01T12:00:00Z');
const hold = (about: Partial<Parameters<typeof placeHold>[3]>) =>
  inTenant(database.db, ended.tenantId, (tx) => placeHold(tx, ended.system, now, { matter: 'Request 14', ...about }));

describe('the purge', () => {
  it('leaves what the pair wrote for a year after its end, and its private notes for ninety days', async () => {
    await today('2027-11-20');
    expect(await purge()).toEqual({ AUTHOR_NOTES: 1, TRANSITORY: 2 });
    expect(await counts(ended)).toMatchObject({
      answer: 3,
      check_in: 2,
      action_step: 2,
      step_move: 2,
      goal: 2,
      share_grant: 2,
      plan: 2,
    });

    await today('2027-12-02');
    expect(await purge()).toEqual({ COACHING_PAIR: 8 });
    expect(await counts(ended)).toMatchObject({
      answer: 2,
      check_in: 1,
      action_step: 1,
      step_move: 1,
      goal: 1,
      share_grant: 1,
      plan: 1,
    });
    expect(await counts(ended)).toMatchObject({ barrier: 2, visit: 1, digest: 1, digest_item: 1, coach_assignment: 2 });
  });

  it('takes the program’s facts after five years, and nothing of a pair that still works', async () => {
    await today('2031-12-02');
    await purge();

    expect(await counts(ended)).toEqual({
      ...{
        answer: 2,
        check_in: 1,
        action_step: 1,
        step_move: 1,
        goal: 1,
        share_grant: 1,
        plan: 1,
        barrier: 1,
        visit: 0,
      },
      ...{ digest: 0, digest_item: 0, form_draft: 0, delivery: 1, coach_assignment: 2, person: 6 },
    });
  });

  it('empties old messages of their words, and keeps that they arrived', async () => {
    const card = () => ended.inside((tx) => tx.delivery.findFirstOrThrow({ select: { card: true, status: true } }));
    await today('2026-12-20');
    await purge();
    expect(JSON.stringify(await card())).toContain('Your week');

    await today('2027-01-20');
    await purge();
    expect(await card()).toEqual({ card: {}, status: 'SENT' });
  });

  it('finds nothing the second time, and looks once a day', async () => {
    await today('2027-12-02');
    await purge();
    expect(await purge()).toEqual({});

    await ended.inside((tx) => tx.formDraft.create({ data: ended.oldDraft }));
    await purgeRecords(database.db, { log: silentLog });
    expect(await counts(ended)).toMatchObject({ form_draft: 1 });
    await today('2027-12-03');
    await purgeRecords(database.db, { log: silentLog });
    expect(await counts(ended)).toMatchObject({ form_draft: 0 });
  });

  it('goes in small steps, writes each into the audit, and goes on where it was stopped', async () => {
    await today('2027-12-02');
    const stopped = new AbortController();
    const log = createLog({ level: 'info', destination: { write: () => stopped.abort() } });
    await purgeTenant(database.db, ended.tenantId, { log, signal: stopped.signal, atOnce: 3 });
    expect((await counts(ended)).check_in).toBe(1);

    await purge({ atOnce: 3 });

    const events = await ended.inside((tx) =>
      tx.auditEvent.findMany({ where: { thing: 'records' }, orderBy: { id: 'asc' } }),
    );
    expect(events.map(({ act, actorId, detail }) => ({ act, actorId, detail }))).toEqual([
      { act: 'erased', actorId: null, detail: { AUTHORNOTES: 1, COACHINGPAIR: 2 } },
      { act: 'erased', actorId: null, detail: { COACHINGPAIR: 3 } },
      { act: 'erased', actorId: null, detail: { COACHINGPAIR: 3 } },
      { act: 'erased', actorId: null, detail: { TRANSITORY: 2 } },
    ]);
    await sealAudit(database.db, silentLog);
    expect((await verifyAudit(database.db, ended.tenantId)).breaks).toEqual([]);
  });

  it('keeps the district’s own schedule, and refuses one that is too short', async () => {
    const set = (written: string) =>
      ended.inside((tx) => saveSchedule(tx, ended.system, now, 'COACHING_PAIR', readPeriod(written)));
    await set('3 years');
    await today('2028-12-02');
    expect(await purge()).toEqual({ AUTHOR_NOTES: 1, TRANSITORY: 2 });

    await expect(set('3 days')).rejects.toThrow('COACHING_PAIR is kept for 30 days at least');
    await expect(set('for ever')).rejects.toThrow('“for ever” is no time to keep. Write it like 30 days, or 5 years.');
    await set('60 days');
    expect(await purge()).toEqual({ COACHING_PAIR: 8 });
  });

  it('sees one customer only', async () => {
    const other = await anEndedPair(database);
    await today('2027-12-02');
    await purge();

    expect((await counts(other)).answer).toBe(4);
  });
});

describe('a hold', () => {
  it.each(['principal', 'coach', 'school'] as const)('on the %s keeps all of it until it is lifted', async (whose) => {
    const { id } = await hold(
      whose === 'school'
        ? { schoolId: ended.schoolId }
        : { personId: whose === 'coach' ? ended.coachId : ended.principalId },
    );
    const before = await counts(ended);
    await today('2031-12-02');
    const gone = await purge();
    expect(gone.COACHING_PAIR).toBeUndefined();
    expect(await counts(ended)).toMatchObject({
      answer: before.answer,
      step_move: before.step_move,
      visit: 1,
      digest: 1,
    });

    await ended.inside((tx) => liftHold(tx, ended.system, now, id, 'Request 14 is closed'));
    await purge();
    expect(await counts(ended)).toMatchObject({ answer: 2, step_move: 1, visit: 0, digest: 0 });
  });

  it('on a span of days keeps those, with all that they hang on', async () => {
    await hold({ personId: ended.principalId, from: '2026-10-01', to: '2026-10-31' });
    await today('2031-12-02');
    await purge();
    expect(await counts(ended)).toMatchObject({ answer: 4, visit: 1 });

    const later = await anEndedPair(database);
    await inTenant(database.db, later.tenantId, (tx) =>
      placeHold(tx, later.system, now, { matter: 'x', personId: later.principalId, from: '2027-02-01' }),
    );
    await purgeTenant(database.db, later.tenantId, { log: silentLog });
    expect(await counts(later)).toMatchObject({ answer: 2, visit: 0 });
  });

  it('on somebody else keeps nothing of this pair', async () => {
    await hold({ personId: ended.otherPrincipalId });
    await today('2027-12-02');

    expect((await purge()).COACHING_PAIR).toBe(8);
  });

  it('says plainly what was gone before it was placed', async () => {
    expect((await hold({ personId: ended.principalId, from: '2020-01-01', to: '2020-02-01' })).gone).toEqual([]);
    await today('2027-12-02');
    await purge();

    const { gone } = await hold({ personId: ended.principalId, from: '2026-09-01' });
    expect(gone).toContainEqual({
      of: 'COACHING_PAIR',
      count: 8,
      first: '2026-08-01',
      last: '2026-11-30',
      purgedOn: '2027-12-02',
    });
    expect((await hold({ personId: ended.principalId, to: '2026-01-01' })).gone).toEqual([]);
    expect((await hold({ personId: ended.otherPrincipalId })).gone).toEqual([]);
  });

  it('wants somebody or a school, a reason, and a reason again when it is lifted', async () => {
    await expect(hold({})).rejects.toThrow('Say whom or which school the hold is about');
    await expect(hold({ personId: ended.principalId, matter: ' ' })).rejects.toThrow('Say what the hold is for');
    await expect(hold({ personId: ended.principalId, from: '2026-02-01', to: '2026-01-01' })).rejects.toThrow(
      'Swap them',
    );
    const { id } = await hold({ personId: ended.principalId });
    const lift = (why: string) => ended.inside((tx) => liftHold(tx, ended.system, now, id, why));
    await expect(lift('')).rejects.toThrow('Say why the hold is lifted');
    await lift('closed');
    await expect(lift('closed')).rejects.toThrow('This hold was lifted on 2026-12-01 already.');

    const events = await ended.inside((tx) =>
      tx.auditEvent.findMany({ where: { thing: 'legal-hold' }, orderBy: { id: 'asc' } }),
    );
    expect(events.map(({ act, aboutId, ownerId, detail }) => ({ act, aboutId, ownerId, detail }))).toEqual([
      { act: 'held', aboutId: id, ownerId: null, detail: { event: 'placed' } },
      { act: 'held', aboutId: id, ownerId: null, detail: { event: 'lifted' } },
    ]);
  });

  it('is known to the records officers of the district, and to nobody else', async () => {
    await hold({ personId: ended.principalId });
    const list = (role: 'RECORDS_OFFICER' | 'ADMIN' | 'DISTRICT_LEADER', scopeId: string) =>
      ended.inside((tx) =>
        listHolds(tx, { tenantId: ended.tenantId, personId: ended.otherPrincipalId, roles: [{ role, scopeId }] }),
      );

    expect(await list('RECORDS_OFFICER', ended.districtId)).toHaveLength(1);
    expect(await list('RECORDS_OFFICER', ended.schoolId)).toEqual([]);
    expect(await list('ADMIN', ended.districtId)).toEqual([]);
    expect(await list('DISTRICT_LEADER', ended.districtId)).toEqual([]);
    const leader = {
      tenantId: ended.tenantId,
      personId: ended.coachId,
      roles: [{ role: 'DISTRICT_LEADER' as const, scopeId: ended.districtId }],
    };
    await expect(
      ended.inside((tx) => placeHold(tx, leader, now, { matter: 'x', personId: ended.principalId })),
    ).rejects.toThrow('Only a records officer of the district may do this.');
    await expect(asSystem(database.db, (tx) => tx.legalHold.deleteMany())).rejects.toThrow();
    await expect(ended.inside((tx) => tx.legalHold.deleteMany())).rejects.toThrow();
  });
});
