import { webApi } from '@slack/bolt';
import type { Card, Part } from '../../../src/chat/card.ts';
import { MovableClock } from '../../../src/clock.ts';
import { silentLog } from '../../../src/log.ts';
import { createDrawings, drawIn, mannerIn } from '../../../src/platforms/slack/drawings.ts';
import type { Manner } from '../../../src/platforms/slack/render-card.ts';
import { setStage, TEAM, type Stage } from './stage.ts';

const chart: Part = {
  kind: 'chart',
  chart: 'line',
  title: 'Rooms',
  labels: ['Mon, Oct 12', 'Mon, Oct 19'],
  series: [{ name: 'rooms', values: [7, 9] }],
  summary: 'Nine rooms this week.',
};
const table: Part = { kind: 'table', caption: 'By week', columns: ['Week', 'Rooms'], rows: [['Mon, Oct 19', '9']] };

function aCard(...parts: Part[]): Card {
  return { id: 'sample:drawn', summary: 'Drawn', parts: [{ kind: 'text', text: 'Drawn' }, ...parts] };
}

const CHARTED = aCard(chart, table);

/** A workspace that takes no more than one manner, and what was tried there. */
function aWorkspace(takes: Manner, teamId = 'T1', clock = new MovableClock(), error = 'invalid_blocks') {
  const drawings = createDrawings(silentLog, () => clock.now());
  const tried: Manner[] = [];
  const place = { drawings, identity: { teamId } };
  const order: Manner[] = ['rich', 'tables', 'plain'];
  const say = (card: Card, of: { surface?: 'message' | 'home'; teamId?: string } = {}) =>
    drawIn({ ...place, identity: { teamId: of.teamId ?? teamId } }, of.surface ?? 'message', card, (manner) => {
      tried.push(manner);
      if (order.indexOf(manner) >= order.indexOf(takes)) return Promise.resolve('said');
      return Promise.reject(refusal(error));
    });
  return { say, tried, place, clock };
}

function refusal(error: string): webApi.WebAPIPlatformError {
  return new webApi.WebAPIPlatformError({ ok: false, error });
}

describe('what a workspace draws', () => {
  it('is found out once, and known with the next message', async () => {
    const { say, tried } = aWorkspace('tables');
    await say(CHARTED);
    await say(CHARTED);
    await say(aCard(table));

    expect(tried).toEqual(['rich', 'tables', 'tables', 'tables']);
  });

  it('is tried anew after a day', async () => {
    const { say, tried, clock } = aWorkspace('plain');
    await say(CHARTED);
    clock.set({ shiftMs: 24 * 60 * 60 * 1000 + 1_000 });
    await say(CHARTED);

    expect(tried).toEqual(['rich', 'tables', 'plain', 'rich', 'tables', 'plain']);
  });

  it('is known of one workspace and not of the others, and of messages and not of Home', async () => {
    const { say, tried } = aWorkspace('tables');
    await say(CHARTED);
    await say(aCard(chart), { surface: 'home' });
    await say(aCard(chart), { teamId: 'T2' });

    expect(tried).toEqual(['rich', 'tables', 'rich', 'plain', 'rich', 'plain']);
  });

  it('says nothing of tables when a card has none', async () => {
    const { say, place } = aWorkspace('plain');
    await say(aCard(chart));

    expect(mannerIn(place, 'message')).toBe('tables');
  });

  it('is not concluded from one card that is too long', async () => {
    const { say, place } = aWorkspace('plain', 'T1', new MovableClock(), 'msg_blocks_too_long');
    expect(await say(CHARTED)).toBe('said');

    expect(mannerIn(place, 'message')).toBe('rich');
  });

  it('is not looked for when something else is wrong', async () => {
    const { say, tried } = aWorkspace('plain', 'T1', new MovableClock(), 'channel_not_found');

    await expect(say(CHARTED)).rejects.toThrow('channel_not_found');
    expect(tried).toEqual(['rich']);
  });

  it('matters to no card that has nothing to draw', async () => {
    const { say, tried } = aWorkspace('plain');
    await say(aCard());

    expect(tried).toEqual(['plain']);
  });

  it('is kept of two thousand places, and the oldest is found out again', async () => {
    const { say, tried } = aWorkspace('plain');
    for (let n = 0; n <= 2_000; n++) await say(aCard(table), { teamId: `T${n}` });
    tried.length = 0;
    await say(aCard(table), { teamId: 'T2000' });
    await say(aCard(table), { teamId: 'T0' });

    expect(tried).toEqual(['plain', 'tables', 'plain']);
  });
});

describe('a message with a chart', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage.close());

  it('is tried twice in a workspace that refuses it, the next one once, and both say everything', async () => {
    stage.pocket.fail({ method: 'chat.postMessage', mode: 'error', error: 'invalid_blocks' });
    const to = { teamId: TEAM, channelId: 'C0TEAM' };
    const posts = () => stage.pocket.calls.filter((call) => call.method === 'chat.postMessage');

    await stage.platform.post(to, aCard(chart), 'key-1');
    expect(posts().map((call) => call.ok)).toEqual([false, true]);
    await stage.platform.post(to, aCard(chart), 'key-2');

    expect(posts().map((call) => call.ok)).toEqual([false, true, true]);
    for (const { args } of posts().slice(1)) {
      expect(String(args['blocks'])).not.toContain('data_visualization');
      for (const words of ['Nine rooms this week.', 'Mon, Oct 12', '7', '9'])
        expect(String(args['blocks'])).toContain(words);
      expect(args['text']).toContain('Nine rooms this week.');
    }
  });
});
