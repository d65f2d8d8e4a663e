/** Slack for Throughline: one workspace or many, by HTTP in production and by Socket Mode for trying it out. */
import { Router } from 'express';
import type { Installations } from '../../chat/installation.ts';
import type { Receive } from '../../chat/interaction.ts';
import type { OnArrival, Platform } from '../../chat/platform.ts';
import { ForbiddenError, SetUpError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { sorryCard } from './answer-privately.ts';
import { createBoltApp } from './bolt-app.ts';
import { checkConnection } from './check.ts';
import { openLines, type Connection, type Lines } from './connection.ts';
import { manyWorkspaces, oneWorkspace, type Connections } from './connections.ts';
import { createDesks } from './desks.ts';
import { reasonOf, toDeliveryError } from './errors.ts';
import { guardRequests } from './guard-requests.ts';
import { showHome } from './home.ts';
import { installRoutes, type OAuthSettings } from './install/routes.ts';
import { findByEmail, inspectChannel, whoIs } from './people.ts';
import { openHttp, openSocket } from './receivers.ts';
import { otherWorkspace, postCard, updateCard } from './send.ts';

export interface SlackSettings {
  /** The token of one workspace. */
  botToken?: string;
  /** In its place: where the installations of many are kept, and how an administrator adds one. */
  installations?: Installations;
  oauth?: OAuthSettings;
  signingSecret: string;
  /** Given, everything comes by Socket Mode and no door is opened. */
  appToken?: string;
  apiUrl?: string;
  /** Hears of each message that is seen to be there. */
  onArrival?: OnArrival;
  log: Log;
  /** The present of the wire, never a moved clock: Slack signs with the real one. */
  now: () => Date;
}

export interface StartedSlack {
  platform: Platform;
  /** Mounted before any body parser. Undefined where nothing comes in by HTTP. */
  router: Router | undefined;
}

/** Starts without asking Slack anything, so that a Slack that is down keeps nobody from starting. */
export async function startSlack(settings: SlackSettings, receive: Receive): Promise<StartedSlack> {
  const { log } = settings;
  const lines = openLines(settings);
  const connections = connectionsOf(settings, lines);
  const door = settings.appToken === undefined ? openHttp(settings) : undefined;
  const socket = settings.appToken === undefined ? undefined : openSocket(settings, settings.appToken);
  const inner = door?.receiver ?? socket;
  if (inner === undefined) throw new SetUpError('Slack has neither a signing secret nor an app token.');
  const gate = guardRequests(inner, connections, log);
  const desks = createDesks(connections, rejectingOnlyForms(receive, log), log);
  const app = createBoltApp(connections, desks, gate.receiver, settings);
  if (socket !== undefined)
    await app.start().catch((error: unknown) => {
      throw new SetUpError(`Slack's Socket Mode did not start (${reasonOf(error)}). Check SLACK_APP_TOKEN (xapp-…).`, {
        cause: error,
      });
    });

  const reach = (teamId: string) => reachForDelivery(connections, teamId);
  const platform: Platform = {
    name: 'slack',
    post: async (address, card, key, mark) => postCard(await reach(address.teamId), address, card, key, mark),
    update: async (address, messageId, card) => updateCard(await reach(address.teamId), address, messageId, card),
    showHome: async (address, card) => showHome(await reach(address.teamId), address, card),
    inspectChannel: async (address) => inspectChannel(await reach(address.teamId), address),
    whoIs: async (teamId, userId, address) => whoIs(await reach(teamId), userId, address?.workspaceId),
    findByEmail: async (teamId, email) => findByEmail(await reach(teamId), email),
    check: () => checkConnection(connections),
    stop: async () => {
      if (socket !== undefined) await app.stop();
      await gate.drain();
    },
  };
  return { platform, router: routerOf(settings, lines, door?.router) };
}

function routerOf(settings: SlackSettings, line: Lines, door: Router | undefined): Router | undefined {
  const { oauth, installations, log, now } = settings;
  if (oauth === undefined || installations === undefined) return door;
  const router = Router().use(installRoutes({ oauth, installations, line: line.patient, log, now }));
  return door === undefined ? router : router.use(door);
}

function connectionsOf(settings: SlackSettings, lines: Lines): Connections {
  const { installations, botToken = '' } = settings;
  if (installations !== undefined) return manyWorkspaces(installations, lines, settings);
  if (botToken === '')
    throw new SetUpError('SLACK_BOT_TOKEN is empty. Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions.');
  const connections = oneWorkspace(botToken, lines);
  // Asked ahead, so that the first request need not wait; whoever needs the answer later asks again.
  connections.check().catch(() => undefined);
  return connections;
}

/** What could not be found out now is tried later; a workspace without the app is told as the ledger knows it. */
async function reachForDelivery(connections: Connections, teamId: string): Promise<Connection> {
  try {
    return await connections.of(teamId);
  } catch (error) {
    throw error instanceof ForbiddenError ? otherWorkspace() : toDeliveryError(error, 'auth.test', 'repeatable');
  }
}

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
