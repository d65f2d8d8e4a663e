import { setStage, TEAM, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(() => {
  stage.reset();
});
afterAll(() => stage.close());

const maya = {
  userId: 'U0MAYA',
  email: 'maya@hill.example',
  name: 'Maya Lindqvist',
  timeZone: 'America/Chicago',
  address: { teamId: TEAM, userId: 'U0MAYA' },
};

describe('an account', () => {
  it('is known by its id and by its e-mail address', async () => {
    expect(await stage.platform.whoIs(TEAM, 'U0MAYA')).toEqual(maya);
    expect(await stage.platform.findByEmail(TEAM, 'maya@hill.example')).toEqual(maya);
  });

  it.each(['U0BOT', 'U0NOBODY'])('is nobody when it is no person here: %s', async (id) => {
    expect(await stage.platform.whoIs(TEAM, id)).toBeUndefined();
  });

  it('is nobody once it was switched off', async () => {
    stage.pocket.changeUser('U0MAYA', { deleted: true });

    expect(await stage.platform.whoIs(TEAM, 'U0MAYA')).toBeUndefined();
    expect(await stage.platform.findByEmail(TEAM, 'maya@hill.example')).toBeUndefined();
  });

  it('has no time zone where Slack names no place', async () => {
    stage.pocket.changeUser('U0MAYA', { tz: 'EST' });

    expect(await stage.platform.whoIs(TEAM, 'U0MAYA')).not.toHaveProperty('timeZone');
  });

  it('is not guessed when Slack does not answer', async () => {
    stage.pocket.fail({ method: 'users.info', mode: 'http500' });

    await expect(stage.platform.whoIs(TEAM, 'U0MAYA')).rejects.toMatchObject({ kind: 'try-later', reason: 'http_500' });
  });

  it('is not looked for in another workspace', async () => {
    await expect(stage.platform.whoIs('T9OTHER', 'U0MAYA')).rejects.toMatchObject({ reason: 'other_workspace' });
  });
});

describe('a channel', () => {
  it('tells who reads along', async () => {
    expect(await stage.platform.inspectChannel({ teamId: TEAM, channelId: 'C0TEAM' })).toEqual({
      name: 'principals',
      isPublic: true,
      isShared: false,
      members: [
        { userId: 'U0MAYA', isGuest: false, email: 'maya@hill.example' },
        { userId: 'U0DANA', isGuest: false, email: 'dana@hill.example' },
        { userId: 'U0GUEST', isGuest: true, email: 'gil@hill.example' },
      ],
    });
  });

  it('tells when another organization reads along', async () => {
    const members = ['U0MAYA', 'U0BOT'];
    stage.pocket.addChannel({
      workspaceId: TEAM,
      id: 'C0BOTH',
      name: 'both',
      isPrivate: true,
      isExtShared: true,
      members,
    });

    expect(await stage.platform.inspectChannel({ teamId: TEAM, channelId: 'C0BOTH' })).toMatchObject({
      isPublic: false,
      isShared: true,
    });
  });

  it('counts someone whom we may not see as a guest', async () => {
    stage.pocket.fail({ method: 'users.info', mode: 'error', error: 'user_not_visible' });

    const { members } = await stage.platform.inspectChannel({ teamId: TEAM, channelId: 'C0TEAM' });

    expect(members[0]).toEqual({ userId: 'U0MAYA', isGuest: true });
  });

  it('asks for the whole directory where it is large', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => `U${String(1000 + index)}`);
    for (const id of ids)
      stage.pocket.addUser({
        workspaceId: TEAM,
        id,
        name: id,
        realName: id,
        email: `${id}@hill.example`,
        tz: 'America/Chicago',
      });
    stage.pocket.addChannel({
      workspaceId: TEAM,
      id: 'C0ALL',
      name: 'all',
      isPrivate: false,
      members: ['U0BOT', ...ids],
    });

    const { members } = await stage.platform.inspectChannel({ teamId: TEAM, channelId: 'C0ALL' });

    expect(members.map((member) => member.userId)).toEqual(ids);
    expect(stage.pocket.calls.filter((call) => call.method === 'users.info')).toEqual([]);
  });

  it('that the app may not see is told as such', async () => {
    await expect(stage.platform.inspectChannel({ teamId: TEAM, channelId: 'C0NONE' })).rejects.toMatchObject({
      kind: 'target-dead',
      reason: 'channel_not_found',
    });
  });
});
