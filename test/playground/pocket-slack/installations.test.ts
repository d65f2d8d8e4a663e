import { scopes } from './bolt-app.ts';
import { refusal, startPocketWithListener } from './listening-app.ts';

let house: Awaited<ReturnType<typeof startPocketWithListener>>;
const begin = async (options: Parameters<typeof startPocketWithListener>[0] = {}) => {
  house = await startPocketWithListener(options);
  const { pocket } = house;
  pocket.registerApp({
    appId: 'A0THROUGHLN',
    name: 'Throughline',
    clientId: '111.222',
    clientSecret: 'very-secret',
    redirectUrls: ['https://app.example/slack/oauth_redirect'],
    scopes,
  });
  pocket.addWorkspace({ id: 'T0NORTH', name: 'Northlight', botToken: 'xoxb-north', botUserId: 'U0BOT', scopes });
  pocket.addWorkspace({ id: 'T0BAY', name: 'Bay', botToken: 'xoxb-bay', botUserId: 'U0BAYBOT', scopes });
  pocket.addUser({ workspaceId: 'T0NORTH', id: 'U0MAYA', name: 'maya', realName: 'Maya', tz: 'America/Denver' });
  pocket.addUser({ workspaceId: 'T0BAY', id: 'U0BEN', name: 'ben', realName: 'Ben' });
};
beforeEach(() => begin());
afterEach(() => house.stop());

async function reinstall(): Promise<string> {
  const url = house.pocket.approveInstall({ workspaceId: 'T0NORTH', userId: 'U0MAYA' });
  const code = new URL(url).searchParams.get('code') ?? '';
  const granted = await house
    .clientOf('')
    .oauth.v2.access({ client_id: '111.222', client_secret: 'very-secret', code });
  return granted.access_token ?? '';
}

describe('an app that is taken away', () => {
  it('has a dead token in that workspace alone, and hears of it by both events', async () => {
    await house.pocket.uninstall('T0NORTH');

    expect(await refusal(house.clientOf('xoxb-north').auth.test())).toBe('account_inactive');
    expect((await house.clientOf('xoxb-bay').auth.test()).ok).toBe(true);
    expect(house.events()).toMatchObject([
      { team_id: 'T0NORTH', event: { type: 'app_uninstalled' }, event_time: 1_795_125_600 },
      { team_id: 'T0NORTH', event: { type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } } },
    ]);
  });

  it('may hear of it in the other order, twice, and after it is back', async () => {
    const events = ['tokens_revoked', 'app_uninstalled', 'tokens_revoked'] as const;
    await house.pocket.uninstall('T0NORTH', { events });
    const token = await reinstall();
    await house.pocket.announceUninstall('T0NORTH', { events: ['app_uninstalled'], seconds: 1_795_125_000 });

    expect(house.events().map((one) => one.event['type'])).toEqual([...events, 'app_uninstalled']);
    expect(house.events().at(-1)?.['event_time']).toBe(1_795_125_000);
    expect(token).not.toBe('xoxb-north');
    expect(await house.clientOf(token).auth.test()).toMatchObject({ team_id: 'T0NORTH' });
    expect(await refusal(house.clientOf('xoxb-north').auth.test())).toBe('account_inactive');
  });

  it('hears nothing else of that workspace, and its commands and shortcuts are gone there', async () => {
    await house.pocket.uninstall('T0NORTH');
    house.received.length = 0;

    expect(await house.pocket.sendCommand('U0MAYA', 'dm', '/checkin')).toMatchObject({ notice: 'invalid_command' });
    expect(await house.pocket.sendShortcut('U0MAYA', 'open')).toMatchObject({ notice: 'invalid_shortcut' });
    expect(await house.pocket.sayInDm('U0MAYA', 'hello?')).toMatchObject({ attempts: 0 });
    expect(await house.pocket.openHome('U0MAYA')).toMatchObject({ attempts: 0 });
    expect(house.received).toEqual([]);
    expect(house.pocket.screen('U0MAYA').conversations[0]?.messages).toHaveLength(1);
  });

  it('posts nothing any more by an address from before', async () => {
    await house.pocket.sendCommand('U0MAYA', 'dm', '/checkin');
    const address = house.forms()[0]?.['response_url'] ?? '';
    const answer = () =>
      fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'Still here' }),
      }).then((response) => response.status);
    expect(await answer()).toBe(200);

    await house.pocket.uninstall('T0NORTH');

    expect(await answer()).toBe(404);
    expect(house.pocket.screen('U0MAYA').conversations[0]?.messages).toHaveLength(1);
  });

  it('can take itself away, with its own name and secret', async () => {
    const { apps } = house.clientOf('xoxb-north');
    const own = { client_id: '111.222', client_secret: 'very-secret' };

    expect(await refusal(apps.uninstall({ ...own, client_secret: 'guess' }))).toBe('bad_client_secret');
    expect((await apps.uninstall(own)).ok).toBe(true);
    await house.pocket.until(() => house.events().length === 2);

    expect(await refusal(house.clientOf('xoxb-north').auth.test())).toBe('account_inactive');
  });
});

