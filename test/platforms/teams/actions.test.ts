// The app's entries in the "..." menu of a message and beside the box one types in, and cards that stand in dialogs.
import { defineCard, type Card } from '../../../src/chat/card.ts';
import { defineForm } from '../../../src/chat/define-form.ts';
import { ask } from '../../../src/chat/form.ts';
import { nothing, type Interaction, type Reply } from '../../../src/chat/interaction.ts';
import type { PocketTeam } from '../../../src/playground/pocket-teams/index.ts';
import { chatOf, lastTo, openWorld, TENANT, threadsOf, type World } from './world.ts';

const form = defineForm({
  id: 'plan:propose',
  version: 1,
  title: 'Propose a next step',
  submit: 'Propose',
  fields: { text: ask.line('The step') },
});
const open = (values = {}): Reply => ({
  kind: 'open',
  form,
  state: { a: '7' },
  values,
  launcher: { action: 'plan:open', label: 'Open', state: { a: '7' } },
});
const choice: Card = defineCard({
  id: 'whom:whom',
  summary: 'For whom is it?',
  parts: [
    { kind: 'text', text: 'For whom is it?' },
    {
      kind: 'buttons',
      buttons: [
        { action: 'whom:pick', label: 'Ada Rivera', state: { a: '7' }, opens: 'form' },
        { action: 'whom:more', label: 'More', state: { p: '1' } },
      ],
    },
  ],
});
const words = (text: string): Card => defineCard({ id: 'x:words', summary: text, parts: [{ kind: 'text', text }] });

let world: World;
let team: PocketTeam;
beforeAll(async () => {
  world = await openWorld();
  team = world.pocket.addTeam({ tenantId: TENANT, name: 'Cabinet', memberIds: [world.ana.id], channels: ['Plans'] });
});
afterAll(() => world.close());
beforeEach(async () => {
  world.pocket.reset();
  world.answer(() => nothing);
  await world.pocket.install(world.ana);
  world.heard.length = 0;
});

const dialog = () => world.pocket.screen(world.ana).dialog;

/** Says something in a channel that the app is not in, and names the message. */
async function saidInChannel(text: string): Promise<string> {
  await world.pocket.say(world.ana, team.channels[1]?.id, text, { mention: false });
  const root = threadsOf(world, world.ana).at(-1)?.root;
  if (!root) throw new Error('Nothing was said.');
  return root.id;
}

