// Somebody moves from Slack to Teams in the middle of a week, and back: one prompt, one answer, and nothing of theirs is lost.
import { openHouse, type TestHouse } from '../support/house.ts';
import { TENANT_ID } from '../../src/playground/stage.ts';
import {
  FARAH,
  STONE,
  USUAL,
  answer,
  assignmentOf,
  chat,
  closeAll,
  messagesWith,
  open,
  prompts,
  rows,
  send,
  slackWho,
  stepRows,
  type,
  type Scene,
  type Seat,
} from './acts.ts';
import { choosePlatforms } from './places.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-05T12:30:00Z');
}, 120_000);
afterAll(() => at.stop());

const MARK = 'CANARY-moved';

/** Somebody looking at one of his two accounts. */
const inSlack = (): Scene => seated(slackWho(STONE));
const inTeams = (): Scene => seated({ tenantId: TENANT_ID });

function seated(seat: Seat): Scene {
  return { ...at, seats: new Map([[STONE, seat]]) };
}

/** In New York, four hours behind in these weeks. */
function until(day: string, time: string) {
  return at.travel.to(new Date(`2026-10-${day}T${time}:00-04:00`), () => undefined);
}

async function weeks() {
  const assignmentId = await assignmentOf(at, STONE);
  return rows(at, (tx) =>
    tx.checkIn.findMany({ where: { assignmentId }, include: { answers: true }, orderBy: { weekOf: 'asc' } }),
  );
}

/** What was ever sent him as a prompt or a reminder, on one of his accounts. */
function reminders(scene: Scene) {
  return chat(scene, STONE).filter((message) => message.words.includes('Still time before'));
}

describe('from Slack to Teams', () => {
  it('he has answered a week in Slack, and is asked the next one there', async () => {
    await until('08', '14:01');
    await answer(at, STONE, { rooms: '4', 'need-note': `${MARK} first week` });
    await until('15', '14:01');

    expect(prompts(inSlack(), STONE)).toHaveLength(1);
  });

  it('on Friday the roster says Teams, and he adds the app there', async () => {
    await until('16', '08:00');
    await choosePlatforms(at, STONE, { coach: 'Slack', principal: 'Teams' });
    const user = at.stage.teams.addUser({
      tenantId: TENANT_ID,
      name: 'Walter Stone',
      email: STONE,
      timeZone: 'America/New_York',
    });
    await at.stage.teams.install(user);
    await at.house.clockwork.drain();

    expect(chat(inTeams(), STONE).map((message) => message.words)).toEqual([expect.stringContaining('Walter Stone')]);
    // The prompt stays where it is: a second one would be a second prompt.
    expect(prompts(inSlack(), STONE)).toHaveLength(1);
    expect(prompts(inTeams(), STONE)).toEqual([]);
  });

  it('the reminder comes in Teams alone', async () => {
    await until('16', '12:01');

    expect(reminders(inTeams())).toHaveLength(1);
    expect(reminders(inSlack())).toEqual([]);
  });

  it('he answers in Teams; the prompt in Slack says so, and so does the reminder in Teams', async () => {
    const there = inTeams();
    const form = await open(there, STONE, 'Finish');
    const values = { ...USUAL, ...stepRows(form, 'moving'), rooms: '6', 'need-note': `${MARK} second week` };
    expect(await send(there, STONE, values)).toBeUndefined();

    expect(prompts(inSlack(), STONE)).toEqual([]);
    expect(messagesWith(inSlack(), STONE, 'has it. That was your week').at(-1)).toMatchObject({ edited: true });
    expect(chat(there, STONE).filter((message) => message.buttons.includes('Finish'))).toEqual([]);
    const [, second] = await weeks();
    expect(second?.status).toBe('SUBMITTED');
    expect(second?.answers.find((one) => one.question === 'rooms')?.value).toBe(6);
  });

  it('he finds in Teams what he wrote in Slack, and his coach reads the week as one', async () => {
    const history = await type(inTeams(), STONE, 'checkin history');
    expect(history).toMatch(/Mon, Oct 12\n.*Sent\n6\n/s);
    expect(history).toMatch(/Mon, Oct 5\n.*Sent\n4\n/s);

    // His coach's evening and weekend are kept free, so the brief of Friday comes on Monday morning.
    await until('19', '08:00');
    const briefs = messagesWith(at, FARAH, 'Your pairs · week of').filter((one) => one.words.includes(MARK));
    expect(briefs.map((one) => one.words.includes(`${MARK} second week`))).toEqual([false, true]);
  });
});

