/** Everything that waits for no answer in the response: what people write and press, and the app coming and going. */
import type { Receive } from '../../chat/interaction.ts';
import type { Log } from '../../log.ts';
import type { Activity } from './activity.ts';
import { within } from './deadline.ts';
import type { PrivateChat } from './private-chat.ts';
import { readMessage } from './read.ts';
import { readPresence } from './read-presence.ts';

/** Teams sends an activity again after fifteen seconds, so the request is let go well before; the work goes on. */
const PATIENCE_MS = 8_000;

export function createEvents(options: {
  receive: Receive;
  chat: PrivateChat;
  log: Log;
  track: (work: Promise<unknown>) => void;
}): (activity: Activity) => Promise<void> {
  const { receive, chat, log, track } = options;

  async function handle(activity: Activity): Promise<void> {
    const heard = activity.type === 'message' ? readMessage(activity) : readPresence(activity);
    if (heard === 'hint') return chat.hint(activity);
    if (heard !== undefined) return chat.answer(activity, heard, await receive(heard));
    if (activity.type === 'message') log.warn({ activityId: activity.id }, 'a Teams message fits nothing we know');
  }

  return async (activity) => {
    const work = handle(activity);
    track(work);
    await within(PATIENCE_MS, work);
  };
}
