import type { PocketTeams, PocketUser, SignOverrides } from '../../../src/playground/pocket-teams/index.ts';
import { APP_ID, stage, TENANT } from './real-app.ts';
import type { Stage } from './real-app.ts';

let on: Stage;
let pocket: PocketTeams;
let person: PocketUser;

beforeAll(async () => {
  // The SDK prints every refused token.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  on = await stage();
  ({ pocket } = on.teams);
  person = pocket.addUser({ tenantId: TENANT, name: 'Ana Rivera', email: 'ana@harborcity.example' });
  await pocket.install(person);
});
afterAll(async () => {
  await on.close();
  jest.restoreAllMocks();
});

const attacks: [name: string, overrides: SignOverrides, status: number][] = [
  ['for another app', { audience: 'another-app' }, 401],
  ['that has expired', { expiresInSeconds: -600 }, 401],
  ['signed with a key that does not vouch for Teams', { key: 'unendorsed' }, 401],
  ['signed with a key nobody published', { key: 'foreign' }, 401],
  ['from another issuer', { issuer: 'https://issuer.example' }, 401],
  ['for another service address', { serviceUrl: 'https://elsewhere.example/' }, 401],
  ['without a service address', { serviceUrl: null }, 401],
  ['whose signature was tampered with', { brokenSignature: true }, 500],
  ['signed by a stranger under a published key’s name', { key: 'foreign', kid: 'pocket-endorsed' }, 500],
  ['signed with the public key as a password', { algorithm: 'HS256' }, 500],
  ['that is not signed at all', { algorithm: 'none' }, 401],
];

test.each(attacks)('The real app refuses a token %s', async (_name, overrides, status) => {
  const activity = pocket.buildActivity(person, { type: 'message', text: 'let me in' });
  const turns = on.turns.length;
  const token = await pocket.sign(activity, overrides);
  expect(await pocket.post(activity, `Bearer ${token}`)).toMatchObject({ status });
  expect(on.turns).toHaveLength(turns);
});

test('The real app refuses a request without a token and takes one with a good token', async () => {
  const activity = pocket.buildActivity(person, { type: 'message', text: 'hello' });
  expect(await pocket.post(activity, '')).toMatchObject({ status: 401 });
  expect(await pocket.post(activity, `Bearer ${await pocket.sign(activity)}`)).toMatchObject({ status: 200 });
  expect(on.turns.at(-1)).toMatchObject({ text: 'hello' });
});

test('A token of any Entra tenant gets through the SDK’s emulator path, which is why the app checks the issuer first', async () => {
  const activity = pocket.buildActivity(person, { type: 'message', text: 'from an attacker' });
  const issuer = 'https://sts.windows.net/cccccccc-0000-4000-8000-00000000000f/';
  const claims = { ver: '1.0', appid: APP_ID, tid: 'cccccccc-0000-4000-8000-00000000000f' };
  const token = await pocket.sign(activity, { issuer, claims, serviceUrl: null });
  expect(await pocket.post(activity, `Bearer ${token}`)).toMatchObject({ status: 200 });
});
