import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axe from 'axe-core';
import { silentLog } from '../../../src/log.ts';
import { openLines } from '../../../src/platforms/slack/connection.ts';
import { exchangeCode } from '../../../src/platforms/slack/install/exchange.ts';
import { INSTALL_PATH, REDIRECT_PATH, SCOPES, START_PATH } from '../../../src/platforms/slack/install/scopes.ts';
import { browserPath, openBrowser } from '../../e2e/browser.ts';
import { APP, GRID, setManyStage, type ManyStage } from './many.ts';
import { commandBody, knock, simpleCard } from './stage.ts';

let stage: ManyStage;
beforeAll(async () => {
  stage = await setManyStage();
});
beforeEach(() => {
  stage.reset();
});
afterAll(() => stage.close());

const scopes = Object.keys(SCOPES);
const newcomer = 'T0NEW';

interface Visit {
  status: number;
  headers: Headers;
  html: string;
  /** What a browser would send along next time. */
  cookie: string;
}

async function visit(address: string, cookie = ''): Promise<Visit> {
  const response = await fetch(new URL(address, stage.url), { redirect: 'manual', headers: { cookie } });
  const [set = ''] = response.headers.getSetCookie();
  return {
    status: response.status,
    headers: response.headers,
    html: await response.text(),
    cookie: set.split(';')[0] ?? '',
  };
}

/** Up to Slack's consent page, and what the administrator's browser then has. */
async function setOut(): Promise<{ authorizeUrl: string; cookie: string }> {
  const { headers, cookie } = await visit(START_PATH);
  return { authorizeUrl: headers.get('location') ?? '', cookie };
}

async function install(workspaceId = newcomer): Promise<Visit> {
  const { authorizeUrl, cookie } = await setOut();
  return visit(stage.pocket.approveInstall({ authorizeUrl, workspaceId, userId: 'U0ADMIN' }), cookie);
}

function addNewcomer(name = 'New District'): void {
  stage.pocket.addWorkspace({ id: newcomer, name });
  stage.pocket.addUser({ workspaceId: newcomer, id: 'U0ADMIN', name: 'ada', realName: 'Ada Admin' });
}

const headingOf = (page: Visit) => /<h1>(.*?)<\/h1>/s.exec(page.html)?.[1];
const nothingIsKept = () => !stage.installations.all.has(newcomer);

describe('an administrator', () => {
  it('installs the app, is told what comes next, and is answered from then on', async () => {
    addNewcomer();

    const page = await install();

    expect(page.status).toBe(200);
    expect(headingOf(page)).toBe('Throughline is installed');
    expect(page.html).toContain('New District');
    expect(page.html).toContain('join');
    expect(page.html).toContain('https://slack.com/app_redirect?app=A0THROUGHLN&amp;team=T0NEW');
    expect(stage.installations.all.get(newcomer)).toMatchObject({
      platform: 'slack',
      teamId: newcomer,
      name: 'New District',
      isOrganization: false,
      appId: APP.appId,
      botToken: stage.pocket.installation(newcomer).botToken,
      botUserId: stage.pocket.installation(newcomer).botUserId,
      installedBy: 'U0ADMIN',
      scopes,
    });
    await stage.platform.post({ teamId: newcomer, userId: 'U0ADMIN' }, simpleCard('Welcome'), 'key-1');
    await stage.pocket.sendCommand({ workspaceId: newcomer, userId: 'U0ADMIN' }, 'dm', '/coach');
    expect(stage.received).toMatchObject([{ sender: { teamId: newcomer, userId: 'U0ADMIN' } }]);
  });

  it('of an organization installs it once for all workspaces', async () => {
    stage.installations.all.clear();
    stage.pocket.addUser({ workspaceId: 'T0NORTH', id: 'W0ADMIN', name: 'olga', realName: 'Olga Admin' });
    const { authorizeUrl, cookie } = await setOut();

    const back = stage.pocket.approveInstall({ authorizeUrl, enterpriseId: GRID, userId: 'W0ADMIN' });
    const page = await visit(back, cookie);

    expect(page.html).toContain('for the organization');
    expect(stage.installations.all.get(GRID)).toMatchObject({
      teamId: GRID,
      enterpriseId: GRID,
      isOrganization: true,
      name: 'Grid',
    });
  });

  it('is sent to Slack’s page with the scopes, the way back, and a value that is good once', async () => {
    const { authorizeUrl, cookie } = await setOut();

    const asked = new URL(authorizeUrl).searchParams;
    expect(Object.fromEntries(asked)).toEqual({
      client_id: APP.clientId,
      scope: scopes.join(','),
      redirect_uri: `${stage.url}${REDIRECT_PATH}`,
      state: expect.stringMatching(/.{20,}/),
    });
    expect(cookie).toContain(asked.get('state'));
    expect((await setOut()).authorizeUrl).not.toBe(authorizeUrl);
  });

  it('who installs it once more gets its new token used, and does no harm', async () => {
    addNewcomer();
    await install();
    await stage.pocket.uninstall(newcomer);
    expect(nothingIsKept()).toBe(true);

    await install();

    await stage.platform.post({ teamId: newcomer, userId: 'U0ADMIN' }, simpleCard('Back'), 'key-1');
    expect(await knock(stage.door, commandBody({ team_id: newcomer }))).toMatchObject({ status: 200 });
  });

  it('is told which permissions were not granted', async () => {
    addNewcomer();
    const { authorizeUrl, cookie } = await setOut();
    const fewer = scopes.filter((scope) => scope !== 'users:read.email');

    const back = stage.pocket.approveInstall({ authorizeUrl, workspaceId: newcomer, userId: 'U0ADMIN', scopes: fewer });
    const page = await visit(back, cookie);

    expect(page.html).toMatch(/did not grant one permission:\s*<code>users:read.email<\/code>/);
  });

  it('cancels, and nothing is installed', async () => {
    const { authorizeUrl, cookie } = await setOut();

    const page = await visit(stage.pocket.declineInstall({ authorizeUrl }), cookie);

    expect([page.status, headingOf(page)]).toEqual([200, 'Nothing was installed']);
  });
});

