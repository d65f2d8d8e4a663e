// The same statements of the product in two transactions: one in the application's role under its policies, one as a login that
// no policy is for.
import type { Tx } from '../src/db/client.ts';
import { inTenant } from '../src/db/scope.ts';
import { enqueue } from '../src/jobs/ledger.ts';
import { systemViewer } from '../src/roster/access.ts';
import { findPair, listPairsOfCoach, viewerOf } from '../src/roster/store.ts';
import { answerQuestions } from './child.ts';
import { openFreshDatabase, type BenchDatabase } from './databases.ts';
import { interleave, median } from './rounds.ts';
import { buildTown, playWeek, planOpenings, WEEK, ZONE, type Town } from './town.ts';
import { instantAt } from '../src/zone.ts';

let bench:
  { opened: BenchDatabase; town: Town; people: { coach: string; principal: string; pair: string }[] } | undefined;
let written = 0;

/** Two thousand schools of one tenant, with a week that is over. */
async function open(given: { server?: string | undefined }): Promise<void> {
  const opened = await openFreshDatabase(given.server);
  const { db } = opened.database;
  const town = await buildTown(db, { districts: 4, schools: 2_000 });
  await planOpenings(db, town, instantAt(ZONE, WEEK, '14:00'));
  await playWeek(db, town);
  const people = await db.$queryRawUnsafe<{ coach: string; principal: string; pair: string }[]>(
    'select coach_id as coach, principal_id as principal, id as pair from coach_assignment order by id',
  );
  bench = { opened, town, people };
}

const asks = {
  /** Who somebody is, which every request begins with. */
  who: (tx: Tx, tenantId: string, at: number) => viewerOf(tx, tenantId, someone(at).principal, WEEK),
  /** A coach's pairs with their steps and answers, as a summary reads them. */
  async read(tx: Tx, tenantId: string, at: number) {
    const viewer = await viewerOf(tx, tenantId, someone(at).coach, WEEK);
    const pairs = (await listPairsOfCoach(tx, viewer)).map((pair) => pair.assignmentId);
    await tx.actionStep.findMany({
      where: { tenantId, plan: { assignmentId: { in: pairs } } },
      include: { moves: true },
    });
    await tx.answer.findMany({ where: { tenantId, checkIn: { assignmentId: { in: pairs } } } });
  },
  /** A message into the ledger, for a pair that was found first. */
  async write(tx: Tx, tenantId: string, at: number) {
    await findPair(tx, systemViewer(tenantId), someone(at).pair);
    await enqueue(tx, tenantId, {
      key: `bench:${String((written += 1))}`,
      kind: 'check-in.prompt',
      card: { id: 'check-in:prompt', summary: 'How did the week go?', parts: [] },
      to: { platform: 'slack', address: { teamId: 'T0BENCH', userId: 'U1' }, lane: 'U1' },
    });
  },
};
export type Asked = keyof typeof asks;

function someone(at: number) {
  const { people } = theBench();
  const one = people[(at * 7_919) % people.length];
  if (!one) throw new Error('the town is empty');
  return one;
}

/** The median milliseconds of one transaction, with and without. */
async function measure(given: {
  what: Asked;
  rounds: number;
  times: number;
}): Promise<{ locked: number; open: number }> {
  const { opened, town } = theBench();
  const { db } = opened.database;
  const { tenantId } = town;
  const ask = asks[given.what];
  const run = (inside: (work: (tx: Tx) => Promise<unknown>) => Promise<unknown>) => async () => {
    const times: number[] = [];
    for (let at = 0; at < given.times; at += 1) {
      const started = performance.now();
      await inside((tx) => ask(tx, tenantId, at));
      times.push(performance.now() - started);
    }
    return median(times);
  };
  const took = await interleave(given.rounds, {
    locked: run((work) => inTenant(db, tenantId, work)),
    open: run((work) =>
      db.$transaction(async (tx) => {
        // As many statements as the other: it names the tenant too, and enters no role.
        await tx.$executeRaw`select set_config('role', 'none', true), set_config('throughline.tenant', ${tenantId}, true)`;
        return work(tx);
      }),
    ),
  });
  return { locked: median(took['locked'] ?? []), open: median(took['open'] ?? []) };
}

function theBench() {
  if (!bench) throw new Error('open comes first');
  return bench;
}

const desk = { open, measure };
export type RowSecurityDesk = typeof desk;

answerQuestions(desk, () => bench?.opened.close());
