// After a new key was put in front: every token is sealed anew, so that the old key can be taken out.
import type { Db } from '../db/client.ts';
import { asSystem } from '../db/scope.ts';
import { platformName } from '../roster/accounts.ts';
import type { Seal } from './seal.ts';
import { sealedFor } from './store.ts';

export interface Rotation {
  /** Tokens that were sealed anew. */
  resealed: number;
  /** The keys that still seal a token, beside the current one: none of them may be taken out. */
  stillNeeded: string[];
}

/** May be run again at any time, also beside a running process; a token that is replaced meanwhile is left alone. */
export async function rotate(db: Db, seal: Seal, onProgress: (done: number, of: number) => void): Promise<Rotation> {
  const waiting = await asSystem(db, (tx) =>
    tx.installation.findMany({
      where: { tokenSealed: { not: '' }, keyId: { not: seal.currentId } },
      select: { id: true, platform: true, teamId: true, keyId: true, tokenSealed: true },
      orderBy: { createdAt: 'asc' },
    }),
  );
  let resealed = 0;
  for (const [index, row] of waiting.entries()) {
    const about = sealedFor(platformName(row.platform), row.teamId);
    const { count } = await asSystem(db, (tx) =>
      tx.installation.updateMany({
        where: { id: row.id, tokenSealed: row.tokenSealed },
        data: seal.seal(seal.open(row, about), about),
      }),
    );
    resealed += count;
    onProgress(index + 1, waiting.length);
  }
  const left = await asSystem(db, (tx) =>
    tx.installation.findMany({
      where: { tokenSealed: { not: '' }, keyId: { not: seal.currentId } },
      select: { keyId: true },
      distinct: ['keyId'],
    }),
  );
  return { resealed, stillNeeded: left.map((row) => row.keyId) };
}
