import { writeHome } from '../../src/jobs/homes.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  ADLER,
  FARAH,
  HAAS,
  MOREAU,
  RIVERA,
  STONE,
  USUAL,
  answer,
  chat,
  messageWithButton,
  open,
  openForm,
  personId,
  press,
  rows,
  say,
  send,
  stepRows,
  type,
} from './acts.ts';
import { homeButtons, homeWords, openHome, pressAtHome, shown, until } from './homes.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
}, 60_000);
afterAll(() => at.stop());

const MARK = 'CANARY-home';

/** In New York, four hours behind in these weeks. */
function travelTo(day: string, time: string) {
  return at.travel.to(new Date(`2026-${day}T${time}:00-04:00`), () => undefined);
}

describe('a principal and a coach on Slack', () => {
  it('see before the week opens what comes next', async () => {
    const stone = await openHome(at, STONE);
    const farah = await openHome(at, FARAH);

    expect(stone).toContain('Your next check-in comes Thu, Oct 22, 2 PM.');
    expect(stone).toContain('No goals yet.');
    expect(farah).toContain('Check-in: not yet.');
    expect(homeButtons(at, FARAH)).toEqual(expect.arrayContaining(['Propose a step', 'Log a visit']));
  });

  it('find a proposed step in the principal’s Home, which nobody has opened again, and decide there', async () => {
    await pressAtHome(at, FARAH, 'Propose a step', 'Truman HS');
    await at.stage.slack.until(() => openForm(at, FARAH)?.title === 'Propose a next step');
    await send(at, FARAH, { text: `${MARK}-step meet the ninth-grade team`, dueOn: '2026-10-23' });
    await until(at, STONE, (words) => words.includes(`${MARK}-step`));

    await pressAtHome(at, STONE, 'Accept');
    await until(at, STONE, (words) => words.includes('Agreed'));
    await until(at, FARAH, (words) => words.includes('Steps open: 1.'));
  });

  it('see the check-in open and sent, without opening Home again', async () => {
    await travelTo('10-22', '14:01');
    expect(homeWords(at, STONE)).toContain('is open until Fri 5 PM');

    await pressAtHome(at, STONE, 'Open my check-in');
    await at.stage.slack.until(() => openForm(at, STONE)?.title === 'Your week');
    const form = openForm(at, STONE);
    if (!form) throw new Error('no form is open');
    await send(at, STONE, { ...USUAL, ...stepRows(form, 'stuck'), 'need-note': `${MARK}-note` });

    expect(homeWords(at, STONE)).toContain('You can change it until Fri 5 PM.');
    expect(homeWords(at, FARAH)).toContain('Check-in: sent.');
    expect(homeWords(at, FARAH)).toContain('a step is stuck');
  });

  it('are shown it once for an event that comes twice', async () => {
    const before = shown(at);
    const { eventId = '' } = await at.stage.slack.openHome(at.slack(STONE));
    await at.stage.slack.until(() => shown(at) > before);
    await at.stage.slack.redeliverEvent(eventId);
    await at.house.clockwork.drain();

    expect(shown(at)).toBe(before + 1);
    expect(homeWords(at, STONE)).toContain('This week');
  });

  it('are shown what they look at, and not after it what waited from before', async () => {
    const { workspaceId: teamId, userId } = at.slack(STONE);
    const id = await personId(at, STONE);
    await rows(at, (tx) =>
      writeHome(tx, at.tenantId, {
        card: { id: 'home:home', summary: 'old', parts: [{ kind: 'text', text: 'an older Home' }] },
        to: { platform: 'slack', address: { teamId, userId }, lane: `slack:${teamId}:${userId}` },
        personId: id,
        now: at.playground.clock.now(),
      }),
    );

    await openHome(at, STONE);
    await at.house.clockwork.drain();

    expect(homeWords(at, STONE)).toContain('This week');
    expect(at.stage.slack.calls.some((call) => JSON.stringify(call.args).includes('an older Home'))).toBe(false);
  });

  it('read the same in the chat, when they type home', async () => {
    expect(await say(at, STONE, 'home')).toContain('You can change it until Fri 5 PM.');
  });
});

