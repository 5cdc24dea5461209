import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { playOf } from '../../src/demo/play.ts';
import { simulate } from '../../src/run/simulate.ts';
import { startBrowser, violationsOn } from '../report/browser.ts';
import { scenarioOf } from '../scenarios/stories.ts';
import { type Written, writtenPage } from './written.ts';

let written: Written;
let chrome: Browser;
/** What went wrong in a page, and what it asked anybody for. */
let noise: string[] = [];

beforeAll(async () => {
  written = await writtenPage();
  const started = await startBrowser();
  if (started === null) throw new Error('no browser starts: install Chromium or Chrome');
  chrome = started;
}, 120_000);
afterAll(async () => {
  await chrome?.close();
  written?.remove();
});
afterEach(() => {
  const heard = noise;
  noise = [];
  expect(heard).toEqual([]);
});

type Look = NonNullable<Parameters<Browser['newPage']>[0]>;

async function opened(fragment = '', look: Look = {}): Promise<Page> {
  const page = await chrome.newPage({ viewport: { width: 1440, height: 900 }, ...look });
  page.on('console', (message) => {
    if (message.type() === 'error') noise.push(message.text());
  });
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('request', (asked) => {
    const isOwn = asked.url().split('#')[0] === pathToFileURL(written.path).href;
    if (!isOwn && !asked.url().startsWith('data:')) noise.push(asked.url());
  });
  await page.goto(pathToFileURL(written.path).href + fragment);
  await page.waitForSelector('.stage');
  await rested(page);
  return page;
}

/** No run is being made any more. */
const rested = (page: Page) => page.waitForSelector('main[aria-busy=false]');

/** What the address bar keeps, once it has caught up with the view. */
async function linkOf(page: Page): Promise<string> {
  await rested(page);
  for (let seen = ''; ; await page.waitForTimeout(400)) {
    if (page.url() === seen) return seen.slice(seen.indexOf('#'));
    seen = page.url();
  }
}

const stageOf = (page: Page) => page.locator('.stage[data-side=after]').innerText();
const timeOf = (page: Page) => page.locator('[data-time]').innerText();

test('the engine in the page gives the hash of the command line', async () => {
  for (const name of ['share-one-pairing', 'burst', 'role-removed-first']) {
    const page = await opened(`#scenario=${name}&seed=7`);
    const hash = await page.locator('[data-hash]').innerText();
    expect(hash).toBe(simulate(await scenarioOf(`${name}.yaml`), { seed: '7' }).traceHash);
    await page.close();
  }
});

test('it plays to the end; stepping back to the beginning restores the first view', async () => {
  const page = await opened('#scenario=share-one-pairing');
  const first = await stageOf(page);
  await page.locator('.controls select').selectOption('25');
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor({ state: 'detached' });
  expect(await timeOf(page)).toBe('2h');
  expect(await stageOf(page)).toContain('shared by basket, search');
  expect(await stageOf(page)).not.toContain('checkout');
  const back = page.getByRole('button', { name: 'One event back' });
  for (let step = 0; step < 50 && (await back.isEnabled()); step++) await back.click();
  expect(await timeOf(page)).toBe('before anything happens');
  expect(await stageOf(page)).toBe(first);
  await page.close();
});

test('a link brings the view back: scenario, seed, change, moment, what is open, language', async () => {
  const page = await opened('#scenario=idle-reclaim');
  await page.locator('[data-change=idleDays]').selectOption('7');
  await page.keyboard.press('n');
  for (let jump = 0; jump < 3; jump++)
    await page
      .locator('h1')
      .click()
      .then(() => page.keyboard.press('n'));
  await page.getByRole('button', { name: 'Português' }).click();
  await page.locator('.stage[data-side=after] .chip').click();
  const [link, stage, why] = [
    await linkOf(page),
    await stageOf(page),
    await page.locator('.why').innerText(),
  ];
  const again = await opened(link);
  expect(await stageOf(again)).toBe(stage);
  expect(await again.locator('.why').innerText()).toBe(why);
  expect(await timeOf(again)).toBe(await timeOf(page));
  expect(await again.locator('html').getAttribute('lang')).toBe('pt');
  await page.close();
  await again.close();
});

