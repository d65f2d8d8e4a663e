import { CardFactory, MessageFactory } from 'botbuilder';
import type { PocketTeam, PocketTeams, PocketUser } from '../../../src/playground/pocket-teams/index.ts';
import { stage, TENANT } from './real-app.ts';
import type { Stage } from './real-app.ts';
import { form, PROMPT } from './sample-cards.ts';

let on: Stage;
let pocket: PocketTeams;
let ana: PocketUser;
let ben: PocketUser;
let team: PocketTeam;
let answer: object | undefined;

const dialogOf = (card: object) => ({
  title: 'A step',
  width: 'medium',
  height: 'large',
  card: CardFactory.adaptiveCard(card),
});

beforeAll(async () => {
  on = await stage({
    actions: [
      { id: 'step', title: 'Make this a next step', description: 'In its words', context: ['message'] },
      { id: 'visit', title: 'Log a visit', description: 'In a few taps', context: ['compose', 'commandBox'] },
    ],
  });
  ({ pocket } = on.teams);
  ana = pocket.addUser({ tenantId: TENANT, name: 'Ana Rivera', email: 'ana@harborcity.example' });
  ben = pocket.addUser({ tenantId: TENANT, name: 'Ben Okoro', email: 'ben@harborcity.example' });
  team = pocket.addTeam({ tenantId: TENANT, name: 'Cabinet', memberIds: [ana.id], channels: ['Plans'] });
  on.app.messageExtensions.fetchTask(['step', 'visit'], () => Promise.resolve(dialogOf(form()) as never));
  on.app.messageExtensions.submitAction(['step', 'visit'], () => Promise.resolve(answer as never));
});
beforeEach(async () => {
  pocket.reset();
  answer = undefined;
  await pocket.install(ana);
});
afterAll(() => on.close());

const channel = () => team.channels[1]?.id ?? '';

async function saidInChannel(text: string): Promise<string> {
  await pocket.say(ana, channel(), text, { mention: false });
  return (
    pocket
      .screen(ana)
      .teams[0]?.channels.find((one) => one.id === channel())
      ?.threads.at(-1)?.root.id ?? ''
  );
}

test('An entry on a message sends its HTML and its author, from a channel that the app is not in', async () => {
  const message = await saidInChannel('Two < four\nrooms');
  expect(await pocket.pick(ana, { action: 'step', message })).toMatchObject({ result: 'open' });
  expect(on.turns.at(-1)).toMatchObject({
    type: 'invoke',
    name: 'composeExtension/fetchTask',
    conversation: { conversationType: 'channel' },
    value: {
      commandId: 'step',
      commandContext: 'message',
      messagePayload: {
        id: message,
        body: { contentType: 'html', content: '<div>Two &lt; four<br>rooms</div>' },
        from: { user: { id: ana.aadObjectId, displayName: 'Ana Rivera' }, application: null },
      },
    },
  });
});

test('A message of the app itself names the app, and its card is no words', async () => {
  await on.speak((context) =>
    context.sendActivity({ ...MessageFactory.attachment(CardFactory.adaptiveCard(PROMPT)), summary: 'Open' }),
  );
  const message = pocket.screen(ana).chats[0]?.messages.at(-1)?.id ?? '';
  await pocket.pick(ana, { action: 'Make this a next step', message });
  expect(Object(on.turns.at(-1)?.value).messagePayload).toMatchObject({
    body: { content: expect.stringMatching(/^<div><\/div><attachment id="[^"]+"><\/attachment>$/) },
    from: { user: null, application: { id: expect.any(String) } },
  });
});

test('What is sent goes back under the same command, and an empty answer closes the dialog', async () => {
  await pocket.pick(ana, { action: 'visit', where: channel() });
  expect(await pocket.submitDialog(ana, { rooms: 'many' })).toMatchObject({ sent: false, result: 'held' });
  expect(await pocket.submitDialog(ana, { rooms: '3' })).toMatchObject({ result: 'closed' });
  expect(on.turns.at(-1)).toMatchObject({
    name: 'composeExtension/submitAction',
    value: { commandId: 'visit', commandContext: 'compose', data: { rooms: '3' } },
  });
  expect(pocket.screen(ana).dialog).toBeUndefined();
});

test('A dialog may not hold a button that opens another', async () => {
  answer = dialogOf(PROMPT);
  await pocket.pick(ana, { action: 'visit' });
  expect(await pocket.submitDialog(ana, { rooms: '3' })).toMatchObject({ result: 'failed' });
  expect(pocket.problems.map(({ message }) => message).join()).toContain('opens another dialog');
});

test('An entry is there only where Teams shows it, for people who have the app', async () => {
  const message = await saidInChannel('hello');
  await expect(pocket.pick(ana, { action: 'visit', message })).rejects.toThrow('There is no entry');
  await expect(pocket.pick(ana, { action: 'step' })).rejects.toThrow('There is no entry');
  await expect(pocket.pick(ana, { action: 'step', message: 'gone' })).rejects.toThrow('is gone');
  await expect(pocket.pick(ben, { action: 'step', message })).rejects.toThrow('has not added the app');
  expect(pocket.screen(ben).actions).toEqual([]);
  await pocket.install(ben);
  await expect(pocket.pick(ben, { action: 'step', message })).rejects.toThrow('is not a member');
  expect(pocket.screen(ben).actions).toHaveLength(2);
});

test('The page picks over HTTP', async () => {
  const response = await fetch(`${on.teams.url}/persona/pick`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tenant: TENANT, user: ana.id, action: 'visit' }),
  });
  expect([response.status, await response.json()]).toMatchObject([200, { result: 'open' }]);
});
