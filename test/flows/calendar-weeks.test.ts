import { columnOfDay } from '../../src/zone.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  HADDAD,
  NGUYEN,
  OKAFOR,
  ORTIZ,
  PATEL,
  PRINCIPALS,
  RIVERA,
  SINGH,
  STONE,
  answer,
  channelPosts,
  chat,
  closeAll,
  messagesWith,
  messageWithButton,
  open,
  personId,
  press,
  prompts,
  propose,
  rows,
  send,
  stepRows,
  type,
} from './acts.ts';

let at: TestHouse;
beforeAll(async () => {
  // The week before the first day of school: teachers' workdays only.
  at = await openHouse('2026-08-19T12:00:00Z');
  // No school of the sample lies in Hawaii, which knows no daylight saving either; this one moves there.
  await rows(at, (tx) => tx.school.updateMany({ where: { name: 'Grant MS' }, data: { timeZone: 'Pacific/Honolulu' } }));
  await at.house.wake();
}, 60_000);
afterAll(() => at.stop());

function until(instant: string) {
  return at.travel.to(new Date(instant), () => undefined);
}

/** Months in which nothing is looked at are not lived through. */
async function jumpTo(instant: string): Promise<void> {
  await at.travel.set(new Date(instant));
  await at.house.wake();
  await at.house.clockwork.drain();
}

function asked(): string[] {
  return PRINCIPALS.filter((email) => prompts(at, email).length > 0);
}

/** At this instant, and not a minute before, each of these has one prompt. */
async function expectPromptsAt(instant: string, emails: readonly string[]): Promise<void> {
  const time = new Date(instant).getTime();
  await until(new Date(time - 60_000).toISOString());
  expect(emails.filter((email) => asked().includes(email))).toEqual([]);
  await until(new Date(time + 30_000).toISOString());
  expect(emails.map((email) => prompts(at, email).length)).toEqual(emails.map(() => 1));
}

async function checkInsOf(week: string) {
  return rows(at, (tx) =>
    tx.checkIn.findMany({ where: { weekOf: columnOfDay(week) }, orderBy: { id: 'asc' }, include: { answers: true } }),
  );
}

const IN_NEW_YORK = PRINCIPALS.filter((email) => email !== ORTIZ && email !== HADDAD);

describe('a week without classes', () => {
  it('asks nothing about visits to classrooms', async () => {
    await expectPromptsAt('2026-08-20T18:00:00Z', IN_NEW_YORK);
    for (const email of [STONE, RIVERA]) {
      const form = await open(at, email, 'Start');
      expect(Object.keys(form.values).sort()).toEqual(['barriers', 'led', 'need', 'need-note', 'ready']);
      expect(form.words).not.toContain('How many classrooms');
      expect(await send(at, email, { led: ['delegated'], barriers: ['schedule'], need: 'data' })).toBeUndefined();
    }
    expect((await checkInsOf('2026-08-17')).map((one) => one.shape)).toContain('no-visits');
  });
});

describe('a holiday on Monday', () => {
  it('the digest waits for Tuesday at seven', async () => {
    await jumpTo('2026-10-08T12:00:00Z');
    await until('2026-10-08T18:01:00Z');
    for (const email of [STONE, RIVERA]) await answer(at, email);
    await until('2026-10-12T20:00:00Z');
    expect(channelPosts(at).filter((post) => post.words.includes('Oct 5'))).toEqual([]);
    await until('2026-10-13T10:59:00Z');
    expect(channelPosts(at).filter((post) => post.words.includes('Oct 5'))).toEqual([]);
    await until('2026-10-13T11:01:00Z');
    const [post, ...more] = channelPosts(at).filter((one) => one.words.includes('Oct 5'));
    expect(more).toEqual([]);
    expect(post?.words).toContain('check-ins 2 of 8');
  });
});

describe('the Sunday in November on which clocks go back', () => {
  it('before it, each school is asked once at its own two o’clock; who is on leave is not', async () => {
    const patel = await personId(at, PATEL);
    await rows(at, (tx) =>
      tx.leave.create({
        data: {
          tenantId: at.tenantId,
          personId: patel,
          fromOn: columnOfDay('2026-10-20'),
          toOn: columnOfDay('2026-10-23'),
          kind: 'LEAVE',
        },
      }),
    );
    await expectPromptsAt(
      '2026-10-22T18:00:00Z',
      IN_NEW_YORK.filter((email) => email !== PATEL),
    );
    expect(prompts(at, PATEL)).toEqual([]);
    expect(asked()).not.toContain(ORTIZ);
    await expectPromptsAt('2026-10-22T21:00:00Z', [ORTIZ]);
    await expectPromptsAt('2026-10-23T00:00:00Z', [HADDAD]);
  });

  it('leave is a week that does not count', async () => {
    await until('2026-10-26T12:00:00Z');
    const statuses = (await checkInsOf('2026-10-19')).map((one) => [one.status, one.skipReason]);
    expect(statuses.filter(([status]) => status === 'SKIPPED')).toEqual([['SKIPPED', 'On leave']]);
    expect(channelPosts(at).at(-1)?.words).toContain('check-ins 0 of 7');
  });

  it('after it, an hour later by the world’s clock where clocks went back, and the same where they do not', async () => {
    await expectPromptsAt('2026-11-05T19:00:00Z', IN_NEW_YORK);
    await expectPromptsAt('2026-11-05T21:00:00Z', [ORTIZ]);
    await expectPromptsAt('2026-11-06T00:00:00Z', [HADDAD]);
    const sent = await rows(at, (tx) =>
      tx.delivery.groupBy({
        by: ['personId'],
        where: { kind: 'check-in.prompt', sentAt: { gte: new Date('2026-11-02') } },
        _count: true,
      }),
    );
    expect(sent.map((one) => one._count)).toEqual(PRINCIPALS.map(() => 1));
  });
});

