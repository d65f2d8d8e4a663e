// "Who saw this": every way in which one of a pair gets to read the other's words is told to whoever wrote them.
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  BROOKS,
  CHO,
  FARAH,
  HAAS,
  MOREAU,
  OKAFOR,
  ORTIZ,
  PATEL,
  RIVERA,
  SINGH,
  STONE,
  answer,
  messageWithButton,
  open,
  personId,
  press,
  propose,
  rows,
  say,
  send,
  type,
} from './acts.ts';
import { openHome, shown } from './homes.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-22T12:30:00Z');
  for (const [coach, principal] of [
    [BELL, RIVERA],
    [CHO, OKAFOR],
    [FARAH, STONE],
  ] as const) {
    await propose(at, coach, principal, 'Visit the four rooms', '2026-10-30');
    await press(at, principal, 'Accept');
  }
  await at.travel.to(new Date('2026-10-22T21:01:00Z'), () => undefined);
  for (const principal of [RIVERA, STONE, PATEL]) await answer(at, principal);
}, 120_000);
afterAll(() => at.stop());

const readersOf = (email: string) => type(at, email, 'checkin readers');

describe('who has read what a principal wrote', () => {
  it('is nobody, before the coach looks', async () => {
    for (const principal of [RIVERA, STONE, OKAFOR])
      expect(await readersOf(principal)).toContain('Nobody but you has read');
  });

  it('is the coach who looks at the plan, by name and day, and once however often they look', async () => {
    for (let times = 0; times < 3; times += 1) {
      await type(at, BELL, 'coach plan Rivera');
      await type(at, FARAH, 'coach plan Stone');
    }

    const rivera = await readersOf(RIVERA);
    expect(rivera).toMatch(/: your steps, Thu, Oct 22/);
    expect(rivera.match(/Jordan Bell/g)).toHaveLength(1);
    expect(await readersOf(STONE)).toMatch(/Farah[\s\S]*: your steps|: your steps[\s\S]*Farah/);
  });

  it('is the coach who looks at the caseload, with no more than what it shows', async () => {
    await type(at, BELL, 'coach');
    expect(await readersOf(RIVERA)).toContain(': your check-ins, how many steps are open and your steps, Thu, Oct 22');
    await type(at, CHO, 'coach');
    expect(await readersOf(OKAFOR)).toContain(': how many steps are open, Thu, Oct 22');
  });

  it('is the coach whose window for a visit shows the steps', async () => {
    expect(await type(at, CHO, 'coach log Okafor')).toContain('visit');
    expect(await readersOf(OKAFOR)).toContain(': your steps and how many steps are open, Thu, Oct 22');
  });

  it('is the coach who looks at Home, and not one whose Home is only kept fresh', async () => {
    const looks = async () => (await readersOf(ORTIZ)).includes('how many steps are open');
    expect(await looks()).toBe(false);
    await openHome(at, FARAH);
    expect(await looks()).toBe(true);
    await openHome(at, SINGH);
    const [before, homes] = [await countReadings(SINGH), shown(at)];
    await answer(at, BROOKS);
    expect(shown(at)).toBeGreaterThan(homes);
    expect(await countReadings(SINGH)).toBe(before);
  });

  it('is the coach whom the week’s summary tells', async () => {
    expect(await readersOf(PATEL)).not.toContain('your counts');
    await at.travel.to(new Date('2026-10-24T01:00:00Z'), () => undefined);
    expect(await readersOf(PATEL)).toMatch(/your (check-ins|counts) and your (check-ins|counts), Fri, Oct 23/);
    expect(await readersOf(RIVERA)).toContain('your counts and your steps, Fri, Oct 23');
  });

  it('counts no look at one’s own plan, and is shown to its owner alone', async () => {
    const before = await countReadings(OKAFOR);
    await type(at, OKAFOR, 'checkin plan');
    expect(await countReadings(OKAFOR)).toBe(before);
    for (const other of [BELL, CHO, HAAS, MOREAU])
      expect(await say(at, other, 'checkin readers')).not.toContain('Jordan Bell');
  });
});

describe('who has read what a coach wrote', () => {
  it('is the manager who sees at Home that the coach would like to talk', async () => {
    expect(await type(at, BELL, 'coach readers')).toContain('Nobody but you');
    await type(at, BELL, 'coach log Rivera');
    await send(at, BELL, { outcome: 'full', visitedOn: '2026-10-19', help: 'talk' });
    await openHome(at, HAAS);
    expect(await type(at, BELL, 'coach readers')).toContain(': that you asked to talk about a match');
  });
});

describe('what people write', () => {
  it('is in the audit with whoever wrote it, in ids and words of the product', async () => {
    await type(at, RIVERA, 'checkin goal');
    if (messageWithButton(at, RIVERA, 'Write the goal')) await open(at, RIVERA, 'Write the goal');
    await send(at, RIVERA, { statement: 'SECRET goal', standard: '6', why: 'SECRET why', evidence: 'SECRET' });
    const rivera = await personId(at, RIVERA);
    const bell = await personId(at, BELL);

    const written = await rows(at, (tx) => tx.auditEvent.findMany({ where: { act: { not: 'read' } } }));
    const by = (id: string) => written.filter((one) => one.actorId === id).map((one) => `${one.act} ${one.thing}`);
    expect(new Set(by(rivera))).toEqual(new Set(['wrote principal-text', 'wrote step-text', 'wrote focus-areas']));
    expect(new Set(by(bell))).toEqual(new Set(['wrote step-text', 'wrote visit-facts', 'wrote match-help']));
    expect(written.map((one) => one.thing)).toContain('digest');
    expect(JSON.stringify(written)).not.toMatch(/SECRET|rooms/);
    const steps = written.filter((one) => one.thing === 'step-text' && one.ownerId === rivera);
    expect(steps.map((one) => one.detail)).toEqual(
      expect.arrayContaining([{ event: 'propose' }, { event: 'commit', from: 'DRAFT', to: 'COMMITTED' }]),
    );
  });
});

async function countReadings(email: string): Promise<number> {
  const actorId = await personId(at, email);
  return rows(at, (tx) => tx.auditEvent.count({ where: { actorId, act: 'read' } }));
}
