// Puts the house together; the only file that knows all of it.
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { createServer, type Server } from 'node:http';
import express, { type Express } from 'express';
import { forgetAudit } from './audit/forget.ts';
import { sealAudit } from './audit/seal.ts';
import type { Receive } from './chat/interaction.ts';
import type { OnArrival, Platform, PlatformName } from './chat/platform.ts';
import { MovableClock, systemClock, type Clock } from './clock.ts';
import type { Config, ManyWorkspaces, SlackConfig, TeamsConfig } from './config.ts';
import { FOR_PEOPLE, IN_BACKGROUND, connect, type Db } from './db/client.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase, type OpenDatabase } from './db/open.ts';
import { asSystem, inTenant } from './db/scope.ts';
import { databaseNow } from './db/time.ts';
import { closeDoor, openDoor } from './door.ts';
import { SetUpError } from './errors.ts';
import { createReceive, createRunner, wakeTenant, wavesOf } from './desk/dispatch.ts';
import { features } from './desk/index.ts';
import { PATIENCE, type PatienceLimits } from './desk/patience.ts';
import { createOnRefused, createOnSilenced } from './desk/unreached.ts';
import { lostInWords } from './features/reasons.ts';
import { purge } from './installations/purge.ts';
import { createSeal } from './installations/seal.ts';
import { createInstallations, type InstallationStore } from './installations/store.ts';
import { createArrivals } from './jobs/arrivals.ts';
import type { Guard } from './jobs/deliver.ts';
import { createPulse } from './jobs/pulse.ts';
import { CANNOT_TELL } from './jobs/outcome.ts';
import type { OnRefused } from './jobs/record.ts';
import { startClockwork, type Clockwork } from './jobs/tick.ts';
import type { Log } from './log.ts';
import { noticeRoutes } from './notices.ts';
import { healthRoutes } from './operations/health.ts';
import { openOperations, type Operations } from './operations/index.ts';
import { isStuck } from './operations/stuck.ts';
import { noTab } from './platforms/teams/tab/off.ts';
import { purgeRecords } from './records/purge.ts';
import { systemViewer } from './roster/access.ts';
import { findUserId } from './roster/accounts.ts';
import { findKnownMembers, judgeChannel } from './roster/digest-audience.ts';
import { listTenants } from './roster/tenants.ts';
import { createWorkspaces } from './workspaces.ts';

export interface Throughline {
  url: string;
  /** Whose routes are walked by whoever checks what all of them answer. */
  app: Express;
  db: Db;
  database: OpenDatabase;
  clock: Clock;
  clockwork: Clockwork;
  platforms: ReadonlyMap<PlatformName, Platform>;
  receive: Receive;
  /** Plans the weeks of every tenant, and ties people to their accounts. */
  wake(): Promise<void>;
  stop(): Promise<void>;
}

export interface StartOptions {
  config: Config;
  log: Log;
  prismaFolder: string;
  /** The stand-ins of a playground, which give their own credentials and move the clock. */
  playground?: PlaygroundPart;
  /** False in a test that drives the clockwork itself. */
  ticks?: boolean;
  /** How long people are let wait, and how many; usually by the database. */
  patience?: PatienceLimits;
  /** A database that is open already, instead of the configured one. */
  database?: OpenDatabase;
}

/** What the playground adds: its routes and the settings under which the real apps run against it. */
export interface PlaygroundPart {
  clock: MovableClock;
  open(app: Express, url: string): Promise<{ slack: SlackConfig; teams: TeamsConfig }>;
}

