/** A small house with Teams alone: the real app, desk and ledger on a real database, for one or more customers. */
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import express from 'express';
import type { Platform, PlatformName } from '../../../src/chat/platform.ts';
import { MovableClock } from '../../../src/clock.ts';
import { asSystem, inTenant } from '../../../src/db/scope.ts';
import { moveDatabaseClock } from '../../../src/db/time.ts';
import { createContext } from '../../../src/desk/context.ts';
import { createReceive } from '../../../src/desk/dispatch.ts';
import { features } from '../../../src/desk/index.ts';
import { createOnRefused, createOnSilenced } from '../../../src/desk/unreached.ts';
import { unpaced } from '../../../src/jobs/pace.ts';
import { sendDue, type SendingDeps } from '../../../src/jobs/sender.ts';
import { createLog } from '../../../src/log.ts';
import { startTeams } from '../../../src/platforms/teams/index.ts';
import type { PocketTeams, PocketUser } from '../../../src/playground/pocket-teams/index.ts';
import { listenPocketTeams } from '../../../src/playground/pocket-teams/index.ts';
import { systemViewer } from '../../../src/roster/access.ts';
import { findUserId, joinWorkspace } from '../../../src/roster/accounts.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';
import { APP_ID } from './world.ts';

export const NOON = new Date('2026-11-17T12:00:00Z');

/** A customer whose district is a Microsoft Entra tenant. */
export interface Customer {
  tenantId: string;
  teamId: string;
  districtId: string;
  /** Her only role is the administrator's. */
  ada: PocketUser;
  ben: PocketUser;
  personIds: { ada: string; ben: string };
}

export interface TeamsHouse {
  database: TestDatabase;
  pocket: PocketTeams;
  clock: MovableClock;
  logged: string[];
  deps: SendingDeps;
  platform(): Platform;
  /** Starts the product anew; nothing but the database remembers. */
  restart(): Promise<void>;
  at(instant: Date): Promise<void>;
  aCustomer(name: string): Promise<Customer>;
  /** Sends what may go now. */
  send(): Promise<void>;
  /** Writes a message to Ben of this customer into the ledger. */
  write(customer: Customer, words: string, more?: { expiresAt?: Date }): Promise<void>;
  delivery(customer: Customer, words: string): Promise<{ status: string; reason: string | null; attempts: number }>;
  close(): Promise<void>;
}

export async function openTeamsHouse(options: { enforceRates?: boolean } = {}): Promise<TeamsHouse> {
  const database = await openDatabase();
  const { db } = database;
  const clock = new MovableClock();
  const logged: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } });
  let messagesUrl = '';
  const { pocket, ...outside } = await listenPocketTeams({
    now: () => clock.now(),
    messagesUrl: () => messagesUrl,
    appId: APP_ID,
    appPassword: 'open sesame',
    tenantId: randomUUID(),
    ...options,
  });
  const platforms = new Map<PlatformName, Platform>();
  const deps: SendingDeps = {
    ...{ db, clock, log, platforms, guards: {}, pace: unpaced, processId: 'one' },
    onRefused: createOnRefused(clock),
    onSilenced: createOnSilenced(clock),
  };
  const receive = createReceive({
    ...{ db, log, clock, platforms, features },
    poke: () => undefined,
    joinWorkspaces: () => Promise.resolve(false),
  });
  let stop = (): Promise<void> => Promise.resolve();

  async function startProduct(): Promise<void> {
    const { platform, router } = await startTeams(
      {
        ...{ appId: APP_ID, appPassword: 'open sesame', appTenantId: outside.loginUrl.split('/').at(-1) ?? '' },
        cloud: 'custom',
        custom: {
          openIdMetadataUrl: outside.openIdMetadataUrl,
          tokenIssuer: outside.issuer,
          loginUrl: outside.loginUrl,
          serviceHosts: [new URL(outside.serviceUrl).host],
        },
        findUserId: (teamId, objectId) => asSystem(db, (tx) => findUserId(tx, 'teams', teamId, objectId)),
        log,
        now: () => new Date(),
      },
      receive,
    );
    platforms.set('teams', platform);
    const server = express().use(router).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    messagesUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
    stop = async () => {
      await platform.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
  }

  const house: TeamsHouse = {
    ...{ database, pocket, clock, logged, deps },
    platform: () => platforms.get('teams') as Platform,
    async restart() {
      await stop();
      await startProduct();
    },
    async at(instant) {
      clock.set({ shiftMs: 0, frozenAt: instant });
      await moveDatabaseClock(db, { shiftMs: 0, frozenAt: instant });
    },
    async aCustomer(name) {
      const teamId = randomUUID();
      const { id: tenantId } = await asSystem(db, (tx) => tx.tenant.create({ data: { name } }));
      const domain = `${name.toLowerCase().replaceAll(' ', '-')}.example`;
      const { districtId, ...personIds } = await inTenant(db, tenantId, async (tx) => {
        await joinWorkspace(tx, tenantId, 'teams', teamId, name);
        const district = await tx.organization.create({
          data: { tenantId, type: 'DISTRICT', name, timeZone: 'America/New_York' },
        });
        const person = (displayName: string) =>
          tx.person.create({
            data: { tenantId, displayName, email: `${displayName.split(' ')[0]?.toLowerCase() ?? ''}@${domain}` },
          });
        const [ada, ben] = [await person('Ada Rivera'), await person('Ben Okoye')];
        await tx.roleGrant.create({ data: { tenantId, personId: ada.id, role: 'ADMIN', scopeId: district.id } });
        return { districtId: district.id, ada: ada.id, ben: ben.id };
      });
      pocket.addTenant({ id: teamId, name });
      const user = (display: string) =>
        pocket.addUser({
          tenantId: teamId,
          name: display,
          email: `${display.split(' ')[0]?.toLowerCase() ?? ''}@${domain}`,
        });
      return { tenantId, teamId, districtId, ada: user('Ada Rivera'), ben: user('Ben Okoye'), personIds };
    },
    async send() {
      await sendDue(deps);
    },
    async write({ tenantId, personIds }, words, more = {}) {
      await inTenant(db, tenantId, (tx) =>
        createContext(tx, systemViewer(tenantId), clock.now(), []).send(personIds.ben, {
          key: words,
          kind: 'prompt',
          card: { id: 'check-in:prompt', summary: words, parts: [{ kind: 'text', text: words }] },
          ...more,
        }),
      );
    },
    delivery: ({ tenantId }, words) =>
      inTenant(db, tenantId, (tx) =>
        tx.delivery.findUniqueOrThrow({
          where: { tenantId_key: { tenantId, key: words } },
          select: { status: true, reason: true, attempts: true },
        }),
      ),
    async close() {
      await stop();
      await outside.close();
      await database.drop();
    },
  };
  await house.at(NOON);
  await startProduct();
  return house;
}

/** What the app has said in this person's chat. */
export function saidTo({ pocket }: TeamsHouse, user: PocketUser): string[] {
  return pocket
    .screen(user)
    .chats.flatMap((chat) => chat.messages.flatMap((message) => (message.from.kind === 'bot' ? [message.summary] : [])))
    .map((summary) => summary ?? '');
}
