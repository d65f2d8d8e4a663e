import { findSlackButton, findTeamsButton } from '../../src/playground/story-acts.ts';
import { TENANT_ID } from '../../src/playground/stage.ts';
import { openHouse, type TestHouse } from '../support/house.ts';

let at: TestHouse;
beforeAll(async () => {
  // Monday morning of an ordinary week.
  at = await openHouse('2026-10-19T12:30:00Z');
}, 60_000);
afterAll(() => at.stop());

const RIVERA = 'elena.rivera@harborcity.example';
const STONE = 'walter.stone@harborcity.example';

describe('the week', () => {
  it('asks each principal once, at two in the afternoon of the own school', async () => {
    await at.travel.to(new Date('2026-10-22T18:01:00Z'), () => undefined);
    expect(findTeamsButton(at.stage, RIVERA, 'Start')).toBeDefined();
    expect(findSlackButton(at.stage, STONE, 'Start')).toBeDefined();
    expect(findTeamsButton(at.stage, 'lucia.ortiz@harborcity.example', 'Start')).toBeUndefined();

    await at.travel.to(new Date('2026-10-22T21:01:00Z'), () => undefined);
    const ortiz = at.stage.teams.findUser('lucia.ortiz@harborcity.example', TENANT_ID);
    const prompts = ortiz
      ? at.stage.teams
          .screen(ortiz)
          .chats.flatMap((chat) => chat.messages)
          .filter((message) => message.buttons.some((button) => button.title === 'Start'))
      : [];
    expect(prompts).toHaveLength(1);
  });
});
