import { defineCard } from '../../../src/chat/card.ts';
import type { Card } from '../../../src/chat/card.ts';
import { defineForm } from '../../../src/chat/define-form.ts';
import { ask } from '../../../src/chat/form.ts';
import { nothing } from '../../../src/chat/interaction.ts';
import { chatOf, lastTo, openWorld, TENANT, threadsOf, type World } from './world.ts';

const card: Card = defineCard({
  id: 'coach:caseload',
  summary: 'Your caseload',
  parts: [
    { kind: 'text', text: 'Three principals *today*' },
    { kind: 'buttons', buttons: [{ action: 'coach:more', label: 'More', state: { page: '2' } }] },
  ],
});

describe('a person talks with the app in Teams', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.pocket.reset();
    world.answer(() => nothing);
    await world.pocket.install(world.ana);
    world.heard.length = 0;
  });

  test('adding the app for oneself tells where to write', async () => {
    const { status } = await world.pocket.install(world.ana);
    expect(status).toBe(200);
    const { teamId, userId } = { teamId: TENANT, userId: world.ana.id };
    const address = { teamId, userId, conversationId: world.ana.chatId, serviceUrl: world.pocket.serviceUrl };
    expect(world.heard[0]).toMatchObject({
      kind: 'presence',
      change: 'installed',
      sender: { platform: 'teams', teamId, userId, address },
      place: { private: true, address },
    });
  });

  test('taking the app away is heard', async () => {
    await world.pocket.uninstall(world.ana);
    expect(world.heard.at(-1)).toMatchObject({ kind: 'presence', change: 'removed', sender: { userId: world.ana.id } });
  });

  test('a command is understood and answered in the chat, with markup shown as it was written', async () => {
    world.answer(() => ({ kind: 'say', card }));
    const { status } = await world.pocket.say(world.ana, undefined, '/Coach  list all');
    expect(status).toBe(200);
    expect(world.heard.at(-1)).toMatchObject({ kind: 'command', command: 'coach', words: 'list all' });
    expect(lastTo(world, world.ana).words).toContain('Three principals *today*');
    expect(world.pocket.problems).toEqual([]);
  });

  test('each message has an id of its own that names tenant and conversation', async () => {
    await world.pocket.say(world.ana, undefined, 'checkin');
    await world.pocket.say(world.ana, undefined, 'checkin');
    const [first, second] = world.heard.map((one) => one.id);
    expect(first).toMatch(new RegExp(`^teams:${TENANT}:${world.ana.chatId}:\\d+$`));
    expect(second).not.toBe(first);
  });

  test('anything else that is written in the chat is heard as text', async () => {
    await world.pocket.say(world.ana, undefined, 'done, 4 rooms,&nbsp;bus shortage');
    expect(world.heard.at(-1)).toMatchObject({
      kind: 'text',
      text: 'done, 4 rooms, bus shortage',
      place: { private: true },
    });
  });

  test('a button sends its action and state, and never who pressed it', async () => {
    world.answer(() => ({ kind: 'say', card }));
    await world.pocket.say(world.ana, undefined, 'coach');
    const { status } = await world.pocket.pressSubmit(world.ana, lastTo(world, world.ana).id, 'More');
    expect(status).toBe(200);
    expect(world.heard.at(-1)).toMatchObject({
      kind: 'press',
      action: 'coach:more',
      state: { page: '2' },
      sender: { userId: world.ana.id },
    });
  });

  test('a form asked for in words comes as a button that opens it', async () => {
    const form = defineForm({
      id: 'check-in:weekly',
      version: 1,
      title: 'Weekly check-in',
      submit: 'Send',
      fields: { win: ask.line('A win') },
    });
    const launcher = { action: 'check-in:open', label: 'Open check-in', state: { id: '7' } };
    world.answer(() => ({ kind: 'open', form, state: {}, values: {}, launcher }));
    await world.pocket.say(world.ana, undefined, 'checkin');
    const message = lastTo(world, world.ana);
    expect(message.buttons).toEqual([expect.objectContaining({ title: 'Open check-in', opensDialog: true })]);
    const opened = await world.pocket.openDialog(world.ana, message.id);
    expect(opened.result).toBe('open');
    expect(world.heard.at(-1)).toMatchObject({ kind: 'press', action: 'check-in:open', state: { id: '7' } });
  });

  test('an answer that Teams holds up for a moment still comes', async () => {
    world.answer(() => ({ kind: 'say', card }));
    world.pocket.fail({ match: 'send', mode: { status: 503 } });
    await world.pocket.say(world.ana, undefined, 'coach');
    expect(chatOf(world, world.ana)).toHaveLength(1);
  });

  test('an answer that may have arrived is not sent again', async () => {
    world.answer(() => ({ kind: 'say', card }));
    world.pocket.fail({ match: 'send', mode: 'lost-response' });
    const { status } = await world.pocket.say(world.ana, undefined, 'coach');
    expect(status).toBe(200);
    expect(chatOf(world, world.ana)).toHaveLength(1);
  });

  test('a slow answer sends no typing signs and is not asked for twice', async () => {
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    world.answer(async () => {
      await held;
      return { kind: 'say', card };
    });
    const said = world.pocket.say(world.ana, undefined, 'coach');
    setTimeout(finish, 1_200);
    expect((await said).attempts).toBe(1);
    expect(world.pocket.calls.filter((call) => call.kind === 'send')).toHaveLength(1);
  });

  test('a message that fits nothing is answered in time, logged by its id and changes nothing', async () => {
    const activity = world.pocket.buildActivity(world.ana, { type: 'message', value: { a: 5, other: [] } });
    const { status } = await world.pocket.post(activity);
    expect(status).toBe(200);
    expect(world.heard).toEqual([]);
    expect(world.logged.at(-1)).toContain(String(activity['id']));
    expect(world.logged.join('')).not.toContain('other');
  });

  describe('in a channel', () => {
    let general: string;
    beforeEach(async () => {
      const team =
        world.pocket.teams[0] ??
        world.pocket.addTeam({ tenantId: TENANT, name: 'Principals', memberIds: [world.ana.id, world.ben.id] });
      general = team.id;
      await world.pocket.addToTeam(team, world.ana);
    });

    test('adding the app to a team tells the channel to post to', () => {
      expect(world.heard.at(-1)).toMatchObject({
        kind: 'place',
        change: 'added',
        of: 'team',
        place: { private: false, address: { teamId: TENANT, channelId: general, serviceUrl: world.pocket.serviceUrl } },
      });
      expect(world.heard.at(-1)?.sender.address).toBeUndefined();
    });

    test('what is said to one person is never said in front of the others', async () => {
      world.answer(() => ({ kind: 'say', card }));
      await world.pocket.say(world.ana, general, 'coach');
      expect(world.heard.at(-1)).toMatchObject({ kind: 'command', command: 'coach', place: { private: false } });
      expect(lastTo(world, world.ana).words).toContain('Three principals *today*');
      const [thread] = threadsOf(world, world.ben);
      expect(thread?.replies.map((reply) => reply.text)).toEqual(['I answered you in our chat.']);
      expect(JSON.stringify(threadsOf(world, world.ben))).not.toContain('Three principals');
    });

    test('somebody without the app is told how to get the answer', async () => {
      world.answer(() => ({ kind: 'say', card }));
      await world.pocket.say(world.ben, general, 'coach');
      const [thread] = threadsOf(world, world.ben);
      expect(thread?.replies.at(-1)?.text).toContain('add the app for yourself');
    });

    test('words that are no command get a short hint and are not listened to', async () => {
      world.heard.length = 0;
      await world.pocket.say(world.ana, general, 'what a week');
      expect(world.heard).toEqual([]);
      expect(threadsOf(world, world.ana)[0]?.replies.at(-1)?.text).toContain('checkin, coach, district and help');
      expect(chatOf(world, world.ana)).toEqual([]);
    });

    test('people who are named are known by their ids, also when they share a name', async () => {
      const at = (id: string) => ({ type: 'mention', text: '<at>Ben</at>', mentioned: { id, name: 'Ben' } });
      const bot = {
        type: 'mention',
        text: '<at>Throughline</at>',
        mentioned: { id: `28:${APP}`, name: 'Throughline' },
      };
      const text = '<at>Throughline</at>&nbsp;coach step <at>Ben</at> and <at>Ben</at>: visit &lt;2 rooms&gt;';
      const more = { type: 'message', text, entities: [bot, at('29:one'), at('29:two')] };
      await world.pocket.post(world.pocket.buildActivity(world.ana, more, general));
      expect(world.heard.at(-1)).toMatchObject({
        kind: 'command',
        words: 'step @29:one and @29:two : visit <2 rooms>',
      });
    });
  });
});

const APP = '7f5d3c1e-0b1a-4a58-9d0e-6f2a5b8c9d10';
