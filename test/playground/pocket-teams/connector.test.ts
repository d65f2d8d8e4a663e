import type { PocketTeam, PocketTeams, PocketUser } from '../../../src/playground/pocket-teams/index.ts';
import { APP_ID, at, connectorClient, OTHER_TENANT, TENANT, text } from './connector-client.ts';
import type { ConnectorClient } from './connector-client.ts';

let client: ConnectorClient;
let pocket: PocketTeams;
let ana: PocketUser;
let ben: PocketUser;
let team: PocketTeam;

beforeAll(async () => {
  client = await connectorClient();
  ({ pocket } = client.teams);
  ana = pocket.addUser({ tenantId: TENANT, name: 'Ana Rivera', email: 'ana@harborcity.example' });
  ben = pocket.addUser({ tenantId: OTHER_TENANT, name: 'Ben Okafor', email: 'ben@elsewhere.example', isGuest: true });
  const seats = Array.from({ length: 60 }, (_, n) =>
    pocket.addUser({ tenantId: TENANT, name: `Person ${n}`, email: `p${n}@harborcity.example` }),
  );
  team = pocket.addTeam({
    tenantId: TENANT,
    name: 'Leaders',
    memberIds: [ana.id, ...seats.map((seat) => seat.id)],
    channels: ['Digest', { name: 'Cabinet', kind: 'private', memberIds: [ana.id] }],
  });
});
beforeEach(() => pocket.reset());
afterAll(() => client.teams.close());

test('The sign-in service knows its app, its password, its tenant and its scope', async () => {
  expect(await client.signIn({ client_secret: 'wrong' })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  });
  expect(await client.signIn({ client_id: 'other' })).toMatchObject({
    status: 400,
    body: { error: 'unauthorized_client' },
  });
  expect(await client.signIn({ scope: 'https://graph.microsoft.com/.default' })).toMatchObject({
    status: 400,
    body: { error: 'invalid_scope' },
  });
  expect(await client.signIn({}, TENANT)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  expect(await client.signIn()).toMatchObject({ status: 200, body: { access_token: expect.any(String) as string } });
});

test('The connector refuses calls without a good token of this bot', async () => {
  await pocket.install(ana);
  expect(await client.call('POST', at(ana.chatId), text('hi'), '')).toMatchObject({ status: 401 });
  expect(await client.call('POST', at(ana.chatId), text('hi'), 'made.up.token')).toMatchObject({ status: 401 });
  expect(await client.call('POST', at(ana.chatId), text('hi'))).toMatchObject({ status: 201 });
});

test('A message reaches only people who have the app, in conversations that exist, of their own tenant', async () => {
  expect(await client.call('POST', at(ana.chatId), text('hi'))).toMatchObject({
    status: 403,
    code: 'BotNotInConversationRoster',
  });
  expect(await client.call('POST', at('a:nobody'), text('hi'))).toMatchObject({
    status: 404,
    code: 'ConversationNotFound',
  });
  await pocket.install(ana);
  const elsewhere = { ...text('hi'), conversation: { id: ana.chatId, tenantId: OTHER_TENANT } };
  expect(await client.call('POST', at(ana.chatId), elsewhere)).toMatchObject({
    status: 403,
    code: 'ForbiddenOperation',
  });
  pocket.setBlocked(ana, true);
  expect(await client.call('POST', at(ana.chatId), text('hi'))).toMatchObject({
    status: 403,
    code: 'ConversationBlockedByUser',
  });
  pocket.setBlocked(ana, false);
  pocket.setAppDisabled(TENANT, true);
  expect(await client.call('POST', at(ana.chatId), text('hi'))).toMatchObject({
    status: 403,
    code: 'BotDisabledByAdmin',
  });
  pocket.setAppDisabled(TENANT, false);
  await pocket.uninstall(ana);
  expect(await client.call('POST', at(ana.chatId), text('hi'))).toMatchObject({
    status: 403,
    code: 'BotNotInConversationRoster',
  });
});

test('A personal chat is opened for one member by id, in the tenant that is theirs', async () => {
  await pocket.install(ana);
  const chat = (id: string, more: object = {}): object => ({
    isGroup: false,
    members: [{ id }],
    tenantId: TENANT,
    ...more,
  });
  expect(await client.call('POST', 'conversations', chat(ana.id, { bot: { id: `28:${APP_ID}` } }))).toMatchObject({
    status: 201,
    body: { id: ana.chatId },
  });
  expect(await client.call('POST', 'conversations', chat(ana.aadObjectId))).toMatchObject({
    status: 201,
    body: { id: ana.chatId },
  });
  expect(await client.call('POST', 'conversations', chat(ana.email))).toMatchObject({ status: 400 });
  expect(await client.call('POST', 'conversations', chat(ben.id))).toMatchObject({
    status: 403,
    code: 'ForbiddenOperation',
  });
  expect(await client.call('POST', 'conversations', chat(ana.id, { tenantId: undefined }))).toMatchObject({
    status: 400,
  });
  expect(await client.call('POST', 'conversations', { ...chat(ana.id), members: [] })).toMatchObject({ status: 400 });
  expect(await client.call('POST', 'conversations', { isGroup: true, members: [{ id: ana.id }] })).toMatchObject({
    status: 403,
  });
});

