// Broken activities at the door of the whole house: only a good token of a known tenant has an effect, and only its sender's own.
import fc from 'fast-check';
import { everythingKept } from '../support/everything-kept.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { brokenActivities, goodActivities } from '../platforms/teams/good-activities.ts';
import { BELL, MOREAU, NGUYEN, OKAFOR, RIVERA, assignmentOf, propose, rows, teamsUser, type as typed } from './acts.ts';
import { idsOf, knownOf } from './teams-known.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const TEAMS_WAITS_MS = 5_000;

let at: TestHouse;
let theirs: Record<string, string>;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
  await propose(at, BELL, RIVERA, 'Visit all four grade-5 math rooms', '2026-10-23');
  await at.travel.to(new Date('2026-10-22T18:01:00Z'), () => undefined);
  theirs = await idsOf(at, RIVERA);
}, 180_000);
afterAll(() => at.stop());

describe(`broken activities to the whole house (FUZZ_SEED=${String(seed)})`, () => {
  it('have no effect without a good token', async () => {
    const before = await everythingKept(at.house.db);

    await play(teamsUser(at, RIVERA), theirs, { token: () => Promise.resolve('Bearer x.y.z'), statuses: [401] });

    expect(await everythingKept(at.house.db)).toEqual(before);
  }, 120_000);

  it('have no effect when they come from a tenant that is nobody’s', async () => {
    const { teams } = at.stage;
    const tenant = teams.addTenant({ id: 'c0ffee00-0000-4000-8000-00000000feed', name: 'Lakeside' });
    const dana = teams.addUser({ tenantId: tenant.id, name: 'Dana Reyes', email: 'elena.rivera@harborcity.example' });
    await teams.install(dana);
    const before = await everythingKept(at.house.db);

    await play(dana, theirs);

    expect(await everythingKept(at.house.db)).toEqual(before);
  }, 180_000);

  it('have no effect on a pair when they come from another', async () => {
    const of = async (principal: string) => {
      const assignmentId = await assignmentOf(at, principal);
      return rows(at, (tx) =>
        Promise.all([
          tx.coachAssignment.findMany({ where: { id: assignmentId } }),
          tx.actionStep.findMany({ where: { plan: { assignmentId } } }),
          tx.checkIn.findMany({ where: { assignmentId }, include: { answers: true } }),
          tx.goal.findMany({ where: { plan: { assignmentId } } }),
        ]),
      );
    };
    const before = await of(RIVERA);

    await play(teamsUser(at, OKAFOR), theirs);

    expect(await of(RIVERA)).toEqual(before);
  }, 180_000);

  it('leave a house that works, and in the log no word of anybody', async () => {
    await play(teamsUser(at, NGUYEN), await idsOf(at, NGUYEN));

    expect(await typed(at, MOREAU, 'help')).toContain('What you can type');
    expect(at.logged.join('')).not.toMatch(/Walk the halls|visit two rooms/);
  }, 180_000);
});

async function play(
  user: ReturnType<typeof teamsUser>,
  ids: Record<string, string>,
  {
    token = (activity: object) => at.stage.teams.sign(activity as never).then((one) => `Bearer ${one}`),
    statuses = [200, 400, 401, 403, 413],
  } = {},
): Promise<void> {
  const good = goodActivities(at.stage.teams, user, knownOf(ids), at.stage.team?.channels[1]?.id);
  const authorization = await token(good[0] ?? {});
  const requests = fc.sample(brokenActivities(good), { numRuns: 150, seed });
  // Several at a time, as they come when many people are at work.
  for (let from = 0; from < requests.length; from += 4)
    await Promise.all(requests.slice(from, from + 4).map((json) => expectAnswer(json, authorization, statuses)));
  await at.house.clockwork.drain();
}

async function expectAnswer(json: string, authorization: string, statuses: number[]): Promise<void> {
  const started = performance.now();
  const { status } = await fetch(`${at.house.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: json,
  });
  expect([statuses.includes(status), status, json.slice(0, 500)]).toEqual([true, status, expect.anything()]);
  if (Object(JSON.parse(json)).type === 'invoke') expect(performance.now() - started).toBeLessThan(TEAMS_WAITS_MS);
}
