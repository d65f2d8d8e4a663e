// People at their Home tab in Teams: they look, read, press and send, with the token that Teams gives the page.
import { type Scene, teamsUser } from './acts.ts';

type Json = Record<string, unknown>;

interface TabAnswer {
  show: string;
  title?: string;
  card?: Json;
  words?: string;
}

export interface Tab {
  answer: TabAnswer;
  words: string;
  buttons: Record<string, Json>;
}

type Visited = Scene & { house: { url: string } };

export async function openTab(scene: Visited, email: string): Promise<Tab> {
  return askTab(scene, email, 'home', {});
}

let presses = 0;

/** Presses a button; `id` is given to press the same once more. */
export async function pressInTab(
  scene: Visited,
  email: string,
  tab: Tab,
  label: string,
  id = `press-of-test-${(presses += 1)}`,
): Promise<Tab> {
  return askTab(scene, email, 'press', { id, data: dataOf(tab, label) });
}

export async function sendInTab(
  scene: Visited,
  email: string,
  tab: Tab,
  label: string,
  values: Record<string, string>,
): Promise<Tab> {
  return askTab(scene, email, 'submit', { data: { ...dataOf(tab, label), ...values } });
}

export async function askTab(scene: Visited, email: string, path: string, body: Json): Promise<Tab> {
  const token = await scene.stage.teams.signInToken(teamsUser(scene, email));
  const response = await fetch(`${scene.house.url}/teams/tab/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as TabAnswer;
  if (!response.ok) throw new Error(`the tab of ${email} answered ${response.status}: ${JSON.stringify(answer)}`);
  const parts = partsIn(answer.card);
  return {
    answer,
    words: parts.flatMap((part) => (typeof part['text'] === 'string' ? [part['text']] : [])).join('\n'),
    buttons: Object.fromEntries(
      parts.flatMap((part) =>
        part['type'] === 'Action.Submit' ? [[String(part['title']), part['data'] as Json] as const] : [],
      ),
    ),
  };
}

function dataOf(tab: Tab, label: string): Json {
  const data = tab.buttons[label];
  if (!data) throw new Error(`there is no "${label}", but ${Object.keys(tab.buttons).join(', ')}`);
  return data;
}

/** Every object of a card that has a type, and runs of plain words as such. */
function partsIn(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap((one) => (typeof one === 'string' ? [{ text: one }] : partsIn(one)));
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, one]) => (name === 'data' ? [] : partsIn(one)));
  return 'type' in value ? [value, ...inner] : inner;
}
