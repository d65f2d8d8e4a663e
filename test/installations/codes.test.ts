import { asSystem, inTenant } from '../../src/db/scope.ts';
import { findCode, forgetCodes, isCode, issueCode, spendCode } from '../../src/installations/codes.ts';
import { issueState, spendState } from '../../src/installations/states.ts';
import { systemViewer } from '../../src/roster/access.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { aCustomer, after, NOON } from './world.ts';

let database: TestDatabase;
let tenantId: string;
beforeAll(async () => {
  database = await openDatabase();
  tenantId = await aCustomer(database.db, 'T1');
});
afterAll(() => database.drop());

const DAY = 24 * 60;
const ADA = '0199a000-0000-7000-8000-000000000001';

function issue(personId?: string) {
  return inTenant(database.db, tenantId, (tx) => issueCode(tx, systemViewer(tenantId), NOON, personId));
}
function find(typed: string, now = NOON) {
  return asSystem(database.db, (tx) => findCode(tx, typed, now));
}
function spend(id: string, by = 'slack:T1:U1', now = NOON) {
  return asSystem(database.db, (tx) => spendCode(tx, id, by, now));
}

describe('a one-time code', () => {
  it('has three groups of four letters that nobody takes for one another, and is stored as a hash', async () => {
    const { code } = await issue();

    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    const kept = JSON.stringify(await database.db.joinCode.findMany());
    expect(kept).not.toContain(code);
    expect(kept).not.toContain(code.replaceAll('-', ''));
  });

  it('is understood however it is typed', async () => {
    const { code } = await issue();
    const typed = [code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('-', ' – '), ` ${code} `];

    for (const one of typed) expect(await find(one)).toMatchObject({ tenantId, personId: null, state: 'good' });
    expect(isCode('7k3m-qotv-9xhb')).toBe(true);
    expect(isCode('meeting at noon')).toBe(false);
  });

  it('is spent once, also when two come at the same time', async () => {
    const { code } = await issue();
    const id = (await find(code))?.id ?? '';

    const spent = await Promise.all([spend(id, 'slack:T1:U1'), spend(id, 'slack:T1:U2'), spend(id, 'slack:T1:U3')]);

    expect(spent.filter((one) => one)).toHaveLength(1);
    expect(await find(code)).toMatchObject({ state: 'spent' });
  });

  it('for a workspace is good for a week, for a person three days', async () => {
    const [workspace, person] = [await issue(), await issue(ADA)];

    expect(await find(workspace.code, after(7 * DAY - 1))).toMatchObject({ state: 'good' });
    expect(await find(workspace.code, after(7 * DAY))).toMatchObject({ state: 'expired' });
    expect(await find(person.code, after(3 * DAY - 1))).toMatchObject({ state: 'good', personId: ADA });
    const late = await find(person.code, after(3 * DAY));
    expect(late).toMatchObject({ state: 'expired' });
    expect(await spend(late?.id ?? '', 'slack:T1:U1', after(3 * DAY))).toBe(false);
  });

  it('that nobody made is none', async () => {
    expect(await find('0000-0000-0000')).toBeUndefined();
    expect(await find('')).toBeUndefined();
  });

  it('is forgotten a month after its time, and not before', async () => {
    const { code } = await issue();

    await forgetCodes(database.db, after(37 * DAY - 1));
    expect(await find(code)).toBeDefined();
    await forgetCodes(database.db, after(37 * DAY + 1));
    expect(await find(code)).toBeUndefined();
  });
});

describe('a value that returns from a consent page', () => {
  it('is good once, for ten minutes', async () => {
    const [one, two] = [await issueState(database.db, NOON), await issueState(database.db, NOON)];

    expect(await spendState(database.db, one, after(9))).toBe(true);
    expect(await spendState(database.db, one, after(9))).toBe(false);
    expect(await spendState(database.db, two, after(10))).toBe(false);
    expect(await spendState(database.db, 'made up', NOON)).toBe(false);
  });

  it('is not kept as it is', async () => {
    const state = await issueState(database.db, NOON);

    expect(JSON.stringify(await database.db.oauthState.findMany())).not.toContain(state);
  });
});
