import { performance } from 'node:perf_hooks';

/** When this process last did something for the queue: a process that only waits looks the same from outside as one that hangs. */
export interface Pulse {
  beat(): void;
  /** Since the last beat, or since the start. */
  quietForMs(): number;
}

/** Real time that no playground moves. */
export function createPulse(now: () => number = () => performance.now()): Pulse {
  let last = now();
  return {
    beat: () => void (last = now()),
    quietForMs: () => now() - last,
  };
}
