/** What the playground's server tells the page, and how the page asks. */
import { answerOf } from './answer.ts';

export type Role = 'principal' | 'coach' | 'manager' | 'district leader' | 'administrator';

export interface Person {
  id: string;
  name: string;
  role: Role;
  place: string;
  platform: 'slack' | 'teams';
  workspaceId?: string;
  tenantId?: string;
  userId: string;
  timeZone: string;
  unread?: number;
}

export interface Moment {
  id: string;
  label: string;
  hint: string;
  at: string;
}

export interface State {
  now: string;
  zone: string;
  busy: boolean;
  people: Person[];
  moments: Moment[];
  /** Where the documentation is read, if this server offers it. */
  docs?: string;
}

export async function readState(): Promise<State> {
  return answerOf<State>(await fetch('/playground/state'));
}

export async function moveClock(to: Date): Promise<void> {
  await post('/playground/clock', { to: to.toISOString() });
}

export async function startAgain(): Promise<void> {
  await post('/playground/reset', {});
}

/**
 * Calls back whenever something changed and, while time moves, with what is being lived through. A page out of sight
 * lets go of its stream, because a browser keeps only six to one server; back in sight, it looks anew.
 */
export function watchEvents(on: { changed: () => void; progress: (label: string) => void }): void {
  let events: EventSource | undefined;
  const follow = (): void => {
    events?.close();
    events = document.visibilityState === 'visible' ? openEvents(on) : undefined;
  };
  document.addEventListener('visibilitychange', follow);
  follow();
}

function openEvents(on: { changed: () => void; progress: (label: string) => void }): EventSource {
  const events = new EventSource('/playground/events');
  events.addEventListener('open', on.changed);
  events.addEventListener('changed', on.changed);
  events.addEventListener('progress', (event) => {
    // Our own server wrote it.
    const data = JSON.parse(String(event.data)) as { label?: string };
    if (data.label !== undefined) on.progress(data.label);
  });
  return events;
}

async function post(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await answerOf(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}
