/** Home in Teams' own tab as each role finds it: by keyboard, looked at by axe in every theme of Teams. */
import type { Frame, Page } from 'playwright-core';
import { axeFindings, be as beSomebody, browserPath, openBrowser, tabTo } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { startProduct } from './running.ts';
import type { Running } from './running.ts';

const suite = browserPath === undefined ? describe.skip : describe;
const why = browserPath === undefined ? ' (skipped: no Chromium; set CHROMIUM_PATH to one)' : '';
const THEMES = ['default', 'dark', 'contrast'];

suite(`Home in Teams in a browser${why}`, () => {
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

  /** Opens the tab with the keyboard, as somebody without a mouse does. */
  async function openHome(page: Page): Promise<Frame> {
    await tabTo(page, 'Skip to the app');
    await page.keyboard.press('Enter');
    // The rail says Chat as well, and comes before the tab.
    await tabTo(page, 'Chat');
    await page.keyboard.press('Tab');
    await tabTo(page, 'Chat');
    await page.keyboard.press('ArrowRight');
    const frame = await (await page.waitForSelector('iframe[title=Home]')).contentFrame();
    if (!frame) throw new Error('Home is in no frame');
    await frame.locator('.card').first().waitFor();
    return frame;
  }

  it.each([
    ['a principal', 'Elena Rivera', 'My plan', 'Open my check-in', 'Your week'],
    ['a district leader', 'Camille Moreau', 'Harbor City: this week so far', 'How this is made', 'How this is made'],
  ])(
    'shows %s their week, and opens what stands there with the keyboard alone',
    async (_role, name, heading, button, title) => {
      const page = await be(name);
      const home = await openHome(page);
      await home.getByRole('heading', { name: heading }).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await lookInEveryTheme(page, home);

      await tabIn(page, home, button);
      const opener = await keyOfFocused(home);
      await page.keyboard.press('Enter');
      const dialog = home.getByRole('dialog', { name: title });
      await dialog.waitFor();
      await lookInEveryTheme(page, home);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      expect(await keyOfFocused(home)).toBe(opener);
    },
    90_000,
  );

  it('shows an administrator who can be reached, also on a narrow screen', async () => {
    const page = await be('Kim Adler', { width: 390, height: 844 });
    const home = await openHome(page);
    await home.getByRole('heading', { name: 'Everybody can be reached' }).waitFor();

    expect(await home.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await lookInEveryTheme(page, home);
  }, 60_000);

  it('lets a principal answer the check-in with the keyboard alone, and shows Home as it is then', async () => {
    const page = await be('Elena Rivera');
    const home = await openHome(page);
    await tabIn(page, home, /my check-in$/);
    await page.keyboard.press('Enter');
    const dialog = home.getByRole('dialog', { name: 'Your week' });
    await dialog.waitFor();
    await tabIn(page, home, 'Send');
    await page.keyboard.press('Enter');
    await home.locator('[aria-invalid=true]').first().waitFor();
    expect(await axeFindings(home)).toEqual([]);

    await tabIn(page, home, /^How many classrooms/);
    await page.keyboard.type('6');
    await tabIn(page, home, /^How many teachers/);
    await page.keyboard.type('4');
    for (const box of ['Data meeting', 'Substitute coverage', 'Observe classes with me']) {
      await tabIn(page, home, box);
      await page.keyboard.press('Space');
    }
    await tabIn(page, home, 'Send');
    await page.keyboard.press('Enter');

    await dialog.waitFor({ state: 'hidden' });
    expect(await home.getByRole('status').textContent()).toContain('Thanks, Jordan Bell has it.');
    await home.getByText(/You can change it until/).waitFor();
    expect(await axeFindings(home)).toEqual([]);
  }, 90_000);

  it('takes in what happened elsewhere, and disturbs nobody who is typing', async () => {
    const page = await be('Ngozi Okafor');
    const home = await openHome(page);
    await tabIn(page, home, 'Write a goal');
    await page.keyboard.press('Enter');
    const box = home.getByRole('dialog').getByRole('textbox').first();
    await box.waitFor();
    await box.fill('Half a goal');
    const elsewhere = await openHome(await be('Ngozi Okafor'));
    await elsewhere.getByRole('button', { name: 'Write a goal' }).press('Enter');
    const form = elsewhere.getByRole('dialog');
    await form.getByRole('textbox').first().fill('A goal from the other window');
    await form.getByRole('radio').first().check();
    await form.getByRole('button', { name: 'Save goal' }).press('Enter');
    await elsewhere.getByText('A goal from the other window').first().waitFor();

    // Somebody comes back to the window, again and again. The page's own policy forbids a wait that is evaluated inside it.
    const comeBack = () => home.evaluate("window.dispatchEvent(new Event('focus'))");
    while (!(await home.locator('#home').textContent())?.includes('A goal from the other')) await comeBack();
    expect(await box.inputValue()).toBe('Half a goal');
    expect(await box.evaluate((one) => one === document.activeElement)).toBe(true);
  }, 90_000);

  it('says where it belongs when it is opened outside of Teams', async () => {
    const page = await browser.open(`${product.url}/teams/tab`);
    await page.getByText('This page belongs in Microsoft Teams.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  async function lookInEveryTheme(page: Page, home: Frame): Promise<void> {
    for (const theme of THEMES) {
      // As Teams tells a page that the person chose another theme.
      await page.evaluate(
        `document.querySelector('iframe').contentWindow.postMessage({ func: 'themeChange', args: ['${theme}'] }, location.origin)`,
      );
      await home.waitForSelector(`[data-theme=${theme}]`);
      expect([theme, await axeFindings(home)]).toEqual([theme, []]);
    }
  }
});

async function tabIn(page: Page, frame: Frame, name: string | RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 120; presses += 1) {
    if (await page.evaluate("document.activeElement.tagName === 'IFRAME'")) {
      const focused = await frame.evaluate<string>(
        `(() => { const one = document.activeElement; const label = one.labels?.[0]?.textContent; return (label || one.getAttribute('aria-label') || one.textContent || '').trim(); })()`,
      );
      if (typeof name === 'string' ? focused === name : name.test(focused)) return;
      seen.push(focused.slice(0, 40));
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${String(name)} in Home; it went by ${seen.join(' > ')}`);
}

/** What the button with the focus is about; its words may have changed. */
async function keyOfFocused(frame: Frame): Promise<string> {
  return frame.evaluate<string>("document.activeElement.getAttribute('data-key')");
}
