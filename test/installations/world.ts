// Installations of a made-up app, with a clock of the wire that stands still until it is moved.
import { randomBytes } from 'node:crypto';
import type { Installation } from '../../src/chat/installation.ts';
import type { Db } from '../../src/db/client.ts';
import { asSystem, inTenant } from '../../src/db/scope.ts';
import { createSeal } from '../../src/installations/seal.ts';
import { createInstallations, type StoreOptions } from '../../src/installations/store.ts';
import { silentLog } from '../../src/log.ts';
import { createTenant } from '../../src/roster/tenants.ts';
import { joinWorkspace } from '../../src/roster/accounts.ts';

export const NOON = new Date('2026-11-20T12:00:00Z');
export const KEYS = [{ id: 'k1', bytes: randomBytes(32) }];

export function after(minutes: number): Date {
  return new Date(NOON.getTime() + minutes * 60_000);
}

export function aStore(db: Db, more: Partial<StoreOptions> = {}) {
  return createInstallations({
    db,
    platform: 'slack',
    seal: createSeal(KEYS),
    log: silentLog,
    now: () => NOON,
    ...more,
  });
}

export function anInstallation(teamId: string, more: Partial<Installation> = {}): Installation {
  return {
    platform: 'slack',
    teamId,
    name: `Workspace ${teamId}`,
    isOrganization: false,
    appId: 'A1',
    botUserId: 'U0BOT',
    botToken: `xoxb-${teamId}`,
    scopes: ['commands', 'chat:write'],
    installedAt: NOON,
    ...more,
  };
}

/** A customer with a workspace that is joined to it. */
export async function aCustomer(db: Db, teamId: string): Promise<string> {
  const { id } = await createTenant(db, `Customer of ${teamId}`);
  await inTenant(db, id, (tx) => joinWorkspace(tx, id, 'slack', teamId, ''));
  return id;
}

export function workspaceOf(db: Db, teamId: string) {
  return asSystem(db, (tx) => tx.workspace.findFirst({ where: { teamId } }));
}

export function rowOf(db: Db, teamId: string) {
  return asSystem(db, (tx) => tx.installation.findFirst({ where: { teamId } }));
}
