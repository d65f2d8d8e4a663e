import type { Command } from '../help.ts';
import { confirmPart } from './confirm.ts';
import { dropPart } from './drop.ts';
import { listPart } from './list.ts';
import { recallPart } from './recall.ts';
import { retryPart } from './retry.ts';
import { showPart } from './show.ts';
import { weekPart } from './week.ts';

const parts: readonly Command[] = [listPart, showPart, retryPart, dropPart, recallPart, confirmPart, weekPart];

export const deliveriesCommand: Command = {
  name: 'deliveries',
  usage: `[${parts.map((part) => part.name).join(' | ')}] [--customer NAME]`,
  summary:
    'Shows which messages did not arrive and why, tries them again or puts them aside, and recalls a wrong launch.',
  details: [
    ...parts.flatMap((part) => [`${part.name} ${part.usage}`, `    ${part.summary}`]),
    '',
    'throughline deliveries PART --help tells more. It runs beside the product, on either database.',
  ].join('\n'),
  examples: parts.flatMap((part) => part.examples.slice(0, 1)),
  parts,
  async run(words) {
    const [name = 'list', ...rest] = words;
    if (name.startsWith('-')) return listPart.run(words);
    const part = parts.find((one) => one.name === name);
    if (part) return part.run(rest);
    console.error(`There is no “deliveries ${name}”. There is: ${parts.map((one) => one.name).join(', ')}.`);
    return 2;
  },
};
