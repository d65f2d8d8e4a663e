// The ledger: every outgoing message is a row, written in the transaction that caused it, before it is a call.
import { isDeepStrictEqual } from 'node:util';
import type { Card } from '../chat/card.ts';
import type { Address, PlatformName } from '../chat/platform.ts';
import type { Tx } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import { NotFoundError } from '../errors.ts';
import { callMark } from './lease.ts';
import { newMessageId } from './message-id.ts';

export interface Target {
  platform: PlatformName;
  address: Address;
  /** One channel or one person; messages of a lane go out in their order. */
  lane: string;
}

export interface Outgoing {
  /** Names the message once and for all: a second one with it changes nothing. */
  key: string;
  kind: string;
  card: Card;
  /** Undefined where nobody can be reached: the message is then written down as not delivered. */
  to: Target | undefined;
  personId?: string;
  about?: string;
  notBefore?: Date;
  /** After this instant it is not worth sending. */
  expiresAt?: Date;
  /** A check that must pass right before sending. */
  guard?: string;
  /** 1 is first, 9 is last; 5 is usual. */
  priority?: number;
  /** Nobody asked for it, so it counts against what its reader gets in a week. */
  unasked?: boolean;
  /** The key of an earlier message: this one goes where that one went, into its thread, once it is sent. */
  under?: string;
}

export const NO_ACCOUNT = 'no-account';
/** What died of these goes out once the person can be reached: nobody was told it, and it may still be worth sending. */
const WITHOUT_APP = ['BotNotInConversationRoster', 'ConversationNotFound'];
const NO_ACCOUNT_TEXT = 'We know no Slack or Teams account of this person yet.';
/** A change that takes a message back for good: what is written about it later changes it no more. */
export const RECALL = 'recall';
const AT_ONCE = new Date(0);

/** Writes a message into the ledger, once a key: the id of what was written, or undefined where it was there. */
export async function enqueue(tx: Tx, tenantId: string, message: Outgoing): Promise<string | undefined> {
  return (await enqueueAll(tx, tenantId, [message]))[0];
}

/**
 * Writes messages into the ledger, those of one lane in their order: the ids of what was written. One statement however many
 * they are, because nothing is written more often.
 */
export async function enqueueAll(tx: Tx, tenantId: string, messages: readonly Outgoing[]): Promise<string[]> {
  if (messages.length === 0) return [];
  const tops = new Map<string, Top>();
  for (const { under } of messages)
    if (under !== undefined && !tops.has(under)) tops.set(under, await findTop(tx, tenantId, under));
  const rows = messages.map((message) => rowOf(message, tops.get(message.under ?? '')));
  const written = await tx.$queryRaw<{ id: string }[]>`
    insert into delivery (id, tenant_id, key, kind, card, platform, team_id, address, lane, status, reason, reason_text,
      person_id, about, not_before, expires_at, guard, priority, unasked, under, updated_at)
    select m.id, ${tenantId}::uuid, m.key, m.kind, m.card, m.platform::"PlatformName", m."teamId", m.address, m.lane,
      m.status::"DeliveryStatus", m.reason, m."reasonText", m."personId", m.about, m."notBefore", m."expiresAt", m.guard,
      m.priority, m.unasked, m.under, now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(id uuid, key text, kind text, card jsonb, platform text,
      "teamId" text, address jsonb, lane text, status text, reason text, "reasonText" text, "personId" uuid, about text,
      "notBefore" timestamptz(3), "expiresAt" timestamptz(3), guard text, priority int, unasked boolean, under uuid)
    on conflict (tenant_id, key) do nothing
    returning id`;
  return written.map(({ id }) => id);
}

type Top = Awaited<ReturnType<typeof findTop>>;

function rowOf({ under: _key, ...message }: Outgoing, top: Top | undefined) {
  const isNowhere = top ? top.reason === NO_ACCOUNT : message.to === undefined;
  const { platform, teamId, address, lane } = top ?? columnsOf(message.to ?? NOWHERE);
  return {
    ...{ notBefore: AT_ONCE, priority: 5, unasked: false, status: 'PENDING' },
    ...message,
    ...(isNowhere && { status: 'DEAD', reason: NO_ACCOUNT, reasonText: NO_ACCOUNT_TEXT }),
    ...{ id: newMessageId(), to: undefined, platform, teamId, address, lane, under: top?.id },
  };
}

