// What comes to the door of Teams and should not: refused or answered kindly, logged by its id, and nothing changed.
import { TENANT_ID } from '../../src/playground/stage.ts';
import { everythingKept } from '../support/everything-kept.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  NGUYEN,
  OKAFOR,
  RIVERA,
  answer,
  chat,
  messagesWith,
  open,
  press,
  propose,
  rows,
  stepRows,
  teamsUser,
  USUAL,
} from './acts.ts';
import { formsAbout, idsOf, TRACES } from './teams-known.ts';

let at: TestHouse;
let theirs: Record<string, string>;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
  await propose(at, BELL, RIVERA, 'Visit all four grade-5 math rooms', '2026-10-23');
  await press(at, RIVERA, 'Accept');
  await at.travel.to(new Date('2026-10-22T18:01:00Z'), () => undefined);
  theirs = await idsOf(at, RIVERA);
}, 180_000);
afterAll(() => at.stop());

let count = 0;
const invoke = (email: string, name: string, value: object) =>
  at.stage.teams.buildActivity(teamsUser(at, email), {
    type: 'invoke',
    name,
    value,
    id: `forged-${String((count += 1))}`,
  });
const submit = (email: string, form: string, more: object = {}) =>
  invoke(email, 'task/submit', {
    data: { f: form, v: 1, s: theirs, n: `forged-${String((count += 1))}`, d: 1, ...more },
    context: { theme: 'default' },
  });
const send = (activity: ReturnType<typeof invoke>, authorization?: string) =>
  at.stage.teams.post(activity, authorization);
/** Messages to people; their own Homes may be drawn again. */
const written = () => rows(at, (tx) => tx.delivery.count({ where: { kind: { not: 'home' } } }));
const kept = async () => [await everythingKept(at.house.db, TRACES), await written()];

describe('a request that Teams did not send', () => {
  it.each([
    ['has no token', ''],
    ['has a token that is none', 'Bearer x.y.z'],
    ['has a token for another app', { audience: 'another-app' }],
    ['has a token of another issuer', { issuer: `https://sts.windows.net/${TENANT_ID}/` }],
    ['has a token that ended', { expiresInSeconds: -3_600 }],
    ['has a token for another service address', { serviceUrl: 'https://smba.trafficmanager.net/emea/' }],
    ['has a token that nobody signed', { brokenSignature: true }],
  ])('is refused when it %s', async (_, wrong) => {
    const before = await everythingKept(at.house.db);

    for (const activity of [
      submit(RIVERA, 'plan:goal', { statement: 'Walk the halls', standard: '4' }),
      invoke(RIVERA, 'composeExtension/fetchTask', { commandId: 'check-in:open', commandContext: 'compose' }),
      at.stage.teams.buildActivity(teamsUser(at, RIVERA), { type: 'message', text: 'checkin' }),
    ]) {
      const token = typeof wrong === 'string' ? wrong : `Bearer ${await at.stage.teams.sign(activity, wrong)}`;
      expect(await send(activity, token)).toMatchObject({ status: 401 });
    }

    expect(await everythingKept(at.house.db)).toEqual(before);
  });
});

describe('a request of a tenant that is nobody’s', () => {
  it('is told how to connect, in the chat and in a dialog, and changes nothing', async () => {
    const { teams } = at.stage;
    const tenant = teams.addTenant({ id: 'c0ffee00-0000-4000-8000-00000000feed', name: 'Lakeside' });
    const dana = teams.addUser({ tenantId: tenant.id, name: 'Dana Reyes', email: 'elena.rivera@harborcity.example' });
    // That somebody tried a code is counted, wherever they come from.
    const kept = () => everythingKept(at.house.db, ['wrong_code']);
    const before = await kept();

    await teams.install(dana);
    await teams.say(dana, undefined, 'checkin');
    await teams.pick(dana, { action: 'check-in:open' });
    const [button] = teams.screen(dana).dialog?.buttons ?? [];
    expect([button?.title, teams.screen(dana).dialog?.words.join(' ')]).toEqual([
      'Connect this workspace',
      expect.stringContaining('is not connected to a district yet'),
    ]);
    expect((await teams.submitDialog(dana, {}, 'Connect this workspace')).result).toBe('open');
    expect((await teams.submitDialog(dana, { code: '7K3M-Q0TV-9XHB' })).result).toBe('open');
    expect(teams.screen(dana).dialog?.words.join(' ')).toContain('⚠');
    const goal = { f: 'plan:goal', v: 1, s: theirs, n: 'x', d: 1, statement: 'Walk the halls', standard: '4' };
    await send(teams.buildActivity(dana, { type: 'invoke', name: 'task/submit', value: { data: goal } }));
    await at.house.clockwork.drain();

    expect(await kept()).toEqual(before);
  });

  it('is refused when the activity names two of them', async () => {
    const before = await everythingKept(at.house.db);
    const activity = submit(RIVERA, 'plan:goal', { statement: 'Walk the halls', standard: '4' });

    expect(await send({ ...activity, channelData: { tenant: { id: 'another' } } })).toMatchObject({ status: 400 });

    expect(await everythingKept(at.house.db)).toEqual(before);
  });
});

/** About the time of whoever sends it, and of nobody else: it carries no id. */
const OWN = 'check-in:time';

