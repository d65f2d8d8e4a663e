import { webApi } from '@slack/bolt';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Address } from '../../../src/chat/platform.ts';
import { silentLog } from '../../../src/log.ts';
import { clientOptions, connect, openLines } from '../../../src/platforms/slack/connection.ts';
import { manyWorkspaces } from '../../../src/platforms/slack/connections.ts';
import { startSlack } from '../../../src/platforms/slack/index.ts';
import { GRID, HILL, installedIn, LAKE, NORTH, setManyStage, SOUTH, type ManyStage } from './many.ts';
import { keepInMemory } from './kept-in-memory.ts';
import { nothing } from '../../../src/chat/interaction.ts';
import { commandBody, knock, laterReply, openNote, SECRET, simpleCard } from './stage.ts';

let stage: ManyStage;
beforeAll(async () => {
  stage = await setManyStage();
});
beforeEach(() => {
  stage.reset();
});
afterAll(() => stage.close());

type Who = { workspaceId: string; userId: string };
const maya: Who = { workspaceId: HILL, userId: 'U0MAYA' };
const lena: Who = { workspaceId: LAKE, userId: 'U0LENA' };
const nora: Who = { workspaceId: NORTH, userId: 'W0NORA' };
const saul: Who = { workspaceId: SOUTH, userId: 'W0SAUL' };

/** By its token each call is known to be of one installation; an organization's are named by its workspaces. */
const callsIn = (workspaceId: string) => stage.pocket.calls.filter((call) => call.workspaceId === workspaceId);
const everywhere = () => new Set(stage.pocket.calls.map((call) => call.workspaceId));
const wordsOn = (who: Who) => JSON.stringify(stage.pocket.screen(who));
const topModal = (who: Who) => stage.pocket.screen(who).modals.at(-1);
const interactive = (payload: unknown) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

async function openTheNote(who: Who) {
  stage.answer(() => openNote());
  await stage.pocket.sendCommand(who, 'dm', '/checkin');
  return stage.pocket.until(() => topModal(who));
}

describe('two workspaces and an organization at once', () => {
  it.each([
    ['Hill', maya, HILL, HILL],
    ['Lake', lena, LAKE, LAKE],
    ['the organization, in one of its workspaces', nora, GRID, NORTH],
    ['the organization, in another', saul, GRID, SOUTH],
  ])('answers each with its own token: %s', async (_, who, teamId, workspaceId) => {
    await openTheNote(who);

    expect(stage.received).toMatchObject([{ sender: { teamId, userId: who.userId } }]);
    expect([...everywhere()]).toEqual([workspaceId]);
  });

  it('names the workspace within the organization as the place', async () => {
    await stage.pocket.sendCommand(saul, 'C0SOUTH', '/coach');

    expect(stage.received).toMatchObject([
      {
        sender: { teamId: GRID, address: { teamId: GRID, workspaceId: SOUTH, userId: 'W0SAUL' } },
        place: { address: { teamId: GRID, workspaceId: SOUTH, channelId: 'C0SOUTH' } },
      },
    ]);
  });

  it('writes to a person whose id two workspaces share in the one that is meant', async () => {
    await stage.platform.post({ teamId: HILL, userId: 'U0SAME' }, simpleCard('For Sam of Hill'), 'key-1');
    await stage.platform.post({ teamId: LAKE, userId: 'U0SAME' }, simpleCard('For Sue of Lake'), 'key-2');
    await stage.platform.post({ teamId: HILL, userId: 'U0SAME' }, simpleCard('Once more for Sam'), 'key-3');

    const [sam, sue] = [
      wordsOn({ workspaceId: HILL, userId: 'U0SAME' }),
      wordsOn({ workspaceId: LAKE, userId: 'U0SAME' }),
    ];
    expect([sam.includes('For Sam'), sam.includes('Once more'), sam.includes('For Sue')]).toEqual([true, true, false]);
    expect([sue.includes('For Sue'), sue.includes('Sam')]).toEqual([true, false]);
  });

  it('keeps the windows apart: what one sends changes none of another', async () => {
    const [ours, theirs] = [await openTheNote(maya), await openTheNote(lena)];
    stage.answer(() => ({ kind: 'done', message: 'Saved for Hill' }));

    await stage.pocket.submitView(maya, ours.id, { note: 'Only for Hill' });

    expect(stage.received.at(-1)).toMatchObject({ kind: 'submit', sender: { teamId: HILL } });
    expect(topModal(lena)).toEqual(theirs);
    expect(wordsOn(lena)).not.toContain('Hill');
  });

  it('finds a person by e-mail in their own workspace only', async () => {
    const emails = { ours: 'maya@t0hill.example', theirs: 'lena@t0lake.example' };

    expect(await stage.platform.findByEmail(HILL, emails.ours)).toMatchObject({ userId: 'U0MAYA' });
    expect(await stage.platform.findByEmail(HILL, emails.theirs)).toBeUndefined();
    expect([...everywhere()]).toEqual([HILL]);
  });
});

