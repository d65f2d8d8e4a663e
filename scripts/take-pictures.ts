// Takes the pictures of the guides in the playground, so that they show the product as it is:
// node --import tsx scripts/take-pictures.ts
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { be, browserPath, openBrowser, type OpenBrowser } from '../test/e2e/browser.ts';
import { startProduct } from '../test/e2e/running.ts';

const FOLDER = join(process.cwd(), 'docs', 'guides', 'pictures');
const MOST_BYTES = 120 * 1024;
const SIZE = { width: 1440, height: 860 };

type Take = (browser: OpenBrowser, url: string) => Promise<Page | Locator>;

const PICTURES: Record<string, Take> = {
  'slack-install': async (browser, url) => {
    const page = await browser.open(`${url}/slack/install`, { width: 620, height: 1000 });
    await page.evaluate("document.documentElement.style.zoom = '0.84'");
    return page.getByRole('main');
  },
  'slack-check-in': async (browser, url) => {
    const page = await be(browser, url, 'Walter Stone', SIZE);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('dialog', { name: 'Your week' }).waitFor();
    return page.locator('.stage-view');
  },
  'slack-home-coach': async (browser, url) => {
    const page = await be(browser, url, 'Omar Farah', SIZE);
    await page.getByRole('tab', { name: 'Home' }).click();
    await page.getByText(/^Your caseload/).waitFor();
    return page.locator('.stage-view');
  },
};

if (browserPath === undefined) throw new Error('There is no Chromium. Set CHROMIUM_PATH to one.');
mkdirSync(FOLDER, { recursive: true });
const product = await startProduct();
const browser = await openBrowser();
try {
  for (const [name, take] of Object.entries(PICTURES)) {
    const path = join(FOLDER, `${name}.png`);
    await (await take(browser, product.url)).screenshot({ path, animations: 'disabled' });
    const { size } = statSync(path);
    if (size > MOST_BYTES) throw new Error(`${name}.png has ${size} bytes. Show less, or in a smaller window.`);
    console.log(`${name}.png, ${size} bytes`);
    await browser.closePages();
  }
} finally {
  await browser.close();
  await product.stop();
}