export async function start(options: StartOptions): Promise<Throughline> {
  const { config, log, prismaFolder, playground, ticks = true } = options;
  if (playground) assertAlone(config);
  const pools = sharePool(config.databasePool);
  const database = options.database ?? (await openDatabase({ ...config, databasePool: pools.people }, FOR_PEOPLE));
  await migrateApart(database, prismaFolder);
  const clock = playground?.clock ?? systemClock;
  const app = express();
  openDoor(app, {
    trustedProxies: config.trustedProxies ?? 'loopback',
    ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
  });
  const server = await listen(app, config, database);
  const url = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${(server.address() as AddressInfo).port}`;

  // People never wait for a connection behind what nobody waits for.
  const background = connect(database.address, { poolSize: pools.background, limits: IN_BACKGROUND });
  const platforms = new Map<PlatformName, Platform>();
  let stopping = false;
  const house = {
    db: database.db,
    log,
    clock,
    platforms,
    features,
    poke: () => clockwork.poke(),
    joinWorkspaces: () => workspaces.join(),
    patience: options.patience ?? patienceOn(database, pools.people),
    onShed: (platform: PlatformName, why: string) => operations.shed(platform, why),
  };
  const operations: Operations = openOperations(
    { db: background.db, pool: database.pool },
    {
      root: dirname(prismaFolder),
      isOpen: playground !== undefined,
      ...(config.operationsKey === undefined ? {} : { key: config.operationsKey }),
      reasonInWords: lostInWords,
    },
  );
  const pulse = createPulse();
  const receive = operations.measured(createReceive(house));
  app.use(operations.timeAcknowledgement, operations.router, noticeRoutes());
  app.use(
    healthRoutes({
      database: () => background.pool.query('select 1'),
      platforms: () => [...platforms.values()],
      isStuck: () => isStuck(background.db, pulse),
      isStopping: () => stopping,
      shed: operations.shedCount,
    }),
  );
  const settings = playground ? await playground.open(app, url) : config;
  const many = settings.slack?.many;
  const installations = many && openInstallations(many, database, log);
  const arrivals = createArrivals({ db: background.db, log, poke: house.poke });
  const desk = { log, receive, platforms, onArrival: arrivals.note };
  if (settings.slack) await openSlack(app, settings.slack, desk, installations);
  if (settings.teams) await openTeams(app, settings.teams, { ...desk, db: database.db });
  else app.use(noTab('Microsoft Teams is not switched on here.'));
  closeDoor(app, log);
  const clockwork = startClockwork({
    db: background.db,
    clock,
    log,
    platforms,
    processId: randomUUID(),
    run: createRunner(features, platforms),
    waves: wavesOf(features),
    guards: { 'digest-audience': digestGuard(background.db, platforms) },
    onRefused: counted(createOnRefused(clock), operations),
    observe: (message, { status, reason = '' }) =>
      operations.message(message, { status, reason, lateMs: message.lateMs }),
    pulse,
    ...(config.deliveryDays === undefined ? {} : { keepDays: config.deliveryDays }),
    onSilenced: createOnSilenced(clock),
    ...(playground ? { pace: 'none' as const } : {}),
    ticks,
    // Nobody else works on an embedded database, so what an earlier process had claimed is free at once.
    alone: options.database === undefined && config.databaseUrl === undefined,
  });

  const workspaces = createWorkspaces(
    background.db,
    platforms,
    {
      // A stand-in's tenant belongs to the sample, which joins it itself, and to no real customer beside it.
      teamsTenantId: playground ? undefined : settings.teams?.appTenantId,
      many: new Set(many ? ['slack'] : []),
    },
    log,
  );

  async function wake(): Promise<void> {
    const purged = await purge(background.db, systemClock.now(), many?.purgeDays ?? PURGE_DAYS);
    if (purged > 0) log.info({ purged }, 'workspaces that took the app away long ago are forgotten');
    for (const tenant of await listTenants(background.db))
      await wakeTenant({ ...house, db: background.db }, tenant.id, await asSystem(background.db, databaseNow));
    await workspaces.join();
    await workspaces.probe();
    await workspaces.link();
    clockwork.poke();
  }

  const leaving = new AbortController();
  const again = repeat(log, [
    // A roster may be imported while we run: the workspace is joined to it soon after. Others are joined by a code.
    [
      30_000,
      async () => {
        if (await workspaces.join()) await wake();
        await workspaces.linkNew();
      },
    ],
    [
      600_000,
      async () => {
        if (await workspaces.probe()) clockwork.poke();
        await workspaces.link();
      },
    ],
    [60_000, () => sealAudit(database.db, log)],
    [3_600_000, () => forgetAudit(database.db, systemClock.now())],
    [3_600_000, () => purgeRecords(background.db, { log, signal: leaving.signal })],
    [3_600_000, wake],
  ]);
  if (!playground) await wake();

  return {
    url,
    app,
    db: database.db,
    database,
    clock,
    clockwork,
    platforms,
    receive,
    wake,
    async stop() {
      stopping = true;
      leaving.abort();
      again.stop();
      await closeServer(server);
      for (const platform of platforms.values()) await platform.stop();
      await Promise.all([arrivals.stop(), clockwork.stop()]);
      operations.stop();
      await installations?.stop();
      await background.close();
      await database.close();
    },
  };
}

/** Anybody who reaches a playground may be anybody in it. */
function assertAlone({ slack, teams, host }: Config): void {
  if (slack || teams)
    throw new SetUpError(
      'The playground never runs beside real credentials. Take SLACK_… and TEAMS_… out of the environment, or start without it.',
    );
  if (!LOOPBACK.includes(host))
    throw new SetUpError(
      `The playground is for one's own machine, and HOST is ${host}, which others may reach. Leave HOST empty, or set up Slack or Teams, or start with --no-playground.`,
    );
}

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

