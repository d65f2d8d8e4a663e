import type { PocketGroup, PocketTeam, PocketTeams, PocketUser } from '../../../src/playground/pocket-teams/index.ts';
import { at, connectorClient, TENANT, text } from './connector-client.ts';
import type { ConnectorClient } from './connector-client.ts';

let client: ConnectorClient;
let pocket: PocketTeams;
let ana: PocketUser;
let omar: PocketUser;
let team: PocketTeam;
let group: PocketGroup;

beforeAll(async () => {
  client = await connectorClient();
  ({ pocket } = client.teams);
  ana = pocket.addUser({ tenantId: TENANT, name: 'Ana Rivera', email: 'ana@harborcity.example' });
  omar = pocket.addUser({ tenantId: TENANT, name: 'Omar Haddad', email: 'omar@harborcity.example' });
  team = pocket.addTeam({ tenantId: TENANT, name: 'Leaders', memberIds: [ana.id], channels: ['Digest'] });
  group = pocket.addGroup({ tenantId: TENANT, name: 'Monday', memberIds: [ana.id] });
});
beforeEach(() => pocket.reset());
afterAll(() => client.teams.close());

const told = () => pocket.deliveries.map(({ activity }) => activity);
const digestId = () => team.channels[1]?.id ?? '';
const newThread = () => ({
  isGroup: true,
  channelData: { channel: { id: digestId() }, tenant: { id: TENANT } },
  activity: text('Week 12'),
});

test('A group chat lets the app in, lists its members, and takes messages only while the app is there', async () => {
  expect(await client.call('POST', at(group.id), text('hi'))).toMatchObject({ code: 'BotNotInConversationRoster' });

  await pocket.addToGroup(group);

  expect(told()).toMatchObject([
    { type: 'conversationUpdate', conversation: { conversationType: 'groupChat', id: group.id, isGroup: true } },
    { type: 'installationUpdate', action: 'add', from: { aadObjectId: ana.aadObjectId } },
  ]);
  expect(group.id).toMatch(/^19:[0-9a-f]{32}@thread\.v2$/);
  expect(await client.call('POST', at(group.id), text('hi'))).toMatchObject({ status: 201 });
  const members = await client.call('GET', `conversations/${encodeURIComponent(group.id)}/pagedmembers`);
  expect(members.body).toMatchObject({ members: [{ id: ana.id, aadObjectId: ana.aadObjectId }] });
  expect(pocket.screen(ana).groups).toMatchObject([
    { name: 'Monday', members: ['Ana Rivera'], installed: true, messages: [{ text: 'hi' }] },
  ]);
  expect(pocket.screen(omar).groups).toEqual([]);

  await pocket.removeFromGroup(group);
  expect(told().at(-1)).toMatchObject({ type: 'installationUpdate', action: 'remove' });
  expect(await client.call('POST', at(group.id), text('hi'))).toMatchObject({ code: 'BotNotInConversationRoster' });
});

test('In a group chat the app hears what names it, and nobody from outside can speak', async () => {
  await pocket.addToGroup(group);
  const before = told().length;

  await pocket.say(ana, group.id, 'nice weather', { mention: false });
  await pocket.say(ana, group.id, 'help');

  expect(told().slice(before)).toMatchObject([
    { type: 'message', text: '<at>Throughline</at> help', conversation: { conversationType: 'groupChat' } },
  ]);
  await expect(pocket.say(omar, group.id, 'help')).rejects.toThrow('is not in the chat Monday');
});

test.each([
  ['an archived team', 'teamArchived', 'teamUnarchived', undefined, 'MessageWritesBlocked'],
  ['a deleted team', 'teamDeleted', 'teamRestored', undefined, 'ConversationNotFound'],
  ['a deleted channel', 'channelDeleted', 'channelRestored', 'Digest', 'ConversationNotFound'],
] as const)('%s takes no posts until it is back, and the app is told of both', async (_, gone, back, channel, code) => {
  await pocket.addToTeam(team);
  expect(await client.call('POST', 'conversations', newThread())).toMatchObject({ status: 201 });

  await pocket.tellTeam(team, gone, channel);
  expect(await client.call('POST', 'conversations', newThread())).toMatchObject({ code });
  await pocket.tellTeam(team, back, channel);

  expect(await client.call('POST', 'conversations', newThread())).toMatchObject({ status: 201 });
  expect(told().slice(-2)).toMatchObject([
    { type: 'conversationUpdate', channelData: { eventType: gone, team: { id: team.id } } },
    { type: 'conversationUpdate', channelData: { eventType: back, tenant: { id: TENANT } } },
  ]);
});

test('After a move, activities name the new service address and the old one finds nothing', async () => {
  await pocket.install(ana);
  const before = client.teams.serviceUrl;

  pocket.moveTo('emea');
  await pocket.say(ana, undefined, 'help');

  expect(told().at(-1)).toMatchObject({ serviceUrl: before.replace('/amer/', '/emea/') });
  expect(await client.call('POST', at(ana.chatId), text('hi'))).toMatchObject({ code: 'ConversationNotFound' });
  pocket.reset();
  await pocket.install(ana);
  expect(await client.call('POST', at(ana.chatId), text('hi'))).toMatchObject({ status: 201 });
});
