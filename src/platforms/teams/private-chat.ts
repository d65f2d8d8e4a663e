/** Answers to what was typed or pressed. What is said to a person goes to their own chat, also when they spoke in a channel. */
import { setTimeout } from 'node:timers/promises';
import type { Button, Card } from '../../chat/card.ts';
import type { Refusal } from '../../chat/answers.ts';
import type { Interaction, Reply } from '../../chat/interaction.ts';
import type { Address } from '../../chat/platform.ts';
import { DeliveryError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Activity } from './activity.ts';
import type { Messages } from './messages.ts';
import { renderMessage } from './render.ts';

export interface PrivateChat {
  /** Never rejects: what cannot be said is logged. */
  answer(activity: Activity, interaction: Interaction, reply: Reply): Promise<void>;
  say(activity: Activity, interaction: Interaction, card: Card): Promise<boolean>;
  hint(activity: Activity): Promise<void>;
}

const HINT = 'Here I understand home, checkin, coach, district and help. I answer in our private chat.';
const ANSWERED = 'I answered you in our chat.';
const ADD_ME =
  'I answer in private and could not open our chat. Please add the app for yourself in Teams, then try again.';

export function createPrivateChat(messages: Messages, log: Log): PrivateChat {
  async function note(activity: Activity, words: string): Promise<void> {
    try {
      await twice(() => messages.note(activity.serviceUrl, activity.conversation.id, words));
    } catch (error) {
      log.warn({ activityId: activity.id, reason: reasonOf(error) }, 'a note in Teams could not be sent');
    }
  }

  async function say(activity: Activity, interaction: Interaction, card: Card): Promise<boolean> {
    const { teamId, userId } = interaction.sender;
    const chat: Address = interaction.place.private
      ? { teamId, userId, serviceUrl: activity.serviceUrl, conversationId: activity.conversation.id }
      : { teamId, userId, serviceUrl: activity.serviceUrl };
    try {
      await twice(() => messages.post(chat, renderMessage(card)));
      return true;
    } catch (error) {
      log.warn({ interaction: interaction.id, reason: reasonOf(error) }, 'an answer in Teams could not be sent');
      return false;
    }
  }

  return {
    say,
    hint: (activity) => note(activity, HINT),
    answer: async (activity, interaction, reply) => {
      const card = cardOf(reply);
      if (card === undefined) return;
      const said = await say(activity, interaction, card);
      const isTyped = interaction.kind === 'command' || interaction.kind === 'text';
      if (!interaction.place.private && isTyped) await note(activity, said ? ANSWERED : ADD_ME);
    },
  };
}

/** What a reply looks like as a message; undefined when there is nothing to say. */
export function cardOf(reply: Reply): Card | undefined {
  switch (reply.kind) {
    case 'say':
    case 'home':
      return reply.card;
    case 'open':
      return launcherCard(reply.form.title, reply.form.intro, reply.launcher);
    case 'refuse':
      return refusalCard(reply.form.title, reply.errors);
    case 'done':
      return reply.message === undefined ? undefined : wordsCard(reply.message);
    case 'busy':
      return wordsCard(reply.message);
    case 'nothing':
      return undefined;
  }
}

export function wordsCard(words: string): Card {
  return { id: 'teams:words', summary: words, parts: [{ kind: 'text', text: words }] };
}

/** A bot cannot open a dialog by itself in Teams; a button has to be pressed. */
function launcherCard(title: string, intro: string | undefined, launcher: Button): Card {
  return {
    id: 'teams:launcher',
    summary: `${title}: press the button to open it.`,
    parts: [
      { kind: 'heading', text: title },
      ...(intro === undefined ? [] : [{ kind: 'text' as const, text: intro }]),
      { kind: 'buttons', buttons: [{ ...launcher, opens: 'form' }] },
    ],
  };
}

function refusalCard(title: string, errors: Refusal): Card {
  return {
    id: 'teams:refusal',
    summary: `${title} was not sent: an answer needs another look.`,
    parts: [
      { kind: 'heading', text: title },
      { kind: 'text', text: 'This was not saved yet. Please open the form again and look at this:' },
      { kind: 'list', items: Object.values(errors) },
    ],
  };
}

/** A person is waiting, so a short hold-up is waited for once; nothing keeps the answer for later. */
async function twice(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.kind !== 'try-later') throw error;
    await setTimeout(Math.min(error.retryAfterMs ?? 300, 3_000));
    await send();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof DeliveryError ? error.reason : error instanceof Error ? error.name : 'unknown';
}
