// A page of records that anybody can open and read, with nothing from outside and nothing that runs. Pure.
import { createHash } from 'node:crypto';
import type { RecordRow, Section } from './sections.ts';

export interface Page {
  title: string;
  /** A paragraph each. */
  lead: readonly string[];
  sections: readonly Section[];
  /** How a field is written; as plain text where nothing is said. */
  draw?: (section: Section, row: RecordRow, field: string) => string;
}

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1b1b1b;background:#fff}
h1,h2,h3{line-height:1.25}h3{font-size:1rem;margin:0 0 .5rem}section{margin-top:2rem}article{border:1px solid #767676;border-radius:.5rem;padding:1rem;margin:1rem 0}
dl{margin:0;display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.25rem 1rem}dt{color:#4a4a4a}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
mark{background:#ffe58a;color:#1b1b1b}a{color:#0b57d0}@media(max-width:40rem){dl{grid-template-columns:1fr}}@media print{article{break-inside:avoid}}`;
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

export function htmlPage({ title, lead, sections, draw = plainField }: Page): string {
  const contents = sections.map(
    ({ table, title: name, rows }) => `<li><a href="#${table}">${escapeHtml(name)}</a> (${String(rows.length)})</li>`,
  );
  return `<!doctype html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
${lead.map((words) => `<p>${escapeHtml(words)}</p>`).join('\n')}
</header>
<nav aria-label="Contents"><ul>${contents.join('')}</ul></nav>
<main>
${sections.map((section) => sectionOf(section, draw)).join('\n')}
</main>
</body>
</html>
`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function sectionOf(section: Section, draw: NonNullable<Page['draw']>): string {
  const rows = section.rows.map((row, index) => {
    const fields = Object.keys(row.fields)
      .filter((field) => !isId(field, row.fields))
      .map((field) => `<dt>${escapeHtml(field.replaceAll('_', ' '))}</dt><dd>${draw(section, row, field)}</dd>`);
    return `<article><h3>${escapeHtml(section.title)}, ${String(index + 1)} of ${String(section.rows.length)}</h3><dl>${fields.join('')}</dl></article>`;
  });
  return `<section aria-labelledby="${section.table}"><h2 id="${section.table}">${escapeHtml(section.title)}</h2>\n${rows.join('\n')}</section>`;
}

function plainField(_section: Section, row: RecordRow, field: string): string {
  return escapeHtml(row.fields[field] ?? '');
}

/** An id whose name stands beside it says nothing to a reader. */
function isId(field: string, fields: RecordRow['fields']): boolean {
  return field !== 'id' && field.endsWith('_id') && fields[field.slice(0, -3)] !== undefined;
}
