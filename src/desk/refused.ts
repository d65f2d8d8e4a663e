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

/** Told to an administrator when the answer to a post was lost: only somebody who looks can tell. */
export function unsureCard(deliveryId: string): Card {
  return defineCard({
    id: 'dispatch:unsure',
    summary: 'Nobody can tell whether a post arrived. Please look in its channel.',
    parts: [
      {
        kind: 'text',
        text: 'The answer to the newest summary’s post was lost, so it may be in its channel or not. It is not sent again by itself, so that it never stands there twice. Please look there.',
      },
      {
        kind: 'text',
        quiet: true,
        text: `If it is missing, whoever runs Throughline sends it again: throughline deliveries retry ${deliveryId} --even-if-it-may-be-there`,
      },
    ],
  });
}

/** Told to an administrator where they still are, when the app is switched off in another workspace. */
export function switchedOffCard(workspace: string): Card {
  return defineCard({
    id: 'dispatch:switched-off',
    summary: 'The app is switched off in a workspace. Nobody there gets anything.',
    parts: [
      { kind: 'text', text: [{ bold: workspace }, ': an administrator has switched the app off there.'] },
      {
        kind: 'text',
        quiet: true,
        text: 'What is meant for the people there waits, and goes out by itself soon after it is switched on again.',
      },
    ],
  });
}
