import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparison } from '../../src/experiments/compare.ts';
import { planning } from '../../src/experiments/dynamic-plan.ts';
import { parseTarget } from '../../src/experiments/expression.ts';
import { finding } from '../../src/experiments/find.ts';
import { sensingHeadroom } from '../../src/experiments/headroom-sensitivity.ts';
import { parseLadder } from '../../src/experiments/ladder.ts';
import { replication } from '../../src/experiments/replicate.ts';
import { sensing } from '../../src/experiments/sensitivity.ts';
import { namesOf } from '../../src/experiments/summary.ts';
import { sweeping } from '../../src/experiments/sweep.ts';
import { missingOf, trafficVerdict } from '../../src/experiments/traffic-verdict.ts';
import type { Job } from '../../src/experiments/types.ts';
import { compareText } from '../../src/report/compare-text.ts';
import { findText } from '../../src/report/find-text.ts';
import { thousands } from '../../src/report/format.ts';
import { PLAIN } from '../../src/report/palette.ts';
import { sensitivityText } from '../../src/report/sensitivity-text.ts';
import { sweepText } from '../../src/report/sweep-text.ts';
import { trafficAnswer } from '../../src/report/traffic-answer.ts';
import type { Scenario } from '../../src/scenario/types.ts';
import { create, fn, scenarioOf, vpc } from '../builders.ts';
import { waiting } from './known.ts';
import { numberOf, runLosing } from './losing.ts';

const page = { palette: PLAIN, width: 200 };
const RUNS = 10;

/** Which runs die, by name. */
const SUBSETS: [name: string, dies: (job: Job) => boolean, kept: number][] = [
  ['all', () => true, 0],
  ['the first', (job) => numberOf(job) === 1, 9],
  ['one in the middle', (job) => numberOf(job) === 5, 9],
  ['the last two', (job) => numberOf(job) === 9 || numberOf(job) === 10, 8],
  ['all but one', (job) => numberOf(job) !== 7, 1],
];

const traffic = [{ kind: 'burst' as const, calls: 20, atMs: [500], fromMs: 0, untilMs: 1_000 }];
const shop = scenarioOf({
  functions: [
    fn('f', vpc('a', 'web'), {
      traffic,
      connections: { perEnvironment: 0, perInvocation: 1, hold: null },
      duration: { kind: 'constant', value: 100 },
    }),
  ],
  timeline: [create(0, 'f')],
  untilMs: 900,
  parameters: { connectionsPerEni: 100, scaleOutAt: 0.8, keepAlive: 100, idleAfter: 1e9 },
});
const planned = (dies: (job: Job) => boolean) =>
  runLosing(planning(shop, { runs: RUNS, points: 2, growth: { runs: 8, factorMax: 4 } }), dies);
const bounds = { unknownRoom: [], leftOut: [] };

/** No sentence that only runs could bear. */
const SAYS_NOTHING = /suffice|is added|is full|cannot exclude|less likely|Nothing differs|\bis 0\b/;

