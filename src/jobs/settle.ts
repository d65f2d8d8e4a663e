// Puts right what was left behind: leases that ran out, messages whose time is over, changes and replies to messages that
// never went out, and calls whose answer was lost.
import { Address, type Platform, type PlatformName, type Posted } from '../chat/platform.ts';
import { asSystem, inTenant } from '../db/scope.ts';
import type { Db, Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import { DeliveryError } from '../errors.ts';
import type { Log } from '../log.ts';
import { codeOf, placeOf } from './failure.ts';
import { HOME } from './homes.ts';
import { callMark } from './lease.ts';
import { CANNOT_TELL, CANNOT_TELL_TEXT, MAX_ATTEMPTS, SETTLE_MS } from './outcome.ts';
import { bury, type OnRefused, type Refused } from './record.ts';
import { within } from './within.ts';

/** A platform that can say whether a message of a key is there. It throws where it cannot say; undefined means it is not there. */
export type Finding = Platform & { find?(address: Address, key: string): Promise<Posted | undefined> };

export interface SettlingDeps {
  db: Db;
  log: Log;
  platforms: ReadonlyMap<PlatformName, Finding>;
  onRefused?: OnRefused;
}

export type Late = Omit<Refused, 'reason' | 'text'> & {
  status: 'PENDING' | 'FAILED' | 'UNKNOWN';
  address: unknown;
  attempts: number;
};

/** The words of the index, without a parameter: else all that ever stood as unknown is read each time. */
export const isUnsettled = Prisma.sql`(status = 'UNKNOWN' and reason is distinct from ${Prisma.raw(`'${CANNOT_TELL}'`)})`;

const AT_ONCE = 200;
const EXPIRED = { reason: 'expired', text: 'It could not be sent before its time was over.' };

/** Returns the calls whose answer was lost and that can be asked about now. */
export async function settle(deps: SettlingDeps): Promise<Late[]> {
  const late = await asSystem(deps.db, async (tx) => {
    await settleLeases(tx);
    await dropOrphans(tx);
    // Each by the order of its own index: the earliest are found without a look at what is in time.
    return tx.$queryRaw<Late[]>`
      with late as (
        (select id from delivery where status in ('PENDING', 'FAILED') and expires_at <= (select throughline_now())
          order by expires_at limit ${AT_ONCE})
        union all
        (select id from delivery where ${isUnsettled} and not_before <= (select throughline_now())
          order by not_before limit ${AT_ONCE})
      )
      select id, tenant_id as "tenantId", key, kind, lower(platform::text) as platform, team_id as "teamId",
        person_id as "personId", about, status::text as status, address, attempts
      from late join delivery using (id)
      order by id limit ${AT_ONCE}`;
  });
  const waiting = [{ status: 'PENDING' as const }, { status: 'FAILED' as const }];
  for (const message of late) if (message.status !== 'UNKNOWN') await bury(deps, message, EXPIRED, waiting);
  return late.filter((message) => message.status === 'UNKNOWN');
}

/** Why a change or a reply is given up; it comes back should its message turn out to be there. */
export const ORIGINAL_NOT_SENT = 'original-not-sent';

/**
 * A lease that ran out without the mark was never called: it goes back. With the mark, a change or a Home is made again,
 * because twice is once; a post may have arrived, and stands as unknown rather than arriving twice. A post that was found
 * meanwhile (`arrivals.ts`) carries the platform's id: it is there, whatever became of its call.
 */
async function settleLeases(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    update delivery set updated_at = now(), lease_until = null,
      status = (case when ${isThere} then 'SENT' when right(lease_by, 1) <> ${callMark} then 'PENDING'
        when updates is not null or surface = ${HOME} then 'FAILED' else 'UNKNOWN' end)::"DeliveryStatus",
      sent_at = case when ${isThere} then throughline_now() else sent_at end,
      reason = case when ${isThere} then null when right(lease_by, 1) <> ${callMark} then reason else 'lost-answer' end,
      reason_text = case when ${isThere} then null when right(lease_by, 1) <> ${callMark} then reason_text else ${CANNOT_TELL_TEXT} end,
      not_before = case when right(lease_by, 1) <> ${callMark} or updates is not null or surface = ${HOME} then not_before
        else throughline_now() + ${SETTLE_MS} * interval '1 millisecond' end,
      attempts = attempts + case when right(lease_by, 1) <> ${callMark} then 0 else 1 end
    where id in (
      select id from (select id from delivery where status = 'SENDING' and lease_until <= (select throughline_now())
        for update skip locked) as late
      union all
      select id from (select id from delivery where ${isUnsettled} and ${isThere}
        order by not_before limit ${AT_ONCE} for update skip locked) as found)`;
}

const isThere = Prisma.sql`(message_id is not null and updates is null and surface <> ${HOME})`;

async function dropOrphans(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    with orphans as (
      select d.id, case when d.updates is not null then 'The message that it changes did not arrive.'
        when o.status = 'UNKNOWN' then 'We cannot tell whether the message arrived in whose thread it stands.'
        else 'The message in whose thread it stands did not arrive.' end as why
      from delivery d join delivery o on o.id = coalesce(d.updates, d.under)
      where d.status in ('PENDING', 'FAILED') and (d.updates is not null or d.under is not null)
        and (o.status in ('DEAD', 'SUPERSEDED') or (o.status = 'UNKNOWN' and o.reason = ${CANNOT_TELL}))
      for update of d skip locked)
    update delivery d set status = 'SUPERSEDED', reason = ${ORIGINAL_NOT_SENT}, reason_text = orphans.why, updated_at = now()
    from orphans where d.id = orphans.id`;
}

/** Asks the platform, where it can be asked. Otherwise the message stands as unknown: nothing is sent twice. */
export async function settleUnknown({ db, platforms, log, onRefused }: SettlingDeps, message: Late): Promise<void> {
  const platform = platforms.get(message.platform);
  const address = Address.safeParse(message.address);
  const found =
    platform?.find && address.success ? await look(platform.find(address.data, message.key)) : 'cannot tell';
  const last = found === 'later' && message.attempts >= MAX_ATTEMPTS;
  if (found === 'later' && !last) return postpone(db, message.id);
  const settled =
    found === 'cannot tell' || found === 'later'
      ? ({ status: 'UNKNOWN', reason: CANNOT_TELL, reasonText: CANNOT_TELL_TEXT } as const)
      : found === undefined
        ? ({ status: 'PENDING', reason: null, reasonText: null, leaseBy: null } as const)
        : ({ status: 'SENT', reason: null, reasonText: null, leaseBy: null, messageId: found.messageId } as const);
  if (settled.status !== 'UNKNOWN') return write(db, message, settled);
  log.warn({ delivery: message.id, tenant: message.tenantId }, 'nobody can tell whether a message arrived');
  const { address: _, attempts: __, status: ___, ...about } = message;
  const tell = async (tx: Tx) => onRefused?.(tx, { ...about, reason: CANNOT_TELL, text: CANNOT_TELL_TEXT });
  await write(db, message, settled, tell).catch((error: unknown) => {
    const line = { delivery: message.id, tenant: message.tenantId, code: codeOf(error), at: placeOf(error) };
    log.error(line, 'nobody could be told that a message may not have arrived');
    // It must not be looked at for ever because the telling fails.
    return write(db, message, settled);
  });
}

async function write(
  db: Db,
  { id, tenantId }: Late,
  data: Prisma.DeliveryUpdateManyMutationInput,
  tell?: (tx: Tx) => Promise<void>,
): Promise<void> {
  await inTenant(db, tenantId, async (tx) => {
    const { count } = await tx.delivery.updateMany({ where: { id, tenantId, status: 'UNKNOWN' }, data });
    if (count > 0) await tell?.(tx);
  });
}

const LOOK_TIMEOUT_MS = 10_000;

async function look(finding: Promise<Posted | undefined>): Promise<Posted | undefined | 'cannot tell' | 'later'> {
  try {
    return await within(LOOK_TIMEOUT_MS, finding);
  } catch (error) {
    return error instanceof DeliveryError && (error.kind === 'try-later' || error.kind === 'unknown')
      ? 'later'
      : 'cannot tell';
  }
}

async function postpone(db: Db, id: string): Promise<void> {
  await asSystem(
    db,
    (tx) => tx.$executeRaw`
      update delivery set not_before = throughline_now() + ${SETTLE_MS} * interval '1 millisecond', attempts = attempts + 1, updated_at = now()
      where id = ${id}::uuid and status = 'UNKNOWN'`,
  );
}
