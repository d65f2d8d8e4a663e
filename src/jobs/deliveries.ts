// The ledger as people read it: did it arrive, and if not, why. Never the words of a message.
import type { Tx } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import type { DeliveryStatus } from '../db/generated/enums.ts';
import { HOME } from './homes.ts';

export type DeliveryState =
  | { state: 'delivered'; sentAt: Date | null }
  | { state: 'waiting'; reason?: string; text?: string }
  | { state: 'not-delivered'; reason: string; text: string }
  /** The call was made and its answer was lost; the message is not sent again, because it may be there. */
  | { state: 'unknown'; reason: string; text: string };

export interface DeliveryReport {
  id: string;
  key: string;
  kind: string;
  personId: string | null;
  about: string | null;
  outcome: DeliveryState;
}

/** Messages about one thing or to one person, oldest first; a change to a message is none of its own, nor is a Home. */
export async function listDeliveries(
  tx: Tx,
  tenantId: string,
  of: { about: string } | { personId: string },
): Promise<DeliveryReport[]> {
  const rows = await tx.delivery.findMany({
    where: { tenantId, updates: null, surface: 'message', ...of },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => {
    const { id, key, kind, personId, about } = row;
    return { id, key, kind, personId, about, outcome: deliveryState(row) };
  });
}

/** What became of one message, in words. */
export function deliveryState(row: {
  status: string;
  reason: string | null;
  reasonText: string | null;
  sentAt: Date | null;
}): DeliveryState {
  const why = { reason: row.reason ?? 'unknown', text: row.reasonText ?? 'No reason was given.' };
  switch (row.status) {
    case 'SENT':
      return { state: 'delivered', sentAt: row.sentAt };
    case 'DEAD':
    case 'SUPERSEDED':
      return { state: 'not-delivered', ...why };
    case 'UNKNOWN':
      return { state: 'unknown', ...why };
    default:
      return row.reason === null ? { state: 'waiting' } : { state: 'waiting', ...why };
  }
}

/** What may be looked for, each with the states of the ledger that it stands for. */
export const STATES = {
  waiting: ['PENDING', 'SENDING', 'FAILED'],
  delivered: ['SENT'],
  'not-delivered': ['DEAD'],
  unknown: ['UNKNOWN'],
  'taken-back': ['SUPERSEDED'],
} as const satisfies Record<string, readonly DeliveryStatus[]>;
export type StateName = keyof typeof STATES;

export function stateOf(status: DeliveryStatus): StateName {
  const names = Object.keys(STATES) as StateName[];
  return names.find((name) => (STATES[name] as readonly DeliveryStatus[]).includes(status)) ?? 'waiting';
}

/** Before a note that is written to a message of which nobody can tell: it stays unknown, and is not shown again. */
export const PUT_ASIDE = 'Put aside: ';

export interface Wanted {
  states: readonly StateName[];
  reason?: string;
  kind?: string;
  personId?: string;
  since?: Date;
}

/** One line of the ledger, without the card and the address. */
export interface Letter {
  id: string;
  key: string;
  kind: string;
  state: StateName;
  reason: string | null;
  reasonText: string | null;
  platform: 'SLACK' | 'TEAMS';
  personId: string | null;
  about: string | null;
  attempts: number;
  createdAt: Date;
  notBefore: Date;
  expiresAt: Date | null;
  sentAt: Date | null;
  updatedAt: Date;
  /** The message that it changes, or in whose thread it stands. */
  updates: string | null;
  under: string | null;
}

const COLUMNS = {
  ...{ id: true, key: true, kind: true, status: true, reason: true, reasonText: true, platform: true, personId: true },
  ...{ about: true, attempts: true, createdAt: true, notBefore: true, expiresAt: true, sentAt: true, updatedAt: true },
  ...{ updates: true, under: true },
} as const;

/** Newest first. A Home is none: the next one takes its place. */
export async function listLetters(tx: Tx, tenantId: string, wanted: Wanted, atMost?: number): Promise<Letter[]> {
  const rows = await tx.delivery.findMany({
    where: whereWanted(tenantId, wanted),
    select: COLUMNS,
    orderBy: { id: 'desc' },
    ...(atMost === undefined ? {} : { take: atMost }),
  });
  return rows.map(letterOf);
}

/** How many there are of each state and reason, most first. */
export async function countReasons(
  tx: Tx,
  tenantId: string,
  wanted: Wanted,
): Promise<{ state: StateName; reason: string | null; count: number }[]> {
  const rows = await tx.delivery.groupBy({
    by: ['status', 'reason'],
    where: whereWanted(tenantId, wanted),
    _count: { _all: true },
  });
  return rows
    .map(({ status, reason, _count }) => ({ state: stateOf(status), reason, count: _count._all }))
    .sort((a, b) => b.count - a.count || (a.reason ?? '').localeCompare(b.reason ?? ''));
}

/** A message with the changes and replies that were written after it. */
export async function findLetter(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<{ letter: Letter; after: Letter[] } | undefined> {
  const row = await tx.delivery.findFirst({ where: { tenantId, id }, select: COLUMNS });
  if (!row) return undefined;
  const after = await tx.delivery.findMany({
    where: { tenantId, OR: [{ updates: id }, { under: id }] },
    select: COLUMNS,
    orderBy: { id: 'asc' },
  });
  return { letter: letterOf(row), after: after.map(letterOf) };
}

function whereWanted(tenantId: string, { states, since, ...of }: Wanted): Prisma.DeliveryWhereInput {
  return {
    tenantId,
    surface: { not: HOME },
    status: { in: states.flatMap((state) => [...STATES[state]]) },
    ...of,
    ...(since === undefined ? {} : { createdAt: { gte: since } }),
    NOT: { status: 'UNKNOWN', reasonText: { startsWith: PUT_ASIDE } },
  };
}

function letterOf({ status, ...row }: Omit<Letter, 'state'> & { status: DeliveryStatus }): Letter {
  return { ...row, state: stateOf(status) };
}