describe('a form that was made for somebody else', () => {
  it('is answered with a word and changes nothing, whichever form it is and whoever sends it', async () => {
    const before = await kept();
    for (const [form, state, values] of formsAbout(theirs).filter(([form]) => form !== OWN))
      for (const email of [OKAFOR, NGUYEN]) {
        const answer = await send(submit(email, form, { s: state, ...values }));
        expect([form, answer.status, answer.timedOut]).toEqual([form, 200, false]);
        expect([form, JSON.stringify(answer.body)]).toEqual([form, expect.stringMatching(/task/)]);
      }
    await at.house.clockwork.drain();

    expect(await kept()).toEqual(before);
  }, 120_000);

  it('says nothing of the pair that it is about', async () => {
    for (const [form, state, values] of formsAbout(theirs)) {
      const { body } = await send(submit(OKAFOR, form, { s: state, ...values }));
      expect([form, JSON.stringify(body)]).toEqual([form, expect.not.stringMatching(/Rivera|grade-5 math/)]);
    }
  }, 120_000);
});

describe('a request about what is not there', () => {
  it.each([
    [
      'a form that was never opened',
      'plan:goal',
      { s: {}, statement: 'Walk the halls', standard: '4' },
      /gone or closed|not yours/,
    ],
    ['a form that there never was', 'plan:unknown', { text: 'Walk the halls' }, /gone or closed/],
    [
      'an id that is none',
      'plan:reword',
      { s: { s: '../../etc' }, text: 'Walk', dueOn: '2026-10-23' },
      /gone or closed|not yours|could not find/,
    ],
    ['an id of the wrong type', 'plan:goal', { s: { a: 7 } }, /no longer in use/],
    ['a state that is none', 'plan:goal', { s: 'all' }, /no longer in use/],
    ['a version that is none', 'plan:goal', { v: 'one' }, /no longer in use/],
    ['a drawing that is none', 'plan:goal', { n: '' }, /no longer in use/],
    ['a field that is no text', 'plan:goal', { statement: { deep: [1] }, standard: ['x'] }, /Not sent yet/],
  ])('%s is answered with a word', async (_, form, more, words) => {
    const before = await kept();

    const { status, body } = await send(submit(RIVERA, form, more));

    expect([status, JSON.stringify(body)]).toEqual([200, expect.stringMatching(words)]);
    expect(await kept()).toEqual(before);
  });

  it.each([
    ['that no card has any more', { a: 'visit:old-button', s: { v: '1' } }, /from an older message/],
    ['about what is gone', { a: 'plan:accept', s: { s: '01900000-0000-7000-8000-000000000000' } }, /gone|not yours/],
    [
      'of a pair that is not theirs',
      { a: 'plan:goal', s: { a: 'theirs' } },
      /not yours|gone|could not find|older message/,
    ],
    ['whose id is none', { a: 'plan:accept', s: { s: '../../etc' } }, /gone|not yours|could not find/],
    ['without an action', { s: {} }, /no longer in use/],
  ])(
    "last year's button %s is answered with a word in a dialog, and without one in the chat",
    async (_, data, words) => {
      const before = await kept();

      for (const name of ['task/fetch', 'task/submit']) {
        const { status, body } = await send(invoke(OKAFOR, name, { data }));
        expect([status, JSON.stringify(body)]).toEqual([200, expect.stringMatching(words)]);
      }

      expect(await kept()).toEqual(before);
    },
  );

  it('an entry of the menu that there is no more is answered with a word', async () => {
    const { body } = await send(invoke(RIVERA, 'composeExtension/fetchTask', { commandId: 'plan:of-last-year' }));
    expect(JSON.stringify(body)).toContain('from an older version');
  });
});

describe('a form that is good', () => {
  it('is taken once, however often and at once the very same is sent, and also after it was closed', async () => {
    const form = await open(at, RIVERA, 'Start');
    const user = teamsUser(at, RIVERA);
    await at.stage.teams.submitDialog(user, {
      ...USUAL,
      led: 'plc',
      barriers: 'nothing',
      ...stepRows(form, 'moving'),
    });
    const sent = at.stage.teams.deliveries.at(-1)?.activity ?? {};
    const before = chat(at, RIVERA).length;

    const again = await Promise.all([1, 2, 3].map(() => send({ ...sent, id: `again-${String((count += 1))}` })));
    at.stage.teams.closeDialog(user);
    again.push(await send({ ...sent, id: 'after-it-was-closed' }));
    await at.house.clockwork.drain();

    expect(again.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(again.map(({ body }) => JSON.stringify(body))).toEqual(again.map(() => expect.stringContaining('Thanks')));
    expect(chat(at, RIVERA).length - before).toBeLessThanOrEqual(1);
    expect(await rows(at, (tx) => tx.checkIn.count({ where: { id: theirs['c'] ?? '', status: 'SUBMITTED' } }))).toBe(1);
  });

  it('is taken in an older version: what both ask is kept, and what is new is asked for', async () => {
    const { c = '' } = await idsOf(at, NGUYEN);
    const old = submit(NGUYEN, 'check-in:week', { v: 0, s: { c }, rooms: '3', 'asked-last-year': 'yes' });
    const { body } = await send(old);
    expect(JSON.stringify(body)).toContain('Not sent yet');
    expect(JSON.stringify(body)).not.toContain('asked-last-year');
    const values = { ...USUAL, led: 'plc', barriers: 'nothing' };
    const taken = await send(submit(NGUYEN, 'check-in:week', { v: 0, s: { c }, ...values }));
    expect(JSON.stringify(taken.body)).toContain('Thanks');
    expect(await rows(at, (tx) => tx.checkIn.count({ where: { id: c, status: 'SUBMITTED' } }))).toBe(1);
  });

  it('is answered when many come at once, each of them', async () => {
    const people = Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? OKAFOR : NGUYEN));
    const answers = await Promise.all(
      people.map((email) => send(invoke(email, 'composeExtension/fetchTask', { commandId: 'check-in:open' }))),
    );
    expect(answers.map(({ status, timedOut }) => [status, timedOut])).toEqual(people.map(() => [200, false]));
    expect(messagesWith(at, OKAFOR, 'went wrong')).toEqual([]);
    await answer(at, OKAFOR);
  });
});