describe('an entry of a message', () => {
  test('is a shortcut with the words of the message, from a channel that the app is not in', async () => {
    world.answer(() => open({ text: 'Visit' }));
    const message = await saidInChannel('Visit <four> rooms & talk\nby Friday');
    const { result } = await world.pocket.pick(world.ana, { action: 'Make this a next step', message });
    expect([result, world.pocket.problems]).toEqual(['open', []]);
    expect(world.heard.at(-1)).toMatchObject({
      kind: 'shortcut',
      shortcut: 'plan:from-message',
      text: 'Visit <four> rooms & talk\nby Friday',
      sender: { platform: 'teams', teamId: TENANT, userId: world.ana.id },
    });
    expect(dialog()).toMatchObject({ title: 'Propose a next step', values: { text: 'Visit' } });
  });

  test('opens a form that comes back with its errors, and closes when it is taken', async () => {
    const replies: Reply[] = [
      open(),
      { kind: 'refuse', form, state: { a: '7' }, values: { text: 'x' }, errors: { text: 'Longer.' } },
    ];
    world.answer(() => replies.shift() ?? { kind: 'done' });
    await world.pocket.pick(world.ana, { action: 'plan:from-message', message: await saidInChannel('Visit') });
    expect((await world.pocket.submitDialog(world.ana, { text: 'x' })).result).toBe('open');
    expect(dialog()?.words.join('\n')).toContain('⚠ Longer.');
    const closed = await world.pocket.submitDialog(world.ana, { text: 'Visit all rooms' });
    expect(closed).toMatchObject({ result: 'closed', delivery: { status: 200, body: {} } });
    expect(world.heard.map((one) => one.kind)).toEqual(['shortcut', 'submit', 'submit']);
    expect(world.heard.at(-1)).toMatchObject({
      form: 'plan:propose',
      state: { a: '7' },
      values: { text: 'Visit all rooms' },
    });
  });

  test('leaves where the person is reached as it was: two people’s chat is a personal one to Teams as well', async () => {
    world.answer(() => open());
    const conversation = { id: 'a:between-two-people', conversationType: 'personal', tenantId: TENANT };
    for (const [name, value] of [
      ['composeExtension/fetchTask', { commandId: 'visit:log', commandContext: 'compose' }],
      ['composeExtension/submitAction', { commandId: 'visit:log', data: { f: 'visit:log', v: 1, n: 'n1', d: 1 } }],
      ['composeExtension/submitAction', { commandId: 'visit:log', data: { a: 'whom:more', s: {} } }],
    ] as const)
      await world.pocket.post({
        ...world.pocket.buildActivity(world.ana, { type: 'invoke', name, value }),
        conversation,
      });
    expect(world.heard).toHaveLength(3);
    for (const { sender, place } of world.heard) {
      expect(sender).not.toHaveProperty('address');
      expect(place).toEqual({ private: false });
    }
    expect(JSON.stringify(world.heard.map(({ sender, place }) => [sender, place]))).not.toContain('between-two-people');
  });

  test.each([
    [
      'a mention and bold words',
      '<div><div><at id="0">Ben Okoro</at>&nbsp;visit <strong>all</strong> rooms</div>\n</div>',
      'Ben Okoro visit all rooms',
    ],
    ['paragraphs and a list', '<p>One</p><p>&nbsp;</p><ul><li>two</li><li>three</li></ul>', 'One\ntwo\nthree'],
    [
      'an emoji, and no picture',
      'Done <emoji id="party" alt="🎉" title="Party"></emoji><img alt="a picture of my room" src="x">',
      'Done 🎉',
    ],
    ['a card of which there are no words', '<attachment id="1"></attachment>', undefined],
    ['a link and signs', '<a href="https://x.example/?a=1&amp;b=2">the plan</a> &lt;draft&gt;', 'the plan <draft>'],
    ['tags that never end', '<a'.repeat(20_000), '<a'.repeat(1_500)],
    ['far too many words', 'x'.repeat(5_000), 'x'.repeat(3_000)],
  ])('reads %s as a person sees it', async (_, content, text) => {
    await invoke({ body: { contentType: 'html', content }, from: { user: { id: 'u' }, application: null } });
    expect(world.heard.at(-1)).toHaveProperty('shortcut');
    expect(Object(world.heard.at(-1)).text).toEqual(text);
  });

  test.each([
    ['another app said', { from: { user: null, application: { id: 'another' } } }],
    ['was taken back', { deleted: true, from: { user: { id: 'u' }, application: null } }],
  ])('takes along nothing of what %s', async (_, more) => {
    await invoke({ body: { contentType: 'html', content: '<div>Not yours</div>' }, ...more });
    expect(world.heard.at(-1)).not.toHaveProperty('text');
  });

  test('takes along what we ourselves have said', async () => {
    await world.platform.post(
      { teamId: TENANT, userId: world.ana.id, conversationId: world.ana.chatId, serviceUrl: world.pocket.serviceUrl },
      words('Ben answered.'),
      'k',
    );
    await world.pocket.pick(world.ana, { action: 'plan:from-message', message: lastTo(world, world.ana).id });
    expect(world.heard.at(-1)).toMatchObject({ kind: 'shortcut' });
  });

  async function invoke(messagePayload: object): Promise<void> {
    const value = { commandId: 'plan:from-message', commandContext: 'message', messagePayload };
    const activity = world.pocket.buildActivity(world.ana, {
      type: 'invoke',
      name: 'composeExtension/fetchTask',
      value,
    });
    expect((await world.pocket.post(activity)).status).toBe(200);
  }
});

