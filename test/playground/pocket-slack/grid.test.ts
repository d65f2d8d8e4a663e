import { scopes } from './bolt-app.ts';
import { refusal, startPocketWithListener } from './listening-app.ts';

let house: Awaited<ReturnType<typeof startPocketWithListener>>;
beforeEach(async () => {
  house = await startPocketWithListener();
  const { pocket } = house;
  pocket.addOrganization({ id: 'E0CITY', name: 'Harbor City', botToken: 'xoxb-city', botUserId: 'W0BOT', scopes });
  pocket.addWorkspace({ id: 'T0EAST', name: 'East', enterpriseId: 'E0CITY' });
  pocket.addWorkspace({ id: 'T0WEST', name: 'West', enterpriseId: 'E0CITY' });
  pocket.addUser({ workspaceId: 'T0EAST', id: 'W0IDA', name: 'ida', realName: 'Ida', email: 'ida@city.example' });
  pocket.addUser({ workspaceId: 'T0WEST', id: 'W0JON', name: 'jon', realName: 'Jon', email: 'jon@city.example' });
  for (const [workspaceId, id] of [
    ['T0EAST', 'C0EAST'],
    ['T0WEST', 'C0WEST'],
  ] as const)
    pocket.addChannel({ workspaceId, id, name: 'team', isPrivate: false, members: ['W0BOT', 'W0IDA', 'W0JON'] });
});
afterEach(() => house.stop());

describe('an organization’s token', () => {
  it('is good in each of its workspaces, which are found by the ids', async () => {
    const { chat, users } = house.clientOf('xoxb-city');

    expect((await chat.postMessage({ channel: 'C0WEST', text: 'x' })).message).toMatchObject({ team: 'T0WEST' });
    expect((await chat.postMessage({ channel: 'W0IDA', text: 'x' })).message).toMatchObject({ team: 'T0EAST' });
    expect((await users.info({ user: 'W0JON' })).user).toMatchObject({
      team_id: 'T0WEST',
      enterprise_user: { enterprise_id: 'E0CITY', teams: ['T0WEST'] },
    });
    expect((await users.lookupByEmail({ email: 'ida@city.example' })).user?.id).toBe('W0IDA');
  });

  it('must be told the workspace where no id names it', async () => {
    const { users, conversations } = house.clientOf('xoxb-city');

    expect(await refusal(users.list({}))).toBe('missing_argument');
    expect(await refusal(conversations.list({}))).toBe('missing_argument');
    expect(await refusal(users.conversations({}))).toBe('missing_argument');
    expect((await users.list({ team_id: 'T0WEST' })).members?.map((one) => one.id)).toEqual(['W0BOT', 'W0JON']);
    expect(await refusal(users.list({ team_id: 'T9NOWHERE' }))).toBe('team_not_found');
    expect(await refusal(house.clientOf('xoxb-city').chat.postMessage({ channel: 'team', text: 'x' }))).toBe(
      'team_not_found',
    );
  });

  it('ends where the organization takes a workspace from it', async () => {
    const { auth, chat, users } = house.clientOf('xoxb-city');
    await house.pocket.revokeTeams('E0CITY', ['T0WEST']);

    expect(house.events()[0]).toMatchObject({
      team_id: null,
      enterprise_id: 'E0CITY',
      event: { type: 'team_access_revoked', team_ids: ['T0WEST'] },
    });
    expect(await refusal(users.list({ team_id: 'T0WEST' }))).toBe('team_access_not_granted');
    expect(await refusal(chat.postMessage({ channel: 'C0WEST', text: 'x' }))).toBe('channel_not_found');
    expect((await auth.teams.list()).teams?.map((one) => one.id)).toEqual(['T0EAST']);
    expect(await house.pocket.sendCommand('W0JON', 'dm', '/checkin')).toMatchObject({ notice: 'invalid_command' });

    await house.pocket.grantTeams('E0CITY', ['T0WEST']);
    expect(house.events()[1]?.event).toEqual({ type: 'team_access_granted', team_ids: ['T0WEST'] });
    expect((await chat.postMessage({ channel: 'C0WEST', text: 'x' })).ok).toBe(true);
  });

  it('is dead for all workspaces at once when the app is taken away', async () => {
    await house.pocket.uninstall('E0CITY');

    expect(await refusal(house.clientOf('xoxb-city').auth.test())).toBe('account_inactive');
    expect(house.events()).toMatchObject([
      {
        team_id: null,
        enterprise_id: 'E0CITY',
        event: { type: 'app_uninstalled' },
        authorizations: [{ enterprise_id: 'E0CITY', team_id: null, is_enterprise_install: true }],
      },
      { event: { type: 'tokens_revoked' } },
    ]);
    expect(await house.pocket.sendCommand('W0JON', 'dm', '/checkin')).toMatchObject({ notice: 'invalid_command' });
  });
});

