/** A hello to one person: the only way to learn whether Home and private messages are switched on. */
import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import { plain, section } from './block-kit.ts';
import { reasonOf } from './errors.ts';

/** What was tried and what came of it; `words` hold the mend where it is not `ok`. */
export interface Finding {
  what: string;
  ok: boolean;
  words: string;
}

const Found = z.looseObject({ user: z.looseObject({ id: z.string() }) });
const Opened = z.looseObject({ channel: z.looseObject({ id: z.string() }) });
const HELLO = 'Hello from Throughline. The set-up works: this is what a message looks like.';

export async function greet(client: webApi.WebClient, email: string): Promise<Finding[]> {
  try {
    const { user } = Found.parse(await client.apiCall('users.lookupByEmail', { email }));
    return [await tryHome(client, user.id), await tryMessage(client, user.id)];
  } catch (error) {
    const reason = reasonOf(error);
    const words =
      reason === 'users_not_found' ? `Slack knows nobody with the address ${email}` : `could not be asked (${reason})`;
    return [{ what: 'Person', ok: false, words }];
  }
}

async function tryHome(client: webApi.WebClient, userId: string): Promise<Finding> {
  const what = 'Home';
  try {
    const view = {
      type: 'home',
      blocks: [
        { type: 'header', text: plain('Throughline') },
        section('Open this tab again in a minute: your week stands here.'),
      ],
    };
    await client.apiCall('views.publish', { user_id: userId, view });
    return { what, ok: true, words: 'is shown' };
  } catch (error) {
    const reason = reasonOf(error);
    const words =
      reason === 'not_enabled' ? 'is off. Turn on App Home > Show Tabs > Home Tab' : `could not be shown (${reason})`;
    return { what, ok: false, words };
  }
}

async function tryMessage(client: webApi.WebClient, userId: string): Promise<Finding> {
  const what = 'Messages';
  try {
    const { channel } = Opened.parse(await client.apiCall('conversations.open', { users: userId }));
    await client.apiCall('chat.postMessage', { channel: channel.id, text: HELLO, unfurl_links: false });
    return { what, ok: true, words: 'a hello was sent' };
  } catch (error) {
    const reason = reasonOf(error);
    const words =
      reason === 'messages_tab_disabled'
        ? 'are off. Turn on App Home > Show Tabs > Messages Tab, and allow people to send messages'
        : `a hello could not be sent (${reason})`;
    return { what, ok: false, words };
  }
}
