// The real command line beside a running database: one-time codes are made, and tokens sealed anew.
import { randomBytes } from 'node:crypto';
import { asSystem, inTenant } from '../../src/db/scope.ts';
import { findCode } from '../../src/installations/codes.ts';
import { createSeal } from '../../src/installations/seal.ts';
import { createTenant } from '../../src/roster/tenants.ts';
import { anInstallation, aStore } from '../installations/world.ts';
import { run } from '../support/command-line.ts';
import { standBeside, type Beside } from '../support/beside.ts';

jest.setTimeout(120_000);

let beside: Beside;
beforeAll(async () => {
  beside = await standBeside();
});
afterAll(() => beside.leave());

const codeOf = (out: string) => /^ {2}(\S{14})$/m.exec(out)?.[1] ?? '';
const find = (code: string) => asSystem(beside.database.db, (tx) => findCode(tx, code, new Date()));

describe('throughline code', () => {
  it('says first what is missing', async () => {
    expect(await run(['code', 'workspace'], beside.at)).toMatchObject({
      code: 1,
      err: expect.stringContaining('no customer yet'),
    });
    expect(await run(['code', 'school'], beside.at)).toMatchObject({
      code: 2,
      err: expect.stringContaining('code person EMAIL'),
    });
  });

  it('makes a code for a workspace or a person, and names the customers where there are several', async () => {
    const hill = await createTenant(beside.database.db, 'Hill');
    await inTenant(beside.database.db, hill.id, (tx) =>
      tx.person.create({ data: { tenantId: hill.id, displayName: 'Ada Abel', email: 'ada@hill.example' } }),
    );

    const workspace = await run(['code', 'workspace'], beside.at);
    expect(workspace).toMatchObject({ code: 0, out: expect.stringContaining('one workspace of Hill') });
    expect(await find(codeOf(workspace.out))).toMatchObject({ tenantId: hill.id, personId: null, state: 'good' });

    await createTenant(beside.database.db, 'Dale');
    expect(await run(['code', 'workspace'], beside.at)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Hill, Dale.*--customer/),
    });
    const person = await run(['code', 'person', 'Ada@hill.example', '--customer', 'Hill'], beside.at);
    expect(await find(codeOf(person.out))).toMatchObject({ tenantId: hill.id, personId: expect.any(String) as string });
  });

  it('makes no customer and no person out of a slip of the pen', async () => {
    expect((await run(['code', 'workspace', '--customer', 'Hil'], beside.at)).err).toContain(
      'There is no customer “Hil”.',
    );
    expect((await run(['code', 'person', 'eve@hill.example', '--customer', 'Hill'], beside.at)).err).toContain(
      'Nobody of the roster',
    );
    expect(await beside.database.db.tenant.count()).toBe(2);
  });
});

describe('throughline keys', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)];
  const many = (ring: string) => ({
    ...{ ...beside.at, SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'c', SLACK_SIGNING_SECRET: 's' },
    ...{ PUBLIC_URL: 'https://t.example', TOKEN_KEYS: ring },
  });

  it('says where keys come from when there are none', async () => {
    expect(await run(['keys', 'rotate'], beside.at)).toMatchObject({
      code: 1,
      err: expect.stringContaining('TOKEN_KEYS'),
    });
    expect((await run(['keys', '--help'], beside.at)).out).toContain('openssl rand -base64 32');
  });

  it('seals every token with the first key, says which may go, and then has nothing to do', async () => {
    const sealedBefore = aStore(beside.database.db, { seal: createSeal([{ id: 'old', bytes: old }]) });
    for (const teamId of ['T1', 'T2']) await sealedBefore.save(anInstallation(teamId));
    const ring = many(`fresh:${fresh.toString('base64')},old:${old.toString('base64')}`);

    const first = await run(['keys', 'rotate'], ring);
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringMatching(/2 of 2[\s\S]*“fresh”: 2[\s\S]*No token needs old any more/),
    });
    expect((await run(['keys', 'rotate'], ring)).out).toContain('“fresh”: 0');

    const after = aStore(beside.database.db, { seal: createSeal([{ id: 'fresh', bytes: fresh }]) });
    expect(await after.find('T2')).toMatchObject({ botToken: 'xoxb-T2' });
    expect(first.out + first.err).not.toMatch(/xoxb|base64/);
  });
});
