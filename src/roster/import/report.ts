// The difference report: what an import found and would do, kept with it and shown before anything changes.

import { z } from 'zod';
import { renderIssue, type Issue } from './issue.ts';
import { fold, type Change, type Plan } from './plan.ts';
import { Day } from './rows.ts';

const Counted = z.object({ added: z.array(z.string()), changed: z.array(z.string()), removed: z.array(z.string()) });
type Counted = z.infer<typeof Counted>;

export const ImportSettings = z.object({
  today: Day,
  defaultTimeZone: z.string().optional(),
  choices: z.record(z.string(), z.string()).optional(),
  provider: z.string().optional(),
  district: z.string().optional(),
});
export type ImportSettings = z.infer<typeof ImportSettings>;

export const ImportReport = z.object({
  importId: z.string(),
  file: z.string(),
  format: z.string(),
  mode: z.enum(['bulk', 'delta']),
  status: z.enum(['RECEIVED', 'VALIDATED', 'DIFFED', 'AUTO_OK', 'NEEDS_APPROVAL', 'APPLIED', 'REJECTED']),
  issues: z.array(z.custom<Issue>((value) => typeof value === 'object' && value !== null)),
  /** Rows that were counted and let go, by the role they named. */
  dropped: z.record(z.string(), z.number()),
  /** Rows that were read and kept to compare. */
  kept: z.record(z.string(), z.number()),
  differences: z.record(z.string(), Counted),
  principals: z.array(
    z.object({ school: z.string(), from: z.string().nullable(), to: z.string().nullable(), chosen: z.boolean() }),
  ),
  missing: z.object({ schools: z.array(z.string()), people: z.array(z.string()), pairs: z.array(z.string()) }),
  approval: z.array(z.string()),
  settings: ImportSettings,
  /** Of the plan, so that only what was shown can be applied. */
  fingerprint: z.string(),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** What of the plan people want to read. */
export function describePlan(plan: Plan): ImportReport['differences'] {
  const ended = (change: Change<object>) => 'endsOn' in change.set && change.set.endsOn !== null && !change.isNew;
  return {
    organizations: count(plan.organizations),
    schools: count(plan.schools),
    people: count(plan.people),
    roles: count(plan.grants, ended),
    pairs: count(plan.assignments, ended),
    // One that is usual and new says nothing that its pairs do not say.
    relationships: count(
      plan.engagements.filter(({ isNew, set }) => !isNew || set.relationshipType !== 'NON_EVALUATIVE'),
    ),
  };
}

export function changesNothing(report: Pick<ImportReport, 'differences'>): boolean {
  return Object.values(report.differences).every(
    ({ added, changed, removed }) => added.length + changed.length + removed.length === 0,
  );
}

const SHOWN = 12;

export function renderReport(report: ImportReport): string {
  const errors = report.issues.filter(({ severity }) => severity === 'error');
  const others = report.issues.filter(({ severity }) => severity !== 'error');
  const lines = [`${report.file} (${report.format}): ${verdict(report)}`];
  lines.push(...section('Please correct', errors.map(renderIssue)));
  if (report.status !== 'REJECTED' || errors.length === 0) {
    for (const [table, counted] of Object.entries(report.differences)) lines.push(...renderCounted(table, counted));
    lines.push(...section('Principals', report.principals.map(principalLine)));
    const missing = [
      ...report.missing.schools.map((name) => `school ${name}`),
      ...report.missing.people,
      ...report.missing.pairs.map((name) => `pair ${name}`),
    ];
    lines.push(...section('Not in the file (nothing is deleted)', missing));
    lines.push(...section('Needs your agreement', report.approval));
  }
  lines.push(...section('Notes', others.map(renderIssue)));
  return `${lines.join('\n')}\n`;
}

function verdict(report: ImportReport): string {
  if (report.status === 'REJECTED') return 'not imported, nothing was changed.';
  const nothing = changesNothing(report);
  if (report.status === 'APPLIED') return nothing ? 'applied; there was nothing to change.' : 'applied.';
  if (nothing) return 'nothing would change.';
  return report.status === 'NEEDS_APPROVAL'
    ? 'compared; somebody has to agree before it is applied.'
    : 'compared and ready to apply.';
}

function renderCounted(table: string, { added, changed, removed }: Counted): string[] {
  return [
    ...section(`New ${table}`, added),
    ...section(`Changed ${table}`, changed),
    ...section(table === 'days' ? 'Days taken away' : `Ending ${table}`, removed),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - SHOWN;
  const shown = lines.slice(0, SHOWN).map((line) => `    ${line}`);
  return [`  ${title}: ${String(lines.length)}`, ...shown, ...(rest > 0 ? [`    and ${String(rest)} more`] : [])];
}

function principalLine({ school, from, to, chosen }: ImportReport['principals'][number]): string {
  return `${school}: ${from ?? 'nobody'} -> ${to ?? 'nobody'}${chosen ? ' (chosen)' : ''}`;
}

function count<Values extends object>(
  changes: readonly Change<Values>[],
  ends: (change: Change<Values>) => boolean = () => false,
): Counted {
  const named = ({ label, isNew, set }: Change<Values>) =>
    isNew ? label : `${label} (${Object.keys(set).map(inWords).join(', ')})`;
  return {
    added: changes.filter(({ isNew }) => isNew).map(named),
    changed: changes.filter((change) => !change.isNew && !ends(change)).map(named),
    removed: changes.filter((change) => !change.isNew && ends(change)).map(({ label }) => label),
  };
}

function inWords(field: string): string {
  return fold(field.replace(/([A-Z])/g, ' $1'));
}
