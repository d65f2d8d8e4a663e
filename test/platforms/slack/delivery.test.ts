import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webApi } from '@slack/bolt';
import { nothing } from '../../../src/chat/interaction.ts';
import type { Address } from '../../../src/chat/platform.ts';
import { DeliveryError, SetUpError } from '../../../src/errors.ts';
import { silentLog } from '../../../src/log.ts';
import { toDeliveryError } from '../../../src/platforms/slack/errors.ts';
import { startSlack } from '../../../src/platforms/slack/index.ts';
import { cardExamples } from '../contract.ts';
import { SECRET, setStage, simpleCard, TEAM, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(() => {
  stage.reset();
});
afterAll(() => stage.close());

const toMaya: Address = { teamId: TEAM, userId: 'U0MAYA' };
const toChannel: Address = { teamId: TEAM, channelId: 'C0TEAM' };
const callsOf = (method: string) => stage.pocket.calls.filter((call) => call.method === method);
const messagesIn = (id: string) =>
  stage.pocket.screen('U0MAYA').conversations.find((one) => one.id === id)?.messages ?? [];

async function failureOf(attempt: Promise<unknown>): Promise<DeliveryError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof DeliveryError)) throw new Error(`It should have failed as a delivery, but: ${String(error)}`);
  return error;
}

