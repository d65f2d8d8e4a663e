/** The Home tab: shown when somebody looks, and shown anew when something has changed. */
import type { Reply } from '../../chat/interaction.ts';
import type { Card } from '../../chat/card.ts';
import type { Address } from '../../chat/platform.ts';
import { DeliveryError } from '../../errors.ts';
import { answerPrivately, type Asker, type Desk } from './answer-privately.ts';
import type { Connection } from './connection.ts';
import { drawIn } from './drawings.ts';
import { reasonOf, toDeliveryError } from './errors.ts';
import { renderCard } from './render-card.ts';
import { assertOurs } from './send.ts';

/** `hash` names the Home that the person was looking at: Slack refuses with `hash_conflict` where another took its place. */
export async function publishHome(connection: Connection, userId: string, card: Card, hash?: string): Promise<void> {
  // Slack's own pages disagree on whether Home takes charts.
  await drawIn(connection, 'home', card, (manner) =>
    connection.patient.apiCall('views.publish', {
      user_id: userId,
      view: { type: 'home', blocks: renderCard(card, manner).blocks },
      ...(hash === undefined ? {} : { hash }),
    }),
  );
}

/**
 * From the ledger, without a hash: a look at Home takes back what waits there, so what comes from it is newer than whatever
 * the person was shown, and Homes of one person come one after the other.
 */
export async function showHome(connection: Connection, address: Address, card: Card): Promise<void> {
  assertOurs(connection, address);
  if (address.userId === undefined)
    throw new DeliveryError('our-bug', 'no_target', 'The address of a Home names no person. Please report it.');
  try {
    await publishHome(connection, address.userId, card);
  } catch (error) {
    throw toDeliveryError(error, 'views.publish', 'repeatable');
  }
}

export interface Looking extends Asker {
  triggerId?: string | undefined;
  /** The Home that the person was looking at when they asked. */
  homeHash?: string | undefined;
  /** Asks the same once more, as a request of its own. */
  again: () => Promise<Reply>;
}

/**
 * Shows what somebody looks at. Where another Home was shown meanwhile, nobody can tell which of the two is newer; one that
 * is drawn now is newer than both, and is shown whatever stands there.
 */
export async function answerWithHome(desk: Desk, looking: Looking, card: Card): Promise<void> {
  const { connection, log } = desk;
  const { userId } = looking.sender;
  try {
    await publishHome(connection, userId, card, looking.homeHash).catch(async (error: unknown) => {
      if (reasonOf(error) !== 'hash_conflict') throw error;
      const fresh = await looking.again();
      if (fresh.kind === 'home') await publishHome(connection, userId, fresh.card);
    });
  } catch (error) {
    log.warn({ interaction: looking.id, reason: reasonOf(error) }, 'A Home could not be shown in Slack.');
    // Whoever pressed a button waits for something; whoever opened the tab sees what stood there before.
    if (looking.triggerId !== undefined) await answerPrivately(desk, looking, card);
  }
}
