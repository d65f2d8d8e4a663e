/** A browser to look at the page with, and what the tests do in it: the keyboard alone, and axe. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Frame, Page } from 'playwright-core';

const AXE = readFileSync(join(process.cwd(), 'node_modules/axe-core/axe.min.js'), 'utf8');
const ARGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-lcd-text';

export const browserPath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium'].find(
  (path) => path !== undefined && existsSync(path),
);

export interface OpenBrowser {
  open(url: string, size?: { width: number; height: number }): Promise<Page>;
  /** What went wrong in pages: errors, refusals of the content security policy, requests to elsewhere. */
  trouble: string[];
  /** Pages that stay open keep streams open, and a browser opens only six of them to one server. */
  closePages(): Promise<void>;
  close(): Promise<void>;
}

export async function openBrowser(): Promise<OpenBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-browser-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: browserPath ?? '',
    args: ARGS.split(' '),
  });
  const trouble: string[] = [];
  return {
    trouble,
    open: async (url, size = { width: 1440, height: 900 }) => {
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await page.setViewportSize(size);
      page.on('pageerror', (error) => trouble.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && !isOfTheTools(message.text())) trouble.push(message.text());
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(new URL(url).origin) && !request.url().startsWith('data:'))
          trouble.push(request.url());
      });
      await page.goto(url);
      return page;
    },
    closePages: async () => {
      for (const page of context.pages().slice(1)) await page.close();
    },
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens the playground as one of its people. */
export async function be(
  browser: OpenBrowser,
  url: string,
  name: string,
  size?: { width: number; height: number },
): Promise<Page> {
  const page = await browser.open(`${url}/#person=${name.toLowerCase().replace(' ', '-')}`, size);
  await page.getByRole('heading', { name: `You are ${name}` }).waitFor({ state: 'attached' });
  await page.getByRole('main').getByRole('heading', { name: 'Throughline', exact: true }).waitFor();
  return page;
}

/** axe and screenshots add styles of their own, which the page's policy rightly refuses. */
function isOfTheTools(text: string): boolean {
  return text.includes('Applying inline style violates') || text.includes("Couldn't load preload assets");
}

export async function axeFindings(page: Page | Frame): Promise<string[]> {
  await page.evaluate(`${AXE};0`);
  return page.evaluate(
    `axe.run().then((result) => result.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.target + ' ' + node.failureSummary).join(' | ')))`,
  );
}

/** Presses Tab until what is named has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 120; presses += 1) {
    const focused = await page.evaluate<string>(
      `(() => { const one = document.activeElement; const label = one.labels?.[0]?.textContent; return (label || one.getAttribute('aria-label') || one.textContent || '').trim(); })()`,
    );
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
    seen.push(focused.slice(0, 40));
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${String(name)}; it went by ${seen.join(' > ')}`);
}

export async function widthOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth');
}
