/** Slack's payloads as interactions. Who someone is comes from the signed envelope, never from a value that travelled along. */
import type { Values } from '../../chat/form.ts';
import type { Interaction } from '../../chat/interaction.ts';
import {
  FormMark,
  MessageEvent,
  PressValue,
  TokensRevoked,
  readJson,
  type ActionPayload,
  type CommandPayload,
  type EventPayload,
  type SubmissionPayload,
  type ViewState,
} from './payloads.ts';

type Of<Kind extends Interaction['kind']> = Extract<Interaction, { kind: Kind }>;

export function readCommand(payload: CommandPayload): Of<'command'> {
  const { team_id: teamId, user_id: userId } = payload;
  const isPrivate = payload.channel_name === 'directmessage';
  return {
    kind: 'command',
    id: `slack:${teamId}:${payload.trigger_id}`,
    sender: { platform: 'slack', teamId, userId, address: { teamId, userId } },
    place: { private: isPrivate, address: { teamId, channelId: payload.channel_id } },
    command: payload.command.slice(1),
    words: readWords(payload.text),
  };
}

/** Undefined where it is no button of ours. */
export function readPress(payload: ActionPayload): (Of<'press'> & { opensForm: boolean }) | undefined {
  const [action] = payload.actions;
  if (action.type !== 'button') return undefined;
  const value = readJson(PressValue, action.value ?? '');
  // The id is what Slack's log shows and the value is what we act on: they must be of one mind.
  if (value === undefined || action.action_id.split('#')[0] !== value.a) return undefined;
  const teamId = payload.team.id;
  const userId = payload.user.id;
  const channelId = payload.channel?.id;
  return {
    kind: 'press',
    id: `slack:${teamId}:${payload.trigger_id}`,
    sender: { platform: 'slack', teamId, userId, address: { teamId, userId } },
    place: {
      private: channelId === undefined || channelId.startsWith('D'),
      ...(channelId === undefined ? {} : { address: { teamId, channelId } }),
    },
    action: value.a,
    state: value.s,
    opensForm: value.o === 'form',
  };
}

/** Undefined where it is no form of ours. */
export function readSubmission(payload: SubmissionPayload): Of<'submit'> | undefined {
  const { view } = payload;
  const mark = readJson(FormMark, view.private_metadata);
  if (mark === undefined || view.callback_id === '') return undefined;
  const teamId = payload.team.id;
  const userId = payload.user.id;
  return {
    kind: 'submit',
    id: `slack:${teamId}:${view.id}:${view.hash}`,
    sender: { platform: 'slack', teamId, userId, address: { teamId, userId } },
    place: { private: true },
    form: view.callback_id,
    version: mark.v,
    state: mark.s,
    values: readValues(view.state),
  };
}

/** Undefined for what is none of our business: other events, other kinds of messages, what a bot said. */
export function readEvent(payload: EventPayload): Of<'text'> | Of<'presence'> | undefined {
  const teamId = payload.authorizations?.[0]?.team_id ?? payload.team_id;
  const id = `slack:${teamId}:${payload.event_id}`;
  if (isRemoval(payload.event))
    // A whole workspace left, which no one person did.
    return {
      kind: 'presence',
      change: 'removed',
      id,
      sender: { platform: 'slack', teamId, userId: '' },
      place: { private: true },
    };
  const said = MessageEvent.safeParse(payload.event);
  if (!said.success || isFromElsewhere(teamId, said.data)) return undefined;
  const { user: userId, channel: channelId } = said.data;
  const address = { teamId, userId, channelId };
  return {
    kind: 'text',
    id,
    sender: { platform: 'slack', teamId, userId, address },
    place: { private: true, address },
    text: readWords(said.data.text),
  };
}

/** Slack nests each value under block and action; what was left empty comes as null, as an empty list or not at all. */
export function readValues(state: ViewState): Values {
  const values: Values = {};
  for (const [name, actions] of Object.entries(state.values)) {
    const held = Object.values(actions)[0];
    if (held === undefined) continue;
    const value =
      held.selected_options?.map((option) => option.value) ??
      held.selected_option?.value ??
      held.selected_date ??
      held.value;
    if (value !== undefined && value !== null && value.length > 0) values[name] = value;
  }
  return values;
}

/** What was typed, without Slack's own signs: mentions as `@U123`, channels as `#C123`, links as their address. */
export function readWords(text: string): string {
  return text
    .replace(/<([@#!])([^>|]+)(?:\|[^>]*)?>/g, (_, sign: string, id: string) => `${sign === '!' ? '@' : sign}${id}`)
    .replace(/<((?:https?|mailto):[^>|]+)(?:\|[^>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

function isRemoval(event: EventPayload['event']): boolean {
  if (event.type === 'app_uninstalled') return true;
  const revoked = TokensRevoked.safeParse(event);
  return revoked.success && revoked.data.tokens.bot.length > 0;
}

function isFromElsewhere(teamId: string, said: MessageEvent): boolean {
  return [said.team, said.user_team].some((team) => team !== undefined && team !== teamId);
}
