// Both pockets on a server of their own, so that they stay while the product stops and starts, as Slack and Teams do.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { MovableClock } from '../../src/clock.ts';
import type { SlackConfig, TeamsConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { start, type PlaygroundPart, type Throughline } from '../../src/main.ts';
import { createPocketSlack } from '../../src/playground/pocket-slack/pocket-slack.ts';
import { createPocketTeams } from '../../src/playground/pocket-teams/index.ts';
import { openStage, populate, type Stage } from '../../src/playground/stage.ts';
import { createTimeTravel, type TimeTravel } from '../../src/playground/time-travel.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { install, theTenant } from '../support/house.ts';
import { root } from '../support/root.ts';

export const SIGNING_SECRET = 'a-secret-of-the-standing-pockets';

export interface StandingPockets {
  stage: Stage;
  clock: MovableClock;
  database: TestDatabase;
  settings: { slack: SlackConfig; teams: TeamsConfig };
  /** Where the product listens at the moment. */
  setProduct(url: string): void;
  /** Slack and Teams cannot be reached, and can again. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export async function openPockets(given?: TestDatabase): Promise<StandingPockets> {
  const database = given ?? (await openDatabase({ with: 'sample' }));
  const clock = new MovableClock();
  const now = () => clock.now();
  let product = '';
  const app = express();
  let server = await listen(app, 0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const slack = createPocketSlack({
    now,
    requestUrl: () => `${product}/slack/events`,
    signingSecret: SIGNING_SECRET,
    commands: ['/checkin', '/coach', '/district'].map((name) => ({ name, description: name, usageHint: '' })),
  });
  slack.setBaseUrl(`${url}/pocket/slack`);
  const stage = await openStage({
    now,
    slack,
    url,
    createPocketTeams: (options) => createPocketTeams({ ...options, messagesUrl: () => `${product}/api/messages` }),
  });
  app.use('/pocket/slack', slack.router);
  app.use('/pocket/teams', stage.teams.router);
  const apiUrl = `${url}/pocket/slack/api/`;
  return {
    stage,
    clock,
    database,
    settings: { slack: { botToken: stage.botToken, signingSecret: SIGNING_SECRET, apiUrl }, teams: stage.teamsConfig },
    setProduct: (to) => (product = to),
    goDown: () => end(server),
    comeBack: async () => void (server = await listen(app, port)),
    async close() {
      await end(server);
      await database.drop();
    },
  };
}

export interface Standing {
  house: Throughline;
  travel: TimeTravel;
  logged: string[];
}

/** Starts the product anew, on the same database and before the same pockets. */
export async function startProduct(pockets: StandingPockets): Promise<Standing> {
  const logged: string[] = [];
  const playground: PlaygroundPart = { clock: pockets.clock, open: () => Promise.resolve(pockets.settings) };
  const house = await start({
    config: { port: 0, host: '127.0.0.1', dataFolder: 'unused', databasePool: 10, logLevel: 'debug' },
    log: createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } }),
    prismaFolder: `${root}prisma`,
    playground,
    ticks: false,
    database: { ...pockets.database, words: 'a test database', close: () => Promise.resolve() },
  });
  pockets.setProduct(house.url);
  return { house, travel: createTimeTravel(house, pockets.clock), logged };
}

/** The sample district, and everybody has the app. */
export async function furnish({ stage }: StandingPockets, { house, travel }: Standing, at: string): Promise<string> {
  await travel.set(new Date(at));
  const tenantId = await theTenant(house.db);
  await populate(stage, house.db, tenantId);
  await house.wake();
  await install(stage, house);
  return tenantId;
}

function listen(app: express.Express, port: number): Promise<Server> {
  const server = createServer(app);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
