import { parseArgs } from 'node:util';
import { z } from 'zod';
import { inTenant } from '../../db/scope.ts';
import { databaseNow } from '../../db/time.ts';
import { outcomeInWords, tally, whyInWords, type Outcome } from '../../features/outcomes.ts';
import { menderInWords, whoCanMend } from '../../features/reasons.ts';
import { readWeek, type WeekLine } from '../../features/week-delivery.ts';
import { listSchoolNames } from '../../roster/directory.ts';
import { dayInWords, mondayOf } from '../../zone.ts';
import type { Command } from '../help.ts';
import { atLedger } from './at-ledger.ts';
import { count, inUtc, table } from './words.ts';

export const weekPart: Command = {
  name: 'week',
  usage: 'DAY [--school NAME] [--json]',
  summary: 'Shows what became of the check-ins of a week: sent, no reply, not delivered and why, excused, not asked.',
  details: '--school  only schools with this in their name',
  examples: ['throughline deliveries week 2026-10-15', 'throughline deliveries week 2026-10-15 --school "Adams ES"'],
  run,
};

async function run(words: string[]): Promise<number> {
  const options = { school: { type: 'string' }, json: { type: 'boolean' }, customer: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const day = z.iso.date().safeParse(positionals[0]);
  if (!day.success || positionals.length > 1) {
    console.error('Say which week, by any of its days: throughline deliveries week 2026-10-15');
    return 2;
  }
  const weekOf = mondayOf(day.data);
  return atLedger(values.customer, async ({ db, viewer, customer }) => {
    const lines = await inTenant(db, viewer.tenantId, async (tx) => {
      const schools = await listSchoolNames(tx, viewer, values.school);
      return readWeek(tx, viewer, schools, weekOf, await databaseNow(tx));
    });
    if (values.json === true) console.log(JSON.stringify({ weekOf, lines: lines.map(jsonOf) }, null, 2));
    else console.log([`${customer}, week of ${dayInWords(weekOf)}`, '', ...inWords(lines)].join('\n'));
    return 0;
  });
}

function inWords(lines: readonly WeekLine[]): string[] {
  if (lines.length === 0) return ['No check-in was opened in this week.'];
  const { answered, asked, notDelivered, unsure, waiting } = tally(lines.map((line) => line.outcome));
  const rows = lines.map(({ school, principal, outcome }) => [
    school,
    principal,
    outcomeInWords(outcome),
    ...(outcome.kind === 'not-delivered'
      ? [inUtc(outcome.since), mendOf(outcome), whyInWords(outcome)]
      : ['', '', outcome.kind === 'out' ? outcome.reason : '']),
  ]);
  return [
    `${count(lines.length, 'check-in')}: ${answered} of ${asked} answered, ${waiting} open, ${unsure} unsure, ${notDelivered} not delivered.`,
    '',
    table(['School', 'Principal', 'Check-in', 'Since', 'Who can mend', 'Why'], rows),
  ];
}

function mendOf({ reason }: Extract<Outcome, { kind: 'not-delivered' }>): string {
  return menderInWords(whoCanMend(reason));
}

/** The stored sentence may quote what somebody wrote, so the reason's code stands for it. */
function jsonOf({ checkIn, school, principal, outcome }: WeekLine) {
  const lost =
    outcome.kind === 'not-delivered'
      ? { reason: outcome.reason, since: outcome.since, whoCanMend: mendOf(outcome) }
      : {};
  return { checkIn: checkIn.id, school, principal, outcome: outcome.kind, ...lost };
}
