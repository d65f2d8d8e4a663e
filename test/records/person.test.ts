// Everything about one person, for that person, by a code that they alone can get.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordsCommand } from '../../src/cli/records/index.ts';
import { NOT_REQUESTED, REQUESTED } from '../../src/records/collect.ts';
import { RecordsFile } from '../../src/records/package.ts';
import { NOT_OWN, OWN } from '../../src/records/person.ts';
import { RECORDED } from '../../src/records/tables.ts';
import { listModels } from '../architecture/sources.ts';
import { answer, BELL, MOREAU, OKAFOR, propose, RIVERA, rows, type, USUAL } from '../flows/acts.ts';
import { runHere, standAt, type Beside } from '../support/beside.ts';
import { temporaryFolder } from '../support/folder.ts';
import { openHouse, type TestHouse } from '../support/house.ts';

jest.setTimeout(240_000);

const tables = listModels().map(({ table }) => table);

describe('what is about one person', () => {
  it.each(tables)('is found in %s, or there is a reason why nothing of it is theirs', (table) => {
    expect([Object.hasOwn(OWN, table), Object.hasOwn(NOT_OWN, table)].filter(Boolean)).toHaveLength(1);
  });

  it.each([...new Set(RECORDED.map(({ table }) => table))])(
    'of %s goes out by a request, or there is a reason why not',
    (table) => {
      expect([Object.hasOwn(REQUESTED, table), Object.hasOwn(NOT_REQUESTED, table)].filter(Boolean)).toHaveLength(1);
    },
  );
});

describe('a person who wants everything about them', () => {
  const folder = temporaryFolder();
  let at: TestHouse;
  let beside: Omit<Beside, 'database'>;
  let count = 0;
  beforeAll(async () => {
    at = await openHouse('2026-10-19T12:30:00Z');
    beside = await standAt(at.house.database.address);
    await propose(at, BELL, RIVERA, 'Visit three rooms before lunch', '2026-10-23');
    await at.travel.to(new Date('2026-10-22T18:01:00Z'), () => undefined);
    await answer(at, RIVERA, USUAL);
    await answer(at, OKAFOR, { ...USUAL, rooms: '41' });
    await rows(at, async (tx) => {
      const { id, coachId, principalId, schoolId } = await tx.coachAssignment.findFirstOrThrow({
        where: { principal: { email: RIVERA } },
      });
      const [visitedOn, weekOf] = [new Date('2026-10-20'), new Date('2026-10-19')];
      await tx.visit.create({
        data: {
          tenantId: at.tenantId,
          assignmentId: id,
          coachId,
          schoolId,
          visitedOn,
          weekOf,
          outcome: 'full',
          matchHelp: true,
        },
      });
      const released = { kind: 'goal', itemId: id, words: 'I will lead calmly', wordsHash: 'x', audience: 'DISTRICT' };
      await tx.shareGrant.create({
        data: {
          ...{ tenantId: at.tenantId, assignmentId: id, ownerId: principalId, needsBoth: true, state: 'RELEASED' },
          ...{ ...released, askedAt: weekOf, agreedAt: weekOf, agreedById: coachId },
        },
      });
    });
  }, 300_000);
  afterAll(async () => {
    await beside.leave();
    await at.stop();
    folder.remove();
  });

  const run = (...words: string[]) => runHere(recordsCommand, ['person', ...words], beside.at);

  async function everythingOf(email: string, command: string) {
    const said = await type(at, email, `${command} mydata`);
    const code = /[0-9A-F]{5}(?:-[0-9A-F]{5}){3}/.exec(said)?.[0] ?? said;
    const out = join(folder.path, `person-${String((count += 1))}`);
    expect(await run('--code', code, '--out', out)).toMatchObject({ code: 0, err: '' });
    const text = readFileSync(join(out, 'everything.json'), 'utf8');
    return {
      code,
      text,
      file: RecordsFile.parse(JSON.parse(text)),
      page: readFileSync(join(out, 'index.html'), 'utf8'),
    };
  }

  it('gets it as a page and as a file, once for each code, and reads that it was made', async () => {
    const { code, file, page } = await everythingOf(RIVERA, 'checkin');

    const answers = file.sections.find(({ table }) => table === 'answer')?.rows ?? [];
    expect(answers).toContainEqual(expect.objectContaining({ question: 'rooms', value: '7' }));
    expect(file.sections.map(({ table }) => table)).toEqual(
      expect.arrayContaining([
        'person',
        'platform_account',
        'coach_assignment',
        'check_in',
        'action_step',
        'delivery',
        'visit_with_you',
      ]),
    );
    expect(page).toContain('Visit three rooms before lunch');
    expect(page).toContain('I will lead calmly');
    expect(page).toContain('Everything about Elena Rivera');
    expect(page).not.toMatch(/<script|https?:\/\/(?!schemas)[^"]*\.(?:js|css)/);
    const again = await run('--code', code, '--out', join(folder.path, 'again'));
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('This code is used') });
    expect(await type(at, RIVERA, 'checkin readers')).toContain('everything about you, with your code');
  });

  it('gets no word that others wrote for themselves: neither the coach’s own flags, nor the answers of whom one coaches', async () => {
    expect((await everythingOf(RIVERA, 'checkin')).text).not.toContain('match_help');
    const coach = await everythingOf(BELL, 'coach');
    expect(coach.text).toContain('"match_help": "true"');
    expect(coach.text).not.toContain('I will lead calmly');
    expect(coach.file.sections.filter(({ table }) => table === 'answer' || table === 'check_in')).toEqual([]);
    const leader = await everythingOf(MOREAU, 'district');
    for (const words of ['Visit three rooms', '"41"']) expect(leader.text).not.toContain(words);
  });

  it('is the only one who can ask for it: without their code it is refused in words', async () => {
    const guessed = await run('--code', 'AAAAA-AAAAA-AAAAA-AAAAA', '--out', join(folder.path, 'guessed'));
    expect(guessed).toMatchObject({ code: 1, err: expect.stringContaining('gets a new one in their chat') });
    expect(await run('--out', join(folder.path, 'bare'))).toMatchObject({ code: 2 });
  });
});
