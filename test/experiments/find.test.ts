import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../src/engine/time.ts';
import { parseTarget } from '../../src/experiments/expression.ts';
import { finding } from '../../src/experiments/find.ts';
import { growing, growth } from '../../src/experiments/growth.ts';
import { runHere } from '../../src/experiments/here.ts';
import { parseLadder } from '../../src/experiments/ladder.ts';
import { runJob } from '../../src/experiments/one-run.ts';
import { jobs, runsOf } from '../../src/experiments/replicate.ts';
import { runsOfSensing, sensing } from '../../src/experiments/sensitivity.ts';
import { namesOf } from '../../src/experiments/summary.ts';
import type { Scenario, TrafficPhase } from '../../src/scenario/types.ts';
import { create, fn, scenarioOf, vpc } from '../builders.ts';
import { waiting } from './known.ts';

function find(range: string, until: string, at: (value: string) => Scenario, runs = 20) {
  const ladder = parseLadder(range, undefined);
  const target = parseTarget(until, namesOf(at('20s'), []));
  if (!ladder.ok || !target.ok) throw new Error(`${JSON.stringify([ladder, target])}`);
  const options = { runs, runsMax: 800 };
  return runHere(finding(ladder.value, (value) => at(String(value)), target.value, options));
}

/** Five functions, each of which needs an ENI of its own. */
const five = (quota: string): Scenario => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const functions = ids.map((id) => fn(id, vpc('s', id)));
  const timeline = ids.map((id) => create(0, id));
  return scenarioOf({ functions, timeline, eniQuota: Number.parseInt(quota, 10) });
};

describe('find', () => {
  test('the smallest quota under which nothing fails is the number of ENIs', () => {
    const found = find('1..64', 'P(operations.failed > 0) < 10%', five, 40);
    expect(found).toMatchObject({ kind: 'smallest', value: 5, between: [4, 5] });
    expect(found.tried.map(({ value }) => value)).toEqual([1, 4, 5, 6, 8, 16, 32, 64]);
    expect(found.tried.every(({ sure }) => sure)).toBe(true);
  });

  test('the largest quota that is surely reached is the number of ENIs', () => {
    const found = find('1..64', 'P(vpc.main.quotaReached) > 90%', five, 40);
    expect(found).toMatchObject({ kind: 'largest', value: 5, between: [5, 6] });
  });

  test('a range whose ends agree has no answer', () => {
    const target = 'P(operations.failed > 0) < 10%';
    expect(find('6..9', target, five, 40)).toMatchObject({ kind: 'everywhere', value: null });
    expect(find('1..3', target, five, 40)).toMatchObject({ kind: 'nowhere', value: null });
  });

  test('a probability that rises evenly is found where it passes the target', () => {
    // The wait is uniform from 10 to 20 s: 70 % of the runs have it behind them at 17 s.
    const at = (value: string) => waiting(parseDuration(value)!);
    const found = find('11s..20s', 'P(deploy.slowest) >= 70%', at);
    const answerMs = parseDuration(String(found.value))!;
    const ends = found.between.map((value) => parseDuration(String(value))!);
    expect(found.kind).toBe('smallest');
    // 800 runs at each value: three standard errors are 0.5 s.
    expect(Math.abs(answerMs - 17_000)).toBeLessThan(500);
    expect(ends[0]).toBeLessThan(17_000);
    expect(ends[1]).toBeGreaterThan(17_000);
    // What is clear is told with few runs, what is near the answer with many.
    expect(found.tried.at(-1)!.runs).toBe(20);
    expect(Math.max(...found.tried.map(({ runs }) => runs))).toBe(800);
    const steps = [20, 40, 80, 160, 320, 640, 800];
    expect(found.tried.filter(({ runs }) => !steps.includes(runs))).toEqual([]);
  });
});

