import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../architecture/sources.ts';
import { listDocuments } from './documents.ts';

const FOLDERS = 'src|test|docs|prisma|manifests|sample|scripts|bench|\\.ci';
/** What a recipe makes, and what a command writes. */
const TO_COME = ['src/features/norms/'];

describe.each(listDocuments().map((document) => [document.path, document] as const))('%s', (path, { text }) => {
  it('links only to what exists', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map(([, to = '']) => to.replace(/#.*$/, ''));

    expect(links.filter((to) => !existsSync(join(root, dirname(path), to)))).toEqual([]);
  });

  it('points at headings that exist', () => {
    const missing = [...text.matchAll(/\]\(([\w./-]*\.md)?#([\w-]+)\)/g)].filter(([, file, heading = '']) => {
      const there = listDocuments().find(
        (one) => join(one.path) === join(dirname(path), file ?? path.split('/').at(-1) ?? ''),
      );
      return !there || !headingsOf(there.text).includes(heading);
    });

    expect(missing.map(([link]) => link)).toEqual([]);
  });

  it('cites only paths that exist', () => {
    const cited = [...text.matchAll(new RegExp(`(?<![\\w/.@-])(?:${FOLDERS})/[\\w./*-]*`, 'g'))]
      .map(([found]) => found.replace(/[.]+$/, ''))
      .filter((found) => !TO_COME.some((folder) => found.startsWith(folder)))
      // A pattern stands for what lies in its folder.
      .map((found) => (found.includes('*') ? found.slice(0, found.indexOf('*')).replace(/[^/]*$/, '') : found));

    expect(cited.filter((found) => !existsSync(join(root, found)))).toEqual([]);
  });
});

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  );
}
