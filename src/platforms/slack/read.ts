/** What somebody did in Slack, as an interaction. Who it was comes from the signed envelope, never from a value that travelled along. */
import type { Values } from '../../chat/form.ts';
import type { Interaction, Place, Sender } from '../../chat/interaction.ts';
import {
  FormMark,
  PressValue,
  readJson,
  type ActionPayload,
  type CommandPayload,
  type ShortcutPayload,
  type SubmissionPayload,
  type ViewState,
} from './payloads.ts';
import { installationOf } from './whose.ts';
import { clean, cut, readWords } from './words.ts';

type Of<Kind extends Interaction['kind']> = Extract<Interaction, { kind: Kind }>;

/** As much of a message as a shortcut takes along: no form of ours holds more. */
const MOST_TAKEN_ALONG = 3_000;

/** Undefined where the envelope does not say whose it is, as in all of these. */
export function readCommand(payload: CommandPayload): Of<'command'> | undefined {
  const by = readBy(payload, payload.user_id, payload.trigger_id);
  return (
    by && {
      kind: 'command',
      ...by,
      place: { ...placeIn(by.sender, payload.channel_id), private: payload.channel_name === 'directmessage' },
      command: payload.command.slice(1),
      words: readWords(payload.text),
    }
  );
}

/** Undefined where it is no button of ours. */
export function readPress(payload: ActionPayload): (Of<'press'> & { opensForm: boolean }) | undefined {
  const [action] = payload.actions;
  const by = readBy(payload, payload.user.id, payload.trigger_id);
  if (by === undefined || action.type !== 'button') return undefined;
  const value = readJson(PressValue, action.value ?? '');
  // The id is what Slack's log shows and the value is what we act on: they must be of one mind.
  if (value === undefined || action.action_id.split('#')[0] !== value.a) return undefined;
  return {
    kind: 'press',
    ...by,
    place: placeIn(by.sender, payload.channel?.id),
    action: value.a,
    state: value.s,
    opensForm: value.o === 'form',
  };
}

/** Undefined where it is no form of ours. */
export function readSubmission(payload: SubmissionPayload): Of<'submit'> | undefined {
  const { view } = payload;
  const mark = readJson(FormMark, view.private_metadata);
  const by = readBy(payload, payload.user.id, `${view.id}:${view.hash}`);
  if (by === undefined || mark === undefined || view.callback_id === '') return undefined;
  return {
    kind: 'submit',
    ...by,
    place: { private: true },
    form: view.callback_id,
    version: mark.v,
    state: mark.s,
    values: readValues(view.state),
    // A refused form keeps its window's hash, and so its id.
    ...(payload.trigger_id === undefined ? {} : { sending: payload.trigger_id }),
  };
}

/** Takes along what a person or we ourselves have said; what another app said is nobody's word. */
export function readShortcut(payload: ShortcutPayload, botUserId: string): Of<'shortcut'> | undefined {
  const by = readBy(payload, payload.user.id, payload.trigger_id);
  const text = payload.type === 'message_action' ? wordsOf(payload.message, botUserId) : undefined;
  return (
    by && {
      kind: 'shortcut',
      ...by,
      place: placeIn(by.sender, payload.channel?.id),
      shortcut: payload.callback_id,
      ...(text === undefined ? {} : { text }),
    }
  );
}

/** Slack nests each value under block and action; what was left empty comes as null, as an empty list or not at all. */
export function readValues(state: ViewState): Values {
  const values = new Map<string, string | string[]>();
  for (const [name, actions] of Object.entries(state.values)) {
    const held = Object.values(actions)[0];
    if (held === undefined) continue;
    const several = held.selected_options?.map((option) => clean(option.value));
    const one = held.selected_option?.value ?? held.selected_date ?? held.value;
    const value = several ?? (typeof one === 'string' ? clean(one) : '');
    if (value.length > 0) values.set(name, value);
  }
  return Object.fromEntries(values);
}

/** The request's name and who sent it; `name` is what Slack calls this request alone. */
export function readBy(
  payload: unknown,
  userId: string,
  name: string,
): { id: string; sender: Sender & { address: { teamId: string } } } | undefined {
  const whose = installationOf(payload);
  if (whose === undefined) return undefined;
  const { teamId, workspaceId } = whose;
  const address = { teamId, ...(workspaceId === undefined ? {} : { workspaceId }), userId };
  return { id: `slack:${teamId}:${name}`, sender: { platform: 'slack', teamId, userId, address } };
}

/** Pressed in a window, in Home or from the menu, nobody else reads along. */
function placeIn({ address }: Sender, channelId: string | undefined): Place {
  if (channelId === undefined || address === undefined) return { private: true };
  const { userId: _, ...where } = address;
  return { private: channelId.startsWith('D'), address: { ...where, channelId } };
}

const SAID = new Set([undefined, 'me_message', 'thread_broadcast', 'file_share']);

function wordsOf(message: ShortcutPayload['message'], botUserId: string): string | undefined {
  if (message === undefined || !SAID.has(message.subtype)) return undefined;
  if (message.bot_id !== undefined && message.user !== botUserId) return undefined;
  const words = cut(readWords(message.text), MOST_TAKEN_ALONG);
  return words === '' ? undefined : words;
}
