import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { joinDatabase } from '../db/open.ts';
import { InvalidError } from '../errors.ts';
import { wakeTenant } from '../desk/dispatch.ts';
import { asSystem } from '../db/scope.ts';
import { databaseNow } from '../db/time.ts';
import { features } from '../desk/index.ts';
import { systemViewer } from '../roster/access.ts';
import { applyImport, compareFile, rejectImport } from '../roster/import/pipeline.ts';
import { renderReport } from '../roster/import/report.ts';
import type { Progress } from '../roster/import/rows.ts';
import { isPlaceZone } from '../zone.ts';
import { chooseCustomer } from './customer.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const importCommand: Command = {
  name: 'import',
  usage:
    'roster FILE | calendar FILE [--dry-run] [--yes] [--zone ZONE] [--tenant NAME] [--provider NAME] [--district NAME] [--principal SCHOOL=EMAIL]',
  summary:
    'Reads a roster (OneRoster zip or CSV), pairs (CSV) or a calendar (iCal or CSV), shows the difference, then applies it.',
  details: [
    '--dry-run    show the difference and change nothing; look at a calendar like this first, as its days are read from their titles',
    '--yes        agree to what needs approval (more than 10 % of people, a school, or a principal would change)',
    '--zone       the time zone of schools whose file names none, for example America/New_York',
    '--tenant     the customer, where there are several; a new name makes a new one',
    '--provider   the coaching partner’s name, for a file of pairs',
    '--district   the district’s name, where a file does not name it',
    '--principal  who leads a school, where the file names several: "Adams ES=elena.rivera@harborcity.example"',
  ].join('\n'),
  examples: [
    'throughline import roster sample/harbor-city/roster.zip --zone America/New_York --dry-run',
    'throughline import roster sample/harbor-city/pairs.csv --provider "Northlight Partners" --yes',
    'throughline import calendar sample/harbor-city/calendar.ics',
  ],
  run,
};

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  zone: { type: 'string' },
  tenant: { type: 'string' },
  provider: { type: 'string' },
  district: { type: 'string' },
  principal: { type: 'string', multiple: true },
} as const;

async function run(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true });
  const [as, path] = positionals;
  if ((as !== 'roster' && as !== 'calendar') || path === undefined) {
    console.error('Say what to import: throughline import roster FILE, or throughline import calendar FILE');
    return 2;
  }
  if (!existsSync(path)) throw new InvalidError(`There is no file ${path}. Check the name, or give its whole path.`);
  if (values.zone !== undefined && !isPlaceZone(values.zone))
    throw new InvalidError(`“${values.zone}” is no time zone. Use an IANA name such as America/Chicago.`);
  const database = await joinDatabase(readConfig());
  try {
    await migrate(database, join(productRoot(), 'prisma'));
    const tenantId = await chooseCustomer(database.db, values.tenant);
    const viewer = systemViewer(tenantId);
    const report = await compareFile(database.db, {
      viewer,
      path,
      as,
      today: systemClock.now().toISOString().slice(0, 10),
      onProgress: showProgress(),
      ...(values.zone === undefined ? {} : { defaultTimeZone: values.zone }),
      ...(values.provider === undefined ? {} : { provider: values.provider }),
      ...(values.district === undefined ? {} : { district: values.district }),
      ...(values.principal === undefined ? {} : { choices: choicesOf(values.principal) }),
    });
    console.log(renderReport(report));
    if (report.status === 'REJECTED') return 1;
    if (values['dry-run'] || !(await agreed(as === 'roster' && report.status === 'NEEDS_APPROVAL', values.yes))) {
      await rejectImport(database.db, viewer, report.importId);
      console.log(
        values['dry-run'] ? 'Dry run: nothing was changed.' : 'Nothing was changed. Run it again with --yes to agree.',
      );
      return values['dry-run'] ? 0 : 1;
    }
    await applyImport(database.db, viewer, report.importId, { approved: true });
    await wakeTenant({ db: database.db, features }, tenantId, await asSystem(database.db, databaseNow));
    console.log('Applied.');
    return 0;
  } finally {
    await database.close();
  }
}

/** What needs approval is asked for at a terminal; a script says --yes. */
async function agreed(isNeeded: boolean, yes: boolean): Promise<boolean> {
  if (!isNeeded || yes) return true;
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Apply this? (yes/no) ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

function choicesOf(principals: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    principals.map((choice) => {
      const at = choice.lastIndexOf('=');
      if (at < 1) throw new InvalidError(`“${choice}” is no choice of a principal. Write SCHOOL=EMAIL.`);
      return [choice.slice(0, at).trim(), choice.slice(at + 1).trim()];
    }),
  );
}

/** A line that is written over, at a terminal only. */
function showProgress(): (progress: Progress) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return ({ file, bytesRead, bytesTotal, rows }) => {
    const part = bytesTotal > 0 ? Math.floor((100 * bytesRead) / bytesTotal) : 100;
    process.stderr.write(`\r${file}: ${part} %, ${rows} rows${part >= 100 ? '\n' : ''}`);
  };
}
