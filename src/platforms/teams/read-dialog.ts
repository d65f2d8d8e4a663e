/** What comes from dialogs, and from the entries of the "..." menu that open one: invokes, which all wait for an answer. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Interaction } from '../../chat/interaction.ts';
import type { Activity } from './activity.ts';
import { wordsOfHtml } from './html.ts';
import { Pressed, Sent, readAbout, readValues, type About, type Drawing } from './read.ts';
import { unescape } from './words.ts';

const TaskValue = z.object({ data: z.unknown() });

const Action = z.object({
  commandId: z.string().min(1).max(64),
  messagePayload: z
    .object({
      deleted: z.boolean().nullish(),
      from: z.object({ user: z.unknown(), application: z.object({ id: z.string().nullish() }).nullish() }).nullish(),
      body: z.object({ contentType: z.string().nullish(), content: z.string().nullish() }).nullish(),
    })
    .nullish(),
});
type Message = NonNullable<z.infer<typeof Action>['messagePayload']>;

const MOST_TAKEN_ALONG = 3_000;

/** An entry of the "..." menu or of the box one types in, and all that is done in its dialog. */
export function isOfExtension({ name }: Activity): boolean {
  return name?.startsWith('composeExtension/') ?? false;
}

/** A button that opens a dialog was pressed, or a button of a card that stands in one. */
export function readPress(activity: Activity): Interaction | undefined {
  const about = aboutOf(activity);
  const press = Pressed.safeParse(TaskValue.safeParse(activity.value).data?.data);
  return about && press.success ? { ...about, kind: 'press', action: press.data.a, state: press.data.s } : undefined;
}

/** Takes along what a person or we ourselves have said; what another app said is nobody's word. */
export function readAction(activity: Activity): Interaction | undefined {
  const about = aboutOf(activity);
  const action = Action.safeParse(activity.value).data;
  if (!about || !action) return undefined;
  const text = action.messagePayload ? saidIn(action.messagePayload, activity.recipient.id) : '';
  return { ...about, kind: 'shortcut', shortcut: action.commandId, ...(text === '' ? {} : { text }) };
}

export function readSubmit(activity: Activity): { interaction: Interaction; drawing: Drawing } | undefined {
  const about = aboutOf(activity);
  const sent = Sent.safeParse(TaskValue.safeParse(activity.value).data?.data).data;
  if (!about || !sent) return undefined;
  const { f: form, v: version, s: state, n: nonce, d: draw } = sent;
  // A second press of Send is a new activity, so the drawing names the request: the same one has its effect once.
  const id = ['teams', about.sender.teamId, about.sender.userId, nonce, draw].join(':');
  const values = readValues(sent, sent.m);
  return { interaction: { ...about, id, kind: 'submit', form, version, state, values }, drawing: { nonce, draw } };
}

function aboutOf(activity: Activity): About | undefined {
  const read = readAbout(activity);
  if (!read) return undefined;
  // The product takes the same id for the same request, so one without an id must not look like the one before it.
  const about = activity.id ? read : { ...read, id: `${read.id}${randomUUID()}` };
  if (!isOfExtension(activity)) return about;
  // The menu is there in every chat, and two people's own is a personal chat to Teams: no place to write to, or to keep.
  const { address: _, ...sender } = about.sender;
  return { ...about, sender, place: { private: false } };
}

function saidIn({ deleted, from, body }: Message, botId: string): string {
  const app = from?.application?.id;
  if (deleted || (app && `28:${app}` !== botId)) return '';
  const content = body?.content ?? '';
  const words = body?.contentType === 'text' ? unescape(content) : wordsOfHtml(content);
  return Array.from(words).slice(0, MOST_TAKEN_ALONG).join('');
}
