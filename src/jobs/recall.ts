// Takes back what a wrong launch wrote: what has not gone out is withdrawn, what has is changed in place.
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Card } from '../chat/card.ts';
import type { Tx } from '../db/client.ts';
import { databaseNow } from '../db/time.ts';
import type { Prisma } from '../db/generated/client.ts';
import { dropWork, planWork } from './due.ts';
import { amend, RECALL, withdraw } from './ledger.ts';

/** Which messages; nothing that was written after `until` is meant. */
export const RecallWish = z.object({
  about: z.string().exactOptional(),
  keyPrefix: z.string().exactOptional(),
  kind: z.string().exactOptional(),
  since: z.iso.datetime().exactOptional(),
  until: z.iso.datetime(),
});
export type RecallWish = z.infer<typeof RecallWish>;

/** More than so many want a second person. */
export const ALONE_UP_TO = 25;

/** Oldest first: what went out, may have, or is still to go. */
export async function listRecallable(
  tx: Tx,
  tenantId: string,
  wish: RecallWish,
): Promise<{ id: string; key: string }[]> {
  const written: Prisma.DateTimeFilter = {
    lte: new Date(wish.until),
    ...(wish.since === undefined ? {} : { gte: new Date(wish.since) }),
  };
  return tx.delivery.findMany({
    where: {
      tenantId,
      updates: null,
      surface: 'message',
      createdAt: written,
      ...(wish.about === undefined ? {} : { about: wish.about }),
      ...(wish.kind === undefined ? {} : { kind: wish.kind }),
      ...(wish.keyPrefix === undefined ? {} : { key: { startsWith: wish.keyPrefix } }),
      OR: [
        { status: { in: ['PENDING', 'SENDING', 'SENT', 'UNKNOWN', 'FAILED'] } },
        { status: 'DEAD', reason: 'no-account' },
      ],
    },
    select: { id: true, key: true },
    orderBy: { id: 'asc' },
  });
}

/** Doing it again changes nothing, so a recall that was interrupted is simply repeated. */
export async function recall(
  tx: Tx,
  tenantId: string,
  messages: readonly { id: string; key: string }[],
  card: Card,
): Promise<{ withdrawn: number; changed: number }> {
  for (const { key } of messages) {
    await withdraw(tx, tenantId, key);
    await amend(tx, tenantId, key, card, RECALL);
  }
  const ids = { in: messages.map((message) => message.id) };
  const withdrawn = await tx.delivery.count({ where: { tenantId, id: ids, status: 'SUPERSEDED' } });
  return { withdrawn, changed: messages.length - withdrawn };
}

const JOB = 'deliveries.recall';
const GOOD_FOR_MS = 30 * 60_000;
const Asked = z.object({ wish: z.string(), by: z.string() });

/**
 * Keeps a recall that waits for a second person, and returns the code, which is stored as its hash only. It is a piece of
 * work that does nothing when it falls due, so a code that nobody used is gone by itself.
 */
export async function askForSecond(tx: Tx, tenantId: string, wish: RecallWish, by: string): Promise<string> {
  const code = randomBytes(6)
    .toString('hex')
    .toUpperCase()
    .replace(/^(.{4})(.{4})/, '$1-$2-');
  const dueAt = new Date((await databaseNow(tx)).getTime() + GOOD_FOR_MS);
  await planWork(tx, tenantId, { job: JOB, subject: hashOf(code), dueAt, data: { wish: JSON.stringify(wish), by } });
  return code;
}

/** Held until the transaction ends, so that a code is used once. */
export async function findAsked(
  tx: Tx,
  tenantId: string,
  code: string,
): Promise<{ wish: RecallWish; by: string } | undefined> {
  const [work] = await tx.$queryRaw<{ data: unknown }[]>`
    select data from due_work
    where tenant_id = ${tenantId}::uuid and job = ${JOB} and subject = ${hashOf(code)} and due_at > throughline_now()
    for update`;
  if (!work) return undefined;
  const { wish, by } = Asked.parse(work.data);
  return { wish: RecallWish.parse(JSON.parse(wish)), by };
}

export function useUp(tx: Tx, tenantId: string, code: string): Promise<void> {
  return dropWork(tx, tenantId, JOB, hashOf(code));
}

function hashOf(code: string): string {
  return createHash('sha256').update(code.trim().toUpperCase()).digest('hex');
}
