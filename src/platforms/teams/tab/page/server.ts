/** How the page asks our server: always with the token that Teams gives it for the person who looks. */
import type { CardContent, Data } from './cards.ts';
import { signInToken } from './teams.ts';

export type Answer =
  | { show: 'home'; card: CardContent }
  | { show: 'form' | 'card'; title: string; card: CardContent }
  | { show: 'done'; words?: string }
  | { show: 'late'; words: string }
  | { show: 'stranger'; chat: string };

const PATIENCE_MS = 25_000;
const AWAY = 'Throughline cannot be reached just now. Please try again in a moment: nothing is done twice.';

export function askHome(): Promise<Answer> {
  return ask('home', {});
}

/** `id` stays the same when the same press is tried again. */
export function sendPress(id: string, data: Data): Promise<Answer> {
  return ask('press', { id, data });
}

export function sendForm(data: Data): Promise<Answer> {
  return ask('submit', { data });
}

async function ask(path: string, body: object): Promise<Answer> {
  const token = await signInToken();
  const response = await fetch(`/teams/tab/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => {
    throw new Error(AWAY);
  });
  // Our own server wrote it; where another one stands in between, the answer may be no JSON.
  const answer = (await response.json().catch(() => ({}))) as Answer & { error?: string };
  if (!response.ok) throw new Error(answer.error ?? AWAY);
  return answer;
}
