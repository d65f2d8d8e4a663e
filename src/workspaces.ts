// Joins the workspace and the Teams tenant of our credentials to the customer in the database, and people to their accounts.
import type { Platform, PlatformName } from './chat/platform.ts';
import type { Db } from './db/client.ts';
import { asSystem, inTenant } from './db/scope.ts';
import { linkPeople } from './features/strangers.ts';
import type { Log } from './log.ts';
import { findTenantOf, joinWorkspace } from './roster/accounts.ts';
import { listCustomers } from './roster/tenants.ts';

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
  /** The teams of our credentials, and whose they were when we last looked: a customer may have come, or gone, since. */
  const teamIds = new Map<PlatformName, string>();
  const ours = new Map<PlatformName, string>();

  async function join(): Promise<boolean> {
    let joined = false;
    for (const platform of platforms.values()) {
      const tenantId = await quietly(platform, () => joinOne(platform));
      if (tenantId === undefined) ours.delete(platform.name);
      else if (ours.get(platform.name) !== tenantId) {
        ours.set(platform.name, tenantId);
        joined = true;
      }
    }
    return joined;
  }

  /** With one customer in the database the credentials are that customer's; with several an administrator must say. */
  async function joinOne(platform: Platform): Promise<string | undefined> {
    const found = teamIds.has(platform.name) ? undefined : await ask(platform);
    const teamId = teamIds.get(platform.name) ?? found?.teamId ?? '';
    if (teamId === '') return undefined;
    teamIds.set(platform.name, teamId);
    const known = await asSystem(db, (tx) => findTenantOf(tx, platform.name, teamId));
    if (known !== undefined) return known;
    const [only, ...more] = await listCustomers(db);
    if (!only || more.length > 0) return undefined;
    await inTenant(db, only.id, (tx) => joinWorkspace(tx, only.id, platform.name, teamId, found?.name ?? ''));
    return only.id;
  }

  async function ask(platform: Platform): Promise<{ teamId: string; name: string } | undefined> {
    return platform.name === 'teams' ? { teamId: teamsTenantId ?? '', name: '' } : platform.check();
  }

  async function link(): Promise<void> {
    for (const platform of platforms.values()) {
      const [tenantId, teamId] = [ours.get(platform.name), teamIds.get(platform.name)];
      if (tenantId === undefined || teamId === undefined) continue;
      await quietly(platform, () => linkPeople(db, platform, tenantId, teamId));
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
