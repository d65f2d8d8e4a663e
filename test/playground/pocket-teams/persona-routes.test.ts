import type { PocketTeams, PocketUser, Screen } from '../../../src/playground/pocket-teams/index.ts';
import { stage, TENANT } from './real-app.ts';
import type { Stage } from './real-app.ts';
import { form, PROMPT } from './sample-cards.ts';
import { CardFactory, MessageFactory } from 'botbuilder';

let on: Stage;
let pocket: PocketTeams;
let ana: PocketUser;

beforeAll(async () => {
  on = await stage();
  ({ pocket } = on.teams);
  ana = pocket.addUser({ tenantId: TENANT, name: 'Ana Rivera', email: 'ana@harborcity.example' });
  on.app.taskModules.fetch('checkin.open', () =>
    Promise.resolve({
      title: 'Check-in',
      width: 'medium' as const,
      height: 'large' as const,
      card: CardFactory.adaptiveCard(form()),
    }),
  );
  on.app.taskModules.submit('checkin.send', () => Promise.resolve('Thank you.'));
});
afterAll(() => on.close());

async function post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${on.teams.url}/persona/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tenant: TENANT, user: ana.id, ...body }),
  });
  return { status: response.status, body: await response.json() };
}

async function screen(): Promise<Screen> {
  const query = new URLSearchParams({ tenant: TENANT, user: ana.id });
  return (await fetch(`${on.teams.url}/persona/screen?${query.toString()}`)).json();
}

test('The page’s requests go the whole way, with buttons numbered through all cards', async () => {
  expect(await post('install', {})).toMatchObject({ status: 200, body: { status: 200 } });
  const cards = [
    PROMPT,
    { ...PROMPT, actions: [{ type: 'Action.OpenUrl', title: 'Read', url: 'https://x.example/' }] },
  ];
  await on.speak((context) =>
    context.sendActivity({
      ...MessageFactory.list(cards.map((card) => CardFactory.adaptiveCard(card))),
      summary: 'Two',
    }),
  );
  const message = (await screen()).chats[0]?.messages[0];
  expect(message?.cards.map((card) => (card['actions'] as { id: string }[]).map(({ id }) => id))).toEqual([
    ['action-0', 'action-1'],
    ['action-2'],
  ]);
  expect(await post('press', { activity: message?.id, action: 2 })).toMatchObject({
    body: { kind: 'link', url: 'https://x.example/' },
  });
  expect(await post('press', { activity: message?.id, action: 0 })).toMatchObject({
    body: { kind: 'dialog', result: 'open' },
  });
  expect(await post('submit-dialog', { values: {} })).toMatchObject({
    body: { sent: false, errors: { rooms: 'Please give a number.' } },
  });
  expect(await post('submit-dialog', { values: { rooms: '3' } })).toMatchObject({
    body: { sent: true, result: 'message' },
  });
  expect((await screen()).dialog).toMatchObject({ message: 'Thank you.' });
  await post('close-dialog', {});
  expect((await screen()).dialog).toBeUndefined();
});

test('Requests that make no sense are refused in words', async () => {
  expect(await post('say', { text: '' })).toMatchObject({ status: 400 });
  expect(await post('say', { text: 'hi', user: 'nobody' })).toMatchObject({
    status: 409,
    body: { error: expect.stringContaining('nobody') as string },
  });
  expect(await post('say', { text: 'hi', tenant: 'another' })).toMatchObject({ status: 409 });
  expect(await post('press', { activity: '1', action: 0 })).toMatchObject({
    status: 409,
    body: { error: 'That message is gone.' },
  });
});

test('The stream says when to look again', async () => {
  const query = new URLSearchParams({ tenant: TENANT, user: ana.id });
  const abort = new AbortController();
  const response = await fetch(`${on.teams.url}/persona/events?${query.toString()}`, { signal: abort.signal });
  const reader = response.body?.getReader();
  const read = async (): Promise<string> => new TextDecoder().decode((await reader?.read())?.value);
  expect(await read()).toContain('event: changed');
  await post('say', { text: 'hi' });
  expect(await read()).toContain('event: changed');
  abort.abort();
});
