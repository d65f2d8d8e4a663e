import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { features } from '../../src/desk/index.ts';
import { productCards, productForms } from '../platforms/product-examples.ts';
import { DIFFERENCES, homelessRows, writeParity } from './parity-document.ts';
import { listRows, shortcutRow, verbRow, type Row } from './parity-rows.ts';
import { listFiles, readText, root } from './sources.ts';

const rows = listRows();

describe('Slack and Teams, side by side', () => {
  it.each(rows.map((row): [string, Row] => [row.what, row]))(
    '%s: on both, for somebody, and held by a test',
    (_what, row) => {
      for (const [column, cell] of Object.entries(row)) expect([column, cell]).not.toEqual([column, '']);
      expect(`${row.slack} ${row.teams}`).not.toMatch(/\bonly\b(?! in)|not (yet )?(there|possible)/i);
      expect([row.heldBy, existsSync(join(root, row.heldBy))]).toEqual([row.heldBy, true]);
    },
  );

  it('every verb, menu entry, form and card of every feature has its row', () => {
    const told = new Set(rows.map((row) => row.what));
    const verbs = features.flatMap((feature) => (feature.verbs ?? []).map((verb) => verb.help));
    const shortcuts = features.flatMap((feature) => (feature.shortcuts ?? []).map((one) => one.help));
    const forms = features.flatMap((feature) => (feature.forms ?? []).map((form) => form.id));

    expect([...verbs, ...shortcuts].filter((help) => !told.has(help))).toEqual([]);
    expect(forms.filter((id) => !productForms.some((one) => one.form.id === id))).toEqual([]);
  });

  it('every press that a feature takes is on a button that both platforms have drawn', () => {
    const drawn = new Set(
      productCards
        .flatMap((card) => card.parts)
        .flatMap((part) => (part.kind === 'buttons' ? part.buttons.map((one) => one.action) : [])),
    );
    // The button that stands in for a form which could not open by itself; both platforms make a message of it.
    const launchers = new Set(
      listFiles()
        .filter((path) => path.startsWith('src/features/') && path.endsWith('.ts'))
        .flatMap((path) => [...readText(path).matchAll(/\blauncher(?:: Button)?\s*[:=]\s*\{\s*action: '([\w:-]+)'/g)])
        .map(([, action]) => action),
    );
    const presses = features.flatMap((feature) => Object.keys(feature.presses ?? {}));

    expect(presses.filter((press) => !drawn.has(press) && !launchers.has(press))).toEqual([]);
  });

  it('every row is for somebody whom the page knows', () => {
    expect(homelessRows(rows)).toEqual([]);
  });

  it('what a platform does not hear, or has not been told of, leaves its cell empty', () => {
    const [verb] = features.flatMap((feature) => feature.verbs ?? []);
    const [shortcut] = features.flatMap((feature) => feature.shortcuts ?? []);
    if (!verb || !shortcut) throw new Error('the features offer nothing');

    expect(verbRow({ ...verb, command: 'nonsense' as 'coach' })).toMatchObject({ slack: '', teams: '' });
    expect(shortcutRow({ ...shortcut, id: 'nobody:has-it' })).toMatchObject({ slack: '', teams: '' });
  });

  it('each difference says why, and where the platform says so', () => {
    for (const { why, slack, teams } of DIFFERENCES) {
      expect(why).toMatch(/\]\(https:\/\/(learn\.microsoft\.com|docs\.slack\.dev)\//);
      expect([slack, teams]).not.toContain('');
    }
  });

  it('docs/parity.md is what `npm run parity` writes', () => {
    expect(readText('docs/parity.md')).toBe(writeParity());
  });
});
