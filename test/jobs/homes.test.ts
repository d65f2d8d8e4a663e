import type { Platform } from '../../src/chat/platform.ts';
import { DeliveryError } from '../../src/errors.ts';
import { listDeliveries } from '../../src/jobs/deliveries.ts';
import { dropHome, writeHome } from '../../src/jobs/homes.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { THURSDAY, aCard, aWorld, later, to, type World } from './ledger-world.ts';

const ADA = '01990000-0000-7000-8000-0000000000aa';

let database: TestDatabase;
let world: World;
let shown: string[];
/** Runs before a Home is shown; may throw or wait. */
let before: () => Promise<void> | void;

beforeAll(async () => {
  database = await openDatabase();
});
beforeEach(async () => {
  world = await aWorld(database.db);
  shown = [];
  before = () => undefined;
  const slack = world.slack as Platform;
  slack.showHome = async (_address, card) => {
    await before();
    shown.push(card.summary);
  };
});
afterAll(() => database.drop());

function write(words: string, more: Partial<Parameters<typeof writeHome>[2]> = {}): Promise<void> {
  return world.inside((tx) =>
    writeHome(tx, world.tenantId, {
      card: aCard(words),
      to: to(world.teamId),
      personId: ADA,
      now: THURSDAY,
      ...more,
    }),
  );
}

function homes() {
  return world.inside((tx) => tx.delivery.findMany({ where: { surface: 'home' }, orderBy: { id: 'asc' } }));
}

it('shows the newest of several that wait, and keeps no row of the others', async () => {
  for (const words of ['first', 'second', 'third']) await write(words);

  await sendDue(world.deps);
  await write('fourth');
  await sendDue(world.deps);

  expect(shown).toEqual(['third', 'fourth']);
  expect(await homes()).toEqual([expect.objectContaining({ status: 'SENT' })]);
  expect(world.slack.calls).toEqual([]);
});

it('takes back what waits, and says when one can no longer be called back', async () => {
  await write('old');
  const drop = () => world.inside((tx) => dropHome(tx, world.tenantId, to(world.teamId).lane));
  expect(await drop()).toBe(false);
  expect(await homes()).toEqual([]);

  let isUnderWay: boolean | undefined;
  await write('on its way');
  before = async () => {
    isUnderWay = await drop();
  };
  await sendDue(world.deps);

  expect(isUnderWay).toBe(true);
  expect(shown).toEqual(['on its way']);
});

it('shows one that was written meanwhile behind the one that is on its way', async () => {
  await write('older');
  before = async () => {
    before = () => undefined;
    await write('newer');
  };

  await sendDue(world.deps);

  expect(shown).toEqual(['older', 'newer']);
});

it('tries again where the answer was lost, as to show it twice is to show it once', async () => {
  await write('again');
  before = () => {
    before = () => undefined;
    throw new DeliveryError('unknown', 'no-answer', 'No answer came.');
  };
  await sendDue(world.deps);
  expect(await homes()).toEqual([expect.objectContaining({ status: 'FAILED' })]);

  await world.at(later(60_000));
  await sendDue(world.deps);

  expect(shown).toEqual(['again']);
});

it('makes the call again after a process died in it', async () => {
  await write('again');
  await world.inside((tx) =>
    tx.delivery.updateMany({
      where: { surface: 'home' },
      data: { status: 'SENDING', leaseBy: 'somebody!', leaseUntil: later(-1_000) },
    }),
  );

  await sendDue(world.deps);

  expect(shown).toEqual(['again']);
});

it('lets messages pass one that cannot be shown, and stands in no report of them', async () => {
  before = () => {
    throw new DeliveryError('try-later', 'fatal_error', 'Slack is away.');
  };
  await write('waits');
  await sendDue(world.deps);
  await world.write('prompt', { personId: ADA });
  await sendDue(world.deps);

  expect(world.slack.calls.map((call) => call.text)).toEqual(['prompt']);
  const reports = await world.inside((tx) => listDeliveries(tx, world.tenantId, { personId: ADA }));
  expect(reports.map((report) => report.key)).toEqual(['prompt']);
});

it('is put aside without a word on a platform that has no Home', async () => {
  await write('nowhere', { to: to(world.teamId, 'U1', 'teams') });

  await sendDue(world.deps);

  expect(await homes()).toEqual([expect.objectContaining({ status: 'SUPERSEDED', reason: 'no-home' })]);
  expect(world.teams.calls).toEqual([]);
});
