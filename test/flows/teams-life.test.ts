import { TENANT_ID } from '../../src/playground/stage.ts';
import type { PocketGroup } from '../../src/playground/pocket-teams/index.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { ADLER, MOREAU, OKAFOR, RIVERA, STONE, messagesWith, prompts, teamsUser, type } from './acts.ts';

jest.setTimeout(240_000);

const THURSDAY_MORNING = '2026-11-19T14:00:00Z';
const THURSDAY_AFTERNOON = new Date('2026-11-19T20:30:00Z');
const MONDAY_NOON = new Date('2026-11-23T17:00:00Z');

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse(THURSDAY_MORNING);
}, 180_000);
afterAll(() => at.stop());

const sent = () => at.stage.teams.calls.filter((call) => call.kind === 'send' && call.status === 201).length;

describe('the Teams of the sample district', () => {
  it('is silent while its administrator has the app switched off, and Slack is not', async () => {
    at.stage.teams.setAppDisabled(TENANT_ID, true);
    const before = sent();

    await at.travel.to(THURSDAY_AFTERNOON, () => undefined);

    expect(sent()).toBe(before);
    expect(prompts(at, STONE)).toHaveLength(1);
  });

  it('is asked no more once that is known', async () => {
    const before = at.stage.teams.calls.length;

    await at.house.clockwork.drain();

    expect(at.stage.teams.calls).toHaveLength(before);
  });

  it('gets what waited, once, when it is switched on again and the house looks', async () => {
    at.stage.teams.setAppDisabled(TENANT_ID, false);
    await at.house.wake();
    await at.house.clockwork.drain();
    await type(at, OKAFOR, 'help');
    await at.house.clockwork.drain();

    expect(prompts(at, RIVERA)).toHaveLength(1);
    expect(prompts(at, OKAFOR)).toHaveLength(1);
  });

  describe('with a group chat of its leaders', () => {
    let leaders: PocketGroup;
    beforeAll(async () => {
      leaders = at.stage.teams.addGroup({
        tenantId: TENANT_ID,
        name: 'Leaders',
        memberIds: [teamsUser(at, MOREAU).id, teamsUser(at, ADLER).id],
      });
      await at.stage.teams.addToGroup(leaders);
      await at.stage.teams.say(teamsUser(at, MOREAU), leaders.id, 'district here');
      await at.travel.to(MONDAY_NOON, () => undefined);
    });

    const said = () =>
      (at.stage.teams.screen(teamsUser(at, ADLER)).groups[0]?.messages ?? [])
        .filter((message) => message.from.kind === 'bot')
        .map((message) => message.words.join(' '));

    it('posts the weekly summary there, and what would be its thread as the next messages', () => {
      const top = said().findIndex((words) => words.includes('leadership coaching · week of'));

      expect(top).toBeGreaterThan(0);
      expect(said().length).toBeGreaterThan(top + 1);
      expect(at.stage.teams.problems).toEqual([]);
    });

    it('answers the leader who chose it in private', () => {
      expect(said()).toContain('I answered you in our chat.');
      expect(messagesWith(at, MOREAU, 'will be posted here')).not.toHaveLength(0);
    });
  });
});
