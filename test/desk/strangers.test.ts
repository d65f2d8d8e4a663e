// Workspaces and people that nobody knows yet, over the wires of both platforms: a one-time code is the only way in.
import { randomBytes } from 'node:crypto';
import type { Installation } from '../../src/chat/installation.ts';
import { asSystem, inTenant } from '../../src/db/scope.ts';
import { issueCode } from '../../src/installations/codes.ts';
import { createSeal } from '../../src/installations/seal.ts';
import { createInstallations } from '../../src/installations/store.ts';
import { silentLog } from '../../src/log.ts';
import { WORKSPACE_ID } from '../../src/playground/stage.ts';
import type { PocketUser } from '../../src/playground/pocket-teams/index.ts';
import { systemViewer } from '../../src/roster/access.ts';
import { createTenant } from '../../src/roster/tenants.ts';
import { BELL, chat as chatOf, personId, STONE, type Scene } from '../flows/acts.ts';
import {
  furnish,
  openPockets,
  SIGNING_SECRET,
  startProduct,
  type Standing,
  type StandingPockets,
} from '../flows/standing-pockets.ts';

const OTHER = 'T0OTHER';
const SCOPES =
  'commands chat:write im:write im:history im:read users:read users:read.email team:read channels:read groups:read'.split(
    ' ',
  );
const tokenKeys = [{ id: 'k1', bytes: randomBytes(32) }];

let pockets: StandingPockets;
let standing: Standing;
let tenantId: string;
let scene: Scene;
beforeAll(async () => {
  pockets = await openPockets();
  const { apiUrl } = pockets.settings.slack;
  pockets.settings.slack = {
    signingSecret: SIGNING_SECRET,
    ...(apiUrl === undefined ? {} : { apiUrl }),
    many: { clientId: 'c', clientSecret: 's', publicUrl: 'http://127.0.0.1', tokenKeys, purgeDays: 30 },
  };
  standing = await startProduct(pockets);
  await installed(WORKSPACE_ID, 'Northlight Partners', pockets.stage.botToken);
  tenantId = await furnish(pockets, standing, '2026-10-19T12:30:00Z');
  scene = { stage: pockets.stage, tenantId, house: standing.house };
}, 120_000);
afterAll(async () => {
  await standing.house.stop();
  await pockets.close();
});

function installed(teamId: string, name: string, botToken: string): Promise<void> {
  const installation: Installation = {
    ...{ platform: 'slack', teamId, name, isOrganization: false, appId: 'A1', botUserId: 'U0THROUGHLINE', botToken },
    ...{ scopes: SCOPES, installedAt: new Date() },
  };
  const { db } = standing.house;
  const seal = createSeal(tokenKeys);
  return createInstallations({ db, platform: 'slack', seal, log: silentLog, now: () => new Date() }).save(installation);
}

/** A workspace that has just installed the app, with one person in it. */
async function aWorkspace(id: string, email: string) {
  const botToken = `xoxb-${id}`;
  pockets.stage.slack.addWorkspace({
    id,
    name: `Workspace ${id}`,
    botToken,
    botUserId: 'U0THROUGHLINE',
    scopes: SCOPES,
  });
  await installed(id, `Workspace ${id}`, botToken);
  return someone(id, email);
}

function someone(workspaceId: string, email: string) {
  const [name = ''] = email.split('@');
  const id = `U${name.replace(/\W/g, '').toUpperCase()}`;
  pockets.stage.slack.addUser({ workspaceId, id, name, realName: name, email, tz: 'America/New_York' });
  return { workspaceId, userId: id };
}

function code(ofTenant: string, forPerson?: string): Promise<string> {
  const now = pockets.clock.now();
  return inTenant(standing.house.db, ofTenant, async (tx) => {
    const issued = await issueCode(tx, systemViewer(ofTenant), now, forPerson);
    return issued.code;
  });
}

