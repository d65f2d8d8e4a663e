// A request for records as two officers work it: one in Teams, one in Slack, and a command line that acts for neither by itself.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealAudit } from '../../src/audit/seal.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { recordsCommand } from '../../src/cli/records/index.ts';
import { silentLog } from '../../src/log.ts';
import { hashOf } from '../../src/records/redactions.ts';
import { RecordsFile } from '../../src/records/package.ts';
import {
  ADLER,
  answer,
  BELL,
  chat,
  HAAS,
  messagesWith,
  MOREAU,
  OKAFOR,
  open,
  personId,
  press,
  propose,
  RIVERA,
  rows,
  send,
  type,
  USUAL,
} from '../flows/acts.ts';
import { forgePress } from '../flows/forgery.ts';
import { runHere, standAt, type Beside } from '../support/beside.ts';
import { temporaryFolder } from '../support/folder.ts';
import { openHouse, type TestHouse } from '../support/house.ts';

jest.setTimeout(240_000);

const STEP =
  'Sit with student Jamie Rivers and Ms. Ortega, after Jamie’s mom called about the ADHD plan at 555 123 4567';
const folder = temporaryFolder();
let at: TestHouse;
let beside: Omit<Beside, 'database'>;
let count = 0;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
  beside = await standAt(at.house.database.address);
  await propose(at, BELL, RIVERA, 'Sit in three rooms', '2026-10-23');
  await at.travel.to(new Date('2026-10-22T18:01:00Z'), () => undefined);
  await answer(at, RIVERA, USUAL);
  await answer(at, OKAFOR, USUAL);
  // What came before the guard learned to ask, or got past it.
  await rows(at, (tx) => tx.actionStep.updateMany({ data: { text: STEP } }));
  const school = await rows(at, (tx) => tx.school.findFirstOrThrow({ where: { name: 'Adams ES' } }));
  for (const email of [ADLER, HAAS]) {
    const officer = await personId(at, email);
    await rows(at, (tx) =>
      tx.roleGrant.create({
        data: { tenantId: at.tenantId, personId: officer, role: 'RECORDS_OFFICER', scopeId: school.districtId },
      }),
    );
  }
}, 300_000);
afterAll(async () => {
  await beside.leave();
  await at.stop();
  folder.remove();
});

const run = (...words: string[]) => runHere(recordsCommand, words, beside.at);
const place = (): string => join(folder.path, `out-${String((count += 1))}`);
const stateOf = (number: number) =>
  rows(at, (tx) => tx.recordsRequest.findFirstOrThrow({ where: { number }, select: { status: true } })).then(
    ({ status }) => status,
  );

async function openRequest(more: Record<string, string> = {}): Promise<number> {
  await type(at, ADLER, 'district records open');
  await open(at, ADLER, 'Open a request');
  const back = await send(at, ADLER, {
    ...{ about: 'Adams ES', from: '2026-09-01', to: '2026-12-31', reference: 'PRR 2026-14', tell: 'yes' },
    ...more,
  });
  expect(back).toBeUndefined();
  const newest = await rows(at, (tx) => tx.recordsRequest.findFirstOrThrow({ orderBy: { number: 'desc' } }));
  return newest.number;
}

async function codeOf(email: string, number: number): Promise<string> {
  const said = await type(at, email, `district records code ${String(number)}`);
  return /[0-9A-F]{5}(?:-[0-9A-F]{5}){3}/.exec(said)?.[0] ?? said;
}

