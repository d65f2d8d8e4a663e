// A coach in the partner's own place and a principal in the district's own, on different platforms: the whole week, both ways round.
import { TENANT_ID, WORKSPACE_ID } from '../../src/playground/stage.ts';
import { askMicrosoft, partsOf } from '../platforms/teams/microsoft.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  CHO,
  HAAS,
  MOREAU,
  OKAFOR,
  ORTIZ,
  PRINCIPALS,
  RIVERA,
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
  press,
  prompts,
  rows,
  send,
  slackWho,
  stepRows,
  teamsUser,
  type,
  type Scene,
  type Seat,
} from './acts.ts';
import { choosePlatforms, joinSlack, joinTeams, slackSeat } from './places.ts';

const PARTNER_TEAMS = { id: '9d2b7c11-0000-4000-8000-6e0f3a5b7c90', name: 'Northlight Partners' };
const DISTRICT_SLACK = { id: 'T0HARBOR', name: 'Harbor City Schools' };

let at: TestHouse & Scene;
beforeAll(async () => {
  // Monday morning of an ordinary week.
  const house = await openHouse('2026-10-19T12:30:00Z');
  const seats = new Map<string, Seat>([
    [CHO, { tenantId: PARTNER_TEAMS.id }],
    [OKAFOR, slackSeat(DISTRICT_SLACK.id, OKAFOR)],
  ]);
  at = { ...house, seats };
  await choosePlatforms(at, OKAFOR, { coach: 'Teams', principal: 'Slack' });
  await joinTeams(at, PARTNER_TEAMS, [{ name: 'Mei Cho', email: CHO }]);
  await joinSlack(at, DISTRICT_SLACK, [
    { name: 'Kim Adler', email: 'kim.adler@harborcity.example' },
    { name: 'Ngozi Okafor', email: OKAFOR },
  ]);
}, 120_000);
afterAll(() => at.stop());

/** Lives through everything up to a wall clock in New York, which is four hours behind in this week. */
function until(day: string, time: string) {
  return at.travel.to(new Date(`2026-10-${day}T${time}:00-04:00`), () => undefined);
}

const PAIRS = [
  ['the coach in Slack, the principal in Teams', BELL, 'Jordan Bell', RIVERA, 'Elena Rivera', 'Adams ES', 'CANARYA'],
  ['the coach in Teams, the principal in Slack', CHO, 'Mei Cho', OKAFOR, 'Ngozi Okafor', 'Baker ES', 'CANARYB'],
] as const;

describe.each(PAIRS)('%s', (_how, coach, coachName, principal, principalName, _school, mark) => {
  it('each sits on the own platform, in the own tenant, and in no place of the other', () => {
    expect(isOnSlack(coach, at)).not.toBe(isOnSlack(principal, at));
    expect(placesOf(coachName)).toEqual(expect.not.arrayContaining([TENANT_ID, DISTRICT_SLACK.id]));
    expect(placesOf(principalName)).toEqual(expect.not.arrayContaining([WORKSPACE_ID, PARTNER_TEAMS.id]));
    expect(placesOf(coachName).length * placesOf(principalName).length).toBeGreaterThan(0);
  });

  it('a mention of somebody of the other platform is a name, and the step is proposed there', async () => {
    await openTyped(coach, `coach step @${principalName}`);
    expect(await send(at, coach, { text: `${mark}-step visit two rooms`, dueOn: '2026-10-23' })).toBeUndefined();

    const [proposal] = messagesWith(at, principal, 'proposes a next step');
    expect(proposal?.words).toContain(`${mark}-step`);
    expect(proposal?.words).toContain(coachName);
  });

  it('what the principal agrees to, in other words, is told the coach', async () => {
    await open(at, principal, 'In my own words');
    expect(await send(at, principal, { text: `${mark}-own visit two rooms`, dueOn: '2026-10-23' })).toBeUndefined();

    expect(messagesWith(at, coach, 'accepted the next step in other words')[0]?.words).toContain(`${mark}-own`);
    expect(messagesWith(at, principal, `${mark}-own`)).toEqual([
      expect.objectContaining({ edited: true, buttons: [] }),
    ]);
  });

  it('the visit is written down by the coach, with a next step and a barrier that the principal decides on', async () => {
    await openTyped(coach, `coach log ${principalName}`);
    const visit = { outcome: 'full', visitedOn: '2026-10-19', activities: ['co-observed'] };
    const said = { next: `${mark}-next ask one question`, nextBy: '2026-10-26', barrier: 'substitutes', agreed: 'yes' };
    expect(await send(at, coach, { ...visit, ...said })).toBeUndefined();

    expect(messagesWith(at, principal, `${mark}-next`)).toHaveLength(1);
    await press(at, principal, 'Accept');
    expect(messageWithButton(at, principal, 'Yes, share')?.words).toContain(coachName);
    await open(at, principal, 'Yes, share');
    expect(await send(at, principal, { neededBy: '2026-10-30' })).toBeUndefined();
    expect(messagesWith(at, principal, 'Shared with the district: Substitute coverage.')).toHaveLength(1);
  });
});