test('every lesson runs through: guess, reveal, next, to its last step', async () => {
  const page = await opened();
  for (const { id, steps, title } of written.data.lessons) {
    await page.locator('header select').first().selectOption(id);
    expect(await page.locator('.lesson h2').innerText()).toBe(title.en);
    for (const [number, { ask, text }] of steps.entries()) {
      expect(await page.locator('.lesson .note').count()).toBe(0);
      if (ask !== undefined) {
        expect(await page.locator('.lesson .text').count()).toBe(0);
        await page
          .locator('.choices button')
          .nth(ask.answer - 1)
          .click();
        await page.getByText('Right.').waitFor();
      }
      expect(await page.locator('.lesson .text').innerText()).toBe(text.en);
      expect(await page.locator('.stage[data-side=after]').isVisible()).toBe(true);
      if (number + 1 < steps.length)
        await page.getByRole('button', { name: 'Next', exact: true }).click();
    }
  }
  await page.close();
});

test('the keyboard alone is enough', async () => {
  const page = await opened('#scenario=share-one-pairing');
  const press = (key: string) => page.keyboard.press(key);
  await press('ArrowRight');
  expect(await timeOf(page)).toBe('0s');
  await press('n');
  expect(await timeOf(page)).not.toBe('0s');
  await press('End');
  expect(await timeOf(page)).toBe('2h');
  await press('ArrowLeft');
  expect(await timeOf(page)).toBe('1h 0m 3s');
  await press('Home');
  expect(await timeOf(page)).toBe('before anything happens');
  await press('l');
  expect(await page.locator('html').getAttribute('lang')).toBe('pt');
  await press(' ');
  await page.getByRole('button', { name: 'Pausar' }).waitFor();
  await press(' ');
  await page.getByRole('button', { name: 'Reproduzir' }).waitFor();
  await press('End');
  const reached = new Set<string>();
  for (let tab = 0; tab < 60; tab++) {
    await press('Tab');
    reached.add(
      await page.evaluate<string>(`(() => {
        const { tagName, className, id } = document.activeElement;
        return tagName + '.' + className.split(' ')[0] + id;
      })()`),
    );
  }
  const buttons = ['chip', 'whole', 'numeral', 'event'].map((kind) => `BUTTON.${kind}`);
  for (const wanted of [...buttons, 'SECTION.scroll', 'INPUT.', 'SELECT.']) {
    expect([...reached]).toContain(wanted);
  }
  await page.close();
});

test('why: the chain of causes has rules, sources, and marks what is assumed', async () => {
  const page = await opened('#scenario=burst&t=1920000&look=eni-3');
  const why = page.locator('.why');
  expect(await why.innerText()).toContain('beside one that is nearly full');
  await why.locator('.rule summary').first().click();
  expect(await why.locator('.badge.assumed').count()).toBeGreaterThan(0);
  expect(await why.innerText()).toMatch(/scaleOutAt[\s\S]*assumed/);
  expect(await why.locator('a[href^="https://"]').count()).toBeGreaterThan(0);
  await page.close();
});