describe('a records request', () => {
  let number: number;
  let code: string;

  it('is opened in chat, holds what it names, and shows nobody a word before a second officer approves', async () => {
    number = await openRequest();

    const asked = messagesWith(at, HAAS, `Records request R-${String(number)}`).at(-1);
    expect(asked?.buttons).toEqual(['Approve', 'Refuse']);
    expect(asked?.words).toMatch(/Answers of check-ins: \d+/);
    expect(asked?.words).not.toContain('Jamie');
    expect(await rows(at, (tx) => tx.legalHold.count({ where: { liftedAt: null } }))).toBe(1);
    expect(messagesWith(at, RIVERA, 'public-records request')).toEqual([]);
    expect(await type(at, ADLER, `district records code ${String(number)}`)).toContain('has one key only');
  });

  it('is approved by no one who holds the first key, nor by anybody who is no officer', async () => {
    const { id } = await rows(at, (tx) => tx.recordsRequest.findFirstOrThrow({ where: { number } }));

    expect(await forgePress(at, ADLER, 'records:approve', { r: id })).toContain(
      'another records officer has to approve',
    );
    for (const other of [MOREAU, BELL, RIVERA]) await forgePress(at, other, 'records:approve', { r: id });

    expect(await stateOf(number)).toBe('OPENED');
    const first = await personId(at, ADLER);
    await expect(
      rows(at, (tx) =>
        tx.recordsRequest.update({ where: { id }, data: { status: 'COLLECTING', scopeApprovedById: first } }),
      ),
    ).rejects.toThrow(/scope_has_two_keys/);
    await expect(
      rows(at, (tx) => tx.recordsRequest.update({ where: { id }, data: { status: 'APPROVED' } })),
    ).rejects.toThrow();
  });

  it('that is asked for at the command line by one key is refused in words', async () => {
    const bare = await run('export', `R-${String(number)}`, '--out', place());
    expect(bare).toMatchObject({ code: 1, err: expect.stringContaining('One key alone exports nothing') });
    const guessed = await run('export', `R-${String(number)}`, '--out', place(), '--code', '00000-00000-00000-00000');
    expect(guessed).toMatchObject({
      code: 1,
      err: expect.stringContaining('too old, mistyped, or for another request'),
    });
    expect((await run('list')).out).toMatch(
      /R-\d+ {2}Adams ES, 2026-09-01 to 2026-12-31 \(PRR 2026-14\): waiting for a second/,
    );
  });

  it('is read once the second officer has approved, and those it is about are told', async () => {
    await press(at, HAAS, 'Approve');

    expect(await stateOf(number)).toBe('COLLECTING');
    expect(messagesWith(at, RIVERA, 'public-records request about Adams ES')).toHaveLength(1);
    expect(messagesWith(at, OKAFOR, 'public-records request')).toEqual([]);
    code = await codeOf(ADLER, number);
    const out = place();
    expect(await run('preview', String(number), '--code', code, '--out', out)).toMatchObject({ code: 0, err: '' });
    const page = readFileSync(join(out, 'preview.html'), 'utf8');
    expect(page).toContain('<mark>Jamie Rivers [student]</mark>');
    expect(statSync(join(out, 'preview.html')).mode & 0o777).toBe(0o600);
    const sheet = readFileSync(join(out, 'redactions.csv'), 'utf8');
    for (const piece of [
      'Jamie Rivers,out,student',
      'Ms. Ortega,out,third person',
      'ADHD,out,medical',
      '555 123 4567,out,contact',
    ])
      expect(sheet).toContain(piece);
    expect(await type(at, RIVERA, 'checkin readers')).toContain('Kim Adler');
  });

  it('takes an officer’s decisions, and refuses those that fit no text', async () => {
    const item = `action_step:${(await rows(at, (tx) => tx.actionStep.findFirstOrThrow())).id}:text`;
    const sheet = join(folder.path, 'mine.csv');
    writeFileSync(
      sheet,
      `item,text,decision,reason\n${item},ADHD,keep,public interest\n${item},three rooms,out,third person\n`,
    );
    const wrong = await run('redact', String(number), '--code', code, '--from', sheet);
    expect(wrong.err).toContain('has no “three rooms”');

    writeFileSync(
      sheet,
      `item,text,decision,reason\n${item},ADHD,keep,public interest\n${item},after,out,order of the court\n`,
    );
    expect(await run('redact', String(number), '--code', code, '--from', sheet)).toMatchObject({ code: 0, err: '' });
    writeFileSync(sheet, `item,text,decision,reason\n${item},ADHD,perhaps,\n`);
    expect((await run('redact', String(number), '--code', code, '--from', sheet)).err).toContain('must be out or keep');
  });

  it('goes out only as another officer approved it, with the words of the pair and without what was taken out', async () => {
    const early = await run('export', String(number), '--code', code, '--out', place());
    expect(early.err).toContain('has one key only for what goes out');
    expect(await run('submit', String(number), '--code', code)).toMatchObject({ code: 0, err: '' });
    await at.house.clockwork.drain();
    expect((await run('export', String(number), '--code', code, '--out', place())).err).toContain('one key only');
    expect(chat(at, ADLER).filter(({ buttons }) => buttons.includes('Approve this content'))).toEqual([]);
    await press(at, HAAS, 'Approve this content');
    expect(await stateOf(number)).toBe('APPROVED');

    const out = place();
    expect(await run('export', String(number), '--code', code, '--out', out)).toMatchObject({ code: 0, err: '' });

    const page = readFileSync(join(out, 'index.html'), 'utf8');
    expect(page).toContain('[redacted: student]');
    expect(page).toContain('the ADHD plan');
    expect(page).toContain('[redacted: order of the court]');
    const json = readFileSync(join(out, 'records.json'), 'utf8');
    for (const file of [page, json, readFileSync(join(out, 'csv/action_step.csv'), 'utf8')])
      for (const gone of ['Jamie', 'Ortega', '555 123']) expect(file).not.toContain(gone);
    const { sections } = RecordsFile.parse(JSON.parse(json));
    expect(sections.map(({ table }) => table)).toEqual(expect.arrayContaining(['answer', 'check_in', 'action_step']));
    const people = new Set(sections.flatMap(({ rows: all }) => all.flatMap((row) => row['person'] ?? [])));
    expect([...people]).toEqual(['Elena Rivera']);
    expect(readFileSync(join(out, 'redactions.csv'), 'utf8')).toContain(hashOf('Jamie Rivers'));
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).toMatchObject({
      request: `R-${String(number)}`,
    });
    const zip = `${place()}.zip`;
    expect(await run('export', String(number), '--code', code, '--out', zip)).toMatchObject({ code: 0 });
    expect(existsSync(zip)).toBe(true);
  });

  it('keeps its hold until it is closed, and every step is in the audit', async () => {
    await type(at, HAAS, `district records ${String(number)}`);
    await press(at, HAAS, 'Close');

    expect(await stateOf(number)).toBe('CLOSED');
    expect(await rows(at, (tx) => tx.legalHold.count({ where: { liftedAt: null } }))).toBe(0);
    const noted = await rows(at, (tx) => tx.auditEvent.findMany({ where: { thing: 'records-request' } }));
    const steps = noted.map(({ detail }) => (detail as { step?: string }).step).filter((step) => step !== undefined);
    expect(new Set(steps)).toEqual(
      new Set(['opened', 'approve-scope', 'redact', 'submit', 'approve-export', 'export', 'close']),
    );
    expect(noted.every(({ actorId }) => actorId !== null)).toBe(true);
    await sealAudit(at.house.db, silentLog);
    expect((await verifyAudit(at.house.db, at.tenantId)).breaks).toEqual([]);
  });
});

