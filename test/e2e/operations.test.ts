/** The operators' page in a browser: signed in by keyboard, looked at by axe, and alive. */
import { axeFindings, browserPath, openBrowser, tabTo, widthOf } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { startProduct } from './running.ts';
import type { Running } from './running.ts';

const KEY = 'a-key-of-operations-0123456789';
const suite = browserPath === undefined ? describe.skip : describe;
const why = browserPath === undefined ? ' (skipped: no Chromium; set CHROMIUM_PATH to one)' : '';

suite(`the page for operators in a browser${why}`, () => {
  let product: Running;
  let browser: OpenBrowser;
  beforeAll(async () => {
    product = await startProduct({ OPERATIONS_KEY: KEY });
    browser = await openBrowser();
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  it('lets in whoever types the key, and shows how the queue is doing', async () => {
    const page = await browser.open(`${product.url}/operations`);
    expect(await axeFindings(page)).toEqual([]);
    await tabTo(page, 'Operations key');
    await page.keyboard.type('not-the-key');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('That is not the key.').waitFor();
    // A refused page is told to the console by every browser.
    expect(browser.trouble.splice(0).filter((words) => !words.includes('401'))).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);

    await page.getByLabel('Operations key').fill(KEY);
    await page.keyboard.press('Enter');
    await page.getByRole('listitem').filter({ hasText: 'Sent since the start' }).waitFor();
    const sent = page.getByRole('table', { name: 'Tries since the start' });
    await sent.getByRole('row').filter({ hasText: 'check-in.prompt' }).first().waitFor();
    expect(await page.getByRole('img', { name: /^How late messages went out\. .*\d/ }).count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
    expect(browser.trouble.splice(0)).toEqual([]);
    const shots = process.env['SHOTS'];
    if (shots !== undefined) await page.screenshot({ path: `${shots}/operations.png`, fullPage: true });
  }, 120_000);

  it('refreshes by itself, can be paused and left by keyboard, and fits a phone', async () => {
    const page = await browser.open(`${product.url}/operations`, { width: 390, height: 800 });
    await page.getByText(/^At \d/).waitFor();
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
    const answer = page.waitForResponse((response) => response.url().endsWith('/operations/numbers'));
    expect((await answer).status()).toBe(200);

    await tabTo(page, 'Skip to the numbers');
    await tabTo(page, 'Pause');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('button', { name: 'Pause' }).getAttribute('aria-pressed')).toBe('true');
    await tabTo(page, 'Sign out');
    await page.keyboard.press('Enter');
    await page.getByLabel('Operations key').waitFor();
    expect(browser.trouble.splice(0).filter((words) => !words.includes('401'))).toEqual([]);
  }, 120_000);
});
