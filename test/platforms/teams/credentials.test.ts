import { createPrivateKey, generateKeyPairSync, randomUUID, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { defineCard } from '../../../src/chat/card.ts';
import { SetUpError } from '../../../src/errors.ts';
import { silentLog } from '../../../src/log.ts';
import { cloudOf } from '../../../src/platforms/teams/clouds.ts';
import { credentialOf, type Account } from '../../../src/platforms/teams/credential.ts';
import { startTeams } from '../../../src/platforms/teams/index.ts';
import { tokenUrl } from '../../../src/platforms/teams/token-request.ts';
import { createTokens } from '../../../src/platforms/teams/tokens.ts';
import { listenPocketTeams, type ListeningPocketTeams } from '../../../src/playground/pocket-teams/index.ts';
import { daysFromNow, makeCertificate, makeKeys } from '../../support/certificate.ts';
import { temporaryFolder } from '../../support/folder.ts';

const APP = '7f5d3c1e-0b1a-4a58-9d0e-6f2a5b8c9d10';
const BOT_TENANT = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
const SCHOOLS = '3f0c1a52-6f3e-4b7a-8d0e-2b9a4c5d6e7f';
const PASSWORD = 'open sesame';
const folder = temporaryFolder();
const uploaded = makeCertificate();
const other = makeCertificate();
const unknown = makeCertificate({ to: daysFromNow(90), pair: uploaded.pair });
let microsoft: ListeningPocketTeams;

beforeAll(async () => {
  microsoft = await listenPocketTeams({
    now: () => new Date(),
    messagesUrl: 'http://127.0.0.1:9/api/messages',
    appId: APP,
    appPassword: PASSWORD,
    certificates: [other.certificate, uploaded.certificate],
    tenantId: BOT_TENANT,
  });
});
afterAll(async () => {
  await microsoft.close();
  folder.remove();
});

function fileOf(text: string): string {
  const file = join(folder.path, `${randomUUID()}.pem`);
  writeFileSync(file, text);
  return file;
}

function settingsOf(proof: Partial<Account>) {
  const { openIdMetadataUrl, loginUrl, issuer, serviceUrl } = microsoft;
  return {
    ...{ appId: APP, appTenantId: BOT_TENANT, cloud: 'custom' as const, log: silentLog, now: () => new Date() },
    custom: { openIdMetadataUrl, loginUrl, tokenIssuer: issuer, serviceHosts: [new URL(serviceUrl).host] },
    ...proof,
  };
}

function tokensOf(proof: Partial<Account>, now = () => new Date()) {
  const settings = settingsOf(proof);
  return createTokens(cloudOf('custom', settings.custom, BOT_TENANT), settings, now);
}

const start = (proof: Partial<Account>) => startTeams(settingsOf(proof), () => Promise.resolve({ kind: 'nothing' }));

describe('a bot that proves itself with a certificate', () => {
  test('is given a token, and writes to a person with it', async () => {
    const { pocket, serviceUrl } = microsoft;
    pocket.addTenant({ id: SCHOOLS, name: 'Harbor City' });
    const ana = pocket.addUser({ tenantId: SCHOOLS, name: 'Ana Ruiz', email: 'ana@harbor.example' });
    await pocket.install(ana);
    const { platform } = await start({ certificateFile: fileOf(uploaded.pem) });

    await expect(platform.check()).resolves.toBeUndefined();
    const hello = defineCard({ id: 'a:hello', summary: 'Good day', parts: [{ kind: 'text', text: 'Good day' }] });
    await platform.post({ teamId: SCHOOLS, userId: ana.id, serviceUrl }, hello, 'key');

    expect(JSON.stringify(pocket.screen(ana))).toContain('Good day');
    await platform.stop();
  });

  test('finds its own certificate in a file with the whole chain, in any order', async () => {
    const chain = `${uploaded.key}${other.certificate}${uploaded.certificate}`;
    await expect(tokensOf({ certificateFile: fileOf(chain) }).bearer()).resolves.toMatch(/^ey/);
  });

  test('takes a renewed file without a restart', async () => {
    const file = fileOf(unknown.pem);
    const tokens = tokensOf({ certificateFile: file });
    await expect(tokens.bearer()).rejects.toThrow('Microsoft does not know this certificate');

    writeFileSync(file, uploaded.pem);
    await expect(tokens.bearer(true)).resolves.toMatch(/^ey/);
  });

  test('says so when its certificate ends while it runs', async () => {
    const tokens = tokensOf({ certificateFile: fileOf(uploaded.pem) }, () => daysFromNow(400));
    await expect(tokens.bearer()).rejects.toMatchObject({
      ...{ kind: 'try-later', reason: 'app-credential', limits: 'workspace', retryAfterMs: 300_000 },
      message: expect.stringMatching(/ended on \d{4}-\d\d-\d\d\. Make a new certificate/),
    });
  });

  test('is told to look at its clock when its proof is too early or too late', async () => {
    const tokens = tokensOf({ certificateFile: fileOf(uploaded.pem) }, () => daysFromNow(-0.1));
    await expect(tokens.bearer()).rejects.toThrow("look at this machine's clock");
  });
});

describe('the sign-in service', () => {
  const url = () => tokenUrl(microsoft.loginUrl, BOT_TENANT);
  const header = { alg: 'PS256', typ: 'JWT' };
  const thumbprint = Buffer.from(
    new X509Certificate(uploaded.certificate).fingerprint256.replaceAll(':', ''),
    'hex',
  ).toString('base64url');
  async function assertion(
    claims: Record<string, unknown> = {},
    head: Record<string, unknown> = {},
    key = uploaded.key,
  ) {
    const now = Math.floor(Date.now() / 1000);
    const good: Record<string, unknown> = {
      iss: APP,
      sub: APP,
      aud: url(),
      jti: randomUUID(),
      nbf: now,
      iat: now,
      exp: now + 300,
    };
    const kept = Object.entries({ ...good, ...claims }).filter(([, value]) => value !== undefined);
    return new SignJWT(Object.fromEntries(kept))
      .setProtectedHeader({ ...header, 'x5t#S256': thumbprint, ...head })
      .sign(createPrivateKey(key));
  }
  async function ask(proof: Record<string, string>): Promise<[number, string]> {
    const common = { grant_type: 'client_credentials', client_id: APP, scope: 'https://api.botframework.com/.default' };
    const response = await fetch(url(), { method: 'POST', body: new URLSearchParams({ ...common, ...proof }) });
    const body = (await response.json()) as { error?: string; error_description?: string };
    return [response.status, /AADSTS\d+/.exec(body.error_description ?? '')?.[0] ?? body.error ?? ''];
  }
  const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  const prove = async (client_assertion: string) => ask({ client_assertion_type, client_assertion });

  test('takes an assertion once, and not a second time', async () => {
    const once = await assertion();
    expect(await prove(once)).toEqual([200, '']);
    expect(await prove(once)).toEqual([401, 'AADSTS50027']);
  });

  test.each([
    ['for another address', { aud: 'https://elsewhere.example/token' }, 'AADSTS700023'],
    ['of another app', { iss: 'another-app', sub: 'another-app' }, 'AADSTS700021'],
    ['whose subject is another app', { sub: 'another-app' }, 'AADSTS700021'],
    ['that has ended', { exp: Math.floor(Date.now() / 1000) - 600 }, 'AADSTS700024'],
    ['that never ends', { exp: undefined }, 'AADSTS700024'],
    ['from the future', { nbf: Math.floor(Date.now() / 1000) + 600 }, 'AADSTS700024'],
    ['without a name', { jti: undefined }, 'AADSTS50027'],
  ])('refuses an assertion %s', async (_what, claims, code) => {
    expect(await prove(await assertion(claims))).toEqual([401, code]);
  });

  test('refuses what was signed with another key under a known certificate, and what names none', async () => {
    expect(await prove(await assertion({}, {}, other.key))).toEqual([401, 'AADSTS50027']);
    expect(await prove(await assertion({}, { 'x5t#S256': 'x' }))).toEqual([401, 'AADSTS700027']);
    expect(await prove('no.assertion.this')).toEqual([401, 'AADSTS700027']);
    expect(await ask({ client_assertion_type: 'password', client_assertion: await assertion() })).toEqual([
      400,
      'AADSTS900144',
    ]);
  });
});

describe('what Teams says of a credential before it starts', () => {
  const locked = uploaded.pair.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a secret' })
    .toString();
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const cut = (pem: string) => pem.replace(/.{60}\n/, '\n');

  test.each<[string, string, RegExp]>([
    [
      'that has ended',
      makeCertificate({ to: daysFromNow(-1), pair: uploaded.pair }).pem,
      /ended on .*Make a new certificate/,
    ],
    ['that has not begun', makeCertificate({ from: daysFromNow(2), pair: uploaded.pair }).pem, /begins on .*clock/],
    [
      'with the key of another',
      makeCertificate({ key: other.pair.privateKey, pair: uploaded.pair }).pem,
      /key of another. Export both together/,
    ],
    ['with an elliptic key', makeCertificate({ key: elliptic, pair: uploaded.pair }).pem, /another key than RSA/],
    ['with a short key', makeCertificate({ pair: makeKeys(1024) }).pem, /2048 bits or more/],
    ['whose key is locked', `${uploaded.certificate}${locked}`, /locked with a passphrase/],
    ['without a key', uploaded.certificate, /no private key in PEM text/],
    ['without a certificate', uploaded.key, /a key and no certificate/],
    ['that is cut off', `${cut(uploaded.certificate)}${uploaded.key}`, /certificate that cannot be read/],
    ['whose key is cut off', `${uploaded.certificate}${cut(uploaded.key)}`, /private key that cannot be read/],
    ['that is a .pfx', '\u0030\u0082\u0010', /From a .pfx: openssl pkcs12/],
    ['that is empty', '', /no private key in PEM text/],
  ])('a certificate %s is refused with the mend', async (_what, text, words) => {
    const file = fileOf(text);
    await expect(start({ certificateFile: file })).rejects.toThrow(SetUpError);
    await expect(start({ certificateFile: file })).rejects.toThrow(words);
    await expect(start({ certificateFile: file })).rejects.not.toThrow(/BEGIN/);
  });

  test('a file that is not there, or is a folder, is named', async () => {
    await expect(start({ certificateFile: '/nowhere/app.pem' })).rejects.toThrow(/\/nowhere\/app.pem cannot be read/);
    await expect(start({ certificateFile: folder.path })).rejects.toThrow(/cannot be read/);
  });

  test('nothing to prove the app with, or two things, is refused', async () => {
    await expect(start({})).rejects.toThrow('none is set');
    await expect(start({ appPassword: '  ' })).rejects.toThrow('none is set');
    await expect(start({ appPassword: PASSWORD, managedIdentity: true })).rejects.toThrow('more than one is set');
    expect(credentialOf({ appId: APP, appTenantId: BOT_TENANT, managedIdentity: true })).toEqual({
      kind: 'managed identity',
    });
  });
});

describe('what Microsoft refuses', () => {
  test.each<[string, Partial<Account>, RegExp]>([
    ['a secret of another app', { appPassword: 'wrong' }, /Copy the value of the secret, and not its id/],
    ['an app of another tenant', { appPassword: PASSWORD, appId: 'another' }, /The app is not in that tenant/],
  ])('%s is told with the mend, and nothing of the secret', async (_what, proof, words) => {
    const tokens = tokensOf(proof);
    await expect(tokens.bearer()).rejects.toThrow(words);
    await expect(tokens.bearer()).rejects.not.toThrow(/sesame|wrong/);
  });

  test('a tenant that does not exist is told with the mend', async () => {
    const settings = settingsOf({ appPassword: PASSWORD, appTenantId: 'nowhere' });
    const custom = { ...settings.custom, loginUrl: `${microsoft.url}/login` };
    const tokens = createTokens(cloudOf('custom', custom, 'nowhere'), settings, () => new Date());
    await expect(tokens.bearer()).rejects.toThrow('There is no such tenant');
  });
});
