// The whole product as it runs, in a test: the real Bolt and teams-ai apps on a real database, with the pockets around them.
import type { Config } from '../../src/config.ts';
import type { Connection, Db, DatabaseAddress } from '../../src/db/client.ts';
import type { PatienceLimits } from '../../src/desk/patience.ts';
import type { PlaygroundPart, Throughline } from '../../src/main.ts';
import { start } from '../../src/main.ts';
import { createLog, type Log } from '../../src/log.ts';
import { createPlayground, type Playground } from '../../src/playground/index.ts';
import { installSlack } from '../../src/playground/install-slack.ts';
import { slackIdOf, TENANT_ID, WORKSPACE_ID, populate, type Stage } from '../../src/playground/stage.ts';
import { createTimeTravel, type TimeTravel } from '../../src/playground/time-travel.ts';
import { listTenants } from '../../src/roster/tenants.ts';
import { openDatabase, type TestDatabase } from './database.ts';
import { findSpoken, privateWordsOf, typedOn } from './quiet-log.ts';
import { root } from './root.ts';

export interface TestHouse {
  house: Throughline;
  stage: Stage;
  playground: Playground & PlaygroundPart;
  tenantId: string;
  /** Lives through everything on the way there. */
  travel: TimeTravel;
  /** Every line that was logged, to be searched for what must not be there. */
  logged: string[];
  slack(email: string): { workspaceId: string; userId: string };
  stop(): Promise<void>;
}

/** The sample district at an instant: everybody has the app, the district has chosen its channel, and nothing has happened yet. */
export async function openHouse(
  at: string,
  options: {
    install?: boolean;
    config?: Partial<Config>;
    patience?: PatienceLimits;
    /** How the product comes to its database, if not by the usual way. */
    connection?: (address: DatabaseAddress) => Promise<Connection & { address: DatabaseAddress }>;
  } = {},
): Promise<TestHouse> {
  const database = await openDatabase({ with: 'sample' });
  const way = (await options.connection?.(database.address)) ?? database;
  const playground = createPlayground(root);
  const logged: string[] = [];
  const log: Log = createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } });
  const config = {
    port: 0,
    host: '127.0.0.1',
    dataFolder: 'unused',
    databasePool: 10,
    logLevel: 'debug',
    ...options.config,
  } as const;
  const house = await start({
    config,
    log,
    prismaFolder: `${root}prisma`,
    playground,
    ticks: false,
    ...(options.patience === undefined ? {} : { patience: options.patience }),
    database: { ...way, words: 'a test database', close: () => closeBoth(way, database) },
  });
  const travel = createTimeTravel(house, playground.clock);
  await travel.set(new Date(at));
  const tenantId = await theTenant(house.db);
  const stage = playground.stage();
  await populate(stage, house.db, tenantId, { isInstalled: false });
  await installSlack(stage, house, tenantId);
  await house.wake();
  if (options.install !== false) await install(stage, house);
  return {
    house,
    stage,
    playground,
    tenantId,
    travel,
    logged,
    slack: (email) => ({ workspaceId: WORKSPACE_ID, userId: slackIdOf(email) }),
    async stop() {
      const words = [...typedOn(stage), ...(await privateWordsOf(house.db))];
      await house.stop();
      const spoken = findSpoken(logged, words, [playground.signingSecret, options.config?.operationsKey ?? '']);
      if (spoken.length > 0) throw new Error(spoken.slice(0, 5).join('\n'));
    },
  };
}

/** Whom the sample made. */
export async function theTenant(db: Db): Promise<string> {
  const [tenant] = await listTenants(db);
  if (!tenant) throw new Error('the database was opened without the sample');
  return tenant.id;
}

async function closeBoth(way: Connection, database: TestDatabase): Promise<void> {
  if (way !== database) await way.close();
  await database.drop();
}

/** Everybody adds the app, and the superintendent chooses the channel. */
export async function install(stage: Stage, house: Throughline): Promise<void> {
  for (const user of stage.teams.users.filter((one) => one.tenantId === TENANT_ID)) await stage.teams.install(user);
  if (!stage.team) throw new Error('the sample has no team');
  await stage.teams.addToTeam(stage.team);
  const channel = stage.team.channels.find((one) => one.name === 'Leadership coaching');
  const leader = stage.teams.findUser('camille.moreau@harborcity.example', TENANT_ID);
  if (!channel || !leader) throw new Error('the sample has no channel or no superintendent');
  await stage.teams.say(leader, channel.id, 'district here');
  await house.clockwork.drain();
}