const PURGE_DAYS = 30;

/** Of all connections, the smaller part is for the background. */
function sharePool(all: number): { people: number; background: number } {
  const background = Math.ceil(all / 3);
  return { people: all - background, background };
}

/** A migration takes as long as it takes. */
async function migrateApart({ address }: OpenDatabase, prismaFolder: string): Promise<void> {
  const unlimited = connect(address, { poolSize: 2 });
  try {
    await migrate(unlimited, prismaFolder);
  } finally {
    await unlimited.close();
  }
}

/** The embedded database serves one at a time and is never away: there a burst is waited for. */
function patienceOn({ address }: OpenDatabase, connections: number): PatienceLimits {
  const most = connections * MOST_A_CONNECTION;
  return 'url' in address ? { ...PATIENCE, most } : { most, waitMs: { slack: 15_000, teams: 15_000 } };
}

const MOST_A_CONNECTION = 25;

interface Desk {
  log: Log;
  receive: Receive;
  platforms: Map<PlatformName, Platform>;
  onArrival: OnArrival;
}

/** Each SDK is loaded only where its platform is on: the Teams one costs most of a second and 100 MB. */
async function openSlack(
  app: Express,
  { many, ...slack }: SlackConfig,
  desk: Desk,
  installations: InstallationStore | undefined,
): Promise<void> {
  const { startSlack } = await import('./platforms/slack/index.ts');
  const settings = { ...slack, log: desk.log, onArrival: desk.onArrival, now: () => systemClock.now() };
  const started = await startSlack(
    many && installations ? { ...settings, installations, oauth: oauthOf(many) } : settings,
    desk.receive,
  );
  desk.platforms.set('slack', started.platform);
  if (started.router) app.use(started.router);
}

/** The keys of the tokens stay here. */
function oauthOf({ tokenKeys: _keys, purgeDays: _days, ...oauth }: ManyWorkspaces) {
  return oauth;
}

/** What another process on the same PostgreSQL changes is heard; on the embedded database there is no other. */
function openInstallations(many: ManyWorkspaces, { db, address }: OpenDatabase, log: Log): InstallationStore {
  return createInstallations({
    ...{ db, log, platform: 'slack', seal: createSeal(many.tokenKeys), now: () => systemClock.now() },
    ...('url' in address ? { shared: address } : {}),
  });
}

async function openTeams(app: Express, teams: TeamsConfig, desk: Desk & { db: Db }): Promise<void> {
  const { startTeams } = await import('./platforms/teams/index.ts');
  const started = await startTeams(
    {
      ...teams,
      findUserId: (tenantId, objectId) => asSystem(desk.db, (tx) => findUserId(tx, 'teams', tenantId, objectId)),
      log: desk.log,
      onArrival: desk.onArrival,
      now: () => systemClock.now(),
    },
    desk.receive,
  );
  desk.platforms.set('teams', started.platform);
  app.use(started.router);
}

/** Counted beside the telling: a death is heard of nowhere else. */
function counted(onRefused: OnRefused, operations: Operations): OnRefused {
  return async (tx, refused) => {
    await onRefused(tx, refused);
    // Counted as unknown when its call ended.
    if (refused.reason === CANNOT_TELL) return;
    operations.message(refused, { status: 'DEAD', reason: refused.reason });
  };
}

function digestGuard(db: Db, platforms: ReadonlyMap<PlatformName, Platform>): Guard {
  return async ({ tenantId, platform, address }) => {
    const channel = await platforms.get(platform)?.inspectChannel(address);
    if (!channel) return { ok: false, reason: 'platform-off', text: 'The platform of this channel is switched off.' };
    const known = await inTenant(db, tenantId, (tx) =>
      findKnownMembers(tx, systemViewer(tenantId), platform, address.teamId, channel),
    );
    return judgeChannel(channel, known);
  };
}

async function listen(app: Express, config: Config, database: OpenDatabase): Promise<Server> {
  const server = createServer(app);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(config.port, config.host, resolve);
    });
    return server;
  } catch (error) {
    await database.close();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new SetUpError(`Port ${config.port} is in use. Stop the other program, or set PORT to another number.`, {
        cause: error,
      });
    throw error;
  }
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 3_000).unref();
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

function repeat(
  log: Log,
  works: readonly (readonly [everyMs: number, work: () => Promise<unknown>])[],
): { stop(): void } {
  const timers = works.map(([everyMs, work]) => {
    const timer = setInterval(() => {
      work().catch((error: unknown) => log.error({ code: nameOf(error) }, 'a repeated task failed; it is tried again'));
    }, everyMs);
    return timer.unref();
  });
  return { stop: () => timers.forEach((timer) => clearInterval(timer)) };
}
