// Ids that sort in the order in which this process made them, because a lane's messages go out in the order of their ids.
import { randomBytes } from 'node:crypto';
import { systemClock } from '../clock.ts';

let lastMs = 0;
let count = 0;

/** No id that is made at or after this instant is smaller. */
export function earliestId(instant: Date): string {
  const time = instant.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

/** A UUID of version 7 whose twelve bits after the time count what falls into one millisecond. */
export function newMessageId(): string {
  const now = systemClock.now().getTime();
  if (now > lastMs) {
    lastMs = now;
    count = 0;
  } else if (++count > 0xfff) {
    // More than the count can hold, or a clock that was set back: the next millisecond is taken ahead of its time.
    lastMs += 1;
    count = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const random = randomBytes(8);
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  const rest = random.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-${rest.slice(0, 4)}-${rest.slice(4)}`;
}