describe('everything of one workspace with the ids of another', () => {
  const card = simpleCard('A word of Hill');
  const ofMaya = { team: { id: HILL }, user: { id: 'U0MAYA', team_id: HILL } };
  interface Theirs {
    ts: string;
    viewId: string;
    /** Unspent, both of them. */
    trigger: string;
    responseUrl: string;
  }
  const attempts: [string, (theirs: Theirs) => Promise<unknown>][] = [
    ['a post to its channel', () => stage.platform.post({ teamId: HILL, channelId: 'C0LAKE' }, card, 'key-1')],
    ['a post to its person', () => stage.platform.post({ teamId: HILL, userId: 'U0LENA' }, card, 'key-1')],
    ['an update of its message', ({ ts }) => stage.platform.update({ teamId: HILL, channelId: 'C0LAKE' }, ts, card)],
    ['a look into its channel', () => stage.platform.inspectChannel({ teamId: HILL, channelId: 'C0LAKE' })],
    ['a look at its person', () => stage.platform.whoIs(HILL, 'U0LENA')],
    [
      'a command in its channel, by its person',
      () => knock(stage.door, commandBody({ team_id: HILL, user_id: 'U0LENA', channel_id: 'C0LAKE' })),
    ],
    [
      'a command with its trigger',
      async ({ trigger }) => {
        stage.answer(() => openNote());
        await knock(stage.door, commandBody({ team_id: HILL, trigger_id: trigger }));
      },
    ],
    [
      'a command with its response address',
      ({ responseUrl }) => knock(stage.door, commandBody({ team_id: HILL, response_url: responseUrl })),
    ],
    [
      'a press in its channel, on its message',
      ({ ts }) =>
        knock(
          stage.door,
          interactive({
            ...pressOf(ofMaya),
            channel: { id: 'C0LAKE' },
            container: { type: 'message', channel_id: 'C0LAKE', message_ts: ts },
          }),
        ),
    ],
    [
      'a form sent for its window, saved so slowly that the window is updated',
      async ({ viewId }) => {
        const slow = laterReply();
        stage.answer(() => slow.promise);
        const answered = knock(stage.door, interactive(submissionOf({ id: viewId }, ofMaya)));
        await stage.pocket.until(() => stage.received.length > 0);
        expect(await answered).toMatchObject({ body: expect.stringContaining('Saving') });
        slow.resolve({ kind: 'done', message: 'Saved for Hill' });
      },
    ],
  ];

  async function fillLake(): Promise<Theirs> {
    const { id: viewId } = await openTheNote(lena);
    const post = stage.platform.post({ teamId: LAKE, channelId: 'C0LAKE' }, simpleCard('Of Lake'), 'key-0');
    stage.answer(() => nothing);
    await stage.pocket.sendCommand(lena, 'dm', '/coach', 'hush');
    const asked = new URLSearchParams(stage.heard.at(-1));
    const theirs = {
      ts: (await post).messageId,
      viewId,
      trigger: asked.get('trigger_id') ?? '',
      responseUrl: asked.get('response_url') ?? '',
    };
    expect(Object.values(theirs).every((one) => one !== '')).toBe(true);
    await stage.platform.stop();
    stage.received.length = 0;
    stage.answer(() => ({ kind: 'say', card }));
    return theirs;
  }

  it.each(attempts)('has no effect there and is never said with its token: %s', async (_, attempt) => {
    const theirs = await fillLake();
    const [before, callsBefore] = [wordsOn(lena), callsIn(LAKE).length];

    await attempt(theirs).catch(() => undefined);
    await stage.platform.stop();

    expect(wordsOn(lena)).toBe(before);
    expect(callsIn(LAKE)).toHaveLength(callsBefore);
    expect(stage.received.every((one) => one.sender.teamId === HILL)).toBe(true);
  });

  it('is told as what it is: nothing of ours', async () => {
    const addresses: Address[] = [
      { teamId: HILL, channelId: 'C0LAKE' },
      { teamId: HILL, userId: 'U0LENA' },
    ];
    const reasons = await Promise.all(
      addresses.map((address) =>
        stage.platform.post(address, card, 'key-1').then(
          () => 'sent',
          (error: unknown) => (error as { reason: string }).reason,
        ),
      ),
    );

    expect(reasons).toEqual(['channel_not_found', 'user_not_found']);
  });

  it('carries what travelled along, but never as who or whose: the state of its button', async () => {
    const state = { team: LAKE, user: 'U0LENA' };
    const press = pressOf({ team: { id: HILL }, user: { id: 'U0MAYA', team_id: HILL } }, state);

    await knock(stage.door, interactive(press));

    expect(stage.received).toMatchObject([{ sender: { teamId: HILL, userId: 'U0MAYA' }, state }]);
  });
});

