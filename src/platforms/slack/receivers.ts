/** The two ways in: signed requests at a door, or Slack's own socket for a trial without a public address. */
import { AuthorizationError, ExpressReceiver, SocketModeReceiver, type ExpressReceiverOptions } from '@slack/bolt';
import type { Router } from 'express';
import { ForbiddenError, SetUpError } from '../../errors.ts';
import { boltLogger, clientOptions, type WireSettings } from './connection.ts';
import { EVENTS_PATH, openDoor } from './door.ts';

export function openHttp(settings: WireSettings & { signingSecret: string; now: () => Date }): {
  receiver: ExpressReceiver;
  router: Router;
} {
  const { signingSecret, log, now } = settings;
  if (signingSecret === '')
    throw new SetUpError('SLACK_SIGNING_SECRET is empty. Copy the Signing Secret from Basic Information.');
  const receiver = new ExpressReceiver({
    signingSecret,
    signatureVerification: true,
    endpoints: EVENTS_PATH,
    logger: boltLogger(log),
    processEventErrorHandler: refuse,
  });
  return { receiver, router: openDoor(receiver.router, now) };
}

export function openSocket(settings: WireSettings, appToken: string): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger: boltLogger(settings.log),
    installerOptions: { clientOptions: clientOptions(settings) },
  });
}

/** 401 for a workspace without the app; 503 while it cannot be told whose the request is, so that Slack sends events again. */
const refuse: NonNullable<ExpressReceiverOptions['processEventErrorHandler']> = async ({ error, response }) => {
  if (!response.headersSent) {
    const isForeign = error instanceof AuthorizationError && error.original instanceof ForbiddenError;
    response.writeHead(isForeign ? 401 : 503).end();
  }
  return Promise.resolve(true);
};
