// Joins the workspace and the Teams tenant of our credentials to the customer in the database, and people to their accounts.
import type { Platform, PlatformName } from './chat/platform.ts';
import type { Db } from './db/client.ts';
import { asSystem, inTenant } from './db/scope.ts';
import { linkPeople } from './features/people.ts';
import type { Log } from './log.ts';
import { findTenantOf, joinWorkspace } from './roster/accounts.ts';
import { listTenants } from './roster/tenants.ts';

export interface Workspaces {
  /** Joins what is not joined yet; true where something new was joined. */
  join(): Promise<boolean>;
  /** Looks for the accounts of people who have none. */
  link(): Promise<void>;
}

/** `teamsTenantId` is the district's own, from the configuration: a Teams tenant is never joined by guess. */
export function createWorkspaces(
  db: Db,
  platforms: ReadonlyMap<PlatformName, Platform>,
  teamsTenantId: string | undefined,
  log: Log,
): Workspaces {
  const ours = new Map<PlatformName, { tenantId: string; teamId: string }>();

  async function join(): Promise<boolean> {
    let joined = false;
    for (const platform of platforms.values()) {
      if (ours.has(platform.name)) continue;
      const found = await quietly(platform, () => joinOne(platform));
      if (!found) continue;
      ours.set(platform.name, found);
      joined = true;
    }
    return joined;
  }

  /** With one customer in the database the credentials are that customer's; with several an administrator must say. */
  async function joinOne(platform: Platform): Promise<{ tenantId: string; teamId: string } | undefined> {
    const found = platform.name === 'teams' ? { teamId: teamsTenantId ?? '', name: '' } : await platform.check();
    if (!found || found.teamId === '') return undefined;
    const known = await asSystem(db, (tx) => findTenantOf(tx, platform.name, found.teamId));
    if (known !== undefined) return { tenantId: known, teamId: found.teamId };
    const [only, ...more] = await listTenants(db);
    if (!only || more.length > 0) return undefined;
    await inTenant(db, only.id, (tx) => joinWorkspace(tx, only.id, platform.name, found.teamId, found.name));
    return { tenantId: only.id, teamId: found.teamId };
  }

  async function link(): Promise<void> {
    for (const platform of platforms.values()) {
      const our = ours.get(platform.name);
      if (our) await quietly(platform, () => linkPeople(db, platform, our.tenantId, our.teamId));
    }
  }

  async function quietly<T>(platform: Platform, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      log.warn(
        { platform: platform.name, code: error instanceof Error ? error.name : 'unknown' },
        'the platform could not be asked; it is asked again',
      );
      return undefined;
    }
  }

  return { join, link };
}
