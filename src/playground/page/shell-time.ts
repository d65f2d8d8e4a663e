/** Instants in words, and wall-clock times back to instants, always in somebody's zone. */
export function dayIn(zone: string, instant: Date): string {
  return format(zone, instant, { weekday: 'long', month: 'long', day: 'numeric' });
}

export function timeIn(zone: string, instant: Date): string {
  return format(zone, instant, { hour: 'numeric', minute: '2-digit' });
}

/** The city of a zone, as people say it: "Phoenix". */
export function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** Monday is 1 and Sunday is 7; minutes count from midnight. */
export function weekTime(zone: string, instant: Date): { weekday: number; minutes: number } {
  const wall = new Date(`${wallIn(zone, instant)}Z`);
  return { weekday: wall.getUTCDay() || 7, minutes: wall.getUTCHours() * 60 + wall.getUTCMinutes() };
}

/** Do two zones show the same time at this instant? */
export function sameTime(zone: string, other: string, instant: Date): boolean {
  return wallIn(zone, instant) === wallIn(other, instant);
}

/** `2026-11-19T14:00`, as a date and time input holds it. */
export function wallIn(zone: string, instant: Date): string {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const parts = new Intl.DateTimeFormat('en-CA', { ...options, hourCycle: 'h23', timeZone: zone }).formatToParts(
    instant,
  );
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** The instant at which a zone shows this wall-clock time; around a change of the clocks, the nearest one. */
export function instantIn(zone: string, wall: string): Date | undefined {
  const wanted = Date.parse(`${wall}Z`);
  if (Number.isNaN(wanted)) return undefined;
  let guess = wanted;
  for (let round = 0; round < 3; round += 1) guess += wanted - Date.parse(`${wallIn(zone, new Date(guess))}Z`);
  return new Date(guess);
}

function format(zone: string, instant: Date, options: Intl.DateTimeFormatOptions): string {
  // Newer browsers put a narrow no-break space before AM and PM, which not every font has.
  return new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone }).format(instant).replaceAll('\u202f', ' ');
}
