import { defineCard, type Card } from '../chat/card.ts';

/** Takes the place of a message that should never have gone out. */
export function recallCard(): Card {
  const text = 'This was sent by mistake. There is nothing to do.';
  return defineCard({ id: 'dispatch:recalled', summary: text, parts: [{ kind: 'text', text }] });
}

/** To both administrators, so that nobody lends a name without knowing. */
export function recallToldCard(messages: number, by: { asked: string; confirmed: string }): Card {
  const text = `${messages} messages were recalled. ${by.asked} asked for it, and ${by.confirmed} confirmed it.`;
  return defineCard({
    id: 'dispatch:recall-told',
    summary: text,
    parts: [
      { kind: 'text', text },
      { kind: 'text', quiet: true, text: 'If that was not you, tell whoever runs Throughline.' },
    ],
  });
}
