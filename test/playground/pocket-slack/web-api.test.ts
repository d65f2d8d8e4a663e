import { webApi } from '@slack/bolt';
import { listenPocketSlack } from '../../../src/playground/pocket-slack/pocket-slack.ts';
import type { ListeningPocketSlack, PocketSlackOptions } from '../../../src/playground/pocket-slack/pocket.ts';
import { scopes, silentLogger } from './bolt-app.ts';

const time = { now: new Date('2026-11-19T22:00:00Z') };
let house: ListeningPocketSlack;

async function start(options: Partial<PocketSlackOptions> = {}): Promise<void> {
  house = await listenPocketSlack({
    now: () => time.now,
    requestUrl: 'http://127.0.0.1:9/slack/events',
    signingSecret: 'secret',
    ...options,
  });
  const { pocket } = house;
  pocket.addWorkspace({ id: 'T0NORTH', name: 'Northlight', botToken: 'xoxb-north', botUserId: 'U0BOT', scopes });
  pocket.addWorkspace({
    id: 'T0BAY',
    name: 'Bay',
    botToken: 'xoxb-bay',
    botUserId: 'U0BAYBOT',
    scopes: ['chat:write', 'users:read'],
  });
  const person = { workspaceId: 'T0NORTH', email: 'x@north.example', tz: 'America/Denver' };
  pocket.addUser({ ...person, id: 'U0MAYA', name: 'maya', realName: 'Maya', email: 'maya@north.example' });
  pocket.addUser({ ...person, id: 'U0GUS', name: 'gus', realName: 'Gus', isGuest: true });
  pocket.addUser({ ...person, id: 'U0LEFT', name: 'lea', realName: 'Lea', deleted: true });
  pocket.addUser({ ...person, id: 'U0BEN', name: 'ben', realName: 'Ben', workspaceId: 'T0BAY' });
  const channel = { workspaceId: 'T0NORTH', isPrivate: false };
  pocket.addChannel({ ...channel, id: 'C0TEAM', name: 'team', members: ['U0MAYA', 'U0BOT'] });
  pocket.addChannel({ ...channel, id: 'C0SHARED', name: 'shared', isExtShared: true, members: ['U0BOT'] });
  pocket.addChannel({ ...channel, id: 'C0OTHER', name: 'other', members: ['U0MAYA'] });
  pocket.addChannel({ ...channel, id: 'C0SECRET', name: 'secret', isPrivate: true, members: ['U0MAYA'] });
  pocket.addChannel({ ...channel, id: 'C0OLD', name: 'old', isArchived: true, members: ['U0BOT'] });
}