describe('an entry beside the box one types in', () => {
  test('is a shortcut without words', async () => {
    world.answer(() => ({ kind: 'say', card: words('You have no pairs yet.') }));
    const { result } = await world.pocket.pick(world.ana, { action: 'visit:log', where: team.channels[0]?.id ?? '' });
    expect([result, dialog()?.message]).toEqual(['message', 'You have no pairs yet.']);
    expect(world.heard.at(-1)).toMatchObject({ kind: 'shortcut', shortcut: 'visit:log', place: { private: false } });
    expect(world.heard.at(-1)).not.toHaveProperty('text');
  });

  test('that came without an id is still a request of its own each time', async () => {
    const value = { commandId: 'visit:log', commandContext: 'commandBox' };
    for (let time = 0; time < 2; time += 1) {
      const { id: _, ...activity } = world.pocket.buildActivity(world.ana, {
        type: 'invoke',
        name: 'composeExtension/fetchTask',
        value,
      });
      await world.pocket.post(activity);
    }
    expect(new Set(world.heard.map(({ id }) => id)).size).toBe(2);
  });

  test('is known also where Teams names no conversation, and anything else without one is refused', async () => {
    const value = { commandId: 'visit:log', commandContext: 'commandBox' };
    const { conversation: _, ...fetching } = world.pocket.buildActivity(world.ana, {
      type: 'invoke',
      name: 'composeExtension/fetchTask',
      value,
    });
    world.answer(() => open());
    expect(await world.pocket.post(fetching)).toMatchObject({ status: 200, body: { task: { type: 'continue' } } });
    expect(world.heard).toMatchObject([{ kind: 'shortcut', place: { private: false } }]);
    expect((await world.pocket.post({ ...fetching, name: 'task/fetch' })).status).toBe(400);
    expect((await world.pocket.post({ ...fetching, type: 'message' })).status).toBe(400);
  });

  test('that takes too long is answered in time, and its form is offered in the chat', async () => {
    let finish: (reply: Reply) => void = () => undefined;
    world.answer(() => new Promise((resolve) => (finish = resolve)));
    const outcome = await world.pocket.pick(world.ana, { action: 'visit:log' });
    expect(outcome).toMatchObject({ result: 'message', delivery: { timedOut: false } });
    expect(dialog()?.message).toContain('I will write to you in our chat');
    const told = new Promise((resolve) => world.pocket.onChange(resolve));
    finish(open());
    await told;
    expect(lastTo(world, world.ana).buttons).toMatchObject([{ title: 'Open', opensDialog: true }]);
  });
});

describe('a card in a dialog', () => {
  async function openChoice(next: (interaction: Interaction) => Reply): Promise<void> {
    world.answer((interaction) =>
      interaction.kind === 'shortcut' ? { kind: 'say', card: choice } : next(interaction),
    );
    const { result } = await world.pocket.pick(world.ana, { action: 'visit:log' });
    expect([result, world.pocket.problems]).toEqual(['open', []]);
    expect(dialog()?.buttons.map(({ title }) => title)).toEqual(['Ada Rivera', 'More']);
  }

  test('is pressed there, and the form that it leads to is the next page', async () => {
    await openChoice(() => open({ text: 'Visit' }));
    const { result } = await world.pocket.submitDialog(world.ana, {}, 'Ada Rivera');
    expect([result, dialog()?.title]).toEqual(['open', 'Propose a next step']);
    expect(world.heard.at(-1)).toMatchObject({ kind: 'press', action: 'whom:pick', state: { a: '7' } });
  });

  test('turns to the next card, and says a few words as words', async () => {
    await openChoice(() => ({ kind: 'say', card: { ...choice, summary: 'More' } }));
    expect((await world.pocket.submitDialog(world.ana, {}, 'More')).result).toBe('open');
    world.answer(() => ({ kind: 'done', message: 'That is done.' }));
    expect((await world.pocket.submitDialog(world.ana, {}, 'More')).result).toBe('message');
    expect(dialog()?.message).toBe('That is done.');
  });

  test('closes when there is no more to say', async () => {
    await openChoice(() => nothing);
    expect((await world.pocket.submitDialog(world.ana, {}, 'More')).result).toBe('closed');
  });

  test('comes also from a button in the chat, with its own buttons', async () => {
    world.answer((interaction) => ({
      kind: 'say',
      card: interaction.kind === 'command' ? choice : { ...choice, id: 'whom:again' },
    }));
    await world.pocket.say(world.ana, undefined, 'coach step');
    await world.pocket.openDialog(world.ana, lastTo(world, world.ana).id, 'Ada Rivera');
    expect(dialog()?.buttons.map(({ title, opensDialog }) => [title, opensDialog])).toEqual([
      ['Ada Rivera', false],
      ['More', false],
    ]);
    expect(chatOf(world, world.ana)).toHaveLength(1);
  });
});
