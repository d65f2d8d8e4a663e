import { openHouse, type TestHouse } from '../support/house.ts';
import {
  ADLER,
  BELL,
  BROOKS,
  CHO,
  FARAH,
  HAAS,
  HADDAD,
  MOREAU,
  NGUYEN,
  OKAFOR,
  ORTIZ,
  PATEL,
  PRINCIPALS,
  RIVERA,
  SINGH,
  STONE,
  USUAL,
  answer,
  assignmentOf,
  channelPosts,
  chat,
  everythingSeenBy,
  isOnSlack,
  messageWithButton,
  messagesWith,
  open,
  personId,
  press,
  prompts,
  propose,
  rows,
  say,
  send,
  stepRows,
  type,
} from './acts.ts';
import { forgePress, forgeSubmit } from './forgery.ts';
import { TENANT_ID } from '../../src/playground/stage.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
}, 60_000);
afterAll(() => at.stop());

const EVERYBODY = [...PRINCIPALS, BELL, CHO, SINGH, FARAH, HAAS, MOREAU, ADLER];
const JOY = 'joy.castellan@harborcity.example';

/** In New York, four hours behind in these weeks. */
function until(day: string, time: string) {
  return at.travel.to(new Date(`2026-${day}T${time}:00-04:00`), () => undefined);
}

describe('before the compact is signed', () => {
  let pair: string;
  beforeAll(async () => {
    pair = await assignmentOf(at, OKAFOR);
    await rows(at, (tx) => tx.coachAssignment.update({ where: { id: pair }, data: { compactSignedOn: null } }));
  });

  it('no step can be proposed, no visit logged and no goal written', async () => {
    expect(await type(at, CHO, 'coach step Okafor Walk the halls')).not.toBe('Propose a next step');
    expect(await type(at, CHO, 'coach')).toContain('A pair begins when its compact is signed.');
    await forgeSubmit(at, CHO, 'plan:propose', { a: pair }, { text: 'Walk the halls daily', dueOn: '2026-10-23' });
    await forgeSubmit(at, CHO, 'visit:log', { a: pair }, { outcome: 'full', visitedOn: '2026-10-19' });
    await forgeSubmit(at, OKAFOR, 'plan:goal', { a: pair }, { statement: 'Lead well', standard: '4' });
    expect(await rows(at, (tx) => Promise.all([tx.actionStep.count(), tx.visit.count(), tx.goal.count()]))).toEqual([
      0, 0, 0,
    ]);
  });

  it('nobody is asked to log a visit, and no check-in comes', async () => {
    await until('10-22', '14:01');
    expect(prompts(at, OKAFOR)).toEqual([]);
    expect(prompts(at, NGUYEN)).toHaveLength(1);
    expect(await rows(at, (tx) => tx.checkIn.count({ where: { assignmentId: pair } }))).toBe(0);
    expect(messageWithButton(at, CHO, 'Log the visit')).toBeUndefined();
    expect(await type(at, OKAFOR, 'checkin')).toContain('begin once the compact of the pair is signed');
  });
});

