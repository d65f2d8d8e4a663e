import type { App } from '@slack/bolt';
import { startPocketWithApp } from './bolt-app.ts';

let house: Awaited<ReturnType<typeof startPocketWithApp>>;
beforeEach(async () => {
  house = await startPocketWithApp((app: App) => {
    app.command('/hello', ({ ack }) => ack('Hello to you'));
  });
});
afterEach(() => house.stop());

const who = { workspace: 'T0NORTH', user: 'U0MAYA' };

async function act(name: string, body: object): Promise<{ status: number; seen: unknown }> {
  const response = await fetch(`${house.url}/persona/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...who, ...body }),
  });
  return { status: response.status, seen: await response.json() };
}

it('lets the page act for a person and look at their screen', async () => {
  expect(await act('command', { channel: 'dm', command: '/hello', text: '' })).toEqual({
    status: 200,
    seen: { ok: true },
  });

  const screen: unknown = await (
    await fetch(`${house.url}/persona/screen?${new URLSearchParams(who).toString()}`)
  ).json();
  expect(screen).toMatchObject({
    person: { realName: 'Maya Okafor' },
    conversations: [
      { id: 'C0TEAM' },
      { kind: 'im', unread: 1, messages: [{ text: 'Hello to you', onlyVisibleToYou: true }] },
    ],
  });
});

it('says in a sentence what cannot be done', async () => {
  expect(await act('submit', { viewId: 'V0NONE' })).toEqual({
    status: 400,
    seen: { ok: false, error: 'Maya Okafor has no open view V0NONE.' },
  });
  expect(await act('command', { channel: 'dm', command: 'hello', text: '' })).toMatchObject({
    status: 400,
    seen: { ok: false },
  });
  expect(await act('say', { user: 'U0NOBODY', channel: 'dm', text: 'x' })).toMatchObject({ status: 400 });
});

it('streams when to look again, and only to whom it concerns', async () => {
  const leave = new AbortController();
  const open = async (user: string) => {
    const address = `${house.url}/persona/events?${new URLSearchParams({ ...who, user }).toString()}`;
    const response = await fetch(address, { signal: leave.signal });
    const reader = response.body?.getReader();
    if (!reader) throw new Error('The stream has no body.');
    await reader.read();
    return reader;
  };
  const maya = await open('U0MAYA');
  const guest = await open('U0GUEST');
  const changed = maya.read();
  const guestHeard = guest.read().then(
    () => 'changed',
    () => 'left',
  );

  await act('command', { channel: 'dm', command: '/hello', text: '' });
  expect(new TextDecoder().decode((await changed).value)).toContain('event: changed');
  leave.abort();

  expect(await guestHeard).toBe('left');
});
