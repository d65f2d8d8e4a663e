/** A pocket Teams with the real app behind it, over loopback. */
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Interaction, Reply } from '../../../src/chat/interaction.ts';
import { nothing } from '../../../src/chat/interaction.ts';
import type { Platform } from '../../../src/chat/platform.ts';
import { createLog } from '../../../src/log.ts';
import { startTeams } from '../../../src/platforms/teams/index.ts';
import type {
  PocketTeams,
  PocketUser,
  ScreenMessage,
  ScreenThread,
} from '../../../src/playground/pocket-teams/index.ts';
import { listenPocketTeams } from '../../../src/playground/pocket-teams/index.ts';

export const APP_ID = '7f5d3c1e-0b1a-4a58-9d0e-6f2a5b8c9d10';
export const TENANT = '3f0c1a52-6f3e-4b7a-8d0e-2b9a4c5d6e7f';
const BOT_TENANT = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';

export interface World {
  pocket: PocketTeams;
  platform: Platform;
  ana: PocketUser;
  ben: PocketUser;
  /** What the app was told, and what it answers to the next. */
  heard: Interaction[];
  answer(reply: (interaction: Interaction) => Reply | Promise<Reply>): void;
  logged: string[];
  messagesUrl: string;
  /** Where the tab is. */
  tabUrl: string;
  close(): Promise<void>;
}

export interface WorldOptions {
  serviceHosts?: string[];
  openIdMetadataUrl?: string;
  signInUrl?: string;
  /** Turns the tab on. */
  publicUrl?: string;
  tenants?: string[];
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  let messagesUrl = '';
  const { pocket, ...outside } = await listenPocketTeams({
    now: () => new Date(),
    messagesUrl: () => messagesUrl,
    appId: APP_ID,
    appPassword: 'open sesame',
    tenantId: BOT_TENANT,
    actions: [
      { id: 'plan:from-message', title: 'Make this a next step', description: 'In its words', context: ['message'] },
      { id: 'visit:log', title: 'Log a visit', description: 'In a few taps', context: ['compose', 'commandBox'] },
    ],
  });
  pocket.addTenant({ id: TENANT, name: 'Harbor City' });
  const ana = pocket.addUser({ tenantId: TENANT, name: 'Ana Ruiz', email: 'ana@harbor.example' });
  const ben = pocket.addUser({ tenantId: TENANT, name: 'Ben Okoro', email: 'ben@harbor.example', isGuest: true });
  const heard: Interaction[] = [];
  const logged: string[] = [];
  let reply: (interaction: Interaction) => Reply | Promise<Reply> = () => nothing;
  const { platform, router } = await startTeams(
    {
      appId: APP_ID,
      appPassword: 'open sesame',
      appTenantId: BOT_TENANT,
      cloud: 'custom',
      custom: {
        openIdMetadataUrl: options.openIdMetadataUrl ?? outside.openIdMetadataUrl,
        tokenIssuer: outside.issuer,
        loginUrl: outside.loginUrl,
        ...(options.signInUrl === undefined ? {} : { signInUrl: options.signInUrl }),
        serviceHosts: options.serviceHosts ?? [new URL(outside.serviceUrl).host],
      },
      ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl }),
      ...(options.tenants === undefined ? {} : { tenants: options.tenants }),
      // As the roster does: whoever has the app has told us who they are.
      findUserId: async (tenantId, objectId) =>
        pocket.users.find((one) => one.installed && one.tenantId === tenantId && one.aadObjectId === objectId)?.id,
      log: createLog({ destination: { write: (line) => logged.push(line) } }),
      now: () => new Date(),
    },
    async (interaction) => {
      heard.push(interaction);
      return reply(interaction);
    },
  );
  const app = express();
  app.use(router);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  messagesUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
  return {
    pocket,
    platform,
    ana,
    ben,
    heard,
    logged,
    messagesUrl,
    tabUrl: new URL('/teams/tab', messagesUrl).href,
    answer: (next) => {
      reply = next;
    },
    close: async () => {
      await platform.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await outside.close();
    },
  };
}

/** The messages of the app in this person's chat, newest last. */
export function chatOf(world: World, user: PocketUser): ScreenMessage[] {
  return world.pocket
    .screen(user)
    .chats.flatMap((chat) => chat.messages.filter((message) => message.from.kind === 'bot'));
}

export function lastTo(world: World, user: PocketUser): ScreenMessage {
  const last = chatOf(world, user).at(-1);
  if (!last) throw new Error(`${user.name} was sent nothing.`);
  return last;
}

/** The threads of all channels, as this person sees them. */
export function threadsOf(world: World, user: PocketUser): ScreenThread[] {
  return world.pocket.screen(user).teams.flatMap((team) => team.channels.flatMap((channel) => channel.threads));
}
