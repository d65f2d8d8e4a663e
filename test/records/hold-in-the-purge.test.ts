// A hold is placed while the purge is at work: from the moment it is answered nothing of it goes any more.
import { inTenant } from '../../src/db/scope.ts';
import { moveDatabaseClock } from '../../src/db/time.ts';
import { silentLog } from '../../src/log.ts';
import { placeHold, type PlacedHold } from '../../src/records/holds.ts';
import { purgeTenant } from '../../src/records/purge.ts';
import { forgetDeliveries } from '../../src/jobs/retention.ts';
import { onPostgres, openDatabase, type TestDatabase } from '../support/database.ts';
import { anEndedPair, counts, type Ended } from './ended-pair.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
  await moveDatabaseClock(database.db, { shiftMs: 0, frozenAt: new Date('2027-12-02T12:00:00Z') });
});
afterAll(() => database.drop());

const now = new Date('2027-12-02T12:00:00Z');
const purge = (of: Ended, atOnce?: number) =>
  purgeTenant(database.db, of.tenantId, { log: silentLog, ...(atOnce === undefined ? {} : { atOnce }) });
const hold = (of: Ended): Promise<PlacedHold> =>
  inTenant(database.db, of.tenantId, (tx) =>
    placeHold(tx, of.system, now, { matter: 'Request 14', personId: of.principalId }),
  );
const answers = async (of: Ended) => (await counts(of)).answer ?? 0;

describe('a hold that comes in the middle of the purge', () => {
  it('keeps what was there when it was answered, however the two run into each other', async () => {
    for (let round = 0; round < 6; round++) {
      const ended = await anEndedPair(database);
      await manyAnswers(ended, 40);
      const purging = purge(ended, 3);
      // Each time a little deeper into the purge.
      for (let step = 0; step < round; step++) await answers(ended);
      const { gone } = await hold(ended);
      const left = await counts(ended);
      await purging;

      expect(await counts(ended)).toEqual(left);
      const lost = gone.reduce((sum, { count }) => sum + count, 0);
      const kept = ['answer', 'check_in', 'action_step', 'step_move', 'goal', 'plan', 'barrier', 'form_draft'];
      const whole = 42 + 1 + 1 + 1 + 1 + 1 + 2 + 1 + OF_THE_OTHER_PAIR;
      const words = lostWords(gone);
      expect(kept.reduce((sum, table) => sum + (left[table] ?? 0), 0)).toBe(whole - (lost - words));
    }
  });

  (onPostgres ? it : it.skip)('waits for the step that is under way, and says what went in it', async () => {
    const ended = await anEndedPair(database);
    // Whoever holds what the purge has to count in keeps its transaction open.
    await ended.inside((tx) => tx.purgedRecord.create({ data: aCount(ended) }));
    let release = () => {};
    const open = new Promise<void>((resolve) => (release = resolve));
    const counting = ended.inside(async (tx) => {
      await tx.$queryRaw`select 1 from purged_record for update`;
      await open;
    });
    const purging = purge(ended);
    const holding = waiters('transactionid').then(() => hold(ended));
    await waiters('advisory').finally(release);
    const [, purged, { gone }] = await Promise.all([counting, purging, holding]);

    expect(purged.COACHING_PAIR).toBe(8);
    expect(gone.find(({ of }) => of === 'COACHING_PAIR')?.count).toBe(8 + 1);
  });

  (onPostgres ? it : it.skip)(
    'is waited for by the step that comes after it, which then leaves everything',
    async () => {
      const ended = await anEndedPair(database);
      let release = () => {};
      const open = new Promise<void>((resolve) => (release = resolve));
      const holding = inTenant(database.db, ended.tenantId, async (tx) => {
        await placeHold(tx, ended.system, now, { matter: 'Request 14', personId: ended.principalId });
        await open;
      });
      await until(async () => (await locks('advisory', true)) > 0);
      const purging = purge(ended);
      await waiters('advisory');
      release();
      await holding;

      expect((await purging).COACHING_PAIR).toBeUndefined();
      expect(await answers(ended)).toBe(4);
    },
  );
});

it('the ledger forgets no message that is under a hold', async () => {
  const ended = await anEndedPair(database);
  const forget = () => forgetDeliveries(database.db, new Date(Date.now() + 500 * 86_400_000), 400);
  await hold(ended);
  await forget();
  expect(await counts(ended)).toMatchObject({ delivery: 1 });

  await ended.inside((tx) => tx.legalHold.updateMany({ data: { liftedAt: now } }));
  await forget();
  expect(await counts(ended)).toMatchObject({ delivery: 0 });
});

/** Two answers, the check-in, plan, goal, step, its move and a barrier. */
const OF_THE_OTHER_PAIR = 8;

function lostWords(gone: PlacedHold['gone']): number {
  // Of what is transitory one is a draft, which is counted above, and one the words of a message, whose row stays.
  return Math.max(0, (gone.find(({ of }) => of === 'TRANSITORY')?.count ?? 0) - 1);
}

async function manyAnswers(ended: Ended, count: number): Promise<void> {
  await ended.inside(async (tx) => {
    const { id: checkInId } = await tx.checkIn.findFirstOrThrow({ where: { assignmentId: ended.assignmentId } });
    await tx.answer.createMany({
      data: Array.from({ length: count }, (_, index) => ({
        ...{ tenantId: ended.tenantId, checkInId, question: `q${String(index)}`, value: 1, audience: 'PAIR' },
      })),
    });
  });
}

function aCount({ tenantId, principalId }: Ended) {
  const day = new Date('2026-10-01');
  return {
    ...{ tenantId, subject: principalId, recordClass: 'COACHING_PAIR', count: 1 },
    ...{ firstOn: day, lastOn: day, purgedAt: now },
  };
}

const waiters = (type: string) => until(async () => (await locks(type, false)) > 0);

async function locks(type: string, granted: boolean): Promise<number> {
  const [row] = await database.db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from pg_locks where locktype = ${type} and granted = ${granted} and pid <> pg_backend_pid()
      and pid in (select pid from pg_stat_activity where datname = current_database())`;
  return row?.count ?? 0;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await holds())) if (Date.now() - began > 10_000) throw new Error('it never came to that');
}
