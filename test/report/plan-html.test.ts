import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamicPlan } from '../../src/experiments/dynamic-plan.ts';
import { runHere } from '../../src/experiments/here.ts';
import { sensing } from '../../src/experiments/sensitivity.ts';
import { trafficVerdict } from '../../src/experiments/traffic-verdict.ts';
import { withSubnets } from '../../src/plan/known-subnets.ts';
import { planOf } from '../../src/plan/plan.ts';
import type { Verdict } from '../../src/plan/types.ts';
import { underTraffic } from '../../src/plan/under-traffic.ts';
import { escapeHtml } from '../../src/report/html.ts';
import { planHtml } from '../../src/report/plan-html.ts';
import { planText } from '../../src/report/plan-text.ts';
import type { FullPlan } from '../../src/report/plan-traffic.ts';
import { trafficAnswer } from '../../src/report/traffic-answer.ts';
import { parseTraffic } from '../../src/scenario/traffic-file.ts';
import { readTemplates } from '../../src/templates/read.ts';
import { artefact, openFile, startBrowser, violationsOn } from './browser.ts';

const CALLS = `until: 40m
others: { traffic: { burst: 30, at: [35m] }, duration: 10s, connections: { perInvocation: 2 } }
parameters: { connectionsPerEni: 100, scaleOutAt: 0.3 }
`;
const AGAIN = { command: 'hyperplane plan shop.yaml', version: '0.0.0' };

/** A plan with all there is to tell, of functions and groups with these names. */
function fullPlan(names: readonly string[]): FullPlan {
  const functions = names.map((name, at) => {
    const VpcConfig = {
      SubnetIds: [{ Ref: 'A' }, `${name}-net`],
      SecurityGroupIds: [`${name}-sg`],
    };
    return [`${name}${at}`, { Type: 'AWS::Lambda::Function', Properties: { VpcConfig } }];
  });
  const text = JSON.stringify({
    Resources: {
      Net: { Type: 'AWS::EC2::VPC' },
      A: {
        Type: 'AWS::EC2::Subnet',
        Properties: { VpcId: { Ref: 'Net' }, CidrBlock: '10.0.0.0/28' },
      },
      ...Object.fromEntries(functions),
    },
  });
  const sources = [{ name: names[0]!, files: [{ file: 'main.json', text }] }];
  const read = readTemplates(sources);
  const { issues } = read;
  const size = { cidr: '10.0.1.0/24', free: null, vpc: null, zone: null, hasIpv6: null };
  const known = names.map((name) => ({ id: `${name}-net`, ...size }));
  const { estate } = withSubnets(read.estate!, known);
  const ids = estate.functions.map(({ id }) => id);
  const traffic = parseTraffic(CALLS, { file: 't.yaml', functions: ids });
  if (!traffic.ok) throw new Error(JSON.stringify(traffic.issues));
  const plan = planOf(estate, sources, issues);
  const { scenario, leftOut, notes, unknownRoom } = underTraffic(
    estate,
    plan.subnets,
    traffic.traffic,
    'main',
  );
  const dynamic = dynamicPlan(scenario, { runs: 3, points: 20, growth: { runs: 2, factorMax: 4 } });
  const metric = { name: 'deploy.slowest', unit: 'ms', about: '' } as const;
  const measure = { text: 'mean(deploy.slowest)', metric, kind: 'mean' } as const;
  const sensitivity = runHere(sensing(scenario, measure, { runs: 4 }));
  const under = {
    answer: trafficAnswer(dynamic),
    withTraffic: trafficVerdict(dynamic, { unknownRoom, leftOut }),
    leftOut,
    notes,
    unknownRoom,
    unreached: ids,
    untilMs: 1,
    given: [],
    sensitivity,
  };
  return { ...plan, traffic: { ...under, ...dynamic } };
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '"\' onload=alert(1) x="',
  '\u202eevil\u2066',
  '</style></svg><img src=x onerror=alert(1)>',
  'x'.repeat(10_000),
];

