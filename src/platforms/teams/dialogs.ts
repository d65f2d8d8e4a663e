/** Answers to dialogs: within the five seconds that Teams waits, and always with something a person can read. */
import { randomUUID } from 'node:crypto';
import type { Interaction, Receive, Reply } from '../../chat/interaction.ts';
import type { Log } from '../../log.ts';
import type { Activity } from './activity.ts';
import { LATER, type InvokeAnswer } from './bot.ts';
import { within } from './deadline.ts';
import { cardOf, wordsCard, type PrivateChat } from './private-chat.ts';
import type { Drawing } from './read.ts';
import { isOfExtension, readAction, readPress, readSubmit } from './read-dialog.ts';
import { renderDialog, renderNotice, renderPage } from './render.ts';

/** Teams waits five seconds, of which the way here and back takes its part. */
const PATIENCE_MS = 3_500;
const STALE = 'This is no longer in use, and nothing was changed. Please write "help" to see what I can do.';
const EMPTY = 'There is nothing to do here right now. If you expected something, please press the button again.';
const SORRY = 'Something went wrong on our side. Please try again in a minute.';

/** What is said when the work takes longer than Teams waits, and in the chat when it is done or was not. */
interface Slow {
  now: string;
  done?: string;
  failed: string;
}

const SLOW_OPEN: Slow = {
  now: 'This takes longer than usual. You can close this; I will write to you in our chat when it is ready.',
  failed: 'What you opened could not be shown. Please try again in a minute.',
};
const SLOW_SAVE: Slow = {
  now: 'This takes longer than usual. You can close this; I will write to you in our chat when it is done.',
  done: 'Your answers are saved. Thank you.',
  failed: 'Your answers could not be saved. Please open the form and send them again.',
};

interface Dialogs {
  invoke(activity: Activity): Promise<InvokeAnswer>;
  sorry(activity: Activity | undefined): InvokeAnswer;
}

/** What a person did, and which drawing of a form it was done in. */
interface Done {
  interaction: Interaction;
  drawing?: Drawing;
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

  /** The answer is the next page; without one the dialog closes, or where it was to open, it says so. */
  async function answer(activity: Activity, done: Done | undefined, without: InvokeAnswer): Promise<InvokeAnswer> {
    if (!done) return ignored(activity, renderNotice(STALE));
    const work = receive(done.interaction);
    const timed = await within(patienceMs, work);
    if (timed.late) {
      const slow = done.interaction.kind === 'submit' ? SLOW_SAVE : SLOW_OPEN;
      track(tellLater(activity, done.interaction, work, slow));
      return renderNotice(slow.now);
    }
    if (timed.value.kind === 'busy' && done.interaction.kind === 'submit') {
      // The dialog keeps what was typed and has room for no word of ours.
      track(chat.say(activity, done.interaction, wordsCard(timed.value.message)));
      return LATER;
    }
    return draw(timed.value, done.drawing) ?? without;
  }

  /** No page can come to a dialog that has had its answer, so the outcome is told in the chat. */
  async function tellLater(activity: Activity, interaction: Interaction, work: Promise<Reply>, slow: Slow) {
    const card = await work.then(
      (reply) => cardOf(reply) ?? (reply.kind === 'done' && slow.done !== undefined ? wordsCard(slow.done) : undefined),
      (error: unknown) => {
        const problem = error instanceof Error ? error.name : 'unknown';
        log.error({ activityId: activity.id, problem }, 'a dialog could not be answered');
        return wordsCard(slow.failed);
      },
    );
    if (card !== undefined) await chat.say(activity, interaction, card);
  }

  function ignored(activity: Activity, words: InvokeAnswer): InvokeAnswer {
    log.warn({ activityId: activity.id, name: activity.name }, 'a Teams request fits nothing we know');
    return words;
  }

  return {
    invoke: async (activity) => {
      switch (activity.name) {
        case 'task/fetch':
          return answer(activity, asDone(readPress(activity)), renderNotice(EMPTY));
        case 'composeExtension/fetchTask':
          return answer(activity, asDone(readAction(activity)), renderNotice(EMPTY));
        case 'task/submit':
        case 'composeExtension/submitAction':
          // An extension's dialog closes with an empty object, and any other with nothing at all.
          return answer(
            activity,
            readSubmit(activity) ?? asDone(readPress(activity)),
            isOfExtension(activity) ? {} : undefined,
          );
        case 'adaptiveCard/action':
          return ignored(activity, cardMessage(STALE));
        default:
          return ignored(activity, {});
      }
    },
    sorry: (activity) => (activity?.name === 'adaptiveCard/action' ? cardMessage(SORRY) : renderNotice(SORRY)),
  };
}

function asDone(interaction: Interaction | undefined): Done | undefined {
  return interaction && { interaction };
}

function draw(reply: Reply, drawing: Drawing | undefined): InvokeAnswer {
  switch (reply.kind) {
    case 'open':
      return drawForm(reply, newDrawing());
    case 'refuse':
      return drawForm(reply, drawing ? { ...drawing, draw: drawing.draw + 1 } : newDrawing());
    case 'say':
    case 'home':
      return renderPage(reply.card);
    case 'done':
      return reply.message === undefined ? undefined : renderNotice(reply.message);
    case 'busy':
      return renderNotice(reply.message);
    case 'nothing':
      return undefined;
  }
}

function newDrawing(): Drawing {
  return { nonce: randomUUID(), draw: 1 };
}

function drawForm(reply: Reply & { kind: 'open' | 'refuse' }, drawing: Drawing): InvokeAnswer {
  const { form, values, state, errors } = reply;
  return renderDialog(form, { values, state, ...drawing, ...(errors === undefined ? {} : { errors }) });
}

function cardMessage(value: string): InvokeAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
}
