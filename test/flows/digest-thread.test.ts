// The digest as the district's leaders see it: a summary on top and its thread below, on both platforms.
import { columnOfDay } from '../../src/zone.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { BELL, HAAS, MOREAU, RIVERA, assignmentOf, open, rows, send, slackWho, teamsUser, type } from './acts.ts';

const [WEEK, BEFORE] = ['2026-10-19', '2026-10-12'];
const CHANNEL = 'C0CABINET';

interface Seen {
  id: string;
  words: string;
  edited: boolean;
}

/** The posts in the district's channel, each with what stands in its thread. */
type Look = (at: TestHouse) => (Seen & { replies: Seen[] })[];

const inTeams: Look = (at) => {
  const seen = (one: { id: string; words: string[]; edited: boolean }): Seen => ({
    ...{ id: one.id, words: one.words.join('\n'), edited: one.edited },
  });
  return (
    at.stage.teams
      .screen(teamsUser(at, MOREAU))
      .teams.flatMap((team) => team.channels.flatMap((channel) => channel.threads))
      // The app's own hello stands there as well.
      .filter(({ root }) => root.from.kind === 'bot' && !root.words.join(' ').includes('I am for school coaching'))
      .map(({ root, replies }) => ({ ...seen(root), replies: replies.map(seen) }))
  );
};

const inSlack: Look = (at) => {
  const channel = at.stage.slack.screen(slackWho(HAAS)).conversations.find((one) => one.id === CHANNEL);
  const seen = (one: { ts: string; text: string; edited: boolean }): Seen => ({
    ...{ id: one.ts, words: one.text, edited: one.edited },
  });
  return (channel?.messages ?? [])
    .filter((message) => message.isApp && !message.onlyVisibleToYou)
    .map((message) => ({ ...seen(message), replies: message.replies.map(seen) }));
};

/** Two weeks of days on site, of which the first is posted. */
async function liveTwoWeeks(at: TestHouse): Promise<void> {
  const assignmentId = await assignmentOf(at, RIVERA);
  await rows(at, async (tx) => {
    const { coachId, schoolId } = await tx.coachAssignment.findUniqueOrThrow({ where: { id: assignmentId } });
    const { id: organizationId } = await tx.organization.findFirstOrThrow({ where: { type: 'DISTRICT' } });
    const visit = { tenantId: at.tenantId, assignmentId, coachId, schoolId, outcome: 'full' };
    await tx.visit.create({ data: { ...visit, visitedOn: columnOfDay(WEEK), weekOf: columnOfDay(WEEK) } });
    const item = { tenantId: at.tenantId, section: 'DELIVERY', sourceType: 'visit', sourceIds: [] };
    await tx.digest.create({
      data: {
        ...{ tenantId: at.tenantId, organizationId, weekOf: columnOfDay(BEFORE), status: 'POSTED' },
        items: { create: { ...item, position: 0, text: 'on-site days 5 of 8 · 1 moved' } },
      },
    });
  });
}

async function chooseSlackChannel(at: TestHouse): Promise<void> {
  const { workspaceId, userId } = slackWho(HAAS);
  const members = [at.stage.slack.installation(workspaceId).botUserId, userId];
  at.stage.slack.addChannel({ workspaceId, id: CHANNEL, name: 'cabinet', isPrivate: true, members });
  await at.stage.slack.sendCommand({ workspaceId, userId }, CHANNEL, '/district', 'here');
  await at.house.clockwork.drain();
}

describe.each<[string, Look, (at: TestHouse) => Promise<void>]>([
  ['Teams', inTeams, () => Promise.resolve()],
  ['Slack', inSlack, chooseSlackChannel],
])('the digest in %s', (_platform, look, choose) => {
  let at: TestHouse;
  const digests = () => look(at).filter((post) => post.words.includes('leadership coaching · week of'));
  const idsOf = () => digests().flatMap((post) => [post.id, ...post.replies.map((reply) => reply.id)]);
  let first: string[] = [];

  beforeAll(async () => {
    // Friday, before the preview.
    at = await openHouse('2026-10-23T21:20:00Z');
    await liveTwoWeeks(at);
    await choose(at);
    await at.travel.to(new Date('2026-10-26T11:01:00Z'), () => undefined);
  }, 120_000);
  afterAll(() => at.stop());

  it('is one post, and the weeks stand in its thread as a chart and a table', () => {
    const [post, ...more] = digests();
    first = idsOf();

    expect(more).toEqual([]);
    expect(post?.words).toContain('on-site days 1 of 8');
    expect(post?.replies).toHaveLength(1);
    for (const words of ['On-site days by week', '6 of 16 took place', '5 of 8 · 1 moved'])
      expect(post?.replies[0]?.words).toContain(words);
    expect(post?.replies[0]?.words).not.toMatch(/Rivera|Adams/);
    expect(post?.edited === true || post?.replies[0]?.edited === true).toBe(false);
  });

  it('again is not twice', async () => {
    await at.house.wake();
    await at.house.clockwork.drain();

    expect(idsOf()).toEqual(first);
  });

  it('a day on site that is logged late changes the top and its reply in place', async () => {
    await type(at, BELL, 'coach log Rivera');
    const back = await send(at, BELL, { outcome: 'full', visitedOn: '2026-10-20', activities: ['co-observed'] });
    expect(back).toBeUndefined();

    const [post] = digests();
    expect(idsOf()).toEqual(first);
    expect(post?.words).toMatch(/on-site days 1 of 8 · 1 more than planned.*Corrected Mon 07:\d\d/s);
    expect(post?.replies[0]?.words).toContain('1 of 8 · 1 more than planned');
    expect([post?.edited, post?.replies[0]?.edited]).toEqual([true, true]);
  });

  it('taken back, the top and its thread say so in place, and nothing is new', async () => {
    await open(at, HAAS, 'Take back');
    expect(await send(at, HAAS, { reason: 'numbers' })).toBeUndefined();

    const [post] = look(at);
    expect([post?.id, ...(post?.replies ?? []).map((reply) => reply.id)]).toEqual(first);
    for (const { words } of [post, ...(post?.replies ?? [])].flatMap((one) => one ?? []))
      expect(words).toMatch(/This was taken back on Mon, Oct 26 07:\d\d by Noor Haas\. A number in it is not right\./);
    expect(JSON.stringify(post)).not.toContain('on-site days');
  });
});
