/** What the playground's server tells the page, and how the page asks. */
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

/** Calls back whenever something changed and, while time moves, with what is being lived through. */
export function watchEvents(on: { changed: () => void; progress: (label: string) => void }): void {
  const events = new EventSource('/playground/events');
  events.addEventListener('open', on.changed);
  events.addEventListener('changed', on.changed);
  events.addEventListener('progress', (event) => {
    const data: { label?: string } = JSON.parse(String(event.data));
    if (data.label !== undefined) on.progress(data.label);
  });
}

async function post(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await answerOf(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  const answer: Answer & { error?: string } = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? 'That did not work. Please try again.');
  return answer;
}
