import { CardFactory, MessageFactory } from 'botbuilder';
import type { TaskModuleTaskInfo } from 'botbuilder';
import { stage, TENANT } from './real-app.ts';
import type { Stage } from './real-app.ts';
import { form, PROMPT } from './sample-cards.ts';

const page = (more: Parameters<typeof form>[0] = {}): TaskModuleTaskInfo => ({
  title: 'Check-in',
  width: 'medium',
  height: 'large',
  card: CardFactory.adaptiveCard(form(more)),
});

const cardMessage = (card: object, summary: string) => {
  const message = MessageFactory.attachment(CardFactory.adaptiveCard(card));
  message.summary = summary;
  return message;
};

let on: Stage;
let principal: { id: string };
beforeAll(async () => {
  on = await stage();
  principal = on.teams.pocket.addUser({
    tenantId: TENANT,
    name: 'Ana Rivera',
    email: 'ana.rivera@harborcity.example',
    timeZone: 'America/Denver',
  });
  on.app.taskModules.fetch('checkin.open', () => Promise.resolve(page()));
  on.app.taskModules.submit('checkin.send', async (_context, _state, data: { rooms: string }) => {
    if (Number(data.rooms) > 40) return page({ error: 'More rooms than the school has.', values: data });
    return null;
  });
});
afterAll(() => on.close());

test('A principal installs the app, gets the prompt, corrects a refused answer, and sees the message updated', async () => {
  const { pocket } = on.teams;
  expect((await pocket.install(principal)).status).toBe(200);
  expect(on.turns.map((turn) => turn.type)).toEqual(['conversationUpdate', 'installationUpdate']);
  const sent = await on.speak((context) => context.sendActivity(cardMessage(PROMPT, 'Your check-in is open')));
  const [message] = pocket.screen(principal).chats[0]?.messages ?? [];
  expect(message).toMatchObject({ id: sent?.id, summary: 'Your check-in is open', from: { kind: 'bot' } });
  expect(message?.buttons).toMatchObject([
    { index: 0, title: 'Open check-in', type: 'Action.Submit', opensDialog: true },
    { index: 1, title: 'Later', opensDialog: false },
  ]);

  expect(await pocket.openDialog(principal, message?.id ?? '', 'Open check-in')).toMatchObject({ result: 'open' });
  expect(on.turns.at(-1)).toMatchObject({
    type: 'invoke',
    name: 'task/fetch',
    value: { data: { verb: 'checkin.open', msteams: { type: 'task/fetch' } } },
    from: { aadObjectId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    conversation: { conversationType: 'personal', tenantId: TENANT },
    localTimezone: 'America/Denver',
  });

  expect(await pocket.submitDialog(principal, {})).toMatchObject({
    sent: false,
    errors: { rooms: 'Please give a number.' },
  });
  expect(await pocket.submitDialog(principal, { rooms: 41, barrier: 'buses' })).toMatchObject({
    sent: true,
    result: 'open',
  });
  expect(on.turns.at(-1)?.value).toMatchObject({ data: { verb: 'checkin.send', rooms: '41', barrier: 'buses' } });
  const redrawn = pocket.screen(principal).dialog;
  expect(redrawn?.words).toContain('More rooms than the school has.');
  expect(redrawn?.values).toMatchObject({ rooms: '41', barrier: 'buses', mood: '', shared: 'false' });
  expect(await pocket.submitDialog(principal, { rooms: 4 })).toMatchObject({ sent: true, result: 'closed' });
  expect(on.turns.at(-1)?.value).toEqual({
    data: { verb: 'checkin.send', form: 'f1', rooms: '4', barrier: 'buses', shared: 'false' },
    context: { theme: 'default' },
  });
  expect(pocket.screen(principal).dialog).toBeUndefined();

  const done = { ...PROMPT, body: [{ type: 'TextBlock', text: 'Thank you', wrap: true }], actions: [] };
  await on.speak((context) => context.updateActivity({ ...cardMessage(done, 'Thank you'), id: sent?.id ?? '' }));
  expect(pocket.screen(principal).chats[0]?.messages).toMatchObject([
    { edited: true, words: ['Thank you'], buttons: [] },
  ]);
  expect(pocket.problems).toEqual([]);
});
