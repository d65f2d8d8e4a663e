// The leak of teams-ai 1.7.4: after one person's Action.Execute was answered with a card of their own, every later one wrote its
// private card over the message that all share. We draw none, so nobody can press one; a forged press must do nothing.
import { defineCard } from '../../../src/chat/card.ts';
import { lastTo, openWorld, TENANT, threadsOf, type World } from './world.ts';

const privateCard = (name: string) =>
  defineCard({
    id: 'home:home',
    summary: `Private to ${name}`,
    parts: [
      { kind: 'text', text: `Private to ${name}` },
      { kind: 'buttons', buttons: [{ action: 'home:page', label: 'More', state: { p: '2' } }] },
    ],
  });

describe('a forged Action.Execute', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  it('of one person never changes a message that another sees, and is never answered with a card', async () => {
    const team = world.pocket.addTeam({
      tenantId: TENANT,
      name: 'Cabinet',
      memberIds: [world.ana.id, world.ben.id],
      channels: ['Digest'],
    });
    await world.pocket.install(world.ana);
    await world.pocket.install(world.ben);
    await world.pocket.addToTeam(team, world.ana);
    const channelId = team.channels.find((channel) => channel.name === 'Digest')?.id ?? '';
    const digest = defineCard({
      id: 'digest:week',
      summary: 'Week 12',
      parts: [{ kind: 'text', text: 'For everybody' }],
    });
    const shared = { teamId: TENANT, channelId, serviceUrl: world.pocket.serviceUrl };
    const { messageId } = await world.platform.post(shared, digest, 'week-12');
    const before = threadsOf(world, world.ben);
    world.answer((interaction) => ({
      kind: 'say',
      card: privateCard(interaction.sender.userId === world.ana.id ? 'Ana' : 'Ben'),
    }));
    const calls = world.pocket.calls.length;
    const heard = world.heard.length;

    for (const person of [world.ana, world.ben, world.ana])
      for (const where of [before[0]?.conversationId, person.chatId])
        for (const data of [{ a: 'home:page', s: { p: '1' } }, { f: 'x:y', v: 1, n: 'n', d: 1 }, undefined]) {
          const activity = world.pocket.buildActivity(
            person,
            {
              type: 'invoke',
              name: 'adaptiveCard/action',
              replyToId: messageId,
              value: { action: { type: 'Action.Execute', verb: 'home:page', data }, trigger: 'automatic' },
            },
            where,
          );
          const { status, body } = await world.pocket.post(activity);
          expect(status).toBe(200);
          // Words and no card: a card would stand in place of the one that was pressed.
          expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.activity.message' });
          expect(JSON.stringify(body)).not.toContain('Private to');
        }

    expect(world.pocket.calls.slice(calls)).toEqual([]);
    expect(world.heard).toHaveLength(heard);
    expect(threadsOf(world, world.ben)).toEqual(before);
  });

  it('and a true press of a person is answered in their own chat, with a new message', async () => {
    await world.pocket.install(world.ana);
    world.answer(() => ({ kind: 'say', card: privateCard('Ana') }));
    await world.pocket.say(world.ana, undefined, 'home');
    const calls = world.pocket.calls.length;

    await world.pocket.pressSubmit(world.ana, lastTo(world, world.ana).id, 'More');

    expect(world.pocket.calls.slice(calls).map((call) => call.method)).toEqual(['POST']);
    expect(JSON.stringify(world.pocket.screen(world.ben))).not.toContain('Private to Ana');
  });
});
