// What Slack tells of accounts without anybody asking, over the wire: who comes, changes, goes and comes back.
import { asSystem } from '../../src/db/scope.ts';
import { createContext } from '../../src/desk/context.ts';
import { systemViewer } from '../../src/roster/access.ts';
import { slackIdOf, WORKSPACE_ID } from '../../src/playground/stage.ts';
import { BELL, CHO, FARAH, personId, rows, say, SINGH, STONE } from '../flows/acts.ts';
import { openHouse, type TestHouse } from '../support/house.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
}, 120_000);
afterAll(() => at.stop());

const who = (email: string) => ({ workspaceId: WORKSPACE_ID, userId: slackIdOf(email) });

function account(userId: string) {
  return asSystem(at.house.db, (tx) => tx.platformAccount.findFirst({ where: { userId } }));
}

/** Slack has its answer before the product has done its work, so this waits until the news is written down. */
async function told(act: () => Promise<unknown>): Promise<void> {
  const count = () => rows(at, (tx) => tx.inboundEvent.count());
  const before = await count();
  await act();
  for (const until = Date.now() + 5_000; Date.now() < until;) if ((await count()) > before) return;
  throw new Error('The product never heard of it');
}
const edit = (email: string, changes: Parameters<typeof at.stage.slack.editUser>[1]) =>
  told(() => at.stage.slack.editUser(who(email), changes));

async function write(email: string, key: string): Promise<void> {
  const id = await personId(at, email);
  await rows(at, async (tx) => {
    const card = { id: 'check-in:prompt', summary: key, parts: [{ kind: 'text' as const, text: key }] };
    const ctx = createContext(tx, systemViewer(at.tenantId), at.house.clock.now(), []);
    await ctx.send(id, { key, kind: 'test', card });
  });
}
const delivery = (key: string) => rows(at, (tx) => tx.delivery.findFirstOrThrow({ where: { key } }));

describe('an account in Slack', () => {
  it('keeps its zone and whether it is a guest’s, and a guest with a role works on', async () => {
    await edit(STONE, { tz: 'America/Denver', isGuest: true });

    expect(await account(slackIdOf(STONE))).toMatchObject({ timeZone: 'America/Denver', isGuest: true, active: true });
    expect(await say(at, STONE, 'help')).toMatch(/checkin/);
  });

  it('keeps the zone it had when Slack names no place any more', async () => {
    await edit(STONE, { tz: 'EST', isGuest: false });

    expect(await account(slackIdOf(STONE))).toMatchObject({ timeZone: 'America/Denver', isGuest: false });
  });

  it('follows its person through a new address that nobody else has', async () => {
    await edit(CHO, { email: 'mei.new@northlight.example' });

    expect(await account(slackIdOf(CHO))).toMatchObject({ personId: await personId(at, CHO), active: true });
  });

  it('whose address has become another’s is nobody’s, and is recognized anew when it speaks', async () => {
    await edit(CHO, { email: SINGH });
    expect(await account(slackIdOf(CHO))).toBeNull();

    await say(at, CHO, 'help');

    expect(await account(slackIdOf(CHO))).toMatchObject({ personId: await personId(at, SINGH) });
  });

  it('that is switched off is silent and keeps its history; what waits is written down, and comes when it is back', async () => {
    await write(FARAH, 'waiting');
    await edit(FARAH, { deleted: true });
    expect(await account(slackIdOf(FARAH))).toMatchObject({ active: false, personId: await personId(at, FARAH) });
    await write(FARAH, 'written while away');
    await at.house.clockwork.drain();
    for (const key of ['waiting', 'written while away'])
      expect(await delivery(key)).toMatchObject({ status: 'DEAD', reason: 'no-account' });

    await edit(FARAH, { deleted: false });
    await at.house.clockwork.drain();

    expect(await account(slackIdOf(FARAH))).toMatchObject({ active: true });
    for (const key of ['waiting', 'written while away']) expect(await delivery(key)).toMatchObject({ status: 'SENT' });
  });

  it('that is told of twice by the same event is changed once', async () => {
    const news = {
      ...{ id: 'slack:T:Ev1', kind: 'account' as const, place: { private: true } },
      sender: { platform: 'slack' as const, teamId: WORKSPACE_ID, userId: slackIdOf(BELL) },
    };
    const profile = { userId: slackIdOf(BELL), email: BELL };
    await at.house.receive({ ...news, change: 'closed', profile });
    await at.house.receive({ ...news, id: 'slack:T:Ev2', change: 'changed', profile });
    await at.house.receive({ ...news, change: 'closed', profile });

    expect(await account(slackIdOf(BELL))).toMatchObject({ active: true });
  });
});

describe('somebody who has just come', () => {
  const join = (id: string, email: string) =>
    told(() =>
      at.stage.slack.joinUser({ workspaceId: WORKSPACE_ID, id, name: id, realName: id, email, tz: 'America/New_York' }),
    );

  it('and is in the roster is known before they say a word, and gets what waited', async () => {
    const NORA = 'nora.lind@northlight.example';
    const { tenantId } = at;
    await rows(at, (tx) => tx.person.create({ data: { tenantId, displayName: 'Nora Lind', email: NORA } }));
    await write(NORA, 'for Nora');
    expect(await delivery('for Nora')).toMatchObject({ status: 'DEAD' });

    await join('U0NORA', NORA.toUpperCase());
    await at.house.clockwork.drain();

    expect(await account('U0NORA')).toMatchObject({ personId: await personId(at, NORA) });
    expect(await delivery('for Nora')).toMatchObject({ status: 'SENT' });
  });

  it('and is not, is nobody', async () => {
    await join('U0NEW', 'new@harborcity.example');

    expect(await account('U0NEW')).toBeNull();
  });
});

describe('a workspace that is not joined', () => {
  it('may tell what it likes: nothing is kept', async () => {
    const before = await rows(at, (tx) => tx.platformAccount.count());

    await at.house.receive({
      ...{ id: 'slack:T9:Ev1', kind: 'account', change: 'changed', place: { private: true } },
      sender: { platform: 'slack', teamId: 'T9', userId: 'U9' },
      profile: { userId: 'U9', email: BELL },
    });

    expect(await rows(at, (tx) => tx.platformAccount.count())).toBe(before);
  });

  it('of an organization has accounts under the organization’s id, whatever workspace they write from', async () => {
    await rows(at, (tx) =>
      tx.workspace.create({ data: { tenantId: at.tenantId, platform: 'SLACK', teamId: 'E0GRID' } }),
    );
    for (const [index, workspaceId] of ['T0A', 'T0B'].entries())
      await at.house.receive({
        ...{ id: `slack:E0GRID:Ev${index}`, kind: 'account', change: 'changed', place: { private: true } },
        sender: { platform: 'slack', teamId: 'E0GRID', userId: 'W0BELL' },
        profile: { userId: 'W0BELL', email: BELL, address: { teamId: 'E0GRID', workspaceId, userId: 'W0BELL' } },
      });

    expect(await account('W0BELL')).toMatchObject({ teamId: 'E0GRID', personId: await personId(at, BELL) });
  });
});
