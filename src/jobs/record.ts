// Writes down what became of the calls.
import { setTimeout as wait } from 'node:timers/promises';
import { Address, type PlatformName } from '../chat/platform.ts';
import { asSystem, inTenant } from '../db/scope.ts';
import type { Db, Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import type { Log } from '../log.ts';
import { writeAll, type Claimed } from './claim.ts';
import { codeOf, placeOf } from './failure.ts';
import { calling } from './lease.ts';
import type { Outcome } from './outcome.ts';

/** A message that will not arrive, for whoever must be told. */
export interface Refused {
  tenantId: string;
  id: string;
  key: string;
  kind: string;
  platform: PlatformName;
  teamId: string;
  /** The account that it was written to. */
  userId?: string;
  personId: string | null;
  about: string | null;
  reason: string;
  text: string;
}

/** Called in its tenant, in the transaction that buries the message or lets it stand as unknown. */
export type OnRefused = (tx: Tx, refused: Refused) => Promise<void>;

export interface Finished {
  message: Pick<Claimed, 'id' | 'version' | 'platform' | 'teamId'>;
  /** A message that was refused before the call has no mark and waits, unless somebody touched it. */
  stage: 'called' | 'not called';
  outcome: Outcome;
}

/**
 * Records all outcomes but deaths. False for a message whose lease somebody else has taken over. An answer that comes after
 * the lease ran out is still the truth about the message, so it is recorded as long as nobody called again.
 */
export async function recordOutcomes(db: Db, processId: string, finished: Finished[]): Promise<boolean[]> {
  const byId = new Map(finished.map((one) => [one.message.id, one]));
  const blocked = blockedWorkspaces(finished);
  const write = (ids: string[], waits: boolean) =>
    asSystem(db, async (tx) => {
      if (!waits) for (const workspace of blocked) await blockWorkspace(tx, workspace);
      const values = ids.flatMap((id) => valuesOf(byId.get(id)));
      return tx.$queryRaw<{ id: string }[]>`
        with v as (
          select * from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as v(
            id uuid, status text, message_id text, address jsonb, reason text, reason_text text, delay_ms bigint, counts int, doubted boolean,
            untouched text)
        ), mine as (
          select d.id from v join delivery d on d.id = v.id
          where (v.untouched is null and d.status in ('SENDING', 'UNKNOWN') and d.lease_by = ${calling(processId)})
            or (d.status in ('PENDING', 'FAILED') and d.xmin::text = v.untouched)
          for update of d ${waits ? Prisma.empty : Prisma.sql`skip locked`}
        )
        update delivery d set status = v.status::"DeliveryStatus", message_id = coalesce(v.message_id, d.message_id),
          address = case when v.status = 'SENT' then coalesce(v.address, d.address) - 'doubtedSince'
            when v.doubted and d.address ->> 'doubtedSince' is null
              then d.address || jsonb_build_object('doubtedSince', throughline_now())
            else d.address end, reason = v.reason, reason_text = v.reason_text,
          sent_at = case v.status when 'SENT' then throughline_now() else d.sent_at end,
          not_before = coalesce(throughline_now() + v.delay_ms * interval '1 millisecond', d.not_before),
          attempts = d.attempts + v.counts, lease_until = null, updated_at = now(),
          lease_by = case v.status when 'UNKNOWN' then d.lease_by end
        from v where d.id = v.id and d.id in (select id from mine)
        returning d.id`;
    });
  return withPatience(() => writeAll([...byId.keys()], write));
}

/**
 * Writes that a message will not arrive, and tells whoever must know, in one transaction of its tenant. A message must not
 * come back from the dead because the telling fails: then it is buried untold, and the log says so.
 */
export async function bury(
  { db, log, onRefused }: { db: Db; log: Log; onRefused?: OnRefused },
  message: Omit<Refused, 'reason' | 'text' | 'userId'> & { address?: unknown },
  why: { reason: string; text: string },
  from: { status: 'PENDING' | 'FAILED' | 'SENDING' | 'UNKNOWN'; leaseBy?: string }[],
): Promise<void> {
  const { tenantId, id, key, kind, platform, teamId, personId, about } = message;
  const [reason, reasonText] = [why.reason, why.text.slice(0, 500)];
  let failures = 0;
  await withPatience(() =>
    inTenant(db, tenantId, async (tx) => {
      const { count } = await tx.delivery.updateMany({
        where: { id, tenantId, OR: from },
        data: { status: 'DEAD', reason, reasonText, attempts: { increment: 1 }, leaseBy: null, leaseUntil: null },
      });
      if (count === 0 || !onRefused || failures >= TELLING_TRIES) return;
      const userId = Address.safeParse(message.address).data?.userId;
      try {
        await onRefused(tx, {
          ...{ tenantId, id, key, kind, platform, teamId, personId, about, reason, text: reasonText },
          ...(userId === undefined ? {} : { userId }),
        });
      } catch (error) {
        failures++;
        const line = { delivery: id, tenant: tenantId, code: codeOf(error), at: placeOf(error) };
        log.error(line, 'nobody could be told that a message will not arrive');
        throw error;
      }
    }),
  );
}

/** Of a message that was not called. */
export const WAITING = [{ status: 'PENDING' as const }, { status: 'FAILED' as const }];

const TELLING_TRIES = 2;

function valuesOf(finished: Finished | undefined) {
  if (!finished) return [];
  const { message, stage, outcome } = finished;
  return [
    {
      id: message.id,
      status: outcome.status,
      message_id: outcome.messageId ?? null,
      address: outcome.address ?? null,
      reason: outcome.reason ?? null,
      reason_text: outcome.text ?? null,
      delay_ms: outcome.delayMs ?? null,
      counts: outcome.counts ? 1 : 0,
      doubted: outcome.isDoubted ?? false,
      untouched: stage === 'called' ? null : message.version,
    },
  ];
}

interface Blocked {
  platform: PlatformName;
  teamId: string;
  forMs: number;
}

function blockedWorkspaces(finished: Finished[]): Blocked[] {
  const longest = new Map<string, Blocked>();
  for (const { message, outcome } of finished) {
    if (outcome.blocksWorkspace !== true) continue;
    const name = `${message.platform} ${message.teamId}`;
    const forMs = Math.max(outcome.delayMs ?? 0, longest.get(name)?.forMs ?? 0);
    longest.set(name, { platform: message.platform, teamId: message.teamId, forMs });
  }
  return [...longest.values()].sort((a, b) => (a.teamId < b.teamId ? -1 : 1));
}

async function blockWorkspace(tx: Tx, { platform, teamId, forMs }: Blocked): Promise<void> {
  await tx.$executeRaw`
    update workspace set blocked_until =
      greatest(blocked_until, throughline_now() + ${forMs} * interval '1 millisecond')
    where platform = ${platform.toUpperCase()}::"PlatformName" and team_id = ${teamId}`;
}

/**
 * A message that went out must not be forgotten because the database was away: for a moment, for a restart, for a failover. It
 * ends before a lease does. `write` hears whether it is made again: the first time may have taken effect.
 */
export async function withPatience<T>(write: (again: boolean) => Promise<T>): Promise<T> {
  let again = false;
  for (const pauseMs of [200, 1000, 3000, 5000, 10_000, 20_000]) {
    try {
      return await write(again);
    } catch {
      again = true;
      await wait(pauseMs);
    }
  }
  return write(again);
}
