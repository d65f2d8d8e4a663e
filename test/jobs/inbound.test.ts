import { asSystem, inTenant } from '../../src/db/scope.ts';
import { connect } from '../../src/db/client.ts';
import type { Reply } from '../../src/chat/interaction.ts';
import { forgetInbound, once } from '../../src/jobs/inbound.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { aCard, aWorld, type World } from './ledger-world.ts';

let database: TestDatabase;
let world: World;
let effects: string[];
beforeAll(async () => {
  database = await openDatabase();
});
beforeEach(async () => {
  world = await aWorld(database.db);
  effects = [];
});
afterAll(() => database.drop());

const form = { id: 'check-in:form', version: 1, title: 'This week', submit: 'Send', fields: {} };

function receive(reply: Reply, key = 'request-1', db = world.db) {
  return inTenant(db, world.tenantId, (tx) =>
    once(tx, world.tenantId, key, async () => {
      effects.push(key);
      await tx.person.create({ data: { tenantId: world.tenantId, displayName: 'Ada Rivera' } });
      return reply;
    }),
  );
}

describe('a request', () => {
  it('has its effect once, and its repetition the same reply', async () => {
    const say: Reply = { kind: 'say', card: aCard('Thank you.') };

    expect(await receive(say)).toEqual({ reply: say, repeated: false });
    expect(await receive(say)).toEqual({ reply: say, repeated: true });

    expect(effects).toHaveLength(1);
    expect(await receive({ kind: 'done', message: 'Sent' }, 'request-2')).toMatchObject({ repeated: false });
    expect(await receive({ kind: 'done', message: 'Sent' }, 'request-2')).toEqual({
      reply: { kind: 'done', message: 'Sent' },
      repeated: true,
    });
  });

  it('that comes twice at the same time waits for the first', async () => {
    const other = connect(database.address);
    const done: Reply = { kind: 'done' };

    const both = await Promise.all([receive(done, 'same', world.db), receive(done, 'same', other.db)]);
    await other.close();

    expect(both.map((one) => one.repeated).sort()).toEqual([false, true]);
    expect(both.map((one) => one.reply)).toEqual([done, done]);
    expect(await world.inside((tx) => tx.person.count())).toBe(1);
  });

  it('that failed has no effect and may come again', async () => {
    const failing = world.inside((tx) =>
      once(tx, world.tenantId, 'request-1', async () => {
        await tx.person.create({ data: { tenantId: world.tenantId, displayName: 'Ada Rivera' } });
        throw new Error('no');
      }),
    );

    await expect(failing).rejects.toThrow('no');
    expect(await receive({ kind: 'done' })).toMatchObject({ repeated: false });
    expect(await world.inside((tx) => tx.person.count())).toBe(1);
  });

  it('that was refused is not remembered, because the mended form may carry the same name', async () => {
    await receive({ kind: 'refuse', form, state: {}, values: { done: 'typed' }, errors: {} });

    expect(await receive({ kind: 'done' })).toMatchObject({ repeated: false });
  });

  it('that opened a form leaves nothing of what it showed behind', async () => {
    const launcher = { action: 'check-in:open', label: 'Open', state: {} };
    await receive({ kind: 'open', form, state: {}, values: { done: 'private words' }, launcher });

    const rows = await world.inside((tx) => tx.inboundEvent.findMany());
    expect(JSON.stringify(rows)).not.toContain('private words');
    expect(await receive({ kind: 'done' })).toEqual({ reply: { kind: 'nothing' }, repeated: true });
  });

  it('of one tenant does not answer for another', async () => {
    await receive({ kind: 'done' });
    world = await aWorld(database.db);

    expect(await receive({ kind: 'done' })).toMatchObject({ repeated: false });
  });

  it('is forgotten after a while', async () => {
    await receive({ kind: 'done' });
    await world.inside((tx) => tx.inboundEvent.updateMany({ data: { receivedAt: new Date('2020-01-01') } }));

    expect(await asSystem(world.db, (tx) => forgetInbound(tx, new Date('2020-01-02')))).toBe(1);
    expect(await receive({ kind: 'done' })).toMatchObject({ repeated: false });
  });
});
