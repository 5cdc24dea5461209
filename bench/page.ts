/**
 * The page of `hyperplane demo` in a real browser: when the lessons show their first stage, and what a
 * scrub costs in long recordings. Costs are processor time of the page's main thread.
 * Run: npx tsx bench/page.ts
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { buildPage } from '../.config/page.ts';
import { partsIn } from '../src/cli/demo.ts';
import { pageHtml } from '../src/demo/html.ts';
import { writtenPage } from '../test/demo/written.ts';
import { startBrowser } from '../test/report/browser.ts';
import { longRun } from './long-run.ts';

const READY_WITHIN_MS = 300_000;
/** The least of them counts: the others were held up by something else. */
const ROUNDS = 3;
/** Notes when the first stage was painted, in ms since the navigation began. */
const WATCH = `(() => {
  const look = () => {
    if (document.querySelector('.stage') === null) requestAnimationFrame(look);
    else setTimeout(() => { window.firstViewMs = performance.now(); });
  };
  requestAnimationFrame(look);
})()`;
/** Moves the slider and waits for the frame that shows it, and for the next. */
const scrubTo = (place: number) => `new Promise((done) => {
  const slider = document.querySelector('[data-scrub]');
  slider.value = ${place};
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
})`;

/** A page, and what its browser measures of it. */
export interface OpenedPage {
  page: Page;
  debug: CDPSession;
}

/** Opens a page from disk; it is ready when its run is made. */
async function opened(chrome: Browser, path: string): Promise<OpenedPage> {
  const page = await chrome.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(WATCH);
  await page.goto(pathToFileURL(path).href);
  await page.waitForSelector('main[aria-busy=false] .stage', { timeout: READY_WITHIN_MS });
  const debug = await page.context().newCDPSession(page);
  await debug.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { page, debug };
}

/** Opens a page with a long run; who opened it closes it. */
export async function openedLongRun(chrome: Browser, updates: number): Promise<OpenedPage> {
  const folder = mkdtempSync(join(tmpdir(), 'hyperplane-page-'));
  await buildPage(folder);
  const scenario = longRun(updates);
  const data = { version: 'bench', scenarios: [scenario], lessons: [], first: scenario.name };
  const path = join(folder, 'page.html');
  writeFileSync(path, pageHtml(partsIn(folder), data));
  const ready = await opened(chrome, path);
  rmSync(folder, { recursive: true });
  return ready;
}

/** Something to hold the costs against, as other work slows both. */
const YARDSTICK =
  '(() => { let sum = 0; for (let i = 0; i < 1e8; i++) sum = (sum + i) | 0; return sum; })()';

/** What the browser measured of the page so far, by its names: times in seconds, sizes in bytes. */
async function measured(debug: CDPSession, name: string): Promise<number> {
  const { metrics } = await debug.send('Performance.getMetrics');
  return metrics.find((metric) => metric.name === name)!.value;
}

/** The heap after a collection, in MB. */
export async function heapMb(debug: CDPSession): Promise<number> {
  await debug.send('HeapProfiler.collectGarbage');
  return (await measured(debug, 'JSHeapUsedSize')) / 1e6;
}

/** Main-thread ms of something that is done in a page. */
async function costOf({ page, debug }: OpenedPage, act: string): Promise<number> {
  const before = await measured(debug, 'TaskDuration');
  await page.evaluate(act);
  return 1_000 * ((await measured(debug, 'TaskDuration')) - before);
}

/**
 * Drags the slider over all of the run, several times; the least ms of each move, script and drawing,
 * in ascending order, and that of the yardstick.
 */
async function scrub(
  opened: OpenedPage,
  moves: number,
): Promise<{ costs: number[]; yardstickMs: number }> {
  const last = Number(await opened.page.locator('[data-scrub]').getAttribute('max'));
  const costs = Array.from({ length: moves }, () => Number.POSITIVE_INFINITY);
  let yardstickMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    yardstickMs = Math.min(yardstickMs, await costOf(opened, YARDSTICK));
    for (let move = 0; move < moves; move++) {
      const cost = await costOf(opened, scrubTo(Math.round((last * (move + 1)) / moves)));
      costs[move] = Math.min(costs[move]!, cost);
    }
  }
  return { costs: costs.sort((a, b) => a - b), yardstickMs };
}

async function lessonsLine(chrome: Browser): Promise<string> {
  const { path, html, remove } = await writtenPage();
  const { page, debug } = await opened(chrome, path);
  const firstMs = await page.evaluate<number>('window.firstViewMs');
  const spentMs = 1_000 * (await measured(debug, 'ProcessTime'));
  await page.close();
  remove();
  const size = `${Math.round(html.length / 1_000)} KB`;
  return `lessons  ${size}  first view after ${firstMs.toFixed(0)} ms, ${spentMs.toFixed(0)} ms of work`;
}

async function scrubLine(chrome: Browser, updates: number, moves: number): Promise<string> {
  const { page, debug } = await openedLongRun(chrome, updates);
  const spentMs = 1_000 * (await measured(debug, 'ProcessTime'));
  const moments = 1 + Number(await page.locator('[data-scrub]').getAttribute('max'));
  const { costs, yardstickMs } = await scrub({ page, debug }, moves);
  const at = (share: number) => costs[Math.floor(share * (costs.length - 1))]!.toFixed(1);
  const hash = await page.locator('[data-hash]').textContent();
  const heap = (await heapMb(debug)).toFixed(0);
  await page.close();
  return [
    `${moments} moments  ready after ${(spentMs / 1_000).toFixed(1)} s of work`,
    `scrub of ${moves} moves: median ${at(0.5)} ms a frame, p99 ${at(0.99)}  heap ${heap} MB`,
    `yardstick ${yardstickMs.toFixed(0)} ms  hash ${hash}`,
  ].join('  ');
}

/**
 * @param updates of the runs that are opened, a line each
 * @param moves of the slider over each of them
 */
export async function pageBench(updates: readonly number[], moves: number): Promise<string> {
  const chrome = await startBrowser();
  if (chrome === null) return 'no browser starts: install Chromium or Chrome\n';
  const lines = [await lessonsLine(chrome)];
  for (const count of updates) lines.push(await scrubLine(chrome, count, moves));
  await chrome.close();
  return `${lines.join('\n')}\n`;
}

if (process.argv[1]?.endsWith('page.ts')) {
  process.stdout.write(await pageBench([1_580, 9_300], 300));
}
