import type { App, types } from '@slack/bolt';
import axe from 'axe-core';
import { everyBlock, everyInput } from './every-block.ts';
import { startPocketWithApp } from './bolt-app.ts';
import { browserPath, openSlackPage } from './slack-page.ts';

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
    house = await startPocketWithApp(register);
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
});

async function expectNoAxeViolations(page: Awaited<ReturnType<typeof openSlackPage>>['page']): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(
    `axe.run().then((result) => result.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.target + ' ' + node.failureSummary).join(' | ')))`,
  );
  expect(found).toEqual([]);
}
