import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLog } from '../../../src/log.ts';
import { diagnoseSlack, type Diagnosed } from '../../../src/platforms/slack/diagnose.ts';
import { SECRET, TEAM, setStage, type Stage } from './stage.ts';

let stage: Stage;
const servers: Server[] = [];
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(() => stage.reset());
afterAll(async () => {
  await stage.close();
  for (const server of servers) server.close();
});

const base = (): Diagnosed => ({
  botToken: 'xoxb-hill',
  signingSecret: SECRET,
  apiUrl: stage.apiUrl,
  url: new URL('/', stage.door).href,
  log: createLog({ level: 'silent' }),
  now: () => new Date(),
});

async function diagnose(given: Partial<Diagnosed> = {}): Promise<Record<string, { ok: boolean; words: string }>> {
  const found = await diagnoseSlack({ ...base(), ...given });
  return Object.fromEntries(found.map(({ what, ok, words }) => [what, { ok, words }]));
}

/** An address where something else answers. */
async function elsewhere(status: number): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end());
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('the doctor for Slack', () => {
  it('finds nothing to mend in a set-up that works, and says hello where it is asked to', async () => {
    stage.pocket.addUser({
      workspaceId: TEAM,
      id: 'U0ASKS',
      name: 'asks',
      realName: 'Ana Asks',
      email: 'ana@hill.example',
    });

    const found = await diagnose({ as: 'ana@hill.example' });

    expect(Object.keys(found)).toEqual(['Token', 'Permissions', 'Clock', 'Request URL', 'Home', 'Messages']);
    expect(Object.values(found).filter((one) => !one.ok)).toEqual([]);
    expect(JSON.stringify(stage.pocket.screen('U0ASKS'))).toContain('The set-up works');
  });

  it('says nothing to anybody unless it is told to whom', async () => {
    await diagnose();

    expect(stage.pocket.calls.map((call) => call.method)).toEqual(['auth.test']);
  });

  it('names a token that Slack does not accept', async () => {
    expect((await diagnose({ botToken: 'xoxb-other' }))['Token']).toEqual({
      ok: false,
      words: expect.stringContaining('does not accept SLACK_BOT_TOKEN'),
    });
  });

  it('names the permissions that are missing', async () => {
    stage.pocket.reset();
    stage.pocket.addWorkspace({
      id: TEAM,
      name: 'Hill',
      botToken: 'xoxb-hill',
      botUserId: 'U0BOT',
      scopes: ['commands'],
    });

    const { Permissions } = await diagnose();

    expect(Permissions?.ok).toBe(false);
    expect(Permissions?.words).toMatch(/chat:write, .*install the app again/);
  });

  it('notices a clock that is off', async () => {
    const now = () => new Date(Date.now() - 200_000);

    expect((await diagnose({ now }))['Clock']).toEqual({
      ok: false,
      words: expect.stringMatching(/\d+ s behind Slack/),
    });
  });

  it('tells a signing secret of another app from an address where something else answers or nothing does', async () => {
    const url = async (given: Partial<Diagnosed>) => (await diagnose(given))['Request URL']?.words ?? '';

    expect(await url({ signingSecret: 'of-another-app' })).toContain('signing secret of another app');
    expect(await url({ url: await elsewhere(404) })).toContain('answers 404');
    expect(await url({ url: await elsewhere(200) })).toContain('something else is there');
    expect(await url({ url: 'http://127.0.0.1:9/' })).toContain('cannot be reached');
  });

  it('names a Home that is off and private messages that are off', async () => {
    stage.pocket.addUser({
      workspaceId: TEAM,
      id: 'U0ASKS',
      name: 'asks',
      realName: 'Ana Asks',
      email: 'ana@hill.example',
    });
    stage.pocket.fail({ method: 'views.publish', mode: 'error', error: 'not_enabled' });
    stage.pocket.fail({ method: 'chat.postMessage', mode: 'error', error: 'messages_tab_disabled' });

    const { Home, Messages } = await diagnose({ as: 'ana@hill.example' });

    expect(Home?.words).toContain('Show Tabs > Home Tab');
    expect(Messages?.words).toContain('Show Tabs > Messages Tab');
  });

  it('tries the credentials of an app that many workspaces install', async () => {
    const app = { clientId: '1.2', clientSecret: 'a-client-secret' };
    stage.pocket.registerApp({ appId: 'A0DOC', name: 'Throughline', ...app, redirectUrls: [], scopes: [] });
    const words = async (given: typeof app) => {
      const { botToken: _, ...many } = { ...base(), app: given };
      return (await diagnoseSlack(many)).find((one) => one.what === 'App')?.words;
    };

    expect(await words(app)).toBe('accepted');
    expect(await words({ ...app, clientSecret: 'another' })).toContain('SLACK_CLIENT_SECRET is not');
    expect(await words({ ...app, clientId: '9.9' })).toContain('knows no app of SLACK_CLIENT_ID');
  });

  it('says whom Slack does not know', async () => {
    expect((await diagnose({ as: 'nobody@hill.example' }))['Person']?.words).toContain('knows nobody');
  });
});
