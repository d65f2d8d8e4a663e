import type { Interaction } from '../../src/chat/interaction.ts';
import { isAway } from '../../src/db/away.ts';
import { busyReply, createPatience, isAsked, whyShed, type Turn } from '../../src/desk/patience.ts';
import { BusyError, ConflictError } from '../../src/errors.ts';

const never = new Promise<never>(() => undefined);
const soon = { slack: 5, teams: 5 };

describe('a request', () => {
  it('is served when the database begins with it in time, however long it takes then', async () => {
    const patience = createPatience({ most: 1, waitMs: soon });
    let finish: (words: string) => void = () => undefined;
    const work = new Promise<string>((resolve) => (finish = resolve));

    const served = patience.serve('slack', (turn) => {
      turn.begin();
      setTimeout(() => finish('done'), 20);
      return work;
    });

    expect(await served).toBe('done');
  });

  it('is turned away when the database does not begin, and is not done afterwards', async () => {
    const patience = createPatience({ most: 1, waitMs: soon });
    let turn: Turn | undefined;

    const served = patience.serve('teams', (given) => {
      turn = given;
      return never;
    });

    await expect(served).rejects.toMatchObject({ code: 'unavailable', why: 'late' });
    expect(() => turn?.begin()).toThrow(BusyError);
    expect(() => turn?.assertAwaited()).toThrow(BusyError);
  });

  it('is turned away at once where too many wait, until the database has let go of one', async () => {
    const patience = createPatience({ most: 2, waitMs: soon });
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const waiting = [patience.serve('slack', () => held), patience.serve('slack', () => held)];

    await expect(patience.serve('slack', () => Promise.resolve())).rejects.toMatchObject({ why: 'full' });
    for (const one of waiting) await expect(one).rejects.toMatchObject({ why: 'late' });
    // Both have had their answer, and the database still has both.
    await expect(patience.serve('slack', () => Promise.resolve())).rejects.toMatchObject({ why: 'full' });
    letGo();
    await held;
    await new Promise((resolve) => setImmediate(resolve));

    expect(await patience.serve('slack', () => Promise.resolve('served'))).toBe('served');
  });

  it('fails as it did before where it is the request that fails', async () => {
    const patience = createPatience({ most: 1, waitMs: soon });

    await expect(patience.serve('slack', () => Promise.reject(new ConflictError('Too late.')))).rejects.toThrow('late');
    expect(whyShed(new ConflictError('Too late.'))).toBeUndefined();
  });
});

it.each([
  [{ code: 'ECONNREFUSED' }],
  [{ code: '57014' }],
  [{ code: '53300' }],
  [{ code: '57P01' }],
  [{ code: 'P2028' }],
  [new Error('timeout exceeded when trying to connect')],
  [new Error('Connection terminated unexpectedly')],
  [{ code: 'P2010', meta: { driverAdapterError: { cause: { code: '57014' } } } }],
  [new Error('outer', { cause: { code: '08006' } })],
])('a database that is away or too slow is known by %j', (error) => {
  expect(isAway(error)).toBe(true);
  expect(whyShed(error)).toBe('away');
});

it.each([[{ code: '23505' }], [{ code: 'P2002' }], [new Error('other')], [undefined], ['words']])(
  'another failure is none of that: %j',
  (error) => {
    expect(isAway(error)).toBe(false);
  },
);

it('only a form is said to be kept, and news is never turned away', () => {
  const of = (kind: string) => ({ kind }) as Interaction;

  expect(busyReply(of('submit'), 'full')).toEqual({
    kind: 'busy',
    message: 'We are very busy just now. Nothing you typed is lost: please send it again in a minute.',
  });
  expect(busyReply(of('command'), 'late')).toEqual({
    kind: 'busy',
    message: 'We are very busy just now. Please try again in a minute.',
  });
  expect(busyReply(of('command'), 'often')).toEqual({
    kind: 'busy',
    message: 'That was a lot at once. Please try again in a minute.',
  });
  expect(['command', 'press', 'submit', 'text', 'shortcut', 'home'].filter((kind) => !isAsked(of(kind)))).toEqual([]);
  expect(['account', 'presence', 'place'].filter((kind) => isAsked(of(kind)))).toEqual([]);
});
