// The installations, kept on the database with their tokens sealed, and in memory for a short while.
import type { Installation, Installations } from '../chat/installation.ts';
import type { PlatformName } from '../chat/platform.ts';
import type { Db, DatabaseAddress, Tx } from '../db/client.ts';
import type { Installation as Row } from '../db/generated/client.ts';
import { asSystem } from '../db/scope.ts';
import type { Log } from '../log.ts';
import { platformName, storedName } from '../roster/accounts.ts';
import { silenceWorkspace, wakeWorkspace } from '../roster/workspaces.ts';
import { createCache } from './cache.ts';
import { listen, tellOthers } from './news.ts';
import type { Seal } from './seal.ts';
import { issueState, spendState } from './states.ts';

export interface InstallationStore extends Installations {
  stop(): Promise<void>;
}

export interface StoreOptions {
  db: Db;
  platform: PlatformName;
  seal: Seal;
  log: Log;
  /** The present of the wire, never a moved clock. */
  now: () => Date;
  /** A PostgreSQL that other processes may share: what they change is heard at once. */
  shared?: DatabaseAddress;
  /** How long an installation is believed unasked, where the news of a change did not arrive; 30 seconds if it is not said. */
  lifeMs?: number;
}

const LIFE_MS = 30_000;
const KEPT_AT_MOST = 2_000;

export function createInstallations(options: StoreOptions): InstallationStore {
  const { db, platform, seal, log, now, lifeMs = LIFE_MS } = options;
  const cache = createCache<Installation>({ now, lifeMs, atMost: KEPT_AT_MOST });
  const listening = options.shared && listen(options.shared, log, { heard: cache.forget, missed: cache.clear });
  const keyOf = (teamId: string) => ({ platform_teamId: { platform: storedName(platform), teamId } });

  return {
    find: (teamId) =>
      cache.through(teamId, async () => {
        const row = await asSystem(db, (tx) => tx.installation.findUnique({ where: keyOf(teamId) }));
        return row === null || row.removedAt !== null ? undefined : toInstallation(row, seal);
      }),

    async save(installation) {
      const { teamId } = installation;
      const columns = { ...columnsOf(installation), ...seal.seal(installation.botToken, sealedFor(platform, teamId)) };
      await asSystem(db, async (tx) => {
        await tx.installation.upsert({
          where: keyOf(teamId),
          create: { platform: storedName(platform), teamId, ...columns },
          update: { ...columns, removedAt: null, removedWhy: null },
        });
        await wakeWorkspace(tx, platform, teamId);
        await tellOthers(tx, teamId);
      });
      cache.forget(teamId);
    },

    async remove(teamId, at, why) {
      const removed = await asSystem(db, async (tx) => {
        const found = await lock(tx, platform, teamId);
        if (!found || found.removedAt !== null) return true;
        if (found.installedAt > at) return false;
        // `at` may lie long back, and what is kept is purged a set time after we learned of it.
        const removedAt = now();
        await tx.installation.update({ where: keyOf(teamId), data: { tokenSealed: '', removedAt, removedWhy: why } });
        await silenceWorkspace(tx, platform, teamId, removedAt);
        await tellOthers(tx, teamId);
        return true;
      });
      cache.forget(teamId);
      return removed;
    },

    issueState: () => issueState(db, now()),
    spendState: (state) => spendState(db, state, now()),
    stop: async () => listening?.stop(),
  };
}

/** What a token is sealed for: in another row it does not open. */
export function sealedFor(platform: PlatformName, teamId: string): string {
  return `${platform}:${teamId}`;
}

/** As the system: how a workspace calls itself; empty where it is not known. */
export async function findWorkspaceName(tx: Tx, platform: PlatformName, teamId: string): Promise<string> {
  const row = await tx.installation.findUnique({
    where: { platform_teamId: { platform: storedName(platform), teamId } },
    select: { name: true },
  });
  return row?.name ?? '';
}

/** A removal and a new installation at the same time come one after the other. */
async function lock(tx: Tx, platform: PlatformName, teamId: string) {
  const rows = await tx.$queryRaw<{ installedAt: Date; removedAt: Date | null }[]>`
    select installed_at as "installedAt", removed_at as "removedAt" from installation
    where platform = ${storedName(platform)}::"PlatformName" and team_id = ${teamId} for update`;
  return rows[0];
}

function columnsOf(installation: Installation) {
  const { name, isOrganization, enterpriseId, appId, botUserId, botId, scopes, installedBy, installedAt } =
    installation;
  return {
    ...{ name, isOrganization, appId, botUserId, installedAt, scopes: [...scopes] },
    ...{ enterpriseId: enterpriseId ?? null, botId: botId ?? null, installedBy: installedBy ?? null },
  };
}

function toInstallation(row: Row, seal: Seal): Installation {
  const { teamId, name, isOrganization, enterpriseId, appId, botUserId, botId, scopes, installedBy, installedAt } = row;
  const platform = platformName(row.platform);
  return {
    ...{ platform, teamId, name, isOrganization, appId, botUserId, scopes, installedAt },
    botToken: seal.open(row, sealedFor(platform, teamId)),
    ...(enterpriseId === null ? {} : { enterpriseId }),
    ...(botId === null ? {} : { botId }),
    ...(installedBy === null ? {} : { installedBy }),
  };
}