function inSlack(who: { workspaceId: string; userId: string }) {
  const { slack } = pockets.stage;
  const messages = () =>
    slack
      .screen(who)
      .conversations.filter((one) => one.kind === 'im')
      .flatMap((one) =>
        one.messages.filter((message) => message.isApp).map((message) => ({ ...message, channel: one.id })),
      );
  return {
    async says(text: string): Promise<string> {
      const before = messages().length;
      await slack.sayInDm(who, text);
      await slack.until(() => messages().length > before);
      return JSON.stringify(messages().slice(before));
    },
    async opens(label: string) {
      const message = messages()
        .reverse()
        .find((one) => JSON.stringify(one.blocks).includes(label));
      if (!message) throw new Error(`nobody sees “${label}”`);
      const actionId = /"action_id":"(join:open[^"]*)"/.exec(JSON.stringify(message.blocks))?.[1] ?? '';
      await slack.press(who, { channel: message.channel, ts: message.ts }, actionId);
      return slack.until(() => slack.screen(who).modals.find((one) => one.submit !== undefined));
    },
    async fills(viewId: string, typed: string) {
      await slack.submitView(who, viewId, { code: typed });
      return JSON.stringify(slack.screen(who).modals.at(-1) ?? '');
    },
  };
}

function workspace(teamId: string) {
  return asSystem(standing.house.db, (tx) => tx.workspace.findFirst({ where: { teamId } }));
}
function account(teamId: string, userId: string) {
  return asSystem(standing.house.db, (tx) => tx.platformAccount.findFirst({ where: { teamId, userId } }));
}

describe('a Slack workspace that nobody joined', () => {
  it('is joined by nobody’s e-mail address, and shows the one way in', async () => {
    const who = await aWorkspace(OTHER, BELL);

    const said = await inSlack(who).says('hello');

    expect(said).toMatch(/not connected to a district yet[\s\S]*Connect this workspace/);
    expect(await workspace(OTHER)).toBeNull();
    expect(await account(OTHER, who.userId)).toBeNull();
  });

  it('takes a code that is typed, keeps its own name, and knows whose address is in the roster', async () => {
    const who = { workspaceId: OTHER, userId: 'UJORDANBELL' };
    const typed = (await code(tenantId)).toLowerCase();

    const said = await inSlack(who).says(`join ${typed}`);

    expect(said).toContain('This workspace is connected now.');
    expect(await workspace(OTHER)).toMatchObject({ tenantId, name: `Workspace ${OTHER}` });
    expect(await account(OTHER, who.userId)).toMatchObject({ personId: await personId(scene, BELL) });
    expect(standing.logged.join('')).not.toContain(typed.toUpperCase());
    expect(await inSlack(who).says(`join ${typed}`)).toContain('connected already');
  });

  it('takes a code in the window behind the button, and tells beside it what is wrong with another', async () => {
    const who = await aWorkspace('T0FORM', 'stranger@elsewhere.example');
    await inSlack(who).says('hello');
    const view = await inSlack(who).opens('Connect this workspace');

    expect(await inSlack(who).fills(view.id, '0000-0000-0000')).toContain('I do not know this code.');
    expect(await inSlack(who).fills(view.id, await code(tenantId))).toContain('This workspace is connected now.');

    expect(await workspace('T0FORM')).toMatchObject({ tenantId });
    expect(await inSlack(who).says('checkin')).toContain('I do not know you yet.');
  });

  it('that belongs to one customer is never joined to another', async () => {
    const other = await createTenant(standing.house.db, 'Another district');
    const theirs = await code(other.id);

    const said = await inSlack({ workspaceId: 'T0FORM', userId: 'USTRANGER' }).says(`join ${theirs}`);

    expect(said).toContain('connected to another district and stays with it');
    expect(await workspace('T0FORM')).toMatchObject({ tenantId });
    // The code was not used up: the other district's own workspace takes it.
    const who = await aWorkspace('T0THEIRS', 'ada@theirs.example');
    expect(await inSlack(who).says(`join ${theirs}`)).toContain('This workspace is connected now.');
    expect(await workspace('T0THEIRS')).toMatchObject({ tenantId: other.id });
  });

  it('does not take a code for a person', async () => {
    const who = await aWorkspace('T0EARLY', 'early@elsewhere.example');
    const mine = await code(tenantId, await personId(scene, STONE));

    expect(await inSlack(who).says(`join ${mine}`)).toContain('this workspace is not connected yet');
    expect(await workspace('T0EARLY')).toBeNull();
  });
});