describe('a message', () => {
  it('reaches a person in their chat with the app, and tells where', async () => {
    const { messageId, address } = await stage.platform.post(toMaya, simpleCard('Good morning.'), 'key-1');

    expect(address).toEqual({ ...toMaya, channelId: expect.stringMatching(/^D/) });
    expect(messagesIn(address?.channelId ?? '')).toMatchObject([
      { ts: messageId, text: expect.stringContaining('Good morning.') },
    ]);
  });

  it('opens a chat once and remembers it, and opens it again where it is gone', async () => {
    await stage.platform.post(toMaya, simpleCard('One'), 'key-1');
    await stage.platform.post(toMaya, simpleCard('Two'), 'key-2');
    expect(callsOf('conversations.open').length).toBeLessThanOrEqual(1);

    stage.reset();
    const { address } = await stage.platform.post(toMaya, simpleCard('Three'), 'key-3');
    expect(callsOf('conversations.open')).toHaveLength(1);
    expect(messagesIn(address?.channelId ?? '')).toHaveLength(1);
  });

  it('unfurls no links and carries the same id over all its tries', async () => {
    await stage.platform.post(toChannel, simpleCard('One'), 'key-1');
    await stage.platform.post(toChannel, simpleCard('One'), 'key-1');
    await stage.platform.post(toChannel, simpleCard('One'), 'key-2');

    const sent = callsOf('chat.postMessage').map((call) => call.args);
    expect(sent[0]).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
    const ids = sent.map((args) => args['client_msg_id']);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([ids[1] === ids[0], ids[2] === ids[0]]).toEqual([true, false]);
  });

  it('calls nobody by what somebody typed', async () => {
    await stage.platform.post(toChannel, { ...simpleCard('Look: <!channel> & <@U0DANA>') }, 'key-1');

    const [message] = messagesIn('C0TEAM');
    expect(message?.text).toContain('Look: &lt;!channel&gt; &amp; &lt;@U0DANA&gt;');
    expect(JSON.stringify(message?.blocks)).not.toContain('mrkdwn');
  });

  it('says once what its notification says already', async () => {
    const { address } = await stage.platform.post(toMaya, simpleCard('Good morning.'), 'key-1');

    expect(messagesIn(address?.channelId ?? '').map((message) => message.text)).toEqual(['Good morning.']);
  });

  it('goes into the thread of its top, and not into the channel as well', async () => {
    const top = await stage.platform.post(toChannel, simpleCard('Top'), 'key-1');

    const reply = await stage.platform.post({ ...toChannel, threadId: top.messageId }, simpleCard('Reply'), 'key-2');

    expect(callsOf('chat.postMessage').at(-1)?.args).toMatchObject({
      thread_ts: top.messageId,
      reply_broadcast: 'false',
    });
    await stage.platform.update({ ...toChannel, threadId: top.messageId }, reply.messageId, simpleCard('Other words'));
    expect(callsOf('chat.update').at(-1)).toMatchObject({ ok: true, args: { ts: reply.messageId } });
  });

  it('is updated in its place', async () => {
    const { messageId } = await stage.platform.post(toChannel, simpleCard('Two answers'), 'key-1');

    await stage.platform.update(toChannel, messageId, simpleCard('Three answers'));

    expect(messagesIn('C0TEAM')).toMatchObject([{ text: expect.stringContaining('Three answers'), edited: true }]);
  });

  it.each(cardExamples.map((card) => [card.id, card] as const))(
    'with every part is taken, and taken again as an update: %s',
    async (_, card) => {
      const { messageId } = await stage.platform.post(toChannel, card, 'key-1');

      await stage.platform.update(toChannel, messageId, card);

      expect(messagesIn('C0TEAM')).toHaveLength(1);
    },
  );

  it('says in words what Slack will not draw', async () => {
    stage.pocket.fail({ method: 'chat.postMessage', mode: 'error', error: 'invalid_blocks' });
    const card = cardExamples[0] ?? simpleCard('');

    await stage.platform.post(toChannel, card, 'key-1');

    const shown = JSON.stringify(messagesIn('C0TEAM')[0]?.blocks);
    expect(shown).not.toContain('data_visualization');
    expect(shown).toContain('The median rose from 3 to 4.');
  });

  it('goes to no other workspace, whatever the address says', async () => {
    const error = await failureOf(stage.platform.post({ ...toMaya, teamId: 'T9OTHER' }, simpleCard('Hi'), 'key-1'));

    expect(error).toMatchObject({ kind: 'install-dead', reason: 'other_workspace' });
    expect(callsOf('chat.postMessage')).toEqual([]);
  });

  it('carries the token of its own workspace and no other, in one process', async () => {
    const scopes =
      'commands chat:write im:write im:history users:read users:read.email channels:read groups:read'.split(' ');
    stage.pocket.addWorkspace({ id: 'T0LAKE', name: 'Lake', botToken: 'xoxb-lake', botUserId: 'U0LAKEBOT', scopes });
    stage.pocket.addChannel({
      workspaceId: 'T0LAKE',
      id: 'C0LAKE',
      name: 'lake',
      isPrivate: false,
      members: ['U0LAKEBOT'],
    });
    const { platform } = await startAt(stage.apiUrl, 'xoxb-lake');

    await platform.post({ teamId: 'T0LAKE', channelId: 'C0LAKE' }, simpleCard('Hi'), 'key-1');
    await stage.platform.post(toChannel, simpleCard('Hi'), 'key-2');

    expect(callsOf('chat.postMessage').map((call) => call.workspaceId)).toEqual(['T0LAKE', TEAM]);
  });

  it('to nobody is a mistake of ours', async () => {
    expect(await failureOf(stage.platform.post({ teamId: TEAM }, simpleCard('Hi'), 'key-1'))).toMatchObject({
      kind: 'our-bug',
    });
  });
});

