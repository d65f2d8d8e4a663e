import { openBrowser, be } from './test/e2e/browser.ts';
const url = 'http://127.0.0.1:4100';
const b = await openBrowser();
const shot = async (page: any, n: string) => { await page.waitForTimeout(2500); await page.screenshot({ path: `/tmp/shots/${n}.png` }); };
const typeIn = async (page: any, words: string) => { const box = page.getByRole('main').getByRole('textbox').last(); await box.click(); await box.fill(words); await page.keyboard.press('Enter'); await page.waitForTimeout(2500); };
try {
const elena = await be(b, url, 'Elena Rivera');
await elena.waitForTimeout(2500); if (!(await elena.locator('dialog[open]').count())) await elena.getByRole('button', { name: 'Start', exact: true }).last().click();
await elena.waitForTimeout(2500);
const d = elena.locator('dialog[open]').last();
await d.locator('select').first().selectOption({ label: 'Done' });
for (const [i, v] of ['4', '3'].entries()) await d.locator('input:not([type=checkbox]):not([type=radio])').nth(i).fill(v);
await d.getByLabel('Data meeting').check();
await d.getByLabel('Staffing vacancy').check();
await d.getByLabel('Look at data').check();
for (const t of await d.locator('textarea').all()) await t.fill('Jaden in 4th grade kept asking for the reading room to open early');
await d.getByRole('button', { name: 'Send' }).click();
await shot(elena, 'e4');
for (const t of await d.locator('textarea').all()) await t.fill('The reading room opens early now');
await d.getByRole('button', { name: 'Send' }).click();
await elena.waitForTimeout(2500);
await typeIn(elena, 'checkin release');
await shot(elena, 'e5');
await elena.getByRole('button', { name: 'To the district' }).first().click().catch(() => undefined);
await shot(elena, 'e6');
} catch (e) { console.log(String(e).slice(0, 600)); }
console.log(b.trouble);
await b.close();