describe('a person from elsewhere', () => {
  const ofGrid = { team: { id: NORTH, enterprise_id: GRID }, enterprise: { id: GRID }, is_enterprise_install: true };

  it.each([
    ['of another workspace', { team: { id: HILL }, user: { id: 'U0LENA', team_id: LAKE } }],
    ['of another organization', { ...ofGrid, user: { id: 'W9ELSE', team_id: 'T9ELSE', enterprise_id: 'E9ELSE' } }],
    ['whom the organization does not know', { ...ofGrid, user: { id: 'W9ELSE', team_id: 'T9ELSE' } }],
    ['of a workspace, in the organization', { ...ofGrid, user: { id: 'U0LENA', team_id: LAKE } }],
  ])('is put aside: %s', async (_, actor) => {
    expect(await knock(stage.door, interactive(pressOf(actor)))).toMatchObject({ status: 200 });
    expect(stage.received).toEqual([]);
  });

  it.each([
    ['by the organization itself', { id: 'W0SAUL', team_id: GRID }],
    ['by what the envelope says', { id: 'W0SAUL', team_id: SOUTH, enterprise_id: GRID }],
    ['by asking Slack', { id: 'W0SAUL', team_id: SOUTH }],
  ])('is at home in every workspace of the organization: %s', async (_, user) => {
    await knock(stage.door, interactive(pressOf({ ...ofGrid, user })));

    expect(stage.received).toMatchObject([{ sender: { teamId: GRID, userId: 'W0SAUL' } }]);
  });

  it('is asked about once for each workspace', async () => {
    // A new installation, so that nothing is remembered of the tests before.
    stage.installations.all.set(GRID, { ...organization(), installedAt: new Date() });
    const press = interactive(pressOf({ ...ofGrid, user: { id: 'W0SAUL', team_id: SOUTH } }));

    await knock(stage.door, press);
    await knock(stage.door, press);

    expect(stage.pocket.calls.filter((call) => call.method === 'users.info')).toHaveLength(1);
    expect(stage.received).toHaveLength(2);
  });

  it('may press again once Slack can say who it is', async () => {
    stage.installations.all.set(GRID, { ...organization(), installedAt: new Date() });
    stage.pocket.fail({ method: 'users.info', mode: 'http500' });
    const press = interactive(pressOf({ ...ofGrid, user: { id: 'W0SAUL', team_id: SOUTH } }));

    const [before, after] = [await knock(stage.door, press), await knock(stage.door, press)];

    expect([before.status, after.status]).toEqual([503, 200]);
    expect(stage.received).toHaveLength(1);
  });
});

