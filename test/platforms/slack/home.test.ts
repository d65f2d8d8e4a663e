import type { Card } from '../../../src/chat/card.ts';
import type { Interaction } from '../../../src/chat/interaction.ts';
import { TEAM, setStage, simpleCard, type Stage } from './stage.ts';

const MAYA = { workspaceId: TEAM, userId: 'U0MAYA' };
const ADDRESS = { teamId: TEAM, userId: 'U0MAYA' };

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(() => {
  stage.reset();
});
afterAll(() => stage.close());

function homeText(): string {
  return JSON.stringify(stage.pocket.screen(MAYA).home?.blocks ?? '');
}

function publishes() {
  return stage.pocket.calls.filter((call) => call.method === 'views.publish');
}

function answerWithHome(words: (interaction: Interaction) => string): void {
  stage.answer((interaction) => ({ kind: 'home', card: simpleCard(words(interaction)) }));
}

const CHART: Card['parts'][number] = {
  kind: 'chart',
  chart: 'line',
  title: 'Classrooms',
  labels: ['Mon', 'Tue'],
  series: [{ name: 'Rooms', values: [3, 5] }],
  summary: 'from 3 to 5',
};

it('shows what the person looks at, and says which Home they saw before', async () => {
  answerWithHome(() => 'your week');
  await stage.pocket.openHome(MAYA);
  await stage.pocket.until(() => homeText().includes('your week'));
  await stage.pocket.openHome(MAYA);
  await stage.pocket.until(() => publishes().length === 2);

  expect(publishes().map((call) => typeof call.args['hash'])).toEqual(['undefined', 'string']);
  expect(stage.received).toEqual([
    expect.objectContaining({ kind: 'home', sender: expect.objectContaining({ userId: 'U0MAYA' }) }),
    expect.objectContaining({ kind: 'home' }),
  ]);
});

it('draws it once more where another was shown meanwhile, and the newest wins', async () => {
  answerWithHome(() => 'first');
  await stage.pocket.openHome(MAYA);
  await stage.pocket.until(() => homeText().includes('first'));
  stage.answer(async (interaction) => {
    if (interaction.id.endsWith(':again')) return { kind: 'home', card: simpleCard('drawn last') };
    await stage.platform.showHome?.(ADDRESS, simpleCard('shown meanwhile'));
    return { kind: 'home', card: simpleCard('drawn before') };
  });

  await stage.pocket.openHome(MAYA);
  await stage.pocket.until(() => homeText().includes('drawn last'));

  expect(publishes().map((call) => call.error ?? 'ok')).toEqual(['ok', 'ok', 'hash_conflict', 'ok']);
  expect(homeText()).not.toContain('drawn before');
});

it('is redrawn in place when a page is turned', async () => {
  const more = { action: 'home:page', label: 'More', state: { p: '2' } };
  stage.answer((interaction) => ({
    kind: 'home',
    card: simpleCard(interaction.kind === 'press' ? 'page two' : 'page one', [{ kind: 'buttons', buttons: [more] }]),
  }));
  await stage.pocket.openHome(MAYA);
  await stage.pocket.until(() => homeText().includes('page one'));

  await stage.pocket.press(MAYA, 'home', 'home:page');
  await stage.pocket.until(() => homeText().includes('page two'));

  expect(publishes().map((call) => typeof call.args['hash'])).toEqual(['undefined', 'string']);
  expect(stage.received.at(-1)).toMatchObject({ kind: 'press', place: { private: true }, state: { p: '2' } });
});

it('says in a window that what was asked for stands in the chat, where nobody in Home would see it', async () => {
  const button = { action: 'sample:why', label: 'How this is made', state: {} };
  stage.answer((interaction) =>
    interaction.kind === 'press'
      ? { kind: 'say', card: simpleCard('this is how') }
      : { kind: 'home', card: simpleCard('your week', [{ kind: 'buttons', buttons: [button] }]) },
  );
  await stage.pocket.openHome(MAYA);
  await stage.pocket.until(() => homeText().includes('your week'));

  await stage.pocket.press(MAYA, 'home', 'sample:why');
  const modal = await stage.pocket.until(() => stage.pocket.screen(MAYA).modals.at(-1));

  expect(JSON.stringify(modal.blocks)).toContain('The answer is in your chat with Throughline.');
  expect(JSON.stringify(stage.pocket.screen(MAYA).conversations)).toContain('this is how');
});

it('says a chart in words where Slack takes none in Home', async () => {
  stage.pocket.fail({ method: 'views.publish', mode: 'error', error: 'invalid_arguments' });

  await stage.platform.showHome?.(ADDRESS, simpleCard('your weeks', [CHART]));

  expect(publishes().map((call) => call.error ?? 'ok')).toEqual(['invalid_arguments', 'ok']);
  expect(homeText()).toContain('from 3 to 5');
  expect(homeText()).not.toContain('data_visualization');
});

it.each([
  ['not_enabled', 'target-dead'],
  ['token_revoked', 'install-dead'],
  ['ratelimited', 'try-later'],
  ['fatal_error', 'try-later'],
] as const)('tells the ledger what %s means', async (error, kind) => {
  stage.pocket.fail({ method: 'views.publish', mode: 'error', error });

  await expect(stage.platform.showHome?.(ADDRESS, simpleCard('your week'))).rejects.toMatchObject({ kind });
});

it('writes nothing to somebody who opened the tab when it could not be shown, and answers who pressed a button', async () => {
  const button = { action: 'home:page', label: 'More', state: { p: '2' } };
  stage.answer(() => ({ kind: 'home', card: simpleCard('your week', [{ kind: 'buttons', buttons: [button] }]) }));
  await stage.pocket.openHome(MAYA);
  await stage.pocket.until(() => homeText().includes('your week'));
  const messages = () => stage.pocket.calls.filter((call) => call.method === 'chat.postMessage').length;

  stage.pocket.fail({ method: 'views.publish', mode: 'error', error: 'fatal_error' });
  await stage.pocket.openHome(MAYA);
  await stage.pocket.until(() => stage.logged.some((line) => line.includes('A Home could not be shown')));
  expect(messages()).toBe(0);

  stage.pocket.fail({ method: 'views.publish', mode: 'error', error: 'fatal_error' });
  await stage.pocket.press(MAYA, 'home', 'home:page');
  await stage.pocket.until(() => messages() === 1);
});

it('never shows a Home with the token of another workspace', async () => {
  await expect(
    stage.platform.showHome?.({ teamId: 'T0OTHER', userId: 'U0MAYA' }, simpleCard('x')),
  ).rejects.toMatchObject({ kind: 'install-dead' });
  expect(publishes()).toEqual([]);
});
