/** Answers to dialogs: within the five seconds that Teams waits, and always with something a person can read. */
import { randomUUID } from 'node:crypto';
import type { Interaction, Receive, Reply } from '../../chat/interaction.ts';
import { plainText } from '../../chat/plain.ts';
import type { Log } from '../../log.ts';
import type { Activity } from './activity.ts';
import type { InvokeAnswer } from './bot.ts';
import { within } from './deadline.ts';
import { cardOf, wordsCard, type PrivateChat } from './private-chat.ts';
import { readFetch, readSubmit, type Drawing } from './read.ts';
import { renderDialog, renderNotice } from './render.ts';

/** Teams waits five seconds, of which the way here and back takes its part. */
const PATIENCE_MS = 3_500;
const STALE = 'This button is no longer in use. Please write "help" to see what I can do.';
const SLOW_OPEN = 'This takes longer than usual. Please close this and press the button again in a moment.';
const SLOW_SAVE = 'This takes longer than usual. You can close this; I will write to you in our chat when it is done.';
const SORRY = 'Something went wrong on our side. Please try again in a minute.';

interface Dialogs {
  invoke(activity: Activity): Promise<InvokeAnswer>;
  sorry(activity: Activity | undefined): InvokeAnswer;
}

export function createDialogs(options: {
  receive: Receive;
  chat: PrivateChat;
  log: Log;
  /** Keeps track of work that goes on after the answer. */
  track: (work: Promise<unknown>) => void;
  patienceMs?: number;
}): Dialogs {
  const { receive, chat, log, track, patienceMs = PATIENCE_MS } = options;

  async function fetchDialog(activity: Activity): Promise<InvokeAnswer> {
    const interaction = readFetch(activity);
    if (!interaction) return ignored(activity);
    const work = receive(interaction);
    const timed = await within(patienceMs, work);
    if (timed.late) {
      track(work);
      return renderNotice(SLOW_OPEN);
    }
    const reply = timed.value;
    if (reply.kind === 'open' || reply.kind === 'refuse') return drawForm(reply, { nonce: randomUUID(), draw: 1 });
    return renderNotice(wordsOf(reply) ?? 'There is nothing to do here right now.');
  }

  async function submitDialog(activity: Activity): Promise<InvokeAnswer> {
    const sent = readSubmit(activity);
    if (!sent) return ignored(activity);
    const { interaction, drawing } = sent;
    const work = receive(interaction);
    const timed = await within(patienceMs, work);
    if (timed.late) {
      const told = work.catch((error: unknown): Reply => {
        log.error(
          { activityId: activity.id, problem: error instanceof Error ? error.name : 'unknown' },
          'a dialog could not be saved',
        );
        return {
          kind: 'say',
          card: wordsCard('Your answers could not be saved. Please open the form and send them again.'),
        };
      });
      track(told.then((reply) => tellLater(activity, interaction, reply)));
      return renderNotice(SLOW_SAVE);
    }
    const reply = timed.value;
    if (reply.kind === 'refuse') return drawForm(reply, { nonce: drawing.nonce, draw: drawing.draw + 1 });
    if (reply.kind === 'open') return drawForm(reply, { nonce: randomUUID(), draw: 1 });
    // A dialog's message has no buttons, so a card that has some is sent to the chat as well.
    if (reply.kind === 'say' && reply.card.parts.some((part) => part.kind === 'buttons' || part.kind === 'link'))
      track(chat.say(activity, interaction, reply.card));
    const words = wordsOf(reply);
    return words === undefined ? undefined : renderNotice(words);
  }

  /** A form cannot come back to a dialog that has had its answer, so the outcome is told in the chat. */
  async function tellLater(activity: Activity, interaction: Interaction, reply: Reply): Promise<void> {
    const card = cardOf(reply) ?? (reply.kind === 'done' ? wordsCard('Your answers are saved. Thank you.') : undefined);
    if (card !== undefined) await chat.say(activity, interaction, card);
  }

  function ignored(activity: Activity): InvokeAnswer {
    log.warn({ activityId: activity.id, name: activity.name }, 'a Teams request fits nothing we know');
    return renderNotice(STALE);
  }

  return {
    invoke: async (activity) => {
      switch (activity.name) {
        case 'task/fetch':
          return fetchDialog(activity);
        case 'task/submit':
          return submitDialog(activity);
        case 'adaptiveCard/action':
          log.warn({ activityId: activity.id, name: activity.name }, 'a Teams request fits nothing we know');
          return cardMessage(STALE);
        default:
          log.warn({ activityId: activity.id, name: activity.name }, 'a Teams request fits nothing we know');
          return {};
      }
    },
    sorry: (activity) => (activity?.name === 'adaptiveCard/action' ? cardMessage(SORRY) : renderNotice(SORRY)),
  };
}

function drawForm(reply: Reply & { kind: 'open' | 'refuse' }, drawing: Drawing): InvokeAnswer {
  const { form, values, state, errors } = reply;
  return renderDialog(form, { values, state, ...drawing, ...(errors === undefined ? {} : { errors }) });
}

function wordsOf(reply: Reply): string | undefined {
  if (reply.kind === 'say') return plainText(reply.card);
  return reply.kind === 'done' ? reply.message : undefined;
}

function cardMessage(value: string): InvokeAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
}