describe('an organization', () => {
  it('is told the workspace where a method has to know it', async () => {
    await stage.platform.post({ teamId: GRID, workspaceId: SOUTH, userId: 'W0SAUL' }, simpleCard('Hi'), 'key-1');

    expect(stage.pocket.calls.find((call) => call.method === 'conversations.open')?.args).toMatchObject({
      team_id: SOUTH,
    });
    expect(wordsOn(saul)).toContain('Hi');
  });

  it('knows its people in any of its workspaces', async () => {
    expect(await stage.platform.whoIs(GRID, 'W0SAUL', { teamId: GRID, workspaceId: SOUTH })).toMatchObject({
      userId: 'W0SAUL',
      address: { teamId: GRID, workspaceId: SOUTH, userId: 'W0SAUL' },
    });
    const { members } = await stage.platform.inspectChannel({ teamId: GRID, workspaceId: NORTH, channelId: 'C0NORTH' });
    expect(members).toEqual([{ userId: 'W0NORA', isGuest: false, email: 'nora@t0north.example' }]);
  });

  it('can be the only one, by a token from the environment', async () => {
    const settings = { botToken: 'xoxb-grid', signingSecret: SECRET, apiUrl: stage.apiUrl, log: silentLog };
    const { platform } = await startSlack({ ...settings, now: () => new Date() }, async () => nothing);

    expect(await platform.check()).toMatchObject({ teamId: GRID });
    await platform.post({ teamId: GRID, workspaceId: NORTH, userId: 'W0NORA' }, simpleCard('Hi'), 'key-1');
    expect(wordsOn(nora)).toContain('Hi');
    await expect(platform.post({ teamId: NORTH, userId: 'W0NORA' }, simpleCard('Hi'), 'key-2')).rejects.toMatchObject({
      reason: 'other_workspace',
    });
  });

  it('stays when one of its workspaces gives the app up', async () => {
    await stage.pocket.revokeTeams(GRID, [SOUTH]);

    const address = { teamId: GRID, workspaceId: SOUTH, userId: 'W0SAUL' };
    await expect(stage.platform.post(address, simpleCard('Hi'), 'key-1')).rejects.toMatchObject({
      kind: 'target-dead',
      reason: 'team_access_not_granted',
    });
    await stage.platform.post({ teamId: GRID, workspaceId: NORTH, userId: 'W0NORA' }, simpleCard('Ho'), 'key-2');
    expect(wordsOn(nora)).toContain('Ho');
    expect(stage.installations.all.has(GRID)).toBe(true);
  });
});

