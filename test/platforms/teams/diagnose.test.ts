import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { diagnoseTeams, type Diagnosed } from '../../../src/platforms/teams/diagnose.ts';
import { NO_TOKEN } from '../../../src/platforms/teams/door.ts';
import { listenPocketTeams, type ListeningPocketTeams } from '../../../src/playground/pocket-teams/index.ts';
import { daysFromNow, makeCertificate } from '../../support/certificate.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { openWorld, type World } from './world.ts';

const folder = temporaryFolder();
const good = makeCertificate();
const soon = makeCertificate({ to: daysFromNow(12.5), pair: good.pair });
const servers: Server[] = [];
let world: World;
let microsoft: ListeningPocketTeams;
let here: string;

beforeAll(async () => {
  world = await openWorld({ publicUrl: 'https://coaching.harbor.example' });
  here = new URL('/', world.messagesUrl).origin;
  microsoft = await listenPocketTeams({
    ...{ now: () => new Date(), messagesUrl: world.messagesUrl, appId: 'the-bot', appPassword: 'open sesame' },
    ...{ tenantId: 'the-tenant', certificates: [good.certificate, soon.certificate] },
  });
});
afterAll(async () => {
  await world.close();
  await microsoft.close();
  for (const server of servers) server.close();
  folder.remove();
});

function base(): Diagnosed {
  const { openIdMetadataUrl, loginUrl, issuer, serviceUrl } = microsoft;
  const custom = { openIdMetadataUrl, loginUrl, tokenIssuer: issuer, serviceHosts: [new URL(serviceUrl).host] };
  const account = { appId: 'the-bot', appTenantId: 'the-tenant', appPassword: 'open sesame' };
  return { ...account, cloud: 'custom', custom, url: here, publicUrl: here, now: () => new Date() };
}

async function diagnose(given: Partial<Diagnosed> = {}): Promise<Record<string, { ok: boolean; words: string }>> {
  const found = await diagnoseTeams({ ...base(), ...given });
  return Object.fromEntries(found.map(({ what, ok, words }) => [what, { ok, words }]));
}

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** An address where something else answers. */
async function elsewhere(status: number, body = ''): Promise<string> {
  const headers = status < 400 ? { location: 'https://login.harbor.example/' } : {};
  const port = await listen(createServer((_, response) => response.writeHead(status, headers).end(body)));
  return `http://127.0.0.1:${port}`;
}

function fileOf(name: string, pem: string): string {
  const file = join(folder.path, name);
  writeFileSync(file, pem);
  return file;
}

const mended = (words: RegExp) => ({ ok: false, words: expect.stringMatching(words) });

