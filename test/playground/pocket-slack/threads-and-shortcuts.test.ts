import { scopes } from './bolt-app.ts';
import { refusal, startPocketWithListener } from './listening-app.ts';

let house: Awaited<ReturnType<typeof startPocketWithListener>>;
const begin = async (options: Parameters<typeof startPocketWithListener>[0] = {}) => {
  house = await startPocketWithListener(options);
  const { pocket } = house;
  pocket.addWorkspace({ id: 'T0NORTH', name: 'Northlight', botToken: 'xoxb-north', botUserId: 'U0BOT', scopes });
  pocket.addUser({ workspaceId: 'T0NORTH', id: 'U0MAYA', name: 'maya', realName: 'Maya' });
  pocket.addUser({ workspaceId: 'T0NORTH', id: 'U0TOM', name: 'tom', realName: 'Tom' });
  const members = ['U0BOT', 'U0MAYA', 'U0TOM'];
  pocket.addChannel({ workspaceId: 'T0NORTH', id: 'C0TEAM', name: 'team', isPrivate: false, members });
};
beforeEach(() => begin());
afterEach(() => house.stop());

const team = (who = 'U0MAYA') =>
  house.pocket.screen(who).conversations.find((one) => one.id === 'C0TEAM')?.messages ?? [];
const post = (text: string, more: { thread_ts?: string; reply_broadcast?: true } = {}) =>
  // The overloads of the SDK part broadcasts from other replies, which one helper cannot.
  house
    .clientOf('xoxb-north')
    .chat.postMessage({ channel: 'C0TEAM', text, ...more } as { channel: string; text: string });

describe('a thread', () => {
  it('hangs under its message, and shows in the channel only what is sent to both', async () => {
    const top = await post('Digest');
    await post('East', { thread_ts: top.ts ?? '' });
    await post('West', { thread_ts: top.ts ?? '', reply_broadcast: true });
    await house.pocket.say('U0MAYA', 'C0TEAM', 'Thank you', top.ts);

    expect(team().map((one) => one.text)).toEqual(['Digest', 'West']);
    expect(team()[0]?.replies.map((one) => one.text)).toEqual(['East', 'West', 'Thank you']);
  });

  it('is refused under what is not there, what is a reply, and what is in another channel', async () => {
    const members = ['U0BOT'];
    house.pocket.addChannel({ workspaceId: 'T0NORTH', id: 'C0TWO', name: 'two', isPrivate: false, members });
    const top = await post('Digest');
    const reply = await post('East', { thread_ts: top.ts ?? '' });
    const { chat } = house.clientOf('xoxb-north');

    expect(reply.message).toMatchObject({ thread_ts: top.ts, parent_user_id: 'U0BOT' });
    expect(await refusal(post('x', { thread_ts: '1.000001' }))).toBe('thread_not_found');
    expect(await refusal(chat.postMessage({ channel: 'C0TWO', text: 'x', thread_ts: top.ts ?? '' }))).toBe(
      'thread_not_found',
    );
    expect(await refusal(post('x', { thread_ts: reply.ts ?? '' }))).toBe('cannot_reply_to_message');
  });

  it('keeps its replies under a stone when its message is deleted', async () => {
    const top = await post('Digest');
    await post('East', { thread_ts: top.ts ?? '' });

    await house.clientOf('xoxb-north').chat.delete({ channel: 'C0TEAM', ts: top.ts ?? '' });

    expect(team()).toMatchObject([{ text: 'This message was deleted.', replies: [{ text: 'East' }] }]);
  });

  it('sends what a person says in it with the thread, in a direct message', async () => {
    const { ts = '' } = await house.clientOf('xoxb-north').chat.postMessage({ channel: 'U0MAYA', text: 'How was it?' });

    await house.pocket.say('U0MAYA', 'dm', 'Good', ts);

    expect(house.events().at(-1)?.event).toMatchObject({
      type: 'message',
      channel_type: 'im',
      thread_ts: ts,
      text: 'Good',
    });
  });

  it('has buttons that say in which thread they are', async () => {
    const top = await post('Digest');
    const { ts = '' } = await house.clientOf('xoxb-north').chat.postMessage({
      channel: 'C0TEAM',
      text: 'East',
      thread_ts: top.ts ?? '',
      blocks: [
        { type: 'actions', elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }] },
      ],
    });

    await house.pocket.press('U0MAYA', { channel: 'C0TEAM', ts }, 'go');

    expect(house.payloads()[0]).toMatchObject({
      container: { message_ts: ts, thread_ts: top.ts },
      message: { thread_ts: top.ts },
    });
  });
});