describe('an installation', () => {
  const commandOf = (teamId: string) => commandBody({ team_id: teamId, user_id: 'U0MAYA' });

  it('that does not exist is answered for with 401, and nobody is asked', async () => {
    expect(await knock(stage.door, commandOf('T9NOBODY'))).toMatchObject({ status: 401 });
    expect(stage.received).toEqual([]);
    expect(stage.pocket.calls).toEqual([]);
  });

  it('cannot be written to where it does not exist', async () => {
    const post = stage.platform.post({ teamId: 'T9NOBODY', userId: 'U0MAYA' }, simpleCard('Hi'), 'key-1');

    await expect(post).rejects.toMatchObject({ kind: 'install-dead', reason: 'other_workspace' });
  });

  it('leaves it open while it cannot be looked up', async () => {
    stage.installations.away = true;

    expect(await knock(stage.door, commandOf(HILL))).toMatchObject({ status: 503 });
    await expect(
      stage.platform.post({ teamId: HILL, userId: 'U0MAYA' }, simpleCard('Hi'), 'key-1'),
    ).rejects.toMatchObject({ kind: 'try-later' });
  });

  it.each([
    [['app_uninstalled', 'tokens_revoked']],
    [['tokens_revoked', 'app_uninstalled']],
    [['app_uninstalled', 'app_uninstalled', 'tokens_revoked', 'tokens_revoked']],
  ] as const)('is silent at once when Slack says %j, and the others go on', async (events) => {
    await stage.pocket.uninstall(HILL, { events });

    expect(await knock(stage.door, commandOf(HILL))).toMatchObject({ status: 401 });
    await expect(
      stage.platform.post({ teamId: HILL, userId: 'U0MAYA' }, simpleCard('Hi'), 'key-1'),
    ).rejects.toMatchObject({ kind: 'install-dead' });
    expect(callsIn(HILL)).toEqual([]);
    await stage.pocket.sendCommand(lena, 'dm', '/coach');
    expect(stage.received).toMatchObject([{ sender: { teamId: LAKE } }]);
  });

  it.each([[['app_uninstalled', 'tokens_revoked']], [['tokens_revoked', 'app_uninstalled']]] as const)(
    'that came after a removal stays when %j comes late',
    async (events) => {
      const seconds = Math.floor(Date.now() / 1000) - 60;
      await stage.pocket.uninstall(HILL, { events: [] });
      const token = reinstallInPocket(HILL);
      stage.installations.all.set(HILL, { ...installedIn(HILL, 'Hill', token, 'U0HILLBOT'), installedAt: new Date() });

      await stage.pocket.announceUninstall(HILL, { events, seconds });

      await stage.platform.post({ teamId: HILL, userId: 'U0MAYA' }, simpleCard('Here again'), 'key-1');
      expect(wordsOn(maya)).toContain('Here again');
      expect(stage.installations.removals.map((one) => one.isGone)).toEqual([false, false]);
    },
  );

  it('of the whole organization goes with all of its workspaces', async () => {
    await stage.pocket.uninstall(GRID);

    expect(stage.installations.all.has(GRID)).toBe(false);
    const command = { team_id: NORTH, enterprise_id: GRID, is_enterprise_install: 'true', user_id: 'W0NORA' };
    expect(await knock(stage.door, commandBody(command))).toMatchObject({ status: 401 });
    expect(stage.received).toEqual([]);
  });

  it.each(['account_inactive', 'token_revoked'] as const)('ends where a message meets %s', async (error) => {
    stage.pocket.revokeToken(HILL, error);

    const address = { teamId: HILL, channelId: 'C0HILL' };
    await expect(stage.platform.post(address, simpleCard('Hi'), 'key-1')).rejects.toMatchObject({ reason: error });

    expect(stage.installations.removals).toEqual([{ teamId: HILL, why: error, isGone: true }]);
    expect(await knock(stage.door, commandOf(HILL))).toMatchObject({ status: 401 });
  });

  it.each(['invalid_auth', 'missing_scope', 'app_access_restricted', 'org_login_required', 'ekm_access_denied'])(
    'stands where a message meets %s, which may pass',
    async (error) => {
      stage.pocket.fail({ method: 'chat.postMessage', mode: 'error', error });

      const address = { teamId: HILL, channelId: 'C0HILL' };
      await expect(stage.platform.post(address, simpleCard('Hi'), 'key-1')).rejects.toMatchObject({ reason: error });

      expect(stage.installations.removals).toEqual([]);
    },
  );

  it('that is newer does not end with an older token', async () => {
    stage.pocket.fail({ method: 'chat.postMessage', mode: 'slow', ms: 60 });
    stage.pocket.revokeToken(HILL);
    const late = stage.platform.post({ teamId: HILL, channelId: 'C0HILL' }, simpleCard('Hi'), 'key-1');
    const token = reinstallInPocket(HILL);
    stage.installations.all.set(HILL, { ...installedIn(HILL, 'Hill', token, 'U0HILLBOT'), installedAt: new Date() });
    await expect(late).rejects.toMatchObject({ reason: 'token_revoked' });

    expect(stage.installations.removals).toMatchObject([{ isGone: false }]);
    await stage.platform.post({ teamId: HILL, userId: 'U0MAYA' }, simpleCard('Here again'), 'key-2');
    expect(wordsOn(maya)).toContain('Here again');
  });

  it('is tried with its new token as soon as there is one', async () => {
    await stage.platform.post({ teamId: HILL, userId: 'U0MAYA' }, simpleCard('One'), 'key-1');
    const token = stage.pocket.rotateToken(HILL);
    stage.installations.all.set(HILL, { ...installedIn(HILL, 'Hill', token, 'U0HILLBOT'), installedAt: new Date() });

    await stage.platform.post({ teamId: HILL, userId: 'U0MAYA' }, simpleCard('Two'), 'key-2');

    expect(wordsOn(maya)).toContain('Two');
  });
});