describe('back to Slack', () => {
  it('a prompt that could not go out in Teams before he moved comes in Slack, once, and never in Teams', async () => {
    const down = at.stage.teams.fail({
      match: (call) => call.method === 'POST' && call.conversationId === stoneInTeams().chatId,
      times: Infinity,
      mode: { status: 503 },
    });
    await until('22', '14:01');
    expect([...prompts(inSlack(), STONE), ...prompts(inTeams(), STONE)]).toEqual([]);
    expect(down.used).toBeGreaterThan(0);

    await choosePlatforms(at, STONE, { coach: 'Slack', principal: 'Slack' });
    await at.house.clockwork.drain();
    await until('22', '15:00');
    down.cancel();
    await until('22', '18:00');

    expect(prompts(inSlack(), STONE)).toHaveLength(1);
    expect(prompts(inTeams(), STONE)).toEqual([]);
    expect(await rows(at, (tx) => tx.checkIn.count({ where: { weekOf: new Date('2026-10-19') } }))).toBe(8);
  });

  it('both accounts send at once: one answer is kept whole, and the coach is told once', async () => {
    const values = { ...USUAL, 'next-steps': '1' };
    const [slack, teams] = [inSlack(), inTeams()];
    const left = await open(slack, STONE, 'Start');
    await type(teams, STONE, 'checkin');
    const [label = ''] = chat(teams, STONE).at(-1)?.buttons ?? [];
    await open(teams, STONE, label);
    const before = chat(at, FARAH).length;

    const sent = await Promise.all([
      send(slack, STONE, { ...values, ...stepRows(left, 'moving'), rooms: '11', 'need-note': `${MARK} eleven` }),
      send(teams, STONE, { ...values, ...stepRows(left, 'moving'), rooms: '22', 'need-note': `${MARK} twenty-two` }),
    ]);

    expect(sent).toEqual([undefined, undefined]);
    const third = (await weeks()).at(-1);
    const given = Object.fromEntries(third?.answers.map((one) => [one.question, one.value]) ?? []);
    expect(third?.status).toBe('SUBMITTED');
    expect([
      [11, `${MARK} eleven`],
      [22, `${MARK} twenty-two`],
    ]).toContainEqual([given['rooms'], given['need-note']]);
    expect(third?.answers).toHaveLength(new Set(third?.answers.map((one) => one.question)).size);
    expect(prompts(slack, STONE)).toEqual([]);
    expect(messagesWith(slack, STONE, 'has it. That was your week').at(-1)?.edited).toBe(true);
    expect(chat(at, FARAH)).toHaveLength(before);
    await closeAll(slack, STONE);
  });

  it('the week’s reminders are quiet in both places', async () => {
    const seen = [reminders(inSlack()).length, reminders(inTeams()).length];
    await until('23', '17:01');

    expect([reminders(inSlack()).length, reminders(inTeams()).length]).toEqual(seen);
  });

  it('an account that is taken away takes nothing with it', async () => {
    await at.stage.teams.uninstall(stoneInTeams());
    await at.house.clockwork.drain();

    expect(await type(inSlack(), STONE, 'checkin history')).toMatch(/Mon, Oct 12 \| Sent \| 6 /);
    expect(await weeks()).toHaveLength(3);
  });
});

function stoneInTeams() {
  const user = at.stage.teams.findUser(STONE, TENANT_ID);
  if (!user) throw new Error('he has no account in Teams');
  return user;
}