describe('an approval', () => {
  it('is of the content as it was: a letter that changes afterwards stops the export', async () => {
    const number = await openRequest();
    await press(at, HAAS, 'Approve');
    const code = await codeOf(HAAS, number);
    expect(await run('submit', String(number), '--code', code)).toMatchObject({ code: 0, err: '' });
    await at.house.clockwork.drain();
    await press(at, ADLER, 'Approve this content');
    await rows(at, (tx) => tx.actionStep.updateMany({ data: { evidence: 'One more word' } }));

    const refused = await run('export', String(number), '--code', code, '--out', place());

    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('something in it has changed since') });
    expect(await stateOf(number)).toBe('APPROVED');
    await type(at, HAAS, `district records ${String(number)}`);
    await press(at, HAAS, 'Withdraw');
    expect(await stateOf(number)).toBe('WITHDRAWN');
    expect((await run('preview', String(number), '--code', code, '--out', place())).err).toContain('is withdrawn');
  });

  it('leaves no trace with those it is about where a law forbids to tell', async () => {
    const before = [
      messagesWith(at, RIVERA, 'public-records request').length,
      await type(at, RIVERA, 'checkin readers'),
    ];
    const number = await openRequest({ tell: 'no', why: 'Court order 7' });
    await press(at, HAAS, 'Approve');
    const code = await codeOf(ADLER, number);
    await rows(at, (tx) => tx.auditEvent.count());
    expect(await run('preview', String(number), '--code', code, '--out', place())).toMatchObject({ code: 0 });

    expect([
      messagesWith(at, RIVERA, 'public-records request').length,
      await type(at, RIVERA, 'checkin readers'),
    ]).toEqual(before);
    expect(
      chat(at, RIVERA)
        .map(({ words }) => words)
        .join(),
    ).not.toContain('Court order');
    await type(at, ADLER, `district records ${String(number)}`);
    await press(at, ADLER, 'Withdraw');
  });

  it('is asked for again when the form says no reason, or names nobody', async () => {
    await type(at, ADLER, 'district records open');
    await open(at, ADLER, 'Open a request');
    const wanted = { about: 'Nowhere ES', from: '2026-09-01', to: '2026-12-31', reference: 'PRR 1', tell: 'no' };

    expect(JSON.stringify(await send(at, ADLER, wanted))).toContain('name the law');
    expect(JSON.stringify(await send(at, ADLER, { ...wanted, tell: 'yes' }))).toContain('no school and no person');
    expect(await send(at, ADLER, { ...wanted, tell: 'yes', about: RIVERA })).toBeUndefined();
  });
});
