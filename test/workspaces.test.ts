// Which workspaces the house joins by itself, and where it looks for people.
import type { Platform, PlatformName, Profile } from '../src/chat/platform.ts';
import { asSystem, inTenant } from '../src/db/scope.ts';
import { silentLog } from '../src/log.ts';
import { joinWorkspace } from '../src/roster/accounts.ts';
import { createTenant } from '../src/roster/tenants.ts';
import { silenceWorkspace } from '../src/roster/workspaces.ts';
import { createWorkspaces } from '../src/workspaces.ts';
import { recordingPlatform } from './jobs/ledger-world.ts';
import { openDatabase, type TestDatabase } from './support/database.ts';

let database: TestDatabase;
let tenantId: string;
let asked: string[];
const slack: Platform = {
  ...recordingPlatform('slack'),
  check: () => Promise.resolve({ teamId: 'T0OWN', name: 'Own' }),
  findByEmail: (teamId, email): Promise<Profile | undefined> => {
    asked.push(`${teamId} ${email}`);
    return Promise.resolve(undefined);
  },
};
const platforms = new Map<PlatformName, Platform>([['slack', slack]]);
beforeAll(async () => {
  database = await openDatabase();
  ({ id: tenantId } = await createTenant(database.db, 'Hill'));
  await inTenant(database.db, tenantId, (tx) =>
    tx.person.create({ data: { tenantId, displayName: 'Ada Abel', email: 'ada@hill.example' } }),
  );
});
beforeEach(() => {
  asked = [];
});
afterAll(() => database.drop());

const workspaces = (many: PlatformName[]) =>
  createWorkspaces(database.db, platforms, { teamsTenantId: undefined, many: new Set(many) }, silentLog);
const join = (teamId: string) =>
  inTenant(database.db, tenantId, (tx) => joinWorkspace(tx, tenantId, 'slack', teamId, ''));

it('joins no workspace by itself where many may install the app, also with one customer only', async () => {
  expect(await workspaces(['slack']).join()).toBe(false);

  expect(await database.db.workspace.count()).toBe(0);
});

it('looks for people in each workspace that a code has joined, once when it is new and again each round', async () => {
  const house = workspaces(['slack']);
  await join('T1');
  await house.linkNew();
  await join('T2');
  await house.linkNew();
  await house.linkNew();
  expect(asked).toEqual(['T1 ada@hill.example', 'T2 ada@hill.example']);

  await house.link();

  expect(asked.slice(2)).toEqual(['T1 ada@hill.example', 'T2 ada@hill.example']);
});

it('looks for nobody in a workspace that took the app away', async () => {
  await asSystem(database.db, (tx) => silenceWorkspace(tx, 'slack', 'T2', new Date()));

  await workspaces(['slack']).link();

  expect(asked).toEqual(['T1 ada@hill.example']);
});

it('joins the workspace of its own token to the only customer, and looks there alone', async () => {
  const house = workspaces([]);

  expect([await house.join(), await house.join()]).toEqual([true, false]);
  await house.link();

  expect(asked).toEqual(['T0OWN ada@hill.example']);
});
