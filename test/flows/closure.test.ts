// A snow day, from six in the morning: called off in chat, taken back, and what it leaves of the week.
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  ADLER,
  CHO,
  MOREAU,
  ORTIZ,
  PRINCIPALS,
  RIVERA,
  SINGH,
  STONE,
  chat,
  messageWithButton,
  messagesWith,
  personId,
  press,
  prompts,
  rows,
  send,
  open,
  type,
} from './acts.ts';

let at: TestHouse;
beforeAll(async () => {
  // The morning of a Thursday on which check-ins would open, and on which Madison has its coach on site.
  at = await openHouse('2026-11-19T11:10:00Z');
}, 240_000);
afterAll(() => at.stop());

function until(instant: string) {
  return at.travel.to(new Date(instant), () => undefined);
}

const asked = () => PRINCIPALS.filter((email) => prompts(at, email).length > 0);
/** What the calendar says of that Thursday. */
const thursday = () =>
  rows(at, (tx) =>
    tx.calendarDay.findMany({
      where: { day: new Date('2026-11-19') },
      select: { scope: true, type: true, label: true },
      orderBy: { scope: 'asc' },
    }),
  );
let before: Awaited<ReturnType<typeof thursday>>;
const openings = () =>
  rows(at, (tx) => tx.dueWork.findMany({ where: { job: 'check-in.open' }, select: { dueAt: true } }));

describe('a closure', () => {
  it('is an administrator’s alone', async () => {
    expect(await type(at, MOREAU, 'district closure today')).toContain('That is not for your role.');
    expect(await rows(at, (tx) => tx.closure.count())).toBe(0);
  });

  it('wants a day that can still be called off', async () => {
    expect(await type(at, ADLER, 'district closure 2026-11-18')).toContain('is over');
    expect(await type(at, ADLER, 'district closure 2026-11-26')).toContain('no staff day');
    expect(await type(at, ADLER, 'district closure 2027-01-20')).toContain('Put it into the calendar file');
    expect(await type(at, ADLER, 'district closure today Adems')).toContain('Did you mean');
    expect(await rows(at, (tx) => tx.closure.count())).toBe(0);
  });

  it('says in numbers what it stops, and plans the week anew in the same moment', async () => {
    before = await thursday();
    const said = await type(at, ADLER, 'district closure today');
    expect(new Set((await thursday()).map(({ type }) => type))).toEqual(new Set(['WEATHER_CLOSURE']));
    expect(said).toContain('is closed on Thu, Nov 19');
    expect(said).toContain('check-ins of that day move to the next staff day');
    expect(said).toContain('1 day on site needs another day');
    for (const { dueAt } of await openings())
      expect(dueAt.getTime()).toBeGreaterThan(Date.parse('2026-11-20T12:00:00Z'));
  });

  it('asks the coach for another day, once the quiet hours are over', async () => {
    await until('2026-11-19T11:29:00Z');
    expect(messagesWith(at, SINGH, 'On which day will you go instead?')).toEqual([]);
    await until('2026-11-19T11:31:00Z');
    expect(messagesWith(at, SINGH, 'On which day will you go instead?')).toHaveLength(1);
    expect(await rows(at, (tx) => tx.visit.findMany({ select: { outcome: true } }))).toEqual([
      { outcome: 'reschedule' },
    ]);
  });

  it('taken back, the day is again what it was, and the coach’s day stands', async () => {
    await press(at, ADLER, 'Undo');
    expect(messagesWith(at, ADLER, 'after all').at(-1)?.words).toContain('Harbor City');
    expect(await thursday()).toEqual(before);
    expect(await rows(at, (tx) => tx.visit.count())).toBe(0);
    await at.house.clockwork.drain();
    expect(messagesWith(at, SINGH, 'so your day there stands')).toHaveLength(1);
    expect((await openings()).filter(({ dueAt }) => dueAt < new Date('2026-11-20T04:00:00Z')).length).toBeGreaterThan(
      0,
    );
    expect(await type(at, ADLER, 'district closure undo')).toContain('nothing to undo');
  });

  it('of one school leaves the others alone', async () => {
    await type(at, ADLER, 'district closure today Adams emergency');
    await until('2026-11-19T22:05:00Z');
    expect(asked()).toEqual(PRINCIPALS.filter((email) => email !== RIVERA));
    expect((await thursday()).filter(({ type }) => type === 'EMERGENCY')).toHaveLength(1);
  }, 60_000);

  it('on the morning after the prompt stops the nudges; the window stays open and counts', async () => {
    await until('2026-11-20T11:40:00Z');
    const heard = chat(at, STONE).length;
    await type(at, ADLER, 'district closure today strike');
    await until('2026-11-20T21:00:00Z');
    expect(chat(at, STONE)).toHaveLength(heard);
    const week = await rows(at, (tx) => tx.checkIn.findMany({ select: { status: true, skipReason: true } }));
    const left = week.filter(({ status }) => status !== 'OPEN');
    // Adams lost its Thursday before it was asked, and its Friday now.
    expect(left).toEqual([{ status: 'SKIPPED', skipReason: 'No staff day is left this week' }]);
    expect(week.length - left.length).toBe(PRINCIPALS.length - 1);
  }, 60_000);

  it('gives the coach a form for the other day, and asks after it there', async () => {
    await until('2026-11-23T14:00:00Z');
    await type(at, ADLER, 'district closure 2026-11-24');
    await at.house.clockwork.drain();
    expect(messageWithButton(at, CHO, 'Choose a day')).toBeDefined();
    await open(at, CHO, 'Choose a day');
    expect(await send(at, CHO, { day: '2026-12-01' })).toBeUndefined();
    expect(messagesWith(at, CHO, 'is now Tue, Dec 1')).toHaveLength(1);
    expect(await rows(at, (tx) => tx.dueWork.count({ where: { job: 'visit.ask-moved' } }))).toBe(1);
  }, 60_000);

  it('of all that was left of a week excuses whoever has not answered, on both platforms', async () => {
    await at.travel.set(new Date('2026-11-30T14:00:00Z'));
    await rows(at, async (tx) => {
      const { id: districtId } = await tx.organization.findFirstOrThrow({ where: { type: 'DISTRICT' } });
      const days = ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03'];
      await tx.calendarDay.deleteMany({ where: { day: { in: days.map((day) => new Date(day)) } } });
      await tx.calendarDay.createMany({
        data: days.map((day) => ({
          ...{ tenantId: at.tenantId, districtId, scope: 'district', type: 'BREAK' },
          day: new Date(day),
        })),
      });
    });
    await at.house.wake();
    await until('2026-12-04T14:30:00Z');
    for (const email of [STONE, RIVERA]) expect(prompts(at, email)).toHaveLength(1);
    await type(at, ADLER, 'district closure today');
    await until('2026-12-04T22:30:00Z');
    const week = await rows(at, (tx) =>
      tx.checkIn.findMany({
        where: { weekOf: new Date('2026-11-30') },
        select: { personId: true, status: true, skipReason: true },
      }),
    );
    // In Phoenix the day had not begun when it was called off.
    const phoenix = await personId(at, ORTIZ);
    expect(week).toHaveLength(PRINCIPALS.length);
    for (const { personId, ...one } of week)
      expect(one).toEqual(
        personId === phoenix
          ? { status: 'SKIPPED', skipReason: 'No staff days this week' }
          : { status: 'EXCUSED', skipReason: 'School closed' },
      );
    for (const email of [STONE, RIVERA]) {
      expect(prompts(at, email)).toEqual([]);
      expect(chat(at, email).at(-1)?.words).toContain('does not count');
    }
  }, 180_000);
});
