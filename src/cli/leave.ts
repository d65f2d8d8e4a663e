import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { noteActs } from '../audit/write.ts';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { joinDatabase } from '../db/open.ts';
import { act } from '../desk/act.ts';
import { features } from '../desk/index.ts';
import { LEAVE_KINDS, saveLeave, takeLeaveBack, type Away } from '../roster/leave.ts';
import { listDistricts } from '../roster/store.ts';
import { findCustomer } from './customer.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const leaveCommand: Command = {
  name: 'leave',
  usage: 'EMAIL FROM TO [--kind leave|vacancy|interim] [--cover EMAIL] [--undo] [--customer NAME]',
  summary: 'Enters days away: nothing is prompted while they last, and the weeks do not count as missing.',
  details: [
    'FROM, TO    days such as 2026-12-01; both are away',
    '--kind      leave unless said otherwise',
    '--cover     who stands in, by address; they see none of the pair’s words',
    '--undo      they are there on these days after all',
    '--customer  the customer, where there are several',
  ].join('\n'),
  examples: [
    'throughline leave elena.rivera@harborcity.example 2026-12-01 2026-12-11',
    'throughline leave elena.rivera@harborcity.example 2026-12-09 2026-12-11 --undo',
  ],
  run,
};

const Words = z.tuple([
  z.email('is no e-mail address'),
  z.iso.date('is no day such as 2026-12-01'),
  z.iso.date('is no day such as 2026-12-11'),
]);
const Kind = z.string().toUpperCase().pipe(z.enum(LEAVE_KINDS, 'must be leave, vacancy or interim'));

async function run(words: string[]): Promise<number> {
  const options = {
    kind: { type: 'string', default: 'leave' },
    cover: { type: 'string' },
    undo: { type: 'boolean', default: false },
    customer: { type: 'string' },
  } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const given = Words.safeParse(positionals);
  const kind = Kind.safeParse(values.kind);
  if (!given.success || !kind.success) {
    console.error(
      `Write it like this: throughline leave EMAIL FROM TO\n${[given.error, kind.error].map((error) => (error ? z.prettifyError(error) : '')).join('\n')}`,
    );
    return 2;
  }
  const [email, from, to] = given.data;
  const database = await joinDatabase(readConfig());
  try {
    await migrate(database, join(productRoot(), 'prisma'));
    const { id } = await findCustomer(database.db, values.customer);
    const away = { email, from, to };
    const said = await act({ db: database.db, features }, id, async (ctx) => {
      const { tx, viewer } = ctx;
      const words = values.undo
        ? `${await takeLeaveBack(tx, viewer, away)} is there from ${from} to ${to} after all.`
        : inWords(
            await saveLeave(tx, viewer, {
              ...away,
              kind: kind.data,
              ...(values.cover !== undefined && { cover: values.cover }),
            }),
            away,
          );
      const event = values.undo ? 'undone' : kind.data;
      await noteActs(tx, viewer, ctx.now, [{ act: 'configured', thing: 'leave', detail: { event, from, to } }]);
      for (const district of await listDistricts(tx, viewer))
        ctx.announce({ kind: 'calendar.changed', districtId: district.id });
      return words;
    });
    console.log(said);
    return 0;
  } finally {
    await database.close();
  }
}

function inWords({ name, cover }: { name: string; cover?: string }, { from, to }: Away): string {
  const standsIn = cover === undefined ? '' : ` ${cover} stands in, and sees none of the pair’s words.`;
  return `${name} is away from ${from} to ${to}. Nothing is prompted on these days.${standsIn}`;
}
