// What people find in their Home, on its way there. A Home has no history: only the newest is worth showing, so an older
// one makes way for it and leaves no row behind.
import type { Card } from '../chat/card.ts';
import type { Tx } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import type { Target } from './ledger.ts';
import { newMessageId } from './message-id.ts';

export const HOME = 'home';
const WORTH_SHOWING_MS = 24 * 3_600_000;

/** Writes a Home into the ledger; `lane` names whose it is. */
export async function writeHome(
  tx: Tx,
  tenantId: string,
  home: { card: Card; to: Target; personId: string; now: Date },
): Promise<void> {
  const lane = homeLane(home.to.lane);
  await dropHome(tx, tenantId, home.to.lane);
  const id = newMessageId();
  await tx.delivery.create({
    data: {
      id,
      tenantId,
      key: `${HOME}:${home.personId}:${id}`,
      kind: HOME,
      surface: HOME,
      card: JSON.parse(JSON.stringify(home.card)) as Prisma.InputJsonObject,
      platform: home.to.platform === 'slack' ? 'SLACK' : 'TEAMS',
      teamId: home.to.address.teamId,
      address: home.to.address,
      lane,
      personId: home.personId,
      notBefore: home.now,
      expiresAt: new Date(home.now.getTime() + WORTH_SHOWING_MS),
      // People wait for messages; a Home is looked at now and then.
      priority: 8,
    },
  });
}

/** Takes a Home back that has not gone out. True where one is on its way this very moment and may still arrive. */
export async function dropHome(tx: Tx, tenantId: string, lane: string): Promise<boolean> {
  const ofLane = { tenantId, surface: HOME, lane: homeLane(lane) };
  await tx.delivery.deleteMany({ where: { ...ofLane, status: { not: 'SENDING' } } });
  return (await tx.delivery.count({ where: ofLane })) > 0;
}

/** A lane of its own: a Home that cannot be shown must not hold messages back, nor they a Home. */
function homeLane(lane: string): string {
  return `${lane}:${HOME}`;
}