describe('a message that Slack does not take', () => {
  it.each([
    ['account_inactive', 'install-dead'],
    ['token_revoked', 'install-dead'],
    ['token_expired', 'install-dead'],
    ['not_authed', 'install-dead'],
    ['invalid_auth', 'install-dead'],
    ['app_access_restricted', 'install-dead'],
    ['enterprise_is_restricted', 'install-dead'],
    ['team_added_to_org', 'install-dead'],
    ['org_login_required', 'install-dead'],
    ['missing_scope', 'install-dead'],
    ['channel_not_found', 'target-dead'],
    ['is_archived', 'target-dead'],
    ['not_in_channel', 'target-dead'],
    ['user_disabled', 'target-dead'],
    ['user_not_found', 'target-dead'],
    ['user_not_visible', 'target-dead'],
    ['is_bot', 'target-dead'],
    ['method_not_supported_for_channel_type', 'target-dead'],
    ['team_access_not_granted', 'target-dead'],
    ['restricted_action', 'target-dead'],
    ['restricted_action_read_only_channel', 'target-dead'],
    ['restricted_action_thread_only_channel', 'target-dead'],
    ['messages_tab_disabled', 'target-dead'],
    ['ekm_access_denied', 'target-dead'],
    ['invalid_blocks', 'our-bug'],
    ['invalid_blocks_format', 'our-bug'],
    ['msg_blocks_too_long', 'our-bug'],
    ['no_text', 'our-bug'],
    ['metadata_too_large', 'our-bug'],
    ['invalid_arg_name', 'our-bug'],
    ['service_unavailable', 'try-later'],
    ['request_timeout', 'try-later'],
    ['a_word_nobody_has_heard_of', 'try-later'],
    ['fatal_error', 'unknown'],
    ['internal_error', 'unknown'],
  ] as const)('%s means %s', async (reason, kind) => {
    stage.pocket.fail({ method: 'chat.postMessage', mode: 'error', error: reason });

    const error = await failureOf(stage.platform.post(toChannel, simpleCard('Hi'), 'key-1'));

    expect(error).toMatchObject({ kind, reason });
    expect(error.message).toMatch(/^[A-Z].*[.]$/);
    expect(callsOf('chat.postMessage')).toHaveLength(1);
  });

  it.each([
    [1, 'lane'],
    [30, 'workspace'],
  ] as const)('waits %s s where it was told to, for the %s', async (retryAfter, limits) => {
    stage.pocket.fail({ method: 'chat.postMessage', mode: 'ratelimited', retryAfter });

    const error = await failureOf(stage.platform.post(toChannel, simpleCard('Hi'), 'key-1'));

    expect(error).toMatchObject({ kind: 'try-later', reason: 'ratelimited', retryAfterMs: retryAfter * 1_000, limits });
  });

  it.each(['rate_limited', 'ratelimited', 'message_limit_exceeded'])(
    'waits for the whole workspace when it says %s',
    async (reason) => {
      stage.pocket.fail({ method: 'chat.postMessage', mode: 'error', error: reason });

      const error = await failureOf(stage.platform.post(toChannel, simpleCard('Hi'), 'key-1'));

      expect(error).toMatchObject({ kind: 'try-later', limits: 'workspace', retryAfterMs: 30_000 });
    },
  );

  it('holds the workspace back when another method is limited', async () => {
    stage.pocket.fail({ method: 'conversations.open', mode: 'ratelimited', retryAfter: 2 });

    expect(await failureOf(stage.platform.post(toMaya, simpleCard('Hi'), 'key-1'))).toMatchObject({
      limits: 'workspace',
    });
  });

  it.each(['http500', 'lost-response'] as const)(
    'may have arrived after %s, so it is not sent again by itself',
    async (mode) => {
      stage.pocket.fail({ method: 'chat.postMessage', mode });

      const error = await failureOf(stage.platform.post(toChannel, simpleCard('Hi'), 'key-1'));

      expect(error.kind).toBe('unknown');
      expect(callsOf('chat.postMessage')).toHaveLength(1);
      expect(messagesIn('C0TEAM')).toHaveLength(mode === 'lost-response' ? 1 : 0);
    },
  );

  it.each(['http500', 'lost-response'] as const)(
    'may be updated again after %s, since that changes nothing more',
    async (mode) => {
      const { messageId } = await stage.platform.post(toChannel, simpleCard('Hi'), 'key-1');
      stage.pocket.fail({ method: 'chat.update', mode });

      expect(await failureOf(stage.platform.update(toChannel, messageId, simpleCard('Ho')))).toMatchObject({
        kind: 'try-later',
      });
    },
  );

  it('was surely not sent when no chat could be opened', async () => {
    stage.pocket.fail({ method: 'conversations.open', mode: 'lost-response' });

    expect(await failureOf(stage.platform.post(toMaya, simpleCard('Hi'), 'key-1'))).toMatchObject({
      kind: 'try-later',
    });
  });

  it('tells that a person has left', async () => {
    stage.pocket.changeUser('U0DANA', { deleted: true });

    const error = await failureOf(stage.platform.post({ teamId: TEAM, userId: 'U0DANA' }, simpleCard('Hi'), 'key-1'));

    expect(error).toMatchObject({
      kind: 'target-dead',
      reason: 'user_disabled',
      message: "This person's Slack account is deactivated.",
    });
  });
});