/** A thread is one deep: what stands under a reply stands under the reply's own top. */
async function findTop(tx: Tx, tenantId: string, key: string) {
  const message = await tx.delivery.findUnique({ where: { tenantId_key: { tenantId, key } } });
  const top = message?.under ? await tx.delivery.findUnique({ where: { id: message.under, tenantId } }) : message;
  if (!top) throw new NotFoundError('A reply was written under a message that does not exist. Please report it.');
  return top;
}

/**
 * Changes a message: before it goes out, its card is replaced; afterwards a second delivery changes it in place, and of
 * several changes that wait the newest wins. Nothing happens without such a message, nor after a `recall`. Returns the id of
 * what was written.
 */
export async function amend(
  tx: Tx,
  tenantId: string,
  key: string,
  card: Card,
  kind: 'update' | typeof RECALL = 'update',
): Promise<string | undefined> {
  return (await amendAll(tx, tenantId, [{ key, card }], kind))[0];
}

/** The same for many messages, in a few statements. */
export async function amendAll(
  tx: Tx,
  tenantId: string,
  amendments: readonly { key: string; card: Card }[],
  kind: 'update' | typeof RECALL = 'update',
): Promise<string[]> {
  if (amendments.length === 0) return [];
  const cards = new Map(amendments.map(({ key, card }) => [key, toJson(card)]));
  // Two changes at once would both count the same number of earlier ones; the lock makes the second wait.
  const locked = await tx.$queryRaw<{ id: string }[]>`
    select id from delivery where tenant_id = ${tenantId}::uuid and key = any(${[...cards.keys()]}::text[]) and updates is null
    order by id for update`;
  if (locked.length === 0) return [];
  const originals = await tx.delivery.findMany({ where: { tenantId, id: { in: locked.map(({ id }) => id) } } });
  const waiting = originals.filter(isWaiting).map(({ id, key }) => ({ id, card: cards.get(key) }));
  await replaceCards(tx, tenantId, waiting);
  const out = originals.filter((one) => !isWaiting(one) && one.status !== 'DEAD' && one.status !== 'SUPERSEDED');
  const earlier = await listChanges(tx, tenantId, out);
  const changed = out.filter(({ id, key, card }) => {
    const changes = earlier.get(id) ?? [];
    if (kind !== RECALL && changes.some((change) => change.kind === RECALL)) return false;
    return !isDeepStrictEqual((changes.at(-1) ?? { card }).card, cards.get(key)) || changes.at(-1)?.status === 'DEAD';
  });
  if (changed.length === 0) return waiting.map(({ id }) => id);
  await tx.delivery.updateMany({
    where: {
      tenantId,
      updates: { in: changed.map(({ id }) => id) },
      status: { in: ['PENDING', 'FAILED', 'UNKNOWN'] },
    },
    data: { status: 'SUPERSEDED', reason: 'newer', reasonText: 'A newer change took its place.' },
  });
  const rows = changed.map(({ id, key, platform, teamId, address, lane, personId, about, priority }) => ({
    ...{ tenantId, id: newMessageId(), key: `${key}#${(earlier.get(id) ?? []).length + 1}`, kind, updates: id },
    ...{ platform, teamId, address: address ?? {}, lane, personId, about, priority },
    ...{ card: cards.get(key) ?? {}, notBefore: AT_ONCE },
  }));
  await tx.delivery.createMany({ data: rows });
  return [...waiting, ...rows].map(({ id }) => id);
}

async function replaceCards(
  tx: Tx,
  tenantId: string,
  waiting: readonly { id: string; card: Prisma.InputJsonValue | undefined }[],
): Promise<void> {
  if (waiting.length > 0)
    await tx.$executeRaw`
      update delivery d set card = m.card, updated_at = now()
      from jsonb_to_recordset(${JSON.stringify(waiting)}::jsonb) as m(id uuid, card jsonb)
      where d.tenant_id = ${tenantId}::uuid and d.id = m.id`;
}

/** What has changed each message so far, the oldest first. */
async function listChanges(tx: Tx, tenantId: string, originals: readonly { id: string }[]) {
  const changes = await tx.delivery.findMany({
    where: { tenantId, updates: { in: originals.map(({ id }) => id) } },
    select: { updates: true, kind: true, card: true, status: true },
    orderBy: { id: 'asc' },
  });
  const byOriginal = new Map<string, typeof changes>();
  for (const change of changes) {
    const of = change.updates ?? '';
    byOriginal.set(of, [...(byOriginal.get(of) ?? []), change]);
  }
  return byOriginal;
}

