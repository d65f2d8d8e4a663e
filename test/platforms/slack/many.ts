/** The real Bolt app for many workspaces in front of the pocket Slack: two workspaces and an organization with two of its own. */
import express from 'express';
import type { AddressInfo } from 'node:net';
import type { Installation } from '../../../src/chat/installation.ts';
import { nothing, type Interaction, type Reply } from '../../../src/chat/interaction.ts';
import type { Platform } from '../../../src/chat/platform.ts';
import { createLog } from '../../../src/log.ts';
import { SCOPES } from '../../../src/platforms/slack/install/scopes.ts';
import { startSlack } from '../../../src/platforms/slack/index.ts';
import { listenPocketSlack, type PocketSlack } from '../../../src/playground/pocket-slack/pocket-slack.ts';
import { keepInMemory, type KeptInMemory } from './kept-in-memory.ts';
import { SECRET } from './stage.ts';

export const HILL = 'T0HILL';
export const LAKE = 'T0LAKE';
export const GRID = 'E0GRID';
export const NORTH = 'T0NORTH';
export const SOUTH = 'T0SOUTH';
/** The app's own, which only the consent page and the exchange of a code need. */
export const APP = { appId: 'A0THROUGHLN', clientId: '111.222', clientSecret: 'a-client-secret-of-the-stage' };

const YESTERDAY = new Date(Date.now() - 24 * 3_600_000);
const scopes = Object.keys(SCOPES);

export interface ManyStage {
  pocket: PocketSlack;
  platform: Platform;
  installations: KeptInMemory;
  apiUrl: string;
  /** Where browsers reach our process. */
  url: string;
  door: string;
  received: Interaction[];
  /** The bodies of Slack's requests as they came in, with what no interaction carries on. */
  heard: string[];
  logged: string[];
  answer: (script: (interaction: Interaction) => Reply | Promise<Reply>) => void;
  reset: () => void;
  close: () => Promise<void>;
}

export async function setManyStage(): Promise<ManyStage> {
  let url = '';
  let script: (interaction: Interaction) => Reply | Promise<Reply> = () => nothing;
  const now = () => new Date();
  const received: Interaction[] = [];
  const logged: string[] = [];
  const installations = keepInMemory();
  const heard: string[] = [];
  const app = express().use('/slack/events', (request, _response, next) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => heard.push(body));
    next();
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const slack = await listenPocketSlack({ now, requestUrl: `${url}/slack/events`, signingSecret: SECRET });
  slack.pocket.registerApp({
    ...APP,
    name: 'Throughline',
    redirectUrls: [`${url}/slack/oauth_redirect`],
    scopes,
  });
  const { platform, router } = await startSlack(
    {
      installations,
      oauth: { ...APP, publicUrl: url, authorizeUrl: `${slack.url}/oauth/v2/authorize` },
      signingSecret: SECRET,
      apiUrl: slack.apiUrl,
      log: createLog({ destination: { write: (line) => logged.push(line) } }),
      now,
    },
    async (interaction) => {
      received.push(interaction);
      return script(interaction);
    },
  );
  if (router === undefined) throw new Error('Slack has no door.');
  app.use(router);

  const reset = () => {
    received.length = 0;
    heard.length = 0;
    logged.length = 0;
    installations.all.clear();
    installations.removals.length = 0;
    installations.away = false;
    script = () => nothing;
    slack.pocket.reset();
    fillTheWorld(slack.pocket, installations);
  };
  reset();
  return {
    pocket: slack.pocket,
    platform,
    installations,
    apiUrl: slack.apiUrl,
    url,
    door: `${url}/slack/events`,
    received,
    heard,
    logged,
    answer: (given) => {
      script = given;
    },
    reset,
    close: async () => {
      await platform.stop();
      server.close();
      server.closeAllConnections();
      await slack.close();
    },
  };
}

/** In each workspace a person and a channel; `U0SAME` is an id that two of them happen to share. */
function fillTheWorld(pocket: PocketSlack, installations: KeptInMemory): void {
  pocket.addOrganization({ id: GRID, name: 'Grid', botToken: 'xoxb-grid', botUserId: 'W0GRIDBOT', scopes });
  pocket.addWorkspace({ id: HILL, name: 'Hill', botToken: 'xoxb-hill', botUserId: 'U0HILLBOT', scopes });
  pocket.addWorkspace({ id: LAKE, name: 'Lake', botToken: 'xoxb-lake', botUserId: 'U0LAKEBOT', scopes });
  pocket.addWorkspace({ id: NORTH, name: 'North', enterpriseId: GRID });
  pocket.addWorkspace({ id: SOUTH, name: 'South', enterpriseId: GRID });
  const place = (workspaceId: string, people: [string, string][], channel: string, bot: string) => {
    for (const [id, name] of people)
      pocket.addUser({
        workspaceId,
        id,
        name,
        realName: name,
        email: `${name}@${workspaceId.toLowerCase()}.example`,
        tz: 'America/Chicago',
      });
    const members = [...people.map(([id]) => id), bot];
    pocket.addChannel({ workspaceId, id: channel, name: 'leaders', isPrivate: true, members });
  };
  place(HILL, [['U0MAYA', 'maya'], ['U0SAME', 'sam']], 'C0HILL', 'U0HILLBOT'); // prettier-ignore
  place(LAKE, [['U0LENA', 'lena'], ['U0SAME', 'sue']], 'C0LAKE', 'U0LAKEBOT'); // prettier-ignore
  place(NORTH, [['W0NORA', 'nora']], 'C0NORTH', 'W0GRIDBOT');
  place(SOUTH, [['W0SAUL', 'saul']], 'C0SOUTH', 'W0GRIDBOT');
  for (const installed of [
    installedIn(HILL, 'Hill', 'xoxb-hill', 'U0HILLBOT'),
    installedIn(LAKE, 'Lake', 'xoxb-lake', 'U0LAKEBOT'),
    { ...installedIn(GRID, 'Grid', 'xoxb-grid', 'W0GRIDBOT'), isOrganization: true, enterpriseId: GRID },
  ])
    installations.all.set(installed.teamId, installed);
}

export function installedIn(teamId: string, name: string, botToken: string, botUserId: string): Installation {
  return {
    platform: 'slack',
    teamId,
    name,
    isOrganization: false,
    appId: APP.appId,
    botUserId,
    botToken,
    scopes,
    installedAt: YESTERDAY,
  };
}
