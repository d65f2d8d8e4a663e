import { plainText } from '../../../src/chat/plain.ts';
import { columnOfDay, dayInWords } from '../../../src/zone.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';
import {
  aCheckIn,
  aHarbor,
  answered,
  counts,
  hear,
  inHarbor,
  MONDAY,
  posted,
  postJob,
  press,
  stateOf,
  statusOf,
  textOf,
  textsOf,
  type,
  WEEK,
  type Harbor,
} from './harbor.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.drop());

describe("Monday's digest", () => {
  it('is one card to the channel, in the fixed order, behind the audience check', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 6);
    await inHarbor(harbor, async (tx) => {
      const { tenantId, districtId } = harbor;
      for (const pair of harbor.pairs.slice(0, 6))
        await tx.visit.create({
          data: {
            tenantId,
            assignmentId: pair.assignmentId,
            coachId: pair.coachId,
            schoolId: pair.schoolId,
            visitedOn: columnOfDay('2026-10-20'),
            weekOf: columnOfDay(WEEK),
            outcome: 'full',
          },
        });
      const [pair] = harbor.pairs;
      if (!pair) throw new Error('no pair');
      const barrier = {
        tenantId,
        schoolId: pair.schoolId,
        assignmentId: pair.assignmentId,
        raisedById: pair.principalId,
        raisedOn: columnOfDay('2026-10-12'),
        visibility: 'DISTRICT',
      };
      await tx.barrier.create({
        data: { ...barrier, category: 'substitutes', lever: 'PEOPLE', neededBy: columnOfDay('2026-10-30') },
      });
      await tx.barrier.create({
        data: {
          ...barrier,
          category: 'budget',
          lever: 'MONEY',
          status: 'RESOLVED',
          resolvedOn: columnOfDay('2026-10-22'),
        },
      });
      await tx.barrier.create({ data: { ...barrier, category: 'testing', lever: 'TIME', visibility: 'PAIR' } });
      await tx.barrier.create({ data: { ...barrier, category: 'capacity', lever: 'OTHER' } });
      for (const day of ['2026-11-02', '2026-11-03'])
        await tx.calendarDay.create({
          data: { tenantId, districtId, scope: 'district', day: columnOfDay(day), type: 'BREAK', label: 'Fall break' },
        });
    });

    const said = await postJob(harbor);

    expect(posted(said)).toBe(
      [
        `Harbor City · leadership coaching · week of ${dayInWords('2026-10-19')} (7 schools)`,
        'DECISIONS (1)',
        `• Substitute coverage at School 1 – people, open 9 staff days, needed by ${dayInWords('2026-10-30')}`,
        'DELIVERY  on-site days 6 of 7 · check-ins 6 of 7',
        'PRACTICE  median of 6 principals: classrooms visited 3.5/wk · clear next steps 3/wk',
        'BARRIERS  open 1 · resolved 1 · oldest 9 staff days',
        `COMING  Fall break ${dayInWords('2026-11-02')} to ${dayInWords('2026-11-03')}`,
        'Not shown: individual answers, notes, ratings.',
        '[How this is made]',
      ].join('\n'),
    );
    expect(said.posted[0]).toMatchObject({
      organizationId: harbor.districtId,
      message: { key: `digest:${harbor.districtId}:${WEEK}`, guard: 'digest-audience' },
    });
  });

  it('has a thread of what it says over weeks, below the summary and behind the same check', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7, '2026-10-12');
    await postJob(harbor, new Date('2026-10-19T11:00:00Z'), '2026-10-12');
    await answered(harbor, 7);

    const { replies } = await postJob(harbor);

    const top = `digest:${harbor.districtId}:${WEEK}`;
    expect(replies.map(({ key, under, guard }) => [key, under, guard])).toEqual(
      ['delivery', 'practice'].map((name) => [`digest-part:${name}:${top}`, top, 'digest-audience']),
    );
    expect(replies.map((reply) => reply.card.parts.find((part) => part.kind === 'chart'))).toMatchObject([
      { labels: ['Mon, Oct 12', 'Mon, Oct 19'], series: [{ values: [7, 7] }, { values: [0, 0] }] },
      { labels: ['Mon, Oct 12', 'Mon, Oct 19'], series: [{ values: [4, 4] }, { values: [3, 3] }] },
    ]);
    const rows = await inHarbor(harbor, (tx) => tx.delivery.findMany({ where: { kind: 'digest.part' } }));
    const post = await inHarbor(harbor, (tx) => tx.delivery.findFirstOrThrow({ where: { key: top } }));
    expect(rows.filter((row) => row.under === post.id)).toHaveLength(2);
  });

  it('draws no median that its own week may not show, and never one that was not posted', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7, '2026-10-12');
    await postJob(harbor, new Date('2026-10-19T11:00:00Z'), '2026-10-12');
    await answered(harbor, 6);

    const { replies } = await postJob(harbor);

    expect(replies.map(({ key }) => key.split(':')[1])).toEqual(['delivery']);
    expect(JSON.stringify(replies)).not.toContain('classrooms visited');
  });

  it.each([
    [7, 'median of 7 principals'],
    [6, 'median of 6 principals'],
    [5, 'median of 5 principals'],
    [4, 'Not shown: fewer than 5 principals answered.'],
  ])('with %i answers says: %s', async (people, expected) => {
    const harbor = await aHarbor(database);
    await answered(harbor, people);

    const text = posted(await postJob(harbor));

    expect(text).toContain(`PRACTICE  ${expected}`);
    expect(text).toContain(`check-ins ${people} of 7`);
  });

  it('does not show a median whose group is one person off the last one', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7, '2026-10-12');
    await postJob(harbor, new Date('2026-10-19T11:00:00Z'), '2026-10-12');
    await answered(harbor, 6);

    expect(posted(await postJob(harbor))).toContain("PRACTICE  Not shown: too close to an earlier week's group");
  });

  it.each([
    ['the week after a hidden one, as the number before it still stands beside it', '2026-10-05', 'POSTED', false],
    ['after one that was taken back, as it was read', '2026-10-05', 'RETRACTED', false],
    ['once the digest draws that week no more', '2026-07-27', 'POSTED', true],
  ] as const)('shows a median of a group one person off an earlier one: %s', async (_, week, status, shown) => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7, '2026-10-05');
    await postJob(harbor, new Date('2026-10-12T11:00:00Z'), '2026-10-05');
    await inHarbor(harbor, (tx) => tx.digest.updateMany({ data: { weekOf: columnOfDay(week), status } }));
    await answered(harbor, 6, '2026-10-12');
    await postJob(harbor, new Date('2026-10-19T11:00:00Z'), '2026-10-12');
    await answered(harbor, 6);

    expect(posted(await postJob(harbor)).includes('median of 6 principals')).toBe(shown);
  });

  it('hides a median of as many principals as last week, where one of them is another', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 6, '2026-10-12');
    await postJob(harbor, new Date('2026-10-19T11:00:00Z'), '2026-10-12');
    harbor.pairs.shift();
    await answered(harbor, 6);

    expect(posted(await postJob(harbor))).toContain("too close to an earlier week's group");
  });

  it('counts an undelivered prompt apart, and never as a missing answer', async () => {
    const harbor = await aHarbor(database);
    await inHarbor(harbor, async (tx) => {
      for (const [index, pair] of harbor.pairs.entries())
        await aCheckIn(
          tx,
          harbor,
          pair,
          index === 0
            ? { status: 'MISSED', prompt: 'DEAD' }
            : index === 1
              ? { status: 'EXCUSED', prompt: 'SENT' }
              : index === 2
                ? { status: 'MISSED', prompt: 'UNKNOWN' }
                : {},
        );
    });

    expect(posted(await postJob(harbor))).toContain('check-ins 4 of 5 · 1 may not have arrived · 1 not delivered');
  });

  it('is posted once, however often the clock strikes', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);

    const [first, second] = [await postJob(harbor), await postJob(harbor)];

    expect([first.posted.length, second.posted.length]).toEqual([1, 0]);
    expect(await inHarbor(harbor, (tx) => tx.delivery.count({ where: { kind: 'digest.post' } }))).toBe(1);
  });

  it('keeps the rows that every line was made from', async () => {
    const harbor = await aHarbor(database);
    const checkIns = await answered(harbor, 7);

    await postJob(harbor);

    const stored = await inHarbor(harbor, (tx) =>
      tx.digest.findFirstOrThrow({ include: { items: { orderBy: { position: 'asc' } } } }),
    );
    expect(stored).toMatchObject({ status: 'POSTED', postedAt: MONDAY });
    expect(stored.deliveryId).not.toBeNull();
    const line = stored.items.find((item) => item.sourceType === 'check_in');
    expect([...(line?.sourceIds ?? [])].sort()).toEqual([...checkIns].sort());
    expect(stored.items.find((item) => item.sourceType === 'answer:rooms')?.sourceIds).toHaveLength(7);
  });

  it('waits for the next staff day when the Monday became a snow day after it was planned', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);
    await closeDay(harbor, '2026-10-26', 'WEATHER_CLOSURE');

    const said = await postJob(harbor);

    expect(said.posted).toEqual([]);
    expect(said.planned).toContainEqual(
      expect.objectContaining({ job: 'digest.post', dueAt: new Date('2026-10-27T11:00:00Z') }),
    );
    expect((await postJob(harbor, new Date('2026-10-27T11:00:00Z'))).posted).toHaveLength(1);
  });

  it('says "see you" before a two-week break and nothing in it', async () => {
    const harbor = await aHarbor(database);
    for (const day of [2, 3, 4, 5, 6, 9, 10, 11, 12, 13])
      await closeDay(harbor, `2026-11-${String(day).padStart(2, '0')}`, 'BREAK');
    await answered(harbor, 7);

    const said = await postJob(harbor);

    expect(posted(said)).toContain(`see you on ${dayInWords('2026-11-16')}`);
    expect(said.planned.filter((one) => one.job === 'digest.post')).toEqual([
      expect.objectContaining({
        data: { district: harbor.districtId, week: '2026-10-26' },
        dueAt: new Date('2026-11-16T12:00:00Z'),
      }),
    ]);
  });

  it('says nothing of a week before Throughline was in use, or of pairs without a signed compact', async () => {
    const harbor = await aHarbor(database);
    expect((await postJob(harbor)).posted).toEqual([]);

    await answered(harbor, 7);
    await inHarbor(harbor, (tx) => tx.coachAssignment.updateMany({ data: { compactSignedOn: null } }));
    expect((await postJob(harbor)).posted).toEqual([]);
  });

  it('is not posted without a channel; a leader and an administrator are told how to choose one, and it goes out once they do', async () => {
    const harbor = await aHarbor(database, { channel: false });
    await answered(harbor, 7);

    const said = await postJob(harbor);

    expect(said.posted).toEqual([]);
    expect(said.sent.map((one) => one.personId).sort()).toEqual([harbor.adminId, harbor.leaderId].sort());
    expect(textsOf(said)[0]).toContain('/district here');

    const here = await type(harbor, harbor.leaderId, new Date('2026-10-26T14:00:00Z'), 'here', '', {
      private: false,
      address: { teamId: 'entra', channelId: '19:cabinet' },
    });
    expect(textOf(here.reply)).toContain('The weekly summary will be posted here');
    expect(here.posted).toHaveLength(1);
  });
});

