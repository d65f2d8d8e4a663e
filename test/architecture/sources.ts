// The sources as text, for tests that look at how the house is built.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Source {
  /** From the root, with slashes: `src/chat/form.ts`. */
  path: string;
  text: string;
}

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Hand-written TypeScript under a folder, generated code aside. */
export function listSources(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => posix.join(folder, posix.relative(join(root, folder), join(entry.parentPath, entry.name))))
    .filter((path) => !path.startsWith('src/db/generated/'))
    .sort()
    .map((path) => ({ path, text: readText(path) }));
}

/** What a file imports of ours, types included. */
export function listImports({ path, text }: Source): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport\()\s*'(\.[^']+)'/g)].map(([, to = '']) =>
    posix.join(dirname(path), to).replace(/\.js$/, '.ts'),
  );
}

/** What belongs to the repository: tracked files, and new ones that are not ignored. */
export function listFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((path) => path !== '' && existsSync(join(root, path)));
}

/** Without comments, so that words about code are not taken for code. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

export interface Model {
  /** The lines with three slashes above it. */
  comment: string;
  name: string;
  table: string;
  body: string;
}

/** The models of a Prisma schema, each with its table. */
export function listModels(schema = readText('prisma/schema.prisma')): Model[] {
  return [...schema.matchAll(/((?:^\/\/\/.*\n)*)^model (\w+) \{([\s\S]*?)^\}/gm)].map(
    ([, comment = '', name = '', body = '']) => ({
      comment,
      name,
      table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name,
      body,
    }),
  );
}
