// What comes to the door of Slack and should not: refused or answered kindly, logged by its id, and nothing changed.
import { signBody } from '../../src/playground/pocket-slack/signed-request.ts';
import { WORKSPACE_ID } from '../../src/playground/stage.ts';
import { commandBody, knock } from '../platforms/slack/stage.ts';
import { everythingKept } from '../support/everything-kept.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { BELL, FARAH, RIVERA, STONE, assignmentOf, chat, closeAll, messagesWith, propose, rows } from './acts.ts';
import { dmOf, slackEnvelope } from './forgery.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
  await propose(at, FARAH, STONE, 'Meet the ninth-grade team on Tuesday', '2026-10-23');
}, 180_000);
afterAll(() => at.stop());

const now = () => Math.floor(Date.now() / 1000);
const form = (payload: unknown) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

let count = 0;
const freshId = () => `forged.${String((count += 1))}`;

function command(more: Record<string, string> = {}): string {
  const { workspaceId: team_id, userId: user_id } = at.slack(FARAH);
  return commandBody({
    command: '/coach',
    team_id,
    user_id,
    channel_name: 'directmessage',
    trigger_id: freshId(),
    ...more,
  });
}

function press(email: string, action: string, state: Record<string, string>, more: object = {}): string {
  const actions = [{ type: 'button', action_id: action, value: JSON.stringify({ a: action, s: state }) }];
  const channel = { id: dmOf(at, email) };
  return form({ ...slackEnvelope(email), type: 'block_actions', trigger_id: freshId(), channel, actions, ...more });
}

function submission(
  email: string,
  view: {
    form: string;
    state?: Record<string, string>;
    values?: Record<string, string>;
    version?: number;
    id?: string;
  },
): string {
  const { state = {}, values = {}, version = 1, id = freshId() } = view;
  return form({
    ...slackEnvelope(email),
    type: 'view_submission',
    view: {
      id,
      hash: 'one.hash',
      callback_id: view.form,
      private_metadata: JSON.stringify({ v: version, s: state }),
      state: {
        values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { [name]: { value } }])),
      },
    },
  });
}

async function send(body: string, wrong: Parameters<typeof knock>[2] = {}) {
  return knock(`${at.house.url}/slack/events`, body, { secret: at.playground.signingSecret, ...wrong });
}

/** Whatever was let in is done once the house has answered it in somebody's chat or window. */
async function answered<Found>(look: () => Found): Promise<NonNullable<Found>> {
  return at.stage.slack.until(look);
}

describe('a request that Slack did not send', () => {
  it.each([
    ['is signed with the secret of another app', { secret: 'of-another-app' }],
    ['is too old', { seconds: now() - 301 }],
    ['is of tomorrow', { seconds: now() + 86_400 }],
    ['has no signature', { signature: '' }],
    ['has a signature of another body', { signature: `v0=${'0'.repeat(64)}` }],
  ])('is refused when it %s', async (_, wrong) => {
    const before = await everythingKept(at.house.db);
    const bodies = [command({ text: 'step Stone Walk the halls' }), press(STONE, 'plan:accept', { s: await stepId() })];

    for (const body of bodies) expect(await send(body, wrong)).toMatchObject({ status: 401, stopsRetries: true });

    expect(await everythingKept(at.house.db)).toEqual(before);
  });

  it('is refused when a byte of it was changed', async () => {
    const seconds = now();
    const body = press(STONE, 'plan:accept', { s: await stepId() });
    const signature = signBody(at.playground.signingSecret, seconds, body);
    const before = await everythingKept(at.house.db);

    const changed = body.replace('accept', 'bccept');
    expect(await send(changed, { seconds, signature })).toMatchObject({ status: 401, stopsRetries: true });

    expect(await everythingKept(at.house.db)).toEqual(before);
  });
});

