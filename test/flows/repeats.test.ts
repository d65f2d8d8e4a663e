import {
  BELL,
  FARAH,
  NGUYEN,
  OKAFOR,
  PRINCIPALS,
  RIVERA,
  STONE,
  USUAL,
  assignmentOf,
  chat,
  closeAll,
  messageWithButton,
  messagesWith,
  open,
  openForm,
  prompts,
  propose,
  rows,
  send,
  slackWho,
  stepRows,
  teamsUser,
  type Values,
} from './acts.ts';
import { dmOf, postToSlack, slackEnvelope, type Forge } from './forgery.ts';
import {
  furnish,
  openPockets,
  SIGNING_SECRET,
  startProduct,
  type Standing,
  type StandingPockets,
} from './standing-pockets.ts';

let pockets: StandingPockets;
let running: Standing;
let at: Forge;
beforeAll(async () => {
  pockets = await openPockets();
  running = await startProduct(pockets);
  const tenantId = await furnish(pockets, running, '2026-10-19T12:30:00Z');
  at = { stage: pockets.stage, tenantId, house: running.house, playground: { signingSecret: SIGNING_SECRET } };
}, 60_000);
afterAll(async () => {
  await running.house.stop();
  await pockets.close();
});

async function restart(): Promise<void> {
  await running.house.stop();
  running = await startProduct(pockets);
  at.house = running.house;
}

function until(instant: string) {
  return running.travel.to(new Date(instant), () => undefined);
}

async function stepsOf(principal: string) {
  const assignmentId = await assignmentOf(at, principal);
  return rows(at, (tx) => tx.actionStep.findMany({ where: { plan: { assignmentId } }, include: { moves: true } }));
}

async function checkInOf(principal: string) {
  const assignmentId = await assignmentOf(at, principal);
  return rows(at, (tx) =>
    tx.checkIn.findFirstOrThrow({ where: { assignmentId }, orderBy: { weekOf: 'desc' }, include: { answers: true } }),
  );
}

describe('the same request from Slack twice', () => {
  it('accepts a step once', async () => {
    await propose(at, FARAH, STONE, 'Meet the ninth-grade team on Tuesday', '2026-10-23');
    const [step] = await stepsOf(STONE);
    const press = {
      ...slackEnvelope(STONE),
      type: 'block_actions',
      trigger_id: 'the.same.trigger',
      channel: { id: dmOf(at, STONE) },
      actions: [
        { type: 'button', action_id: 'plan:accept', value: JSON.stringify({ a: 'plan:accept', s: { s: step?.id } }) },
      ],
    };
    await Promise.all([postToSlack(at, press), postToSlack(at, press)]);
    await postToSlack(at, press);
    await until('2026-10-19T12:40:00Z');
    await at.stage.slack.until(() => messagesWith(at, FARAH, 'accepted the next step').length > 0);

    expect((await stepsOf(STONE)).map((one) => [one.status, one.moves.length])).toEqual([['COMMITTED', 1]]);
    expect(messagesWith(at, FARAH, 'accepted the next step')).toHaveLength(1);
    expect(messagesWith(at, STONE, 'Your next step')).toHaveLength(1);
  });

  it('proposes a step once, when the same window is sent twice', async () => {
    const payload = {
      ...slackEnvelope(BELL),
      type: 'view_submission',
      view: {
        id: 'V0SAME',
        hash: 'the.same.hash',
        callback_id: 'plan:propose',
        private_metadata: JSON.stringify({ v: 1, s: { a: await assignmentOf(at, RIVERA) } }),
        state: {
          values: {
            text: { text: { value: 'Visit all four grade-5 math rooms' } },
            dueOn: { dueOn: { selected_date: '2026-10-23' } },
          },
        },
      },
    };
    await Promise.all([postToSlack(at, payload), postToSlack(at, payload)]);
    await postToSlack(at, payload);
    await at.house.clockwork.drain();

    expect(await stepsOf(RIVERA)).toHaveLength(1);
    expect(messagesWith(at, RIVERA, 'proposes a next step')).toHaveLength(1);
  });
});

describe('the same activity of Teams twice', () => {
  it('accepts a step once', async () => {
    const user = teamsUser(at, RIVERA);
    const message = messageWithButton(at, RIVERA, 'Accept');
    await at.stage.teams.pressSubmit(user, message?.id ?? '', 'Accept');
    const [first] = at.stage.teams.deliveries.slice(-1);
    for (const _again of [1, 2]) await at.stage.teams.post(first?.activity ?? {});
    await at.house.clockwork.drain();

    expect((await stepsOf(RIVERA)).map((one) => [one.status, one.moves.length])).toEqual([['COMMITTED', 1]]);
    expect(messagesWith(at, BELL, 'accepted the next step')).toHaveLength(1);
    expect(chat(at, RIVERA).filter((one) => one.words.includes('decided already'))).toEqual([]);
  });
});

describe('three restarts on Thursday at two', () => {
  it('one prompt each', async () => {
    await until('2026-10-22T17:59:30Z');
    await running.travel.set(new Date('2026-10-22T18:00:05Z'));
    for (const stop of ['at once', 'under way', 'under way', 'when all is sent']) {
      await running.house.wake();
      const work = at.house.clockwork.drain();
      if (stop === 'when all is sent') await work;
      if (stop === 'under way')
        await at.stage.slack.until(() => prompts(at, NGUYEN).length > 0, 400).catch(() => undefined);
      await restart();
      await work;
    }
    await until('2026-10-22T18:05:00Z');
    await until('2026-10-22T21:30:00Z');

    for (const email of PRINCIPALS) expect([email, prompts(at, email).length]).toEqual([email, 1]);
    const statuses = await rows(at, (tx) =>
      tx.delivery.groupBy({ by: ['status'], where: { kind: 'check-in.prompt' }, _count: true }),
    );
    expect(statuses).toEqual([{ status: 'SENT', _count: 8 }]);
  }, 60_000);
});

