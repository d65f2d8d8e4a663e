import { asSystem, inTenant } from '../../../src/db/scope.ts';
import { systemViewer } from '../../../src/roster/access.ts';
import { findAccount, findUserId, joinWorkspace, linkAccount } from '../../../src/roster/accounts.ts';
import { chooseDigestChannel, findDigestChannel, readGone } from '../../../src/roster/digest-channels.ts';
import { forgetWorkspace } from '../../../src/roster/workspaces.ts';
import { createWorkspaces } from '../../../src/workspaces.ts';
import type { Address } from '../../../src/chat/platform.ts';
import type { PocketTeam, PocketUser } from '../../../src/playground/pocket-teams/index.ts';
import { NOON, openTeamsHouse, saidTo, type Customer, type TeamsHouse } from './house.ts';

jest.setTimeout(60_000);

let house: TeamsHouse;
let harbor: Customer;
let count = 0;
beforeAll(async () => {
  house = await openTeamsHouse();
}, 60_000);
afterAll(() => house.close());
beforeEach(async () => {
  await house.at(NOON);
  harbor = await house.aCustomer(`Harbor City ${++count}`);
});

const minutes = (n: number) => new Date(NOON.getTime() + n * 60_000);

const accountOf = ({ tenantId, teamId }: Customer, user: PocketUser) =>
  inTenant(house.database.db, tenantId, (tx) => findAccount(tx, systemViewer(tenantId), 'teams', teamId, user.id));

async function tell(activities: Record<string, unknown>[]): Promise<void> {
  for (const activity of activities) expect((await house.pocket.post(activity)).status).toBe(200);
}

describe('somebody who adds the app', () => {
  it('is welcomed once, told who reads what, and is known by the id of Microsoft Entra', async () => {
    await house.pocket.install(harbor.ben);
    await tell(house.pocket.buildPresence(harbor.ben, 'add-upgrade'));
    await house.pocket.install(harbor.ben);
    await house.send();

    expect(saidTo(house, harbor.ben)).toEqual(['Throughline is here: one short check-in a week, in this chat.']);
    const words = house.pocket.screen(harbor.ben).chats[0]?.messages[0]?.words.join(' ');
    expect(words).toContain("A principal's words stay with the principal and the coach");
    const find = (objectId: string) =>
      asSystem(house.database.db, (tx) => findUserId(tx, 'teams', harbor.teamId, objectId));
    expect(await find(harbor.ben.aadObjectId.toUpperCase())).toBe(harbor.ben.id);
    expect(await find(harbor.ada.aadObjectId)).toBeUndefined();
  });

  it('is found by the id of Microsoft Entra in their own tenant only', async () => {
    const lakeside = await house.aCustomer(`Lakeside ${count}`);
    await house.pocket.install(harbor.ben);

    const found = await asSystem(house.database.db, (tx) =>
      findUserId(tx, 'teams', lakeside.teamId, harbor.ben.aadObjectId),
    );

    expect(found).toBeUndefined();
  });

  it.each([
    ['in the order in which it happened', [0, 1, 2], true],
    ['with the removal told last', [0, 2, 1], true],
    ['all backwards', [2, 1, 0], true],
    ['with the first told last', [1, 2, 0], true],
  ])('comes, goes and comes again: told %s, the app is there', async (_, order, isActive) => {
    const told = [
      house.pocket.buildPresence(harbor.ben, 'add', minutes(-30)),
      house.pocket.buildPresence(harbor.ben, 'remove', minutes(-20)),
      house.pocket.buildPresence(harbor.ben, 'add', minutes(-10)),
    ];
    harbor.ben.installed = true;

    for (const n of order) await tell(told[n] ?? []);

    expect((await accountOf(harbor, harbor.ben))?.active).toBe(isActive);
  });

  it.each([
    ['in order', [0, 1]],
    ['with the addition told late', [1, 0]],
  ])('and takes it away: told %s after a first visit, the app is gone', async (_, order) => {
    await house.pocket.install(harbor.ben);
    const told = [
      house.pocket.buildPresence(harbor.ben, 'add', minutes(10)),
      house.pocket.buildPresence(harbor.ben, 'remove', minutes(20)),
    ];

    for (const n of order) await tell(told[n] ?? []);

    expect((await accountOf(harbor, harbor.ben))?.active).toBe(false);
  });

  it('takes it away, and being told twice is being told once', async () => {
    await house.pocket.install(harbor.ben);
    const [removal] = house.pocket.buildPresence(harbor.ben, 'remove', minutes(1));
    await tell([removal ?? {}]);
    await tell([removal ?? {}]);
    await tell(house.pocket.buildPresence(harbor.ben, 'remove', minutes(1)));

    expect((await accountOf(harbor, harbor.ben))?.active).toBe(false);
  });

  it('gets what was meant for them meanwhile when they add it again, once', async () => {
    await house.pocket.install(harbor.ben);
    await house.send();
    await house.write(harbor, 'written before');
    await house.pocket.uninstall(harbor.ben);
    await house.write(harbor, 'written meanwhile');
    await house.send();
    expect(saidTo(house, harbor.ben)).toHaveLength(1);

    await house.at(minutes(5));
    await house.pocket.install(harbor.ben);
    await house.send();

    expect(saidTo(house, harbor.ben).slice(1).sort()).toEqual(['written before', 'written meanwhile']);
  });

  it('is not written to for as long as nobody told that they took it away, and then gets it after all', async () => {
    await house.pocket.install(harbor.ben);
    await house.send();
    harbor.ben.installed = false;
    await house.write(harbor, 'into the void');
    await house.send();
    expect(await house.delivery(harbor, 'into the void')).toMatchObject({
      status: 'DEAD',
      reason: 'BotNotInConversationRoster',
    });
    expect((await accountOf(harbor, harbor.ben))?.active).toBe(false);

    await house.pocket.install(harbor.ben);
    await house.send();

    expect(saidTo(house, harbor.ben).slice(1)).toEqual(['into the void']);
  });
});

