// A digest with all that stands in its thread, on one card: for whoever looks at it before it is posted, or asks for it.
import type { Card, Part } from '../../../chat/card.ts';
import { defineCard } from '../../../chat/card.ts';
import { buttons, digestParts, how, summaryOf, type DigestScreen } from './digest-card.ts';
import { fits } from './paging.ts';
import { threadParts } from './thread-cards.ts';

export function glanceCard(screen: DigestScreen): Card {
  return defineCard({
    id: 'digest:glance',
    summary: summaryOf(screen),
    parts: [...wholeParts(screen), buttons([how(screen)])],
  });
}

/** The summary and what stands below it, as far as one card holds it; the rest is announced. */
export function wholeParts(screen: DigestScreen): Part[] {
  const below = threadParts(screen).map(({ card }): Part[] => [{ kind: 'divider' }, ...card.parts]);
  const parts = digestParts(screen);
  for (const [index, more] of below.entries()) {
    if (!fits([...parts, ...more])) return [...parts, goesOn(below.length - index)];
    parts.push(...more);
  }
  return parts;
}

function goesOn(messages: number): Part {
  const text = `What does not fit here comes in the channel, in ${messages} more message${messages === 1 ? '' : 's'}.`;
  return { kind: 'text', quiet: true, text };
}
