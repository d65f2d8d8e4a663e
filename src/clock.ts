/** The only place that knows the present. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that a playground or a test moves. `shiftMs` is added to the present; a frozen clock stands still. */
export class MovableClock implements Clock {
  #shiftMs = 0;
  #frozenAt: Date | undefined;

  now(): Date {
    return this.#frozenAt ?? new Date(Date.now() + this.#shiftMs);
  }

  set(state: { shiftMs: number; frozenAt?: Date | undefined }): void {
    this.#shiftMs = state.shiftMs;
    this.#frozenAt = state.frozenAt;
  }

  /** What to add to the present so that it becomes `instant`. */
  shiftFor(instant: Date): number {
    return instant.getTime() - Date.now();
  }
}