describe('what a pair wrote', () => {
  // Every private field has a mark of its own: A is Rivera and Bell, B is Stone and Farah.
  const A = ['step', 'reworded', 'evidence', 'typed', 'note', 'refused', 'goal', 'why', 'proof', 'next', 'said'].map(
    (field) => `CANARYA-${field}`,
  );

  it('is written into every private field, on both platforms', async () => {
    await type(at, BELL, 'coach step Rivera CANARYA-typed visit the rooms fri');
    await send(at, BELL, { text: 'CANARYA-step visit the rooms', evidence: 'CANARYA-evidence', dueOn: '2026-10-30' });
    await open(at, RIVERA, 'In my own words');
    await send(at, RIVERA, { text: 'CANARYA-reworded see the rooms', dueOn: '2026-10-30' });
    await propose(at, FARAH, STONE, 'CANARYB-step meet the team', '2026-10-30');
    await press(at, STONE, 'Accept');
    await type(at, RIVERA, 'checkin goal');
    await open(at, RIVERA, 'Write the goal');
    const goal = { statement: 'CANARYA-goal', standard: '6', why: 'CANARYA-why', evidence: 'CANARYA-proof' };
    await send(at, RIVERA, goal);
    await type(at, FARAH, 'coach goal Stone');
    await send(at, FARAH, { statement: 'CANARYB-goal', standard: '6', why: 'CANARYB-why', evidence: 'CANARYB-proof' });

    const rivera = await open(at, RIVERA, 'Start');
    await send(at, RIVERA, { ...USUAL, ...stepRows(rivera, 'stuck'), 'need-note': 'CANARYA-refused a@b.org' });
    await send(at, RIVERA, { 'need-note': 'CANARYA-note', barriers: ['capacity'], need: 'rehearse' });
    await answer(at, STONE, { 'need-note': 'CANARYB-note', steps: 'done' });
    await say(at, RIVERA, 'CANARYA-said to the app, stuck');
    for (const email of [NGUYEN, PATEL, BROOKS, HADDAD]) await answer(at, email);
    await type(at, BELL, 'coach log Rivera');
    await send(at, BELL, {
      outcome: 'full',
      visitedOn: '2026-10-19',
      next: 'CANARYA-next ask one question',
      barrier: 'budget',
    });

    const written = await rows(at, async (tx) =>
      JSON.stringify(await Promise.all([tx.actionStep.findMany(), tx.goal.findMany(), tx.answer.findMany()])),
    );
    const kept = A.filter((mark) => !/typed|refused|said|step/.test(mark));
    expect(kept.filter((mark) => !written.includes(mark))).toEqual([]);
  });

  it('is in no other person’s commands, chats, windows or homes', async () => {
    for (const email of EVERYBODY.filter((one) => one !== OKAFOR)) {
      expect(await say(at, email, 'help')).toMatch(/What you can type/);
      for (const command of ['checkin', 'checkin history', 'checkin plan', 'coach', 'coach plan Rivera'])
        await type(at, email, command);
      for (const command of ['coach plan Stone', 'coach step Rivera', 'coach log Stone', 'coach goal Rivera'])
        await type(at, email, command);
      await type(at, email, 'district');
      await type(at, email, 'district digest preview');
      if (isOnSlack(email)) await at.stage.slack.openHome(at.slack(email));
    }
    await until('10-26', '08:00');
    await press(at, HAAS, 'How this is made').catch(() => undefined);
    expect(channelPosts(at)).toHaveLength(1);

    expect(everythingSeenBy(at, RIVERA)).toContain('CANARYA-goal');
    expect(everythingSeenBy(at, BELL)).toContain('CANARYA-note');
    const seesOfRivera = EVERYBODY.filter((email) => everythingSeenBy(at, email).includes('CANARYA'));
    expect(seesOfRivera).toEqual([RIVERA, BELL]);
    const seesOfStone = EVERYBODY.filter((email) => everythingSeenBy(at, email).includes('CANARYB'));
    expect(seesOfStone).toEqual([STONE, FARAH]);
  }, 120_000);

  it('is in no message of the ledger to anybody else, and in no stored line of a digest', async () => {
    const pair = await Promise.all([RIVERA, BELL, STONE, FARAH].map((email) => personId(at, email)));
    const others = await rows(at, async (tx) => [
      await tx.delivery.findMany({ where: { OR: [{ personId: null }, { personId: { notIn: pair } }] } }),
      await tx.digestItem.findMany(),
      await tx.dueWork.findMany(),
      await tx.barrier.findMany(),
    ]);
    expect(others.map((list) => list.length > 0)).toEqual([true, true, true, true]);
    expect(JSON.stringify(others)).not.toContain('CANARY');
  });

  it('a barrier that is the leader’s own, or that nobody agreed to share, is counted for nobody', async () => {
    expect(channelPosts(at)[0]?.words).not.toMatch(/capacity|budget|BARRIERS/i);
    expect(everythingSeenBy(at, MOREAU)).not.toMatch(/My own capacity|Budget or purchasing/);
  });
});

