import { scopes } from './bolt-app.ts';
import { refusal, startPocketWithListener } from './listening-app.ts';

let house: Awaited<ReturnType<typeof startPocketWithListener>>;
beforeEach(async () => {
  house = await startPocketWithListener();
  house.pocket.addWorkspace({
    id: 'T0NORTH',
    name: 'Northlight',
    botToken: 'xoxb-north',
    botUserId: 'U0BOT',
    scopes: [...scopes, 'app_mentions:read'],
  });
  house.pocket.addUser({
    workspaceId: 'T0NORTH',
    id: 'U0MAYA',
    name: 'maya',
    realName: 'Maya',
    email: 'maya@north.example',
    tz: 'America/Denver',
  });
});
afterEach(() => house.stop());

const stranger = {
  workspaceId: 'T0NORTH',
  id: 'U0STRANGER',
  name: 'sol',
  realName: 'Sol',
  email: 'sol@elsewhere.example',
  isStranger: true,
  homeTeamId: 'T9ELSE',
};

it('tells of a changed person with the whole record', async () => {
  await house.pocket.editUser('U0MAYA', { tz: 'America/Chicago', realName: 'Maya O.', isGuest: true });

  expect(house.events()[0]).toMatchObject({
    event: {
      type: 'user_change',
      user: {
        id: 'U0MAYA',
        team_id: 'T0NORTH',
        real_name: 'Maya O.',
        tz: 'America/Chicago',
        deleted: false,
        is_bot: false,
        is_restricted: true,
        profile: { email: 'maya@north.example' },
      },
    },
  });
});

it('tells of a newcomer', async () => {
  await house.pocket.joinUser({ workspaceId: 'T0NORTH', id: 'U0NEW', name: 'nia', realName: 'Nia' });

  expect(house.events()[0]?.event).toMatchObject({ type: 'team_join', user: { id: 'U0NEW', real_name: 'Nia' } });
  expect(house.events()[0]?.event['user']).not.toHaveProperty('tz');
});

it('lets nobody write to a person who left, neither by their id nor by the conversation', async () => {
  const { chat, conversations } = house.clientOf('xoxb-north');
  const { channel } = await conversations.open({ users: 'U0MAYA' });
  await house.pocket.editUser('U0MAYA', { deleted: true });

  expect(house.events()[0]?.event).toMatchObject({ user: { deleted: true } });
  expect(house.events()[0]?.event['user']).not.toHaveProperty('tz');
  expect(await refusal(conversations.open({ users: 'U0MAYA' }))).toBe('user_disabled');
  expect(await refusal(chat.postMessage({ channel: channel?.id ?? '', text: 'x' }))).toBe('user_disabled');
});

it('shows a stranger from a shared channel as one, with another team, no zone and no address', async () => {
  house.pocket.addUser(stranger);
  house.pocket.addChannel({
    workspaceId: 'T0NORTH',
    id: 'C0SHARED',
    name: 'shared',
    isPrivate: false,
    isExtShared: true,
    members: ['U0BOT', 'U0STRANGER'],
  });
  const { users, conversations } = house.clientOf('xoxb-north');

  const { user } = await users.info({ user: 'U0STRANGER' });
  await house.pocket.say('U0STRANGER', 'C0SHARED', 'Hello <@U0BOT>');
  await house.pocket.sendShortcut('U0STRANGER', 'open');

  expect(user).toMatchObject({ is_stranger: true, team_id: 'T9ELSE' });
  expect(user).not.toHaveProperty('tz');
  expect(user?.profile).not.toHaveProperty('email');
  expect(house.events()[0]).toMatchObject({ is_ext_shared_channel: true, event: { team: 'T9ELSE' } });
  expect(house.payloads()[0]).toMatchObject({ user: { id: 'U0STRANGER', team_id: 'T9ELSE' }, team: { id: 'T0NORTH' } });
  expect(await refusal(conversations.open({ users: 'U0STRANGER' }))).toBe('user_not_visible');
  expect(await refusal(users.lookupByEmail({ email: stranger.email }))).toBe('users_not_found');
});

it('has messages with no place to go when the app’s Messages tab is off, and no Home when that is off', async () => {
  const { chat, views } = house.clientOf('xoxb-north');
  house.pocket.configure({ messagesTab: false, homeTab: false });

  expect(await refusal(chat.postMessage({ channel: 'U0MAYA', text: 'x' }))).toBe('messages_tab_disabled');
  expect(await refusal(views.publish({ user_id: 'U0MAYA', view: { type: 'home', blocks: [] } }))).toBe('not_enabled');
  await expect(house.pocket.openHome('U0MAYA')).rejects.toThrow('no Home tab');
});
