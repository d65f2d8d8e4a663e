import { parseArgs } from 'node:util';
import { readConfig } from '../../config.ts';
import { erasePerson, previewErasure, type Erasure } from '../../records/erase.ts';
import { atLedger } from '../deliveries/at-ledger.ts';
import type { Command } from '../help.ts';

export const erasePart: Command = {
  name: 'erase',
  usage: '--person WHO [--confirm] [--customer NAME]',
  summary:
    'Shows what erasing a person would take away, what must stay and why, and until when backups hold it; --confirm does it.',
  details: [
    '--person    an address, a full name or an id; somebody who is in no pair any more',
    '--confirm   erases; without it nothing changes',
    '--customer  the customer, where there are several',
    '',
    'Refused while a legal hold is on anything of the person. Backups are thrown away after BACKUP_DAYS; whoever restores one from',
    'before runs this again with the id that is printed here.',
  ].join('\n'),
  examples: [
    'throughline records erase --person elena.rivera@harborcity.example',
    'throughline records erase --person elena.rivera@harborcity.example --confirm',
  ],
  run,
};

const USUAL_BACKUP_DAYS = 35;

async function run(words: string[]): Promise<number> {
  const options = {
    person: { type: 'string' },
    confirm: { type: 'boolean', default: false },
    customer: { type: 'string' },
  } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const { person, confirm } = values;
  if (person === undefined || positionals.length > 0) {
    console.error('Say whom: throughline records erase --person EMAIL');
    return 2;
  }
  const days = readConfig().backupDays ?? USUAL_BACKUP_DAYS;
  return atLedger(values.customer, async ({ db, viewer }) => {
    const work = confirm ? erasePerson : previewErasure;
    for (const line of erasureInWords(await work(db, viewer, person, days), confirm)) console.log(line);
    return 0;
  });
}

export function erasureInWords({ subject, goes, stays, backups }: Erasure, isDone: boolean): string[] {
  const { id, name } = subject;
  return [
    isDone ? `${name} is erased (${id}). What went:` : `What would go of ${name} (${id}):`,
    ...goes.map(({ what, count }) => `  ${String(count)}  ${what}`),
    isDone ? 'What stays, and why:' : 'What would stay, and why:',
    ...stays.map(({ what, count, because }) => `  ${String(count)}  ${what}: ${because}`),
    '  Messages that were sent stay in Slack and Teams, for the time that the workspace’s own rules say.',
    `Backups made before ${backups.before} keep all of it until ${backups.until}. If you restore one, run this again: throughline records erase --person ${id} --confirm`,
    ...(isDone ? [] : ['Nothing was changed. Add --confirm to erase.']),
  ];
}
