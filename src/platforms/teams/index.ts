/** Microsoft Teams: what comes in at POST /api/messages becomes an interaction, and the Platform port speaks to the connector. */
import { Router } from 'express';
import type { Receive } from '../../chat/interaction.ts';
import type { OnArrival, Platform } from '../../chat/platform.ts';
import type { Log } from '../../log.ts';
import { addLinkOf } from './add-link.ts';
import { createBot } from './bot.ts';
import { cloudOf, type CloudName, type CustomCloud } from './clouds.ts';
import { createConnector } from './connector.ts';
import { requireAccount, type Account } from './credential.ts';
import { within } from './deadline.ts';
import { createDialogs } from './dialogs.ts';
import { createDoor } from './door.ts';
import { createEvents } from './events.ts';
import { createMemory } from './memory.ts';
import { createMessages } from './messages.ts';
import { createPeople } from './people.ts';
import { createPrivateChat } from './private-chat.ts';
import { readUse } from './read-arrival.ts';
import { isOfExtension } from './read-dialog.ts';
import { createPlatform } from './send.ts';
import { createTab } from './tab/index.ts';
import { noTab } from './tab/off.ts';
import { createTokens } from './tokens.ts';

export interface TeamsSettings extends Account {
  cloud: CloudName;
  custom?: CustomCloud;
  /** Where browsers reach this process, without a slash at its end; the tab is off without it. */
  publicUrl?: string;
  /** The Microsoft Entra tenants whose people may come in; all that have joined, where none is named. */
  tenants?: readonly string[];
  /** The account of a person whom Microsoft Entra names; the tab is off without it. */
  findUserId?: (tenantId: string, objectId: string) => Promise<string | undefined>;
  /** Hears of each message that is seen to be there. */
  onArrival?: OnArrival;
  log: Log;
  now: () => Date;
}

const STOP_MS = 10_000;

export async function startTeams(
  settings: TeamsSettings,
  receive: Receive,
): Promise<{ platform: Platform; router: Router }> {
  const { log, now, appId } = settings;
  await requireAccount(settings, now());
  const cloud = cloudOf(settings.cloud, settings.custom, settings.appTenantId);
  const tokens = createTokens(cloud, settings, now);
  const connector = createConnector({ cloud, tokens, now });
  const memory = createMemory();
  const messages = createMessages(connector, appId);
  const chat = createPrivateChat(messages, log);
  const pending = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>): void => {
    const settled = work
      .catch((error: unknown) =>
        log.error({ problem: error instanceof Error ? error.name : 'unknown' }, 'work for Teams failed'),
      )
      .finally(() => pending.delete(settled));
    pending.add(settled);
  };
  const dialogs = createDialogs({ receive, chat, log, track });
  const events = createEvents({ receive, chat, log, track });
  const noteUse = (activity: Parameters<typeof events>[0]): void => {
    const arrival = readUse(activity);
    if (arrival !== undefined) settings.onArrival?.(arrival);
  };
  const handlers = {
    sorry: dialogs.sorry,
    invoke: async (activity: Parameters<typeof dialogs.invoke>[0]) => {
      // The "..." menu is there in chats that the app is not in: nothing can be asked about them.
      if (!isOfExtension(activity)) memory.remember(activity);
      noteUse(activity);
      return dialogs.invoke(activity);
    },
    event: async (activity: Parameters<typeof events>[0]) => {
      memory.remember(activity);
      noteUse(activity);
      return events(activity);
    },
  };
  const router = Router();
  router.post(
    '/api/messages',
    ...createDoor({ cloud, appId, tenants: settings.tenants, log }),
    createBot({ cloud, appId, tokens, log, handlers }),
  );
  const { publicUrl, findUserId } = settings;
  router.use(
    publicUrl === undefined || findUserId === undefined
      ? noTab('The tab is off: PUBLIC_URL is not set. In the chat with Throughline, the word home shows the same.')
      : createTab({ ...settings, cloud, publicUrl, findUserId, receive, track }),
  );
  const platform = createPlatform({
    messages,
    people: createPeople(connector, memory),
    addLink: addLinkOf(settings.cloud, appId),
    tokens,
    stop: async () => {
      await within(STOP_MS, Promise.allSettled([...pending]));
    },
  });
  return { platform, router };
}