describe('the doctor for Teams', () => {
  it('finds nothing to mend in a set-up that works, and writes to nobody', async () => {
    const found = await diagnose();

    expect(Object.keys(found)).toEqual([
      'Credential',
      'Token',
      'Signing keys',
      'Clock',
      'Messaging endpoint',
      'Personal tab',
    ]);
    expect(Object.values(found).filter((one) => !one.ok)).toEqual([]);
    expect(JSON.stringify(found)).not.toContain('sesame');
    expect(microsoft.pocket.calls.filter((call) => call.kind !== 'token')).toEqual([]);
    expect(world.heard).toEqual([]);
  });

  it('names the certificate and the day on which it ends', async () => {
    const { appPassword: _without, ...account } = base();
    const found = await diagnoseTeams({ ...account, certificateFile: fileOf('good.pem', good.pem) });

    expect(found[0]).toEqual({
      ...{ what: 'Credential', ok: true },
      words: expect.stringMatching(/^a certificate until \d{4}-\d\d-\d\d, SHA-256 [0-9A-F]{64}$/),
    });
    expect(found[1]).toMatchObject({ what: 'Token', ok: true });
  });

  it('warns of a certificate that ends within thirty days, which still works', async () => {
    const { appPassword: _without, ...account } = base();
    const found = await diagnoseTeams({ ...account, certificateFile: fileOf('soon.pem', soon.pem) });

    expect(found[0]).toEqual({ what: 'Credential', ...mended(/it ends in 12 days. Upload a new one now/) });
    expect(found[1]).toMatchObject({ what: 'Token', ok: true });
  });

  it('asks for no token with a certificate that cannot be used', async () => {
    const { appPassword: _without, ...account } = base();
    const found = await diagnoseTeams({ ...account, certificateFile: fileOf('key.pem', good.key) });

    expect(found.map((one) => one.what)).not.toContain('Token');
    expect(found[0]).toEqual({ what: 'Credential', ...mended(/a key and no certificate/) });
  });

  it('names a secret that Microsoft does not accept', async () => {
    expect((await diagnose({ appPassword: 'another' }))['Token']).toEqual(
      mended(/TEAMS_APP_PASSWORD is not a secret of this app/),
    );
  });

  it('names keys that cannot be read, and keys of another cloud', async () => {
    const { custom } = base();
    const unread = { ...custom!, openIdMetadataUrl: 'http://127.0.0.1:9/openid' };
    const other = { ...custom!, tokenIssuer: 'https://api.botframework.us' };

    expect((await diagnose({ custom: unread }))['Signing keys']).toEqual(
      mended(/^127.0.0.1:9 cannot be read from here/),
    );
    expect((await diagnose({ custom: unread }))['Clock']).toBeUndefined();
    expect((await diagnose({ custom: other }))['Signing keys']).toEqual(
      mended(/speaks for https:\/\/api.botframework.com. Please check TEAMS_CLOUD/),
    );
  });

  it.each([
    [200, /200 s ahead of Microsoft. Turn on time synchronization/],
    [-200, /200 s behind Microsoft/],
  ])('notices a clock that is %i seconds off', async (seconds, words) => {
    const { Clock } = await diagnose({ now: () => new Date(Math.floor(Date.now() / 1000) * 1000 + seconds * 1000) });
    // The two are read a moment apart.
    expect(Clock?.words.replace(/\b(199|201) s/, '200 s')).toMatch(words);
  });

  it.each([
    [401, 'Please sign in', /asks for a sign-in before the process is reached/],
    [403, '', /is refused before the process is reached/],
    [404, '', /is not there: something else answers, or Teams is off/],
    [302, '', /leads elsewhere, and the Bot Connector does not follow/],
    [502, '', /answers 502. Is the process there/],
  ])('tells what stands at the address where %i is the answer', async (status, body, words) => {
    const url = await elsewhere(status, body);
    expect((await diagnose({ url }))['Messaging endpoint']).toEqual(mended(words));
  });

  it('names an address where nothing answers, and one whose certificate nobody trusts', async () => {
    const options = { key: good.key, cert: good.certificate };
    const port = await listen(createSecureServer(options, (_, response) => response.writeHead(401).end(NO_TOKEN)));

    expect((await diagnose({ url: 'http://127.0.0.1:9' }))['Messaging endpoint']).toEqual(mended(/cannot be reached/));
    expect((await diagnose({ url: `https://127.0.0.1:${port}` }))['Messaging endpoint']).toEqual(
      mended(/certificate that is not trusted .* with its whole chain/),
    );
  });

  it('tells of the tab where it is off, elsewhere, or behind something', async () => {
    const { publicUrl: _without, ...settings } = base();
    const off = (await diagnoseTeams(settings)).find((one) => one.what === 'Personal tab');
    expect(off).toEqual({ what: 'Personal tab', ok: true, words: expect.stringContaining('PUBLIC_URL is not set') });

    expect((await diagnose({ publicUrl: 'https://other.example' }))['Personal tab']).toEqual(
      mended(/Make them the same/),
    );
    const url = await elsewhere(404);
    expect((await diagnose({ url, publicUrl: url }))['Personal tab']).toEqual(mended(/answers 404. Start the process/));
  });

  it('does not guess an address that it was not told', async () => {
    const { publicUrl: _without, url: _nor, ...settings } = base();
    const found = await diagnoseTeams(settings);
    expect(found.at(-1)).toMatchObject({
      what: 'Messaging endpoint',
      ok: true,
      words: expect.stringContaining('--url'),
    });
  });
});
