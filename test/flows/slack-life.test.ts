import { SAMPLE_TENANT } from '../../src/roster/tenants.ts';
import { installSlack } from '../../src/playground/install-slack.ts';
import { WORKSPACE_ID } from '../../src/playground/stage.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { BELL, RIVERA, STONE, prompts, type } from './acts.ts';

jest.setTimeout(180_000);

const THURSDAY_MORNING = '2026-11-19T14:00:00Z';
const THURSDAY_AFTERNOON = new Date('2026-11-19T20:30:00Z');

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse(THURSDAY_MORNING);
}, 180_000);
afterAll(() => at.stop());

const callsOf = (method: string) => at.stage.slack.calls.filter((call) => call.method === method).length;

describe(`the workspace of ${SAMPLE_TENANT}`, () => {
  it('is silent from the moment its administrator takes the app away, and Teams is not', async () => {
    await at.stage.slack.uninstall(WORKSPACE_ID);
    const before = callsOf('chat.postMessage');

    await at.travel.to(THURSDAY_AFTERNOON, () => undefined);

    expect(callsOf('chat.postMessage')).toBe(before);
    expect(prompts(at, STONE)).toHaveLength(0);
    expect(prompts(at, RIVERA)).toHaveLength(1);
  });

  it('gets what waited, once and not twice, when the app is installed again', async () => {
    await installSlack(at.stage, at.house, at.tenantId);
    await at.house.clockwork.drain();

    expect(prompts(at, STONE)).toHaveLength(1);
  });

  it('hears of the old removal again and goes on', async () => {
    await at.stage.slack.announceUninstall(WORKSPACE_ID, { seconds: -3_600 });

    expect(await type(at, BELL, 'coach')).toContain('Your caseload');
    expect(prompts(at, STONE)).toHaveLength(1);
  });
});