function clientOf(token: string): webApi.WebClient {
  return new webApi.WebClient(token, {
    logger: silentLogger,
    slackApiUrl: house.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
}

async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : error;
}

beforeEach(() => start());
afterEach(() => house.close());

describe('who calls', () => {
  it('must carry the token of a workspace', async () => {
    expect(await clientOf('xoxb-north').auth.test()).toMatchObject({
      team_id: 'T0NORTH',
      user_id: 'U0BOT',
      bot_id: 'B0BOT',
    });
    expect(await refusal(clientOf('xoxb-stolen').auth.test())).toBe('invalid_auth');
    const bare = await fetch(`${house.apiUrl}auth.test`, { method: 'POST' });
    expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
  });

  it('must have the scope, and is told which one is missing', async () => {
    const error: unknown = await clientOf('xoxb-bay')
      .conversations.open({ users: 'U0BEN' })
      .catch((reason: unknown) => reason);

    expect(error).toMatchObject({
      data: { error: 'missing_scope', needed: 'im:write', provided: 'chat:write,users:read' },
    });
  });

  it('sees no address of a person without the scope for it, and nobody of another workspace', async () => {
    expect((await clientOf('xoxb-bay').users.info({ user: 'U0BEN' })).user?.profile).not.toHaveProperty('email');
    expect((await clientOf('xoxb-north').users.info({ user: 'U0MAYA' })).user?.profile?.email).toBe(
      'maya@north.example',
    );
    expect(await refusal(clientOf('xoxb-north').users.info({ user: 'U0BEN' }))).toBe('user_not_found');
  });

  it('gets a plain answer for a method that is not there, and for a body that is no JSON', async () => {
    expect(await refusal(clientOf('xoxb-north').apiCall('chat.sing'))).toBe('unknown_method');
    const broken = await fetch(`${house.apiUrl}auth.test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer xoxb-north' },
      body: '{',
    });
    expect(await broken.json()).toEqual({ ok: false, error: 'invalid_json' });
  });
});

describe('people and channels', () => {
  it('tells guests, zones and shared channels', async () => {
    const client = clientOf('xoxb-north');

    expect((await client.users.info({ user: 'U0GUS' })).user).toMatchObject({
      is_restricted: true,
      tz: 'America/Denver',
      tz_offset: -25_200,
    });
    expect((await client.conversations.info({ channel: 'C0SHARED' })).channel).toMatchObject({ is_ext_shared: true });
    expect((await client.users.lookupByEmail({ email: 'MAYA@north.example' })).user?.id).toBe('U0MAYA');
    expect(await refusal(client.users.lookupByEmail({ email: 'nobody@north.example' }))).toBe('users_not_found');
    expect((await client.users.conversations({})).channels?.map((one) => one.id)).toEqual([
      'C0TEAM',
      'C0SHARED',
      'C0OLD',
    ]);
    expect((await client.conversations.members({ channel: 'C0TEAM' })).members).toEqual(['U0MAYA', 'U0BOT']);
    expect((await client.team.info()).team).toMatchObject({ id: 'T0NORTH', domain: 'northlight' });
  });

  it('pages through people', async () => {
    const client = clientOf('xoxb-north');

    const first = await client.users.list({ limit: 3 });
    const second = await client.users.list({ limit: 3, cursor: first.response_metadata?.next_cursor ?? '' });

    expect([...(first.members ?? []), ...(second.members ?? [])].map((one) => one.id)).toEqual([
      'U0BOT',
      'U0MAYA',
      'U0GUS',
      'U0LEFT',
    ]);
    expect(second.response_metadata?.next_cursor).toBe('');
    expect(await refusal(client.users.list({ cursor: 'nonsense' }))).toBe('invalid_cursor');
  });

  it('opens a direct message with those who are there', async () => {
    const client = clientOf('xoxb-north');

    const { channel } = await client.conversations.open({ users: 'U0MAYA' });
    expect(channel?.id).toMatch(/^D0/);
    expect((await client.chat.postMessage({ channel: 'U0MAYA', text: 'Hello' })).channel).toBe(channel?.id);
    expect(await refusal(client.conversations.open({ users: 'U0LEFT' }))).toBe('user_disabled');
    expect(await refusal(client.conversations.open({ users: 'U0NOBODY' }))).toBe('user_not_found');
    expect(await refusal(client.conversations.open({ users: '' }))).toBe('users_list_not_supplied');
  });
});

describe('messages', () => {
  it('are refused with the reason Slack gives', async () => {
    const { chat } = clientOf('xoxb-north');
    const text = 'Hello';

    expect(await refusal(chat.postMessage({ channel: 'C0NONE', text }))).toBe('channel_not_found');
    expect(await refusal(chat.postMessage({ channel: 'C0SECRET', text }))).toBe('channel_not_found');
    expect(await refusal(chat.postMessage({ channel: 'C0OTHER', text }))).toBe('not_in_channel');
    expect(await refusal(chat.postMessage({ channel: 'C0OLD', text }))).toBe('is_archived');
    expect(await refusal(chat.postMessage({ channel: 'U0LEFT', text }))).toBe('user_disabled');
    expect(await refusal(chat.postMessage({ channel: 'C0TEAM', text: '' }))).toBe('no_text');
    expect(await refusal(chat.postMessage({ channel: 'C0TEAM', text, blocks: [{ type: 'sparkle' }] }))).toBe(
      'invalid_blocks',
    );
    expect(await refusal(chat.postEphemeral({ channel: 'C0TEAM', user: 'U0GUS', text }))).toBe('user_not_in_channel');
    expect(await refusal(chat.update({ channel: 'C0TEAM', ts: '1.1', text }))).toBe('message_not_found');
    const { ts = '' } = await chat.postMessage({ channel: 'C0TEAM', text });
    expect(await refusal(chat.update({ channel: 'C0TEAM', ts, text: 'x'.repeat(4001) }))).toBe('msg_too_long');
    const said = await house.pocket.say('U0MAYA', 'C0TEAM', 'Mine').then(() => house.pocket.screen('U0MAYA'));
    const mine = said.conversations.find((one) => one.id === 'C0TEAM')?.messages.at(-1)?.ts ?? '';
    expect(await refusal(chat.update({ channel: 'C0TEAM', ts: mine, text }))).toBe('cant_update_message');
    expect(await refusal(chat.delete({ channel: 'C0TEAM', ts: mine }))).toBe('cant_delete_message');
  });

  it('keep their blocks in an update that sends none, and lose them by an empty list', async () => {
    const { chat } = clientOf('xoxb-north');
    const blocks = [{ type: 'section', block_id: 'one', text: { type: 'mrkdwn', text: '*A*' } }];
    const { ts = '' } = await chat.postMessage({ channel: 'C0TEAM', text: 'A', blocks });

    await chat.update({ channel: 'C0TEAM', ts, text: 'B' });
    const shown = () =>
      house.pocket
        .screen('U0MAYA')
        .conversations.find((one) => one.id === 'C0TEAM')
        ?.messages.at(-1);
    expect(shown()).toMatchObject({ text: 'B', blocks, edited: true });
    await chat.update({ channel: 'C0TEAM', ts, text: 'C', blocks: [] });
    expect(shown()).toMatchObject({ text: 'C', blocks: [] });
  });

  it('have times that never repeat, also on a clock that stands still', async () => {
    const { chat } = clientOf('xoxb-north');

    const posted = await Promise.all([1, 2, 3].map((n) => chat.postMessage({ channel: 'C0TEAM', text: String(n) })));

    expect(new Set(posted.map((one) => one.ts)).size).toBe(3);
    expect(posted[0]?.ts).toMatch(/^\d{10}\.\d{6}$/);
  });
});

describe('trouble', () => {
  it('comes as often as it was asked for', async () => {
    const { chat } = clientOf('xoxb-north');
    const post = () => chat.postMessage({ channel: 'C0TEAM', text: 'Hello' });

    house.pocket.fail({ method: 'chat.postMessage', times: 1, mode: 'error', error: 'fatal_error' });
    expect(await refusal(post())).toBe('fatal_error');
    house.pocket.fail({ method: 'chat.postMessage', mode: 'http500' });
    await expect(post()).rejects.toMatchObject({ statusCode: 500 });
    house.pocket.fail({ method: '*', mode: 'ratelimited', retryAfter: 7 });
    const limited: unknown = await post().catch((reason: unknown) => reason);
    expect(limited).toBeInstanceOf(webApi.WebAPIRateLimitedError);
    expect(limited).toMatchObject({ retryAfter: 7 });
    expect((await post()).ok).toBe(true);
  });

  it('can lose the answer after the message was posted', async () => {
    const { chat } = clientOf('xoxb-north');
    house.pocket.fail({ method: 'chat.postMessage', mode: 'lost-response' });

    await expect(chat.postMessage({ channel: 'C0TEAM', text: 'Once' })).rejects.toMatchObject({
      code: 'slack_webapi_request_error',
    });

    const team = house.pocket.screen('U0MAYA').conversations.find((one) => one.id === 'C0TEAM');
    expect(team?.messages.map((one) => one.text)).toEqual(['Once']);
  });

  it('can be slow', async () => {
    const client = new webApi.WebClient('xoxb-north', {
      logger: silentLogger,
      slackApiUrl: house.apiUrl,
      retryConfig: { retries: 0 },
      timeout: 20,
    });
    house.pocket.fail({ method: 'auth.test', mode: 'slow', ms: 200 });

    await expect(client.auth.test()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
  });

  it('is a 429 for the fourth message at once in a channel, until its second has passed', async () => {
    await house.close();
    await start({ enforceRates: true });
    const { chat } = clientOf('xoxb-north');
    const post = (channel: string) => chat.postMessage({ channel, text: 'Hello' });
    await Promise.all([post('C0TEAM'), post('C0TEAM'), post('C0TEAM')]);

    expect(await refusal(post('C0TEAM'))).toMatchObject({ retryAfter: 1 });
    expect((await post('C0SHARED')).ok).toBe(true);
    time.now = new Date(time.now.getTime() + 1000);
    expect((await post('C0TEAM')).ok).toBe(true);
  });

  it('is a 429 by the tier of each method, for each workspace on its own', async () => {
    await house.close();
    await start({ enforceRates: true });
    const [north, bay] = [clientOf('xoxb-north'), clientOf('xoxb-bay')];
    const listAll = async (client: webApi.WebClient, times: number) => {
      for (let turn = 0; turn < times; turn += 1) await client.users.list({ limit: 1 });
    };
    await listAll(north, 20);

    expect(await refusal(north.users.list({ limit: 1 }))).toMatchObject({ retryAfter: 3 });
    expect((await north.users.info({ user: 'U0MAYA' })).ok).toBe(true);
    expect((await bay.users.list({ limit: 1 })).ok).toBe(true);
    time.now = new Date(time.now.getTime() + 3000);
    expect((await north.users.list({ limit: 1 })).ok).toBe(true);
  });

  it('is written down call by call', async () => {
    await clientOf('xoxb-north').chat.postMessage({ channel: 'C0TEAM', text: 'Hello' });

    expect(house.pocket.calls.at(-1)).toEqual({
      at: time.now,
      method: 'chat.postMessage',
      workspaceId: 'T0NORTH',
      args: { channel: 'C0TEAM', text: 'Hello' },
      ok: true,
      status: 200,
    });
  });
});
