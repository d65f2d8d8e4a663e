/** So that one page which has gone wrong, or one person's token in wrong hands, does not keep everybody else waiting. */
const A_MINUTE = 90;
const KEPT = 10_000;

/** True where this account has asked often enough for a minute. */
export function createRates(): (account: string) => boolean {
  const minutes = new Map<string, { from: number; count: number }>();
  return (account) => {
    const now = performance.now();
    const minute = minutes.get(account);
    if (minute && now - minute.from < 60_000) {
      minute.count += 1;
      return minute.count > A_MINUTE;
    }
    minutes.delete(account);
    minutes.set(account, { from: now, count: 1 });
    const [oldest] = minutes.keys();
    if (minutes.size > KEPT && oldest !== undefined) minutes.delete(oldest);
    return false;
  };
}