describe('a snow day on Thursday', () => {
  it('told at six in the morning, nobody is asked on that day', async () => {
    await jumpTo('2026-11-16T13:00:00Z');
    await until('2026-11-19T11:10:00Z');
    const district = await rows(at, (tx) => tx.organization.findFirstOrThrow({ where: { type: 'DISTRICT' } }));
    await rows(at, (tx) =>
      tx.calendarDay.upsert({
        where: {
          tenantId_districtId_scope_day: {
            tenantId: at.tenantId,
            districtId: district.id,
            scope: 'district',
            day: columnOfDay('2026-11-19'),
          },
        },
        create: {
          tenantId: at.tenantId,
          districtId: district.id,
          scope: 'district',
          day: columnOfDay('2026-11-19'),
          type: 'WEATHER_CLOSURE',
          label: 'Snow',
        },
        update: { type: 'WEATHER_CLOSURE', label: 'Snow' },
      }),
    );
    const coachMessages = chat(at, SINGH).length;
    await until('2026-11-20T04:00:00Z');
    expect(asked()).toEqual([]);
    // Madison's visit day is Thursday: nobody asks for a log of a day that was not.
    expect(chat(at, SINGH)).toHaveLength(coachMessages);
  });

  it('the prompt comes on Friday morning, once', async () => {
    await expectPromptsAt('2026-11-20T14:00:00Z', IN_NEW_YORK);
    await until('2026-11-20T20:00:00Z');
    expect(PRINCIPALS.map((email) => prompts(at, email).length)).toEqual(PRINCIPALS.map(() => 1));
    await answer(at, NGUYEN);
    await answer(at, STONE);
  });

  it('and the week counts like any other', async () => {
    await until('2026-11-23T13:00:00Z');
    const post = channelPosts(at).find((one) => one.words.includes('Nov 16'));
    expect(post?.words).toContain('on-site days 0 of 8 · check-ins 2 of 8');
  });
});

describe('a short week', () => {
  it('has the short form: the steps and the need', async () => {
    await propose(at, 'omar.farah@northlight.example', STONE, 'Meet the ninth-grade team on Tuesday', '2026-11-30');
    await press(at, STONE, 'Accept');
    await expectPromptsAt('2026-11-23T19:00:00Z', IN_NEW_YORK);
    for (const email of [STONE, OKAFOR]) {
      const form = await open(at, email, 'Start');
      const names = Object.keys(form.values).map((name) => name.split('.')[0]);
      expect(names).toEqual(email === STONE ? ['steps', 'need', 'need-note'] : ['need', 'need-note']);
      expect(await send(at, email, { ...stepRows(form, 'moving'), need: 'check-in' })).toBeUndefined();
    }
    const shapes = (await checkInsOf('2026-11-23')).map((one) => one.shape);
    expect(new Set(shapes)).toEqual(new Set(['short']));
  });

  it('is nudged and closed on its last day', async () => {
    await until('2026-11-24T14:01:00Z');
    expect(messageWithButton(at, RIVERA, 'Finish')?.words).toContain('Tue 5 PM');
    await until('2026-11-24T22:01:00Z');
    expect(messageWithButton(at, RIVERA, 'Send late')).toBeDefined();
  });
});

describe('two weeks without staff days', () => {
  it('nobody is asked, nudged or summed up, and the first digest after them covers what was worked', async () => {
    await jumpTo('2026-12-21T13:00:00Z');
    await until('2026-12-22T12:00:00Z');
    const before = new Map(PRINCIPALS.map((email) => [email, chat(at, email).length]));
    const posts = channelPosts(at).length;
    await until('2027-01-03T12:00:00Z');
    expect(PRINCIPALS.filter((email) => chat(at, email).length > (before.get(email) ?? 0))).toEqual([]);
    expect(channelPosts(at)).toHaveLength(posts);
    const skipped = await checkInsOf('2026-12-21');
    expect(skipped.map((one) => [one.status, one.skipReason])).toEqual(
      PRINCIPALS.map(() => ['SKIPPED', 'No staff days this week']),
    );
    expect(await type(at, RIVERA, 'checkin history')).toContain('No check-in');
  }, 60_000);

  it('and the first week after them is asked again', async () => {
    await expectPromptsAt('2027-01-07T19:00:00Z', IN_NEW_YORK);
  }, 60_000);
});

describe('the Sunday in March on which clocks go forward', () => {
  it('before it, at two by the wall', async () => {
    await jumpTo('2027-03-08T14:00:00Z');
    await expectPromptsAt('2027-03-11T19:00:00Z', IN_NEW_YORK);
    await expectPromptsAt('2027-03-11T21:00:00Z', [ORTIZ]);
    await expectPromptsAt('2027-03-12T00:00:00Z', [HADDAD]);
  }, 60_000);

  it('after it, at two by the wall, once', async () => {
    await expectPromptsAt('2027-03-18T18:00:00Z', IN_NEW_YORK);
    await expectPromptsAt('2027-03-18T21:00:00Z', [ORTIZ]);
    await expectPromptsAt('2027-03-19T00:00:00Z', [HADDAD]);
    for (const email of [STONE, RIVERA]) {
      expect((await open(at, email, 'Start')).words).toContain('How many classrooms');
      await closeAll(at, email);
    }
    expect(messagesWith(at, RIVERA, 'three minutes on the week at')).toHaveLength(1);
  }, 60_000);
});
