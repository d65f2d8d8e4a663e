// Broken requests at the door of the whole house: only a signature and a known account have an effect, and only their own.
import fc from 'fast-check';
import { WORKSPACE_ID } from '../../src/playground/stage.ts';
import { broken, onTheWire, type Broken } from '../platforms/slack/generated.ts';
import { goodRequests, type Known } from '../platforms/slack/good-requests.ts';
import { knock } from '../platforms/slack/stage.ts';
import { everythingKept } from '../support/everything-kept.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { BELL, FARAH, RIVERA, STONE, assignmentOf, propose, rows, type as typed } from './acts.ts';
import { dmOf } from './forgery.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const SLACK_WAITS_MS = 3_000;
/** In what even a refused request of somebody who is known leaves its trace. */
const TRACES = ['inbound_event', 'platform_account', 'form_draft', 'delivery', 'workspace_turn'];

let at: TestHouse;
let theirs: Known;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
  await propose(at, BELL, RIVERA, 'Visit all four grade-5 math rooms', '2026-10-23');
  theirs = await everythingOf(RIVERA);
}, 180_000);
afterAll(() => at.stop());

describe(`broken requests to the whole house (FUZZ_SEED=${String(seed)})`, () => {
  it('have no effect without a signature', async () => {
    const before = await everythingKept(at.house.db);

    await play({ user: at.slack(BELL).userId, known: theirs }, { secret: 'of-another-app' }, [401]);

    expect(await everythingKept(at.house.db)).toEqual(before);
  }, 120_000);

  it('have no effect when they come from nobody we know', async () => {
    at.stage.slack.addUser({
      workspaceId: WORKSPACE_ID,
      id: 'U0NOBODY',
      name: 'nobody',
      realName: 'Nobody',
      email: 'n@x.example',
      tz: 'UTC',
    });
    // That it came is written down, as of anybody: see `inbound.ts`.
    const before = await everythingKept(at.house.db, ['inbound_event']);

    await play({ user: 'U0NOBODY', known: theirs });

    expect(await everythingKept(at.house.db, ['inbound_event'])).toEqual(before);
  }, 120_000);

  it('have no effect on a pair when they come from another', async () => {
    // Their own Home may be drawn again; nobody is written to.
    const written = () => rows(at, (tx) => tx.delivery.count({ where: { kind: { not: 'home' } } }));
    const before = [await everythingKept(at.house.db, TRACES), await written()];

    await play({ user: at.slack(STONE).userId, known: theirs });

    expect([await everythingKept(at.house.db, TRACES), await written()]).toEqual(before);
  }, 120_000);

  it('leave a house that works, and in the log no word of anybody', async () => {
    await play({ user: at.slack(FARAH).userId, known: await everythingOf(STONE) });

    expect(await typed(at, FARAH, 'coach help')).toContain('What you can type');
    expect(at.logged.join('')).not.toContain('Walk the halls');
  }, 120_000);
});

/** What a member of a pair has at hand: the ids that stand in their buttons and forms. */
async function everythingOf(principal: string): Promise<Known> {
  const a = await assignmentOf(at, principal);
  const step = await rows(at, (tx) => tx.actionStep.findFirst({ where: { plan: { assignmentId: a } } }));
  const s = step?.id ?? '';
  return {
    commands: [
      ['/coach', 'step Rivera Walk the halls'],
      ['/checkin', 'goal'],
      ['/district', 'digest preview'],
    ],
    buttons: [
      ['plan:accept', { s }],
      ['plan:reword', { s }],
      ['visit:log', { a }],
      ['digest:approve', { digest: a }],
    ],
    forms: [
      ['plan:propose', { a }, { text: 'Walk the halls', dueOn: '2026-10-23' }],
      ['plan:goal', { a }, { statement: 'Walk the halls', standard: '4' }],
      ['visit:log', { a }, { outcome: 'full', visitedOn: '2026-10-19' }],
    ],
    shortcuts: ['plan:shortcut', 'visit:shortcut'],
  };
}

async function play(
  { user, known }: { user: string; known: Known },
  wrong: { secret?: string } = {},
  statuses = [200, 400, 401],
): Promise<void> {
  const good = goodRequests({ team: WORKSPACE_ID, user, channel: dmOf(at, STONE) }, known);
  const requests = fc.sample(broken(good), { numRuns: 120, seed });
  // Several at a time, as they come when many people are at work.
  for (let from = 0; from < requests.length; from += 4)
    await Promise.all(requests.slice(from, from + 4).map((request) => expectAnswer(request, wrong, statuses)));
  await at.house.clockwork.drain();
}

async function expectAnswer(request: Broken, wrong: { secret?: string }, statuses: number[]): Promise<void> {
  const { type, body } = onTheWire(request);
  const started = performance.now();
  const { status } = await knock(`${at.house.url}/slack/events`, body, {
    type,
    secret: at.playground.signingSecret,
    ...wrong,
  });
  expect([statuses.includes(status), request.json.slice(0, 500)]).toEqual([true, expect.anything()]);
  expect(performance.now() - started).toBeLessThan(SLACK_WAITS_MS);
}
