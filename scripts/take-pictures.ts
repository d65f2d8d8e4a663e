// Takes the pictures of the guides in the playground, so that they show the product as it is:
// node --import tsx scripts/take-pictures.ts, or with the names of some of them behind it
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
  'teams-message-action': async (browser, url) => {
    const page = await be(browser, url, 'Elena Rivera', SIZE);
    await page.getByRole('main').getByRole('button', { name: 'More options' }).last().click();
    await page.getByRole('menuitem', { name: /^Make this a next step/ }).waitFor();
    return page.locator('.stage-view');
  },
  'teams-home': async (browser, url) => {
    const page = await be(browser, url, 'Camille Moreau', SIZE);
    await page.getByRole('tab', { name: 'Home' }).click();
    await page.frameLocator('iframe[title=Home]').locator('.card').first().waitFor();
    return page.locator('.stage-view');
  },
  // The dialog stays open on the server, so it comes last.
  'teams-check-in': async (browser, url) => {
    const page = await be(browser, url, 'Elena Rivera', SIZE);
    await page.getByRole('main').getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    // Taller than the stage: the dialog alone shows its beginning.
    return page.getByRole('dialog');
  },
};

if (browserPath === undefined) throw new Error('There is no Chromium. Set CHROMIUM_PATH to one.');
mkdirSync(FOLDER, { recursive: true });
const product = await startProduct();
const browser = await openBrowser();
try {
  const wanted = process.argv.slice(2);
  for (const [name, take] of Object.entries(PICTURES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
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
