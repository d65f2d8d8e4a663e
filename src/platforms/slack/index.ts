/** Slack for Throughline: one workspace, by HTTP in production and by Socket Mode for trying it out. */
import { AuthorizationError, ExpressReceiver, SocketModeReceiver, type ExpressReceiverOptions } from '@slack/bolt';
import type { Router } from 'express';
import type { Receive } from '../../chat/interaction.ts';
import type { Platform } from '../../chat/platform.ts';
import { ForbiddenError, SetUpError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { sorryCard } from './answer-privately.ts';
import { createBoltApp } from './bolt-app.ts';
import { checkConnection } from './check.ts';
import { boltLogger, clientOptions, connect } from './connection.ts';
import { reasonOf } from './errors.ts';
import { EVENTS_PATH, openDoor } from './door.ts';
import { guardRequests } from './guard-requests.ts';
import { findByEmail, inspectChannel, whoIs } from './people.ts';
import { postCard, updateCard } from './send.ts';

export interface SlackSettings {
  botToken: string;
  signingSecret: string;
  /** Given, everything comes by Socket Mode and no door is opened. */
  appToken?: string;
  apiUrl?: string;
  log: Log;
  /** The present of the wire, never a moved clock: Slack signs with the real one. */
  now: () => Date;
}

export interface StartedSlack {
  platform: Platform;
  /** Mounted before any body parser; undefined in Socket Mode. */
  router: Router | undefined;
}

/** Starts without asking Slack anything, so that a Slack that is down keeps nobody from starting. */
export async function startSlack(settings: SlackSettings, receive: Receive): Promise<StartedSlack> {
  if (settings.botToken === '')
    throw new SetUpError('SLACK_BOT_TOKEN is empty. Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions.');
  const { log } = settings;
  const connection = connect(settings);
  const desk = { connection, log, receive: rejectingOnlyForms(receive, log) };
  const door = settings.appToken === undefined ? openHttp(settings) : undefined;
  const socket = settings.appToken === undefined ? undefined : openSocket(settings, settings.appToken);
  const inner = door?.receiver ?? socket;
  if (inner === undefined) throw new SetUpError('Slack has neither a signing secret nor an app token.');
  // Asked ahead, so that the first request need not wait; whoever needs the answer later asks again.
  connection.identify().catch(() => undefined);
  const gate = guardRequests(inner, connection, log);
  const app = createBoltApp(desk, gate.receiver, settings);
  if (socket !== undefined)
    await app.start().catch((error: unknown) => {
      throw new SetUpError(`Slack's Socket Mode did not start (${reasonOf(error)}). Check SLACK_APP_TOKEN (xapp-…).`, {
        cause: error,
      });
    });

  const platform: Platform = {
    name: 'slack',
    post: (address, card, key) => postCard(connection, address, card, key),
    update: (address, messageId, card) => updateCard(connection, address, messageId, card),
    inspectChannel: (address) => inspectChannel(connection, address),
    whoIs: (teamId, userId) => whoIs(connection, teamId, userId),
    findByEmail: (teamId, email) => findByEmail(connection, teamId, email),
    check: () => checkConnection(connection),
    stop: async () => {
      if (socket !== undefined) await app.stop();
      await gate.drain();
    },
  };
  return { platform, router: door?.router };
}

function openHttp(settings: SlackSettings): { receiver: ExpressReceiver; router: Router } {
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

function openSocket(settings: SlackSettings, appToken: string): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger: boltLogger(settings.log),
    installerOptions: { clientOptions: clientOptions(settings) },
  });
}

/** 401 for another workspace's request; 503 while Slack cannot say whose token we hold, so that it sends events again. */
const refuse: NonNullable<ExpressReceiverOptions['processEventErrorHandler']> = async ({ error, response }) => {
  if (!response.headersSent) {
    const isForeign = error instanceof AuthorizationError && error.original instanceof ForbiddenError;
    response.writeHead(isForeign ? 401 : 503).end();
  }
  return Promise.resolve(true);
};

function rejectingOnlyForms(receive: Receive, log: Log): Receive {
  return async (interaction) => {
    try {
      return await receive(interaction);
    } catch (error) {
      // A form's window keeps what was typed: see answer-submission.
      if (interaction.kind === 'submit') throw error;
      log.error({ interaction: interaction.id, reason: reasonOf(error) }, 'A request from Slack failed.');
      return { kind: 'say', card: sorryCard() };
    }
  };
}
