/** `npm run pictures`: each lesson at its key moments into `.cache/demo`, to be looked at. */
import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { startBrowser } from '../report/browser.ts';
import { writtenPage } from './written.ts';

const LOOKS = [
  { name: 'small-light', colorScheme: 'light', viewport: { width: 360, height: 740 } },
  { name: 'middle-forced', forcedColors: 'active', viewport: { width: 1440, height: 900 } },
  { name: 'large-dark', colorScheme: 'dark', viewport: { width: 1920, height: 1080 } },
  { name: 'huge-light', colorScheme: 'light', viewport: { width: 3840, height: 2160 } },
] as const;

const browser = await startBrowser();
if (browser === null) throw new Error('no browser starts: install Chromium or Chrome');
const { path, data, remove } = await writtenPage();
mkdirSync('.cache/demo', { recursive: true });
for (const { id, steps } of data.lessons) {
  for (const { name, ...look } of LOOKS) {
    const page = await browser.newPage(look);
    for (const [number, { ask }] of steps.entries()) {
      if (ask === undefined) continue;
      await page.goto(`${pathToFileURL(path).href}#lesson=${id}&step=${number + 1}`);
      await page.reload();
      await page
        .locator('.choices button')
        .nth(ask.answer - 1)
        .click();
      await page.waitForSelector('main[aria-busy=false]');
      const file = `.cache/demo/${id}-${number + 1}-${name}.png`;
      await page.screenshot({ path: file, fullPage: true });
      console.log(file);
    }
    await page.close();
  }
}
await browser.close();
remove();
