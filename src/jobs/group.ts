/**
 * Does many small writes as few larger ones: what is asked for while one write runs goes into the next.
 * `write` answers for each item in order; `atMost` says how many of those that wait it may take at once.
 */
export function gather<T, R>(
  write: (items: T[]) => Promise<R[]>,
  atMost: (waiting: number) => number,
): (item: T) => Promise<R> {
  const waiting: { item: T; resolve(result: R): void; reject(error: unknown): void }[] = [];
  let running = false;

  async function run(): Promise<void> {
    // One turn of the event loop, so that what finishes together is written together.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const part = waiting.splice(0, atMost(waiting.length));
      try {
        const results = await write(part.map((one) => one.item));
        part.forEach((one, index) => one.resolve(results[index] as R));
      } catch (error) {
        for (const one of part) one.reject(error);
      }
    }
    running = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (running) return;
      running = true;
      void run();
    });
}