describe('the report in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hyperplane-report-'));
  let browser: Browser | null = null;
  beforeAll(async () => {
    browser = await startBrowser();
    writeFileSync(join(folder, 'good.html'), planHtml(fullPlan(['Shop', 'Pay', 'Mail']), AGAIN));
    writeFileSync(join(folder, 'hostile.html'), planHtml(fullPlan(HOSTILE), AGAIN));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
    [1280, 400].map((width) => ({ colorScheme, width })),
  );
  const pages = ['good', 'hostile'].flatMap((name) => looks.map((look) => ({ name, ...look })));
  test.each(pages)(
    '$name, $colorScheme, $width wide',
    async ({ name, ...look }) => {
      if (browser === null)
        return console.warn('No browser starts here: the report was not opened.');
      const { page, said, requests } = await openFile(browser, join(folder, `${name}.html`), look);
      expect(await violationsOn(page)).toEqual([]);
      expect(said).toEqual([]);
      expect(requests).toEqual([]);
      const marks = await page.$$eval('figure svg', (all) =>
        all.map((svg) => svg.querySelectorAll('rect, path, text').length),
      );
      expect(marks.length).toBeGreaterThanOrEqual(4);
      expect(Math.min(...marks)).toBeGreaterThan(5);
      const captions = await page.$$eval('figure figcaption', (all) =>
        all.map((one) => one.textContent),
      );
      expect(captions).toHaveLength(marks.length);
      expect(captions.join()).toMatch(/Functions by state.*ENIs in VPC.*Addresses in use/s);
      // Nothing sticks out of the page; what is wide scrolls by itself.
      const [wide, room] = (await page.evaluate(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      )) as [number, number];
      expect(wide).toBeLessThanOrEqual(room);
      expect(await page.$$('script, img, iframe, link, object')).toEqual([]);
      const picture = artefact(`${name}-${look.colorScheme}-${look.width}.png`);
      await page.screenshot({ path: picture, fullPage: name === 'good' });
      await page.close();
    },
    60_000,
  );

  test('names are text, whatever they say', async () => {
    if (browser === null) return console.warn('No browser starts here: the report was not opened.');
    const look = { colorScheme: 'light', width: 1280 } as const;
    const { page } = await openFile(browser, join(folder, 'hostile.html'), look);
    const text = (await page.textContent('main')) ?? '';
    for (const name of [HOSTILE[0]!, HOSTILE[1]!, HOSTILE[3]!]) expect(text).toContain(name);
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(
      await page.$$eval('*', (all) => all.filter((one) => one.hasAttribute('onload')).length),
    ).toBe(0);
    await page.close();
  }, 60_000);
});

test('escaping leaves no character that could end a text or an attribute', () => {
  expect(escapeHtml(`<a href="x">'&\u0007\u202e`)).toBe(
    '&lt;a href=&quot;x&quot;&gt;&#39;&amp;\\u0007\\u202e',
  );
});

test('the figure of ENIs says that it counts those of other services too', () => {
  expect(planHtml(fullPlan(['Shop']), AGAIN)).toContain('count against the quota, other services');
});

test('headings follow one another, and the contents lead to each of them', () => {
  const html = planHtml(fullPlan(['Shop', 'Pay']), AGAIN);
  const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) => level);
  expect([levels[0], ...new Set(levels.slice(1))]).toEqual(['1', '2']);
  const ids = [...html.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id);
  const links = [...html.matchAll(/<a href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

const sound = ({ now, whileReplaced }: FullPlan) => ({
  now: { ...now, verdict: 'yes' as const },
  whileReplaced: { ...whileReplaced, verdict: 'yes' as const },
});

test('the answer is as good as what it says', () => {
  const { traffic, ...whole } = fullPlan(['Shop']);
  const plan = { ...whole, findings: [], ...sound(whole) };
  const happened = { value: 1, low: 0.5, high: 1 };
  const metrics = traffic!.summary.metrics.map((one) => {
    return one.name === 'subnet.A.full' ? { ...one, happened } : one;
  });
  const changed = { ...traffic!, summary: { ...traffic!.summary, metrics } };
  const short = {
    ...changed,
    withTraffic: trafficVerdict(changed, { unknownRoom: [], leftOut: [] }),
  };
  const under = (verdict: 'yes' | 'unknown') => {
    return { ...plan, traffic: { ...traffic!, withTraffic: { verdict, fits: null, because: [] } } };
  };
  const toneOf = (full: FullPlan) => /class="answer (\w+)"/.exec(planHtml(full, AGAIN))?.[1];
  expect(toneOf(plan)).toBe('good');
  const worse = (verdict: Verdict) => ({ ...plan.now, verdict });
  expect(toneOf({ ...plan, whileReplaced: worse('no') })).toBe('open');
  expect(toneOf({ ...plan, now: worse('unknown') })).toBe('open');
  expect(toneOf({ ...plan, now: worse('no') })).toBe('bad');
  expect(toneOf(under('yes'))).toBe('good');
  expect(toneOf(under('unknown'))).toBe('open');
  expect(toneOf({ ...plan, traffic: short })).toBe('bad');
  expect(planText({ ...plan, traffic: short })).toContain('\nNo, with this traffic.\n');
});

test('a plan without traffic has its pictures too; one without functions has none', () => {
  const { traffic: _, ...plan } = fullPlan(['Shop']);
  expect(planHtml(plan, AGAIN).match(/<figure/g)).toHaveLength(2);
  const nothing = { ...plan, pairings: [], subnets: [] };
  expect(planHtml(nothing, AGAIN)).not.toContain('<figure');
});