describe('an app that an administrator has switched off for everybody', () => {
  beforeEach(async () => {
    await house.pocket.install(harbor.ben);
    await house.send();
    house.pocket.setAppDisabled(harbor.teamId, true);
    await house.write(harbor, 'first');
    await house.write(harbor, 'second');
    await house.send();
  });

  const silentSince = () =>
    asSystem(house.database.db, (tx) => tx.workspace.findFirst({ where: { teamId: harbor.teamId } })).then(
      (row) => row?.removedAt,
    );

  it('is asked no more, and what is meant for the people waits', async () => {
    expect(await silentSince()).toEqual(NOON);
    const calls = house.pocket.calls.length;
    await house.at(minutes(120));
    await house.send();

    expect(house.pocket.calls).toHaveLength(calls);
    expect(await house.delivery(harbor, 'first')).toMatchObject({ reason: 'BotDisabledByAdmin', attempts: 0 });
    expect(await house.delivery(harbor, 'second')).toMatchObject({ status: 'PENDING' });
  });

  it('is looked at from time to time, and goes on when it is on again', async () => {
    const { db, log, platforms } = house.deps;
    const look = () => createWorkspaces(db, platforms, { teamsTenantId: undefined, many: new Set() }, log).probe();
    expect(await look()).toBe(false);
    expect(await silentSince()).toEqual(NOON);

    house.pocket.setAppDisabled(harbor.teamId, false);
    expect(await look()).toBe(true);
    await house.at(minutes(2));
    await house.send();

    expect(saidTo(house, harbor.ben)).toEqual(expect.arrayContaining(['first', 'second']));
  });

  it('goes on as soon as anybody there uses it', async () => {
    house.pocket.setAppDisabled(harbor.teamId, false);
    await house.at(minutes(120));
    await house.pocket.say(harbor.ben, undefined, 'help');
    await house.send();

    expect(await silentSince()).toBeNull();
    expect(saidTo(house, harbor.ben)).toEqual(expect.arrayContaining(['first', 'second']));
  });
});

describe('an administrator', () => {
  const linkToSlack = () =>
    inTenant(house.database.db, harbor.tenantId, async (tx) => {
      await joinWorkspace(tx, harbor.tenantId, 'slack', `T${count}`, '');
      await linkAccount(tx, systemViewer(harbor.tenantId), harbor.personIds.ada, 'slack', `T${count}`, {
        userId: 'U1',
      });
      await tx.person.update({ where: { id: harbor.personIds.ada }, data: { preferredPlatform: 'SLACK' } });
    });
  const toldOfIt = () =>
    inTenant(house.database.db, harbor.tenantId, (tx) =>
      tx.delivery.findMany({
        where: { tenantId: harbor.tenantId, key: { startsWith: 'switched-off:' } },
        select: { platform: true },
      }),
    );

  it('who is also on Slack is told there, once, that Teams is switched off', async () => {
    await linkToSlack();
    await house.pocket.install(harbor.ben);
    await house.send();
    house.pocket.setAppDisabled(harbor.teamId, true);
    for (const words of ['one', 'two']) await house.write(harbor, words);
    await house.send();
    await house.send();

    expect(await toldOfIt()).toEqual([{ platform: 'SLACK' }]);
  });

  it('who is on Teams alone is told nothing that could not arrive', async () => {
    for (const user of [harbor.ada, harbor.ben]) await house.pocket.install(user);
    await house.send();
    house.pocket.setAppDisabled(harbor.teamId, true);
    await house.write(harbor, 'one');
    await house.send();

    expect(await toldOfIt()).toEqual([]);
  });
});