describe('a request that somebody made up', () => {
  it('opens no other person’s check-in, and says so kindly', async () => {
    const pair = await assignmentOf(at, RIVERA);
    const theirs = await rows(at, (tx) => tx.checkIn.findFirstOrThrow({ where: { assignmentId: pair } }));
    for (const email of [ORTIZ, STONE]) {
      expect(await forgePress(at, email, 'check-in:open', { c: theirs.id })).toContain('not yours');
      const values = { rooms: '1', 'next-steps': '1', need: 'nothing' };
      expect(await forgeSubmit(at, email, 'check-in:week', { c: theirs.id }, values)).toContain('gone');
    }
    const after = await rows(at, (tx) => tx.checkIn.findUniqueOrThrow({ where: { id: theirs.id } }));
    expect(after).toEqual(theirs);
  });

  it('decides no other person’s step', async () => {
    const draft = await rows(at, (tx) =>
      tx.actionStep.findFirstOrThrow({ where: { text: { startsWith: 'CANARYA-next' } } }),
    );
    for (const email of [ORTIZ, STONE, FARAH, BELL])
      for (const action of ['plan:accept', 'plan:decline', 'plan:reword'])
        expect(await forgePress(at, email, action, { s: draft.id })).toMatch(/not yours|decided already/);
    expect(await rows(at, (tx) => tx.actionStep.findUniqueOrThrow({ where: { id: draft.id } }))).toEqual(draft);
  });

  it('writes nothing into another pair, not even for its manager', async () => {
    const pair = await assignmentOf(at, RIVERA);
    const count = () =>
      rows(at, (tx) => Promise.all([tx.actionStep.count(), tx.goal.count(), tx.visit.count(), tx.barrier.count()]));
    const before = await count();
    for (const email of [FARAH, HAAS, ORTIZ, STONE]) {
      const answers = [
        await forgeSubmit(
          at,
          email,
          'plan:propose',
          { a: pair },
          { text: 'Do this instead please', dueOn: '2026-10-30' },
        ),
        await forgeSubmit(at, email, 'plan:goal', { a: pair }, { statement: 'Another goal', standard: '4' }),
        await forgeSubmit(at, email, 'visit:log', { a: pair }, { outcome: 'full', visitedOn: '2026-10-20' }),
      ];
      for (const said of answers)
        expect([email, said]).toEqual([email, expect.stringMatching(/not yours|gone or closed/)]);
    }
    expect(await count()).toEqual(before);
  });

  it('a form that is sent back shows a manager no step of the pair', async () => {
    const pair = await assignmentOf(at, RIVERA);
    expect(await forgeSubmit(at, HAAS, 'visit:log', { a: pair }, { outcome: 'nonsense' })).not.toContain('CANARY');
    expect(await forgePress(at, HAAS, 'visit:log', { a: pair })).not.toContain('CANARY');
    expect(await forgePress(at, HAAS, 'plan:goal', { a: pair })).toContain('not yours');
  });

  it('with ids that are none, or that nobody has, is told so and changes nothing', async () => {
    for (const id of ["x' or 1=1", '00000000-0000-7000-8000-000000000000', ''])
      for (const [action, key] of [
        ['check-in:open', 'c'],
        ['plan:accept', 's'],
        ['barrier:share', 'b'],
        ['visit:log', 'a'],
        ['digest:approve', 'digest'],
        ['nothing:like-it', 'a'],
      ] as const)
        expect(await forgePress(at, STONE, action, { [key]: id })).toMatch(
          /not yours|gone|decided already|older message|could not find|went wrong on our side/,
        );
  }, 60_000);
});

describe('somebody whom the roster does not know', () => {
  it('is told so in Teams, and nothing is kept', async () => {
    const accounts = await rows(at, (tx) => tx.platformAccount.count());
    const user = at.stage.teams.addUser({ tenantId: TENANT_ID, name: 'Nobody', email: 'nobody@harborcity.example' });
    await at.stage.teams.install(user);
    await at.stage.teams.say(user, undefined, 'checkin');
    const words = JSON.stringify(at.stage.teams.screen(user));
    expect(words).toContain('I do not know you yet.');
    expect(await rows(at, (tx) => tx.platformAccount.count())).toBe(accounts);
  });

  it('is told so in Slack', async () => {
    const who = { workspaceId: at.slack(BELL).workspaceId, userId: 'U0NOBODY' };
    at.stage.slack.addUser({
      ...who,
      id: 'U0NOBODY',
      name: 'nobody',
      realName: 'Nobody',
      email: 'n@x.example',
      tz: 'UTC',
    });
    await at.stage.slack.sendCommand(who, 'dm', '/coach', '');
    await at.stage.slack.until(() => JSON.stringify(at.stage.slack.screen(who)).includes('I do not know you yet.'));
  });

  it('from another Teams tenant is told that it is not connected', async () => {
    const other = '9f1d3c5e-0000-4000-8000-4a7b0c1ac17e';
    at.stage.teams.addTenant({ id: other, name: 'Another district' });
    // The same address as a principal of the roster: an address from elsewhere proves nothing.
    const user = at.stage.teams.addUser({ tenantId: other, name: 'Elena Rivera', email: RIVERA });
    await at.stage.teams.install(user);
    await at.stage.teams.say(user, undefined, 'checkin plan');
    const seen = JSON.stringify(at.stage.teams.screen(user));
    expect(seen).toContain('not connected to a district yet');
    expect(seen).not.toContain('CANARY');
  });

  it('from another Slack workspace gets nothing of ours', async () => {
    at.stage.slack.addWorkspace({
      id: 'T0OTHER',
      name: 'Another partner',
      botToken: 'xoxb-other',
      botUserId: 'U0OTHERBOT',
      scopes: ['commands', 'chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email'],
    });
    const who = { workspaceId: 'T0OTHER', userId: 'U0STRANGER' };
    at.stage.slack.addUser({ ...who, id: 'U0STRANGER', name: 'bell', realName: 'Bell', email: BELL, tz: 'UTC' });
    await at.stage.slack.sendCommand(who, 'dm', '/coach', 'plan Rivera');
    await at.house.clockwork.drain();
    const seen = JSON.stringify(at.stage.slack.screen(who));
    expect(seen).not.toMatch(/CANARY|Rivera|Adams/);
    expect(await rows(at, (tx) => tx.platformAccount.count({ where: { teamId: 'T0OTHER' } }))).toBe(0);
  });
});

