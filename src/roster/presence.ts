// Whether an account has the app, and where it is written to: what its platform told last, also where it is told late.
import { z } from 'zod';
import { Address } from '../chat/platform.ts';
import type { Tx } from '../db/client.ts';

/** What is kept of an account. */
interface KeptAccount {
  id: string;
  active: boolean;
  conversation: unknown;
}

/** Kept beside the address: when the app last came to this person, or went. */
const Presence = z.object({ presenceAt: z.coerce.date() });

export interface Refreshed {
  /** False where an older word came late: the app was taken away meanwhile. */
  isActive: boolean;
  /** The service address moved away from here. */
  movedFrom?: string;
}

/** Every message from a person may bring a newer address (Teams moves its service addresses), and says that the account lives. */
export async function refreshAddress(
  tx: Tx,
  account: KeptAccount,
  address: Address,
  told: { at?: Date; hasAdded?: true } = {},
): Promise<Refreshed> {
  const stored = Address.safeParse(account.conversation).data;
  const since = presenceOf(account.conversation);
  if (!account.active && isBefore(told.at, since)) return { isActive: false };
  const { objectId } = stored ?? {};
  const next: Address = { ...(objectId === undefined ? {} : { objectId }), ...address };
  const comes = told.hasAdded === true || !account.active;
  const presenceAt = comes && told.at !== undefined && !isBefore(told.at, since) ? told.at : since;
  const isNew = !account.active || !isSame(stored, next) || presenceAt?.getTime() !== since?.getTime();
  if (isNew)
    await tx.platformAccount.update({
      where: { id: account.id },
      data: { conversation: keptOf(next, presenceAt), active: true },
    });
  return { isActive: true, ...movedFrom(stored, next) };
}

/** Spoken elsewhere than in the person's own chat: only the service address may be newer, and nothing else is known by it. */
export async function refreshServiceUrl(tx: Tx, account: KeptAccount, serviceUrl: string): Promise<Refreshed> {
  const stored = Address.safeParse(account.conversation).data;
  if (stored?.serviceUrl === undefined || stored.serviceUrl === serviceUrl) return { isActive: account.active };
  const next = { ...stored, serviceUrl };
  await tx.platformAccount.update({
    where: { id: account.id },
    data: { conversation: keptOf(next, presenceOf(account.conversation)) },
  });
  return { isActive: account.active, movedFrom: stored.serviceUrl };
}

/** The app was taken away from this person. False, and nothing is changed, where it has come back since. */
export async function noteRemoval(tx: Tx, account: KeptAccount, at: Date | undefined): Promise<boolean> {
  const since = presenceOf(account.conversation);
  if (isBefore(at, since)) return false;
  const stored = Address.safeParse(account.conversation).data;
  await tx.platformAccount.update({
    where: { id: account.id },
    data: { active: false, ...(stored ? { conversation: keptOf(stored, at ?? since) } : {}) },
  });
  return true;
}

function keptOf(address: Address, presenceAt: Date | undefined) {
  return presenceAt === undefined ? address : { ...address, presenceAt: presenceAt.toISOString() };
}

function presenceOf(conversation: unknown): Date | undefined {
  return Presence.safeParse(conversation).data?.presenceAt;
}

/** What carries no time is as new as can be. */
function isBefore(at: Date | undefined, since: Date | undefined): boolean {
  return at !== undefined && since !== undefined && at < since;
}

function movedFrom(stored: Address | undefined, next: Address): { movedFrom?: string } {
  const from = stored?.serviceUrl;
  return from === undefined || from === next.serviceUrl ? {} : { movedFrom: from };
}

/** PostgreSQL's jsonb keeps no order of keys, so the two are compared key by key. */
function isSame(stored: Address | undefined, address: Address): boolean {
  const keys = Object.keys(Address.shape) as (keyof Address)[];
  return stored !== undefined && keys.every((key) => stored[key] === address[key]);
}
