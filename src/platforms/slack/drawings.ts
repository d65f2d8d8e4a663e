/** Charts and tables where a workspace takes them, and the same in words where it does not. */
import type { Card } from '../../chat/card.ts';
import type { Log } from '../../log.ts';
import { reasonOf } from './errors.ts';
import { MANNERS, type Manner } from './render-card.ts';

/** What installations were found to refuse, so that not every message is tried twice. */
export interface Drawings {
  known(place: string): Manner;
  learn(place: string, manner: Manner): void;
}

/** Slack gives charts to one workspace after the other, and ours may be next. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;
const MOST_REMEMBERED = 2_000;

export function createDrawings(log: Log, now: () => Date): Drawings {
  const refused = new Map<string, { manner: Manner; until: number }>();
  return {
    known(place) {
      const found = refused.get(place);
      if (found && found.until > now().getTime()) return found.manner;
      refused.delete(place);
      return 'rich';
    },
    learn(place, manner) {
      const [oldest] = refused.keys();
      if (refused.size >= MOST_REMEMBERED && oldest !== undefined) refused.delete(oldest);
      refused.set(place, { manner, until: now().getTime() + REMEMBERED_MS });
      log.info({ place, manner }, 'Slack refuses drawings here; for a day they are said in words');
    },
  };
}

interface Place {
  drawings: Drawings;
  identity: { teamId: string };
}

type Surface = 'message' | 'home';

/** The richest manner that is not known to be refused. */
export function mannerIn({ drawings, identity }: Place, surface: Surface): Manner {
  return drawings.known(nameOf(identity, surface));
}

/**
 * Says the card as richly as it is taken. A refusal has no effect, so the next manner may be tried. Home and messages are
 * remembered apart: what one of them takes the other may refuse.
 */
export async function drawIn<T>(
  place: Place,
  surface: Surface,
  card: Card,
  say: (manner: Manner) => Promise<T>,
): Promise<T> {
  async function attempt([manner = 'plain', ...plainer]: Manner[], refusal?: string): Promise<T> {
    try {
      const said = await say(manner);
      // That one card is too long says nothing of the next, and a card without a table nothing of tables.
      if (refusal !== undefined && refusal !== TOO_LONG)
        place.drawings.learn(nameOf(place.identity, surface), has(card, 'table') ? manner : 'tables');
      return said;
    } catch (error) {
      if (plainer.length === 0 || !REFUSALS.includes(reasonOf(error))) throw error;
      return attempt(plainer, reasonOf(error));
    }
  }
  return attempt(mannersFor(card, mannerIn(place, surface)));
}

const TOO_LONG = 'msg_blocks_too_long';
/** Home answers with the last of them. */
const REFUSALS = ['invalid_blocks', 'invalid_blocks_format', TOO_LONG, 'invalid_arguments'];

/** From what is known to be taken on, and only those in which this card looks different. */
function mannersFor(card: Card, known: Manner): Manner[] {
  return MANNERS.slice(MANNERS.indexOf(known)).filter(
    (manner) =>
      manner === 'plain' || (manner === 'rich' && has(card, 'chart')) || (manner === 'tables' && has(card, 'table')),
  );
}

function nameOf({ teamId }: Place['identity'], surface: Surface): string {
  return `${teamId} ${surface}`;
}

function has(card: Card, kind: 'chart' | 'table'): boolean {
  return card.parts.some((part) => part.kind === kind);
}
