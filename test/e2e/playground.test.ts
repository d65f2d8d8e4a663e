import type { Page } from 'playwright-core';
import { axeFindings, be as beSomebody, browserPath, openBrowser, tabTo, widthOf } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { startProduct } from './running.ts';
import type { Running } from './running.ts';

const suite = browserPath === undefined ? describe.skip : describe;
const why = browserPath === undefined ? ' (skipped: no Chromium; set CHROMIUM_PATH to one)' : '';

suite(`The playground in a browser${why}`, () => {
  let product: Running;
  let browser: OpenBrowser;
  beforeAll(async () => {
    product = await startProduct();
    browser = await openBrowser();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });
  afterEach(async () => {
    await browser.closePages();
    expect(browser.trouble.splice(0)).toEqual([]);
  });

  const be = (name: string, size?: { width: number; height: number }) => beSomebody(browser, product.url, name, size);

  it('lets a principal on Teams answer the check-in with the keyboard alone', async () => {
    const page = await be('Elena Rivera');
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
    expect(await axeFindings(page)).toEqual([]);

    await tabTo(page, 'Skip to the app');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Start');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Your week' });
    await dialog.waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await answerByKeyboard(page);
    await dialog.getByText('Thanks, Jordan Bell has it.').waitFor();
    await dialog.getByRole('button', { name: 'OK', exact: true }).last().focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });

    await page.getByText(/Thanks, Jordan Bell has it\. That was your week/).waitFor();
  }, 60_000);

  it('lets a principal on Slack answer the check-in with the keyboard alone', async () => {
    const page = await be('Walter Stone');
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
    expect(await axeFindings(page)).toEqual([]);

    await tabTo(page, 'Skip to the app');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Start');
    await page.keyboard.press('Enter');
    const modal = page.getByRole('dialog', { name: 'Your week' });
    await modal.waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await answerByKeyboard(page);
    await modal.getByText('Thanks, Omar Farah has it.').waitFor();
    await modal.getByRole('button', { name: 'Close', exact: true }).last().focus();
    await page.keyboard.press('Enter');
    await modal.waitFor({ state: 'hidden' });

    await page.getByText(/Thanks, Omar Farah has it\. That was your week/).waitFor();
  }, 60_000);

  it('keeps who is shown in the address, and goes back to who was shown before', async () => {
    const page = await be('Elena Rivera');

    await page.getByRole('link', { name: /Jordan Bell/ }).press('Enter');
    await page.getByRole('heading', { name: 'You are Jordan Bell' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#person=jordan-bell');
    expect(await page.title()).toBe('Jordan Bell on Slack · Throughline playground');
    await page.goBack();
    await page.getByRole('heading', { name: 'You are Elena Rivera' }).waitFor();
  });

  it('shows the time of the person and, where it is another, of the district', async () => {
    const page = await be('Lucia Ortiz');

    const clock = page.getByRole('region', { name: 'Time' });
    await clock.getByText(/^Phoenix time, \d+:\d\d [AP]M in the district$/).waitFor();
    await page.getByRole('link', { name: /Elena Rivera/ }).click();
    await clock.getByText('District time').waitFor();
  });

  it('moves time forward only, asks before it begins again, and gives the focus back', async () => {
    const page = await be('Elena Rivera');
    const other = page.getByRole('button', { name: 'Another time…' });
    await other.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Move to another time' });
    await dialog.getByLabel('Day and time').fill('2020-01-06T07:00');
    await dialog.getByRole('button', { name: 'Move' }).press('Enter');
    await dialog.getByText(/Time only moves forward: choose a later time/).waitFor();
    expect(await dialog.getByLabel('Day and time').getAttribute('aria-invalid')).toBe('true');
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await other.evaluate((one) => one === document.activeElement)).toBe(true);

    const reset = page.getByRole('button', { name: 'Reset…' });
    await reset.press('Enter');
    const asked = page.getByRole('dialog', { name: 'Begin again?' });
    await asked.waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await asked.getByRole('button', { name: 'Cancel' }).press('Enter');
    await page.getByRole('link', { name: /Elena Rivera/ }).waitFor();
  });

  it.each([
    ['the week on Teams', '/#person=elena-rivera'],
    ['the week on Slack', '/#person=walter-stone'],
    ['the gallery', '/gallery'],
  ])(
    'fits a phone: %s',
    async (_, path) => {
      const page = await browser.open(`${product.url}${path}`, { width: 390, height: 844 });
      await page.locator('.entry, .tms-card, .ps-message').first().waitFor();

      expect(await widthOf(page)).toBe(390);
      expect(await axeFindings(page)).toEqual([]);
    },
    60_000,
  );

  it('lets somebody on a phone change who they are', async () => {
    const page = await be('Elena Rivera', { width: 390, height: 844 });

    const toggle = page.getByRole('button', { name: /Elena Rivera.*Change$/ });
    await toggle.press('Enter');
    expect(await toggle.getAttribute('aria-expanded')).toBe('true');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('link', { name: /Jordan Bell/ }).press('Enter');
    await page.getByRole('heading', { name: 'You are Jordan Bell' }).waitFor({ state: 'attached' });
    expect(await page.getByRole('link', { name: /Jordan Bell/ }).isVisible()).toBe(false);
  });

  it('shows every screen in the gallery as Slack, Teams, text and JSON, by keyboard', async () => {
    const page = await browser.open(`${product.url}/gallery`);
    await page.locator('.entry').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);

    await page.getByRole('link', { name: /^Digest/ }).press('Enter');
    const entry = page.getByRole('article').first();
    await entry.getByRole('tab', { name: 'Side by side' }).focus();
    await page.keyboard.press('ArrowLeft');
    expect(await entry.getByRole('tab', { name: 'JSON' }).getAttribute('aria-selected')).toBe('true');
    await entry.getByRole('button', { name: 'Copy JSON of Teams' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('ArrowLeft');
    expect(await entry.getByRole('tabpanel').textContent()).toContain('Harbor City');
  }, 60_000);

  it('leads through the tour: the coach’s caseload in Slack, then Monday’s digest in Teams', async () => {
    const page = await be('Elena Rivera');

    await page.getByRole('button', { name: /^Be Jordan Bell/ }).press('Enter');
    const box = page.getByRole('textbox', { name: 'Message Throughline' });
    await box.fill('/coach ');
    await box.press('Enter');
    await page.getByText('Only visible to you').waitFor();
    await page.getByRole('button', { name: /^Monday, 7 AM/ }).press('Enter');
    const clock = page.getByRole('region', { name: 'Time' });
    await clock.getByText(/^7:0\d AM$/).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: /^Be Dr. Moreau/ }).press('Enter');
    await page.getByRole('heading', { name: 'You are Camille Moreau' }).waitFor();
    const teams = page.getByRole('main');
    await teams.getByRole('navigation', { name: 'Teams' }).getByRole('button', { name: 'Teams' }).press('Enter');
    await teams.getByRole('button', { name: 'Leadership coaching' }).press('Enter');
    await teams
      .getByText(/Harbor City · leadership coaching/)
      .first()
      .waitFor();

    expect(await axeFindings(page)).toEqual([]);
  }, 120_000);

  it('begins again when asked, with everything as it was at first', async () => {
    const page = await be('Elena Rivera');

    await page.getByRole('button', { name: 'Reset…' }).press('Enter');
    await page
      .getByRole('dialog', { name: 'Begin again?' })
      .getByRole('button', { name: 'Begin again' })
      .press('Enter');
    const clock = page.getByRole('region', { name: 'Time' });
    await clock.locator('.clock-progress').waitFor();
    await clock.locator('.clock-progress').waitFor({ state: 'hidden', timeout: 100_000 });

    await clock.getByText(/^2:4\d PM$/).waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Start', exact: true }).waitFor();
    expect(await page.getByRole('heading', { name: 'You are Elena Rivera' }).isVisible()).toBe(true);
  }, 120_000);
});

/** Goes through the check-in as it stands in the opened dialog or modal; letters choose in a list, Space ticks. */
async function answerByKeyboard(page: Page): Promise<void> {
  await tabTo(page, /grade-5 math rooms|ninth-grade team/);
  await page.keyboard.type('Done');
  await tabTo(page, /^How many classrooms/);
  await page.keyboard.type('6');
  await tabTo(page, /^How many teachers/);
  await page.keyboard.type('4');
  for (const box of ['Data meeting', 'Substitute coverage', 'Observe classes with me']) {
    await tabTo(page, box);
    await page.keyboard.press('Space');
  }
  await tabTo(page, 'Send');
  await page.keyboard.press('Enter');
}