describe('the connections', () => {
  it('forget the one used longest ago, and make it again when it is needed', async () => {
    const installations = keepInMemory();
    for (const teamId of ['T0ONE', 'T0TWO', 'T0THREE'])
      await installations.save(installedIn(teamId, teamId, `xoxb-${teamId}`, 'U0BOT'));
    const lines = openLines({ log: silentLog, now: () => new Date() });
    const connections = manyWorkspaces(installations, lines, { log: silentLog, now: () => new Date() }, 2);

    const [one, two] = [await connections.of('T0ONE'), await connections.of('T0TWO')];
    expect(await connections.of('T0ONE')).toBe(one);
    await connections.of('T0THREE');

    expect(await connections.of('T0ONE')).toBe(one);
    expect(await connections.of('T0TWO')).not.toBe(two);
  });

  it('are made of options without headers: the SDK would keep the first token in them for every client after', () => {
    const options = clientOptions({ log: silentLog });
    const [hill, lake] = [new webApi.WebClient('xoxb-hill', options), new webApi.WebClient('xoxb-lake', options)];

    expect(options).not.toHaveProperty('headers');
    expect([hill, lake].map((client) => JSON.stringify(client).match(/Bearer [a-z-]+/g))).toEqual([
      ['Bearer xoxb-hill'],
      ['Bearer xoxb-lake'],
    ]);
  });

  it('send each its own token, in the header and in the body, whatever the options say', async () => {
    const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        heard.push({ headers: request.headers, body });
        response.setHeader('content-type', 'application/json').end('{"ok":true}');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const apiUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/`;
    // One pair of clients for all: were the token kept in it, the second workspace would speak with the first one's.
    const lines = openLines({ apiUrl, log: silentLog, now: () => new Date() });
    const identity = { teamName: '', isOrganization: false, botUserId: 'U0BOT', botId: undefined, scopes: undefined };
    const [hill, lake] = [HILL, LAKE].map((teamId) => connect(lines, `xoxb-${teamId}`, { teamId, ...identity }));

    await Promise.all([hill?.quick.apiCall('a.b'), lake?.quick.apiCall('a.b'), hill?.patient.apiCall('a.b')]);
    await lake?.patient.apiCall('a.b', { token: `xoxb-${HILL}` });
    await hill?.quick.apiCall('a.b');

    const sent = heard.map(({ headers, body }) => [headers.authorization, new URLSearchParams(body).get('token')]);
    const of = (teamId: string) => [`Bearer xoxb-${teamId}`, `xoxb-${teamId}`];
    expect(sent.slice(0, 3).sort()).toEqual([of(HILL), of(HILL), of(LAKE)].sort());
    expect(sent.slice(3)).toEqual([of(LAKE), of(HILL)]);
    server.close();
  });
});

function pressOf(actor: Record<string, unknown>, state: Record<string, string> = {}) {
  const value = JSON.stringify({ a: 'sample:open', s: state });
  return {
    type: 'block_actions',
    ...actor,
    trigger_id: '9.9',
    actions: [{ type: 'button', action_id: 'sample:open', value }],
  };
}

function submissionOf(view: { id: string }, actor: Record<string, unknown>) {
  return {
    type: 'view_submission',
    ...actor,
    view: {
      ...view,
      hash: '1.abc',
      callback_id: 'sample:note',
      private_metadata: JSON.stringify({ v: 2, s: {} }),
      blocks: [],
      state: { values: {} },
    },
  };
}

function organization() {
  return { ...installedIn(GRID, 'Grid', 'xoxb-grid', 'W0GRIDBOT'), isOrganization: true, enterpriseId: GRID };
}

/** As by Slack's consent page; gives the new token. */
function reinstallInPocket(teamId: string): string {
  return stage.pocket.rotateToken(teamId);
}
