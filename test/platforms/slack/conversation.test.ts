import type { Part } from '../../../src/chat/card.ts';
import { commandBody, knock, laterReply, noteForm, openNote, setStage, simpleCard, TEAM, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(() => {
  stage.reset();
});
afterAll(() => stage.close());

const maya = () => stage.pocket.screen('U0MAYA');
const topModal = () => maya().modals.at(-1);
const modalCalled = (title: string) => () => (topModal()?.title === title ? topModal() : undefined);
const messagesIn = (kind: 'im' | 'public') => maya().conversations.find((one) => one.kind === kind)?.messages ?? [];
const lastIn = (kind: 'im' | 'public') => () => messagesIn(kind).at(-1);
const wordsOf = (blocks: unknown) => JSON.stringify(blocks);

async function openTheNote(more: Parameters<typeof openNote>[0] = {}) {
  stage.answer(() => openNote(more));
  expect(await stage.pocket.sendCommand('U0MAYA', 'dm', '/checkin')).toEqual({ ok: true });
  return stage.pocket.until(modalCalled('A short note'));
}

describe('a command', () => {
  it('hands over who asked, where, in which words and about whom', async () => {
    await stage.pocket.sendCommand(
      'U0MAYA',
      'C0TEAM',
      '/coach',
      'for <@U0DANA|dana> in <#C0TEAM|principals> &amp; soon',
    );

    expect(stage.received).toEqual([
      {
        kind: 'command',
        id: expect.stringMatching(/^slack:T0HILL:\d+\.\d+/),
        sender: { platform: 'slack', teamId: TEAM, userId: 'U0MAYA', address: { teamId: TEAM, userId: 'U0MAYA' } },
        place: { private: false, address: { teamId: TEAM, channelId: 'C0TEAM' } },
        command: 'coach',
        words: 'for @U0DANA in #C0TEAM & soon',
      },
    ]);
  });

  it('opens a form that is ready in time at once', async () => {
    await openTheNote();

    expect(stage.pocket.calls.filter((call) => call.method.startsWith('views.')).map((call) => call.method)).toEqual([
      'views.open',
    ]);
  });

  it('opens a waiting window for a slow form, which then becomes the form', async () => {
    const slow = laterReply();
    stage.answer(() => slow.promise);

    await stage.pocket.sendCommand('U0MAYA', 'C0TEAM', '/checkin');
    await stage.pocket.until(modalCalled('One moment…'));
    slow.resolve(openNote({ values: { note: 'from last week' } }));

    const modal = await stage.pocket.until(modalCalled('A short note'));
    expect(wordsOf(modal.values)).toContain('from last week');
    expect(messagesIn('public')).toEqual([]);
  });

  it('says a slow answer in the chat, and so in the waiting window', async () => {
    const slow = laterReply();
    stage.answer(() => slow.promise);

    await stage.pocket.sendCommand('U0MAYA', 'C0TEAM', '/coach');
    await stage.pocket.until(modalCalled('One moment…'));
    slow.resolve({ kind: 'say', card: simpleCard('Here is your plan.') });

    await stage.pocket.until(modalCalled('Here you are'));
    expect(lastIn('public')()).toMatchObject({
      onlyVisibleToYou: true,
      text: expect.stringContaining('Here is your plan.'),
    });
  });

  it.each(['expired_trigger_id', 'exchanged_trigger_id'])(
    'gives a button instead when Slack says %s',
    async (error) => {
      stage.pocket.fail({ method: 'views.open', mode: 'error', error });
      stage.answer(() => openNote());

      await stage.pocket.sendCommand('U0MAYA', 'C0TEAM', '/checkin');
      const message = await stage.pocket.until(lastIn('public'));

      expect(message).toMatchObject({ onlyVisibleToYou: true });
      await stage.pocket.press('U0MAYA', { channel: 'C0TEAM', ts: message.ts }, 'sample:open');
      await stage.pocket.until(modalCalled('A short note'));
      expect(stage.received.at(-1)).toMatchObject({
        kind: 'press',
        action: 'sample:open',
        state: { week: '2026-10-12' },
      });
    },
  );

  it('answers to the asker alone', async () => {
    stage.answer(() => ({ kind: 'say', card: simpleCard('Only for you.') }));

    await stage.pocket.sendCommand('U0MAYA', 'C0TEAM', '/coach');
    await stage.pocket.until(lastIn('public'));

    const danas = stage.pocket.screen('U0DANA').conversations.flatMap((one) => one.messages);
    expect(danas).toEqual([]);
  });

  it('says nothing when there is nothing to say', async () => {
    await stage.pocket.sendCommand('U0MAYA', 'C0TEAM', '/coach', 'hush');
    await stage.platform.stop();

    expect(stage.pocket.calls.filter((call) => call.method !== 'auth.test')).toEqual([]);
    expect(messagesIn('public')).toEqual([]);
  });

  it('is acknowledged within three seconds, also when fifty come at once and nothing is ready yet', async () => {
    const slow = laterReply();
    stage.answer(() => slow.promise);

    const seen = await Promise.all(
      Array.from({ length: 50 }, () => stage.pocket.sendCommand('U0MAYA', 'C0TEAM', '/coach', 'help')),
    );
    slow.resolve({ kind: 'nothing' });

    expect(seen).toEqual(Array.from({ length: 50 }, () => ({ ok: true })));
    await stage.platform.stop();
    expect(stage.received).toHaveLength(50);
  });

  it('tells kindly when something broke behind it', async () => {
    stage.answer(() => Promise.reject(new Error('the database is away')));

    expect(await stage.pocket.sendCommand('U0MAYA', 'C0TEAM', '/coach')).toEqual({ ok: true });

    expect(await stage.pocket.until(lastIn('public'))).toMatchObject({ text: expect.stringContaining('try again') });
  });
});

describe('a command whose answer cannot go the usual way', () => {
  const deadUrl = { response_url: 'http://127.0.0.1:1/gone' };

  it('is answered in the channel, for the asker alone', async () => {
    stage.answer(() => ({ kind: 'say', card: simpleCard('Only for you.') }));

    await knock(stage.door, commandBody(deadUrl));

    expect(await stage.pocket.until(lastIn('public'))).toMatchObject({ onlyVisibleToYou: true });
  });

  it('is answered in their chat with the app where the app is not in the channel', async () => {
    stage.answer(() => ({ kind: 'say', card: simpleCard('Only for you.') }));

    await knock(stage.door, commandBody({ ...deadUrl, channel_id: 'C0ELSEWHERE' }));

    expect(await stage.pocket.until(lastIn('im'))).toMatchObject({ text: expect.stringContaining('Only for you.') });
  });
});

describe('a press', () => {
  const buttons: Part = {
    kind: 'buttons',
    buttons: [
      { action: 'sample:open', label: 'Open', state: { week: '1' }, opens: 'form' },
      { action: 'sample:skip', label: 'Skip', state: { why: 'away' } },
      { action: 'sample:skip', label: 'Never', state: { why: 'left' } },
    ],
  };
  const postButtons = async () => {
    const { messageId } = await stage.platform.post(
      { teamId: TEAM, channelId: 'C0TEAM' },
      simpleCard('Choose', [buttons]),
      'key',
    );
    return { channel: 'C0TEAM', ts: messageId };
  };

  it('brings the action, its own state and who pressed where', async () => {
    const message = await postButtons();

    await stage.pocket.press('U0DANA', message, 'sample:skip#2');

    expect(stage.received).toMatchObject([
      {
        kind: 'press',
        action: 'sample:skip',
        state: { why: 'left' },
        sender: { userId: 'U0DANA' },
        place: { private: false, address: { teamId: TEAM, channelId: 'C0TEAM' } },
      },
    ]);
    expect(stage.received[0]).not.toHaveProperty('opensForm');
  });

  it('is thanked for where there is a word to say', async () => {
    const message = await postButtons();
    stage.answer(() => ({ kind: 'done', message: 'Skipped for this week.' }));

    await stage.pocket.press('U0MAYA', message, 'sample:skip');

    const thanks = await stage.pocket.until(() => messagesIn('public').find((one) => one.text.startsWith('Skipped')));
    expect(thanks).toMatchObject({ onlyVisibleToYou: true });
    expect(messagesIn('public')[0]).toMatchObject({ ts: message.ts, edited: false });
  });

  it('opens a waiting window where a slow form will open', async () => {
    const message = await postButtons();
    const slow = laterReply();
    stage.answer(() => slow.promise);

    await stage.pocket.press('U0MAYA', message, 'sample:open');
    await stage.pocket.until(modalCalled('One moment…'));
    slow.resolve({ kind: 'done' });

    await stage.pocket.until(modalCalled('All done'));
  });

  it('opens the form with its errors in words where something is to be put right first', async () => {
    const message = await postButtons();
    stage.answer(() => ({
      kind: 'refuse',
      form: noteForm,
      state: {},
      values: { note: 'old' },
      errors: { note: 'Too old.' },
    }));

    await stage.pocket.press('U0MAYA', message, 'sample:open');

    const modal = await stage.pocket.until(modalCalled('A short note'));
    expect(wordsOf(modal.blocks)).toContain('Too old.');
  });
});

describe('a typed word', () => {
  it('is handed over with the chat it was said in, and answered there', async () => {
    stage.answer(() => ({ kind: 'say', card: simpleCard('Hello, Maya.') }));

    const { eventId } = await stage.pocket.sayInDm('U0MAYA', 'What is <https://example.org|this> &lt;thing&gt;?');

    await stage.pocket.until(() => messagesIn('im').some((message) => message.isApp));
    expect(stage.received).toMatchObject([
      {
        kind: 'text',
        id: `slack:${TEAM}:${String(eventId)}`,
        text: 'What is https://example.org <thing>?',
        place: { private: true },
        sender: {
          userId: 'U0MAYA',
          address: { teamId: TEAM, userId: 'U0MAYA', channelId: expect.stringMatching(/^D/) },
        },
      },
    ]);
    expect(lastIn('im')()).toMatchObject({ isApp: true, text: expect.stringContaining('Hello, Maya.') });
  });

  it('is answered with a button where a form would open', async () => {
    stage.answer(() => openNote());

    await stage.pocket.sayInDm('U0MAYA', 'check in');
    const message = await stage.pocket.until(() => messagesIn('im').find((one) => one.isApp));
    await stage.pocket.press('U0MAYA', { channel: channelOfDm(), ts: message.ts }, 'sample:open');

    await stage.pocket.until(modalCalled('A short note'));
  });

  it('is heard once, not again from the app itself, an edit or a bot', async () => {
    const channel = channelOfDm();
    const said = { type: 'message', channel_type: 'im', channel, ts: '1.1', text: 'hello' };

    await stage.pocket.sendEvent(TEAM, { ...said, user: 'U0BOT', bot_id: 'B1' });
    await stage.pocket.sendEvent(TEAM, { ...said, user: 'U0BOT' });
    await stage.pocket.sendEvent(TEAM, { ...said, subtype: 'message_changed', message: { text: 'hello' } });
    await stage.pocket.sendEvent(TEAM, { ...said, user: 'U9OTHER', team: 'T9OTHER' });

    expect(stage.received).toEqual([]);
  });

  it('carries the same id when Slack sends it again', async () => {
    const { eventId } = await stage.pocket.sayInDm('U0MAYA', 'hello');

    await stage.pocket.redeliverEvent(String(eventId));

    expect(new Set(stage.received.map((one) => one.id)).size).toBe(1);
    expect(stage.received).toHaveLength(2);
  });
});

describe('the app', () => {
  it.each([
    ['app_uninstalled', { type: 'app_uninstalled' }],
    ['tokens_revoked', { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0BOT'] } }],
  ])('is told by %s that the workspace left', async (_, event) => {
    await stage.pocket.sendEvent(TEAM, event);

    expect(stage.received).toMatchObject([
      { kind: 'presence', change: 'removed', sender: { platform: 'slack', teamId: TEAM } },
    ]);
  });

  it('stays when only a person took back a token', async () => {
    await stage.pocket.sendEvent(TEAM, { type: 'tokens_revoked', tokens: { oauth: ['U0MAYA'] } });

    expect(stage.received).toEqual([]);
  });
});

function channelOfDm(): string {
  const channel = stage.pocket.screen('U0MAYA').conversations.find((one) => one.kind === 'im')?.id;
  if (channel === undefined) throw new Error('Maya has no chat with the app yet.');
  return channel;
}
