import fc from 'fast-check';
import { isKey, isSession, SESSION_MS, signSession } from '../../src/operations/key.ts';
import { boundedLabel } from '../../src/operations/labels.ts';

const KEY = 'a-key-of-operations-0123456789';
const NOW = new Date('2026-10-15T21:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('the key', () => {
  it('opens for itself and for nothing else', () => {
    expect(isKey(KEY, KEY)).toBe(true);
    fc.assert(fc.property(fc.string(), (given) => isKey(KEY, given) === (given === KEY)));
  });

  it('makes a session that ends by itself and is worth nothing under another key or another end', () => {
    const session = signSession(KEY, NOW);

    expect(isSession(KEY, session, later(SESSION_MS - 1))).toBe(true);
    expect(isSession(KEY, session, later(SESSION_MS))).toBe(false);
    expect(isSession(`${KEY}x`, session, NOW)).toBe(false);
    expect(isSession(KEY, session.replace(/^\d+/, String(later(SESSION_MS * 9).getTime())), NOW)).toBe(false);
    for (const none of ['', '.', 'x.y', `${later(1000).getTime()}.`]) expect(isSession(KEY, none, NOW)).toBe(false);
  });
});

describe('a label', () => {
  it('is a short code of a set that never grows without end, and never what somebody wrote', () => {
    const label = boundedLabel(3);

    expect(['user_disabled', 'no-account', 'gave-up', 'one-more', 'no-account'].map(label)).toEqual([
      ...['user_disabled', 'no-account', 'gave-up', 'other', 'no-account'],
    ]);
    expect(['She wrote: I am tired', '', '0199e3c4-7a10-7000-8000-000000000001'].map(boundedLabel())).toEqual([
      ...['other', 'other', 'other'],
    ]);
  });
});