describe('growth', () => {
  // 10 calls at once, each with one connection; an ENI of 100 is crowded from 80 on (CAP-3).
  const trafficOf = (calls: number): TrafficPhase[] => [
    { kind: 'burst', calls, atMs: [500], fromMs: 0, untilMs: 10_000 },
  ];
  const connections = { perEnvironment: 0, perInvocation: 1, hold: null };
  const duration = { kind: 'constant', value: 200 } as const;
  const specOf = (calls: number) => {
    return fn('f', vpc('a', 'web'), { traffic: trafficOf(calls), connections, duration });
  };
  const burst = scenarioOf({
    functions: [specOf(10)],
    timeline: [create(0, 'f')],
    free: { a: 2 },
    parameters: { connectionsPerEni: 100, scaleOutAt: 0.8, scaleOutRetryEvery: 50, keepAlive: 100 },
  });

  test('finds the factor at which an ENI scales out and a subnet is full', () => {
    const { headroom, runs } = growth(burst, { runs: 10, factorMax: 16 });
    expect(runs).toBe(10);
    const [first, second, third] = headroom;
    expect(first).toMatchObject({ metric: 'enis.scaledOut', factor: 8 });
    // Its second ENI takes the last address.
    expect(second).toMatchObject({ metric: 'subnet.a.full', factor: 8 });
    expect(third).toMatchObject({ metric: 'vpc.main.quotaReached', factor: null });
    expect(first!.low).toBeLessThan(8);
    expect(first!.high).toBe(8);
    expect(first!.shares.map(({ factor }) => factor)).toEqual(
      first!.shares.map(({ factor }) => factor).toSorted((a, b) => a - b),
    );
  });

  test('finds factors between two doublings', () => {
    const { headroom } = growth({ ...burst, functions: [specOf(7)] }, { runs: 10, factorMax: 16 });
    // round(7 f) is 80 from f = 11.36 on; the next power of the 16th root of 2 is 11.81.
    expect(headroom[0]!.factor).toBeCloseTo(2 ** (57 / 16), 12);
    expect(headroom[0]!.low).toBeCloseTo(2 ** (56 / 16), 12);
  });

  test('few runs tell what is clear, more where it is in doubt', () => {
    const { headroom, runs } = growth(burst, { runs: 30, factorMax: 16 });
    const { shares, low, high } = headroom[0]!;
    expect(runs).toBe(30);
    expect(new Set(shares.map((one) => one.runs))).toEqual(new Set([8]));
    // Sure answers are looked for near the factor.
    expect(low! / 8).toBeGreaterThan(0.8);
    expect(high! / 8).toBeLessThan(1.2);
    // The ENI takes 10 to 20 s, traffic grown or not: at 15.2 s it is ready in 52 % of the runs.
    const slow = { kind: 'uniform', min: 10_000, max: 20_000 } as const;
    const late: TrafficPhase[] = [
      { kind: 'burst', calls: 80, atMs: [15_200], fromMs: 0, untilMs: 15_300 },
    ];
    const even = {
      ...burst,
      untilMs: 16_000,
      functions: [fn('f', vpc('a', 'web'), { traffic: late, connections, duration })],
      parameters: { ...burst.parameters, eniCreation: slow, idleAfter: 1_000_000 },
    };
    const [doubt] = growth(even, { runs: 30, factorMax: 1 }).headroom;
    expect(doubt!.shares.map((one) => one.runs)).toEqual([30]);
  });

  test('runs that were made already are not made again', () => {
    const { job } = runsOf(burst, { runs: 8 });
    const today = jobs(0, 8, job).map(runJob);
    const asked: string[] = [];
    const all = growing(burst, { runs: 10, factorMax: 1 }, today);
    for (let next = all.next(); !next.done; next = all.next(next.value.map(runJob))) {
      asked.push(...next.value.map(({ seed }) => seed));
    }
    expect(asked).toEqual([]);
  });

  test('traffic is not grown to where runs take minutes', () => {
    // 20 calls run at a time; at three times the traffic they may come near 100.
    const traffic: TrafficPhase[] = [{ kind: 'rate', callsPerMs: 0.1, fromMs: 0, untilMs: 1e7 }];
    const functions = [fn('f', vpc('a', 'web'), { traffic, connections, duration })];
    const parameters = { accountConcurrency: 100, keepAlive: 600_000 };
    const steady = { ...burst, untilMs: 1e7, functions, parameters };
    const options = { runs: 1, factorMax: 8 };
    expect(growth(steady, options)).toMatchObject({ isCutShort: true, factorMax: 2 ** 1.5 });
    const free = { ...steady, parameters: { ...parameters, accountConcurrency: 100_000 } };
    expect(growth(free, options)).toMatchObject({ isCutShort: false, factorMax: 8 });
  });

  test('what has happened already has no headroom', () => {
    const full = { ...burst, network: { ...burst.network } };
    full.network.subnets = burst.network.subnets.map((subnet) => ({ ...subnet, taken: 11 }));
    const { headroom } = growth(full, { runs: 10, factorMax: 1 });
    expect(headroom[0]).toMatchObject({ metric: 'subnet.a.full', factor: 1 });
    expect(headroom[1]!.factor).toBeNull();
  });

  test.each([{ chance: 0 }, { chance: 1 }, { factorMax: 0.5 }, { factorMax: Number.NaN }])(
    '%j is refused',
    (options) => {
      expect(() => growth(burst, options)).toThrow(RangeError);
    },
  );
});

describe('sensitivity', () => {
  const functions = [fn('f', vpc('a', 'web'))];
  const free = { ...scenarioOf({ functions, timeline: [create(0, 'f')], untilMs: 3_600_000 }) };
  const metric = { name: 'deploy.slowest', unit: 'ms' as const, about: '' };
  const measure = { text: 'mean(deploy.slowest)', metric, kind: 'mean' as const };

  test('ranks the guesses, and moves the middle of a law to the ends of its range', () => {
    const { base, bars } = runHere(sensing({ ...free, parameters: {} }, measure, { runs: 30 }));
    expect(bars.filter(({ matters }) => matters).map(({ parameter }) => parameter)).toEqual([
      'eniCreation',
    ]);
    const [{ ends, swing }] = bars as [(typeof bars)[number]];
    const [low, high] = ends;
    // The median is 180 s, its range 60 to 510 s; the same luck makes the rest of the law cancel.
    expect(low!.estimate.value! / base.value!).toBeCloseTo(60 / 180, 4);
    expect(high!.estimate.value! / base.value!).toBeCloseTo(510 / 180, 4);
    expect(swing!).toBeCloseTo(high!.estimate.value! - low!.estimate.value!, 6);
    expect(high!.difference.value!).toBeCloseTo(high!.estimate.value! - base.value!, 6);
  });

  test('takes as many runs as it says beforehand', () => {
    const asked = sensing({ ...free, parameters: {} }, measure, { runs: 1 });
    let made = 0;
    for (let next = asked.next(); !next.done; next = asked.next(next.value.map(runJob))) {
      made += next.value.length;
    }
    expect(runsOfSensing({ ...free, parameters: {} }, { runs: 1 })).toBe(made);
  });

  test('a number that the scenario gives is no guess', () => {
    const parameters = { eniCreation: { kind: 'constant', value: 5 } } as const;
    const { bars } = runHere(sensing({ ...free, parameters }, measure, { runs: 3 }));
    expect(bars.map(({ parameter }) => parameter)).not.toContain('eniCreation');
    expect(bars.filter(({ swing }) => swing !== 0)).toEqual([]);
  });
});
