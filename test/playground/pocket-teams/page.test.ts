import axe from 'axe-core';
import { CardFactory, MessageFactory } from 'botbuilder';
import type { Activity } from 'botbuilder';
import type { Page } from 'playwright-core';
import type { PocketTeam, PocketUser } from '../../../src/playground/pocket-teams/index.ts';
import { browserPath, pageStage } from './page-stage.ts';
import type { PageStage } from './page-stage.ts';
import { stage, TENANT } from './real-app.ts';
import type { Stage } from './real-app.ts';
import { DIGEST, form, PROMPT } from './sample-cards.ts';

const inBrowser = browserPath === undefined ? test.skip : test;
const dialogOf = (card: object) => ({
  title: 'Check-in',
  width: 'medium' as const,
  height: 'large' as const,
  card: CardFactory.adaptiveCard(card),
});

let on: Stage;
let pages: PageStage;
let principal: PocketUser;
let team: PocketTeam;

beforeAll(async () => {
  if (browserPath === undefined) return;
  on = await stage({
    commands: [
      { title: 'checkin', description: 'Open this week’s check-in' },
      { title: 'help', description: 'What I can do' },
    ],
    actions: [
      { id: 'step', title: 'Make this a next step', description: 'In its words', context: ['message'] },
      { id: 'visit', title: 'Log a visit', description: 'In a few taps', context: ['compose', 'commandBox'] },
    ],
  });
  const { pocket } = on.teams;
  principal = pocket.addUser({
    tenantId: TENANT,
    name: 'Ana Rivera',
    email: 'ana@harborcity.example',
    timeZone: 'America/Denver',
  });
  team = pocket.addTeam({
    tenantId: TENANT,
    name: 'Harbor City Leaders',
    memberIds: [principal.id],
    channels: ['Digest'],
  });
  on.app.taskModules.fetch('checkin.open', () => Promise.resolve(dialogOf(form())));
  on.app.taskModules.submit('checkin.send', (_context, _state, data: Record<string, string>) =>
    Promise.resolve(
      Number(data['rooms']) > 40 ? dialogOf(form({ error: 'More rooms than the school has.', values: data })) : null,
    ),
  );
  // The SDK's own answer to an entry of the menu, as any app would give it.
  on.app.messageExtensions.fetchTask(['step', 'visit'], () => Promise.resolve(dialogOf(form())));
  on.app.messageExtensions.submitAction(['step', 'visit'], () => Promise.resolve(undefined));
  on.app.message(/^hello$/i, async (context) => {
    await context.sendActivity('Hello **Ana**, nice to see you.');
  });
  pages = await pageStage(on);
});
beforeEach(() => {
  if (browserPath !== undefined) on.teams.pocket.reset();
});
afterAll(async () => {
  if (browserPath === undefined) return;
  await pages.close();
  await on.close();
});

const card = (content: object, summary: string): Partial<Activity> => ({
  ...MessageFactory.attachment(CardFactory.adaptiveCard(content)),
  summary,
});

async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe.source });
  const found: { violations: { id: string; nodes: { html: string }[] }[] } = await page.evaluate('axe.run()');
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

inBrowser('A person adds the app, says hello by keyboard and reads the answer', async () => {
  const page = await pages.open(principal);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Add Throughline' }).first().click();
  const box = page.getByRole('textbox', { name: 'Type a message' });
  await box.fill('hello');
  await box.press('Enter');
  await page.getByRole('log').getByText('nice to see you').waitFor();
  expect(await page.locator('.tms-bubble strong').textContent()).toBe('Ana');
  await box.fill('');
  await box.pressSequentially('/');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await box.inputValue()).toBe('help');
  await page.close();
});

