/** The examples of every screen of the product, for the contract that all platforms keep. */
import type { Card } from '../../src/chat/card.ts';
import { helpCard } from '../../src/desk/help.ts';
import { features } from '../../src/desk/index.ts';
import { JOIN_FORM, strangerCard } from '../../src/desk/join-screens.ts';
import { recallCard, recallToldCard } from '../../src/desk/recalled.ts';
import { refusedCard, switchedOffCard, unsureCard } from '../../src/desk/refused.ts';
import { welcomeCard } from '../../src/desk/strangers.ts';
import type { FormExample } from './examples.ts';

const examples = features.flatMap((feature) => [...feature.examples]);
const verbs = features.flatMap((feature) => feature.verbs ?? []);
const ID = '01990000-0000-7000-8000-00000000000d';

/** What the desk itself says, before and beside every feature. */
const deskCards = [
  welcomeCard('Ada Rivera'),
  strangerCard('person'),
  strangerCard('workspace'),
  helpCard(verbs, 'coach'),
  helpCard([], undefined, 'I do not know “stpe”. Did you mean step?'),
  recallCard(),
  recallToldCard(26, { asked: 'Kim Adler', confirmed: 'Dana Reyes' }),
  unsureCard(ID),
  refusedCard('The channel “coaching” has a guest, so the summary was not posted.', ID),
  switchedOffCard('Harbor City Public Schools'),
];

export const productForms: FormExample[] = [
  ...examples.flatMap((example) => ('form' in example ? [example] : [])),
  { form: JOIN_FORM, answers: { code: '7K3M-Q0TV-9XHB' } },
];
export const productCards: Card[] = [
  ...examples.flatMap((example) => ('card' in example ? [example.card] : [])),
  ...deskCards,
];
