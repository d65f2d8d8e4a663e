import { asSystem, inTenant } from '../../src/db/scope.ts';
import { DeliveryError } from '../../src/errors.ts';
import { retry, putAside, type Verdict } from '../../src/jobs/dead-letters.ts';
import { countReasons, deliveryState, listLetters } from '../../src/jobs/deliveries.ts';
import { amend } from '../../src/jobs/ledger.ts';
import { askForSecond, findAsked, listRecallable, recall, useUp, type RecallWish } from '../../src/jobs/recall.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { aCard, later, to } from './ledger-world.ts';
import { world } from './standing-world.ts';

const texts = () => world.slack.calls.map((call) => `${call.what} ${call.text}`);
const refuse = (reason = 'user_disabled') => {
  world.slack.before = () => Promise.reject(new DeliveryError('target-dead', reason, 'It was refused.'));
};
const accept = () => {
  world.slack.before = () => undefined;
};
const loseAnswer = () => {
  world.slack.before = () => Promise.reject(new DeliveryError('unknown', 'no-answer', 'No answer came.'));
};

async function tryAgain(key: string, options: Parameters<typeof retry>[3] = {}): Promise<Verdict | undefined> {
  const { id } = await world.row(key);
  const [judged] = await world.inside((tx) => retry(tx, world.tenantId, [id], options));
  return judged?.verdict;
}

describe('a message that did not arrive', () => {
  it('goes out once it is tried again, with a clean slate', async () => {
    refuse();
    await world.write('a');
    await sendDue(world.deps);
    accept();

    expect(await tryAgain('a')).toBe('again');
    expect(await world.row('a')).toMatchObject({ status: 'PENDING', reason: null, attempts: 0 });
    await sendDue(world.deps);

    expect(texts()).toEqual(['post a', 'post a']);
    expect(await world.row('a')).toMatchObject({ status: 'SENT' });
    expect(await tryAgain('a')).toBe('delivered');
  });

  it('stays as it is when its time is over, when what it asks for is over, and where nobody has an account', async () => {
    refuse();
    await world.write('old', { expiresAt: later(60_000) });
    await world.write('answered', { about: 'week' });
    await world.write('nowhere', { to: undefined });
    await sendDue(world.deps);
    await world.at(later(120_000));

    expect(await tryAgain('old')).toBe('expired');
    expect(await tryAgain('answered', { over: ['week'] })).toBe('over');
    expect(await tryAgain('nowhere')).toBe('no-account');
    expect(await world.row('old')).toMatchObject({ status: 'DEAD', reason: 'user_disabled' });
  });

  it('waits for the message that it belongs to', async () => {
    refuse();
    await world.write('top');
    await sendDue(world.deps);
    await world.write('reply', { under: 'top' });
    await world.db.delivery.updateMany({
      where: { key: 'reply' },
      data: { status: 'DEAD', reason: 'original-not-sent' },
    });

    expect(await tryAgain('reply')).toBe('original-lost');
  });

  it('is sent a second time only on request where it may be there already', async () => {
    loseAnswer();
    await world.write('a');
    await sendDue(world.deps);
    accept();

    expect(await tryAgain('a')).toBe('may-be-there');
    expect(await tryAgain('a', { evenIfThere: true })).toBe('again');
    await sendDue(world.deps);

    expect(texts()).toEqual(['post a', 'post a']);
  });

  it('belongs to one customer only', async () => {
    refuse();
    await world.write('a');
    await sendDue(world.deps);
    const { id } = await world.row('a');
    const other = await asSystem(world.db, (tx) => tx.tenant.create({ data: { name: 'Hill' } }));

    expect(await inTenant(world.db, other.id, (tx) => retry(tx, other.id, [id]))).toEqual([]);
    expect(await inTenant(world.db, other.id, (tx) => retry(tx, world.tenantId, [id]))).toEqual([]);
    expect(await world.row('a')).toMatchObject({ status: 'DEAD' });
  });
});

