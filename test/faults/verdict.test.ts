// A verdict is worth what it finds: each kind of broken promise is made on purpose, and must be told.
import { answer, PRINCIPALS, RIVERA, STONE, type Scene } from '../flows/acts.ts';
import { furnish, openPockets, startProduct, type Standing, type StandingPockets } from '../flows/standing-pockets.ts';
import { judge, type Verdict } from './verdict.ts';

let pockets: StandingPockets;
let running: Standing;
let tenantId: string;
beforeAll(async () => {
  pockets = await openPockets();
  running = await startProduct(pockets);
  tenantId = await furnish(pockets, running, '2026-10-19T12:30:00Z');
  await running.travel.to(new Date('2026-10-22T21:00:40Z'), () => undefined);
  const at: Scene = { stage: pockets.stage, tenantId, house: running.house };
  await answer(at, RIVERA, { rooms: '3' });
}, 180_000);
afterAll(async () => {
  await running.house.stop();
  await pockets.close();
});

const taken = new Map([[RIVERA, 3]]);

function verdict(expected: { prompts?: number; taken?: ReadonlyMap<string, number> } = {}): Promise<Verdict> {
  return judge(running.house.db, tenantId, pockets.stage, { prompts: PRINCIPALS.length, taken, ...expected });
}

/** Breaks something in the rows for as long as one look at it takes. */
async function whenBroken(change: string, back: string): Promise<string[]> {
  await pockets.database.pool.query(change);
  try {
    return (await verdict()).broken;
  } finally {
    await pockets.database.pool.query(back);
  }
}

const aPrompt = `kind = 'check-in.prompt' and updates is null and platform = 'TEAMS'`;
const one = `id = (select min(id::text)::uuid from delivery where ${aPrompt})`;

it('a run that kept the promise is found to have kept it', async () => {
  expect(await verdict()).toMatchObject({ prompts: 8, delivered: 8, answered: 1, notDelivered: {}, broken: [] });
});

it('a prompt of which nobody can tell is found in the chat in Slack that its row has never learnt', async () => {
  const { pool } = pockets.database;
  const inSlack = `kind = 'check-in.prompt' and updates is null and platform = 'SLACK'`;
  const { rows } = await pool.query<{ address: object }>(`select address from delivery where ${inSlack}`);
  await pool.query(
    `update delivery set status = 'UNKNOWN', reason = 'cannot-tell', reason_text = 'x', address = address - 'channelId' where ${inSlack}`,
  );

  const found = await verdict();
  await pool.query(
    `update delivery set status = 'SENT', reason = null, reason_text = null, address = $1 where ${inSlack}`,
    [JSON.stringify(rows[0]?.address)],
  );

  expect(rows).toHaveLength(1);
  expect(found).toMatchObject({ delivered: 7, unknownThere: 1, broken: [] });
});

it('a prompt that was never written is missed', async () => {
  expect((await verdict({ prompts: 9 })).broken).toEqual(['8 prompts were written and 9 were due']);
});

it.each([
  ['that has no end', `status = 'FAILED', reason = 'x', reason_text = 'x'`, ['it has no end']],
  ['that says nothing of why', `status = 'UNKNOWN', reason = null`, ['it has no reason']],
  ['that is called dead and is there', `status = 'DEAD', reason = 'x', reason_text = 'x'`, ['it is there']],
])('a row %s is found', async (_, change, found) => {
  const broken = await whenBroken(
    `update delivery set ${change} where ${one}`,
    `update delivery set status = 'SENT', reason = null, reason_text = null where ${aPrompt}`,
  );

  for (const words of found) expect(broken.join('\n')).toContain(words);
});

it('a lost row is found, and the prompt of which no row tells', async () => {
  const broken = await whenBroken(
    `update delivery set kind = 'lost' where ${one}`,
    `update delivery set kind = 'check-in.prompt' where kind = 'lost'`,
  );

  expect(broken).toEqual(['7 prompts were written and 8 were due', '1 prompts are there of which no row tells']);
});

it('answers that are not what was taken, not whole, or not there are found', async () => {
  expect((await verdict({ taken: new Map([[RIVERA, 4]]) })).broken.join()).toContain('not the one that was taken');
  expect((await verdict({ taken: new Map([[STONE, 4]]) })).broken.join()).toContain('was told that it was taken');
  const whole = await whenBroken(
    `update answer set question = 'led-lost' where question = 'led'`,
    `update answer set question = 'led' where question = 'led-lost'`,
  );
  expect(whole.join()).toContain('it has no answer to led');
});

it('what should have gone out or have been done by now is found', async () => {
  const change = `update due_work set due_at = throughline_now() - interval '2 hours' where job = 'check-in.nudge'`;
  expect(
    (
      await whenBroken(change, `update due_work set due_at = '2026-10-23T13:00:00Z' where job = 'check-in.nudge'`)
    ).join(),
  ).toContain('it should have been done');
});

it('a doubled post is found', async () => {
  const { args } =
    pockets.stage.slack.calls.find(
      (call) => call.method === 'chat.postMessage' && JSON.stringify(call.args).includes('check-in:not-this-week'),
    ) ?? {};
  const again = await fetch(`${pockets.settings.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${pockets.stage.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  expect(await again.json()).toMatchObject({ ok: true });

  expect((await verdict()).broken).toEqual([expect.stringContaining('SLACK SENT: it is there 2 times')]);
});