describe('a plan', () => {
  test.each(SUBSETS)('without %s of its runs says so first', (_, dies, kept) => {
    const plan = planned(dies);
    const answer = trafficAnswer(plan);
    const { asked, lost } = missingOf(plan);
    expect(plan.summary).toMatchObject({ asked: RUNS, runs: kept });
    expect(plan.takeDown).toMatchObject({ asked: RUNS, runs: kept });
    expect(answer).toMatch(new RegExp(`^${lost.length} of ${asked} runs have no result`));
    expect(trafficVerdict(plan, bounds).verdict).toBe('unknown');
    if (kept > 0) return;
    expect(answer).not.toMatch(SAYS_NOTHING);
    expect(answer).toContain('none of the 10 runs under this traffic has one');
    // Today's runs, which growth begins with, are counted once.
    expect([asked, lost.length]).toEqual([20, 20]);
    expect(plan.growth.headroom.map(({ known, factor }) => [known, factor])).toEqual([
      [false, null],
      [false, null],
      [false, null],
    ]);
    expect(trafficVerdict(plan, bounds).because).toEqual([
      'none of 10 runs under this traffic has a result',
    ]);
  });

  const isGrown = ({ scenario }: Job): boolean => {
    const [phase] = scenario.functions[0]!.traffic;
    return phase !== undefined && phase.kind === 'burst' && phase.calls > 20;
  };

  test('of which only runs with more traffic were lost does not tell how far it may grow', () => {
    const plan = planned(isGrown);
    expect(plan.summary.lost).toEqual([]);
    expect(plan.growth.lost.length).toBeGreaterThan(0);
    const answer = trafficAnswer(plan);
    expect(answer).toMatch(/^\d+ of \d+ runs have no result/);
    expect(answer).toMatch(/no subnet is full: 0 of 10 runs; 10 runs cannot exclude 30%\./);
    expect(answer).toContain('How far traffic may grow until a second ENI is added (and 2 more)');
    expect(answer).not.toContain('suffice');
    expect(trafficVerdict(plan, bounds).verdict).toBe('unknown');
  });

  test('some lost runs with more traffic make no headroom sure', () => {
    const plan = planned((job) => isGrown(job) && numberOf(job) === 2);
    for (const { low } of plan.growth.headroom) expect(low ?? 1).toBe(1);
  });

  test('of which only the runs that take it down were lost does not tell how long that takes', () => {
    const plan = planned(({ scenario }) => scenario.functions[0]!.traffic.length === 0);
    expect(plan.takeDown).toMatchObject({ asked: RUNS, runs: 0 });
    expect(plan.deletableAfter).toMatchObject({ mean: { value: null }, max: null });
    expect(trafficAnswer(plan)).toMatch(/^10 of \d+ runs have no result/);
    expect(trafficVerdict(plan, bounds).verdict).toBe('unknown');
  });

  test('of which no run was lost misses nothing', () => {
    const plan = planned(() => false);
    expect(missingOf(plan).lost).toEqual([]);
    expect(trafficAnswer(plan)).toMatch(/^With this traffic no quota/);
    expect(trafficVerdict(plan, bounds)).toEqual({
      verdict: 'yes',
      fits: true,
      because: ['no limit was met in 10 runs'],
    });
  });
});

describe('a comparison', () => {
  const compared = (dies: (job: Job) => boolean) =>
    runLosing(comparison(waiting(30_000), waiting(15_000), { runs: RUNS, seed: 's' }), dies);

  test.each(SUBSETS)('without %s of its runs says so', (_, dies, kept) => {
    const result = compared(dies);
    const text = compareText(result, page);
    expect([result.asked, result.runs]).toEqual([RUNS, kept]);
    expect(text).toContain(`${kept} of 10 pairs of runs, seeds s/1 to s/10 without s/`);
    expect(text).toContain(`\n${2 * (RUNS - kept)} of 20 runs have no result`);
    if (kept > 0) return;
    expect(text).not.toMatch(SAYS_NOTHING);
    expect(text).toContain('nothing can be said');
    expect(result.metrics.filter(({ differs }) => differs)).toEqual([]);
  });

  test('a run lost on one side leaves its pair out, and its seed is told once', () => {
    const short = (job: Job) => job.scenario.untilMs === 15_000 && numberOf(job) === 4;
    const result = compared(short);
    expect(result.runs).toBe(9);
    expect(compareText(result, page)).toContain('seeds s/1 to s/10 without s/4\n');
  });
});

test.each(SUBSETS)('a replication without %s of its runs counts the others', (_, dies, kept) => {
  const summary = runLosing(replication(waiting(30_000), { runs: RUNS, points: 2 }), dies);
  expect([summary.asked, summary.runs, summary.lost.length]).toEqual([RUNS, kept, RUNS - kept]);
  for (const { happened, mean, quantiles } of summary.metrics) {
    if (kept > 0) continue;
    expect([happened.value, happened.low, happened.high, mean.value]).toEqual(Array(4).fill(null));
    expect(quantiles.map(({ value }) => value)).toEqual([null, null, null, null]);
  }
});

test.each(SUBSETS)('a sweep without %s of its runs says so', (_, dies, kept) => {
  const cells = [{ values: {}, scenario: waiting(30_000) }];
  const target = parseTarget('P(subnet.a.full) < 1%', namesOf(waiting(1), []));
  if (!target.ok) throw new Error(target.message);
  const sweep = runLosing(sweeping(cells, { runs: RUNS }, [target.value.measure]), dies);
  const text = sweepText(sweep, [], page);
  expect(text).toContain(`${RUNS - kept} of 10 runs have no result`);
  if (kept === 0) expect(text).not.toMatch(SAYS_NOTHING);
  else expect(text).toMatch(/^P\(subnet\.a\.full\): 0 of \d runs?; \d runs? cannot exclude/m);
});

