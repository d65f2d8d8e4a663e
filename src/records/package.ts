// The files of an export. The same content is the same files to the last letter, so that one hash names all of it. Pure.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { escapeHtml, htmlPage } from './pages.ts';
import { requestName } from './request-rules.ts';
import { hashOf, itemOf, redact, type Judged } from './redactions.ts';
import type { Request } from './requests.ts';
import type { RecordRow, Section } from './sections.ts';

export type Files = ReadonlyMap<string, string>;

/** What `records.json` is, and what everything about one person is as JSON. */
export const RecordsFile = z.object({
  about: z.string(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  sections: z.array(
    z.object({ table: z.string(), title: z.string(), rows: z.array(z.record(z.string(), z.string())) }),
  ),
});

/** What goes out: readable, as JSON, as a table for each kind, and a list of what was taken out. */
export function packageOf(request: Request, sections: readonly Section[], judged: readonly Judged[]): Files {
  const clean = sections.map((section) => ({
    ...section,
    rows: section.rows.map((row) => redacted(section, row, judged)),
  }));
  const out = judged.filter(({ takenOut }) => takenOut);
  const about = `${request.about}, ${request.from} to ${request.to}`;
  const records: z.infer<typeof RecordsFile> = {
    about: request.about,
    from: request.from,
    to: request.to,
    sections: plain(clean),
  };
  return new Map([
    [
      'index.html',
      htmlPage({
        title: `Records: ${about}`,
        lead: [
          `Records request ${requestName(request.number)} (${request.reference}).`,
          out.length === 0
            ? 'Nothing was taken out.'
            : `${String(out.length)} pieces were taken out. Each shows as [redacted: reason] and stands in redactions.csv with the SHA-256 of what was there.`,
          'Not included: what was typed and never sent, and how roster files were read in. Messages in Slack or Teams themselves are kept there.',
        ],
        sections: clean,
      }),
    ],
    ['records.json', `${JSON.stringify(records, null, 2)}\n`],
    ...clean.map((section) => [`csv/${section.table}.csv`, csvOf(section)] as const),
    [
      'redactions.csv',
      csvLines([['item', 'reason', 'sha256'], ...out.map(({ item, reason, text }) => [item, reason, hashOf(text)])]),
    ],
  ]);
}

/** The preview for officers: every word, with what would be taken out marked; and a sheet to decide in. */
export function previewOf(request: Request, sections: readonly Section[], judged: readonly Judged[]): Files {
  const draw = (section: Section, row: RecordRow, field: string) =>
    marked(
      row.fields[field] ?? '',
      judged.filter(({ item }) => item === itemOf(section, row.id, field)),
    );
  return new Map([
    [
      'preview.html',
      htmlPage({
        title: `Preview of ${requestName(request.number)}: ${request.about}, ${request.from} to ${request.to}`,
        lead: [
          'For records officers only. What is marked would be taken out. Nothing is found for certain: read every text for students, third persons and medical matters.',
          'Decide in redactions.csv: “out” takes a piece out, “keep” leaves it in; add a line for each piece that was not found. Then: throughline records redact.',
        ],
        sections,
        draw,
      }),
    ],
    [
      'redactions.csv',
      csvLines([
        ['item', 'text', 'decision', 'reason'],
        ...judged.map(({ item, text, takenOut, reason }) => [item, text, takenOut ? 'out' : 'keep', reason]),
      ]),
    ],
  ]);
}

/** SHA-256 over the names and the SHA-256 of all files. */
export function hashFiles(files: Files): string {
  const lines = [...files].map(([name, text]) => `${hashOf(text)}  ${name}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** Rows with their fields as text, for a file that programs read. */
export function plain(sections: readonly Section[]): z.infer<typeof RecordsFile>['sections'] {
  return sections.map(({ table, title, rows }) => ({ table, title, rows: rows.map(({ fields }) => ({ ...fields })) }));
}

function redacted(section: Section, row: RecordRow, judged: readonly Judged[]): RecordRow {
  const fields = Object.entries(row.fields).map(([field, text]) => {
    const of = judged.filter(({ item }) => item === itemOf(section, row.id, field));
    return [field, of.length === 0 ? text : redact(text, of)] as const;
  });
  return { ...row, fields: Object.fromEntries(fields) };
}

function marked(text: string, judged: readonly Judged[]): string {
  let html = '';
  let at = 0;
  for (const { start, length, reason } of judged.filter(({ takenOut }) => takenOut).sort((a, b) => a.start - b.start)) {
    html += `${escapeHtml(text.slice(at, start))}<mark>${escapeHtml(text.slice(start, start + length))} [${escapeHtml(reason)}]</mark>`;
    at = start + length;
  }
  return html + escapeHtml(text.slice(at));
}

function csvOf({ rows }: Section): string {
  const columns = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))];
  return csvLines([columns, ...rows.map(({ fields }) => columns.map((column) => fields[column] ?? ''))]);
}

function csvLines(lines: readonly (readonly string[])[]): string {
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** A cell that begins like a formula would be run by a spreadsheet, so it begins with an apostrophe. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