describe('a Slack out of reach', () => {
  it('may be tried again, as nothing was sent', async () => {
    const { platform } = await startAt(await deadAddress());

    expect(await failureOf(platform.post(toChannel, simpleCard('Hi'), 'key-1'))).toMatchObject({
      kind: 'try-later',
      reason: 'ECONNREFUSED',
    });
  });

  it('leaves a message in doubt when something else than Slack answers', async () => {
    const proxy = createServer((request, response) => {
      const isAuth = request.url?.endsWith('auth.test') ?? false;
      response.end(
        isAuth
          ? JSON.stringify({ ok: true, team_id: TEAM, user_id: 'U0BOT' })
          : '<html>Sign in to the guest network</html>',
      );
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => proxy.once('listening', resolve));
    const { platform } = await startAt(`http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}/api/`);

    const error = await failureOf(platform.post(toChannel, simpleCard('Hi'), 'key-1'));

    expect(error).toMatchObject({ kind: 'unknown', reason: 'unreadable_answer' });
    proxy.close();
    proxy.closeAllConnections();
  });

  it('leaves a message in doubt when it does not answer in time', () => {
    const timeout = new webApi.WebAPIRequestError(new DOMException('The operation timed out.', 'TimeoutError'));

    expect(toDeliveryError(timeout, 'chat.postMessage', 'once')).toMatchObject({
      kind: 'unknown',
      reason: 'ETIMEDOUT',
    });
    expect(toDeliveryError(timeout, 'chat.update', 'repeatable')).toMatchObject({
      kind: 'try-later',
      reason: 'ETIMEDOUT',
    });
  });
});

describe('the check', () => {
  it('tells which workspace it is', async () => {
    expect(await stage.platform.check()).toEqual({ teamId: TEAM, name: 'Hill Network' });
  });

  it('says how to mend a token that Slack does not know', async () => {
    const { platform } = await startAt(stage.apiUrl, 'xoxb-wrong');

    await expect(platform.check()).rejects.toThrow(SetUpError);
    await expect(platform.check()).rejects.toThrow('SLACK_BOT_TOKEN');
  });

  it('says which permissions are missing', async () => {
    stage.pocket.addWorkspace({
      id: 'T0FEW',
      name: 'Few',
      botToken: 'xoxb-few',
      botUserId: 'U0FEWBOT',
      scopes: ['commands', 'chat:write'],
    });
    const { platform } = await startAt(stage.apiUrl, 'xoxb-few');

    await expect(platform.check()).rejects.toThrow(/im:write, .*users:read/);
  });

  it('says when Slack cannot be reached', async () => {
    const { platform } = await startAt(await deadAddress());

    await expect(platform.check()).rejects.toThrow('Slack cannot be reached (ECONNREFUSED).');
  });
});

function startAt(apiUrl: string, botToken = 'xoxb-hill') {
  return startSlack(
    { botToken, signingSecret: SECRET, apiUrl, log: silentLog, now: () => new Date() },
    async () => nothing,
  );
}

/** Where a server was listening a moment ago. */
async function deadAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${String(port)}/api/`;
}