describe('requests of an organization’s app', () => {
  it('name workspace and organization in commands and events', async () => {
    await house.pocket.sendCommand('W0JON', 'C0WEST', '/checkin');
    await house.pocket.sayInDm('W0JON', 'hello');

    expect(house.forms()[0]).toMatchObject({
      team_id: 'T0WEST',
      enterprise_id: 'E0CITY',
      enterprise_name: 'Harbor City',
      is_enterprise_install: 'true',
      user_id: 'W0JON',
    });
    expect(house.events()[0]).toMatchObject({
      team_id: 'T0WEST',
      enterprise_id: 'E0CITY',
      authorizations: [{ enterprise_id: 'E0CITY', team_id: 'T0WEST', user_id: 'W0BOT', is_enterprise_install: true }],
    });
  });

  it('name no workspace in views and global shortcuts, and the installation in each view', async () => {
    const { views } = house.clientOf('xoxb-city');
    const view = {
      type: 'modal' as const,
      callback_id: 'form',
      title: { type: 'plain_text' as const, text: 'T' },
      submit: { type: 'plain_text' as const, text: 'Send' },
      blocks: [],
    };
    await house.pocket.sendShortcut('W0JON', 'open');
    const opened = await views.open({ trigger_id: String(house.payloads()[0]?.['trigger_id']), view });
    await house.pocket.submitView('W0JON', opened.view?.id ?? '');

    expect(opened.view).toMatchObject({ team_id: 'T0WEST', app_installed_team_id: 'E0CITY' });
    for (const payload of house.payloads())
      expect(payload).toMatchObject({
        team: null,
        enterprise: { id: 'E0CITY', name: 'Harbor City' },
        is_enterprise_install: true,
        user: { id: 'W0JON', team_id: 'T0WEST' },
      });
    expect(house.payloads()[1]).toMatchObject({ type: 'view_submission', view: { app_installed_team_id: 'E0CITY' } });
  });

  it('name the workspace of a message that was pressed', async () => {
    const { chat } = house.clientOf('xoxb-city');
    const { ts = '' } = await chat.postMessage({
      channel: 'C0WEST',
      text: 'Go?',
      blocks: [
        { type: 'actions', elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }] },
      ],
    });

    await house.pocket.press('W0JON', { channel: 'C0WEST', ts }, 'go');

    expect(house.payloads()[0]).toMatchObject({
      team: { id: 'T0WEST', enterprise_id: 'E0CITY' },
      enterprise: { id: 'E0CITY' },
      is_enterprise_install: true,
    });
  });
});

it('tells an app of a single workspace in an organization that it is only that', async () => {
  house.pocket.addOrganization({ id: 'E0SHIRE', name: 'Shire' });
  house.pocket.addWorkspace({
    id: 'T0ONE',
    name: 'One',
    enterpriseId: 'E0SHIRE',
    botToken: 'xoxb-one',
    botUserId: 'U0ONEBOT',
    scopes,
  });
  house.pocket.addUser({ workspaceId: 'T0ONE', id: 'W0ANN', name: 'ann', realName: 'Ann' });

  await house.pocket.sendCommand('W0ANN', 'dm', '/checkin');

  expect(house.forms()[0]).toMatchObject({
    team_id: 'T0ONE',
    enterprise_id: 'E0SHIRE',
    is_enterprise_install: 'false',
  });
  expect(await house.clientOf('xoxb-one').auth.test()).toMatchObject({
    team_id: 'T0ONE',
    enterprise_id: 'E0SHIRE',
    is_enterprise_install: false,
  });
});