describe('the week of both pairs', () => {
  it('each principal is asked once, in the own place only', async () => {
    await until('22', '14:01');
    for (const [, , , principal] of PAIRS) expect([principal, prompts(at, principal).length]).toEqual([principal, 1]);
    // Okafor's account in the district's Teams is no more the place where she is written to.
    expect(prompts({ ...at, seats: new Map() }, OKAFOR)).toEqual([]);
  });

  it.each(PAIRS)('%s: the answer is taken, thanked for and seen by the coach', async (...pair) => {
    const [, coach, coachName, principal, principalName, school, mark] = pair;
    const form = await open(at, principal, 'Start');
    expect(form.words).toContain(`${mark}-own`);
    const values = { ...USUAL, ...stepRows(form, 'done'), 'need-note': `${mark}-note` };
    expect(await send(at, principal, values)).toBeUndefined();

    expect(messagesWith(at, principal, 'has it. That was your week')[0]).toMatchObject({
      edited: true,
      words: expect.stringContaining(coachName) as string,
    });
    expect(await type(at, coach, 'coach')).toMatch(new RegExp(`${principalName}\\W+sent`));
    expect(await type(at, coach, `coach plan ${school}`)).toContain(`${mark}-own`);
  });

  it('on Friday each coach has the brief of the own pairs', async () => {
    for (const email of PRINCIPALS.filter((one) => ![RIVERA, OKAFOR, ORTIZ].includes(one))) await answer(at, email);
    await until('23', '20:31');
    for (const [, coach, , , principalName, , mark] of PAIRS) {
      const [brief, ...more] = messagesWith(at, coach, 'Your pairs · week of');
      expect(more).toEqual([]);
      expect(brief?.words).toContain(principalName);
      expect(brief?.words).toContain(`${mark}-note`);
    }
  });

  it('on Monday the district reads its digest, with what was shared and nothing else of the pairs', async () => {
    await until('26', '07:01');
    const [post, ...more] = channelPosts(at);
    expect(more).toEqual([]);
    expect(post?.words).toContain('on-site days 2 of 8');
    expect(everythingSeenBy(at, MOREAU)).toContain('Substitute coverage');
    expect(everythingSeenBy(at, MOREAU)).not.toContain('CANARY');
  });
});

