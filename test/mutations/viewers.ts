// Every place in the source that asks who somebody is, made to let everybody through, in a copy of the tree; the tests that
// are about it must fail.
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutation } from './mutation.ts';

const root = new URL('../../', import.meta.url).pathname;
const COPIED = [
  'src',
  'test',
  'prisma',
  'sample',
  'docs',
  'manifests',
  'package.json',
  'jest.config.js',
  'tsconfig.json',
  'prisma.config.ts',
];

interface Weak {
  what: string;
  look: RegExp;
  to: string;
}

/** A question about the viewer, and the answer that lets everybody through. */
const WEAK: readonly Weak[] = [
  { what: 'any role will do', look: /(?<!function )hasRole\((?:[\w.]+), '[A-Z_]+'(?:, [\w.]+)?\)/g, to: 'true' },
  {
    what: 'anybody is the one',
    look: /[\w.]+ === (?:ctx\.)?viewer\.personId|(?:ctx\.)?viewer\.personId === (?!null)[\w.]+/g,
    to: 'true',
  },
  { what: 'anybody is the one', look: /pair\.(?:coach|principal)\.id === (?:ctx\.)?personId/g, to: 'true' },
  {
    what: 'anybody may read',
    look: /(?<!function )\b(?:mayRead|mayReadSteps)\((?:[^()]|\([^()]*\))*\)(?!:)/g,
    to: 'true',
  },
  { what: 'anybody may see', look: /\bseen\((?:[^()]|\([^()]*\))*\) === 'all'/g, to: 'true' },
  { what: 'nobody counts as somebody', look: /(?:ctx\.)?viewer\.personId === null/g, to: 'false' },
  { what: 'the clock’s eyes for anybody', look: /!isSystem\(viewer\)/g, to: 'false' },
  { what: 'every pair is mine', look: /\$\{mine\(viewer\)\}/g, to: 'true' },
  { what: 'every pair is mine', look: /me\.id in \(a\.coach_id, a\.principal_id\)/g, to: 'true' },
  { what: 'a grant of anybody', look: /g\.person_id = me\.id/g, to: 'true' },
  { what: 'a grant that is over', look: /coalesce\(g\.\w+ [<>]= \$\{today\}::date, true\)/g, to: 'true' },
  {
    what: 'an unsigned compact',
    look: /(?<=and )a\.compact_signed_on is not null(?=`)|compactSignedOn: \{ not: null \}/g,
    to: '',
  },
  { what: 'a pair that has ended', look: /a\.status = 'ACTIVE'/g, to: 'true' },
  { what: 'what one of the pair alone may', look: /visibility: 'DISTRICT',(?=\s+assignmentId)/g, to: '' },
  { what: 'another’s drafts', look: /personId: ownerOf\(viewer\),|personId: viewer\.personId \?\? '',/g, to: '' },
];

/** The tests that are about a place, the quick ones first; the canary is the last word. */
const TESTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^src\/roster\/(access|matrix)\.ts/, ['test/roster/matrix.test.ts', 'test/roster/asker.test.ts']],
  [/^src\/roster\/compacts\.ts/, ['test/flows/compact.test.ts']],
  [/^src\/roster\/depart\.ts/, ['test/flows/departures.test.ts']],
  [/^src\/roster\/import\//, ['test/roster/import']],
  [/^src\/roster\/(leave|schedule)\.ts/, ['test/roster', 'test/cli/times.test.ts']],
  [/^src\/roster\//, ['test/roster/asker.test.ts', 'test/roster/find-pair.test.ts']],
  [/^src\/records\//, ['test/records']],
  [/^src\/features\/promise\.ts/, ['test/features/promise.test.ts', 'test/flows/relationship.test.ts']],
  [/^src\/features\/release\//, ['test/features/release', 'test/flows/release.test.ts']],
  [/^src\/features\/closure\//, ['test/features/closure', 'test/flows/closure.test.ts']],
];

function testsFor(path: string): string[] {
  const named = TESTS.find(([of]) => of.test(path))?.[1];
  const feature = /^src\/features\/([^/]+)\//.exec(path)?.[1] ?? '';
  return [...(named ?? [`test/features/${feature}`]), ...PRIVATE];
}
const PRIVATE = ['test/flows/trust.test.ts', 'test/flows/whom.test.ts', 'test/canary/canary.test.ts'];

export function viewerMutations(): Mutation[] {
  return listSources('src').flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return WEAK.flatMap(({ what, look, to }) =>
      [...text.matchAll(look)].map((match): Mutation => {
        const line = text.slice(0, match.index).split('\n').length;
        const changed = `${text.slice(0, match.index)}${to === '' ? emptied(match[0]) : to}${text.slice(match.index + match[0].length)}`;
        return {
          name: `${path}:${String(line)} ${what}: ${match[0]}`,
          kind: 'viewers',
          isKilled: () => fails(path, changed, testsFor(path)),
        };
      }),
    );
  });
}

/** A condition of SQL becomes true, one of Prisma goes. */
function emptied(condition: string): string {
  return condition.includes(' is ') ? 'true' : '';
}

/** A copy with one file that is another; jest stops at the first test that fails. */
async function fails(path: string, changed: string, tests: readonly string[]): Promise<boolean> {
  for (const test of tests.filter((one) => existsSync(join(root, one)))) {
    await assertGreen(test);
    if (await inCopy(path, changed, (folder) => isRed(folder, test))) return true;
  }
  return false;
}

const green = new Set<string>();

/** What is red without any change would notice everything. */
async function assertGreen(test: string): Promise<void> {
  if (green.has(test)) return;
  const path = 'package.json';
  if (await inCopy(path, readFileSync(join(root, path), 'utf8'), (folder) => isRed(folder, test)))
    throw new Error(`${test} fails without a change, so it can notice none. Mend it first.`);
  green.add(test);
}

async function inCopy<T>(path: string, changed: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-mutation-'));
  for (const one of COPIED) cpSync(join(root, one), join(folder, one), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, path), changed);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isRed(folder: string, test: string): Promise<boolean> {
  const jest = join(folder, 'node_modules', '.bin', 'jest');
  const child = spawn(jest, ['--bail', '--maxWorkers=1', '--silent', test], { cwd: folder, stdio: 'ignore' });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code !== 0)));
}

function listSources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /generated|playground|platforms|src\/cli/.test(path) ? [] : listSources(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}
