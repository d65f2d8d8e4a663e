/** The Platform port for Teams. */
import type { Card } from '../../chat/card.ts';
import type { Platform } from '../../chat/platform.ts';
import { DeliveryError, SetUpError } from '../../errors.ts';
import type { Messages } from './messages.ts';
import type { People } from './people.ts';
import { renderMessage, type OutgoingMessage } from './render.ts';
import type { Tokens } from './tokens.ts';

export function createPlatform(parts: {
  messages: Messages;
  people: People;
  tokens: Tokens;
  addLink: string | undefined;
  stop: () => Promise<void>;
}): Platform {
  const { messages, people, tokens, addLink, stop } = parts;
  return {
    name: 'teams',
    ...(addLink === undefined ? {} : { addLink }),
    // Teams has no key against doubles, so `key` cannot be passed on: what is unknown stays so until somebody uses it.
    post: async (address, card, _key, mark) => messages.post(address, draw(card, mark)),
    update: async (address, messageId, card) => messages.update(address, messageId, draw(card)),
    inspectChannel: people.inspectChannel,
    whoIs: people.whoIs,
    findByEmail: () => Promise.resolve(undefined),
    check: async () => {
      try {
        await tokens.bearer();
        return undefined;
      } catch (cause) {
        throw new SetUpError(
          cause instanceof DeliveryError ? cause.message : 'The Microsoft sign-in service gave no token.',
          { cause },
        );
      }
    },
    stop,
  };
}

function draw(card: Card, mark?: string): OutgoingMessage {
  try {
    return renderMessage(card, mark);
  } catch (cause) {
    throw new DeliveryError(
      'our-bug',
      'card',
      cause instanceof Error ? cause.message : `card ${card.id} cannot be drawn`,
      { cause },
    );
  }
}
