// Who types the command may answer before the hour, and in the week in which the app came too late.
import { openHouse, type TestHouse } from '../support/house.ts';
import { closeAll, open, prompts, rows, RIVERA, send, STONE, type, USUAL } from './acts.ts';

let at: TestHouse;
const checkIns = () => rows(at, (tx) => tx.checkIn.findMany({ orderBy: { createdAt: 'asc' } }));

describe('a week that the app finds ended', () => {
  beforeAll(async () => {
    // A Saturday.
    at = await openHouse('2026-10-17T16:00:00Z');
  }, 60_000);
  afterAll(() => at.stop());

  it('can still be sent by who wants to, on both platforms', async () => {
    for (const email of [RIVERA, STONE]) {
      await type(at, email, 'checkin');
      if (email === RIVERA) await open(at, email, 'Open my check-in');
      expect(await send(at, email, USUAL)).toBeUndefined();
      await closeAll(at, email);
    }

    expect((await checkIns()).map((row) => row.status)).toEqual(['SUBMITTED_LATE', 'SUBMITTED_LATE']);
  });
});

describe('a check-in before its hour', () => {
  beforeAll(async () => {
    // A Tuesday.
    at = await openHouse('2026-10-20T15:00:00Z');
  }, 60_000);
  afterAll(() => at.stop());

  it('can be sent, and then nobody asks for it', async () => {
    await type(at, RIVERA, 'checkin');
    await open(at, RIVERA, 'Open my check-in');
    expect(await send(at, RIVERA, USUAL)).toBeUndefined();
    await closeAll(at, RIVERA);

    await at.travel.to(new Date('2026-10-23T13:30:00Z'), () => undefined);
    expect(prompts(at, RIVERA)).toEqual([]);
    expect((await checkIns())[0]).toMatchObject({ status: 'SUBMITTED' });
  });

  it('that was opened and not sent is asked for like any other, once, also after a restart', async () => {
    await at.travel.set(new Date('2026-11-17T15:00:00Z'));
    await at.house.wake();
    await type(at, STONE, 'checkin');
    await closeAll(at, STONE);
    await at.house.wake();

    await at.travel.to(new Date('2026-11-19T19:30:00Z'), () => undefined);
    expect(prompts(at, STONE)).toHaveLength(1);
  });
});
