// The values that go out to a consent page and come back once.
import { createHash, randomBytes } from 'node:crypto';
import { asSystem } from '../db/scope.ts';
import type { Db } from '../db/client.ts';

const LIFE_MS = 10 * 60_000;

export async function issueState(db: Db, now: Date): Promise<string> {
  const state = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  await asSystem(db, (tx) => tx.oauthState.create({ data: { hash: hashOf(state), expiresAt } }));
  return state;
}

/** True once: the row is gone with the first who asks. */
export async function spendState(db: Db, state: string, now: Date): Promise<boolean> {
  const { count } = await asSystem(db, (tx) =>
    tx.oauthState.deleteMany({ where: { hash: hashOf(state), expiresAt: { gt: now } } }),
  );
  return count === 1;
}

export async function forgetStates(db: Db, now: Date): Promise<void> {
  await asSystem(db, (tx) => tx.oauthState.deleteMany({ where: { expiresAt: { lte: now } } }));
}

function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}
