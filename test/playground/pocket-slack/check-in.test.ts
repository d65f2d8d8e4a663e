import type { App, types } from '@slack/bolt';
import { startPocketWithApp } from './bolt-app.ts';

const form: types.ModalView = {
  type: 'modal',
  callback_id: 'check-in',
  private_metadata: '{"v":1}',
  title: { type: 'plain_text', text: 'Weekly check-in' },
  submit: { type: 'plain_text', text: 'Send' },
  blocks: [
    {
      type: 'input',
      block_id: 'status',
      label: { type: 'plain_text', text: 'How far did the step get?' },
      element: {
        type: 'static_select',
        action_id: 'pick',
        options: ['done', 'started', 'stuck'].map((value) => ({ text: { type: 'plain_text', text: value }, value })),
        initial_option: { text: { type: 'plain_text', text: 'started' }, value: 'started' },
      },
    },
    {
      type: 'input',
      block_id: 'note',
      label: { type: 'plain_text', text: 'What is in the way?' },
      element: { type: 'plain_text_input', action_id: 'text', multiline: true, min_length: 3, max_length: 300 },
    },
    {
      type: 'input',
      block_id: 'rooms',
      optional: true,
      label: { type: 'plain_text', text: 'Rooms visited' },
      element: { type: 'number_input', action_id: 'count', is_decimal_allowed: false, min_value: '0', max_value: '40' },
    },
  ],
};

function registerCheckIn(app: App): void {
  app.command('/checkin', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: form });
  });
  app.view('check-in', async ({ ack, view, client, body }) => {
    const note = view.state.values['note']?.['text']?.value ?? '';
    if (note.includes('nothing')) {
      await ack({ response_action: 'errors', errors: { note: 'Please say a little more.' } });
      return;
    }
    await ack();
    const posted = await client.chat.postMessage({
      channel: body.user.id,
      text: 'Thank you',
      blocks: thanks('Thank you'),
    });
    await client.chat.update({
      channel: posted.channel ?? '',
      ts: posted.ts ?? '',
      text: JSON.stringify(view.state.values),
      blocks: thanks('Kept'),
    });
  });
}

function thanks(text: string): types.KnownBlock[] {
  return [{ type: 'section', text: { type: 'mrkdwn', text } }];
}

describe('a weekly check-in through a real Bolt app', () => {
  let house: Awaited<ReturnType<typeof startPocketWithApp>>;
  beforeEach(async () => {
    house = await startPocketWithApp(registerCheckIn);
  });
  afterEach(() => house.stop());

  it('opens by a command, refuses a bad answer beside its field, keeps what was typed, and takes a good one', async () => {
    const { pocket } = house;

    expect(await pocket.sendCommand('U0MAYA', 'dm', '/checkin')).toEqual({ ok: true });
    const modal = await pocket.until(() => pocket.screen('U0MAYA').modals[0]);
    expect(modal.title).toBe('Weekly check-in');

    expect(await pocket.submitView('U0MAYA', modal.id, { rooms: 'many' })).toEqual({
      ok: false,
      errors: { note: 'Please complete this required field.', rooms: 'Please enter a whole number.' },
    });
    expect(await pocket.submitView('U0MAYA', modal.id, { note: 'nothing', rooms: 4 })).toEqual({
      ok: false,
      errors: { note: 'Please say a little more.' },
    });
    const refused = pocket.screen('U0MAYA').modals[0];
    expect(refused?.values['note']).toEqual({ text: { type: 'plain_text_input', value: 'nothing' } });

    expect(await pocket.submitView('U0MAYA', modal.id, { note: 'Bus shortage' })).toEqual({ ok: true });
    expect(pocket.screen('U0MAYA').modals).toEqual([]);
    const kept = await pocket.until(() =>
      pocket
        .screen('U0MAYA')
        .conversations.find((one) => one.kind === 'im')
        ?.messages.find((one) => one.edited),
    );
    expect(JSON.parse(kept.text)).toEqual({
      status: {
        pick: {
          type: 'static_select',
          selected_option: { text: { type: 'plain_text', text: 'started' }, value: 'started' },
        },
      },
      note: { text: { type: 'plain_text_input', value: 'Bus shortage' } },
      rooms: { count: { type: 'number_input', value: '4' } },
    });
    const effects = pocket.calls.map((call) => call.method).filter((method) => method !== 'auth.test');
    expect(effects).toEqual(['views.open', 'chat.postMessage', 'chat.update']);
  });
});