describe('a token', () => {
  it('that was revoked says so, however that came about', async () => {
    expect(await house.clientOf('xoxb-bay').auth.revoke()).toMatchObject({ revoked: true });
    expect(await refusal(house.clientOf('xoxb-bay').auth.test())).toBe('token_revoked');
    const token = house.pocket.rotateToken('T0NORTH');
    expect(await refusal(house.clientOf('xoxb-north').auth.test())).toBe('token_revoked');
    expect((await house.clientOf(token).auth.test()).ok).toBe(true);
    house.pocket.revokeToken('T0NORTH', 'token_expired');
    expect(await refusal(house.clientOf(token).auth.test())).toBe('token_expired');
    expect(await refusal(house.clientOf('xoxb-nobody').auth.test())).toBe('invalid_auth');
  });

  it('reaches nothing of another workspace, and finds out nothing about it', async () => {
    const { pocket } = house;
    pocket.addChannel({ workspaceId: 'T0BAY', id: 'C0BAY', name: 'bay', isPrivate: false, members: ['U0BAYBOT'] });
    const bay = house.clientOf('xoxb-bay');
    const north = house.clientOf('xoxb-north');
    const posted = await bay.chat.postMessage({ channel: 'C0BAY', text: 'Bay only' });
    const { channel } = await bay.conversations.open({ users: 'U0BEN' });

    expect(await refusal(north.chat.postMessage({ channel: 'C0BAY', text: 'x' }))).toBe('channel_not_found');
    expect(await refusal(north.chat.postMessage({ channel: 'U0BEN', text: 'x' }))).toBe('channel_not_found');
    expect(await refusal(north.chat.update({ channel: 'C0BAY', ts: posted.ts ?? '', text: 'x' }))).toBe(
      'channel_not_found',
    );
    expect(await refusal(north.conversations.info({ channel: channel?.id ?? '' }))).toBe('channel_not_found');
    expect(await refusal(north.conversations.members({ channel: 'C0BAY' }))).toBe('channel_not_found');
    expect(await refusal(north.conversations.open({ users: 'U0BEN' }))).toBe('user_not_found');
    expect(await refusal(north.users.info({ user: 'U0BEN' }))).toBe('user_not_found');
    expect(await refusal(north.views.publish({ user_id: 'U0BEN', view: { type: 'home', blocks: [] } }))).toBe(
      'invalid_arguments',
    );
    expect((await north.users.list({})).members?.map((one) => one.id)).toEqual(['U0BOT', 'U0MAYA']);
  });

  it('opens and changes no view of another workspace', async () => {
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'T' }, blocks: [] };
    await house.pocket.sendCommand('U0BEN', 'dm', '/checkin');
    const trigger = house.forms()[0]?.['trigger_id'] ?? '';

    expect(await refusal(house.clientOf('xoxb-north').views.open({ trigger_id: trigger, view }))).toBe(
      'invalid_trigger_id',
    );
    const opened = await house.clientOf('xoxb-bay').views.open({ trigger_id: trigger, view });
    expect(await refusal(house.clientOf('xoxb-north').views.update({ view_id: opened.view?.id ?? '', view }))).toBe(
      'not_found',
    );
  });
});

describe('scopes', () => {
  it('are named in the answer’s headers, granted and asked for', async () => {
    const response = await fetch(`${house.apiUrl}users.info`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-north' },
      body: new URLSearchParams({ user: 'U0MAYA' }),
    });

    expect(response.headers.get('x-oauth-scopes')).toBe(scopes.join(','));
    expect(response.headers.get('x-accepted-oauth-scopes')).toBe('users:read');
  });

  it('decide which events come', async () => {
    house.pocket.addWorkspace({
      id: 'T0BARE',
      name: 'Bare',
      botToken: 'xoxb-bare',
      botUserId: 'U0BAREBOT',
      scopes: ['commands'],
    });
    house.pocket.addUser({ workspaceId: 'T0BARE', id: 'U0BEA', name: 'bea', realName: 'Bea' });

    await house.pocket.sayInDm('U0BEA', 'hello');
    await house.pocket.editUser('U0BEA', { realName: 'Beatrice' });
    await house.pocket.openHome('U0BEA');

    expect(house.events().map((one) => one.event['type'])).toEqual(['app_home_opened']);
  });

  it('and so does the subscription', async () => {
    await house.stop();
    await begin({ events: ['user_change', 'app_uninstalled'] });

    await house.pocket.sayInDm('U0MAYA', 'hello');
    await house.pocket.openHome('U0MAYA');
    await house.pocket.editUser('U0MAYA', { realName: 'Maya O.' });
    await house.pocket.uninstall('T0NORTH');

    expect(house.events().map((one) => one.event['type'])).toEqual(['user_change', 'app_uninstalled']);
  });
});
