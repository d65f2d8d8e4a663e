import express from 'express';
import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { SetUpError } from '../../../src/errors.ts';
import { silentLog } from '../../../src/log.ts';
import { startSlack } from '../../../src/platforms/slack/index.ts';
import { nothing } from '../../../src/chat/interaction.ts';
import { commandBody, knock, openNote, SECRET, setStage, TEAM, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(() => {
  stage.reset();
});
afterAll(() => stage.close());

const seconds = () => Math.floor(Date.now() / 1000);
const signatureOf = (body: string, at = seconds()) =>
  `v0=${createHmac('sha256', SECRET)
    .update(`v0:${String(at)}:${body}`)
    .digest('hex')}`;
const interactive = (payload: unknown) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

describe('the door', () => {
  it.each([
    ['signed with another secret', { secret: 'somebody-elses' }],
    ['without a signature', { signature: '' }],
    ['signed in an unknown way', { signature: 'v9' }],
    ['six minutes old', { seconds: seconds() - 360 }],
    ['six minutes ahead', { seconds: seconds() + 360 }],
    ['whose body was changed on its way', { signature: signatureOf(commandBody({ text: 'b' })) }],
  ])('refuses a request %s, and wants it no more', async (_, wrong) => {
    const answer = await knock(stage.door, commandBody({ text: 'a' }), wrong);

    expect(answer).toMatchObject({ status: 401, stopsRetries: true });
    expect(stage.received).toEqual([]);
  });

  it.each([
    ['no JSON', 'a secret word', 'application/json'],
    ['no JSON in its form', 'payload=a+secret+word', 'application/x-www-form-urlencoded'],
  ])('refuses a body that is %s, and says nothing of it in the log', async (_, body, type) => {
    expect(await knock(stage.door, body, { type })).toMatchObject({ status: 400, stopsRetries: true });
    expect(stage.logged).not.toEqual([]);
    expect(stage.logged.join()).not.toContain('secret');
  });

  it.each([seconds() - 240, seconds() + 240])('lets a request in whose clock is a little off', async (at) => {
    expect(await knock(stage.door, commandBody(), { seconds: at })).toMatchObject({ status: 200, body: '' });
    expect(stage.received).toHaveLength(1);
  });

  it('gives a replayed request the same id, so that it can be known as one', async () => {
    const at = seconds();

    await knock(stage.door, commandBody(), { seconds: at });
    await knock(stage.door, commandBody(), { seconds: at });

    expect(stage.received.map((one) => one.id)).toEqual([`slack:${TEAM}:1.2.3`, `slack:${TEAM}:1.2.3`]);
  });

  it('takes a form whose type carries a charset', async () => {
    const type = 'Application/x-www-form-urlencoded; charset=UTF-8';

    expect(await knock(stage.door, commandBody(), { type })).toMatchObject({ status: 200 });
    expect(stage.received).toHaveLength(1);
  });

  it('takes 4 MiB and no more', async () => {
    const room = 4 * 1024 * 1024 - commandBody({ more: '' }).length;

    const answers = [room, room + 1].map((size) => knock(stage.door, commandBody({ more: 'x'.repeat(size) })));

    expect(await Promise.all(answers)).toMatchObject([{ status: 200 }, { status: 413, stopsRetries: true }]);
    expect(stage.received).toHaveLength(1);
  });

  it("answers Slack's own questions", async () => {
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc' });

    const answer = await knock(stage.door, challenge, { type: 'application/json' });

    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('abc') });
    expect(await knock(stage.door, 'ssl_check=1&token=x')).toMatchObject({ status: 200, body: '' });
    expect(stage.received).toEqual([]);
  });
});

