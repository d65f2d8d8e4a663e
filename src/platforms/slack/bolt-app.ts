/** The Bolt app, and whose token answers a request. */
import { App, type Receiver } from '@slack/bolt';
import { ForbiddenError } from '../../errors.ts';
import type { Desk } from './answer-privately.ts';
import { boltLogger, clientOptions } from './connection.ts';
import { listen } from './listen.ts';

export function createBoltApp(
  desk: Desk,
  receiver: Receiver,
  settings: { botToken: string; apiUrl?: string | undefined },
): App {
  const app = new App({
    receiver,
    authorize: async ({ teamId }) => {
      const identity = await desk.connection.identify();
      if (teamId !== identity.teamId)
        throw new ForbiddenError('The request is from another Slack workspace than the one our token belongs to.');
      return {
        teamId,
        botToken: settings.botToken,
        botUserId: identity.botUserId,
        ...(identity.botId === undefined ? {} : { botId: identity.botId }),
      };
    },
    convoStore: false,
    clientOptions: clientOptions({ apiUrl: settings.apiUrl, log: desk.log }),
    logger: boltLogger(desk.log),
  });
  // Handed on to the gate in `guard-requests.ts`, which answers whatever goes wrong.
  app.error((error) => Promise.reject(error));
  listen(app, desk);
  return app;
}
