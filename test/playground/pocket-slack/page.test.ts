import type { App, types } from '@slack/bolt';
import axe from 'axe-core';
import { everyBlock, everyInput } from './every-block.ts';
import { startPocketWithApp } from './bolt-app.ts';
import { browserPath, openSlackPage } from './slack-page.ts';

const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text });

const modal: types.ModalView = {
  type: 'modal',
  callback_id: 'all',
  title: { type: 'plain_text', text: 'Weekly check-in' },
  submit: { type: 'plain_text', text: 'Send' },
  close: { type: 'plain_text', text: 'Cancel' },
  blocks: everyInput,
};

function register(app: App): void {
  app.command('/checkin', async ({ ack, body, client }) => {
    await ack({ text: 'Here it is. *Only you* see <this>.' });
    await client.views.open({ trigger_id: body.trigger_id, view: modal });
  });
  app.view('all', async ({ ack, view }) => {
    const note = view.state.values['note']?.['text']?.value ?? '';
    if (note.length < 10) await ack({ response_action: 'errors', errors: { note: 'Please say a little more.' } });
    else await ack();
  });
  app.shortcut('plan', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: { ...modal, title: plain('My plan') } });
  });
  app.shortcut({ callback_id: 'step', type: 'message_action' }, async ({ ack, shortcut, respond }) => {
    await ack();
    await respond({ text: `Kept: ${shortcut.message.text ?? ''}` });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: everyBlock.filter((one) => one.type !== 'markdown') },
    });
  });
}

