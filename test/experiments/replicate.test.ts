import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Interval } from '../../src/engine/statistics.ts';
import { minutes } from '../../src/engine/time.ts';
import { momentsOf } from '../../src/experiments/over-time.ts';
import { replicate } from '../../src/experiments/replicate.ts';
import type { Summary } from '../../src/experiments/types.ts';
import { simulate } from '../../src/run/simulate.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import {
  create,
  fn,
  invoke,
  publish,
  remove,
  role,
  scenarioOf,
  setQuota,
  update,
  vpc,
} from '../builders.ts';
import { waiting } from './known.ts';

const metric = (summary: Summary, name: string) =>
  summary.metrics.find((one) => one.name === name)!;

/** The value that a metric has in every run. */
const fixed = (summary: Summary, name: string) => {
  const { min, max } = metric(summary, name);
  expect(min).toBe(max);
  return min;
};

test('mean, median and share are within their intervals in at least 95 % of 2,000 experiments', () => {
  const scenario = waiting(16_900);
  const held = { mean: 0, median: 0, share: 0 };
  const experiments = 2_000;
  const holds = (interval: Interval, truth: number) =>
    interval.low! <= truth && (interval.high ?? Number.POSITIVE_INFINITY) >= truth ? 1 : 0;
  for (let i = 0; i < experiments; i++) {
    const summary = replicate(scenario, { runs: 20, seed: `experiment ${i}` });
    const { mean, quantiles, happened } = metric(summary, 'deploy.slowest');
    // Uniform from 10 to 20 s, looked at until 16.9 s: whole ms below that.
    held.mean += holds(mean, (10_000 + 16_899.5) / 2);
    held.median += holds(quantiles[0]!, 15_000);
    held.share += holds(happened, 0.68995);
  }
  for (const count of Object.values(held)) {
    // Few runs, and intervals that hold for every law, make it more; 1.5 % are three standard errors.
    expect(count / experiments).toBeGreaterThan(0.935);
    expect(count / experiments).toBeLessThan(0.99);
  }
  // Forty thousand runs, on a machine that may be busy.
}, 240_000);

describe('a summary', () => {
  const scenario = waiting(30_000);

  test('of the same seed is the same, bit by bit', () => {
    const options = { runs: 30, seed: 'plan', points: 4 };
    expect(replicate(scenario, options)).toEqual(replicate(scenario, options));
    expect(replicate(scenario, { ...options, seed: 'other' }).hash).not.toBe(
      replicate(scenario, options).hash,
    );
  });

  test('of more runs begins with the runs of the shorter one', () => {
    const few = replicate(scenario, { runs: 5 });
    const { mean } = metric(few, 'deploy.slowest');
    const single = [1, 2, 3, 4, 5].map((run) => {
      const { pairings } = simulate(scenario, { seed: `test/${run}` });
      return pairings[0]!.enis[0]!.readyAtMs!;
    });
    expect(mean.value).toBeCloseTo(single.reduce((sum, ms) => sum + ms, 0) / 5, 9);
  });

  test('is plain JSON', () => {
    const summary = replicate(waiting(12_000), { runs: 10, points: 3 });
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });

  test('no interval of a mean reaches below 0, however few runs there are', () => {
    for (let i = 0; i < 20; i++) {
      const { metrics } = replicate(waiting(100_000), { runs: 2, seed: `few ${i}` });
      for (const { mean } of metrics) expect(mean.low ?? 0).toBeGreaterThanOrEqual(0);
    }
  });

  test('goes on until its mean is as precise as wanted, or runs are used up', () => {
    const precision = { metric: 'deploy.slowest', relative: 0.02 };
    const enough = replicate(scenario, { runs: 20, precision });
    const { value, high } = metric(enough, 'deploy.slowest').mean;
    expect(enough.precise).toBe(true);
    // 1.96 * 2,887 / sqrt(n) is 2 % of 15,000 at n = 356; then the next step of the runs counts.
    expect(enough.runs).toBeGreaterThan(300);
    expect(enough.runs).toBeLessThan(600);
    expect((high! - value!) / value!).toBeLessThanOrEqual(0.02);
    const cut = replicate(scenario, { runs: 20, precision: { ...precision, runsMax: 25 } });
    expect([cut.precise, cut.runs]).toEqual([false, 25]);
  });

  test.each([0, -1, 1.5, Number.NaN])('of %d runs is refused', (runs) => {
    expect(() => replicate(scenario, { runs })).toThrow(RangeError);
  });

  test('has series as bands between the extremes, with what there can be at most', () => {
    const { series } = replicate(scenario, { runs: 10, points: 3 });
    expect(series.map(({ name, limit }) => [name, limit])).toEqual([
      ['functions.Pending', 1],
      ['functions.Active', 1],
      ['functions.Inactive', 1],
      ['functions.Failed', 1],
      ['vpc.main', 500],
      ['subnet.a', 11],
    ]);
    const band = (name: string) => series.find((one) => one.name === name)!;
    expect(band('vpc.main')).toMatchObject({ atMs: [10_000, 20_000, 30_000], mean: [1, 1, 1] });
    // Its ENI takes 10 to 20 s: nobody is Active before, and nobody Pending after.
    expect(band('functions.Pending')).toMatchObject({ p05: [1, 0, 0], p99: [1, 0, 0] });
    expect(band('functions.Active')).toMatchObject({ p05: [0, 1, 1], p99: [0, 1, 1] });
    // A point tells what was so just before it: the create of 10 s is not seen at 10 s.
    const late = { ...scenario, timeline: [create(10_000, 'f')] };
    const { series: bands } = replicate(late, { runs: 3, points: 3 });
    expect(bands.at(-1)).toMatchObject({ name: 'subnet.a', p05: [0, 1, 1], p99: [0, 1, 1] });
  });
});

