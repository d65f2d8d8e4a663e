import { defineCard, type Card } from '../chat/card.ts';

/** Told to an administrator when a post was not made, with what to do. `digestId` is what the button posts again. */
export function refusedCard(text: string, digestId: string | null): Card {
  return defineCard({
    id: 'dispatch:refused',
    summary: 'A post was not made. Here is why.',
    parts: [
      { kind: 'text', text },
      ...(digestId === null
        ? []
        : [
            {
              kind: 'text' as const,
              quiet: true,
              text: 'When that is put right, post it with one press. It goes out once.',
            },
            {
              kind: 'buttons' as const,
              buttons: [
                {
                  action: 'digest:again',
                  label: 'Post it now',
                  state: { digest: digestId },
                  style: 'primary' as const,
                },
              ],
            },
          ]),
    ],
  });
}