(browserPath === undefined ? describe.skip : describe)('the Slack pane in a browser', () => {
  let house: Awaited<ReturnType<typeof startPocketWithApp>>;
  let opened: Awaited<ReturnType<typeof openSlackPage>>;
  beforeEach(async () => {
    house = await startPocketWithApp(register, {
      shortcuts: [
        { callbackId: 'plan', name: 'My plan', description: 'Open your goals and steps', kind: 'global' },
        { callbackId: 'step', name: 'Make this a next step', description: 'Keep it in a plan', kind: 'message' },
      ],
    });
    opened = await openSlackPage(house.pocket, 'T0NORTH', 'U0MAYA');
  });
  afterEach(async () => {
    await opened.close();
    await house.stop();
  });

  it('lets a person type a command, put right what was refused, and send it, all by keyboard', async () => {
    const { page, trouble } = opened;

    await page.getByRole('textbox', { name: 'Message Throughline' }).fill('/ch');
    await page.getByRole('option', { name: /\/checkin/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Weekly check-in' });
    await dialog.waitFor();
    await page.getByText('Only visible to you').waitFor();
    await dialog.getByLabel('What is in the way?').fill('bus');
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Send' }).press('Enter');
    await dialog.getByText('Please say a little more.').waitFor();
    const field = dialog.getByLabel('What is in the way?');
    expect(await field.inputValue()).toBe('bus');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await expectNoAxeViolations(page);
    await field.fill('No bus on Tuesday');
    await dialog.getByRole('button', { name: 'Send' }).press('Enter');
    await dialog.waitFor({ state: 'hidden' });

    expect(trouble).toEqual([]);
  });

  it('loses no letter when the app redraws the modal while a person types', async () => {
    const { page, trouble } = opened;
    await house.pocket.sendCommand('U0MAYA', 'dm', '/checkin');
    const field = page.getByLabel('What is in the way?');
    await field.pressSequentially('No bus');
    const { id } = await house.pocket.until(() => house.pocket.screen('U0MAYA').modals[0]);

    await house.app.client.views.update({
      view_id: id,
      view: { ...modal, title: { type: 'plain_text', text: 'Newer' } },
    });
    await page.getByRole('dialog', { name: 'Newer' }).waitFor();
    await page.keyboard.type(' today');
    await house.pocket.until(() => JSON.stringify(house.pocket.screen('U0MAYA').modals).includes('No bus today'));

    expect(await field.inputValue()).toBe('No bus today');
    expect(trouble).toEqual([]);
  });

  it('shows every block in a channel and on Home, readable for everybody, at desk and phone width', async () => {
    const { page, trouble } = opened;
    await house.app.client.chat.postMessage({ channel: 'C0TEAM', text: 'All', blocks: everyBlock });

    await page.getByRole('button', { name: /team/ }).click();
    await page.getByRole('heading', { name: 'Monday digest' }).waitFor();
    await expectNoAxeViolations(page);
    expect(await page.locator('img[onerror], script:not([type=module])').count()).toBe(0);
    await page.getByRole('button', { name: /Throughline/ }).click();
    await page.getByRole('tab', { name: 'Home' }).click();
    await page.getByRole('heading', { name: 'Monday digest' }).waitFor();
    await expectNoAxeViolations(page);
    await page.setViewportSize({ width: 375, height: 700 });
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: 'All conversations' }).click();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: /team/ }).click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);

    expect(trouble).toEqual([]);
  });

  it('reads and answers a thread, all by keyboard, and gives the focus back', async () => {
    const { page, trouble } = opened;
    const { ts = '' } = await house.app.client.chat.postMessage({ channel: 'C0TEAM', text: 'The digest of the week' });
    await house.app.client.chat.postMessage({ channel: 'C0TEAM', text: 'East: all answered', thread_ts: ts });
    await page.getByRole('button', { name: /team/ }).click();

    expect(await page.getByText('East: all answered').count()).toBe(0);
    await page.getByRole('button', { name: /1 reply/ }).press('Enter');
    const thread = page.getByRole('complementary', { name: 'Thread #team' });
    await thread.getByText('East: all answered').waitFor();
    await page.keyboard.type('/checkin');
    await page.keyboard.press('Enter');
    await thread.getByText('/checkin is not supported in threads. Sorry!').waitFor();
    await expectNoAxeViolations(page);
    await thread.getByRole('textbox', { name: 'Reply in thread' }).fill('Thank you all');
    await page.keyboard.press('Enter');
    await thread.getByText('2 replies').waitFor();
    await thread.getByText('Thank you all').waitFor();
    await page.setViewportSize({ width: 375, height: 700 });
    await expectNoAxeViolations(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
    await page.keyboard.press('Escape');
    await thread.waitFor({ state: 'hidden' });

    expect(await page.evaluate('document.activeElement.textContent')).toContain('2 replies');
    expect(trouble).toEqual([]);
  });

  it('offers shortcuts in the composer and on a message, all by keyboard', async () => {
    const { page, trouble } = opened;
    await house.pocket.say('U0MAYA', 'C0TEAM', 'The buses are late again');
    await page.getByRole('button', { name: /team/ }).click();

    await page.getByRole('button', { name: /^More actions, / }).press('Enter');
    await page.getByRole('menuitem', { name: /Reply in thread/ }).waitFor();
    await expectNoAxeViolations(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('Kept: The buses are late again').waitFor();
    await page.getByRole('button', { name: 'Shortcuts' }).press('Enter');
    await page.getByRole('menuitem', { name: /My plan/ }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Shortcuts');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'My plan' }).waitFor();

    expect(trouble).toEqual([]);
  });

  it('shows no Home where the app has none', async () => {
    const { page } = opened;
    await page.getByRole('tab', { name: 'Home' }).waitFor();

    house.pocket.configure({ homeTab: false });

    await page.getByRole('tab', { name: 'Home' }).waitFor({ state: 'hidden' });
    await expectNoAxeViolations(page);
  });

  it('asks an administrator for consent, by keyboard and readable for everybody', async () => {
    const { page, trouble } = opened;
    const redirectUrl = new URL('/', page.url()).href;
    house.pocket.registerApp({
      appId: 'A0THROUGHLN',
      name: 'Throughline',
      clientId: '111.222',
      clientSecret: 'very-secret',
      redirectUrls: [redirectUrl],
      scopes: [],
    });
    house.pocket.addWorkspace({ id: 'T0BAY', name: 'Bay' });
    house.pocket.addUser({ workspaceId: 'T0BAY', id: 'U0BEN', name: 'ben', realName: 'Ben' });
    const asked = { client_id: '111.222', scope: 'chat:write,commands,users:read', state: 's1' };
    await page.goto(`${redirectUrl}pocket/oauth/v2/authorize?${new URLSearchParams(asked).toString()}`);

    await expectNoAxeViolations(page);
    await page.getByLabel('Install to').selectOption('T0BAY');
    await page.getByRole('button', { name: 'Switch' }).press('Enter');
    await page.getByRole('heading', { name: /the Bay workspace/ }).waitFor();
    expect(await page.getByLabel('Signed in as').textContent()).toContain('Ben');
    await page.setViewportSize({ width: 375, height: 700 });
    await expectNoAxeViolations(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
    await page.getByRole('button', { name: 'Allow' }).press('Enter');
    await page.waitForURL(/code=.+&state=s1/);

    expect(trouble).toEqual([]);
  });
});

async function expectNoAxeViolations(page: Awaited<ReturnType<typeof openSlackPage>>['page']): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(
    `axe.run().then((result) => result.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.target + ' ' + node.failureSummary).join(' | ')))`,
  );
  expect(found).toEqual([]);
}