describe('after the week', () => {
  it.each(PAIRS)('%s: every private word lies in the chats of the pair alone, in both pockets', async (...pair) => {
    const [, coach, , principal, , , mark] = pair;
    const owners = new Set([coach, principal].map((email) => ownerOf(email)));
    const slack = at.stage.slack.describeWorld().workspaces.flatMap((workspace) =>
      workspace.people.map((person) => ({
        owner: person.id,
        screen: JSON.stringify(at.stage.slack.screen({ workspaceId: workspace.id, userId: person.id })),
      })),
    );
    const teams = at.stage.teams.users.map((user) => ({
      owner: user.id,
      screen: JSON.stringify(at.stage.teams.screen(user)),
    }));
    const seeing = [...slack, ...teams].filter(({ screen }) => screen.includes(mark)).map(({ owner }) => owner);
    expect(new Set(seeing)).toEqual(owners);

    const sent = [...slackTargets(mark), ...teamsTargets(mark)];
    expect(sent.length).toBeGreaterThan(6);
    expect(sent.filter((owner) => !owners.has(owner))).toEqual([]);
    expect(at.logged.filter((line) => line.includes(mark))).toEqual([]);
    const assignmentId = await assignmentOf(at, principal);
    expect(await rows(at, (tx) => tx.visit.count({ where: { assignmentId } }))).toBe(1);
  });

  it.each(PAIRS)('%s: each sees the other’s name, and no id of the other’s platform', (...pair) => {
    const [, coach, coachName, principal, principalName] = pair;
    for (const [email, name, other] of [
      [coach, principalName, principal],
      [principal, coachName, coach],
    ] as const) {
      const seen = everythingSeenBy(at, email);
      expect([email, seen.includes(name)]).toEqual([email, true]);
      expect(idsOf(other).filter((id) => seen.includes(id))).toEqual([]);
    }
  });

  it('every card and dialog that Teams was sent is taken by Microsoft’s own parser, and Teams found no fault', () => {
    const { calls, deliveries, problems } = at.stage.teams;
    const drawn = partsOf([calls.map((call) => call.body), deliveries.map((one) => one.body)]).filter(
      (part) => part['type'] === 'AdaptiveCard',
    );

    expect(drawn.length).toBeGreaterThan(50);
    expect(drawn.flatMap(askMicrosoft)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('the partner’s manager, who sees the preview, reads no word of a pair', () => {
    const seen = chat(at, HAAS).map((message) => message.words);
    expect(seen.some((words) => words.includes('on-site days'))).toBe(true);
    expect(seen.join('\n')).not.toContain('CANARY');
  });
});

/** In Teams nothing opens by typing, so a button comes that does. */
async function openTyped(email: string, command: string): Promise<void> {
  await type(at, email, command);
  if (isOnSlack(email, at)) return;
  const [button = ''] = chat(at, email).at(-1)?.buttons ?? [];
  await open(at, email, button);
}

/** Every workspace and tenant that has an account of this name. */
function placesOf(name: string): string[] {
  const workspaces = at.stage.slack.describeWorld().workspaces;
  return [
    ...workspaces.filter(({ people }) => people.some((one) => one.realName === name)).map(({ id }) => id),
    ...at.stage.teams.users.filter((user) => user.name === name).map((user) => user.tenantId),
  ];
}

function ownerOf(email: string): string {
  return isOnSlack(email, at) ? slackWho(email, at).userId : teamsUser(at, email).id;
}

function idsOf(email: string): string[] {
  if (isOnSlack(email, at)) return Object.values(slackWho(email, at));
  const { id, aadObjectId, chatId, tenantId } = teamsUser(at, email);
  return [id, aadObjectId, chatId, tenantId];
}

/** Whose chat or Home each call of the app to Slack was for, that had the mark in it. */
function slackTargets(mark: string): string[] {
  const chats = new Map(
    at.stage.slack.describeWorld().workspaces.flatMap(({ id, people }) =>
      people.flatMap((person) =>
        at.stage.slack
          .screen({ workspaceId: id, userId: person.id })
          .conversations.filter((one) => one.kind === 'im')
          .map((one) => [one.id, person.id] as const),
      ),
    ),
  );
  return at.stage.slack.calls
    .filter((call) => JSON.stringify(call.args).includes(mark) && !['views.open', 'views.update'].includes(call.method))
    .map(({ method, args }) => {
      const to = String(args['channel'] ?? args['user_id']);
      return chats.get(to) ?? (method === 'views.publish' ? to : `${method} ${to}`);
    });
}

function teamsTargets(mark: string): string[] {
  const chats = new Map(at.stage.teams.users.map((user) => [user.chatId, user.id]));
  const calls = at.stage.teams.calls.filter((call) => JSON.stringify(call.body ?? {}).includes(mark));
  const answers = at.stage.teams.deliveries.filter(({ body }) => JSON.stringify(body ?? {}).includes(mark));
  return [
    ...calls.map(({ conversationId = '' }) => chats.get(conversationId) ?? conversationId),
    ...answers.map(({ activity }) => String(Object(activity['from'])['id'])),
  ];
}
