// Who may see how the product runs: whoever has the one key.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const SESSION_MS = 60 * 60_000;

/** In a time that tells nothing of how much was right. */
export function isKey(key: string, given: string): boolean {
  return isSame(sha256(key), sha256(given));
}

/** A session says only until when it is good, and is worth nothing under another key. */
export function signSession(key: string, now: Date): string {
  const until = String(now.getTime() + SESSION_MS);
  return `${until}.${sign(key, until)}`;
}

export function isSession(key: string, session: string, now: Date): boolean {
  const [until = '', mark = ''] = session.split('.');
  return isSame(Buffer.from(sign(key, until)), Buffer.from(mark)) && Number(until) > now.getTime();
}

function sign(key: string, until: string): string {
  return createHmac('sha256', key).update(`operations session until ${until}`).digest('base64url');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