describe('the way back from Slack', () => {
  async function allowed() {
    addNewcomer();
    const { authorizeUrl, cookie } = await setOut();
    return { back: stage.pocket.approveInstall({ authorizeUrl, workspaceId: newcomer, userId: 'U0ADMIN' }), cookie };
  }

  it('works once', async () => {
    const { back, cookie } = await allowed();
    await visit(back, cookie);
    stage.installations.all.delete(newcomer);

    const again = await visit(back, cookie);

    expect([again.status, headingOf(again)]).toEqual([400, 'This link is used up']);
    expect(nothingIsKept()).toBe(true);
  });

  it.each([
    ['another browser', () => ''],
    ['a browser that set out for another installation', () => 'throughline-slack-install=another'],
    ['a cookie that cannot be read', () => 'throughline-slack-install=%E0%A4%A'],
  ])('works in no other browser: %s', async (_, cookie) => {
    const { back } = await allowed();

    const page = await visit(back, cookie());

    expect([page.status, headingOf(page)]).toEqual([400, 'Please start on our page']);
    expect(nothingIsKept()).toBe(true);
    expect(stage.pocket.calls.filter((call) => call.method === 'oauth.v2.access')).toEqual([]);
  });

  it('works with no value but one of ours', async () => {
    const { back } = await allowed();
    const forged = new URL(back);
    forged.searchParams.set('state', 'made-up');

    const page = await visit(forged.href, 'throughline-slack-install=made-up');

    expect(headingOf(page)).toBe('This link is used up');
    expect(nothingIsKept()).toBe(true);
  });

  it('without a value, as from Slack’s own administration pages, says where to start', async () => {
    const page = await visit(`${REDIRECT_PATH}?code=abc`);

    expect([page.status, headingOf(page)]).toEqual([400, 'Please start on our page']);
    expect(page.html).toContain(`href="${INSTALL_PATH}"`);
  });

  it.each([
    ['invalid_code', 400, 'This link is used up'],
    ['code_already_used', 400, 'This link is used up'],
    ['bad_client_secret', 500, 'We have to mend something first'],
    ['invalid_client_id', 500, 'We have to mend something first'],
    ['bad_redirect_uri', 500, 'We have to mend something first'],
    ['internal_error', 503, 'Slack did not answer'],
  ])('ends with a kind page when Slack says %s', async (error, status, heading) => {
    const { back, cookie } = await allowed();
    stage.pocket.fail({ method: 'oauth.v2.access', mode: 'error', error });

    const page = await visit(back, cookie);

    expect([page.status, headingOf(page)]).toEqual([status, heading]);
    expect(nothingIsKept()).toBe(true);
    expect(stage.logged.join('\n')).toContain(error);
  });

  it('ends with a kind page when Slack does not answer', async () => {
    const { back, cookie } = await allowed();
    stage.pocket.fail({ method: 'oauth.v2.access', mode: 'http500' });

    expect(headingOf(await visit(back, cookie))).toBe('Slack did not answer');
  });

  it('ends with a kind page when it cannot be saved', async () => {
    const { back, cookie } = await allowed();
    stage.installations.away = true;

    const page = await visit(back, cookie);

    expect([page.status, headingOf(page)]).toEqual([503, 'This could not be saved']);
  });

  it('says nothing of a word that Slack never says', async () => {
    const page = await visit(`${REDIRECT_PATH}?error=${encodeURIComponent('<script>alert(1)</script>')}`);

    expect(headingOf(page)).toBe('Slack did not answer');
    expect(page.html + stage.logged.join('\n')).not.toContain('alert');
  });

  it('forgets its cookie, whatever comes', async () => {
    const page = await visit(`${REDIRECT_PATH}?error=access_denied`);

    const [set = ''] = page.headers.getSetCookie();
    expect(set).toMatch(/^throughline-slack-install=;.*Expires=Thu, 01 Jan 1970/);
  });

  it('writes neither code nor token nor secret into a page or the log', async () => {
    const { back, cookie } = await allowed();
    const code = new URL(back).searchParams.get('code') ?? '';

    const pages = [await visit(back, cookie), await visit(back, cookie)];

    const said = [...pages.map((page) => page.html), ...stage.logged].join('\n');
    for (const secret of [code, APP.clientSecret, stage.pocket.installation(newcomer).botToken])
      expect(said).not.toContain(secret);
  });
});

