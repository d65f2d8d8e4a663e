// Reminders with manners on both platforms, then a person; and an hour of one's own.
import { act } from '../../src/desk/act.ts';
import { features } from '../../src/desk/index.ts';
import { saveTimes } from '../../src/roster/schedule.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  FARAH,
  HAAS,
  MOREAU,
  RIVERA,
  STONE,
  answer,
  assignmentOf,
  chat,
  everythingSeenBy,
  messageWithButton,
  messagesWith,
  open,
  personId,
  press,
  prompts,
  rows,
  send,
  type,
} from './acts.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-05T12:30:00Z');
}, 240_000);
afterAll(() => at.stop());

const BOTH = [RIVERA, STONE];

function until(instant: string) {
  return at.travel.to(new Date(instant), () => undefined);
}

async function reminders(email: string): Promise<string[]> {
  const person = await personId(at, email);
  const kinds = ['check-in.nudge', 'check-in.snoozed', 'check-in.late-nudge'];
  const where = { personId: person, kind: { in: kinds }, status: 'SENT' as const };
  return rows(at, async (tx) =>
    (await tx.delivery.findMany({ where, orderBy: { id: 'asc' } })).map(({ kind }) => kind),
  );
}

/** In Slack the command opens the form, in Teams a button does. */
async function openTimes(email: string): Promise<void> {
  await type(at, email, 'checkin time');
  if (email === RIVERA) await open(at, email, 'Choose my time');
}

describe('a nudge', () => {
  it('comes once, in the morning, and can be put off', async () => {
    await until('2026-10-09T13:01:00Z');
    for (const email of BOTH) {
      expect(await reminders(email)).toEqual(['check-in.nudge']);
      await press(at, email, 'This afternoon');
      expect(messagesWith(at, email, 'This afternoon, then.')).toHaveLength(1);
    }
    await until('2026-10-09T17:59:00Z');
    for (const email of BOTH) expect(await reminders(email)).toHaveLength(1);
    await until('2026-10-09T18:01:00Z');
    for (const email of BOTH) {
      expect(await reminders(email)).toEqual(['check-in.nudge', 'check-in.snoozed']);
      // Once a check-in: what comes again cannot be put off again.
      expect(messageWithButton(at, email, 'This afternoon')).toBeUndefined();
    }
  }, 60_000);

  it('comes once more after the close while it is early, and then nothing until Monday', async () => {
    await until('2026-10-09T21:29:00Z');
    for (const email of BOTH)
      expect(await reminders(email)).toEqual(['check-in.nudge', 'check-in.snoozed', 'check-in.late-nudge']);
    const before = BOTH.map((email) => chat(at, email).length);
    await until('2026-10-12T08:00:00Z');
    expect(BOTH.map((email) => chat(at, email).length)).toEqual(before);
  }, 60_000);

  it('of a week that was answered late says that it was', async () => {
    await answer(at, STONE);
    expect(messagesWith(at, STONE, 'There is still time')).toEqual([]);
  }, 60_000);
});

describe('an hour of one’s own', () => {
  it('is refused outside the program’s bounds, and the form comes back as it was', async () => {
    for (const email of BOTH) {
      await openTimes(email);
      const back = await send(at, email, { day: '5', time: '16:00' });
      expect(JSON.stringify(back)).toContain('Choose a time from Wednesday 7 AM to Friday 12 PM.');
      expect(await send(at, email, { day: '3', time: '10:30' })).toBeUndefined();
    }
    expect(await rows(at, (tx) => tx.sendTime.count())).toBe(2);
  }, 60_000);

  it('is the hour at which the prompt comes, and the others come as usual', async () => {
    await until('2026-10-14T14:29:00Z');
    for (const email of BOTH) expect(prompts(at, email)).toEqual([]);
    await until('2026-10-14T14:31:00Z');
    for (const email of BOTH) expect(prompts(at, email)).toHaveLength(1);
    expect(await rows(at, (tx) => tx.checkIn.count({ where: { weekOf: new Date('2026-10-12') } }))).toBe(2);
  }, 60_000);

  it('is given back with "as usual"', async () => {
    await openTimes(RIVERA);
    expect(await send(at, RIVERA, { day: 'usual' })).toBeUndefined();
    const pair = await assignmentOf(at, RIVERA);
    const [work] = await rows(at, (tx) => tx.dueWork.findMany({ where: { job: 'check-in.open', subject: pair } }));
    expect(work?.dueAt.toISOString()).toMatch(/^2026-10-22T18:00:[0-2]\d/);
  }, 60_000);
});

describe('what comes unasked', () => {
  it('is no more in a week than the program allows', async () => {
    await act({ db: at.house.db, features }, at.tenantId, (ctx) => saveTimes(ctx.tx, ctx.viewer, { mostUnasked: 1 }));
    const before = await reminders(RIVERA);
    await until('2026-10-19T08:00:00Z');
    expect(await reminders(RIVERA)).toEqual([...before, 'check-in.nudge']);
  }, 60_000);
});

describe('after two silent weeks', () => {
  it('the coach is asked to reach out, in the morning, and nobody else hears of it', async () => {
    expect(messagesWith(at, BELL, 'A short call from you')).toEqual([]);
    await until('2026-10-19T10:31:00Z');
    expect(messagesWith(at, BELL, 'A short call from you')).toHaveLength(1);
    expect(messagesWith(at, FARAH, 'A short call from you')).toEqual([]);
    for (const email of [MOREAU, HAAS, RIVERA])
      expect(everythingSeenBy(at, email)).not.toContain('A short call from you');
  }, 60_000);
});
