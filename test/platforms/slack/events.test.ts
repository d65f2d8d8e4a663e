import { setStage, simpleCard, TEAM, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(() => {
  stage.reset();
});
afterAll(() => stage.close());

const everythingSaid = () =>
  ['U0MAYA', 'U0DANA'].flatMap((who) => stage.pocket.screen(who).conversations.flatMap((one) => one.messages));

describe('Home', () => {
  it('is asked for by whoever opens it', async () => {
    await stage.pocket.openHome('U0MAYA');

    expect(stage.received).toEqual([
      {
        kind: 'home',
        id: expect.stringMatching(/^slack:T0HILL:Ev/),
        sender: { platform: 'slack', teamId: TEAM, userId: 'U0MAYA', address: { teamId: TEAM, userId: 'U0MAYA' } },
        place: { private: true },
      },
    ]);
  });

  it('is not asked for by whoever opens the chat', async () => {
    await stage.pocket.openHome('U0MAYA', 'messages');
    await stage.platform.stop();

    expect(stage.received).toEqual([]);
  });
});

describe('an account', () => {
  const told = { kind: 'account', place: { private: true }, sender: { platform: 'slack', teamId: TEAM } };
  const dana = { userId: 'U0DANA', email: 'dana@hill.example', name: 'Dana Okafor', timeZone: 'America/Chicago' };

  it('tells what changed, and not that it can be written to', async () => {
    await stage.pocket.editUser('U0DANA', { tz: 'America/Denver', realName: 'Dana Okafor-Lee' });

    expect(stage.received).toMatchObject([
      {
        ...told,
        change: 'changed',
        sender: { userId: 'U0DANA' },
        profile: { ...dana, timeZone: 'America/Denver', name: 'Dana Okafor-Lee' },
      },
    ]);
    expect(stage.received[0]?.sender).not.toHaveProperty('address');
  });

  it('tells that somebody came', async () => {
    const noor = { name: 'noor', realName: 'Noor Haas', email: 'Noor@Hill.example', tz: 'Europe/Berlin' };
    await stage.pocket.joinUser({ workspaceId: TEAM, id: 'U0NOOR', ...noor });

    expect(stage.received).toMatchObject([
      {
        ...told,
        change: 'changed',
        profile: { userId: 'U0NOOR', email: 'noor@hill.example', name: 'Noor Haas', timeZone: 'Europe/Berlin' },
      },
    ]);
  });

  it('tells that somebody was switched off, and nothing more of them', async () => {
    await stage.pocket.editUser('U0DANA', { deleted: true });

    expect(stage.received).toMatchObject([
      { ...told, change: 'closed', sender: { userId: 'U0DANA' }, profile: { userId: 'U0DANA' } },
    ]);
    expect(stage.received[0]).toMatchObject({ profile: expect.not.objectContaining({ email: expect.anything() }) });
  });

  it('tells who is a guest', async () => {
    await stage.pocket.editUser('U0GUEST', { tz: 'America/Denver' });

    expect(stage.received).toMatchObject([{ ...told, profile: { userId: 'U0GUEST', isGuest: true } }]);
  });

  const user = { id: 'U0DANA', team_id: TEAM, tz: 'America/Chicago', profile: { email: 'dana@hill.example' } };
  it.each([
    ['an address that is not confirmed', { ...user, is_email_confirmed: false }, 'email'],
    ['a zone that is no place', { ...user, tz: 'EST' }, 'timeZone'],
    ['no zone', { ...user, tz: undefined }, 'timeZone'],
    ['no address', { ...user, profile: {} }, 'email'],
  ])('leaves out what cannot be trusted: %s', async (_, changed, missing) => {
    await stage.pocket.sendEvent(TEAM, { type: 'user_change', user: changed });

    expect(stage.received).toMatchObject([{ kind: 'account', profile: { userId: 'U0DANA' } }]);
    expect(stage.received[0]).not.toHaveProperty(`profile.${missing}`);
  });

  it.each([
    ['a bot', { ...user, is_bot: true }],
    ['a bot that was switched off', { ...user, is_bot: true, deleted: true }],
    ["Slack's own helper", { ...user, id: 'USLACKBOT' }],
    ['somebody of another workspace', { ...user, team_id: 'T9OTHER' }],
    ['somebody from a shared channel', { ...user, is_stranger: true }],
    ['somebody of another workspace who was switched off', { ...user, team_id: 'T9OTHER', deleted: true }],
    ['an id that is none', { ...user, id: '../U0DANA' }],
    ['nobody', undefined],
  ])('is nobody of ours: %s', async (_, changed) => {
    await stage.pocket.sendEvent(TEAM, { type: 'user_change', user: changed });
    await stage.pocket.sendEvent(TEAM, { type: 'team_join', user: changed });
    await stage.platform.stop();

    expect(stage.received).toEqual([]);
  });

  it('is told nothing in return, as nobody asked', async () => {
    stage.answer(() => ({ kind: 'say', card: simpleCard('I do not know you yet.') }));

    await stage.pocket.editUser('U0DANA', { tz: 'America/Denver' });
    await stage.platform.stop();

    expect(stage.received).toHaveLength(1);
    expect(everythingSaid()).toEqual([]);
  });
});