describe('the cookie', () => {
  it('is for our own pages alone, and unseen by scripts', async () => {
    const { headers } = await visit(START_PATH);

    const [set = ''] = headers.getSetCookie();
    expect(set).toMatch(/; Max-Age=600; Path=\/slack; .*HttpOnly; SameSite=Lax$/);
  });
});

describe('the token', () => {
  it('that would expire is not kept: rotation is off', async () => {
    const answer = {
      ok: true,
      app_id: 'A1',
      token_type: 'bot',
      access_token: 'xoxe-1',
      bot_user_id: 'U1',
      scope: 'commands',
      team: { id: 'T1', name: 'One' },
    };
    const exchange = async (more: Record<string, unknown>) => {
      const server = createServer((_, response) => {
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ ...answer, ...more }));
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const apiUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/`;
      const line = openLines({ apiUrl, log: silentLog, now: () => new Date() }).patient;
      const credentials = { ...APP, redirectUrl: 'https://example.org' };
      const outcome = await exchangeCode(line, credentials, 'a-code', new Date());
      server.close();
      server.closeAllConnections();
      return outcome;
    };

    expect(await exchange({ refresh_token: 'xoxe-2', expires_in: 43_200 })).toEqual({
      trouble: 'set-up',
      reason: 'token_rotation_is_on',
    });
    expect(await exchange({ team: null })).toMatchObject({ trouble: 'slack-away' });
    expect(await exchange({ access_token: undefined })).toMatchObject({ reason: 'unreadable_answer' });
    expect(await exchange({})).toMatchObject({ installation: { teamId: 'T1' } });
  });
});

describe('every page', () => {
  const pages: [string, () => Promise<Visit>][] = [
    ['before Slack', () => visit(INSTALL_PATH)],
    ['after it', () => (addNewcomer(), install())],
    ['cancelled', () => visit(`${REDIRECT_PATH}?error=access_denied`)],
    ['not started here', () => visit(`${REDIRECT_PATH}?code=abc`)],
  ];

  it.each(pages)('stands on its own, with a language, a title and one heading: %s', async (_, open) => {
    const page = await open();

    const style = /<style>(.*?)<\/style>/s.exec(page.html)?.[1] ?? '';
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(page.html).toMatch(/^<!doctype html>\s*<html lang="en">/);
    expect(page.html.match(/<title>[^<]+ · Throughline<\/title>/g)).toHaveLength(1);
    expect([page.html.match(/<main>/g)?.length, page.html.match(/<h1>/g)?.length]).toEqual([1, 1]);
    expect(page.html).not.toMatch(/<script|\son\w+=|src=/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    const headers = ['cache-control', 'referrer-policy', 'x-content-type-options', 'content-type'];
    expect(headers.map((name) => page.headers.get(name))).toEqual([
      'no-store',
      'no-referrer',
      'nosniff',
      'text/html; charset=utf-8',
    ]);
  });

  it('says what each permission is for', async () => {
    const { html } = await visit(INSTALL_PATH);

    for (const [scope, why] of Object.entries(SCOPES)) {
      expect(html).toContain(`<code>${scope}</code>`);
      expect(html).toContain(why.slice(0, 20));
    }
  });

  it('shows a workspace’s name as text', async () => {
    addNewcomer('<img src=x onerror=alert(1)> & "Co"');

    const { html } = await install();

    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Co&quot;');
    expect(html).not.toContain('<img');
  });

  (browserPath === undefined ? it.skip : it)(
    'is read by a screen reader and used by keyboard without trouble',
    async () => {
      const browser = await openBrowser();
      const findings: string[] = [];
      for (const address of [INSTALL_PATH, `${REDIRECT_PATH}?error=access_denied`]) {
        const page = await browser.open(new URL(address, stage.url).href, { width: 400, height: 800 });
        await page.evaluate(`${axe.source};0`);
        findings.push(
          ...(await page.evaluate<string[]>(
            `axe.run().then((found) => found.violations.map((one) => one.id + ' ' + one.nodes.map((node) => node.html)))`,
          )),
        );
        await page.keyboard.press('Tab');
        findings.push(await page.evaluate<string>(`document.activeElement.textContent.trim()`));
        findings.push(await page.evaluate<string>(`String(document.documentElement.scrollWidth <= innerWidth)`));
      }
      await browser.close();

      expect(findings).toEqual(['Continue to Slack', 'true', 'Start again', 'true']);
      expect(browser.trouble).toEqual([]);
    },
  );
});
