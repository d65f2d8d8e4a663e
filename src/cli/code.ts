import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import type { Db } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { joinDatabase } from '../db/open.ts';
import { inTenant } from '../db/scope.ts';
import { InvalidError } from '../errors.ts';
import { issueCode, type IssuedCode } from '../installations/codes.ts';
import { systemViewer } from '../roster/access.ts';
import { findPersonByEmail } from '../roster/accounts.ts';
import type { TenantRow } from '../roster/tenants.ts';
import { findCustomer } from './customer.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const codeCommand: Command = {
  name: 'code',
  usage: 'workspace | person EMAIL [--customer NAME]',
  summary: 'Makes a one-time code that connects a workspace to a customer, or an account to one person.',
  details: [
    'workspace   for the administrator of a Slack workspace or Teams tenant; good for seven days',
    'person      for somebody whose account there has another e-mail address than the roster; good for three days',
    '--customer  the customer, where there are several',
    '',
    'The code is shown this once. Give it to nobody but the one it is for.',
  ].join('\n'),
  examples: [
    'throughline code workspace --customer "Harbor City"',
    'throughline code person elena.rivera@harborcity.example',
  ],
  run,
};

async function run(words: string[]): Promise<number> {
  const options = { customer: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const [what, email, ...more] = positionals;
  const isPerson = what === 'person' && email !== undefined;
  if (more.length > 0 || !(isPerson || (what === 'workspace' && email === undefined))) {
    console.error('Say what the code is for: throughline code workspace, or throughline code person EMAIL');
    return 2;
  }
  const database = await joinDatabase(readConfig());
  try {
    await migrate(database, join(productRoot(), 'prisma'));
    const customer = await findCustomer(database.db, values.customer);
    const { code, expiresAt } = await issue(database.db, customer, email);
    const until = expiresAt.toISOString().slice(0, 16).replace('T', ' ');
    console.log(`For ${email ?? 'one workspace'} of ${customer.name}, good for one use until ${until} UTC:\n`);
    console.log(`  ${code}\n`);
    console.log(`In Slack or Teams, write to Throughline: join ${code}`);
    return 0;
  } finally {
    await database.close();
  }
}

function issue(db: Db, customer: TenantRow, email: string | undefined): Promise<IssuedCode> {
  const viewer = systemViewer(customer.id);
  return inTenant(db, customer.id, async (tx) => {
    if (email === undefined) return issueCode(tx, viewer, systemClock.now());
    const personId = await findPersonByEmail(tx, viewer, email);
    if (personId === undefined)
      throw new InvalidError(`Nobody of the roster has the address ${email}. Check it, or import the roster first.`);
    return issueCode(tx, viewer, systemClock.now(), personId);
  });
}
