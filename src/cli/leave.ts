import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { joinDatabase } from '../db/open.ts';
import { act } from '../desk/act.ts';
import { features } from '../desk/index.ts';
import { LEAVE_KINDS, saveLeave } from '../roster/leave.ts';
import { listDistricts } from '../roster/store.ts';
import { chooseCustomer } from './customer.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const leaveCommand: Command = {
  name: 'leave',
  usage: 'EMAIL FROM TO [--kind leave|vacancy|interim] [--tenant NAME]',
  summary: 'Enters days away: nothing is prompted while they last, and the weeks do not count as missing.',
  details: 'FROM and TO are days such as 2026-12-01, and both are away. --kind is leave unless said otherwise.',
  examples: ['throughline leave elena.rivera@harborcity.example 2026-12-01 2026-12-11'],
  run,
};

const Words = z.tuple([
  z.email('is no e-mail address'),
  z.iso.date('is no day such as 2026-12-01'),
  z.iso.date('is no day such as 2026-12-11'),
]);
const Kind = z.string().toUpperCase().pipe(z.enum(LEAVE_KINDS, 'must be leave, vacancy or interim'));

async function run(words: string[]): Promise<number> {
  const options = { kind: { type: 'string', default: 'leave' }, tenant: { type: 'string' } } as const;
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
    const tenantId = await chooseCustomer(database.db, values.tenant);
    const leave = { email, from, to, kind: kind.data };
    const name = await act({ db: database.db, features }, tenantId, async (ctx) => {
      const saved = await saveLeave(ctx.tx, ctx.viewer, leave);
      for (const { id } of await listDistricts(ctx.tx, ctx.viewer))
        ctx.announce({ kind: 'calendar.changed', districtId: id });
      return saved;
    });
    console.log(`${name} is away from ${from} to ${to}. Nothing is prompted on these days.`);
    return 0;
  } finally {
    await database.close();
  }
}
