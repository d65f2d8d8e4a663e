// Wrong codes, by account and for all processes together: a code has sixty bits and is not found by trying, but nobody should
// be able to ask all day.
import type { Db, Tx } from '../db/client.ts';
import { asSystem } from '../db/scope.ts';

const ALLOWED = 5;
const WITHIN_MS = 3_600_000;

/** As the system: whether this account has to wait. */
export async function areTriesOver(tx: Tx, account: string, now: Date): Promise<boolean> {
  const since = { gt: new Date(now.getTime() - WITHIN_MS) };
  return (await tx.wrongCode.count({ where: { account, since, times: { gte: ALLOWED } } })) > 0;
}

/** As the system: one more; the hour begins with the first. */
export async function countTry(tx: Tx, account: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - WITHIN_MS);
  await tx.$executeRaw`
    insert into wrong_code (account, times, since) values (${account}, 1, ${now})
    on conflict (account) do update set
      times = case when wrong_code.since <= ${before} then 1 else wrong_code.times + 1 end,
      since = case when wrong_code.since <= ${before} then excluded.since else wrong_code.since end`;
}

export async function forgetTries(db: Db, now: Date): Promise<void> {
  const since = { lte: new Date(now.getTime() - WITHIN_MS) };
  await asSystem(db, (tx) => tx.wrongCode.deleteMany({ where: { since } }));
}
