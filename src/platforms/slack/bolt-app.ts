/** The Bolt app, and which installation a request belongs to. */
import { App, type Receiver } from '@slack/bolt';
import type { OnArrival } from '../../chat/platform.ts';
import { ForbiddenError } from '../../errors.ts';
import { boltLogger, clientOptions, type WireSettings } from './connection.ts';
import type { Connections } from './connections.ts';
import type { Desks } from './desks.ts';
import { listen } from './listen.ts';
import { installationOf } from './whose.ts';

export function createBoltApp(
  connections: Connections,
  desks: Desks,
  receiver: Receiver,
  wire: WireSettings & { onArrival?: OnArrival },
): App {
  const app = new App({
    receiver,
    // Bolt gets no token: it would keep a client for each it has ever seen. What is said goes over our own connections.
    authorize: async (_, body) => {
      const whose = installationOf(body);
      if (whose === undefined) throw new ForbiddenError('The request does not say whose it is.');
      const { identity } = await connections.of(whose.teamId);
      return {
        teamId: whose.teamId,
        botUserId: identity.botUserId,
        ...(identity.botId === undefined ? {} : { botId: identity.botId }),
      };
    },
    convoStore: false,
    // Slack tells us of what we said ourselves, which shows that it is there: see `read-arrival.ts`.
    ignoreSelf: false,
    clientOptions: clientOptions(wire),
    logger: boltLogger(wire.log),
  });
  // Handed on to the gate in `guard-requests.ts`, which answers whatever goes wrong.
  app.error((error) => Promise.reject(error));
  listen(app, desks, wire.onArrival);
  return app;
}
