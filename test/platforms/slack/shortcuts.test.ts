import type { Card } from '../../../src/chat/card.ts';
import { knock, laterReply, openNote, setStage, simpleCard, TEAM, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(() => {
  stage.reset();
});
afterAll(() => stage.close());

const maya = () => stage.pocket.screen('U0MAYA');
const modalCalled = (title: string) => () => maya().modals.find((one) => one.title === title);
const messagesIn = (kind: 'im' | 'public') => maya().conversations.find((one) => one.kind === kind)?.messages ?? [];

describe('a shortcut from the menu', () => {
  it('brings its name and who picked it, and no place', async () => {
    expect(await stage.pocket.sendShortcut('U0MAYA', 'sample:open')).toEqual({ ok: true });

    expect(stage.received).toEqual([
      {
        kind: 'shortcut',
        id: expect.stringMatching(/^slack:T0HILL:\d+\.\d+/),
        sender: { platform: 'slack', teamId: TEAM, userId: 'U0MAYA', address: { teamId: TEAM, userId: 'U0MAYA' } },
        place: { private: true },
        shortcut: 'sample:open',
      },
    ]);
  });

  it('opens its form', async () => {
    stage.answer(() => openNote());

    await stage.pocket.sendShortcut('U0MAYA', 'sample:open');

    await stage.pocket.until(modalCalled('A short note'));
  });

  it('gives a button in the chat when its trigger is spent', async () => {
    stage.pocket.fail({ method: 'views.open', mode: 'error', error: 'expired_trigger_id' });
    stage.answer(() => openNote());

    await stage.pocket.sendShortcut('U0MAYA', 'sample:open');

    const message = await stage.pocket.until(() => messagesIn('im').at(-1));
    expect(JSON.stringify(message.blocks)).toContain('Open the note');
  });

  it('answers slowly in the chat, and says so in the waiting window', async () => {
    const slow = laterReply();
    stage.answer(() => slow.promise);

    await stage.pocket.sendShortcut('U0MAYA', 'sample:open');
    await stage.pocket.until(modalCalled('One moment…'));
    slow.resolve({ kind: 'say', card: simpleCard('Nothing to log today.') });

    const modal = await stage.pocket.until(modalCalled('Here you are'));
    expect(JSON.stringify(modal.blocks)).toContain('in your chat with Throughline');
    expect(messagesIn('im').at(-1)).toMatchObject({ text: expect.stringContaining('Nothing to log today.') });
  });
});

describe('a shortcut on a message', () => {
  const pick = async (ts: string) => {
    expect(await stage.pocket.sendMessageShortcut('U0MAYA', 'C0TEAM', ts, 'sample:keep')).toEqual({ ok: true });
    await stage.platform.stop();
    return stage.received.at(-1);
  };
  const said = async (text: string) => {
    await stage.pocket.say('U0DANA', 'C0TEAM', text);
    return pick(messagesIn('public').at(-1)?.ts ?? '');
  };

  it('takes along what a person said, in plain words, and where', async () => {
    expect(await said('Ask <@U0MAYA> about <https://example.org|this> &amp; that')).toMatchObject({
      kind: 'shortcut',
      shortcut: 'sample:keep',
      text: 'Ask @U0MAYA about https://example.org & that',
      sender: { userId: 'U0MAYA' },
      place: { private: false, address: { teamId: TEAM, channelId: 'C0TEAM' } },
    });
  });

  it('takes along what we said ourselves', async () => {
    const card: Card = simpleCard('Visit two rooms by Friday.');
    const { messageId } = await stage.platform.post({ teamId: TEAM, channelId: 'C0TEAM' }, card, 'key');

    expect(await pick(messageId)).toMatchObject({ text: 'Visit two rooms by Friday.' });
  });

  it('takes along 3,000 signs and cuts none in two', async () => {
    const shortcut = await said('🧭'.repeat(3_001));

    expect(shortcut).toMatchObject({ text: '🧭'.repeat(3_000) });
  });

  it('is answered where it was picked, to the asker alone', async () => {
    stage.answer(() => ({ kind: 'say', card: simpleCard('Only for you.') }));

    await said('Well?');

    const answer = await stage.pocket.until(() => messagesIn('public').find((one) => one.text.includes('Only for')));
    expect(answer).toMatchObject({ onlyVisibleToYou: true });
  });

  const message = { type: 'message', ts: '1.1', text: 'Buy now' };
  it.each([
    ['another app', { ...message, bot_id: 'B9', user: 'U9APP' }],
    ['an app without an account', { ...message, bot_id: 'B9', subtype: 'bot_message' }],
    ['Slack itself', { ...message, user: 'U0DANA', subtype: 'channel_join' }],
    ['nobody in words', { ...message, text: '  ' }],
    ['nobody', undefined],
  ])('takes nothing along of what was said by %s', async (_, picked) => {
    const payload = {
      type: 'message_action',
      team: { id: TEAM },
      user: { id: 'U0MAYA', team_id: TEAM },
      callback_id: 'sample:keep',
      trigger_id: '1.2.3',
      channel: { id: 'C0TEAM' },
      ...(picked === undefined ? {} : { message: picked }),
    };

    await knock(stage.door, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
    await stage.platform.stop();

    expect(stage.received).toMatchObject([{ kind: 'shortcut', shortcut: 'sample:keep' }]);
    expect(stage.received[0]).not.toHaveProperty('text');
  });
});