describe('somebody whom the roster does not know by address', () => {
  it('is linked by a code made for one person, once', async () => {
    const who = someone(WORKSPACE_ID, 'wstone@private.example');
    const stone = await personId(scene, STONE);
    const mine = await code(tenantId, stone);
    expect(await inSlack(who).says('hello')).toMatch(/I do not know you yet[\s\S]*I have a code/);

    expect(await inSlack(who).says(`join ${mine}`)).toContain('Hi Walter Stone.');

    expect(await account(WORKSPACE_ID, who.userId)).toMatchObject({ personId: stone, active: true });
    const second = someone(WORKSPACE_ID, 'second@private.example');
    expect(await inSlack(second).says(`join ${mine}`)).toContain('has been used already');
    expect(await account(WORKSPACE_ID, second.userId)).toBeNull();
  });

  it('is told to wait after five wrong codes, and an hour later may try again', async () => {
    const who = someone(WORKSPACE_ID, 'guesser@private.example');
    const mine = await code(tenantId, await personId(scene, STONE));
    for (let n = 0; n < 5; n += 1) expect(await inSlack(who).says(`join 0000-0000-000${n}`)).toContain('do not know');

    expect(await inSlack(who).says(`join ${mine}`)).toContain('Please wait an hour');

    await standing.travel.set(new Date('2026-10-19T13:31:00Z'));
    expect(await inSlack(who).says(`join ${mine}`)).toContain('Hi Walter Stone.');
  });

  it('with a code for the whole workspace is told that it is connected', async () => {
    const who = someone(WORKSPACE_ID, 'admin@private.example');

    expect(await inSlack(who).says(`join ${await code(tenantId)}`)).toContain(
      'connected already, so the code was not used',
    );
  });

  it('whose person has left the roster meanwhile is told so, and the code stays unused', async () => {
    const { db } = standing.house;
    const gone = await inTenant(db, tenantId, (tx) =>
      tx.person.create({ data: { tenantId, displayName: 'Gone', active: false } }),
    );
    const who = someone(WORKSPACE_ID, 'gone@private.example');

    expect(await inSlack(who).says(`join ${await code(tenantId, gone.id)}`)).toContain('no longer in the staff list');

    expect(await db.joinCode.findFirst({ where: { personId: gone.id } })).toMatchObject({ usedAt: null });
  });
});

describe('a Teams tenant that nobody joined', () => {
  const ELSEWHERE = '9f1d3c5e-0000-4000-8000-4a7b0c1ac17e';
  let user: PocketUser;
  beforeAll(async () => {
    const { teams } = pockets.stage;
    teams.addTenant({ id: ELSEWHERE, name: 'Another district' });
    user = teams.addUser({ tenantId: ELSEWHERE, name: 'Jordan Bell', email: BELL });
    await teams.install(user);
  });
  const words = () => JSON.stringify(pockets.stage.teams.screen(user));
  const lastMessage = () =>
    pockets.stage.teams
      .screen(user)
      .chats.flatMap((one) => one.messages)
      .at(-1);

  it('opens the form behind the button, and tells there what is wrong', async () => {
    const { teams } = pockets.stage;
    await teams.say(user, undefined, 'hello');
    expect(words()).toContain('not connected to a district yet');

    await teams.openDialog(user, lastMessage()?.id ?? '', 'Connect this workspace');
    await teams.submitDialog(user, { code: 'ABCD-EFGH-JKMN' });

    expect(words()).toContain('I do not know this code.');
    expect(await workspace(ELSEWHERE)).toBeNull();
  });

  it('takes a code that is typed', async () => {
    await pockets.stage.teams.say(user, undefined, `join ${await code(tenantId)}`);

    expect(words()).toContain('This workspace is connected now.');
    expect(await workspace(ELSEWHERE)).toMatchObject({ tenantId });
    expect(await account(ELSEWHERE, user.id)).toMatchObject({ personId: await personId(scene, BELL) });
  });
});

it('nobody who was known before has heard of any of this', () => {
  expect(JSON.stringify(chatOf(scene, STONE))).not.toMatch(/join|code/);
});
