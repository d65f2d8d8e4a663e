// What came in once has its effect once: the request's name is written in the transaction of its effect.
import { z } from 'zod';
import { nothing, type Reply } from '../chat/interaction.ts';
import type { Tx } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
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
): Promise<{ reply: Reply; repeated: boolean }> {
  const count = await tx.$executeRaw`
    insert into inbound_event (id, tenant_id, key) values (gen_random_uuid(), ${tenantId}::uuid, ${key})
    on conflict (tenant_id, key) do nothing`;
  if (count === 0) {
    const first = await tx.inboundEvent.findUnique({ where: { tenantId_key: { tenantId, key } } });
    return { reply: readReply(first?.reply), repeated: true };
  }
  const reply = await effect();
  if (reply.kind === 'refuse') await tx.inboundEvent.deleteMany({ where: { tenantId, key } });
  else if (reply.kind === 'say' || reply.kind === 'done')
    await tx.inboundEvent.updateMany({
      where: { tenantId, key },
      data: { reply: JSON.parse(JSON.stringify(reply)) as Prisma.InputJsonObject },
    });
  return { reply, repeated: false };
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
