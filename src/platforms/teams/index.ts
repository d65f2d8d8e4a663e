/** Microsoft Teams: what comes in at POST /api/messages becomes an interaction, and the Platform port speaks to the connector. */
import { Router } from 'express';
import type { Receive } from '../../chat/interaction.ts';
import type { Platform } from '../../chat/platform.ts';
import { SetUpError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { createBot } from './bot.ts';
import { cloudOf, type CloudName, type CustomCloud } from './clouds.ts';
import { createConnector } from './connector.ts';
import { within } from './deadline.ts';
import { createDialogs } from './dialogs.ts';
import { createDoor } from './door.ts';
import { createEvents } from './events.ts';
import { createMemory } from './memory.ts';
import { createMessages } from './messages.ts';
import { createPeople } from './people.ts';
import { createPrivateChat } from './private-chat.ts';
import { createPlatform } from './send.ts';
import { createTokens } from './tokens.ts';

export interface TeamsSettings {
  appId: string;
  appPassword: string;
  appTenantId: string;
  cloud: CloudName;
  custom?: CustomCloud;
  log: Log;
  now: () => Date;
}

const STOP_MS = 10_000;

// Async like its sister, whose start has to speak to its platform first.
export async function startTeams(
  settings: TeamsSettings,
  receive: Receive,
): Promise<{ platform: Platform; router: Router }> {
  const { log, now, appId } = settings;
  requireAccount(settings);
  const cloud = cloudOf(settings.cloud, settings.custom);
  const tokens = createTokens(cloud, settings);
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
  const handlers = {
    sorry: dialogs.sorry,
    invoke: async (activity: Parameters<typeof dialogs.invoke>[0]) => {
      memory.remember(activity);
      return dialogs.invoke(activity);
    },
    event: async (activity: Parameters<typeof events>[0]) => {
      memory.remember(activity);
      return events(activity);
    },
  };
  const router = Router();
  router.post(
    '/api/messages',
    ...createDoor({ cloud, appId, log }),
    createBot({ cloud, appId, tokens, log, handlers }),
  );
  const platform = createPlatform({
    messages,
    people: createPeople(connector, memory),
    tokens,
    stop: async () => {
      await within(STOP_MS, Promise.allSettled([...pending]));
    },
  });
  return Promise.resolve({ platform, router });
}

/** An empty app id would switch the SDK's authentication off altogether. */
function requireAccount(settings: TeamsSettings): void {
  const missing = Object.entries({
    TEAMS_APP_ID: settings.appId,
    TEAMS_APP_PASSWORD: settings.appPassword,
    TEAMS_APP_TENANT_ID: settings.appTenantId,
  }).filter(([, value]) => value.trim() === '');
  if (missing.length > 0)
    throw new SetUpError(`Teams cannot start without ${missing.map(([name]) => name).join(', ')}.`);
}
