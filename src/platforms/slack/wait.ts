/** Whether something is ready in time. The loser of the race goes on; only the clock is stopped. */
export async function isReadyWithin(coming: Promise<unknown>, waitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, waitMs);
  });
  const ready = await Promise.race([coming.then(() => true), late]);
  clearTimeout(timer);
  return ready;
}
