import { CardFactory, MessageFactory } from 'botbuilder';
import type { PocketTeams, PocketUser } from '../../../src/playground/pocket-teams/index.ts';
import { at, connectorClient, text } from './connector-client.ts';
import type { ConnectorClient } from './connector-client.ts';
import { stage, TENANT } from './real-app.ts';
import type { Stage } from './real-app.ts';
import { PROMPT } from './sample-cards.ts';

let on: Stage;
let pocket: PocketTeams;
let ana: PocketUser;
/** Turns that wait for the test to let them go. */
let waiting: (() => void)[] = [];

beforeAll(async () => {
  on = await stage({ invokeTimeoutMs: 150, turnTimeoutMs: 150, retrySlowTurns: true });
  ({ pocket } = on.teams);
  ana = pocket.addUser({
    tenantId: TENANT,
    name: 'Ana Rivera',
    email: 'ana@harborcity.example',
    sendsClientInfo: false,
  });
  const held = (): Promise<void> => new Promise((resolve) => void waiting.push(resolve));
  on.app.taskModules.fetch('checkin.open', async () => {
    await held();
    return 'too late';
  });
  on.app.message(/^slow$/, async () => held());
});
beforeEach(async () => {
  waiting = [];
  pocket.reset();
  await pocket.install(ana);
});
afterAll(() => on.close());

const say = (words: string) => on.speak((context) => context.sendActivity(words));

test('A send fails as often as asked, with the code and the wait that were asked for, and then works', async () => {
  const planted = pocket.fail({ match: 'send', times: 2, mode: { status: 429, retryAfterSeconds: 7 } });
  await expect(say('one')).rejects.toMatchObject({ statusCode: 429 });
  await expect(say('one')).rejects.toMatchObject({ statusCode: 429 });
  await say('one');
  expect(planted.used).toBe(2);
  expect(pocket.calls.map((call) => [call.kind, call.status, call.code])).toEqual([
    ['send', 429, 'TooManyRequests'],
    ['send', 429, 'TooManyRequests'],
    ['send', 201, undefined],
  ]);
});

test('A lost response is an error to the app, though the person has the message', async () => {
  pocket.fail({ match: (call) => call.kind === 'send' && call.conversationId === ana.chatId, mode: 'lost-response' });
  await expect(say('did it arrive?')).rejects.toBeDefined();
  expect(pocket.screen(ana).chats[0]?.messages).toMatchObject([{ text: 'did it arrive?' }]);
});

test('Every published refusal can be planted by its code', async () => {
  for (const [status, code] of [
    [403, 'BotDisabledByAdmin'],
    [403, 'ConversationBlockedByUser'],
    [404, 'ConversationNotFound'],
    [412, 'PreconditionFailed'],
    [500, 'ServiceError'],
    [502, 'BadGateway'],
    [503, 'ServiceUnavailable'],
  ] as const) {
    pocket.fail({ mode: { status, code } });
    await expect(say('x')).rejects.toMatchObject({ statusCode: status, code });
  }
});

test('A dialog that the app does not answer in time shows that the app cannot be reached', async () => {
  await on.speak((context) =>
    context.sendActivity({ ...MessageFactory.attachment(CardFactory.adaptiveCard(PROMPT)), summary: 'Open' }),
  );
  const id = pocket.screen(ana).chats[0]?.messages[0]?.id ?? '';
  expect(await pocket.openDialog(ana, id, 'Open check-in')).toMatchObject({
    result: 'failed',
    delivery: { timedOut: true },
  });
  expect(pocket.screen(ana)).toMatchObject({ notices: [{ text: 'Unable to reach app. Please try again.' }] });
  expect(pocket.screen(ana).dialog).toBeUndefined();
  waiting.forEach((release) => release());
});

test('A message whose turn is slow arrives a second time, with the same id', async () => {
  const before = on.turns.length;
  const said = pocket.say(ana, undefined, 'slow');
  while (waiting.length < 2) await new Promise((resolve) => setImmediate(resolve));
  waiting.forEach((release) => release());
  expect(await said).toMatchObject({ attempts: 2, timedOut: true });
  const ids = on.turns.slice(before).map((turn) => turn.id);
  expect(ids).toEqual([ids[0], ids[0]]);
});

test('Some clients send neither locale nor zone', async () => {
  await pocket.say(ana, undefined, 'hello');
  const { locale, localTimezone } = on.turns.at(-1) ?? {};
  expect({ locale, localTimezone }).toEqual({ locale: undefined, localTimezone: undefined });
});

test('With the published rates on, the eighth message in a second has to wait', async () => {
  const client: ConnectorClient = await connectorClient({ enforceRates: true });
  const person = client.teams.pocket.addUser({ tenantId: TENANT, name: 'Ana', email: 'ana@harborcity.example' });
  await client.teams.pocket.install(person);
  const answers = [];
  for (let n = 0; n < 8; n += 1) answers.push(await client.call('POST', at(person.chatId), text(`message ${n}`)));
  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(7).fill(201), 429]);
  expect(Number(answers.at(-1)?.retryAfter)).toBeGreaterThan(0);
  await client.teams.close();
});
