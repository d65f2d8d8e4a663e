/** A page of plain HTML: no scripts, nothing from elsewhere, and every word escaped. */
import { createHash } from 'node:crypto';
import type { Response } from 'express';

/** HTML that is safe as it stands. */
export interface Markup {
  readonly markup: string;
}

/** Text that is put in is escaped; only what this function has made goes in as it is. */
export function html(parts: TemplateStringsArray, ...given: readonly (string | Markup | readonly Markup[])[]): Markup {
  const words = given.map((one) => (typeof one === 'string' ? escape(one) : [one].flat().map(markupOf).join('')));
  return { markup: parts.map((part, index) => part + (words[index] ?? '')).join('') };
}

function markupOf({ markup }: Markup): string {
  return markup;
}

export interface Page {
  status: number;
  title: string;
  body: Markup;
}

const STYLE = `
:root { color-scheme: light; }
body { margin: 0; padding: 2.5rem 1rem; background: #f4f3ee; color: #17262b; font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 38rem; margin: 0 auto; padding: 1.5rem 2rem 2rem; background: #fff; border: 1px solid #dcdfd9; border-radius: 16px; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0 1rem; }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
li { margin: .35rem 0; }
code { font-size: .9em; color: #0d4a45; white-space: nowrap; }
.button { display: inline-block; margin: 1.25rem 0 .25rem; padding: .7rem 1.25rem; border-radius: 10px; background: #0d4a45; color: #fff; font-weight: 600; text-decoration: none; }
.button:hover { background: #0a3935; }
.button:focus-visible { outline: 3px solid #b4531a; outline-offset: 3px; }
.note { padding: .75rem 1rem; border-left: 4px solid #b4531a; background: #fbf3ec; }
`;

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Never kept and never told onward: the address of the page may hold a code. */
export function sendPage(response: Response, page: Page): void {
  response
    .status(page.status)
    .set({
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .type('html')
    .send(drawPage(page).markup);
}

function drawPage({ title, body }: Page): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Throughline</title>
        ${{ markup: `<style>${STYLE}</style>` }}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
