// One-time codes: one joins a workspace to a customer, or an account to one person. Shown once; only its hash is kept.
import { createHash, randomBytes } from 'node:crypto';
import type { Db, Tx } from '../db/client.ts';
import { asSystem, inTenant } from '../db/scope.ts';
import type { Viewer } from '../roster/access.ts';

const DAY_MS = 24 * 3_600_000;
const WORKSPACE_LIFE_MS = 7 * DAY_MS;
const PERSON_LIFE_MS = 3 * DAY_MS;
const KEPT_MS = 30 * DAY_MS;

/** Crockford's base32: no letter that could be taken for a number. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const IS_CODE = new RegExp(`^[${LETTERS}]{${LENGTH}}$`);

export interface IssuedCode {
  /** `7K3M-Q0TV-9XHB`: sixty bits. */
  code: string;
  expiresAt: Date;
}

/** A code for the viewer's customer: for one person of its roster, or else for a workspace. */
export async function issueCode(tx: Tx, viewer: Viewer, now: Date, personId?: string): Promise<IssuedCode> {
  const letters = [...randomBytes(LENGTH)].map((byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
  const expiresAt = new Date(now.getTime() + (personId === undefined ? WORKSPACE_LIFE_MS : PERSON_LIFE_MS));
  await tx.joinCode.create({
    data: { tenantId: viewer.tenantId, personId: personId ?? null, hash: hashOf(letters), expiresAt },
  });
  return { code: letters.replace(/(.{4})(?=.)/g, '$1-'), expiresAt };
}

export interface FoundCode {
  id: string;
  tenantId: string;
  /** Null for a code that joins a workspace. */
  personId: string | null;
  state: 'good' | 'spent' | 'expired';
  usedBy: string | null;
}

/** As the system: the code that somebody typed, whatever became of it. */
export async function findCode(tx: Tx, typed: string, now: Date): Promise<FoundCode | undefined> {
  const row = await tx.joinCode.findUnique({ where: { hash: hashOf(lettersOf(typed)) } });
  if (!row) return undefined;
  const state = row.usedAt !== null ? 'spent' : row.expiresAt <= now ? 'expired' : 'good';
  return { id: row.id, tenantId: row.tenantId, personId: row.personId, state, usedBy: row.usedBy };
}

/** As the system: true for the one who spends it; false where somebody was quicker or its time is over. */
export async function spendCode(tx: Tx, id: string, usedBy: string, now: Date): Promise<boolean> {
  const { count } = await tx.joinCode.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now, usedBy },
  });
  return count === 1;
}

/** Forgets codes whose time was over a month ago. */
export async function forgetCodes(db: Db, now: Date): Promise<void> {
  const expiresAt = { lt: new Date(now.getTime() - KEPT_MS) };
  const owners = await asSystem(db, (tx) =>
    tx.joinCode.findMany({ where: { expiresAt }, select: { tenantId: true }, distinct: ['tenantId'] }),
  );
  for (const { tenantId } of owners)
    await inTenant(db, tenantId, (tx) => tx.joinCode.deleteMany({ where: { tenantId, expiresAt } }));
}

/** Whether these words may be a code at all; people type small letters, spaces, and O for 0. */
export function isCode(typed: string): boolean {
  return IS_CODE.test(lettersOf(typed));
}

function lettersOf(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

function hashOf(letters: string): string {
  return createHash('sha256').update(letters).digest('hex');
}