describe('another way from here', () => {
  const days = 86_400_000;

  test('by the form: the run is made again, both ways stand side by side, a link keeps it', async () => {
    const page = await opened(`#scenario=idle-reclaim&t=${25 * days}&look=checkout`);
    expect(await page.locator('.stage').count()).toBe(1);
    await page.locator('[data-detour=deed]').selectOption('invoke');
    expect(await page.locator('[data-detour=subject]').inputValue()).toBe('checkout');
    await page.getByRole('button', { name: 'Go this way' }).click();
    await rested(page);
    expect(await timeOf(page)).toBe('25d');
    expect(await page.locator('.stage').count()).toBe(2);
    expect(await page.locator('.mark').count()).toBe(0);
    expect(await page.locator('.stages').innerText()).toContain('both sides are the same');
    const link = await linkOf(page);
    const later = await opened(link.replace(/(?<=[#&])t=\d+/, `t=${32 * days}`));
    expect(await later.locator('.stage[data-side=before]').innerText()).toContain('Inactive');
    expect(await stageOf(later)).toContain('Active');
    expect(await later.locator('.stage[data-side=after] .mark').allInnerTexts()).toEqual([
      '≠ differs',
      '+ only here',
    ]);
    expect(await later.locator('[data-hash]').innerText()).toBe(
      await page.locator('[data-hash]').innerText(),
    );
    await later.getByRole('button', { name: /^Take back/ }).click();
    expect(await later.locator('.stage').count()).toBe(1);
    expect(await linkOf(later)).not.toContain('go=');
    await page.close();
    await later.close();
  });

  test('by the keyboard alone', async () => {
    const page = await opened('#scenario=share-one-pairing&t=3600000');
    await page.locator('[data-detour=deed]').focus();
    await page.keyboard.type('delete');
    await page.keyboard.press('Tab');
    await page.keyboard.type('basket');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('1h: basket: delete').waitFor();
    await rested(page);
    expect(await stageOf(page)).not.toContain('basket\n');
    await page.getByLabel('Leave out what the scenario does later').press(' ');
    expect(await linkOf(page)).toContain('alone=yes');
    await page.close();
  });

  test('between two milliseconds it is taken at the next one, and shown', async () => {
    const { moments } = playOf(await scenarioOf('burst.yaml'), {}, null);
    const between = moments.findIndex(({ atMs }) => !Number.isInteger(atMs));
    expect(between).toBeGreaterThan(0);
    const page = await opened('#scenario=burst');
    await page.locator('[data-scrub]').fill(String(between));
    await page.locator('[data-detour=deed]').selectOption('publish');
    await page.getByRole('button', { name: 'Go this way' }).click();
    await rested(page);
    expect(await page.locator('.now').innerText()).toContain('storm:1');
    await page.close();
  });

  test('what is looked at is meant, and what belongs to it', async () => {
    const page = await opened('#scenario=role-removed-first&t=1800000&look=eni-1');
    const meant = async (deed: string) => {
      await page.locator('[data-detour=deed]').selectOption(deed);
      return await page.locator('[data-detour=subject]').inputValue();
    };
    expect(await meant('deleteNetworkInterface')).toBe('a/web');
    expect(await meant('deleteSecurityGroup')).toBe('web');
    expect(await meant('deleteRole')).toBe('hasty-role');
    await page.locator('[data-function=patient]').click();
    expect(await meant('delete')).toBe('patient');
    expect(await meant('deleteSubnet')).toBe('b');
    await page.locator('[data-detour=subject]').selectOption('a');
    expect(await meant('deleteSubnet')).toBe('a');
    await page.locator('[data-eni=eni-2]').click();
    expect(await meant('deleteSubnet')).toBe('b');
    await page.close();
  });

  test('before anything has happened there is nothing to do', async () => {
    const page = await opened('#scenario=share-one-pairing');
    expect(await page.locator('.another-way form').count()).toBe(0);
    expect(await page.locator('.another-way').innerText()).toContain('Go to a moment first');
    await page.close();
  });

  test.each([
    [1920, 'beside'],
    [360, 'below'],
  ])('in a window of %i the other way stands %s', async (width, where) => {
    const view = `#scenario=idle-reclaim&t=${32 * days}&go=${25 * days}+invoke+checkout`;
    const page = await opened(view, { viewport: { width, height: 900 } });
    const [one, other] = await Promise.all(
      ['before', 'after'].map((side) => page.locator(`.stage[data-side=${side}]`).boundingBox()),
    );
    expect(other!.x > one!.x, 'beside').toBe(where === 'beside');
    expect(other!.y > one!.y, 'below').toBe(where === 'below');
    await page.close();
  });
});

describe('why, of plain numbers', () => {
  test('free addresses: the sum, its history, rules with sources; a link keeps it', async () => {
    const page = await opened('#scenario=idle-reclaim&t=86400000');
    await page.getByRole('button', { name: '7 of 11 addresses free' }).click();
    const why = page.locator('.why');
    expect(await why.innerText()).toMatch(/2\^4 = 16 addresses[\s\S]*− 5 [\s\S]*= 7 free now/);
    for (const summary of await why.locator('summary').all()) await summary.click();
    expect(await why.innerText()).toContain('(eni-1)');
    expect(await why.locator('.badge.assumed').count()).toBeGreaterThan(0);
    expect(await why.locator('a[href^="https://"]').count()).toBeGreaterThan(0);
    const again = await opened(await linkOf(page));
    expect(await again.locator('.why h2').innerText()).toBe('Why? free addresses of a');
    await page.close();
    await again.close();
  });

  test('figures of both runs, and the quota in Portuguese', async () => {
    const page = await opened('#scenario=group-for-each&t=14400000&groups=shared&lang=pt');
    const row = page.locator('.what-if tr', { hasText: 'máximo de ENIs' });
    await row.getByRole('button').first().click();
    expect(await page.locator('.why').innerText()).toMatch(
      /Antes[\s\S]*\+ 9 no máximo na VPC main/,
    );
    await row.getByRole('button').last().click();
    expect(await page.locator('.why').innerText()).toMatch(/Depois[\s\S]*\+ 3 no máximo/);
    await page.locator('.stage[data-side=before]').getByText('9 de 10 ENIs').click();
    expect(await page.locator('.why').innerText()).toContain('1 ainda cabem');
    await page.close();
  });
});

test('where the answer stands below the map, a button leads to it', async () => {
  const page = await opened('#scenario=idle-reclaim&t=86400000', {
    viewport: { width: 360, height: 740 },
  });
  expect(await page.locator('.to-why').count()).toBe(0);
  await page.locator('.chip').click();
  await page.locator('.to-why').click();
  const title = page.locator('.why h2');
  expect(await page.evaluate('document.activeElement.id')).toBe('why-title');
  const box = await title.boundingBox();
  expect(box!.y).toBeGreaterThanOrEqual(0);
  expect(box!.y).toBeLessThan(740);
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(await page.locator('.to-why').isVisible()).toBe(false);
  await page.close();
});

test('a moment of a link at which nothing happens is told, not moved in silence', async () => {
  const page = await opened('#scenario=idle-reclaim&t=3024000000&idleDays=60');
  expect(await timeOf(page)).toBe('35d');
  expect(await page.locator('[data-asked]').count()).toBe(0);
  const other = await opened('#scenario=idle-reclaim&t=2678400000&idleDays=60');
  expect(await timeOf(other)).toBe('31d');
  expect(await other.locator('[data-asked]').innerText()).toContain('Nothing happens at 31d');
  await other.locator('h1').click();
  await other.keyboard.press('ArrowRight');
  expect(await other.locator('[data-asked]').count()).toBe(0);
  await page.close();
  await other.close();
});

describe('nobody is left out', () => {
  const themes: [string, Look][] = [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['more contrast', { contrast: 'more' }],
    ['forced colours', { forcedColors: 'active' }],
    ['small and dark', { colorScheme: 'dark', viewport: { width: 360, height: 740 } }],
  ];
  const views = [
    '#lesson=cap&step=4&guess=2&t=1920000&look=eni-1',
    '#scenario=idle-reclaim&idleDays=7&t=3024000000&look=checkout&lang=pt',
    '#scenario=group-for-each&t=10801100&look=mail',
    '#scenario=burst&t=1920000&go=1860000+setTraffic+storm+0&look=open+of+eni-1&side=before',
  ];
  test.each(themes)('axe finds nothing: %s', async (_, look) => {
    for (const view of views) {
      const page = await opened(view, look);
      for (const summary of await page.locator('summary').all()) await summary.click();
      const found = await violationsOn(page);
      expect(found).toEqual([]);
      await page.close();
    }
  });

  test.each([360, 768, 1280, 1920, 3840])('nothing is wider than a window of %i', async (width) => {
    for (const view of views) {
      const page = await opened(view, { viewport: { width, height: Math.round(width * 0.6) } });
      const wide = await page.evaluate<string[]>(`[...document.querySelectorAll('main *')]
        .filter((one) => {
          if (one.closest('.scroll, pre, .hidden, svg') !== null) return false;
          const { left, right } = one.getBoundingClientRect();
          return left < -1 || right > innerWidth + 1;
        })
        .map(({ outerHTML }) => outerHTML.slice(0, 120))`);
      expect(wide).toEqual([]);
      await page.close();
    }
  });

  test('whoever wants less motion gets none', async () => {
    const page = await opened(views[0], { reducedMotion: 'reduce' });
    const moving = await page.evaluate<number>(`[...document.querySelectorAll('*')]
      .filter((one) => {
        const { transitionDuration, animationName } = getComputedStyle(one);
        return transitionDuration !== '0s' || animationName !== 'none';
      }).length`);
    expect(moving).toBe(0);
    await page.close();
  });
});