describe('the same answer twice', () => {
  it('is saved once from a window', async () => {
    const form = await open(at, STONE, 'Start');
    const view = at.stage.slack.screen(slackWho(STONE)).modals.at(-1);
    const values: Values = { ...USUAL, ...stepRows(form, 'done') };
    const state = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        { [name]: Array.isArray(value) ? { selected_options: value.map((one) => ({ value: one })) } : { value } },
      ]),
    );
    const mark = JSON.stringify({ v: 1, s: { c: (await checkInOf(STONE)).id } });
    const payload = {
      ...slackEnvelope(STONE),
      type: 'view_submission',
      view: {
        id: view?.id,
        hash: 'one.hash',
        callback_id: 'check-in:week',
        private_metadata: mark,
        state: { values: state },
      },
    };
    await Promise.all([postToSlack(at, payload), postToSlack(at, payload)]);
    await at.house.clockwork.drain();
    await closeAll(at, STONE);

    const { version, status, answers } = await checkInOf(STONE);
    expect([version, status, answers.length]).toEqual([1, 'SUBMITTED', 6]);
    expect(messagesWith(at, STONE, 'has it. That was your week')).toHaveLength(1);
    const [step] = await stepsOf(STONE);
    expect(step?.moves.map((move) => move.event).sort()).toEqual(['claim', 'commit', 'start']);
  });

  it('is saved once from a dialog', async () => {
    const form = await open(at, RIVERA, 'Start');
    await send(at, RIVERA, { ...USUAL, ...stepRows(form, 'moving') });
    const sent = at.stage.teams.deliveries.findLast((one) => one.activity['name'] === 'task/submit');
    for (const _again of [1, 2]) await at.stage.teams.post({ ...sent?.activity, id: `f:again-${_again}` });
    await at.house.clockwork.drain();

    const { version, status, answers } = await checkInOf(RIVERA);
    expect([version, status, answers.length]).toEqual([1, 'SUBMITTED', 6]);
    expect(openForm(at, RIVERA)).toBeUndefined();
  });

  it('is saved once when it was typed and Slack delivers the event again', async () => {
    const { eventId } = await at.stage.slack.sayInDm(slackWho(STONE), 'done, 4 rooms, bus shortage');
    await at.stage.slack.until(() => messagesWith(at, STONE, 'Got it: step done, 4 classrooms').length > 0);
    const once = await checkInOf(STONE);
    const said = chat(at, STONE).map((message) => message.words);
    await at.stage.slack.redeliverEvent(eventId ?? '');
    await at.house.clockwork.drain();
    expect(await checkInOf(STONE)).toEqual(once);
    expect(chat(at, STONE).map((message) => message.words)).toEqual(said);
  });
});

describe('half an hour without Slack and Teams', () => {
  it('the prompts go out after it, once', async () => {
    // Fall break begins on Thursday, so this week closes on Wednesday, and its check-ins open on Tuesday.
    await until('2026-10-27T17:59:00Z');
    const before = new Map(PRINCIPALS.map((email) => [email, prompts(at, email).length]));
    await pockets.goDown();
    await until('2026-10-27T18:30:00Z');
    expect(await rows(at, (tx) => tx.delivery.count({ where: { kind: 'check-in.prompt', status: 'SENT' } }))).toBe(8);
    await pockets.comeBack();
    await until('2026-10-27T19:00:00Z');
    expect(prompts(at, RIVERA)).toHaveLength((before.get(RIVERA) ?? 0) + 1);
    await until('2026-10-27T21:30:00Z');

    for (const email of PRINCIPALS)
      expect([email, prompts(at, email).length]).toEqual([email, (before.get(email) ?? 0) + 1]);
  }, 120_000);
});

describe('an answer of Slack or Teams that is lost on its way', () => {
  it('the message is not sent again; it stands as unknown, with its reason, until something shows that it is there', async () => {
    await until('2026-11-05T18:59:00Z');
    const before = new Map([STONE, OKAFOR].map((email) => [email, prompts(at, email).length]));
    at.stage.slack.fail({ method: 'chat.postMessage', mode: 'lost-response' });
    const { chatId } = teamsUser(at, OKAFOR);
    at.stage.teams.fail({
      match: (call) => call.kind === 'send' && call.conversationId === chatId,
      mode: 'lost-response',
    });
    await until('2026-11-05T19:30:00Z');

    for (const email of [STONE, OKAFOR])
      expect([email, prompts(at, email).length]).toEqual([email, (before.get(email) ?? 0) + 1]);
    for (const email of [STONE, OKAFOR]) {
      const checkIn = await checkInOf(email);
      const row = await rows(at, (tx) =>
        tx.delivery.findFirstOrThrow({ where: { about: checkIn.id, kind: 'check-in.prompt' } }),
      );
      // Slack speaks of its messages by itself, and may have settled this one by now: arrivals.test.ts.
      const unknown = ['UNKNOWN', 'We cannot tell whether this arrived.'];
      expect(email === STONE ? [unknown, ['SENT', null]] : [unknown]).toContainEqual([row.status, row.reasonText]);
      // It did arrive, and its button works.
      expect((await open(at, email, 'Start')).title).toBe('Your week');
      await closeAll(at, email);
    }
  }, 60_000);
});