describe('a global shortcut', () => {
  it('comes with a trigger, and from nowhere', async () => {
    expect(await house.pocket.sendShortcut('U0MAYA', 'open_plan')).toEqual({ ok: true });

    const [payload] = house.payloads();
    expect(payload).toMatchObject({
      type: 'shortcut',
      callback_id: 'open_plan',
      user: { id: 'U0MAYA', team_id: 'T0NORTH' },
      team: { id: 'T0NORTH' },
      is_enterprise_install: false,
    });
    for (const field of ['channel', 'response_url', 'message', 'container']) expect(payload).not.toHaveProperty(field);
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Plan' }, blocks: [] };
    await house.clientOf('xoxb-north').views.open({ trigger_id: String(payload?.['trigger_id']), view });
    expect(house.pocket.screen('U0MAYA').modals).toMatchObject([{ title: 'Plan' }]);
  });

  it('must be registered as what it is', async () => {
    await house.stop();
    await begin({ shortcuts: [{ callbackId: 'make', name: 'Make a step', description: '', kind: 'message' }] });
    await post('Hello');

    expect(await house.pocket.sendShortcut('U0MAYA', 'make')).toMatchObject({ notice: 'invalid_shortcut' });
    expect(await house.pocket.sendMessageShortcut('U0MAYA', 'C0TEAM', team()[0]?.ts ?? '', 'make')).toEqual({
      ok: true,
    });
    expect(house.payloads()).toHaveLength(1);
  });

  it('shows trouble when the app does not answer in time', async () => {
    await house.stop();
    await begin({ requestUrl: 'http://127.0.0.1:9/' });

    expect(await house.pocket.sendShortcut('U0MAYA', 'open_plan')).toMatchObject({ notice: 'dispatch_failed' });
  });
});

describe('a message shortcut', () => {
  it('comes with the whole message, its channel and an address to answer to the person alone', async () => {
    await house.pocket.say('U0TOM', 'C0TEAM', 'The buses are late again');
    const { ts = '' } = team()[0] ?? {};

    await house.pocket.sendMessageShortcut('U0MAYA', 'C0TEAM', ts, 'make_step');

    const [payload] = house.payloads();
    expect(payload).toMatchObject({
      type: 'message_action',
      callback_id: 'make_step',
      message_ts: ts,
      channel: { id: 'C0TEAM', name: 'team' },
      message: { type: 'message', user: 'U0TOM', text: 'The buses are late again', ts },
      user: { id: 'U0MAYA' },
    });
    await fetch(String(payload?.['response_url']), { method: 'POST', body: JSON.stringify({ text: 'Kept' }), headers });
    expect(team('U0MAYA').map((one) => one.text)).toContain('Kept');
    expect(team('U0TOM').map((one) => one.text)).not.toContain('Kept');
  });

  it('can be picked on nothing that the person does not see', async () => {
    await expect(house.pocket.sendMessageShortcut('U0MAYA', 'C0TEAM', '1.000001', 'make_step')).rejects.toThrow(
      'sees no message',
    );
  });
});

const headers = { 'content-type': 'application/json' };

it('lets the page pick shortcuts and answer in threads', async () => {
  const top = await post('Digest');
  const act = (name: string, body: object) =>
    fetch(`${house.url}/persona/${name}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ workspace: 'T0NORTH', user: 'U0MAYA', ...body }),
    }).then((response) => response.status);

  expect(await act('shortcut', { callbackId: 'open_plan' })).toBe(200);
  expect(await act('message-shortcut', { callbackId: 'make_step', channel: 'C0TEAM', ts: top.ts })).toBe(200);
  expect(await act('say', { channel: 'C0TEAM', text: 'Thank you', threadTs: top.ts })).toBe(200);

  expect(house.payloads().map((one) => one['type'])).toEqual(['shortcut', 'message_action']);
  expect(team()[0]?.replies).toMatchObject([{ text: 'Thank you' }]);
});
