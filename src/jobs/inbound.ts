// What came in once has its effect once: the request's name is written in the transaction of its effect.
import { z } from 'zod';
import { nothing, type Reply } from '../chat/interaction.ts';
import type { Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import { readCard } from './stored-card.ts';

/**
 * Runs `effect` for the first request of a key. A second one waits for the first and gets its reply. Forms are not kept,
 * because they carry what somebody typed: their repetition is answered with nothing. A refused form had no effect, so it
 * is not remembered, and the mended one may come under the same key.
 */
export async function once(
  tx: Tx,
  tenantId: string,
  key: string,
  effect: () => Promise<Reply>,
  isFirst?: boolean,
): Promise<{ reply: Reply; repeated: boolean }> {
  if (!(isFirst ?? (await note(tx, tenantId, key)))) {
    const first = await tx.inboundEvent.findUnique({ where: { tenantId_key: { tenantId, key } } });
    return { reply: readReply(first?.reply), repeated: true };
  }
  const reply = await effect();
  if (reply.kind === 'refuse') await tx.inboundEvent.deleteMany({ where: { tenantId, key } });
  else if (reply.kind === 'say' || reply.kind === 'done')
    await tx.$executeRaw`
      update inbound_event set reply = ${JSON.stringify(reply)}::jsonb
      where tenant_id = ${tenantId}::uuid and key = ${key}`;
  return { reply, repeated: false };
}

/**
 * Notes a request's name in the statement that finds who asks, once for each row of `asker`; a row comes back for the first
 * of its name. Whoever uses it says so to `once` by `isFirst`.
 */
export function noting(key: string, asker: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`insert into inbound_event (id, tenant_id, key)
    select gen_random_uuid(), asker."tenantId", ${key} from ${asker} on conflict (tenant_id, key) do nothing returning id`;
}

async function note(tx: Tx, tenantId: string, key: string): Promise<boolean> {
  const asker = Prisma.sql`(select ${tenantId}::uuid as "tenantId") asker`;
  return (await tx.$executeRaw(noting(key, asker))) > 0;
}

/** System work: forgets what is too old to be repeated. */
export async function forgetInbound(tx: Tx, olderThan: Date): Promise<number> {
  const { count } = await tx.inboundEvent.deleteMany({ where: { receivedAt: { lt: olderThan } } });
  return count;
}

const Done = z.object({ kind: z.literal('done'), message: z.string().exactOptional() });
const Say = z.object({ kind: z.literal('say'), card: z.unknown() });

function readReply(stored: unknown): Reply {
  const done = Done.safeParse(stored);
  if (done.success) return done.data;
  const say = Say.safeParse(stored);
  const card = say.success ? readCard(say.data.card) : undefined;
  return card ? { kind: 'say', card } : nothing;
}
