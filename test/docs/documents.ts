// The documents of the repository as text.
import { listFiles, readText } from '../architecture/sources.ts';

export interface Document {
  path: string;
  text: string;
}

export function listDocuments(): Document[] {
  return listFiles()
    .filter((path) => path.endsWith('.md'))
    .map((path) => ({ path, text: readText(path) }));
}

/** What stands between backticks in a line, and what stands in a block of its own. */
export function listCode({ text }: Document): string[] {
  const blocks = [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm)];
  const inLine = text.replace(/^ *```[\s\S]*?^ *```/gm, '').matchAll(/`([^`\n]+)`/g);
  return [...blocks.flatMap(([, , block = '']) => block.split('\n')), ...[...inLine].map(([, code = '']) => code)]
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