describe('a tenant that is no customer any more', () => {
  beforeEach(async () => {
    await house.pocket.install(harbor.ben);
    await house.send();
    await inTenant(house.database.db, harbor.tenantId, (tx) =>
      forgetWorkspace(tx, systemViewer(harbor.tenantId), 'teams', harbor.teamId),
    );
    house.logged.length = 0;
  });

  const kept = async () => {
    const { db } = house.database;
    return Promise.all([
      db.platformAccount.count(),
      db.delivery.count(),
      db.inboundEvent.count(),
      db.formDraft.count(),
    ]);
  };

  it('is refused in plain words and logged by id, and nothing changes', async () => {
    const before = await kept();
    const typed = house.pocket.buildActivity(harbor.ben, { type: 'message', text: 'checkin SECRET' });
    const data = { f: 'check-in', v: 1, s: {}, n: 'n1', d: 1, m: [], went: 'SECRET' };
    const submitted = house.pocket.buildActivity(harbor.ben, { type: 'invoke', name: 'task/submit', value: { data } });
    const answers = [await house.pocket.post(typed), await house.pocket.post(submitted)];
    await tell(house.pocket.buildPresence(harbor.ben, 'remove', minutes(1)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(saidTo(house, harbor.ben).at(-1)).toMatch(/^This workspace is not connected yet/);
    expect(await kept()).toEqual(before);
    expect(house.logged.join('')).toContain(String(typed['id']));
    expect(house.logged.join('')).not.toContain('SECRET');
  });
});

describe('a conversation that Teams does not find', () => {
  const notFound = () =>
    house.pocket.fail({
      match: (call) => call.kind === 'send' && call.tenantId === harbor.teamId,
      times: Number.POSITIVE_INFINITY,
      mode: { status: 404, code: 'ConversationNotFound' },
    });

  beforeEach(async () => {
    await house.pocket.install(harbor.ben);
    await house.send();
  });

  async function tryFor(hours: number): Promise<void> {
    for (let half = 0; half <= hours * 2; half++) {
      await house.at(minutes(half * 30 + 1));
      await house.send();
    }
  }

  it('is looked for during a whole day, and the message arrives when it is there again', async () => {
    const fault = notFound();
    await house.write(harbor, 'patient');
    await tryFor(23);
    expect(await house.delivery(harbor, 'patient')).toMatchObject({ status: 'FAILED', reason: 'ConversationNotFound' });

    fault.cancel();
    await house.at(minutes(23.9 * 60));
    await house.send();

    expect(saidTo(house, harbor.ben).slice(1)).toEqual(['patient']);
  });

  it('is believed to be gone after a day, and no more is written there until the person comes', async () => {
    const fault = notFound();
    await house.write(harbor, 'lost');
    await tryFor(26);

    expect(await house.delivery(harbor, 'lost')).toMatchObject({ status: 'DEAD', reason: 'ConversationNotFound' });
    expect((await accountOf(harbor, harbor.ben))?.active).toBe(false);
    fault.cancel();
  });
});

describe('a team', () => {
  let team: PocketTeam;
  beforeEach(async () => {
    team = house.pocket.addTeam({
      tenantId: harbor.teamId,
      name: `Cabinet ${count}`,
      memberIds: [harbor.ada.id, harbor.ben.id],
      channels: ['Leadership'],
    });
    await house.pocket.install(harbor.ada);
    await house.pocket.addToTeam(team, harbor.ada);
    await house.send();
  });

  const idOf = (name: string) => team.channels.find((channel) => channel.name === name)?.id ?? '';
  const rootsIn = (name: string) =>
    house.pocket
      .screen(harbor.ben)
      .teams.flatMap((one) => one.channels)
      .find((channel) => channel.name === name)
      ?.threads.map((thread) => thread.root.summary);
  const addressIn = (name: string): Address => ({
    ...{ teamId: harbor.teamId, channelId: idOf(name), workspaceId: team.id },
    serviceUrl: house.pocket.serviceUrl,
  });

  async function choose(address: Address): Promise<void> {
    const viewer = { ...systemViewer(harbor.tenantId), personId: harbor.personIds.ada };
    await inTenant(house.database.db, harbor.tenantId, (tx) =>
      chooseDigestChannel(tx, viewer, { organizationId: harbor.districtId, platform: 'teams', address, at: NOON }),
    );
  }

  const gone = async () => {
    const channel = await inTenant(house.database.db, harbor.tenantId, (tx) =>
      tx.digestChannel.findFirst({ where: { tenantId: harbor.tenantId } }),
    );
    return readGone(channel?.address)?.why;
  };

  it('is greeted once, in one channel, and told that answers are private', async () => {
    await house.pocket.addToTeam(team, harbor.ada);
    await tell(house.pocket.buildPresence(team, 'add-upgrade'));
    await house.pocket.tellTeam(team, 'channelCreated', 'Leadership');
    await house.send();

    expect(rootsIn('General')).toEqual(['Throughline is here. It answers in private.']);
    expect(rootsIn('Leadership')).toEqual([]);
  });

  it('is greeted whoever has added the app, also somebody who is in no roster', async () => {
    const it = house.pocket.addUser({ tenantId: harbor.teamId, name: 'Ida Tan', email: `it${count}@nobody.example` });
    const other = house.pocket.addTeam({ tenantId: harbor.teamId, name: `Other ${count}`, memberIds: [it.id] });
    await house.pocket.addToTeam(other, it);
    await house.send();

    expect(house.pocket.screen(it).teams[0]?.channels[0]?.threads).toHaveLength(1);
    expect(saidTo(house, it)).toEqual([]);
  });

  it.each([
    ['is taken out of the team', 'removed', () => house.pocket.removeFromTeam(team, harbor.ada)],
    ['loses its channel', 'deleted', () => house.pocket.tellTeam(team, 'channelDeleted', 'Leadership')],
    ['loses its team', 'deleted', () => house.pocket.tellTeam(team, 'teamDeleted')],
    ['finds its team archived', 'archived', () => house.pocket.tellTeam(team, 'teamArchived')],
  ] as const)('that gets the summary: an app that %s tells the administrators, once', async (_, why, happens) => {
    await choose(addressIn('Leadership'));
    const before = saidTo(house, harbor.ada).length;
    await house.at(minutes(1));
    await happens();
    await house.send();

    expect(await gone()).toBe(why);
    expect(saidTo(house, harbor.ada).slice(before)).toEqual([
      `The weekly summary of Harbor City ${count} has lost its channel.`,
    ]);
  });

  it('that comes back is there again, and an older word that comes late changes nothing', async () => {
    await choose(addressIn('Leadership'));
    await house.at(minutes(30));
    await house.pocket.tellTeam(team, 'teamArchived', undefined, minutes(10));
    await house.pocket.tellTeam(team, 'teamUnarchived', undefined, minutes(20));
    await house.pocket.tellTeam(team, 'teamArchived', undefined, minutes(5));

    expect(await gone()).toBeUndefined();
  });

  it('where another channel is deleted or renamed keeps its summary', async () => {
    await choose(addressIn('General'));
    await house.at(minutes(1));
    await house.pocket.tellTeam(team, 'channelDeleted', 'Leadership');
    await house.pocket.tellTeam(team, 'channelRenamed', 'General');

    expect(await gone()).toBeUndefined();
  });

  it('is known by its name after a restart, when nobody has written there yet', async () => {
    await house.pocket.say(harbor.ada, idOf('Leadership'), 'help');
    await house.restart();

    const { name } = await house.platform().inspectChannel(addressIn('Leadership'));

    expect(name).toBe(`Cabinet ${count} > Leadership`);
  });

  it('tells where to ask about it after a restart, with the address that "district here" keeps', async () => {
    await choose(addressIn('Leadership'));

    const to = await inTenant(house.database.db, harbor.tenantId, (tx) =>
      findDigestChannel(tx, systemViewer(harbor.tenantId), harbor.districtId),
    );

    expect(to?.address).toEqual(addressIn('Leadership'));
  });
});

describe('a group chat', () => {
  it('is greeted, answers in private, and tells who would read a summary', async () => {
    const group = house.pocket.addGroup({
      tenantId: harbor.teamId,
      name: 'Leaders',
      memberIds: [harbor.ada.id, harbor.ben.id],
    });
    await house.pocket.install(harbor.ada);
    await house.send();
    await house.pocket.addToGroup(group, harbor.ada);
    await house.send();
    await house.pocket.say(harbor.ada, group.id, 'help');

    const [chat] = house.pocket.screen(harbor.ben).groups;
    expect(chat?.messages.filter((one) => one.from.kind === 'bot').map((one) => one.summary ?? one.text)).toEqual([
      'Throughline is here. It answers in private.',
      'I answered you in our chat.',
    ]);
    expect(saidTo(house, harbor.ada)).toHaveLength(2);
    const address = { teamId: harbor.teamId, conversationId: group.id, serviceUrl: house.pocket.serviceUrl };
    const { name, members } = await house.platform().inspectChannel(address);
    expect([name, members.map((member) => member.userId)]).toEqual(['this group chat', [harbor.ada.id, harbor.ben.id]]);
  });
});

describe('a service address that Teams moves', () => {
  afterEach(() => house.pocket.moveTo('amer'));

  it('takes along what waits, what has gone out, and the channel of the summary', async () => {
    const team = house.pocket.addTeam({ tenantId: harbor.teamId, name: `Moved ${count}`, memberIds: [harbor.ben.id] });
    await house.pocket.install(harbor.ben);
    await house.write(harbor, 'gone out');
    await house.send();
    const viewer = { ...systemViewer(harbor.tenantId), personId: harbor.personIds.ada };
    const address = { teamId: harbor.teamId, channelId: team.id, serviceUrl: house.pocket.serviceUrl };
    await inTenant(house.database.db, harbor.tenantId, (tx) =>
      chooseDigestChannel(tx, viewer, { organizationId: harbor.districtId, platform: 'teams', address }),
    );
    await house.write(harbor, 'waits');
    house.pocket.moveTo('emea');
    await house.pocket.say(harbor.ben, undefined, 'help');

    await house.send();

    expect(saidTo(house, harbor.ben)).toContain('waits');
    const channel = await inTenant(house.database.db, harbor.tenantId, (tx) =>
      findDigestChannel(tx, viewer, harbor.districtId),
    );
    expect(channel?.address.serviceUrl).toBe(house.pocket.serviceUrl);
    const sent = await inTenant(house.database.db, harbor.tenantId, (tx) =>
      tx.delivery.findUniqueOrThrow({ where: { tenantId_key: { tenantId: harbor.tenantId, key: 'gone out' } } }),
    );
    expect(sent.address).toMatchObject({ serviceUrl: house.pocket.serviceUrl });
  });

  it('is learned from a channel too, and revives nobody who has taken the app away', async () => {
    const team = house.pocket.addTeam({ tenantId: harbor.teamId, name: `Far ${count}`, memberIds: [harbor.ben.id] });
    await house.pocket.install(harbor.ben);
    await house.pocket.addToTeam(team, harbor.ben);
    await house.at(minutes(1));
    await house.pocket.uninstall(harbor.ben);
    house.pocket.moveTo('emea');
    await house.pocket.say(harbor.ben, team.id, 'help');

    const account = await accountOf(harbor, harbor.ben);
    expect(account?.active).toBe(false);
    expect(account?.conversation).toMatchObject({ serviceUrl: house.pocket.serviceUrl });
  });
});

describe('two tenants of Teams at once', () => {
  it('keep their messages, their people and their addresses to themselves', async () => {
    const lakeside = await house.aCustomer(`Lakeside ${count}`);
    for (const customer of [harbor, lakeside]) await house.pocket.install(customer.ben);
    await house.write(harbor, 'marked for the harbor');
    await house.write(lakeside, 'marked for the lake');
    await house.send();

    expect(saidTo(house, harbor.ben).join()).toContain('marked for the harbor');
    expect(saidTo(house, harbor.ben).join()).not.toContain('the lake');
    expect(saidTo(house, lakeside.ben).join()).not.toContain('the harbor');
    // An address that was mixed up finds nobody, and no member of the other tenant is told.
    const address = { teamId: lakeside.teamId, conversationId: harbor.ben.chatId, serviceUrl: house.pocket.serviceUrl };
    expect(await house.platform().whoIs(lakeside.teamId, harbor.ben.id, address)).toBeUndefined();
    for (const { tenantId, teamId } of [harbor, lakeside]) {
      const kept = await inTenant(house.database.db, tenantId, async (tx) => [
        ...(await tx.platformAccount.findMany({ select: { teamId: true, conversation: true } })),
        ...(await tx.delivery.findMany({ select: { teamId: true, address: true } })),
      ]);
      expect(kept.length).toBeGreaterThan(1);
      expect(JSON.stringify(kept)).not.toContain(teamId === harbor.teamId ? lakeside.teamId : harbor.teamId);
    }
  });
});
