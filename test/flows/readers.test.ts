import { openHouse, type TestHouse } from '../support/house.ts';
import { BELL, CHO, FARAH, HAAS, MOREAU, OKAFOR, RIVERA, STONE, say, type } from './acts.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
}, 60_000);
afterAll(() => at.stop());

describe('who has read what a principal wrote', () => {
  it('is nobody, before the coach looks', async () => {
    for (const principal of [RIVERA, STONE])
      expect(await type(at, principal, 'checkin readers')).toContain('Nobody but you has read');
  });

  it('is the coach by name and day, on both platforms, and once however often they look', async () => {
    for (let times = 0; times < 3; times += 1) {
      await type(at, BELL, 'coach plan Rivera');
      await type(at, BELL, 'coach');
      await type(at, FARAH, 'coach plan Stone');
    }

    const rivera = await type(at, RIVERA, 'checkin readers');
    expect(rivera).toMatch(/: your check-ins and your plan, Mon, Oct 19/);
    expect(rivera.match(/Jordan Bell/g)).toHaveLength(1);
    expect(await type(at, STONE, 'checkin readers')).toMatch(/Farah[\s\S]*: your plan|: your plan[\s\S]*Farah/);
  });

  it('counts no look at one’s own plan, and is shown to its owner alone', async () => {
    await type(at, OKAFOR, 'checkin plan');
    expect(await type(at, OKAFOR, 'checkin readers')).toContain('Nobody but you');
    for (const other of [BELL, CHO, HAAS, MOREAU])
      expect(await say(at, other, 'checkin readers')).not.toContain('Jordan Bell');
  });
});
