// A snow day is called while two processes are in the middle of asking a whole district: from then on nobody else is asked.
import { fillTown, OPENS_AT } from '../faults/town.ts';
import { onPostgres } from '../support/database.ts';
import { ADLER, messagesWith, rows, teamsUser, type Scene } from './acts.ts';
import { furnish, openPockets, startProduct, type StandingPockets } from './standing-pockets.ts';
import { moveTo, startBeside, type House } from './two-houses.ts';

const TOWN = 60;
/** For half of the town the hour comes a minute after the others'. */
const SECOND_HALF = TOWN / 2;
const A_MINUTE_MS = 60_000;
const SLOW_MS = 1_000;

// The embedded database is for one process.
(onPostgres ? describe : describe.skip)('a closure', () => {
  let pockets: StandingPockets;
  let houses: House[] = [];
  let at: Scene;
  beforeAll(async () => {
    pockets = await openPockets();
    const furnisher = await startProduct(pockets);
    const tenantId = await furnish(pockets, furnisher, '2026-10-19T12:30:00Z');
    await fillTown(furnisher.house.db, tenantId, pockets.stage, TOWN);
    await pockets.database.pool.query(
      `update due_work set due_at = due_at + interval '1 minute' where id in (
        select id from due_work where job = 'check-in.open' and due_at = $1 order by id limit $2)`,
      [OPENS_AT, SECOND_HALF],
    );
    await furnisher.house.stop();
    const first = await startBeside(pockets, { ticks: true });
    houses = [first, await startBeside(pockets, { ticks: true })];
    pockets.setProduct(first.house.url);
    at = { stage: pockets.stage, tenantId, house: { db: pockets.database.db, clockwork: first.house.clockwork } };
  }, 240_000);
  afterAll(async () => {
    for (const house of houses) await house.stop();
    await pockets.close();
  }, 60_000);

  it('stops what two processes are sending, and what it stopped comes on the next staff day', async () => {
    pockets.stage.slack.fail({ method: 'chat.postMessage', mode: 'slow', ms: SLOW_MS, times: 10_000 });
    pockets.stage.teams.fail({ match: 'send', mode: { slowMs: SLOW_MS }, times: 10_000 });
    await everybodyAt(new Date(OPENS_AT.getTime() + 10_000));
    await pockets.stage.slack.until(() => posted() >= 1, A_MINUTE_MS);

    await pockets.stage.teams.say(teamsUser(at, ADLER), undefined, 'district closure today');
    await becomes(async () => (await rows(at, (tx) => tx.closure.count())) > 0);
    const tookHold = posted();
    // What had begun to be called may still arrive.
    const underWay = await countPrompts({ status: 'SENDING' });
    await everybodyAt(new Date(OPENS_AT.getTime() + 2 * A_MINUTE_MS));
    await becomes(
      async () =>
        (await countPrompts({ status: 'SENDING' })) === 0 && messagesWith(at, ADLER, 'is closed on').length > 0,
    );
    await Promise.all(houses.map(({ house }) => house.clockwork.drain()));

    expect(posted()).toBeLessThanOrEqual(tookHold + underWay);
    expect(posted()).toBeLessThanOrEqual(TOWN - SECOND_HALF + 8);
    const later = new Date('2026-10-23T04:00:00Z');
    const moved = await rows(at, (tx) => tx.dueWork.count({ where: { job: 'check-in.open', dueAt: { gt: later } } }));
    expect(moved).toBeGreaterThanOrEqual(SECOND_HALF);
    expect(await countPrompts({ status: 'PENDING', notBefore: { lte: later } })).toBe(0);
  }, 240_000);

  async function everybodyAt(instant: Date): Promise<void> {
    await moveTo(
      pockets,
      instant,
      houses.map((house) => [house, 0]),
    );
    for (const { house } of houses) house.clockwork.poke();
  }

  function posted(): number {
    const { slack, teams } = pockets.stage;
    const isPrompt = (what: unknown) => JSON.stringify(what ?? '').includes('check-in:not-this-week');
    return [
      ...slack.calls.filter(({ ok, method, args }) => ok && method === 'chat.postMessage' && isPrompt(args)),
      ...teams.calls.filter(({ kind, status, body }) => kind === 'send' && status < 300 && isPrompt(body)),
    ].length;
  }

  function countPrompts(where: object): Promise<number> {
    return rows(at, (tx) => tx.delivery.count({ where: { kind: 'check-in.prompt', updates: null, ...where } }));
  }
});

async function becomes(look: () => Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 90_000; Date.now() < until;) if (await look()) return;
  throw new Error('It never became so');
}
