// Takes the locks off one by one and looks whether a test notices. A lock that nobody would miss is no lock.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '../../src/config.ts';
import { cellMutations } from './cells.ts';
import { KINDS, type Kind, type Mutation } from './mutation.ts';
import { policyMutations } from './policies.ts';
import { viewerMutations } from './viewers.ts';

const HELP = `Takes the locks off one by one, and looks whether a test notices.

  npm run mutations -- [--only cells,policies,viewers] [--sample N] [--seed S] [--keep FILE] [--list]

  cells     each cell of src/roster/matrix.ts, opened
  policies  each policy, forced table and right of the database's roles, weakened (DATABASE_URL for a server, else embedded)
  viewers   each question in src/ about who somebody is, answered with yes, in a copy of the tree; minutes each

  --sample  so many of each kind, chosen by --seed
  --keep    a file of what was found; a run that is given it again goes on where it stopped
  --list    only their names

Ends with 1 if one is noticed by nobody.`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    only: { type: 'string', default: KINDS.join(',') },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await runAll();

async function runAll(): Promise<number> {
  const only = values.only.split(',');
  const policies = only.includes('policies') ? await policyMutations(readConfig().databaseUrl) : undefined;
  const all: Record<Kind, Mutation[]> = {
    cells: only.includes('cells') ? cellMutations() : [],
    policies: policies?.mutations ?? [],
    viewers: only.includes('viewers') ? viewerMutations() : [],
  };
  const known = readKept();
  for (const kind of KINDS) {
    for (const [index, mutation] of sampled(all[kind]).entries()) {
      if (values.list) console.log(`${kind}  ${mutation.name}`);
      else if (!(mutation.name in known)) {
        known[mutation.name] = await mutation.isKilled();
        if (values.keep !== undefined) writeFileSync(values.keep, JSON.stringify(known, null, 1));
        const count = `${String(index + 1)} of ${String(sampled(all[kind]).length)}`;
        if (!known[mutation.name] || kind === 'viewers')
          console.error(`${kind} ${count}: ${known[mutation.name] ? 'noticed' : 'NOBODY NOTICES'}  ${mutation.name}`);
      }
    }
  }
  await policies?.close();
  return values.list ? 0 : tell(all, known);
}

function tell(all: Record<Kind, Mutation[]>, known: Record<string, boolean>): number {
  let survived = 0;
  for (const kind of KINDS) {
    const tried = sampled(all[kind]);
    const alive = tried.filter(({ name }) => !known[name]);
    survived += alive.length;
    if (tried.length > 0)
      console.log(
        `${kind}: ${String(tried.length)} of ${String(all[kind].length)} tried, ${String(tried.length - alive.length)} noticed`,
      );
    for (const { name } of alive) console.log(`  nobody notices ${name}`);
  }
  return survived === 0 ? 0 : 1;
}

/** The same ones for the same seed. */
function sampled(mutations: readonly Mutation[]): readonly Mutation[] {
  if (values.sample === undefined) return mutations;
  const weight = ({ name }: Mutation) => createHash('sha256').update(`${values.seed} ${name}`).digest('hex');
  return [...mutations].sort((a, b) => (weight(a) < weight(b) ? -1 : 1)).slice(0, Number(values.sample));
}

function readKept(): Record<string, boolean> {
  if (values.keep === undefined || !existsSync(values.keep)) return {};
  return JSON.parse(readFileSync(values.keep, 'utf8')) as Record<string, boolean>;
}