/** Takes back a message that has not gone out; one that has stays. */
export async function withdraw(tx: Tx, tenantId: string, key: string): Promise<void> {
  await withdrawAll(tx, tenantId, [key]);
}

export async function withdrawAll(tx: Tx, tenantId: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.delivery.updateMany({
    where: {
      tenantId,
      key: { in: [...keys] },
      OR: [
        { status: { in: ['PENDING', 'FAILED'] } },
        { status: 'DEAD', reason: NO_ACCOUNT },
        { status: 'SENDING', leaseBy: { not: { endsWith: callMark } } },
      ],
    },
    data: { status: 'SUPERSEDED', reason: 'withdrawn', reasonText: 'It was taken back before it went out.' },
  });
}

/** Somebody can be reached now: what was written for them and is still worth sending goes out. */
export async function revive(tx: Tx, tenantId: string, personId: string, to: Target): Promise<void> {
  const { address, ...columns } = columnsOf(to);
  await tx.$executeRaw`
    update delivery set status = 'PENDING', reason = null, reason_text = null, updated_at = now(),
      platform = ${columns.platform}::"PlatformName", team_id = ${columns.teamId}, lane = ${columns.lane},
      address = ${JSON.stringify(address)}::jsonb
    where tenant_id = ${tenantId}::uuid and person_id = ${personId}::uuid and status = 'DEAD'
      and (reason = ${NO_ACCOUNT} or (reason = any(${WITHOUT_APP}::text[]) and coalesce(updates, under) is null))
      and (expires_at is null or expires_at > throughline_now())`;
}

/**
 * An account is closed: what waits for it goes to where its person can be reached now, or is written down as not delivered.
 * What belongs to a message that has gone out stays with that message.
 */
export async function redirect(
  tx: Tx,
  tenantId: string,
  personId: string,
  from: { platform: PlatformName; teamId: string; userId: string },
  to: Target | undefined,
): Promise<void> {
  const { address, ...columns } = columnsOf(to ?? NOWHERE);
  const [status, reason, text] = to ? ['PENDING', null, null] : ['DEAD', NO_ACCOUNT, NO_ACCOUNT_TEXT];
  await tx.$executeRaw`
    update delivery set status = ${status}::"DeliveryStatus", reason = ${reason}, reason_text = ${text}, updated_at = now(),
      platform = ${columns.platform}::"PlatformName", team_id = ${columns.teamId}, lane = ${columns.lane},
      address = ${JSON.stringify(address)}::jsonb
    where tenant_id = ${tenantId}::uuid and person_id = ${personId}::uuid and status in ('PENDING', 'FAILED')
      and platform = ${from.platform.toUpperCase()}::"PlatformName" and team_id = ${from.teamId}
      and address ->> 'userId' = ${from.userId} and coalesce(updates, under) is null and surface = 'message'`;
}

/**
 * The platform takes messages somewhere else now. What has gone out moves too: a later change, or a reply in its thread, is
 * sent to where the message is.
 */
export async function moveMessages(
  tx: Tx,
  tenantId: string,
  lanes: readonly string[],
  serviceUrl: string,
): Promise<void> {
  await tx.$executeRaw`
    update delivery set address = address || jsonb_build_object('serviceUrl', ${serviceUrl}::text), updated_at = now()
    where tenant_id = ${tenantId}::uuid and lane = any(${[...lanes]}::text[]) and status <> 'DEAD'
      and address ->> 'serviceUrl' is distinct from ${serviceUrl}`;
}

const NOWHERE: Target = { platform: 'slack', address: { teamId: '' }, lane: '' };

function columnsOf(to: Target) {
  return {
    platform: to.platform === 'slack' ? ('SLACK' as const) : ('TEAMS' as const),
    teamId: to.address.teamId,
    address: toJson(to.address),
    lane: to.lane,
  };
}

function isWaiting(row: { status: string; reason: string | null }): boolean {
  return row.status === 'PENDING' || row.status === 'FAILED' || (row.status === 'DEAD' && row.reason === NO_ACCOUNT);
}

function toJson(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
}
