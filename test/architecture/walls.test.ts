import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './sources.ts';

const run = promisify(execFile);

/** One forbidden import for each wall: the rule it must be caught by, the file, and what the file says. */
const PLANTED: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['ground-stands-on-nothing', 'src/zone.ts', `import type { Card } from './chat/card.ts'; export type Z = Card;`],
  ['chat-is-plain-data', 'src/chat/planted.ts', `import type { Db } from '../db/client.ts'; export type P = Db;`],
  ['database-knows-no-product', 'src/db/planted.ts', `import { ask } from '../chat/form.ts'; export const p = ask;`],
  [
    'roster-is-below-features',
    'src/roster/planted.ts',
    `import { features } from '../desk/index.ts'; export const p = features;`,
  ],
  [
    'records-are-below-features',
    'src/records/planted.ts',
    `import { features } from '../desk/index.ts'; export const p = features;`,
  ],
  [
    'jobs-know-no-feature',
    'src/jobs/planted.ts',
    `import { features } from '../desk/index.ts'; export const p = features;`,
  ],
  [
    'operations-count-and-name-nobody',
    'src/operations/planted.ts',
    `import { listNames } from '../roster/directory.ts'; export const p = listNames;`,
  ],
  [
    'installations-are-below-features',
    'src/installations/planted.ts',
    `import { startSlack } from '../platforms/slack/index.ts'; export const p = startSlack;`,
  ],
  [
    'platform-knows-only-chat',
    'src/platforms/teams/planted.ts',
    `import { startSlack } from '../slack/index.ts'; export const p = startSlack;`,
  ],
  [
    'feature-knows-no-outside',
    'src/features/visit/planted.ts',
    `import { startTeams } from '../../platforms/teams/index.ts'; export const p = startTeams;`,
  ],
  [
    'features-are-strangers',
    'src/features/visit/planted-too.ts',
    `import { plan } from '../plan/index.ts'; export const p = plan;`,
  ],
  [
    'only-stores-touch-the-database',
    'src/features/barrier/planted.ts',
    `import { inTenant } from '../../db/scope.ts'; export const p = inTenant;`,
  ],
  ['rules-are-pure', 'src/features/barrier/rules.ts', `import * as store from './store.ts'; export const p = store;`],
  [
    'screens-only-show',
    'src/features/caseload/screens/planted.ts',
    `import * as store from '../store.ts'; export const p = store;`,
  ],
  ['slack-sdk-stays-in-slack', 'src/jobs/planted-too.ts', `import { App } from '@slack/bolt'; export const p = App;`],
  [
    'teams-sdk-stays-in-teams',
    'src/roster/planted-too.ts',
    `import { TeamsAdapter } from '@microsoft/teams-ai'; export const p = TeamsAdapter;`,
  ],
  [
    'pockets-play-the-outside',
    'src/playground/pocket-slack/planted.ts',
    `import { startSlack } from '../../platforms/slack/index.ts'; export const p = startSlack;`,
  ],
  [
    'nobody-needs-the-playground',
    'src/features/visit/planted-three.ts',
    `import { createPlayground } from '../../playground/index.ts'; export const p = createPlayground;`,
  ],
  ['no-orphans', 'src/orphan.ts', 'export const alone = 1;'],
  [
    'src-never-imports-test',
    'src/workspaces.ts',
    `import { root } from '../test/architecture/sources.ts'; export const p = root;`,
  ],
];
/** A type alone is enough for a circle. */
const CIRCLE = [
  ['src/roster/circle-a.ts', `import type { B } from './circle-b.ts'; export type A = B | 1;`],
  ['src/roster/circle-b.ts', `import type { A } from './circle-a.ts'; export type B = A | 2;`],
] as const;

describe('the walls', () => {
  it('hold: no import crosses one, and no circle is closed', async () => {
    expect(await listViolations(root)).toEqual([]);
  }, 60_000);

  it('catch what crosses them, each by its own rule', async () => {
    const copy = copyHouse();
    try {
      for (const [, path, text] of PLANTED) plant(copy, path, text);
      for (const [path, text] of CIRCLE) plant(copy, path, text);

      const found = await listViolations(copy);

      for (const [rule, path] of PLANTED) expect(found).toContainEqual(expect.stringMatching(`^${rule} ${path}`));
      expect(found).toContainEqual(expect.stringMatching('^no-circles src/roster/circle-'));
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }, 90_000);
});

async function listViolations(folder: string): Promise<string[]> {
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [program, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const options = { cwd: folder, maxBuffer: 256 * 2 ** 20 };
  // It ends with the number of violations, so an exit code is an answer and no failure.
  const { stdout } = await run(process.execPath, args, options).catch((error: unknown) => error as { stdout: string });
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return summary.violations.map(({ rule, from, to }) => `${rule.name} ${from} -> ${to}`);
}

function copyHouse(): string {
  const copy = mkdtempSync(join(tmpdir(), 'throughline-walls-'));
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
  mkdirSync(join(copy, 'test', 'architecture'), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs', 'test/architecture/sources.ts'])
    cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function plant(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), `${text}\n`);
}
