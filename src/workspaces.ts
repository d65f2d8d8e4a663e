// Joins the workspace and the Teams tenant of our credentials to the customer in the database, and people to their accounts.
import type { Platform, PlatformName } from './chat/platform.ts';
import type { Db } from './db/client.ts';
import { asSystem, inTenant } from './db/scope.ts';
import { linkPeople } from './desk/strangers.ts';
import type { Log } from './log.ts';
import { findTenantOf, joinWorkspace } from './roster/accounts.ts';
import { listCustomers } from './roster/tenants.ts';
import { listSilent, listWorkspaces, wakeWorkspace, type JoinedWorkspace } from './roster/workspaces.ts';

export interface Workspaces {
  /** Joins what is not joined yet; true where something new was joined. */
  join(): Promise<boolean>;
  /** Looks for the accounts of people who have none. */
  link(): Promise<void>;
  /** The same, in workspaces that were joined since we last looked. */
  linkNew(): Promise<void>;
  /** Looks whether the app is on again where it was switched off; true where something may be sent now. */
  probe(): Promise<boolean>;
}

export interface WorkspacesOptions {
  /** The district's own, from the configuration: a Teams tenant is never joined by guess. */
  teamsTenantId: string | undefined;
  /** Platforms that any workspace may install; there, nothing but a one-time code joins a workspace to a customer. */
  many: ReadonlySet<PlatformName>;
}

export function createWorkspaces(
  db: Db,
  platforms: ReadonlyMap<PlatformName, Platform>,
  { teamsTenantId, many }: WorkspacesOptions,
  log: Log,
): Workspaces {
  /** The teams of our credentials, and whose they were when we last looked: a customer may have come, or gone, since. */
  const teamIds = new Map<PlatformName, string>();
  const ours = new Map<PlatformName, string>();
  let linked = new Set<string>();

  async function join(): Promise<boolean> {
    let joined = false;
    for (const platform of platforms.values()) {
      if (many.has(platform.name)) continue;
      const tenantId = await quietly(platform, () => joinOne(platform));
      if (tenantId === undefined) ours.delete(platform.name);
      else if (ours.get(platform.name) !== tenantId) {
        ours.set(platform.name, tenantId);
        joined = true;
      }
    }
    return joined;
  }

  /** With one customer in the database the credentials are that customer's; with several a code must say. */
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
    linked = new Set();
    await linkNew();
  }

  async function linkNew(): Promise<void> {
    for (const platform of platforms.values())
      for (const workspace of await listJoined(platform)) {
        const name = `${platform.name} ${workspace.teamId} ${workspace.tenantId}`;
        if (linked.has(name)) continue;
        linked.add(name);
        await quietly(platform, () => linkPeople(db, platform, workspace.tenantId, workspace.teamId));
      }
  }

  async function listJoined(platform: Platform): Promise<Pick<JoinedWorkspace, 'tenantId' | 'teamId'>[]> {
    if (many.has(platform.name)) return asSystem(db, (tx) => listWorkspaces(tx, platform.name));
    const [tenantId, teamId] = [ours.get(platform.name), teamIds.get(platform.name)];
    return tenantId === undefined || teamId === undefined ? [] : [{ tenantId, teamId }];
  }

  /** A look at an account that was there before; where any may install the app, its installation tells. */
  async function probe(): Promise<boolean> {
    let isOn = false;
    for (const platform of platforms.values()) {
      if (many.has(platform.name)) continue;
      for (const { teamId, asks } of await asSystem(db, (tx) => listSilent(tx, platform.name)))
        for (const address of asks) {
          const found = await quietly(platform, () => platform.whoIs(teamId, address.userId ?? '', address));
          if (found === undefined) continue;
          await asSystem(db, (tx) => wakeWorkspace(tx, platform.name, teamId));
          log.info({ platform: platform.name, team: teamId }, 'the app is switched on again in a workspace');
          isOn = true;
          break;
        }
    }
    return isOn;
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

  return { join, link, linkNew, probe };
}