inBrowser(
  'A form refuses an empty answer beside its field, keeps what was typed after a refusal, and closes when it is right',
  async () => {
    const { pocket } = on.teams;
    await pocket.install(principal);
    await on.speak((context) => context.sendActivity(card(PROMPT, 'Your check-in is open')));
    const page = await pages.open(principal);
    await page.getByRole('button', { name: 'Open check-in' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send', exact: true }).last().click();
    await page.getByText('Please give a number.').waitFor();
    expect(await page.getByLabel('Rooms visited').getAttribute('aria-invalid')).toBe('true');
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Rooms visited').fill('41');
    await page.getByLabel('Mixed').check();
    await page.getByLabel('What is in the way?').fill('The buses');
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await page.getByText('More rooms than the school has.').waitFor();
    expect(await page.getByLabel('What is in the way?').inputValue()).toBe('The buses');
    expect(await page.getByLabel('Mixed').isChecked()).toBe(true);
    await page.getByLabel('Rooms visited').fill('4');
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(on.turns.at(-1)?.value).toMatchObject({
      data: { rooms: '4', mood: 'mixed', barrier: 'The buses', verb: 'checkin.send' },
    });
    await page.close();
  },
);

inBrowser(
  'An entry of a message and one beside the box are picked by keyboard, and their dialog gives the focus back',
  async () => {
    const { pocket } = on.teams;
    await pocket.install(principal);
    await pocket.say(principal, undefined, 'Visit all four rooms');
    const page = await pages.open(principal);
    const more = page.getByRole('button', { name: 'More options' });
    await more.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Make this a next step' }).waitFor();
    expect(await page.getByRole('menuitem').count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await more.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(on.turns.at(-1)).toMatchObject({
      name: 'composeExtension/fetchTask',
      value: { commandId: 'step', commandContext: 'message', messagePayload: { body: { contentType: 'html' } } },
    });
    expect(JSON.stringify(on.turns.at(-1)?.value)).toContain('Visit all four rooms');
    await page.getByRole('button', { name: 'Send', exact: true }).last().click();
    await page.getByText('Please give a number.').waitFor();
    await page.getByLabel('Rooms visited').fill('4');
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(on.turns.at(-1)).toMatchObject({
      name: 'composeExtension/submitAction',
      value: { commandId: 'step', data: { rooms: '4' } },
    });
    expect(await more.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    await page.getByRole('button', { name: 'Actions and apps' }).click();
    await page.getByRole('menuitem', { name: 'Log a visit' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.close();
  },
);

inBrowser('A digest in a channel is drawn with its chart, and the pane works at phone width', async () => {
  const { pocket } = on.teams;
  await pocket.addToTeam(team);
  const channel = team.channels[1]?.id ?? '';
  const adapter = on.adapter;
  await adapter.createConversationAsync(
    on.app.options.botAppId ?? '',
    'msteams',
    on.teams.serviceUrl,
    '',
    {
      isGroup: true,
      channelData: { channel: { id: channel } },
      activity: card(DIGEST, 'The week') as Activity,
    } as never,
    () => Promise.resolve(),
  );
  const page = await pages.open(principal, { width: 390, height: 780 });
  await page.getByRole('button', { name: 'Teams', exact: true }).click();
  await page.getByRole('button', { name: 'Digest' }).click();
  await page.getByRole('img', { name: /Action steps: Done 9/ }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await page.getByRole('heading', { name: 'Teams', level: 2 }).waitFor();
  await page.close();
});

inBrowser('A chat of several people shows who is in it, takes the app in, and hears it named', async () => {
  const { pocket } = on.teams;
  const group = pocket.addGroup({ tenantId: TENANT, name: 'Monday leaders', memberIds: [principal.id] });
  const page = await pages.open(principal);
  await page.getByRole('button', { name: 'Monday leaders' }).click();
  const chat = page.getByRole('region', { name: 'Group chat' });
  await chat.getByRole('heading', { name: 'Monday leaders' }).waitFor();
  await chat.getByText('Ana Rivera', { exact: true }).waitFor();
  await chat.getByRole('button', { name: 'Add Throughline' }).click();
  await chat.getByRole('button', { name: 'Remove app' }).waitFor();
  const box = chat.getByRole('textbox', { name: 'Type a message' });
  await box.fill('hello');
  await box.press('Enter');
  await chat.getByText('nice to see you').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(pocket.screen(principal).groups[0]?.conversationId).toBe(group.id);
  await page.close();
});