describe('a post that the audience check refused', () => {
  const refuse = (harbor: Harbor) =>
    inHarbor(harbor, (tx) =>
      tx.delivery.updateMany({ where: { kind: 'digest.post' }, data: { status: 'DEAD', reason: 'guest' } }),
    );

  it('is posted once more when somebody says that the guest is gone', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);
    await postJob(harbor);
    const state = await stateOf(harbor);
    const nothingYet = await press(harbor, harbor.adminId, MONDAY, 'digest:again', state);
    await refuse(harbor);

    const again = await press(harbor, harbor.adminId, MONDAY, 'digest:again', state);
    const twice = await press(harbor, harbor.adminId, MONDAY, 'digest:again', state);

    expect([nothingYet, again, twice].map((one) => one.posted.length)).toEqual([0, 1, 0]);
    expect(again.posted[0]?.message).toMatchObject({
      key: `digest:${harbor.districtId}:${WEEK}:again:1`,
      guard: 'digest-audience',
    });
  });

  it('is posted in another channel, once that is chosen', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);
    await postJob(harbor);
    await refuse(harbor);

    const here = await type(harbor, harbor.leaderId, MONDAY, 'here', '', {
      private: false,
      address: { teamId: 'entra', channelId: '19:smaller' },
    });

    expect(here.posted).toHaveLength(1);
  });
});

