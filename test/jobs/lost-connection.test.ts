// The answer of the database to the mark before a call gets lost: the process lives and knows that it has not called.
import { connect, type Connection } from '../../src/db/client.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { layCable, type Cable } from '../faults/cable.ts';
import { onPostgres, openDatabase, type TestDatabase } from '../support/database.ts';
import { aWorld, to, type World } from './ledger-world.ts';

(onPostgres ? describe : describe.skip)('the connection to the database is lost', () => {
  let database: TestDatabase;
  let cable: Cable;
  let overCable: Connection;
  let world: World;
  beforeAll(async () => {
    database = await openDatabase();
    if (!('url' in database.address)) throw new Error('Set TEST_DATABASE_URL.');
    cable = await layCable(database.address.url);
    overCable = connect({ url: cable.url });
  });
  beforeEach(async () => {
    world = await aWorld(database.db);
  });
  afterAll(async () => {
    await overCable.close();
    await cable.close();
    await database.drop();
  });

  it('with its word that calls may begin: they begin once it is back, and every message goes out once', async () => {
    for (let n = 0; n < 8; n += 1) await world.write(`m${n}`, { to: to(world.teamId, `U${n}`) });
    // The mark is the only statement that names the process with the mark behind it before a message went out.
    const lost = cable.loseAnswerAfter(`${world.deps.processId}!`);

    await sendDue({ ...world.deps, db: overCable.db });

    expect(lost()).toBe(true);
    expect(world.slack.calls.map((call) => call.key).sort()).toEqual(Array.from({ length: 8 }, (_, n) => `m${n}`));
    const rows = await world.inside((tx) => tx.delivery.findMany({ select: { status: true } }));
    expect(rows.map((row) => row.status)).toEqual(Array(8).fill('SENT'));
  });

  it('with its word that a message is recorded: the record is made again, and nothing goes out twice', async () => {
    await world.write('m', { to: to(world.teamId, 'U') });
    world.slack.before = () => void (lost = cable.loseAnswerAfter('"message_id":"m1"'));
    let lost: () => boolean = () => false;

    await sendDue({ ...world.deps, db: overCable.db });

    expect(lost()).toBe(true);
    expect(world.slack.calls).toHaveLength(1);
    expect(await world.row('m')).toMatchObject({ status: 'SENT', messageId: 'm1' });
  });
});
