import type { Command } from '../help.ts';
import { erasePart } from './erase.ts';
import { holdPart } from './hold.ts';
import { personPart } from './person.ts';
import { exportPart, listPart, previewPart, redactPart, submitPart } from './request.ts';
import { schedulePart } from './schedule.ts';

const parts: readonly Command[] = [
  schedulePart,
  holdPart,
  erasePart,
  listPart,
  previewPart,
  redactPart,
  submitPart,
  exportPart,
  personPart,
];

export const recordsCommand: Command = {
  name: 'records',
  usage: `${parts.map((part) => part.name).join(' | ')} [--customer NAME]`,
  summary:
    'How long records are kept, what must not be deleted, how a person is erased, and what goes out under two officers’ keys.',
  details: [
    ...parts.flatMap((part) => [`${part.name} ${part.usage}`, `    ${part.summary}`]),
    '',
    'throughline records PART --help tells more. It runs beside the product, on either database.',
  ].join('\n'),
  examples: parts.flatMap((part) => part.examples.slice(0, 1)),
  parts,
  async run(words) {
    const [name = '', ...rest] = words;
    const part = parts.find((one) => one.name === name);
    if (part) return part.run(rest);
    console.error(`There is no “records ${name}”. There is: ${parts.map((one) => one.name).join(', ')}.`);
    return 2;
  },
};