describe('a guest in the district’s channel', () => {
  it('there is no digest; the administrator is told, and once the guest is gone it is posted once', async () => {
    const posted = channelPosts(at).length;
    const guest = at.stage.teams.addUser({
      tenantId: TENANT_ID,
      name: 'Guest',
      email: 'g@else.example',
      isGuest: true,
    });
    at.stage.team?.memberIds.push(guest.id);
    await until('10-29', '08:00');
    for (const email of [NGUYEN, PATEL]) if (messageWithButton(at, email, 'Start')) await answer(at, email);
    await until('11-02', '09:01');

    expect(channelPosts(at)).toHaveLength(posted);
    const told = messageWithButton(at, ADLER, 'Post it now');
    expect(told?.words).toContain('has a guest');

    await press(at, ADLER, 'Post it now');
    expect(channelPosts(at)).toHaveLength(posted);
    expect(messagesWith(at, ADLER, 'has a guest')).toHaveLength(2);

    at.stage.team?.memberIds.pop();
    await press(at, ADLER, 'Post it now');
    expect(channelPosts(at)).toHaveLength(posted + 1);
    await press(at, ADLER, 'Post it now');
    expect(channelPosts(at)).toHaveLength(posted + 1);
    expect(chat(at, ADLER).at(-1)?.words).toContain('nothing to post again');
  });

  it('the same with somebody whom the roster does not know', async () => {
    const posted = channelPosts(at).length;
    const nobody = at.stage.teams.findUser('nobody@harborcity.example', TENANT_ID);
    if (nobody) at.stage.team?.memberIds.push(nobody.id);
    await until('11-09', '09:01');
    expect(channelPosts(at)).toHaveLength(posted);
    expect(messagesWith(at, ADLER, 'without a role in the roster')).toHaveLength(1);
    at.stage.team?.memberIds.pop();
  });

  it('and with a public channel of Slack', async () => {
    const { workspaceId, userId } = at.slack(HAAS);
    at.stage.slack.addChannel({
      workspaceId,
      id: 'C0OPEN',
      name: 'open',
      isPrivate: false,
      members: [at.stage.slack.installation(workspaceId).botUserId, userId],
    });
    await at.stage.slack.sendCommand({ workspaceId, userId }, 'C0OPEN', '/district', 'here');
    await until('11-16', '09:01');
    const inChannel = at.stage.slack.screen({ workspaceId, userId }).conversations.find((one) => one.id === 'C0OPEN');
    expect(inChannel?.messages.filter((message) => !message.onlyVisibleToYou && message.isApp)).toEqual([]);
    expect(messagesWith(at, ADLER, 'open to everybody').length).toBeGreaterThan(0);
  }, 60_000);
});

describe('when a principal leaves', () => {
  it('the successor sees nothing of the pair, and no message goes to the one who left', async () => {
    const pair = await assignmentOf(at, STONE);
    const before = await rows(at, (tx) => tx.coachAssignment.findUniqueOrThrow({ where: { id: pair } }));
    const joy = await personId(at, JOY);
    await rows(at, async (tx) => {
      const endsOn = new Date('2026-11-16');
      await tx.coachAssignment.update({
        where: { id: before.id },
        data: { status: 'ENDED', endsOn, endReason: 'left' },
      });
      await tx.person.update({ where: { id: before.principalId }, data: { active: false } });
      const { id: _id, createdAt: _made, updatedAt: _changed, ...terms } = before;
      const startsOn = new Date('2026-11-16');
      await tx.coachAssignment.create({ data: { ...terms, principalId: joy, startsOn, compactSignedOn: startsOn } });
    });
    await at.house.wake();
    const stones = chat(at, STONE).length;
    await at.travel.to(new Date('2026-11-19T19:01:00Z'), () => undefined);

    expect(chat(at, STONE)).toHaveLength(stones);
    expect(prompts(at, JOY)).toHaveLength(1);
    for (const command of ['checkin plan', 'checkin history']) await type(at, JOY, command);
    expect(everythingSeenBy(at, JOY)).not.toContain('CANARY');
    expect(await type(at, FARAH, 'coach plan Castellan')).not.toContain('CANARY');
  }, 60_000);

  it('the one who left is a stranger to the app', async () => {
    expect(await type(at, STONE, 'checkin plan')).toContain('I do not know you yet');
    expect(await type(at, STONE, 'checkin history')).not.toContain('2026');
  });
});

describe('the log', () => {
  it('has no word of what anybody wrote in all of this, and no name or address', () => {
    expect(at.logged.length).toBeGreaterThan(0);
    expect(at.logged.filter((line) => /CANARY|Rivera|harborcity|xoxb-/.test(line))).toEqual([]);
  });
});
