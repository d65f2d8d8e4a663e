// The doctor beside a running database: what keeps a week from happening is found and told with its mend.
import { doctor } from '../../src/cli/doctor.ts';
import type { Tx } from '../../src/db/client.ts';
import { addDays, columnOfDay, dayIn, mondayOf } from '../../src/zone.ts';
import { run as runProcess, type Ran } from '../support/command-line.ts';
import { runHere, standBeside, type Beside } from '../support/beside.ts';
import { aHarbor, inHarbor, type Harbor } from '../features/digest/harbor.ts';

jest.setTimeout(120_000);

let beside: Beside;
let harbor: Harbor;
beforeAll(async () => {
  beside = await standBeside();
  harbor = await aHarbor(beside.database, { schools: 2 });
  await change((tx) => closed(tx, 'district', addDays(MONDAY, 22), 1));
});
afterAll(() => beside.leave());

const MONDAY = mondayOf(dayIn('UTC', new Date()));

function change(work: (tx: Tx) => Promise<unknown>): Promise<unknown> {
  return inHarbor(harbor, work);
}

/** Days in a row, weekends among them, on which nobody works. */
function closed(tx: Tx, scope: string, from: string, count: number) {
  const { tenantId, districtId } = harbor;
  const days = Array.from({ length: count }, (_, ahead) => columnOfDay(addDays(from, ahead)));
  return tx.calendarDay.createMany({
    data: days.map((day) => ({ tenantId, districtId, scope, day, type: 'BREAK' })),
    skipDuplicates: true,
  });
}

/** That it also runs as a process of its own is shown once. */
const look = () => runHere(doctor, [], beside.at);

const found = (out: string) => out.split('\n').filter((line) => line.startsWith('mend'));

it('finds nothing in a district whose weeks can happen, and ends well', async () => {
  const { code, out } = await look();
  expect(found(out)).toEqual([]);
  for (const what of ['Zones', 'Hours', 'Own hours', 'Calendars'])
    expect(out).toMatch(new RegExp(`^ok +${what} +as they must be$`, 'm'));
  expect(code).toBe(0);
});

interface Case {
  what: string;
  break: (tx: Tx) => Promise<unknown>;
  mend: (tx: Tx) => Promise<unknown>;
  told: RegExp;
}

const school = (data: object) => (tx: Tx) => tx.school.updateMany({ where: { name: 'School 1' }, data });
const district = (data: object) => (tx: Tx) => tx.organization.updateMany({ where: { type: 'DISTRICT' }, data });
const noHours = (tx: Tx) => tx.programSchedule.deleteMany();
const hours =
  (times: object, scope: 'tenantId' | 'engagementId' = 'tenantId') =>
  (tx: Tx) =>
    tx.programSchedule.create({ data: { tenantId: harbor.tenantId, scopeId: harbor[scope], times } });
const asBefore = async (tx: Tx) => {
  await tx.calendarDay.deleteMany();
  await closed(tx, 'district', addDays(MONDAY, 22), 1);
};

