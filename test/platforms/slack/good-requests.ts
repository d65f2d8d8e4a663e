/** One good request of each kind that we answer, of one person in one workspace. */
import type { Good } from './generated.ts';

export interface Sender {
  team: string;
  user: string;
  channel: string;
}

/** What a person might do with these ids at hand; a button's value and a form's mark stand as trees, see `generated.ts`. */
export interface Known {
  commands: readonly (readonly [command: string, words: string])[];
  buttons: readonly (readonly [action: string, state: Record<string, string>])[];
  forms: readonly (readonly [form: string, state: Record<string, string>, values: Record<string, string>])[];
  shortcuts: readonly string[];
}

let count = 0;

export function goodRequests({ team, user, channel }: Sender, known: Known): Good[] {
  count += 1;
  const actor = { team: { id: team }, user: { id: user, team_id: team }, is_enterprise_install: false };
  const trigger = (kind: string) => `${String(count)}.${kind}`;
  const event = (name: string, more: object) => ({
    event: {
      type: 'event_callback',
      team_id: team,
      event_id: `Ev${String(count)}${name}`,
      event_time: 1_790_000_000,
      authorizations: [
        { enterprise_id: null, team_id: team, user_id: 'U0BOT', is_bot: true, is_enterprise_install: false },
      ],
      event: { type: name, ...more },
    },
  });
  return [
    ...known.commands.map(([command, text]) => ({
      command: {
        command,
        text,
        team_id: team,
        user_id: user,
        channel_id: channel,
        channel_name: 'directmessage',
        trigger_id: trigger('c'),
        is_enterprise_install: 'false',
      },
    })),
    ...known.buttons.map(([a, s]) => ({
      payload: {
        ...actor,
        type: 'block_actions',
        trigger_id: trigger('b'),
        channel: { id: channel },
        actions: [{ type: 'button', action_id: a, value: { a, s } }],
      },
    })),
    ...known.forms.map(([form, s, values]) => ({
      payload: {
        ...actor,
        type: 'view_submission',
        view: {
          id: `V0${String(count)}`,
          hash: trigger('h'),
          callback_id: form,
          private_metadata: { v: 1, s },
          title: { type: 'plain_text', text: 'A form' },
          blocks: Object.keys(values).map((name) => ({
            type: 'input',
            block_id: name,
            element: { type: 'plain_text_input', action_id: name },
          })),
          state: {
            values: Object.fromEntries(
              Object.entries(values).map(([name, value]) => [name, { [name]: { type: 'plain_text_input', value } }]),
            ),
          },
        },
      },
    })),
    ...known.shortcuts.flatMap((callback_id) => [
      { payload: { ...actor, type: 'shortcut', callback_id, trigger_id: trigger('s') } },
      {
        payload: {
          ...actor,
          type: 'message_action',
          callback_id,
          trigger_id: trigger('m'),
          channel: { id: channel },
          message_ts: '1.1',
          message: { type: 'message', user, ts: '1.1', text: 'Visit <@U1|two> rooms' },
        },
      },
    ]),
    event('message', { channel_type: 'im', channel, user, team, text: 'done, 4 rooms', ts: '1.1' }),
    event('app_home_opened', { user, tab: 'home', channel, view: { hash: '1.h' } }),
    event('user_change', {
      user: {
        id: user,
        team_id: team,
        deleted: false,
        tz: 'America/Chicago',
        profile: { email: 'a@b.example', real_name: 'A' },
      },
    }),
    event('team_join', { user: { id: user, team_id: team, is_restricted: true, profile: {} } }),
    event('tokens_revoked', { tokens: { oauth: [user], bot: [] } }),
  ];
}
