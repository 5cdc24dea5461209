import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { longRun } from '../../bench/long-run.ts';
import { heapMb, openedLongRun } from '../../bench/page.ts';
import { type Play, playOf, stepFrom } from '../../src/demo/play.ts';
import { sceneOf } from '../../src/demo/scene.ts';
import { FRAMES_MAX } from '../../src/run/record.ts';
import { startBrowser } from '../report/browser.ts';

/** So many updates come to 49,670 steps: hardly more are kept. */
const UPDATES = 9_300;
/** Twice what it took when this was written; a page may have a few times as much. */
const HEAP_MB_MAX = 250;
/** As many as the map has room for. */
const [FUNCTIONS_SHOWN, PAIRINGS_SHOWN] = [36, 18];

let chrome: Browser;
let play: Play;
beforeAll(async () => {
  const started = await startBrowser();
  if (started === null) throw new Error('no browser starts: install Chromium or Chrome');
  chrome = started;
  play = playOf(longRun(UPDATES), {}, null);
}, 300_000);
afterAll(() => chrome?.close());

/** Functions and ENIs with their states, as the pure functions tell them. */
function toldAt(place: number): string[] {
  const { functions, vpcs } = sceneOf(play.recording.after(play.moments[place]!.steps));
  const pairings = vpcs.flatMap(({ subnets }) =>
    subnets.flatMap((subnet) => subnet.pairings.slice(0, PAIRINGS_SHOWN)),
  );
  return [
    ...functions.slice(0, FUNCTIONS_SHOWN).map(({ name, state }) => `chip ${state} ${name}`),
    ...pairings.flatMap(({ enis }) => enis.map(({ name, phase }) => `eni ${phase} ${name}`)),
  ];
}

/** The same as the page shows them. */
const SHOWN = `[
  ...[...document.querySelectorAll('.chip')].map((one) => one.className + ' ' + one.dataset.function),
  ...[...document.querySelectorAll('[data-eni]')].map((one) => {
    return one.closest('.eni').className + ' ' + one.dataset.eni;
  }),
]`;

test('nearly as long a recording as is kept: any place, a step back, a longer one, little memory', async () => {
  const { frames } = play.recording;
  expect(frames.length).toBeGreaterThan(0.99 * FRAMES_MAX);
  const { page, debug } = await openedLongRun(chrome, UPDATES);
  const shown = () => page.evaluate<string[]>(SHOWN);
  const last = play.moments.length - 1;
  const slider = page.locator('[data-scrub]');
  expect(await slider.getAttribute('max')).toBe(String(last));
  for (const share of [0.5, 1, 0.013, 0.77]) {
    const place = Math.round(share * last);
    await slider.fill(String(place));
    expect(await shown()).toEqual(toldAt(place));
    await slider.press('ArrowLeft');
    const before = stepFrom(play, place, -1);
    expect(await slider.inputValue()).toBe(String(before));
    expect(await shown()).toEqual(toldAt(before));
  }
  expect(await page.locator('.timeline .span').count()).toBeLessThan(48 * 500);

  const seen = await shown();
  const atMs = play.moments[Number(await slider.inputValue())]!.atMs;
  const link = `scenario=${play.scenario.name}&t=${Math.ceil(atMs)}&idleDays=0.05`;
  await page.evaluate(`location.hash = '${link}'`);
  await page.locator('main[aria-busy=true] progress').waitFor();
  expect(await shown(), 'meanwhile the run is as it was').toEqual(seen);
  await page.getByRole('alert').waitFor({ timeout: 300_000 });
  expect(await page.getByRole('alert').innerText()).toContain('more than 50,000 steps');
  expect(await shown(), 'and afterwards').toEqual(seen);
  expect(await page.locator('[data-hash]').innerText()).toBe(play.recording.result.traceHash);
  expect(await heapMb(debug)).toBeLessThan(HEAP_MB_MAX);
  await page.close();
}, 600_000);
