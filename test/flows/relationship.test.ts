// A file of pairs says that the coaches are evaluators, too: seen before it is applied, agreed to, and from then on every pair
// waits for its new compact and every form and card says who reads it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVALUATED } from '../../src/features/promise.ts';
import { systemViewer } from '../../src/roster/access.ts';
import { applyImport, compareFile } from '../../src/roster/import/pipeline.ts';
import { renderReport, type ImportReport } from '../../src/roster/import/report.ts';
import { temporaryFolder } from '../support/folder.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { root } from '../support/root.ts';
import {
  BELL,
  FARAH,
  MOREAU,
  PRINCIPALS,
  RIVERA,
  STONE,
  answer,
  assignmentOf,
  chat,
  messageWithButton,
  open,
  openForm,
  prompts,
  rows,
  type,
} from './acts.ts';
import { forgePress } from './forgery.ts';
import { openHome } from './homes.ts';

let at: TestHouse;
const folder = temporaryFolder();
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
}, 240_000);
afterAll(async () => {
  folder.remove();
  await at.stop();
});

const SAMPLE = readFileSync(join(root, 'sample/harbor-city/pairs.csv'), 'utf8').trim().split(/\r?\n/);

/** The sample's pairs with one more column, as told of the row of a coach's address. */
function compare(relationship: (row: string) => string): Promise<ImportReport> {
  const [header = '', ...pairs] = SAMPLE;
  const path = join(folder.path, 'pairs.csv');
  writeFileSync(path, [`${header},relationship`, ...pairs.map((row) => `${row},${relationship(row)}`)].join('\n'));
  const viewer = systemViewer(at.tenantId);
  return compareFile(at.house.db, { viewer, path, as: 'roster', today: '2026-10-19', provider: 'Northlight Partners' });
}

const signedPairs = () =>
  rows(at, (tx) => tx.coachAssignment.count({ where: { compactSignedOn: { not: null }, status: 'ACTIVE' } }));

describe('the relationship in a file of pairs', () => {
  it('is left as it is where the column is empty or says what stands', async () => {
    for (const word of ['', 'coach']) {
      const report = await compare(() => word);
      expect([report.status, report.differences['relationships']]).toEqual([
        'AUTO_OK',
        { added: [], changed: [], removed: [] },
      ]);
    }
  });

  it('is refused where it is no word of ours, or where rows of one district disagree', async () => {
    const unknown = await compare((row) => (row.startsWith('Mei') ? 'boss' : 'coach'));
    expect(unknown.issues.map(({ code }) => code)).toContain('BAD_ENUM');
    const two = await compare((row) => (row.startsWith('Mei') ? 'evaluator' : 'coach'));
    expect([two.status, two.issues.map(({ code }) => code)]).toEqual([
      'REJECTED',
      expect.arrayContaining(['RELATIONSHIP_CONFLICT']),
    ]);
  });

  it('is shown before anything changes, with the pairs that would pause, and waits for somebody who agrees', async () => {
    const report = await compare((row) => (row.startsWith('Noor') ? '' : 'evaluator'));
    expect(report.status).toBe('NEEDS_APPROVAL');
    const shown = renderReport(report);
    expect(shown).toContain('coaches are also evaluators (relationship type)');
    expect(shown).toMatch(/8 pairs pause until principal, coach and district have agreed to the new compact/);
    expect(await signedPairs()).toBe(8);
    await applyImport(at.house.db, systemViewer(at.tenantId), report.importId, { approved: true });
  });

  it('pauses every pair in that very moment, and asks all for the new compact', async () => {
    expect(await type(at, STONE, 'checkin')).toContain('once the compact of the pair is signed');
    await at.house.wake();
    await at.house.clockwork.drain();
    expect(await signedPairs()).toBe(0);
    for (const principal of [RIVERA, STONE]) {
      const asked = chat(at, principal).at(-1)?.words ?? '';
      expect(asked).toContain('The terms have changed');
      expect(asked).toContain(EVALUATED);
    }
    await at.travel.to(new Date('2026-10-22T21:01:00Z'), () => undefined);
    expect(PRINCIPALS.flatMap((email) => prompts(at, email))).toEqual([]);
  });
});

describe('once all three have agreed to it', () => {
  beforeAll(async () => {
    const state = async (email: string) => ({ a: await assignmentOf(at, email), v: 'supervisor-coach-2' });
    await forgePress(at, MOREAU, 'compact:sign', await state(RIVERA));
    for (const [coach, principal] of [
      [BELL, RIVERA],
      [FARAH, STONE],
    ] as const)
      for (const email of [coach, principal]) await forgePress(at, email, 'compact:sign', await state(principal));
    await at.house.wake();
    await at.travel.to(new Date('2026-10-28T18:30:00Z'), () => undefined);
  }, 240_000);

  it.each([
    ['Teams', RIVERA],
    ['Slack', STONE],
  ])('the card and the form of the week say in %s who reads them, and beside each input', async (_, principal) => {
    expect(prompts(at, principal)).toHaveLength(1);
    expect(messageWithButton(at, principal, 'Start')?.words).toContain(EVALUATED);
    const form = await open(at, principal, 'Start');
    expect(form.words).toContain(EVALUATED);
    expect(form.words).toContain('Only you and your evaluator see this in Throughline.');
    expect(form.words).not.toContain('your coach see');
  });

  it('it stands on what is said, on Home and on a card that is changed in place', async () => {
    expect(await type(at, RIVERA, 'checkin plan')).toContain(EVALUATED);
    expect(await openHome(at, STONE)).toContain(EVALUATED);
    await answer(at, RIVERA);
    expect(messageWithButton(at, RIVERA, 'Change my answers')?.words).toContain(EVALUATED);
  });

  it('the coach’s forms say it, too', async () => {
    await type(at, BELL, 'coach log Rivera');
    expect(openForm(at, BELL)?.words).toContain('You are also the evaluator of this principal');
  });
});
