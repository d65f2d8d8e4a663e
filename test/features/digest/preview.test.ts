import { plainText } from '../../../src/chat/plain.ts';
import { digest } from '../../../src/features/digest/index.ts';
import { dayInWords } from '../../../src/zone.ts';
import { listPairs } from '../../../src/roster/store.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';
import {
  aHarbor,
  answered,
  asking,
  FRIDAY,
  inHarbor,
  MONDAY,
  postJob,
  PREVIEW,
  press,
  runJob,
  stateOf,
  statusOf,
  textOf,
  textsOf,
  type,
  WEEK,
  withContext,
  type Harbor,
} from './harbor.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.drop());

describe("Friday's preview", () => {
  const data = (harbor: Harbor) => ({ district: harbor.districtId, week: WEEK });

  it('goes to the managers of the partner, who may approve it', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);

    const said = await runJob(harbor, 'digest.preview', PREVIEW, data(harbor));

    expect(said.sent.map((one) => one.personId)).toEqual([harbor.managerId]);
    expect(textsOf(said)[0]).toMatch(/posted on .*, 7 AM.*median of 7.*\[Approve\] \[Hold\]/s);
    const { reply, amended } = await press(harbor, harbor.managerId, PREVIEW, 'digest:approve', await stateOf(harbor));
    expect(textOf(reply)).toBe(`Approved. It will be posted on ${dayInWords('2026-10-26')}, 7 AM.`);
    expect(amended.map((one) => plainText(one.card))[0]).toContain('Approved by Noor Haas');
    expect((await postJob(harbor)).posted).toHaveLength(1);
  });

  it('holds back medians while a late answer can still come', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 6);

    const said = await runJob(harbor, 'digest.preview', PREVIEW, data(harbor));

    expect(textsOf(said)[0]).toContain("PRACTICE  The medians come with Monday's post");
  });

  it('is posted on Monday when nobody acts', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);
    await runJob(harbor, 'digest.preview', PREVIEW, data(harbor));

    expect((await postJob(harbor)).posted).toHaveLength(1);
  });

  it('is not posted while it is on hold; released after its hour, it goes out at once', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);
    await runJob(harbor, 'digest.preview', PREVIEW, data(harbor));
    await press(harbor, harbor.managerId, PREVIEW, 'digest:hold', await stateOf(harbor));

    const held = await postJob(harbor);
    expect(held.posted).toEqual([]);
    expect(textsOf(held)[0]).toContain('still on hold');

    const released = await press(
      harbor,
      harbor.managerId,
      new Date('2026-10-26T15:00:00Z'),
      'digest:release',
      await stateOf(harbor),
    );
    expect(released.posted).toHaveLength(1);
    expect(await statusOf(harbor)).toBe('POSTED');
  });

  it('shows all that will stand in the thread', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7, '2026-10-12');
    await postJob(harbor, new Date('2026-10-19T11:00:00Z'), '2026-10-12');
    await answered(harbor, 7);

    const said = await runJob(harbor, 'digest.preview', PREVIEW, data(harbor));

    const { replies } = await postJob(harbor);
    expect(replies).toHaveLength(2);
    for (const { card } of replies) expect(textsOf(said)[0]).toContain(plainText(card));
  });

  it('is nobody else’s to decide, and not to be decided twice', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);
    await runJob(harbor, 'digest.preview', PREVIEW, data(harbor));
    const state = await stateOf(harbor);

    await expect(press(harbor, harbor.leaderId, PREVIEW, 'digest:hold', state)).rejects.toThrow(/Only the managers/);
    await expect(press(harbor, harbor.managerId, PREVIEW, 'digest:hold', { digest: 'forged' })).rejects.toThrow(
      /could not find/,
    );
    await postJob(harbor);
    await expect(press(harbor, harbor.managerId, MONDAY, 'digest:hold', state)).rejects.toThrow(/already posted/);
  });
});

