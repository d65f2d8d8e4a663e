/** The examples of every screen of the product, for the contract that all platforms keep. */
import type { Card } from '../../src/chat/card.ts';
import { features } from '../../src/desk/index.ts';
import type { FormExample } from './examples.ts';

const examples = features.flatMap((feature) => [...feature.examples]);

export const productForms: FormExample[] = examples.flatMap((example) => ('form' in example ? [example] : []));
export const productCards: Card[] = examples.flatMap((example) => ('card' in example ? [example.card] : []));