describe('a message that is put aside', () => {
  it('is listed no more, keeps its note, and is still none that arrived', async () => {
    refuse();
    await world.write('a');
    await sendDue(world.deps);
    const { id } = await world.row('a');

    expect(await world.inside((tx) => putAside(tx, world.tenantId, [id], 'Told by phone'))).toBe(1);

    const row = await world.row('a');
    expect(row).toMatchObject({ reason: 'dropped', reasonText: 'Put aside: Told by phone (before: user_disabled)' });
    expect(deliveryState(row).state).toBe('not-delivered');
    expect(await list()).toEqual([]);
  });

  it('stays unknown where nobody can tell', async () => {
    loseAnswer();
    await world.write('a');
    await sendDue(world.deps);
    const { id } = await world.row('a');

    await world.inside((tx) => putAside(tx, world.tenantId, [id], 'Asked her'));

    expect(deliveryState(await world.row('a')).state).toBe('unknown');
    expect(await list()).toEqual([]);
  });

  it('is not sent if it still waited, and cannot be one that arrived', async () => {
    await world.write('sent');
    await sendDue(world.deps);
    await world.write('waits', { notBefore: later(60_000) });
    const ids = [(await world.row('sent')).id, (await world.row('waits')).id];

    expect(await world.inside((tx) => putAside(tx, world.tenantId, ids, 'Not needed'))).toBe(1);
    await world.at(later(120_000));
    await sendDue(world.deps);

    expect(texts()).toEqual(['post sent']);
  });

  async function list() {
    const wanted = { states: ['not-delivered', 'unknown'] as const };
    const letters = await world.inside((tx) => listLetters(tx, world.tenantId, wanted));
    expect(await world.inside((tx) => countReasons(tx, world.tenantId, wanted))).toHaveLength(letters.length);
    return letters;
  }
});

describe('a recall', () => {
  const wish = (of: Partial<RecallWish>): RecallWish => ({ until: new Date(Date.now() + 1000).toISOString(), ...of });
  const mistake = aCard('This was sent by mistake. There is nothing to do.');
  const recallAll = (of: Partial<RecallWish>) =>
    world.inside(async (tx) => recall(tx, world.tenantId, await listRecallable(tx, world.tenantId, wish(of)), mistake));

  it('withdraws what waits, changes what went out, and touches nothing else', async () => {
    await world.write('launch:1', { to: to(world.teamId, 'U1') });
    await world.write('other', { to: to(world.teamId, 'U3') });
    await sendDue(world.deps);
    await world.write('launch:2', { to: to(world.teamId, 'U2') });

    expect(await recallAll({ keyPrefix: 'launch:' })).toEqual({ withdrawn: 1, changed: 1 });
    await sendDue(world.deps);

    expect(texts().slice(2)).toEqual(['update This was sent by mistake. There is nothing to do.']);
    expect(await world.row('other')).toMatchObject({ status: 'SENT' });
  });

  it('means nothing that was written after it was asked for', async () => {
    await world.write('launch:1');
    const asked = wish({ keyPrefix: 'launch:', until: (await world.row('launch:1')).createdAt.toISOString() });
    await world.db.$executeRaw`update delivery set created_at = created_at - interval '1 minute'`;
    await world.write('launch:2');

    const found = await world.inside((tx) => listRecallable(tx, world.tenantId, asked));

    expect(found.map((one) => one.key)).toEqual(['launch:1']);
  });

  it('has the last word, however often it is made and whatever is written about the message later', async () => {
    await world.write('launch:1', { about: 'week' });
    await sendDue(world.deps);
    await recallAll({ about: 'week' });
    await sendDue(world.deps);

    await recallAll({ about: 'week' });
    await world.inside((tx) => amend(tx, world.tenantId, 'launch:1', aCard('Still open')));
    await sendDue(world.deps);

    expect(texts()).toEqual(['post launch:1', 'update This was sent by mistake. There is nothing to do.']);
  });

  it('waits for a second person under a code that is good once, for a while, and stored as its hash only', async () => {
    const asked = wish({ kind: 'prompt' });
    const code = await world.inside((tx) => askForSecond(tx, world.tenantId, asked, 'Kim'));
    const kept = await world.db.dueWork.findMany();

    expect(JSON.stringify(kept)).not.toContain(code);
    expect(await find(code.toLowerCase())).toEqual({ wish: asked, by: 'Kim' });
    expect(await find('0000-0000-0000')).toBeUndefined();
    await world.inside((tx) => useUp(tx, world.tenantId, code));
    expect(await find(code)).toBeUndefined();

    const slow = await world.inside((tx) => askForSecond(tx, world.tenantId, asked, 'Kim'));
    await world.at(later(31 * 60_000));
    expect(await find(slow)).toBeUndefined();
  });

  const find = (code: string) => world.inside((tx) => findAsked(tx, world.tenantId, code));
});
