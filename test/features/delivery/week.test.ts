// One week, read by everybody: the table for operators and administrators, the coach's caseload, the digest's counts.
import fc from 'fast-check';
import { createContext } from '../../../src/desk/context.ts';
import { readStandings } from '../../../src/features/caseload/store.ts';
import { reasons } from '../../../src/features/caseload/rules.ts';
import { delivery } from '../../../src/features/delivery/index.ts';
import { compileWeek } from '../../../src/features/digest/compile.ts';
import { tally } from '../../../src/features/outcomes.ts';
import { readWeek } from '../../../src/features/week-delivery.ts';
import { systemViewer } from '../../../src/roster/access.ts';
import { listPairs, viewerOf } from '../../../src/roster/store.ts';
import { addDays, instantAt } from '../../../src/zone.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';
import { aCheckIn, aHarbor, inHarbor, WEEK, ZONE, type Harbor } from '../digest/harbor.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.drop());

const STATES = ['OPEN', 'SUBMITTED', 'MISSED', 'SKIPPED', 'EXCUSED', 'SUBMITTED_LATE'] as const;
const PROMPTS = ['SENT', 'DEAD', 'UNKNOWN'] as const;
const aWeek = (schools: number) =>
  fc.array(fc.tuple(fc.constantFrom(...STATES), fc.constantFrom(...PROMPTS)), {
    minLength: schools,
    maxLength: schools,
  });

async function schoolsOf(harbor: Harbor) {
  return inHarbor(harbor, (tx) =>
    tx.school.findMany({ where: { tenantId: harbor.tenantId }, select: { id: true, name: true } }),
  );
}

it('gives the digest the very numbers that the table shows, over generated weeks', async () => {
  const harbor = await aHarbor(database, { schools: 6 });
  const schools = await schoolsOf(harbor);
  let number = 0;
  await fc.assert(
    fc.asyncProperty(aWeek(6), async (states) => {
      const week = addDays(WEEK, 7 * number++);
      const now = instantAt(ZONE, addDays(week, 7), '07:00');
      await inHarbor(harbor, async (tx) => {
        for (const [index, [status, prompt]] of states.entries())
          await aCheckIn(tx, harbor, harbor.pairs[index]!, { status, prompt, week });
        const viewer = systemViewer(harbor.tenantId);
        const lines = await readWeek(tx, viewer, schools, week, now);
        const { asked, answered, notDelivered, unsure } = tally(lines.map((line) => line.outcome));
        const district = { id: harbor.districtId, name: 'Harbor City', timeZone: ZONE };
        const { items } = await compileWeek(createContext(tx, viewer, now, []), district, week, {});

        const words = [
          `check-ins ${answered} of ${asked}`,
          ...(unsure > 0 ? [`${unsure} may not have arrived`] : []),
          ...(notDelivered > 0 ? [`${notDelivered} not delivered`] : []),
        ].join(' · ');
        const told = items.find((item) => item.sourceType === 'check_in')?.text;
        expect(told).toBe(asked + notDelivered === 0 ? undefined : words);
        expect(lines).toHaveLength(6);
      });
    }),
    { numRuns: 25 },
  );
});

describe('a prompt that did not arrive', () => {
  const close = instantAt(ZONE, addDays(WEEK, 4), '18:00');

  async function unreached() {
    const harbor = await aHarbor(database, { schools: 3 });
    const [first, second, third] = harbor.pairs as [Harbor['pairs'][0], Harbor['pairs'][0], Harbor['pairs'][0]];
    await inHarbor(harbor, async (tx) => {
      const id = await aCheckIn(tx, harbor, first, { status: 'MISSED', prompt: 'DEAD' });
      await tx.delivery.updateMany({ where: { about: id }, data: { reason: 'BotNotInConversationRoster' } });
      await aCheckIn(tx, harbor, second, { status: 'MISSED', prompt: 'SENT' });
      await aCheckIn(tx, harbor, third, { status: 'SUBMITTED', prompt: 'SENT' });
    });
    return { harbor, first, second };
  }

  it('is told to the coach with since when and who can mend it, and not as a missing answer', async () => {
    const { harbor, first } = await unreached();

    const standings = await inHarbor(harbor, async (tx) => {
      const coach = await viewerOf(tx, harbor.tenantId, first.coachId, WEEK);
      return readStandings(tx, coach, await listPairs(tx, coach), close);
    });

    const told = standings.map((one) => reasons(one).join('; '));
    expect(told).toEqual([
      expect.stringMatching(
        /^check-in not delivered since Thu, Oct 22: the app is not installed for this person any more \(they themselves/,
      ),
      expect.stringMatching(/^no check-in this week: reach out/),
    ]);
    expect(told[0]).not.toContain('no check-in');
  });

  it('is told to the administrator by name, and who did not reply is not', async () => {
    const { harbor } = await unreached();

    const sections = await inHarbor(harbor, async (tx) => {
      const admin = await viewerOf(tx, harbor.tenantId, harbor.adminId, WEEK);
      return delivery.home!.sections(createContext(tx, admin, close, []));
    });

    const told = JSON.stringify(sections);
    expect(told).toContain('"label":"Delivered, no reply","value":"1"');
    expect(told).toContain('Principal of School 1');
    expect(told).toContain('the app is not installed for this person any more, since Thu, Oct 22');
    expect(told).not.toContain('Principal of School 2');
  });

  it('is nothing that a coach or a leader finds in an administrator’s section', async () => {
    const { harbor, first } = await unreached();

    for (const personId of [first.coachId, harbor.leaderId, harbor.managerId]) {
      const sections = await inHarbor(harbor, async (tx) => {
        const viewer = await viewerOf(tx, harbor.tenantId, personId, WEEK);
        return delivery.home!.sections(createContext(tx, viewer, close, []));
      });
      expect(sections).toEqual([]);
    }
  });
});
