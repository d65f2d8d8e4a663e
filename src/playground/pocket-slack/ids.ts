/** Ids that look like Slack's. */
import { randomBytes } from 'node:crypto';

/** `V0123ABCD45`: a letter that says what it names, then ten characters. */
export function makeId(prefix: string): string {
  return `${prefix}0${randomLetters(9).toUpperCase()}`;
}

/** The short ids that Slack gives to blocks and actions that come without one. */
export function makeBlockId(): string {
  return randomLetters(5);
}

export function makeTriggerId(): string {
  return `${randomDigits(13)}.${randomDigits(12)}.${randomBytes(16).toString('hex')}`;
}

export function makeHash(seconds: number): string {
  return `${String(seconds)}.${randomLetters(8)}`;
}

export function makeSecretPath(): string {
  return randomBytes(18).toString('base64url');
}

function randomLetters(length: number): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}

function randomDigits(length: number): string {
  return Array.from(randomBytes(length), (byte, index) => (index === 0 ? 1 + (byte % 9) : byte % 10)).join('');
}