test('A post starts a thread in a standard channel of a team that has the app, and replies go to it', async () => {
  const [general, digest, cabinet] = team.channels;
  const post = (id: string | undefined, activity: object | undefined = text('The week')): object => ({
    isGroup: true,
    channelData: { channel: { id } },
    activity,
  });
  expect(await client.call('POST', 'conversations', post(digest?.id))).toMatchObject({
    status: 403,
    code: 'BotNotInConversationRoster',
  });
  await pocket.addToTeam(team);
  expect(await client.call('POST', 'conversations', { ...post(digest?.id), activity: undefined })).toMatchObject({
    status: 400,
  });
  expect(await client.call('POST', 'conversations', post('19:nowhere@thread.tacv2'))).toMatchObject({ status: 404 });
  expect(await client.call('POST', 'conversations', post(cabinet?.id))).toMatchObject({
    status: 403,
    code: 'NotEnoughPermissions',
  });
  const created = await client.call('POST', 'conversations', post(digest?.id));
  const { id, activityId } = created.body as { id: string; activityId: string };
  expect(id).toBe(`${digest?.id};messageid=${activityId}`);
  await client.call('POST', at(id), text('And one thing more'));
  expect(await client.call('POST', `${at(digest?.id ?? '')}/${activityId}`, text('A reply by address'))).toMatchObject({
    status: 201,
  });
  const shown = pocket.screen(ana).teams[0]?.channels[1]?.threads ?? [];
  expect(shown.map((thread) => [thread.root.text, thread.replies.map((reply) => reply.text)])).toEqual([
    ['The week', ['And one thing more', 'A reply by address']],
  ]);
  await client.call('POST', at(general?.id ?? ''), text('In General'));
  expect(pocket.screen(ana).teams[0]?.channels[0]?.threads).toHaveLength(1);
});

test('The bot changes and deletes its own messages, and nobody else’s', async () => {
  await pocket.install(ana);
  const { id } = (await client.call('POST', at(ana.chatId), text('first'))).body as { id: string };
  await pocket.say(ana, undefined, 'mine');
  const mine = pocket.screen(ana).chats[0]?.messages[1]?.id ?? '';
  expect(await client.call('PUT', `${at(ana.chatId)}/${mine}`, text('yours'))).toMatchObject({
    status: 403,
    code: 'ForbiddenOperation',
  });
  expect(await client.call('DELETE', `${at(ana.chatId)}/${mine}`)).toMatchObject({ status: 403 });
  expect(await client.call('PUT', `${at(ana.chatId)}/1`, text('x'))).toMatchObject({
    status: 404,
    code: 'ActivityNotFoundInConversation',
  });
  expect(await client.call('PUT', `${at(ana.chatId)}/${id}`, text('second'))).toMatchObject({
    status: 200,
    body: { id },
  });
  expect(pocket.screen(ana).chats[0]?.messages[0]).toMatchObject({ text: 'second', edited: true });
  expect(await client.call('DELETE', `${at(ana.chatId)}/${id}`)).toMatchObject({ status: 200 });
  expect(pocket.screen(ana).chats[0]?.messages[0]).toMatchObject({ deleted: true, words: [] });
  expect(await client.call('PUT', `${at(ana.chatId)}/${id}`, text('third'))).toMatchObject({ status: 404 });
});

test('Members come whole, one at a time or in pages, only where the bot is', async () => {
  const path = `conversations/${encodeURIComponent(team.id)}`;
  expect(await client.call('GET', `${path}/members`)).toMatchObject({ status: 403 });
  await pocket.addToTeam(team);
  const first = (await client.call('GET', `${path}/pagedmembers?pageSize=50`)).body as {
    members: unknown[];
    continuationToken: string;
  };
  expect(first.members).toHaveLength(50);
  const next = (
    await client.call('GET', `${path}/pagedmembers?pageSize=50&continuationToken=${first.continuationToken}`)
  ).body as typeof first;
  expect([next.members.length, next.continuationToken]).toEqual([11, undefined]);
  expect(await client.call('GET', `${path}/members/${encodeURIComponent(ana.id)}`)).toMatchObject({
    body: {
      id: ana.id,
      aadObjectId: ana.aadObjectId,
      userPrincipalName: 'ana@harborcity.example',
      tenantId: TENANT,
      userRole: 'user',
    },
  });
  expect(await client.call('GET', `${path}/members/${encodeURIComponent(ben.id)}`)).toMatchObject({ status: 404 });
  expect((await client.call('GET', `teams/${encodeURIComponent(team.id)}`)).body).toMatchObject({
    name: 'Leaders',
    memberCount: 61,
  });
  expect((await client.call('GET', `teams/${encodeURIComponent(team.id)}/conversations`)).body).toEqual({
    conversations: [
      { id: team.id, type: 'standard' },
      { id: team.channels[1]?.id, type: 'standard', name: 'Digest' },
    ],
  });
});

test('Messages that Teams would not take are refused with the reason', async () => {
  await pocket.install(ana);
  const send = (activity: object) => client.call('POST', at(ana.chatId), activity);
  expect(await send({ type: 'message' })).toMatchObject({ status: 400, code: 'BadSyntax' });
  expect(await send({ type: 'event', name: 'x' })).toMatchObject({ status: 400 });
  expect(await send(text('x'.repeat(60_000)))).toMatchObject({ status: 413, code: 'MessageSizeTooBig' });
  const content = {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'TextBlock', text: 'x'.repeat(30_000), wrap: true }],
  };
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }];
  expect(await send({ type: 'message', attachments })).toMatchObject({
    status: 400,
    message: expect.stringContaining('summary') as string,
  });
  expect(await send({ type: 'message', summary: 'Long', attachments })).toMatchObject({ status: 201 });
  expect(pocket.problems).toMatchObject([{ kind: 'card-size' }]);
  expect(await send({ ...text('with'), attachments: [{ contentType: 'text/html', content: '<b>' }] })).toMatchObject({
    status: 400,
  });
  expect(await send({ type: 'typing' })).toMatchObject({ status: 201 });
  expect(await client.call('GET', 'somewhere')).toMatchObject({ status: 404, code: 'NotFound' });
});
