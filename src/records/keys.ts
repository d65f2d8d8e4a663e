// Codes that carry who somebody is from their chat to the command line. Shown once; only the hash is kept.
import { createHash, randomBytes } from 'node:crypto';
import type { Tx } from '../db/client.ts';
import { ForbiddenError } from '../errors.ts';
import type { Viewer } from '../roster/access.ts';

const FOR_REQUEST_MS = 30 * 60_000;
const FOR_ONESELF_MS = 7 * 24 * 3_600_000;
const KEPT_MS = 30 * 24 * 3_600_000;

/** For the viewer: to work on one request for half an hour, or, without one, to have once within a week what is about them. */
export async function issueKey(tx: Tx, { tenantId, personId }: Viewer, now: Date, requestId?: string): Promise<string> {
  if (personId === null) throw new ForbiddenError('A code is for a person.');
  const code = randomBytes(10).toString('hex').toUpperCase();
  await tx.recordsKey.deleteMany({ where: { tenantId, expiresAt: { lt: new Date(now.getTime() - KEPT_MS) } } });
  await tx.recordsKey.create({
    data: {
      tenantId,
      personId,
      hash: hashOf(code),
      requestId: requestId ?? null,
      expiresAt: new Date(now.getTime() + (requestId === undefined ? FOR_ONESELF_MS : FOR_REQUEST_MS)),
    },
  });
  return code.replace(/(.{5})(?=.)/g, '$1-');
}

/** Whose code it is. For another request it is no code, and one that was for oneself is used up. */
export async function useKey(tx: Tx, tenantId: string, typed: string, now: Date, requestId?: string): Promise<string> {
  const where = { tenantId, hash: hashOf(typed), requestId: requestId ?? null, expiresAt: { gt: now } };
  const once = requestId === undefined ? { usedAt: null } : {};
  const { count } = await tx.recordsKey.updateMany({ where: { ...where, ...once }, data: { usedAt: now } });
  const key = count === 0 ? null : await tx.recordsKey.findFirst({ where, select: { personId: true } });
  if (!key)
    throw new ForbiddenError(
      requestId === undefined
        ? 'This code is used, too old or mistyped. The person gets a new one in their chat: /checkin mydata, /coach mydata or /district mydata.'
        : 'This code is too old, mistyped, or for another request. A records officer gets a new one in their chat: /district records code NUMBER.',
    );
  return key.personId;
}

function hashOf(code: string): string {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^0-9A-F]/g, ''))
    .digest('hex');
}