describe('a summary that is taken back', () => {
  const retract = (harbor: Harbor, personId: string, state: Record<string, string>) =>
    asking(harbor, personId, MONDAY, async (ctx) => {
      const handler = digest.forms?.find((form) => form.id === 'digest:retract');
      if (!handler) throw new Error('no such form');
      return handler.submit(ctx, { reason: 'numbers' }, state);
    });

  async function postedHarbor(): Promise<Harbor> {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);
    await runJob(harbor, 'digest.preview', PREVIEW, { district: harbor.districtId, week: WEEK });
    await postJob(harbor);
    return harbor;
  }

  it('says so on the top and in its thread, by whom, and is not posted again', async () => {
    const harbor = await postedHarbor();
    await inHarbor(harbor, (tx) =>
      tx.delivery.updateMany({ where: { kind: { startsWith: 'digest.p' } }, data: { status: 'SENT' } }),
    );
    const state = await stateOf(harbor);
    expect((await press(harbor, harbor.managerId, MONDAY, 'digest:retract', state)).reply.kind).toBe('open');

    const said = await retract(harbor, harbor.managerId, state);

    expect(await statusOf(harbor)).toBe('RETRACTED');
    const changes = said.amended.filter((one) => /^digest(-part)?:(?!preview)/.test(one.key));
    expect(changes.map((one) => one.key)).toEqual([
      `digest:${harbor.districtId}:${WEEK}`,
      `digest-part:delivery:digest:${harbor.districtId}:${WEEK}`,
    ]);
    for (const { card } of changes)
      expect(plainText(card)).toContain(
        `This was taken back on ${dayInWords('2026-10-26')} 07:00 by Noor Haas. A number in it is not right.`,
      );
    const again = await postJob(harbor, new Date('2026-10-26T12:00:00Z'));
    expect([again.posted, again.replies]).toEqual([[], []]);
  });

  it('never comes at all where it was still waiting to be sent', async () => {
    const harbor = await postedHarbor();

    await retract(harbor, harbor.managerId, await stateOf(harbor));

    const rows = await inHarbor(harbor, (tx) =>
      tx.delivery.findMany({ where: { kind: { in: ['digest.post', 'digest.part', 'update'] } } }),
    );
    expect(rows.filter((row) => row.about !== null).map((row) => row.status)).toEqual(['SUPERSEDED', 'SUPERSEDED']);
  });

  it('is not in the charts of the weeks after it', async () => {
    const harbor = await postedHarbor();
    await retract(harbor, harbor.managerId, await stateOf(harbor));
    await answered(harbor, 7, '2026-10-26');

    const { replies } = await postJob(harbor, new Date('2026-11-02T12:00:00Z'), '2026-10-26');

    expect(JSON.stringify(replies)).not.toContain(dayInWords(WEEK));
  });

  it('is for the partner’s managers to decide, and once', async () => {
    const harbor = await postedHarbor();
    const state = await stateOf(harbor);

    await expect(retract(harbor, harbor.leaderId, state)).rejects.toThrow(/Only the managers/);
    await retract(harbor, harbor.managerId, state);
    await expect(retract(harbor, harbor.managerId, state)).rejects.toThrow(/taken back/);
  });
});

describe('/district', () => {
  it('shows the week so far, and holds its medians back', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 6);

    const { reply } = await type(harbor, harbor.leaderId, FRIDAY, '');

    expect(textOf(reply)).toContain('(7 schools) · so far');
    expect(textOf(reply)).toContain('check-ins 6 of 7');
    expect(textOf(reply)).not.toContain('median of');
  });

  it('digest preview shows a leader what will be posted, without buttons to decide', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);

    const { reply } = await type(harbor, harbor.leaderId, PREVIEW, 'digest', 'preview');

    expect(textOf(reply)).toContain(`This will be posted on ${dayInWords('2026-10-26')}, 7 AM`);
    expect(textOf(reply)).not.toContain('[Approve]');
  });

  it('here works in a channel only', async () => {
    const harbor = await aHarbor(database, { channel: false });

    const { reply } = await type(harbor, harbor.leaderId, FRIDAY, 'here');

    expect(textOf(reply)).toContain('in the channel where the summary should go');
    expect(await inHarbor(harbor, (tx) => tx.digestChannel.count())).toBe(0);
  });

  it('explains how it is made, in numbers of records only', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);
    await postJob(harbor);

    const { reply } = await press(harbor, harbor.leaderId, MONDAY, 'digest:how', await stateOf(harbor));

    expect(textOf(reply)).toContain('DELIVERY: 7 check-ins');
  });

  it('shows nothing of another customer', async () => {
    const [harbor, other] = [await aHarbor(database), await aHarbor(database)];
    await answered(other, 7);
    await postJob(other);
    const state = await stateOf(other);

    await expect(press(harbor, harbor.managerId, MONDAY, 'digest:hold', state)).rejects.toThrow(/could not find/);
    const { reply } = await press(harbor, harbor.leaderId, MONDAY, 'digest:how', state);
    expect(textOf(reply)).not.toContain('Records behind it');
  });
});

describe('waking', () => {
  it('plans the preview, the post and every coach’s summary once, however often', async () => {
    const harbor = await aHarbor(database, { schools: 4 });
    const wake = () =>
      withContext(harbor, new Date('2026-10-21T12:00:00Z'), async (ctx) =>
        digest.wake?.(ctx, await listPairs(ctx.tx, ctx.viewer)),
      );

    await wake();
    await wake();

    const rows = await inHarbor(harbor, (tx) => tx.dueWork.findMany({ orderBy: { dueAt: 'asc' } }));
    expect(rows.map((row) => [row.job, row.dueAt])).toEqual(
      [
        ['digest.coach-summary', FRIDAY],
        ['digest.coach-summary', FRIDAY],
        ['digest.preview', PREVIEW],
        ['digest.post', MONDAY],
      ].sort((a, b) => Number(a[1]) - Number(b[1])),
    );
  });

  it('plans its own next week after each post', async () => {
    const harbor = await aHarbor(database);
    await answered(harbor, 7);

    const said = await postJob(harbor);

    expect(said.planned.find((one) => one.job === 'digest.post')?.dueAt).toEqual(new Date('2026-11-02T12:00:00Z'));
  });
});
