/** The pages of records in a browser: read by axe, with nothing from outside. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { htmlPage } from '../../src/records/pages.ts';
import { temporaryFolder } from '../support/folder.ts';
import { axeFindings, browserPath, openBrowser, widthOf, type OpenBrowser } from './browser.ts';

const suite = browserPath === undefined ? describe.skip : describe;
const why = browserPath === undefined ? ' (skipped: no Chromium; set CHROMIUM_PATH to one)' : '';

suite(`a page of records in a browser${why}`, () => {
  const folder = temporaryFolder();
  let browser: OpenBrowser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    folder.remove();
  });

  it('has its style under its own policy, runs nothing that somebody wrote, fits a phone, and axe finds nothing', async () => {
    const file = join(folder.path, 'index.html');
    const words = '<script>document.title = "taken over"</script><img src="https://example.com/x.png">';
    const rows = [{ id: 'one', fields: { week_of: '2026-10-19', value: words }, words: ['value'] }];
    writeFileSync(
      file,
      htmlPage({ title: 'Records', lead: ['A lead.'], sections: [{ table: 'answer', title: 'Answers', rows }] }),
    );

    const page = await browser.open(pathToFileURL(file).toString(), { width: 390, height: 800 });

    expect(await page.title()).toBe('Records');
    expect(await page.getByText('taken over').count()).toBe(1);
    expect(
      await page
        .locator('dd')
        .first()
        .evaluate((one) => getComputedStyle(one).whiteSpace),
    ).toBe('pre-wrap');
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
    expect(await axeFindings(page)).toEqual([]);
    expect(browser.trouble.filter((one) => one.startsWith('http'))).toEqual([]);
  }, 60_000);
});