describe('a principal on Teams', () => {
  it('types home, sends the check-in from there, and finds it sent', async () => {
    expect(await type(at, RIVERA, 'Home')).toContain('is open until Fri 5 PM');
    await open(at, RIVERA, 'Open my check-in');
    await send(at, RIVERA, { ...USUAL, 'need-note': `${MARK}-rivera` });

    expect(await type(at, RIVERA, 'home')).toContain('You can change it until Fri 5 PM.');
    expect(await type(at, RIVERA, 'help')).toContain('Type home');
  });
});

describe('those who answer for a district', () => {
  it('find the week so far and what waits, and not one word of a pair', async () => {
    const manager = await openHome(at, HAAS);
    const leader = await type(at, MOREAU, 'home');
    const admin = await type(at, ADLER, 'home');

    expect(manager).toContain('this week so far');
    expect(leader).toContain('No decision is waiting.');
    expect(leader).toContain('The summary will be posted on Mon, Oct 26, 7 AM.');
    expect(admin).toContain('Everybody can be reached');
    expect(admin).toContain('Northlight Partners (Slack)');
    for (const seen of [manager, leader, admin]) expect(seen).not.toContain(MARK);
    expect(homeWords(at, STONE)).toContain(MARK);
  });

  it('an administrator sees who cannot be reached and why, in words and never from a message', async () => {
    const user = at.stage.teams.findUser(RIVERA, at.stage.teamsConfig.appTenantId);
    if (!user) throw new Error('no such account');
    await at.stage.teams.uninstall(user);
    await rows(at, async (tx) => {
      const { id: personId } = await tx.person.findFirstOrThrow({ where: { email: STONE } });
      const last = await tx.delivery.findFirstOrThrow({
        where: { personId, surface: 'message', updates: null },
        orderBy: { id: 'desc' },
      });
      await tx.delivery.update({
        where: { id: last.id },
        data: { status: 'DEAD', reason: 'screen', reasonText: `it quotes ${MARK}` },
      });
    });

    const seen = await type(at, ADLER, 'home');

    expect(seen).toContain('Who cannot be reached: 2 of');
    expect(seen).toContain('Elena Rivera');
    expect(seen).toContain('the app was removed or the account was closed. Since ');
    expect(seen).toContain(
      'the last message could not be drawn. That is our mistake, and it is in our log. Since Thu, Oct 22.',
    );
    expect(seen).not.toContain(MARK);
  });

  it('see after the post when it went out', async () => {
    await answer(at, 'minh.nguyen@harborcity.example');
    await travelTo('10-26', '07:01');

    expect(homeWords(at, HAAS)).toContain('The last one was posted on Mon, Oct 26.');
  });
});

it('a stranger finds in Home how to become known, and no message', async () => {
  const stranger = { workspaceId: at.slack(STONE).workspaceId, userId: 'U0STRANGER' };
  at.stage.slack.addUser({
    workspaceId: stranger.workspaceId,
    id: stranger.userId,
    name: 'sam',
    realName: 'Sam Strange',
  });
  await at.stage.slack.openHome(stranger);
  const seen = await at.stage.slack.until(() => at.stage.slack.screen(stranger).home);

  expect(JSON.stringify(seen.blocks)).toContain('I do not know you yet');
  expect(JSON.stringify(at.stage.slack.screen(stranger).conversations)).not.toContain('I do not know you yet');
});

it('whoever has several roles finds what belongs to each', async () => {
  await rows(at, async (tx) => {
    const { id: personId } = await tx.person.findFirstOrThrow({ where: { email: HAAS } });
    const { id: scopeId } = await tx.organization.findFirstOrThrow({ where: { type: 'DISTRICT' } });
    await tx.roleGrant.create({ data: { tenantId: at.tenantId, personId, role: 'ADMIN', scopeId } });
  });

  const seen = await openHome(at, HAAS);

  expect(seen).toContain('this week so far');
  expect(seen).toContain('Workspaces and channels');
});

