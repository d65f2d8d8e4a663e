// Many pieces of one job that fall due together, taken together.
import { connect } from '../../src/db/client.ts';
import { asSystem, inTenant } from '../../src/db/scope.ts';
import {
  MOST_IN_A_WAVE,
  firstTurn,
  planAll,
  runDue,
  tryDue,
  type DueWork,
  type RunningDeps,
} from '../../src/jobs/due.ts';
import { enqueue } from '../../src/jobs/ledger.ts';
import { silentLog } from '../../src/log.ts';
import { onPostgres } from '../support/database.ts';
import { THURSDAY, aCard, later, to } from './ledger-world.ts';
import { database, world } from './standing-world.ts';

const JOB = 'check-in.open';

function numbered(count: number, prefix = 'pair'): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(4, '0')}`);
}

function plan(
  subjects: readonly string[],
  { tenantId = world.tenantId, job = JOB, dueAt = THURSDAY } = {},
): Promise<string[]> {
  const works = subjects.map((subject) => ({ job, subject, dueAt }));
  return inTenant(world.db, tenantId, (tx) => planAll(tx, tenantId, works));
}

/** Writes a message for each piece; `before` may refuse some of them. */
function deps(before: (works: readonly DueWork[], tenantId: string) => void = () => undefined): RunningDeps {
  return {
    db: world.db,
    log: silentLog,
    waves: [JOB],
    async run(tx, tenantId, works) {
      for (const { subject } of works)
        await enqueue(tx, tenantId, { key: subject, kind: 'prompt', card: aCard(subject), to: to(world.teamId) });
      before(works, tenantId);
    },
  };
}

async function written(tenantId = world.tenantId): Promise<string[]> {
  const rows = await inTenant(world.db, tenantId, (tx) => tx.delivery.findMany({ orderBy: { key: 'asc' } }));
  return rows.map((row) => row.key);
}

describe('a wave', () => {
  it('is taken as one, and no larger than its bound', async () => {
    const subjects = numbered(MOST_IN_A_WAVE + 5);
    await plan(subjects);
    const sizes: number[] = [];

    expect(await runDue(deps((works) => sizes.push(works.length)))).toBe(subjects.length);

    expect(sizes).toEqual([MOST_IN_A_WAVE, 5]);
    expect(await written()).toEqual(subjects);
  });

  it('is of one job, and of no job whose pieces come one by one', async () => {
    await plan(numbered(3));
    await plan(numbered(2), { job: 'digest.post' });
    const seen: string[][] = [];

    await runDue({ ...deps(), run: async (_tx, _tenant, works) => void seen.push(works.map((work) => work.job)) });

    expect(seen.sort((a, b) => a.length - b.length)).toEqual([['digest.post'], ['digest.post'], [JOB, JOB, JOB]]);
  });

  it('comes in the order in which its pieces fell due', async () => {
    await plan(['late'], { dueAt: later(-1000) });
    await plan(['early'], { dueAt: later(-2000) });
    const seen: string[] = [];

    await runDue(deps((works) => seen.push(...works.map((work) => work.subject))));

    expect(seen).toEqual(['early', 'late']);
  });

  it('with one bad piece is done piece by piece: that one alone has failed, and no other is held up or done twice', async () => {
    const subjects = numbered(12);
    await plan(subjects);
    const refuse = (works: readonly DueWork[]) => {
      if (works.some((work) => work.subject === 'pair-0007')) throw new TypeError('a secret answer');
    };

    expect(await tryDue(deps(refuse))).toEqual({ ran: 11, failed: 1 });

    expect(await written()).toEqual(subjects.filter((subject) => subject !== 'pair-0007'));
    const left = await world.inside((tx) => tx.dueWork.findMany());
    expect(left).toEqual([expect.objectContaining({ subject: 'pair-0007', attempts: 1, lastError: 'TypeError' })]);
  });

  it('takes what has failed before alone, so that it takes no others with it again', async () => {
    await plan(['bad']);
    await runDue(
      deps(() => {
        throw new TypeError('no');
      }),
    );
    await world.at(later(60_000));
    await plan(numbered(3));
    const seen: string[][] = [];

    await runDue(deps((works) => seen.push(works.map((work) => work.subject))));

    expect(seen.sort((a, b) => a.length - b.length)).toEqual([['bad'], numbered(3)]);
  });

  it('is not counted as failed where the database was away', async () => {
    await plan(numbered(3));
    const gone = connect(database.address);
    await gone.close();

    await expect(tryDue({ ...deps(), db: gone.db })).rejects.toThrow();

    expect(await world.inside((tx) => tx.dueWork.count({ where: { attempts: 0 } }))).toBe(3);
  });

  it('is done once by processes that race for it', async () => {
    const subjects = numbered(3 * MOST_IN_A_WAVE);
    await plan(subjects);
    const others = [connect(database.address), connect(database.address)];
    const seen: string[] = [];
    const racing = [world.db, ...others.map(({ db }) => db)].map((db) =>
      runDue({ ...deps((works) => seen.push(...works.map((work) => work.subject))), db }),
    );

    const ran = await Promise.all(racing);
    for (const other of others) await other.close();

    expect(ran.reduce((sum, one) => sum + one, 0)).toBe(subjects.length);
    expect(seen.sort()).toEqual(subjects);
    expect(await written()).toEqual(subjects);
  });
});

describe('tenants', () => {
  async function aTenant(): Promise<string> {
    const { id } = await asSystem(world.db, (tx) => tx.tenant.create({ data: { name: 'Small' } }));
    return id;
  }

  it('take turns: the few of a small one come after one wave of a large one, in whatever order they were planned', async () => {
    const [before, after] = [await aTenant(), await aTenant()];
    await plan(numbered(4 * MOST_IN_A_WAVE));
    await plan(['b'], { tenantId: before, dueAt: THURSDAY });
    await plan(['a'], { tenantId: after, dueAt: THURSDAY });
    const turns: string[] = [];

    await runDue(deps((_works, tenantId) => turns.push(tenantId)));

    expect(turns).toHaveLength(6);
    expect(new Set(turns.slice(0, 3))).toEqual(new Set([world.tenantId, before, after]));
  });

  it('keep their turns from one call to the next', async () => {
    const small = await aTenant();
    await plan(numbered(2 * MOST_IN_A_WAVE));
    await plan(['a'], { tenantId: small });
    const turns: string[] = [];
    const running = { ...deps((_works, tenantId) => turns.push(tenantId)), batch: 1, turn: firstTurn() };

    await tryDue(running);
    await tryDue(running);

    expect(new Set(turns)).toEqual(new Set([world.tenantId, small]));
  });

  // On the embedded database there is no other process, and one transaction waits for another.
  (onPostgres ? it : it.skip)('whose work is all in the hands of another process are passed over', async () => {
    const small = await aTenant();
    await plan(['taken']);
    await plan(['free'], { tenantId: small });
    const other = connect(database.address);
    let done: string[] = [];

    await asSystem(other.db, async (tx) => {
      await tx.$queryRaw`select id from due_work where tenant_id = ${world.tenantId}::uuid for update`;
      await runDue(deps((works) => (done = [...done, ...works.map((work) => work.subject)])));
    });
    await other.close();

    expect(done).toEqual(['free']);
  });
});