describe('a search', () => {
  const five = (quota: number): Scenario => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const functions = ids.map((id) => fn(id, vpc('s', id)));
    const timeline = ids.map((id) => create(0, id));
    return scenarioOf({ functions, timeline, eniQuota: quota });
  };
  const found = (dies: (job: Job) => boolean) => {
    const ladder = parseLadder('1..64', undefined);
    const target = parseTarget('P(operations.failed > 0) < 10%', namesOf(five(1), []));
    if (!ladder.ok || !target.ok) throw new Error('a slip of the test');
    const options = { runs: 40, runsMax: 320 };
    return runLosing(
      finding(ladder.value, (n) => five(Number(n)), target.value, options),
      dies,
    );
  };

  test.each(SUBSETS)(
    'without %s of its runs says so, and is sure only of what it can be',
    (_, dies, kept) => {
      const result = found(dies);
      const text = findText(result, 'quota', page);
      expect(text).toMatch(
        new RegExp(`^${thousands(result.lost.length)} of ${thousands(result.asked)} runs have no`),
      );
      // The missing ones count for and against: of 40 runs two or three may be missing.
      const isSure = kept >= 8;
      expect(/ is \d+\.\n/.test(text)).toBe(isSure);
      expect(result.tried.some(({ sure }) => sure)).toBe(isSure);
    },
  );

  test('without any run at a value that decides says that it is not known', () => {
    const quotaOf = ({ scenario }: Job) => scenario.network.vpcs[0]!.eniQuota;
    const result = found((job) => quotaOf(job) === 8);
    expect(result).toMatchObject({ kind: 'unknown', value: null, between: [null, null] });
    expect(findText(result, 'quota', page)).toContain(
      'Where P(operations.failed > 0) < 10% begins or ceases is not known: at 8 no run has a result.',
    );
  });
});

describe('sensitivity', () => {
  const free = { ...waiting(3_600_000), parameters: {} };
  const metric = { name: 'deploy.slowest', unit: 'ms' as const, about: '' };
  const measure = { text: 'mean(deploy.slowest)', metric, kind: 'mean' as const };

  test.each(SUBSETS)('without %s of its runs says so', (_, dies, kept) => {
    const result = runLosing(sensing(free, measure, { runs: RUNS }), dies);
    const text = sensitivityText(result, page);
    expect(result.runs).toBe(kept);
    expect(text).toContain(`\n${result.lost.length} of ${result.asked} runs have no result`);
    expect(text).not.toMatch(/NaN|Infinity/);
    if (kept > 0) return;
    expect(text).not.toMatch(SAYS_NOTHING);
    expect(result.bars.filter(({ matters }) => matters)).toEqual([]);
  });

  test('of headroom from no run has no headroom', () => {
    const flag = { name: 'enis.scaledOut', unit: 'flag' as const, about: '' };
    const result = runLosing(sensingHeadroom(shop, flag, { runs: 8 }), () => true);
    expect(result).toMatchObject({ runs: 0, bars: [], base: { value: null } });
    expect(sensitivityText(result, page)).toMatch(/nothing can be said/);
  });
});

test('with any set of runs dying no probability rests on none, and the missing are counted', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (dead) => {
      const dies = (job: Job) => dead[numberOf(job) % 6]!;
      const plan = planned(dies);
      const { lost } = missingOf(plan);
      const isWhole = !dead.includes(true);
      expect(lost.length === 0).toBe(isWhole);
      expect(trafficVerdict(plan, bounds).verdict).toBe(isWhole ? 'yes' : 'unknown');
      const isNone = !dead.includes(false);
      expect(/cannot exclude/.test(trafficAnswer(plan))).toBe(!isNone);
      for (const { shares } of plan.growth.headroom) {
        for (const { value, runs, asked } of shares) {
          expect(value === null).toBe(runs === 0);
          expect(runs).toBeLessThanOrEqual(asked);
        }
      }
    }),
    { numRuns: 20 },
  );
});
