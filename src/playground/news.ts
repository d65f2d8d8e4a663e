// Tells the open pages that something changed, and how far a long move of the clock has come.
export interface News {
  changed(): void;
  progress(label: string): void;
  listen(listener: (event: 'changed' | 'progress', label: string) => void): () => void;
  isBusy(): boolean;
  /** One long thing at a time: the next waits for the one before. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

export function createNews(): News {
  const listeners = new Set<(event: 'changed' | 'progress', label: string) => void>();
  let busy = 0;
  let last: Promise<unknown> = Promise.resolve();
  const tell = (event: 'changed' | 'progress', label: string) => {
    for (const listener of listeners) listener(event, label);
  };
  return {
    changed: () => tell('changed', ''),
    progress: (label) => tell('progress', label),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isBusy: () => busy > 0,
    during(work) {
      busy += 1;
      tell('changed', '');
      const next = last.then(work, work).finally(() => {
        busy -= 1;
        tell('changed', '');
      });
      last = next.catch(() => undefined);
      return next;
    },
  };
}
