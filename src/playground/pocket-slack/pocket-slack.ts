/** The pocket Slack: a strict stand-in on loopback that a real Bolt app talks to unchanged, and the people who use it. */
import express from 'express';
import type { AddressInfo } from 'node:net';
import { createFaults } from './faults.ts';
import { createConsent } from './consent/routes.ts';
import { lookUntil } from './look-until.ts';
import { addChannel, addOrganization, addUser, addWorkspace } from './people-and-channels.ts';
import { createPersonaRoutes } from './persona-routes.ts';
import type { ListeningPocketSlack, PocketSlack, PocketSlackOptions, WorldOnScreen } from './pocket.ts';
import { changeUser, createAdministration } from './personas/administrator.ts';
import { sendCommand } from './personas/command.ts';
import { createEvents } from './personas/events.ts';
import { fill, press } from './personas/press.ts';
import { sendMessageShortcut, sendShortcut } from './personas/shortcut.ts';
import { closeView, submitView } from './personas/submit.ts';
import { createRates } from './rates.ts';
import { createResponseUrls } from './response-url.ts';
import { drawScreen } from './screen.ts';
import { createWebApi } from './web-api.ts';
import { announceChange, emptyWorld, getDesk, getPerson, inWorkspace } from './world.ts';
import type { World } from './world.ts';

export type { PocketSlack } from './pocket.ts';

export function createPocketSlack(options: PocketSlackOptions): PocketSlack {
  const world = createWorld(options);
  const faults = createFaults();
  const rates = options.enforceRates === true ? createRates(options.now) : undefined;
  const events = createEvents(world);
  const acting: Omit<PocketSlack, 'router'> = {
    calls: world.calls,
    setBaseUrl: (url) => {
      world.baseUrl = url.replace(/\/$/, '');
    },
    ...createAdministration(world, events),
    addOrganization: (given) => addOrganization(world, given),
    addWorkspace: (given) => addWorkspace(world, given),
    addUser: (given) => addUser(world, given),
    addChannel: (given) => addChannel(world, given),
    changeUser: (who, changes) => changeUser(world, who, changes),
    reset: () => {
      emptyWorld(world);
      faults.clear();
      rates?.clear();
      events.clear();
      announceChange(world, { workspaceId: '*' });
    },
    sendCommand: (who, channel, command, text = '') =>
      sendCommand(world, who, channel, command, text, options.commands),
    sendShortcut: (who, callbackId) => sendShortcut(world, who, callbackId, options.shortcuts),
    sendMessageShortcut: (who, channel, ts, callbackId) =>
      sendMessageShortcut(world, who, { channel, ts }, callbackId, options.shortcuts),
    press: (who, place, actionId, given) => press(world, who, place, actionId, given),
    fill: (who, place, values) => fill(world, who, place, values),
    submitView: (who, viewId, values = {}) => submitView(world, who, viewId, values),
    closeView: (who, viewId, all) => closeView(world, who, viewId, all),
    say: events.say,
    sayInDm: (who, text) => events.say(who, 'dm', text),
    openHome: (who, tab = 'home') => events.openHome(who, tab),
    sendEvent: events.send,
    retryEvents: events.retry,
    redeliverEvent: events.redeliver,
    screen: (who) => drawScreen(world, who),
    markRead: (who, channel) => {
      const user = getPerson(world, who);
      const last = world.conversations.get(inWorkspace(user.workspaceId, channel))?.messages.at(-1)?.ts ?? '';
      getDesk(world, user).read.set(channel, last);
      announceChange(world, { workspaceId: user.workspaceId, userId: user.id });
    },
    dismissNotices: (who) => {
      const user = getPerson(world, who);
      getDesk(world, user).notices = [];
      announceChange(world, { workspaceId: user.workspaceId, userId: user.id });
    },
    describeWorld: () => describeWorld(world, options),
    fail: faults.add,
    onChange: (listener) => {
      world.listeners.add(listener);
      return () => world.listeners.delete(listener);
    },
    until: (look, withinMs = 5000) => lookUntil(world, look, withinMs),
  };
  const router = express.Router();
  router.use('/api', createWebApi(world, faults, rates));
  router.use('/oauth', createConsent(world));
  router.use('/respond', createResponseUrls(world));
  router.use('/persona', createPersonaRoutes(acting));
  return { router, ...acting };
}

/** Stands alone on 127.0.0.1, for tests. */
export async function listenPocketSlack(options: PocketSlackOptions, port = 0): Promise<ListeningPocketSlack> {
  const pocket = createPocketSlack(options);
  const server = express().use(pocket.router).listen(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  // A server that listens on TCP has an address with a port.
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  pocket.setBaseUrl(url);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return { url, apiUrl: `${url}/api/`, pocket, close };
}

function createWorld(options: PocketSlackOptions): World {
  const { requestUrl } = options;
  if (options.signingSecret === '')
    throw new Error('The signing secret is empty. Give the pocket Slack the secret the app checks with.');
  return {
    now: options.now,
    requestUrl: typeof requestUrl === 'string' ? () => requestUrl : requestUrl,
    signingSecret: options.signingSecret,
    acknowledgeWithinMs: options.acknowledgeWithinMs ?? 3000,
    baseUrl: 'http://127.0.0.1',
    lastTs: 0,
    features: {
      homeTab: options.homeTab ?? true,
      messagesTab: options.messagesTab ?? true,
      ...(options.events === undefined ? {} : { events: options.events }),
    },
    organizations: new Map(),
    workspaces: new Map(),
    apps: new Map(),
    installations: new Map(),
    deadTokens: new Map(),
    codes: new Map(),
    users: new Map(),
    conversations: new Map(),
    desks: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    externalIds: new Map(),
    calls: [],
    tellUninstalled: () => undefined,
    tellPosted: () => undefined,
    listeners: new Set(),
  };
}

function describeWorld(world: World, { commands = [], shortcuts = [] }: PocketSlackOptions): WorldOnScreen {
  return {
    workspaces: [...world.workspaces.values()].map(({ id, name }) => ({
      id,
      name,
      people: [...world.users.values()]
        .filter((user) => user.workspaceId === id && !user.isBot && !user.deleted)
        .map((user) => ({ id: user.id, realName: user.realName, isGuest: user.isGuest })),
    })),
    commands,
    shortcuts,
  };
}
