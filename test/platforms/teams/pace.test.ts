// The published limits of Teams, with a Teams that enforces them: real seconds, because Retry-After is in real seconds.
import { once } from 'node:events';
import type { Platform } from '../../../src/chat/platform.ts';
import { systemClock } from '../../../src/clock.ts';
import { inTenant } from '../../../src/db/scope.ts';
import { moveDatabaseClock } from '../../../src/db/time.ts';
import { createPace } from '../../../src/jobs/pace.ts';
import { enqueue } from '../../../src/jobs/ledger.ts';
import { startClockwork } from '../../../src/jobs/tick.ts';
import { openTeamsHouse, type Customer, type TeamsHouse } from './house.ts';

jest.setTimeout(120_000);

let house: TeamsHouse;
let harbor: Customer;
beforeAll(async () => {
  house = await openTeamsHouse({ enforceRates: true });
  await moveDatabaseClock(house.database.db, { shiftMs: 0 });
  house.clock.set({ shiftMs: 0 });
  harbor = await house.aCustomer('Harbor City');
}, 60_000);
afterAll(() => house.close());

const PEOPLE = 300;
const BURST = 12;

it('sends 300 messages to 300 people of a tenant, and a burst to one of them, and Teams never says to go slower', async () => {
  const { pocket, database, deps } = house;
  const { tenantId, teamId } = harbor;
  const people = Array.from({ length: PEOPLE }, (_, n) =>
    pocket.addUser({ tenantId: teamId, name: `Person ${n}`, email: `person${n}@harbor.example` }),
  );
  await inTenant(database.db, tenantId, async (tx) => {
    for (const [n, user] of people.entries()) {
      user.installed = true;
      const address = { teamId, userId: user.id, conversationId: user.chatId, serviceUrl: pocket.serviceUrl };
      const to = { platform: 'teams' as const, address, lane: user.id };
      for (let message = 0; message < (n === 0 ? BURST : 1); message++) {
        const words = `message ${message} for person ${n}`;
        const card = { id: 'check-in:prompt', summary: words, parts: [{ kind: 'text' as const, text: words }] };
        await enqueue(tx, tenantId, { key: words, kind: 'prompt', card, to, notBefore: systemClock.now() });
      }
    }
  });
  const platform = house.platform();
  const all = new EventTarget();
  let arrived = 0;
  const counting: Platform = {
    ...platform,
    post: async (...message) => {
      const posted = await platform.post(...message);
      if (++arrived === PEOPLE - 1 + BURST) all.dispatchEvent(new Event('arrived'));
      return posted;
    },
  };
  const isThere = once(all, 'arrived');

  const clockwork = startClockwork({
    ...deps,
    platforms: new Map([['teams', counting]]),
    clock: systemClock,
    pace: { pace: createPace(systemClock) },
    run: () => Promise.resolve(),
  });
  await isThere;
  await clockwork.stop();

  expect(pocket.calls.filter((call) => call.status !== 201)).toEqual([]);
  expect(pocket.screen(people[0] ?? '').chats[0]?.messages.map((message) => message.summary)).toEqual(
    Array.from({ length: BURST }, (_, n) => `message ${n} for person 0`),
  );
});