it('nothing is drawn for somebody who has not looked for two weeks', async () => {
  const id = await personId(at, STONE);
  const seenAt = new Date(at.playground.clock.now().getTime() - 15 * 24 * 3_600_000);
  const homes = () => rows(at, (tx) => tx.delivery.findMany({ where: { surface: 'home', personId: id } }));
  await rows(at, (tx) => tx.platformAccount.updateMany({ where: { personId: id }, data: { homeSeenAt: seenAt } }));
  const before = await homes();

  await say(at, STONE, 'help');
  await at.house.clockwork.drain();

  expect(await homes()).toEqual(before);
});

it('whoever has no part yet is told kindly how it begins', async () => {
  const joy = 'joy.castellan@harborcity.example';
  await rows(at, async (tx) => {
    const { id: personId } = await tx.person.findFirstOrThrow({ where: { email: joy } });
    await tx.roleGrant.updateMany({ where: { personId }, data: { endsOn: new Date('2026-10-01') } });
  });

  expect(await type(at, joy, 'home')).toContain('Welcome to Throughline');
});

describe('a caseload of sixty', () => {
  it('is paged: every pair is reached, each page fits, and the buttons work on the last one', async () => {
    const schools = await giveFarahMore(57);
    const seen = new Set<string>();
    await openHome(at, FARAH);
    for (let page = 1; page < 20; page++) {
      const words = await until(at, FARAH, (now) => page === 1 || now.includes(`Page ${page} of`));
      for (const school of schools) if (words.split('\n').includes(school)) seen.add(school);
      expect(at.stage.slack.screen(at.slack(FARAH)).home?.blocks.length).toBeLessThanOrEqual(100);
      if (!homeButtons(at, FARAH).includes('More')) break;
      await pressAtHome(at, FARAH, 'More');
    }

    expect([...seen].sort()).toEqual([...schools].sort());
    expect(homeButtons(at, FARAH)).toContain('Back');
    await pressAtHome(at, FARAH, 'Log a visit');
    await at.stage.slack.until(() => openForm(at, FARAH)?.title === 'After the visit');
  });

  it('is paged in the chat as well, where a page is a message', async () => {
    expect(await say(at, FARAH, 'home')).toContain('Page 1 of');
    const before = chat(at, FARAH).length;
    await press(at, FARAH, 'More');
    await at.stage.slack.until(() => chat(at, FARAH).length > before);

    expect(chat(at, FARAH).at(-1)?.words).toContain('Page 2 of');
    expect(messageWithButton(at, FARAH, 'Back')).toBeDefined();
  });
});

async function giveFarahMore(count: number): Promise<string[]> {
  return rows(at, async (tx) => {
    const { tenantId } = at;
    const like = await tx.coachAssignment.findFirstOrThrow({
      where: { coach: { email: FARAH }, status: 'ACTIVE' },
      include: { school: true },
    });
    for (let number = 1; number <= count; number++) {
      const { districtId, timeZone } = like.school;
      const school = { tenantId, districtId, timeZone, name: `Harbor School ${number}`, externalId: `more-${number}` };
      const { id: schoolId } = await tx.school.create({ data: school });
      const person = { tenantId, displayName: `Principal Number ${number}` };
      const { id: principalId } = await tx.person.create({ data: person });
      const { engagementId, coachId, status, visitWeekday, compactSignedOn, startsOn } = like;
      await tx.coachAssignment.create({
        data: {
          tenantId,
          engagementId,
          coachId,
          principalId,
          schoolId,
          status,
          visitWeekday,
          compactSignedOn,
          startsOn,
        },
      });
    }
    const pairs = await tx.coachAssignment.findMany({
      where: { coachId: like.coachId, status: 'ACTIVE', compactSignedOn: { not: null } },
      select: { school: { select: { name: true } } },
    });
    return pairs.map((pair) => pair.school.name);
  });
}
