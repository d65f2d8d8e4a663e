import { ConflictError } from '../../src/errors.ts';
import { MAX_ATTEMPTS, PARKED_UNTIL, dropWork, planAll, planWork, runDue, type DueWork } from '../../src/jobs/due.ts';
import { enqueue } from '../../src/jobs/ledger.ts';
import { silentLog } from '../../src/log.ts';
import { connect } from '../../src/db/client.ts';
import { THURSDAY, aCard, later, to } from './ledger-world.ts';
import { database, world } from './standing-world.ts';

const OPEN = { job: 'check-in.open', subject: 'week-1' };

function plan(dueAt = THURSDAY, subject = OPEN.subject): Promise<unknown> {
  return world.inside((tx) => planWork(tx, world.tenantId, { ...OPEN, subject, dueAt, data: { week: '2026-10-12' } }));
}

async function runAll(seen: DueWork[] = []): Promise<DueWork[]> {
  await runDue({ db: world.db, log: silentLog, run: async (_tx, _tenant, works) => void seen.push(...works) });
  return seen;
}

describe('due work', () => {
  it('runs when it is due and not before, with what it was planned with', async () => {
    await plan(later(60_000));
    expect(await runAll()).toEqual([]);

    await world.at(later(60_000));

    expect(await runAll()).toEqual([{ ...OPEN, dueAt: later(60_000), data: { week: '2026-10-12' } }]);
    expect(await runAll()).toEqual([]);
  });

  it('is moved by planning it again, and is gone when it is dropped', async () => {
    await plan();
    await plan(later(60_000));
    expect(await runAll()).toEqual([]);

    await world.inside((tx) => dropWork(tx, world.tenantId, OPEN.job, OPEN.subject));
    await world.at(later(60_000));

    expect(await runAll()).toEqual([]);
  });

  it('is run once by two processes that look at the same time', async () => {
    for (let n = 0; n < 20; n++) await plan(THURSDAY, `week-${n}`);
    const other = connect(database.address);
    const seen: string[] = [];
    const run = async (_tx: unknown, _tenant: string, [work]: readonly DueWork[]) =>
      void seen.push(work?.subject ?? '');

    const ran = await Promise.all([world.db, other.db, world.db].map((db) => runDue({ db, log: silentLog, run })));
    await other.close();

    expect(ran.reduce((sum, one) => sum + one, 0)).toBe(20);
    expect(new Set(seen).size).toBe(20);
    expect(seen).toHaveLength(20);
  });

  it('sees its own tenant only, and its effects are undone with it', async () => {
    await plan();
    const failing = runDue({
      db: world.db,
      log: silentLog,
      async run(tx, tenantId) {
        expect(tenantId).toBe(world.tenantId);
        expect(await tx.tenant.count()).toBe(1);
        await enqueue(tx, tenantId, { key: 'prompt', kind: 'prompt', card: aCard('prompt'), to: to('T') });
        await planWork(tx, tenantId, { job: 'check-in.close', subject: 'week-1', dueAt: later(1) });
        throw new ConflictError('The check-in of Ada Rivera is already open.');
      },
    });

    expect(await failing).toBe(0);

    const rows = await world.inside((tx) => tx.dueWork.findMany());
    expect(rows).toEqual([expect.objectContaining({ ...OPEN, attempts: 1, lastError: 'conflict' })]);
    expect(await world.inside((tx) => tx.delivery.count())).toBe(0);
  });

  it('may plan itself again while it runs', async () => {
    await plan();

    await runDue({
      db: world.db,
      log: silentLog,
      run: (tx, tenantId, works) =>
        planAll(
          tx,
          tenantId,
          works.map((work) => ({ ...OPEN, dueAt: new Date(work.dueAt.getTime() + 1000) })),
        ),
    });

    const rows = await world.inside((tx) => tx.dueWork.findMany());
    expect(rows).toEqual([expect.objectContaining({ ...OPEN, dueAt: later(1000), attempts: 0 })]);
  });

  it('waits longer after each failure, is parked in the end, and is freed by planning it again', async () => {
    await plan();
    const lines: { level: number; msg: string }[] = [];
    const write = (level: number) => (_line: unknown, msg: string) => void lines.push({ level, msg });
    const log = { ...silentLog, warn: write(40), error: write(50) } as unknown as typeof silentLog;
    let now = THURSDAY;
    const waits: number[] = [];
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      await runDue({ db: world.db, log, run: () => Promise.reject(new TypeError('secret answer')) });
      const row = await world.inside((tx) => tx.dueWork.findFirstOrThrow());
      expect(row).toMatchObject({ attempts: attempt, lastError: 'TypeError' });
      waits.push(row.dueAt.getTime() - now.getTime());
      if (attempt < MAX_ATTEMPTS) await world.at((now = row.dueAt));
    }

    expect(waits[0]).toBeGreaterThanOrEqual(7_500);
    expect(waits[0]).toBeLessThanOrEqual(12_500);
    expect(waits[5]).toBeGreaterThan((waits[0] ?? 0) * 10);
    expect((await world.inside((tx) => tx.dueWork.findFirstOrThrow())).dueAt).toEqual(PARKED_UNTIL);
    expect(lines.filter((line) => line.level === 50)).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain('secret');

    await plan(now);
    expect(await runAll()).toHaveLength(1);
  });

  it('goes on with the rest when one piece fails', async () => {
    await plan(THURSDAY, 'a');
    await plan(later(-1), 'b');
    const seen: string[] = [];

    await runDue({
      db: world.db,
      log: silentLog,
      async run(_tx, _tenant, works) {
        if (works.some((work) => work.subject === 'b')) throw new Error('no');
        seen.push(...works.map((work) => work.subject));
      },
    });

    expect(seen).toEqual(['a']);
  });
});