const CASES: Case[] = [
  {
    what: 'a zone of a school that does not exist',
    break: school({ timeZone: 'Mars/Olympus' }),
    mend: school({ timeZone: 'America/New_York' }),
    told: /Zones +School 1 lives by “Mars\/Olympus”.*throughline schedule zone "School 1" America\/New_York/,
  },
  {
    what: 'a zone of the district that this machine does not know',
    break: district({ timeZone: 'America/Newtown' }),
    mend: district({ timeZone: 'America/New_York' }),
    told: /Zones +Harbor City lives by “America\/Newtown”.*use a newer Node/,
  },
  {
    what: 'a zone of a profile that does not exist',
    break: (tx) => tx.person.updateMany({ where: { displayName: 'Coach 1' }, data: { timeZone: 'Nowhere' } }),
    mend: (tx) => tx.person.updateMany({ where: { displayName: 'Coach 1' }, data: { timeZone: null } }),
    told: /Zones +Coach 1 has the zone “Nowhere”.*Import the roster again/,
  },
  {
    what: 'a schedule with no day',
    break: hours({ open: { time: '14:00' } }),
    mend: noHours,
    told: /Hours +the customer: The hours that are stored cannot be read.*throughline schedule reset/,
  },
  {
    what: 'a window that never opens, of one district',
    break: hours({ open: { weekday: 5, time: '17:00' } }, 'engagementId'),
    mend: noHours,
    told: /Hours +Harbor City: It would open on Fri 17:00.*never be open.*reset --district "Harbor City"/,
  },
  {
    what: 'an own hour out of the program’s bounds',
    break: (tx) =>
      tx.sendTime.create({
        data: { tenantId: harbor.tenantId, personId: harbor.pairs[0]!.principalId, weekday: 1, time: '03:00' },
      }),
    mend: (tx) => tx.sendTime.deleteMany(),
    told: /Own hours +Principal of School 1 chose Mon 03:00, outside Wed 07:00 to Fri 12:00, and is asked on Thu 14:00.*\/checkin time/,
  },
  {
    what: 'a district without a calendar',
    break: (tx) => tx.calendarDay.deleteMany(),
    mend: asBefore,
    told: /Calendars +Harbor City has no calendar from .* on, so every weekday counts.*throughline import calendar FILE --district "Harbor City"/,
  },
  {
    what: 'a calendar that closes a whole year',
    break: (tx) => closed(tx, 'district', MONDAY, 365),
    mend: asBefore,
    told: /Calendars +School 2 has no staff day until .*correct its calendar/,
  },
  {
    what: 'one school that is closed for the next eight weeks',
    break: (tx) => closed(tx, harbor.pairs[0]!.schoolId, MONDAY, 56),
    mend: asBefore,
    told: /Calendars +School 1 has no staff day until /,
  },
];

it.each(CASES)('finds $what, with the mend, until it is mended', async ({ break: spoil, mend, told }) => {
  await change(spoil);
  const { code, out } = await look();
  await change(mend);
  expect(found(out).join('\n')).toMatch(told);
  expect(code).toBe(1);
  expect(found((await look()).out)).toEqual([]);
});

it('tells the first ones of many alike, and how many more', async () => {
  await change((tx) => closed(tx, 'district', MONDAY, 70));
  const many = await aHarbor(beside.database, { schools: 7 });
  await inHarbor(many, (tx) => tx.school.updateMany({ data: { timeZone: 'Mars/Olympus' } }));
  const { out } = await look();
  expect(found(out).filter((line) => line.includes('Zones'))).toHaveLength(6);
  expect(out).toContain('and 2 more like these');
  await inHarbor(many, (tx) => tx.school.updateMany({ data: { timeZone: 'America/New_York' } }));
  await inHarbor(many, (tx) => tx.coachAssignment.updateMany({ data: { status: 'ENDED' } }));
  await change(asBefore);
});

describe('a database that is not at this version', () => {
  const ahead = '29990101000000_later';

  it('is found ahead, and the newer version is the mend', async () => {
    await beside.database.pool.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', $1, now())`,
      [ahead],
    );
    const { code, out } = await look();
    await beside.database.pool.query('delete from _prisma_migrations where migration_name = $1', [ahead]);
    expect(out).toMatch(new RegExp(`mend +Migrations +the database is ahead .*${ahead}.*newer version`));
    expect(code).toBe(1);
  });

  it('is found behind, and throughline migrate is the mend', async () => {
    const { rows } = await beside.database.pool.query<{ name: string }>(
      'update _prisma_migrations set finished_at = null where migration_name = (select max(migration_name) from _prisma_migrations) returning migration_name as name',
    );
    const { code, out } = await look();
    await beside.database.pool.query('update _prisma_migrations set finished_at = now() where finished_at is null');
    expect(out).toMatch(
      new RegExp(`mend +Migrations +the database is behind by ${rows[0]?.name ?? ''}: run throughline migrate`),
    );
    expect(out).not.toContain('Calendars');
    expect(code).toBe(1);
  });
});

it('says the same as a process of its own', async () => {
  await change(school({ timeZone: 'Mars/Olympus' }));
  const ran: Ran = await runProcess(['doctor'], beside.at);
  await change(school({ timeZone: 'America/New_York' }));
  expect(ran.out).toContain('“Mars/Olympus”');
  expect(ran).toMatchObject({ code: 1, err: '' });
});