describe('a digest that is out', () => {
  async function lateAnswer(harbor: Harbor, checkInId: string, at: Date, rooms = 60) {
    await inHarbor(harbor, async (tx) => {
      await tx.checkIn.update({ where: { id: checkInId }, data: { status: 'SUBMITTED_LATE', submittedAt: at } });
      for (const [question, { value, audience }] of Object.entries(counts(rooms)))
        await tx.answer.create({ data: { tenantId: harbor.tenantId, checkInId, question, value, audience } });
    });
    const row = await inHarbor(harbor, (tx) => tx.checkIn.findUniqueOrThrow({ where: { id: checkInId } }));
    return hear(harbor, at, {
      kind: 'check-in.sent',
      checkInId,
      assignmentId: row.assignmentId,
      personId: row.personId,
      weekOf: WEEK,
      steps: {},
      late: true,
    });
  }

  it('is changed in place by a late answer from a zone behind, and keeps the median it has shown', async () => {
    const harbor = await aHarbor(database);
    const last = (await answered(harbor, 6)).at(-1) ?? '';
    await inHarbor(harbor, (tx) =>
      tx.checkIn.update({ where: { id: last }, data: { lateUntil: new Date('2026-10-26T15:00:00Z') } }),
    );
    const first = posted(await postJob(harbor));

    const said = await lateAnswer(harbor, last, new Date('2026-10-26T14:12:00Z'));

    const changed = said.amended.find((one) => one.key === `digest:${harbor.districtId}:${WEEK}`);
    const text = changed && plainText(changed.card);
    expect(text).toContain('check-ins 7 of 7');
    expect(text).toContain('Updated Mon 10:12');
    expect(practiceOf(text ?? '')).toBe(practiceOf(first));
    expect([said.posted, said.replies]).toEqual([[], []]);
    const reply = said.amended.find((one) => one.key.startsWith('digest-part:delivery:'));
    expect(reply && plainText(reply.card)).toContain('Mon, Oct 19 | 0 of 7 | 7 of 7');
  });

  it('stays as it is when an answer comes after the cut-off', async () => {
    const harbor = await aHarbor(database);
    const last = (await answered(harbor, 6)).at(-1) ?? '';
    await postJob(harbor);

    const said = await lateAnswer(harbor, last, new Date('2026-10-26T14:12:00Z'));

    expect(said.amended).toEqual([]);
  });

  it('has the late answers that came before it', async () => {
    const harbor = await aHarbor(database);
    const last = (await answered(harbor, 6)).at(-1) ?? '';

    const early = await lateAnswer(harbor, last, new Date('2026-10-25T14:00:00Z'));

    expect(early.amended).toEqual([]);
    expect(posted(await postJob(harbor))).toContain('check-ins 7 of 7');
  });

  it('is corrected when a day on site is logged late', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);
    expect(posted(await postJob(harbor))).toContain('on-site days 0 of 7');
    const [pair] = harbor.pairs;
    if (!pair) throw new Error('no pair');
    await inHarbor(harbor, (tx) =>
      tx.visit.create({
        data: {
          tenantId: harbor.tenantId,
          assignmentId: pair.assignmentId,
          coachId: pair.coachId,
          schoolId: pair.schoolId,
          visitedOn: columnOfDay('2026-10-20'),
          weekOf: columnOfDay(WEEK),
          outcome: 'full',
        },
      }),
    );

    const said = await hear(harbor, new Date('2026-10-27T14:12:00Z'), {
      kind: 'visit.logged',
      visitId: 'x',
      assignmentId: pair.assignmentId,
      weekOf: WEEK,
      seen: {},
    });

    const [changed] = said.amended;
    expect(changed && plainText(changed.card)).toContain('on-site days 1 of 7');
    expect(changed && plainText(changed.card)).toContain('Corrected Tue 10:12');
    expect(await statusOf(harbor)).toBe('CORRECTED');
  });
});

function practiceOf(text: string): string | undefined {
  return text.split('\n').find((line) => line.startsWith('PRACTICE'));
}

async function closeDay(harbor: Harbor, day: string, kind: string): Promise<void> {
  await inHarbor(harbor, (tx) =>
    tx.calendarDay.create({
      data: {
        tenantId: harbor.tenantId,
        districtId: harbor.districtId,
        scope: 'district',
        day: columnOfDay(day),
        type: kind,
        label: '',
      },
    }),
  );
}
