import { DeliveryError } from '../../src/errors.ts';
import { putAside } from '../../src/jobs/dead-letters.ts';
import { forgetDeliveries } from '../../src/jobs/retention.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { silentLog } from '../../src/log.ts';
import { forgetOld } from '../../src/jobs/tick.ts';
import { aCard, later, to } from './ledger-world.ts';
import { world } from './standing-world.ts';
import { amend } from '../../src/jobs/ledger.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const keys = async () =>
  (await world.inside((tx) => tx.delivery.findMany({ orderBy: { id: 'asc' } }))).map((row) => row.key);

describe('what the ledger forgets', () => {
  it('is what arrived or died so many days ago, and nothing that is younger', async () => {
    await world.write('arrived');
    await world.write('died', { to: undefined });
    await sendDue(world.deps);

    expect(await forgetDeliveries(world.db, inDays(399), 400)).toBe(0);
    expect(await forgetDeliveries(world.db, inDays(401), 400)).toBe(2);
    expect(await keys()).toEqual([]);
  });

  it('is never what still waits, nor what something waits for', async () => {
    await world.write('original');
    await sendDue(world.deps);
    await world.inside((tx) => amend(tx, world.tenantId, 'original', aCard('changed')));
    await world.write('waits', { notBefore: later(600 * DAY_MS) });

    expect(await forgetDeliveries(world.db, inDays(500), 400)).toBe(0);
    await sendDue(world.deps);
    await forgetDeliveries(world.db, inDays(500), 400);

    expect(await keys()).toEqual(['waits']);
  });

  it('is not what a week or a digest is told by, for a school year and the summer after it', async () => {
    await world.write('told', { about: 'week' });
    await world.write('untold');
    await sendDue(world.deps);

    expect(await forgetDeliveries(world.db, inDays(40), 30)).toBe(1);
    expect(await keys()).toEqual(['told']);
    expect(await forgetDeliveries(world.db, inDays(401), 30)).toBe(1);
  });

  it('is also what stands as unknown or was put aside, when its time has come, and the replies below it', async () => {
    world.slack.before = () => Promise.reject(new DeliveryError('unknown', 'no-answer', 'No answer came.'));
    for (const key of ['unknown', 'unknown and put aside']) await world.write(key, { to: to(world.teamId, key) });
    await world.write('died and put aside', { to: undefined });
    await sendDue(world.deps);
    await world.write('reply', { under: 'unknown' });
    await world.at(later(120_000));
    await sendDue(world.deps);
    await world.at(later(121_000));
    await sendDue(world.deps);
    const aside = [await world.row('unknown and put aside'), await world.row('died and put aside')].map(({ id }) => id);
    await world.inside((tx) => putAside(tx, world.tenantId, aside, 'Told by phone'));
    const statuses = await world.inside((tx) => tx.delivery.groupBy({ by: ['status'], _count: true }));
    expect(statuses.map(({ status }) => status).sort()).toEqual(['SUPERSEDED', 'UNKNOWN']);

    expect(await forgetDeliveries(world.db, inDays(399), 400)).toBe(0);
    expect(await forgetDeliveries(world.db, inDays(401), 400)).toBe(4);
  });

  it('is looked for each hour, as are the requests of more than a day ago', async () => {
    const received = async (hours: number) =>
      world.inside((tx) =>
        tx.inboundEvent.create({
          data: { tenantId: world.tenantId, key: `${hours} h`, receivedAt: new Date(Date.now() - hours * 3_600_000) },
        }),
      );
    await received(23);
    await received(25);
    await world.write('young');
    await sendDue(world.deps);

    await forgetOld({ db: world.db, log: silentLog, signal: new AbortController().signal });

    const left = await world.inside((tx) => tx.inboundEvent.findMany());
    expect(left.map(({ key }) => key)).toEqual(['23 h']);
    expect(await keys()).toEqual(['young']);
  });

  it('goes in small batches, and stops between two of them', async () => {
    for (let number = 0; number < 5; number++) await world.write(`a${number}`);
    await sendDue(world.deps);
    const stopped = new AbortController();
    stopped.abort();

    expect(await forgetDeliveries(world.db, inDays(401), 400, { signal: stopped.signal })).toBe(0);
    expect(await forgetDeliveries(world.db, inDays(401), 400, { atOnce: 2 })).toBe(5);
  });
});