describe('series', () => {
  const functions = ['f', 'g', 'h'].map((id) => fn(id, vpc('a', id)));
  const states = (parts: Omit<Parameters<typeof scenarioOf>[0], 'functions'>) => {
    const { series } = replicate(scenarioOf({ functions, ...parts }), { runs: 1, points: 4 });
    const named = series.map(({ name, mean }) => [name.slice(name.indexOf('.') + 1), mean]);
    return Object.fromEntries(named) as Record<string, number[]>;
  };

  test('count functions by state: those that fail and those that are deleted as well', () => {
    const timeline = [create(0, 'f'), create(0, 'g'), create(0, 'h'), remove(400, 'f')];
    const seen = states({ timeline, untilMs: 800, free: { a: 2 } });
    // STATE-2: after 100 ms two have their ENIs; the third finds no address left.
    expect(seen).toMatchObject({ Failed: [1, 1, 1, 1], Active: [2, 2, 1, 1] });
    expect(seen['Pending']).toEqual([0, 0, 0, 0]);
  });

  test('count published versions of a function no second time', () => {
    const timeline = [create(0, 'f'), publish(300, 'f')];
    expect(states({ timeline, untilMs: 800 })['Active']).toEqual([1, 1, 1, 1]);
  });

  test('of subnets and VPCs count what others hold', () => {
    const seen = states({ timeline: [create(0, 'f')], untilMs: 800, free: { a: 2 }, otherEnis: 7 });
    expect(seen).toMatchObject({ a: [10, 10, 10, 10], main: [8, 8, 8, 8] });
  });

  test('have half of their moments in the first half hour of a run of hours', () => {
    expect(momentsOf(minutes(90), 3)).toEqual([30, 60, 90].map(minutes));
    expect(momentsOf(minutes(150), 4)).toEqual([15, 30, 90, 150].map(minutes));
    expect(momentsOf(minutes(150), 0)).toEqual([]);
  });
});