describe('a request that is not ours', () => {
  it.each([
    ['a command', () => command({ team_id: 'T0OTHER' })],
    [
      'a press',
      () => press(STONE, 'plan:accept', {}, { team: { id: 'T0OTHER' }, user: { id: 'U1', team_id: 'T0OTHER' } }),
    ],
  ])('is refused when it is of another workspace: %s', async (_, make) => {
    const before = await everythingKept(at.house.db);

    expect(await send(make())).toMatchObject({ status: 401, stopsRetries: true });

    expect(await everythingKept(at.house.db)).toEqual(before);
  });

  it('is put aside when it is of a person of another workspace, in a shared channel', async () => {
    const before = await everythingKept(at.house.db);
    const user = { id: at.slack(STONE).userId, team_id: 'T0OTHER' };
    const trigger_id = freshId();

    expect(await send(press(STONE, 'plan:accept', { s: await stepId() }, { user, trigger_id }))).toMatchObject({
      status: 200,
    });

    expect(at.logged.join('')).toContain(trigger_id);
    expect(await everythingKept(at.house.db)).toEqual(before);
  });

  it('is answered kindly when nobody knows who it is of', async () => {
    const before = await everythingKept(at.house.db);
    const nobody = { workspaceId: WORKSPACE_ID, userId: 'U0STRANGER' };
    at.stage.slack.addUser({
      workspaceId: WORKSPACE_ID,
      id: 'U0STRANGER',
      name: 'x',
      realName: 'X',
      email: 'x@x.example',
      tz: 'UTC',
    });
    const user = { id: 'U0STRANGER', team_id: WORKSPACE_ID };

    await send(command({ user_id: 'U0STRANGER', text: 'step Stone Walk the halls' }));
    await send(press(STONE, 'plan:accept', { s: await stepId() }, { user, channel: undefined }));
    await answered(() => JSON.stringify(at.stage.slack.screen(nobody)).split('I do not know you yet').length > 2);

    expect(await everythingKept(at.house.db)).toEqual(before);
  });
});

describe('a request about what is not there', () => {
  // Whoever is known leaves a trace: that they asked, where they can be reached, and what they typed, for them alone.
  const kept = () => everythingKept(at.house.db, ['inbound_event', 'platform_account', 'form_draft']);

  it.each([
    ['that was never opened', 'plan:propose', () => 'none'],
    ['that there never was', 'plan:unknown', () => 'none'],
    ['of a pair that is not theirs', 'plan:propose', () => assignmentOf(at, RIVERA)],
  ])('a form %s is answered with a word', async (_, name, pair) => {
    const values = { text: 'Walk the halls', dueOn: '2026-10-23' };
    const body = submission(FARAH, { form: name, state: { a: await pair() }, values });
    const before = await kept();

    const answer = await send(body);

    expect(answer).toMatchObject({ status: 200, body: expect.stringMatching(/gone or closed|not yours/) });
    expect(await kept()).toEqual(before);
  });

  it.each([
    ['that no screen has any more', 'visit:old-button', { v: '1' }, /from an older message/],
    ['about what is gone', 'plan:accept', { s: '01900000-0000-7000-8000-000000000000' }, /gone|not yours/],
    ['whose id is none', 'plan:accept', { s: '../../etc' }, /gone|not yours|could not find/],
  ])("last year's button %s is answered with a word", async (_, action, state, words) => {
    const before = await kept();
    const said = chat(at, STONE).length;

    expect(await send(press(STONE, action, state))).toMatchObject({ status: 200, body: '' });

    await answered(() => chat(at, STONE).length > said);
    expect(chat(at, STONE).at(-1)?.words).toMatch(words);
    expect(await kept()).toEqual(before);
  });
});

describe('a request that is good', () => {
  it('has its effect once, however often the very same comes', async () => {
    const seconds = now();
    const body = submission(FARAH, {
      form: 'plan:propose',
      state: { a: await assignmentOf(at, STONE) },
      values: { text: 'Visit all four rooms', dueOn: '2026-10-23' },
      version: 0,
    });
    const signature = signBody(at.playground.signingSecret, seconds, body);
    const before = await steps();

    await Promise.all([1, 2, 3].map(() => send(body, { seconds, signature })));
    await send(body, { seconds, signature });

    expect((await steps()) - before).toBe(1);
    await at.house.clockwork.drain();
    expect(messagesWith(at, STONE, 'Visit all four rooms')).toHaveLength(1);
  });

  it('is answered when fifty come at once, each of them once', async () => {
    await closeAll(at, BELL);
    const people = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? BELL : FARAH));
    await Promise.all(people.map((email) => at.stage.slack.sendCommand(at.slack(email), 'dm', '/coach', 'help')));

    const answers = () => [BELL, FARAH].map((email) => messagesWith(at, email, 'What you can type').length);
    await at.stage.slack.until(() => answers().every((one) => one >= 25), 40_000);
    await at.house.clockwork.drain();
    expect(answers()).toEqual([25, 25]);
  });
});

async function stepId(): Promise<string> {
  return (await rows(at, (tx) => tx.actionStep.findFirstOrThrow({ where: { text: { startsWith: 'Meet the ninth' } } })))
    .id;
}

function steps(): Promise<number> {
  return rows(at, (tx) => tx.actionStep.count());
}
