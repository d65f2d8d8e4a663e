import { randomBytes } from 'node:crypto';
import { SetUpError } from '../../src/errors.ts';
import { createSeal, type SealKey } from '../../src/installations/seal.ts';

const aKey = (id: string): SealKey => ({ id, bytes: randomBytes(32) });
const [old, current] = [aKey('2025'), aKey('2026')];

describe('a sealed token', () => {
  const sealed = createSeal([current]).seal('xoxb-secret', 'slack:T1');

  it('opens with the key that sealed it, and says nothing of the token', () => {
    expect(createSeal([current]).open(sealed, 'slack:T1')).toBe('xoxb-secret');
    expect(sealed.keyId).toBe('2026');
    expect(Buffer.from(sealed.tokenSealed, 'base64url').toString('latin1')).not.toContain('xoxb');
  });

  it('is another each time, so that equal tokens are not seen to be equal', () => {
    expect(createSeal([current]).seal('xoxb-secret', 'slack:T1').tokenSealed).not.toBe(sealed.tokenSealed);
  });

  it('does not open in the row of another workspace', () => {
    expect(() => createSeal([current]).open(sealed, 'slack:T2')).toThrow(SetUpError);
  });

  it('does not open when one byte of it was changed', () => {
    const bytes = Buffer.from(sealed.tokenSealed, 'base64url');
    for (const at of [0, 14, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;

      expect(() =>
        createSeal([current]).open({ ...sealed, tokenSealed: changed.toString('base64url') }, 'slack:T1'),
      ).toThrow(/cannot be opened/);
    }
  });

  it.each(['', 'AAAA'])('that is no token at all is refused in words: “%s”', (tokenSealed) => {
    expect(() => createSeal([current]).open({ ...sealed, tokenSealed }, 'slack:T1')).toThrow(SetUpError);
  });

  it('does not open with another key of the same name', () => {
    expect(() => createSeal([aKey('2026')]).open(sealed, 'slack:T1')).toThrow(/another key under the name “2026”/);
  });

  it('tells which key is missing', () => {
    expect(() => createSeal([old]).open(sealed, 'slack:T1')).toThrow(/“2026”, which TOKEN_KEYS no longer has/);
  });
});

describe('a ring of keys', () => {
  it('seals with the first and opens with each', () => {
    const before = createSeal([old]).seal('xoxb-1', 'slack:T1');
    const ring = createSeal([current, old]);

    expect(ring.open(before, 'slack:T1')).toBe('xoxb-1');
    expect(ring.seal('xoxb-1', 'slack:T1').keyId).toBe('2026');
  });
});