describe('metrics of a run', () => {
  test('the names that expectations use mean the same here', () => {
    const file = 'scenarios/burst.yaml';
    const parsed = parseScenario(readFileSync(file, 'utf8'), { file });
    if (!parsed.ok) throw new Error('the scenario is broken');
    const names = ['enis.peak', 'enis.live', 'connections.refused', 'connections.peak'];
    names.push('invocations.failed', 'subnet.a.peak', 'vpc.main.peak');
    const line = null;
    const expectations = names.map((name) => {
      const bounds = { min: 0, max: null, equals: null };
      return { kind: 'metric' as const, metric: name, atMs: null, line, ...bounds };
    });
    const scenario = { ...parsed.scenario, expectations };
    const seen = simulate(scenario, { seed: 'burst/1' }).expectations.map((one) =>
      Number(one.seen),
    );
    const summary = replicate(scenario, { runs: 1 });
    expect(names.map((name) => fixed(summary, name))).toEqual(seen);
    // CAP-3: the crowded ENI is joined by another one at the burst, not before.
    expect(fixed(summary, 'enis.scaledOut')).toBe(1);
    const scaledOutAtMs = fixed(summary, 'enis.scaledOutAt')!;
    expect(scaledOutAtMs).toBeGreaterThan(30 * 60_000);
    expect(fixed(summary, 'connections.refusedAt')).toBeGreaterThan(scaledOutAtMs);
  });

  test('a subnet is full when its last address is taken, and names its moment', () => {
    const functions = ['f', 'g', 'h'].map((id) => fn(id, vpc('a', id)));
    const timeline = [create(0, 'f'), create(500, 'g'), create(900, 'h')];
    const summary = replicate(scenarioOf({ functions, timeline, free: { a: 2 } }), { runs: 2 });
    expect(fixed(summary, 'subnet.a.full')).toBe(1);
    expect(fixed(summary, 'subnet.a.fullAt')).toBe(500);
    expect(fixed(summary, 'subnet.a.peak')).toBe(11);
    expect(fixed(summary, 'operations.failed')).toBe(1);
    expect(fixed(summary, 'operations.failed.SubnetOutOfIPAddresses')).toBe(1);
    expect(metric(summary, 'function.h.activeAfter').happened.value).toBe(0);
    expect(fixed(summary, 'vpc.main.quotaReached')).toBe(0);
  });

  test('a quota is reached by ENIs, by those of others, or by being lowered', () => {
    const functions = [fn('f', vpc('a', 'f'))];
    const timeline = [create(5, 'f'), setQuota(50, 1)];
    const of = (parts: object) => {
      return replicate(scenarioOf({ functions, timeline, ...parts }), { runs: 1 });
    };
    expect(fixed(of({}), 'vpc.main.quotaReachedAt')).toBe(50);
    expect(fixed(of({ eniQuota: 1 }), 'vpc.main.quotaReachedAt')).toBe(5);
    expect(fixed(of({ eniQuota: 7, otherEnis: 7 }), 'vpc.main.quotaReachedAt')).toBe(0);
  });

  test('a failure that some runs do not meet counts as 0 in those', () => {
    // The ENI takes 10 to 20 s: at 15 s half of the calls still find the function Pending.
    const scenario = { ...waiting(30_000), timeline: [create(0, 'f'), invoke(15_000, 'f')] };
    const summary = replicate(scenario, { runs: 200 });
    const { happened, mean } = metric(summary, 'invocations.failed.ResourceConflictException');
    expect(happened.low!).toBeLessThan(0.5);
    expect(happened.high!).toBeGreaterThan(0.5);
    expect(mean.value).toBeCloseTo(happened.value!, 12);
    expect(metric(summary, 'invocations.failed').mean.value).toBeCloseTo(mean.value!, 12);
  });

  test('a deploy takes from the call to its success; updates count, failures do not', () => {
    const functions = [fn('f', vpc('a', 'x')), fn('g', vpc('a', 'x'), { role: 'poor' })];
    const timeline = [
      create(0, 'f'),
      create(0, 'g'),
      publish(80, 'f'),
      update(100, 'f', vpc('b', 'x')),
    ];
    const summary = replicate(scenarioOf({ functions, timeline, roles: [role('poor')] }), {
      runs: 1,
    });
    // STATE-2: the ENI's 70 ms, for the create and for the update; the publish waits for nothing.
    expect(fixed(summary, 'function.f.activeAfter')).toBe(70);
    expect(metric(summary, 'function.g.activeAfter').happened.value).toBe(0);
    const slow = scenarioOf({
      functions: [functions[0]!],
      timeline: [create(0, 'f'), update(100, 'f', null)],
    });
    expect(fixed(replicate(slow, { runs: 1 }), 'deploy.slowest')).toBe(70);
  });

  test('a stack is deletable when its last ENI is gone, counted from the last delete', () => {
    const functions = [fn('f', vpc('a', 'x')), fn('g', vpc('a', 'x'))];
    const timeline = [create(0, 'f'), create(0, 'g'), remove(200, 'f'), remove(300, 'g')];
    const summary = replicate(scenarioOf({ functions, timeline }), { runs: 1 });
    // ENI-3: 40 ms until it is detached, and 90 ms more.
    expect(fixed(summary, 'stack.deletableAfter')).toBe(130);
    const early = scenarioOf({ functions, timeline, untilMs: 400 });
    expect(metric(replicate(early, { runs: 1 }), 'stack.deletableAfter').happened.value).toBe(0);
    const none = scenarioOf({ functions, timeline: timeline.slice(0, 2) });
    expect(metric(replicate(none, { runs: 1 }), 'stack.deletableAfter')).toBeUndefined();
  });
});
