// Every query takes a viewer, and what one of a pair wrote comes out of a store through the table of who sees what.
import { listSources, withoutComments } from './sources.ts';

interface Function {
  path: string;
  name: string;
  isExported: boolean;
  parameters: string;
  body: string;
}

/** Functions at the top level of a file, exported or not. */
function functionsOf(path: string, text: string): Function[] {
  const code = withoutComments(text);
  return [...code.matchAll(/^(?:export )?(?:async )?function (\w+)/gm)].map((match) => {
    const open = code.indexOf('(', match.index);
    const close = closing(code, open);
    const end = code.indexOf('\n}\n', close);
    return {
      path,
      name: match[1] ?? '',
      isExported: match[0].startsWith('export'),
      parameters: code.slice(open + 1, close).replace(/\s+/g, ' '),
      body: code.slice(close, end === -1 ? undefined : end),
    };
  });
}

function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if ('([{'.includes(code[at] ?? '')) depth += 1;
    if (')]}'.includes(code[at] ?? '') && --depth === 0) return at;
  }
  throw new Error('a bracket that is never closed');
}

const functions = listSources('src')
  .filter(({ path }) => /^src\/(features|roster|audit|desk)\//.test(path))
  .flatMap(({ path, text }) => functionsOf(path, text));

const named = ({ path, name }: Function): string => `${path} ${name}`;

const HAS_ROWS = /\b(?:tx|db): (?:Tx|Db)\b/;
const HAS_VIEWER = /: (?:Viewer|Actor|Context|Asked|ImportRequest|FileToRead)\b|\bknown: Known\b/;

/** Those that may reach rows without a viewer, each group with its reason. */
const WITHOUT_VIEWER: Record<string, readonly string[]> = {
  'finds out who is asking, and of which customer': [
    'src/roster/accounts.ts findTenantOf',
    'src/roster/accounts.ts findUserId',
    'src/roster/asker.ts enterTenantOf',
    'src/roster/asker.ts enterWorkspace',
    'src/roster/asker.ts findAsker',
    'src/roster/store.ts viewerOf',
    'src/desk/people.ts forKnown',
    'src/desk/strangers.ts recognize',
  ],
  'keeps workspaces and accounts as the platform tells of them, whoever the customer is': [
    'src/roster/accounts.ts joinWorkspace',
    'src/roster/accounts.ts retireAccount',
    'src/roster/presence.ts refreshAddress',
    'src/roster/presence.ts refreshServiceUrl',
    'src/roster/presence.ts noteRemoval',
    'src/roster/workspaces.ts listWorkspaces',
    'src/roster/workspaces.ts silenceWorkspace',
    'src/roster/workspaces.ts wakeWorkspace',
    'src/roster/workspaces.ts listSilent',
    'src/desk/accounts.ts keepAccount',
    'src/desk/people.ts refresh',
    'src/desk/people.ts wakeBy',
    'src/desk/people.ts reviveWaiting',
    'src/desk/presence.ts keepPresence',
    'src/desk/strangers.ts linkPeople',
  ],
  'makes, lists or takes away whole customers, for whoever runs Throughline': [
    'src/roster/tenants.ts listCustomers',
    'src/roster/tenants.ts listTenants',
    'src/roster/tenants.ts createTenant',
    'src/roster/tenants.ts deleteTenant',
  ],
  'seals and checks the audit, in ids only': [
    'src/audit/forget.ts forgetAudit',
    'src/audit/seal.ts sealAudit',
    'src/audit/verify.ts verifyAudit',
  ],
  'makes the contexts that carry a viewer': ['src/desk/listeners.ts tellListeners', 'src/desk/make-up.ts makeUpFor'],
};

/** What a coach, a principal or both wrote: Prisma's names and the tables. */
const CONTENT = ['answer', 'actionStep', 'goal', 'plan', 'visit', 'barrier'];
const READS = new RegExp(
  `\\btx\\.(?:${CONTENT.join('|')})\\.(?:find|count|aggregate|group)|\\b(?:from|join) (?:answer|action_step|goal|plan|visit|barrier)\\b|\\banswers: \\{ (?:where|select)`,
);
const GATE = /\b(?:maySee|visibleTo|mayRead|mayReadSteps)\(|isSystem\(viewer\)|viewer\.personId/;

/** Those that read it without asking the table, each with its reason. */
const WITHOUT_GATE: Record<string, string> = {
  'src/features/barrier/store.ts findOpen': 'says only whether one is open, to one of the pair or the clock',
  'src/features/caseload/store.ts listCheckIns': 'is handed the pairs that readStandings let through',
  'src/features/caseload/store.ts listSteps': 'is handed the pairs that readStandings let through',
  'src/features/check-in/store.ts stepsAsked': 'a part of statements, for whoever is asked about their own steps',
  'src/features/closure/store.ts countVisits': 'a number for whoever calls a day off',
  'src/features/digest/facts/store.ts listVisits': 'that a day on site took place, which everybody of the table sees',
  'src/features/digest/facts/store.ts listDistrictBarriers': 'only what the principal agreed to show',
  'src/features/plan/store.ts ensurePlan': 'finds the row that it has just made',
  'src/features/plan/store.ts countOpenSteps': 'a number for whoever accepts a step of their own',
  'src/features/plan/store.ts countGoals': 'a number for one of the pair who writes another',
  'src/features/releases.ts lockItem':
    'release answers with it only its owner, or the coach who was asked for the second key',
  'src/features/visit/store.ts isLogged': 'whether a day is written down, for one of the pair or the clock',
  'src/features/visit/store.ts findReschedule': 'names the pair, which is found again with the viewer',
  'src/features/visit/store.ts dropReschedules': 'names the rows that it takes away, for the clock',
  'src/features/visit/store.ts listMovedTo': 'the pairs of which a day is taken, for the clock',
  'src/roster/schedule.ts hoursOfPairs': 'days of visits only, for the hours of a pair that the viewer has',
};

describe('who asks', () => {
  it('is told to every function that reaches rows, or it is named here with its reason', () => {
    const open = functions.filter(
      ({ isExported, parameters }) =>
        isExported && HAS_ROWS.test(parameters) && !HAS_VIEWER.test(parameters.replace(/\(tx: Tx[^)]*\)/g, '')),
    );
    const exceptions = Object.values(WITHOUT_VIEWER).flat();

    expect(open.map(named).filter((name) => !exceptions.includes(name))).toEqual([]);
    expect(exceptions.filter((name) => !open.map(named).includes(name))).toEqual([]);
  });

  it('is asked of the table wherever something that one of a pair wrote is read', () => {
    const ungated = functions.filter(({ body }) => READS.test(body) && !GATE.test(body)).map(named);

    expect(ungated.filter((name) => !(name in WITHOUT_GATE))).toEqual([]);
    expect(Object.keys(WITHOUT_GATE).filter((name) => !ungated.includes(name))).toEqual([]);
  });

  it('is seen by these very rules where it is missing', () => {
    const [bad, good] = functionsOf(
      'src/features/x/store.ts',
      'export async function listAll(\n  tx: Tx,\n  schoolId: string,\n) {\n  return tx.answer.findMany({});\n}\n' +
        "function own(tx: Tx, viewer: Viewer) {\n  return visibleTo(viewer, 'step-text', tx.goal.findMany());\n}\n",
    );
    expect([bad, good].map((one) => HAS_VIEWER.test(one?.parameters ?? ''))).toEqual([false, true]);
    expect([bad, good].map((one) => READS.test(one?.body ?? ''))).toEqual([true, true]);
    expect([bad, good].map((one) => GATE.test(one?.body ?? ''))).toEqual([false, true]);
  });
});
