import type { PocketTeam, PocketTeams, PocketUser } from '../../../src/playground/pocket-teams/index.ts';
import { APP_ID, stage, TENANT } from './real-app.ts';
import type { Stage } from './real-app.ts';

let on: Stage;
let pocket: PocketTeams;
let ana: PocketUser;
let outsider: PocketUser;
let team: PocketTeam;

beforeAll(async () => {
  on = await stage();
  ({ pocket } = on.teams);
  ana = pocket.addUser({
    tenantId: TENANT,
    name: 'Ana Rivera',
    email: 'ana@harborcity.example',
    timeZone: 'America/Phoenix',
  });
  outsider = pocket.addUser({ tenantId: TENANT, name: 'Omar Haddad', email: 'omar@harborcity.example' });
  team = pocket.addTeam({ tenantId: TENANT, name: 'Leaders', memberIds: [ana.id], channels: ['Digest'] });
  on.app.activity('message', async (context) => {
    await context.sendActivity('I heard you.');
  });
});
afterAll(() => on.close());

test('Adding the app to a team tells the bot who, where and which team', async () => {
  await pocket.addToTeam(team);
  expect(on.turns).toMatchObject([
    {
      type: 'conversationUpdate',
      membersAdded: [{ id: `28:${APP_ID}` }],
      channelData: { eventType: 'teamMemberAdded', team: { id: team.id, name: 'Leaders' } },
    },
    {
      type: 'installationUpdate',
      action: 'add',
      conversation: { conversationType: 'channel', id: team.id, tenantId: TENANT },
    },
  ]);
});

test('In a channel the bot hears what names it, and its answer lands in the same thread', async () => {
  const channel = team.channels[1]?.id ?? '';
  await pocket.say(ana, channel, 'status', { mention: false });
  const silent = on.turns.length;
  await pocket.say(ana, channel, 'status');
  expect(on.turns).toHaveLength(silent + 1);
  expect(pocket.deliveries.at(-1)?.activity).toMatchObject({
    text: '<at>Throughline</at> status',
    entities: [
      { type: 'clientInfo', timezone: 'America/Phoenix' },
      { type: 'mention', mentioned: { id: `28:${APP_ID}` } },
    ],
    localTimezone: 'America/Phoenix',
    channelData: { channel: { id: channel }, team: { id: team.id }, tenant: { id: TENANT } },
  });
  const threads = pocket.screen(ana).teams[0]?.channels[1]?.threads ?? [];
  expect(threads.map((thread) => thread.replies.map((reply) => reply.text))).toEqual([[], ['I heard you.']]);
});

test('People see and use only their own teams and chats', async () => {
  expect(pocket.screen(outsider).teams).toEqual([]);
  await expect(pocket.say(outsider, team.id, 'hi')).rejects.toThrow('is not a member');
  await expect(pocket.say(outsider, ana.chatId, 'hi')).rejects.toThrow("another person's chat");
  await expect(pocket.say(outsider, undefined, 'hi')).rejects.toThrow('has not installed the app');
  await expect(pocket.say('nobody@harborcity.example', undefined, 'hi')).rejects.toThrow('knows nobody');
});

test('The whole clock follows the pocket, and times carry the person’s own offset', async () => {
  await pocket.install(ana);
  await pocket.say(ana, undefined, 'hi');
  expect(pocket.deliveries.at(-1)?.activity).toMatchObject({
    timestamp: '2026-10-08T21:00:00.000Z',
    localTimestamp: '2026-10-08T14:00:00-07:00',
  });
});
