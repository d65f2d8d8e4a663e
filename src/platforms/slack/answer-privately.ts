/** Says something to one person alone: where they asked, or else in their chat with the app. */
import type { Button, Card } from '../../chat/card.ts';
import type { AnyForm } from '../../chat/form.ts';
import type { Refusal } from '../../chat/answers.ts';
import type { Log } from '../../log.ts';
import type { Receive, Sender } from '../../chat/interaction.ts';
import type { Connection } from './connection.ts';
import { mannerIn } from './drawings.ts';
import { reasonOf } from './errors.ts';
import { hasDrawing, renderCard, type Manner } from './render-card.ts';
import { postCard, UNFURL_NOTHING } from './send.ts';
import { isAnswerAtHome } from './whose.ts';

/** What those who answer a request need. */
export interface Desk {
  connection: Connection;
  receive: Receive;
  log: Log;
}

/** Where an answer can go. */
export interface Asker {
  /** The request's own name, so that an answer said twice can be known as one. */
  id: string;
  sender: Sender;
  /** Takes five answers within thirty minutes, seen by the asker alone. */
  responseUrl?: string | undefined;
  channelId?: string | undefined;
}

const RESPONSE_TIMEOUT_MS = 5_000;

/** Never rejects: by now nobody waits who could be told of a failure. */
export async function answerPrivately(desk: Desk, asker: Asker, card: Card): Promise<void> {
  const { teamId, userId, address = { teamId, userId } } = asker.sender;
  const whose = { ...desk.connection.identity, ...address };
  const { responseUrl } = asker;
  if (responseUrl !== undefined && isAnswerAtHome(responseUrl, whose) && (await respond(desk, responseUrl, card)))
    return;
  if (asker.channelId !== undefined && (await postEphemeral(desk, asker, asker.channelId, card))) return;
  await postCard(desk.connection, address, card, `answer:${asker.id}`).catch((error: unknown) => {
    desk.log.warn({ interaction: asker.id, reason: reasonOf(error) }, 'An answer could not be delivered in Slack.');
  });
}

/** A form that cannot be opened just now, as a button that opens it. */
export function launcherCard(form: AnyForm, launcher: Button): Card {
  return {
    id: form.id,
    summary: form.title,
    parts: [
      { kind: 'text', text: [{ bold: form.title }] },
      ...(form.intro === undefined ? [] : ([{ kind: 'text', text: form.intro }] as const)),
      { kind: 'buttons', buttons: [launcher] },
    ],
  };
}

/** Errors for a person whose window is gone. */
export function notSavedCard(form: AnyForm, errors: Refusal): Card {
  return {
    id: form.id,
    summary: `${form.title}: this was not saved.`,
    parts: [
      { kind: 'text', text: [{ bold: form.title }, ': this was not saved. Please open it again and look at:'] },
      { kind: 'list', items: Object.entries(errors).map(([name, error]) => `${labelOf(form, name)}: ${error}`) },
    ],
  };
}

export function messageCard(id: string, message: string): Card {
  return { id, summary: message, parts: [{ kind: 'text', text: message }] };
}

/** For what should never happen: the log knows more. */
export function sorryCard(): Card {
  return messageCard('slack:sorry', SORRY);
}

export const SORRY = 'Something went wrong on our side. Please try again in a minute.';

function labelOf(form: AnyForm, name: string): string {
  const [fieldName, itemId] = name.split('.');
  const field = form.fields[fieldName ?? ''];
  const item = field?.kind === 'rows' ? field.items.find((one) => one.id === itemId) : undefined;
  return item?.label ?? field?.label ?? form.title;
}

async function respond({ connection }: Desk, url: string, card: Card): Promise<boolean> {
  const manner = hasDrawing(card) ? mannerIn(connection, 'message') : 'plain';
  const outcome = await postTo(url, card, manner);
  return (
    outcome === 'ok' || (outcome === 'refused' && manner !== 'plain' && (await postTo(url, card, 'plain')) === 'ok')
  );
}

async function postTo(url: string, card: Card, manner: Manner): Promise<'ok' | 'refused' | 'failed'> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        response_type: 'ephemeral',
        replace_original: false,
        ...UNFURL_NOTHING,
        ...renderCard(card, manner),
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS),
    });
    return response.ok ? 'ok' : 'refused';
  } catch {
    return 'failed';
  }
}

async function postEphemeral(desk: Desk, asker: Asker, channel: string, card: Card): Promise<boolean> {
  try {
    await desk.connection.patient.apiCall('chat.postEphemeral', {
      channel,
      user: asker.sender.userId,
      ...renderCard(card, 'plain'),
    });
    return true;
  } catch {
    return false;
  }
}