describe('a verified request', () => {
  it.each([
    ['a command', commandBody({ team_id: 'T9OTHER' }), 'application/x-www-form-urlencoded'],
    [
      'an event',
      JSON.stringify({
        type: 'event_callback',
        team_id: 'T9OTHER',
        event_id: 'Ev1',
        event: { type: 'message', channel: 'D1' },
      }),
      'application/json',
    ],
  ])('of another workspace is refused: %s', async (_, body, type) => {
    expect(await knock(stage.door, body, { type })).toMatchObject({ status: 401, stopsRetries: true });
    expect(stage.received).toEqual([]);
  });

  it.each([
    [
      'another workspace left',
      { type: 'event_callback', team_id: 'T9OTHER', event_id: 'Ev2', event: { type: 'app_uninstalled' } },
    ],
    ['an event without a name', { type: 'event_callback', team_id: TEAM, event_id: 'Ev3', event: 'none' }],
    [
      'an event that would trip Bolt',
      { type: 'event_callback', team_id: TEAM, event_id: 'Ev4', event: { type: 'x', item: 'none' } },
    ],
    [
      'an event of a kind that nobody asked for',
      { type: 'event_callback', team_id: TEAM, event_id: 'Ev5', event: { type: 'pin_added' } },
    ],
    ['no object at all', 7],
    ['nothing', null],
    ['an empty object', {}],
  ])('is answered in time and changes nothing: %s', async (_, body) => {
    expect(await knock(stage.door, JSON.stringify(body), { type: 'application/json' })).toMatchObject({ status: 200 });
    await stage.platform.stop();
    expect(stage.received).toEqual([]);
  });

  const actor = { team: { id: TEAM }, user: { id: 'U0MAYA', team_id: TEAM } };
  const button = { type: 'button', action_id: 'sample:open', value: JSON.stringify({ a: 'sample:open', s: {} }) };
  const press = { type: 'block_actions', ...actor, trigger_id: '9.9', actions: [button] };
  it.each([
    ['a button without a value', { ...press, actions: [{ type: 'button', action_id: 'sample:open' }] }],
    ['a button whose value is none of ours', { ...press, actions: [{ ...button, value: 'x' }] }],
    ['a button of two minds', { ...press, actions: [{ ...button, action_id: 'sample:other' }] }],
    ['a menu', { ...press, actions: [{ type: 'static_select', action_id: 'sample:open' }] }],
    ['a person of another workspace', { ...press, user: { id: 'U9', team_id: 'T9OTHER' } }],
    ['no workspace', { ...press, team: null }],
    ['a press of an organization that nobody names', { ...press, is_enterprise_install: true }],
    ['a closed window', { type: 'view_closed', ...actor, view: { id: 'V1', callback_id: 'x' } }],
    ['a shortcut without a name', { type: 'shortcut', ...actor, callback_id: '', trigger_id: '1.1' }],
    ['a menu that asks for its options', { type: 'block_suggestion', ...actor, action_id: 'x', value: '' }],
    ['a dialog of former days', { type: 'dialog_submission', ...actor, callback_id: 'x', submission: {} }],
    ['a step of a workflow', { type: 'workflow_step_edit', ...actor, callback_id: 'x', trigger_id: '1.1' }],
    ['an id that is none', { ...press, trigger_id: "1'; drop table" }],
  ])('is answered in time and changes nothing: %s', async (_, payload) => {
    expect(await knock(stage.door, interactive(payload))).toMatchObject({ status: 200, body: '' });
    await stage.platform.stop();
    expect(stage.received).toEqual([]);
  });

  it('says that nothing was saved when a window without our mark is sent', async () => {
    const view = { id: 'V1', callback_id: 'x', state: { values: {} } };

    const { body } = await knock(stage.door, interactive({ type: 'view_submission', ...actor, view }));

    expect(JSON.parse(body)).toMatchObject({ response_action: 'update' });
    expect(body).toContain('nothing was saved');
    expect(stage.received).toEqual([]);
  });

  it('is logged by its id alone when it is put aside', async () => {
    const event = { type: 'event_callback', team_id: TEAM, event_id: 'Ev77', event: 'a secret word' };

    await knock(stage.door, JSON.stringify(event), { type: 'application/json' });

    const said = stage.logged.join('\n');
    expect(said).toContain('Ev77');
    expect(said).not.toContain('a secret word');
  });
});

describe('a mistake of our own', () => {
  const tooMuch = { state: { all: 'x'.repeat(3_500) } };

  it('is said kindly where a command was typed', async () => {
    stage.answer(() => openNote(tooMuch));

    expect(await stage.pocket.sendCommand('U0MAYA', 'C0TEAM', '/checkin')).toEqual({ ok: true });

    await stage.pocket.until(() =>
      stage.pocket
        .screen('U0MAYA')
        .conversations.flatMap((one) => one.messages)[0]
        ?.text.includes('went wrong'),
    );
  });

  it('does not close a window as if all were well', async () => {
    stage.answer(() => openNote());
    await stage.pocket.sendCommand('U0MAYA', 'C0TEAM', '/checkin');
    const modal = await stage.pocket.until(() => stage.pocket.screen('U0MAYA').modals[0]);
    stage.answer(() => openNote(tooMuch));

    await stage.pocket.submitView('U0MAYA', modal.id, { note: 'All well' });

    expect(JSON.stringify(stage.pocket.screen('U0MAYA').modals[0]?.blocks)).toContain('went wrong');
  });
});

describe('Slack', () => {
  const settings = { botToken: 'xoxb-hill', signingSecret: SECRET, log: silentLog, now: () => new Date() };

  it.each([
    ['SLACK_BOT_TOKEN', { botToken: '' }],
    ['SLACK_SIGNING_SECRET', { signingSecret: '' }],
  ])('does not start without %s', async (name, missing) => {
    const started = startSlack({ ...settings, ...missing }, async () => nothing);

    await expect(started).rejects.toThrow(SetUpError);
    await expect(started).rejects.toThrow(name);
  });

  it('starts while its servers are away, and works once they are back', async () => {
    stage.pocket.fail({ method: 'auth.test', mode: 'http500', times: 2 });
    const heard: string[] = [];
    const { platform, router } = await startSlack({ ...settings, apiUrl: stage.apiUrl }, async (interaction) => {
      heard.push(interaction.id);
      return nothing;
    });
    const server = express()
      .use(router ?? express.Router())
      .listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const door = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/slack/events`;

    await stage.pocket.until(() =>
      stage.pocket.calls.some((call) => call.method === 'auth.test' && call.status === 500),
    );

    const before = await knock(door, commandBody());
    const after = await knock(door, commandBody());

    expect([before, after]).toMatchObject([{ status: 503, stopsRetries: false }, { status: 200 }]);
    expect(heard).toEqual([`slack:${TEAM}:1.2.3`]);
    await platform.stop();
    server.close();
  });
});
