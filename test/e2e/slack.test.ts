/** Slack as each role finds it, and as an administrator installs it: by keyboard, and looked at by axe. */
import type { Page } from 'playwright-core';
import { axeFindings, be as beSomebody, browserPath, openBrowser, tabTo } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { startProduct } from './running.ts';
import type { Running } from './running.ts';

const suite = browserPath === undefined ? describe.skip : describe;
const why = browserPath === undefined ? ' (skipped: no Chromium; set CHROMIUM_PATH to one)' : '';

suite(`Slack in a browser${why}`, () => {
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

  const be = (name: string) => beSomebody(browser, product.url, name);

  it.each([
    ['a principal', 'Walter Stone', 'My plan', 'Open my check-in', 'Your week'],
    ['a coach', 'Jordan Bell', /^Your caseload/, 'Log the visit', /visit/i],
    ['a partner’s manager', 'Noor Haas', 'Harbor City: this week so far', 'How this is made', 'Here you are'],
  ])(
    'shows %s their week in Home, and opens what stands there with the keyboard alone',
    async (_role, name, heading, button, title) => {
      const page = await be(name);
      await tabTo(page, 'Skip to the app');
      await page.keyboard.press('Enter');
      await tabTo(page, 'Messages');
      await page.keyboard.press('ArrowLeft');
      const home = page.getByRole('tabpanel', { name: 'Home' });
      await home.getByText(heading).waitFor();
      expect(await axeFindings(page)).toEqual([]);

      await tabTo(page, button);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: title });
      await dialog.waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      expect(await focused(page)).toBe(button);
    },
    60_000,
  );

  it.each([
    ['a principal', 'Elena Rivera', 'My plan'],
    ['a district leader', 'Camille Moreau', 'Harbor City: this week so far'],
    ['an administrator', 'Kim Adler', 'Everybody can be reached'],
  ])(
    'shows %s on Teams the same, by one typed word',
    async (_role, name, heading) => {
      const page = await be(name);
      await tabTo(page, 'Skip to the app');
      await page.keyboard.press('Enter');
      await tabTo(page, 'Type a message');
      await page.keyboard.type('home');
      await page.keyboard.press('Enter');
      await page.getByRole('main').getByText(heading, { exact: true }).waitFor();

      expect(await axeFindings(page)).toEqual([]);
    },
    60_000,
  );

  it('lets an administrator of another workspace install it, from the first page to the first word', async () => {
    const page = await browser.open(`${product.url}/slack/install`);
    expect(await axeFindings(page)).toEqual([]);
    await tabTo(page, 'Continue to Slack');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /permission to use the Lakeside Schools workspace$/ }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await tabTo(page, 'Allow');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Throughline is installed' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);

    await tabTo(page, 'Open Throughline in Slack');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'You are Dana Reyes' }).waitFor({ state: 'attached' });
    const box = page.getByRole('textbox', { name: 'Message Throughline' });
    await box.fill('hello');
    await box.press('Enter');
    await page.getByText(/not connected to a district yet/).waitFor();
  }, 60_000);

  it('opens the thread of the digest with the keyboard, and gives the focus back', async () => {
    const page = await be('Noor Haas');
    await tabTo(page, 'coaches');
    await page.keyboard.press('Enter');
    const box = page.getByRole('textbox', { name: 'Message #coaches' });
    await box.fill('/district here');
    await box.press('Enter');
    await page.getByText('Only visible to you').waitFor();
    await page.getByRole('button', { name: /^Monday 7 AM/ }).press('Enter');
    await page
      .getByRole('region', { name: 'Time' })
      .getByText(/^7:0\d AM$/)
      .waitFor({ timeout: 60_000 });

    await page.getByRole('button', { name: /^\d+ repl(y|ies)/ }).waitFor();
    await tabTo(page, 'Skip to the app');
    await page.keyboard.press('Enter');
    await tabTo(page, /^\d+ repl(y|ies)/);
    const opener = await focused(page);
    await page.keyboard.press('Enter');
    const thread = page.getByRole('complementary', { name: /^Thread/ });
    await thread.getByRole('textbox', { name: 'Reply in thread' }).waitFor();
    expect(await thread.getByRole('article').count()).toBeGreaterThan(1);
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await thread.waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe(opener);
  }, 120_000);
});

/** What the focus stands on, in its own words. */
async function focused(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.textContent.trim()');
}
