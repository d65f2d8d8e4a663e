// A small App Service, which is where the SDK finds a managed identity by IDENTITY_ENDPOINT and IDENTITY_HEADER.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cloudOf } from '../../../src/platforms/teams/clouds.ts';
import { createTokens } from '../../../src/platforms/teams/tokens.ts';

interface Asked {
  path: string;
  query: Record<string, string>;
  header: unknown;
}

let server: Server;
let asked: Asked[] = [];
/** Whose token the host gives; none answers 400, as for an identity that is not assigned. */
let holder: string | undefined;
beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://host');
    const header = request.headers['x-identity-header'];
    asked.push({ path: url.pathname, query: Object.fromEntries(url.searchParams), header });
    response.setHeader('content-type', 'application/json');
    if (holder === undefined) response.writeHead(400).end('{"statusCode":400,"message":"No identity. host-secret"}');
    else response.end(JSON.stringify({ access_token: tokenOf(holder), expires_on: inAnHour(), token_type: 'Bearer' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env['IDENTITY_ENDPOINT'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`;
  process.env['IDENTITY_HEADER'] = 'host-secret';
  // Nobody's developer tools are asked for a token of their own.
  process.env['AZURE_TOKEN_CREDENTIALS'] = 'prod';
});
afterAll(() => {
  for (const name of ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'AZURE_TOKEN_CREDENTIALS'])
    Reflect.deleteProperty(process.env, name);
  server.close();
});
beforeEach(() => {
  asked = [];
});

const inAnHour = () => String(Math.floor(Date.now() / 1000) + 3600);
const tokenOf = (appid: string) =>
  [{ alg: 'RS256' }, { appid }].map((one) => Buffer.from(JSON.stringify(one)).toString('base64url')).join('.') +
  '.c2ln';
const tokensOf = (appId: string, cloud: 'public' | 'gcch') =>
  createTokens(
    cloudOf(cloud, undefined, 'a-tenant'),
    { appId, appTenantId: 'a-tenant', managedIdentity: true },
    () => new Date(),
  );

describe('a bot that is a managed identity', () => {
  test.each([
    ['public', 'https://api.botframework.com'],
    ['gcch', 'https://api.botframework.us'],
  ] as const)('is given its token by the host in the cloud %s, and asks once for many', async (cloud, resource) => {
    const appId = `the-bot-of-${cloud}`;
    holder = appId;
    const tokens = tokensOf(appId, cloud);

    await expect(Promise.all([tokens.bearer(), tokens.bearer()])).resolves.toEqual([tokenOf(appId), tokenOf(appId)]);
    await expect(tokens.bearer()).resolves.toBe(tokenOf(appId));
    expect(asked[0]).toEqual({
      path: '/msi/token',
      query: { 'api-version': '2019-08-01', resource, client_id: appId },
      header: 'host-secret',
    });
    expect(asked).toHaveLength(1);
  });

  test('does not speak with the token of another identity', async () => {
    holder = 'somebody-else';
    await expect(tokensOf('the-bot-alone', 'public').bearer()).rejects.toMatchObject({
      ...{ kind: 'try-later', reason: 'app-credential' },
      message: expect.stringContaining('Please assign the managed identity with the client id TEAMS_APP_ID'),
    });
  });

  test('says what to do where the host has none, and nothing of what the host said', async () => {
    holder = undefined;
    const failed = tokensOf('the-bot-without', 'public').bearer();
    await expect(failed).rejects.toMatchObject({ kind: 'try-later', reason: 'app-credential' });
    await expect(failed).rejects.toThrow(/Please assign it to the host under Identity > User assigned/);
    await expect(failed).rejects.not.toThrow(/host-secret/);
  });
});
