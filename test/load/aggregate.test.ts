import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Distribution } from '../../src/engine/distribution.ts';
import { meanOf } from '../../src/engine/samplers.ts';
import { minutes, seconds } from '../../src/engine/time.ts';
import { mostRunning, occupancyOf, quantileOf } from '../../src/load/occupancy.ts';
import { callKind, steadyLaw } from '../../src/load/steady-law.ts';
import { checkDeterminism } from '../../src/run/determinism.ts';
import { simulate } from '../../src/run/simulate.ts';
import type { Connections, Scenario, TrafficPhase } from '../../src/scenario/types.ts';
import { create, fn, scenarioOf, update, vpc } from '../builders.ts';
import { mean, variance, watch } from './watch.ts';

const constant = (value: number): Distribution => ({ kind: 'constant', value });
const exponential = (value: number): Distribution => ({ kind: 'exponential', mean: value });
const lognormal: Distribution = { kind: 'lognormal', median: 70, sigma: 0.8446 };

/** Law, calls at once, keep-alive in durations, and how far the variance may be off. */
const GRID: [Distribution, number, number, number][] = [
  [exponential(100), 0.1, 1000, 0.05],
  [exponential(100), 2, 200, 0.05],
  [exponential(100), 10, 100, 0.05],
  [exponential(100), 40, 50, 0.05],
  // Crossings cluster a little otherwise where durations are not exponential.
  [constant(100), 10, 100, 0.1],
  [lognormal, 10, 100, 0.1],
];

test.each(GRID)(
  'LOAD-3: environments in closed form and one by one agree: %j, %d at once, kept %d durations',
  (duration, atOnce, kept, tolerance) => {
    const durationMs = meanOf(duration);
    const keepAliveMs = kept * durationMs;
    const callsPerMs = atOnce / durationMs;
    const looks = Math.min(4_000, Math.floor(2_000_000 / (keepAliveMs * callsPerMs)));
    const seen = watch({ callsPerMs, duration, keepAliveMs }, keepAliveMs, looks).environments;
    const alive = steadyLaw(
      callKind({ duration, hold: null, coldStart: null }),
      callsPerMs,
      keepAliveMs,
    );
    const { moments, law } = alive;
    const noise = Math.sqrt(moments.variance / looks) / moments.mean;
    expect(Math.abs(mean(seen) / moments.mean - 1)).toBeLessThan(0.01 + 2 * noise);
    const spread = 3 * Math.sqrt(2 / looks);
    expect(Math.abs(variance(seen) / moments.variance - 1)).toBeLessThan(tolerance + spread);
    const p99 = seen.sort((a, b) => a - b)[Math.floor(0.99 * looks)]!;
    expect(Math.abs(quantileOf(law, 0.99) - p99)).toBeLessThanOrEqual(Math.max(1, 0.02 * p99));
  },
);

test('LOAD-3: cold starts a second are those of calls one by one', () => {
  const looks = 3_000;
  const [callsPerMs, keepAliveMs] = [0.1, 10_000];
  const duration = exponential(100);
  const { coldStarts } = watch({ callsPerMs, duration, keepAliveMs }, keepAliveMs, looks);
  const kind = callKind({ duration, hold: null, coldStart: null });
  const expected = steadyLaw(kind, callsPerMs, keepAliveMs).coldStartsPerMs * looks * keepAliveMs;
  expect(Math.abs(coldStarts / expected - 1)).toBeLessThan(0.03);
});

test('LOAD-3: the law of the most at once is right where it is known', () => {
  // No call runs longer than nothing: the window changes nothing.
  const occupancy = occupancyOf(5, 100);
  const [now] = [mostRunning([{ ms: 0, occupancy }])];
  expect([...now.atMost]).toEqual([...occupancy.atMost]);
  // That none came within 300 ms has the probability of no call running and none arriving.
  const rare = occupancyOf(0.2, 100);
  const none = mostRunning([{ ms: 300, occupancy: rare }]).atMost[0]!;
  expect(none).toBeCloseTo(Math.exp(-0.2 - 0.002 * 300), 12);
});

const CAP = 200;
const rate = (callsPerMs: number, fromMs = 0, untilMs = minutes(30)): TrafficPhase => {
  return { kind: 'rate', callsPerMs, fromMs, untilMs };
};

function story(
  traffic: TrafficPhase[],
  connections: Partial<Connections>,
  duration: Distribution = exponential(100),
  subnets = 'a',
): Scenario {
  const held = { perEnvironment: 0, perInvocation: 0, hold: null, ...connections };
  const f = fn('f', vpc(subnets, 'g'), { traffic, duration, connections: held });
  const parameters = {
    connectionsPerEni: CAP,
    keepAlive: seconds(10),
    scaleOutRetryEvery: seconds(5),
    idleAfter: minutes(20),
    accountConcurrency: 1e6,
    environmentsPer10s: 1e6,
  };
  return scenarioOf({
    functions: [f],
    timeline: [create(0, 'f')],
    parameters,
    untilMs: minutes(30),
  });
}

const RAMP: TrafficPhase[] = [
  { kind: 'ramp', fromPerMs: 0.01, toPerMs: 0.3, fromMs: 0, untilMs: minutes(20) },
  rate(0.3, minutes(20)),
];

test('CAP-3: the first scale-out of a ramp comes at the same time in both', () => {
  const firstMs = (fidelity: 'exact' | 'aggregate') =>
    Array.from({ length: 12 }, (_, seed) => {
      const scenario = story(RAMP, { perEnvironment: 5 });
      const result = simulate(scenario, { fidelity, seed: String(seed) });
      expect(result.functions[0]!.fidelity).toBe(fidelity);
      expect(result.functions[0]!.nearLimitMs > 0).toBe(fidelity === 'aggregate');
      return result.pairings[0]!.enis[1]!.createdAtMs!;
    });
  const [exact, counted] = [firstMs('exact'), firstMs('aggregate')];
  const noise = Math.sqrt((variance(exact) + variance(counted)) / 12);
  expect(Math.abs(mean(exact) - mean(counted))).toBeLessThan(seconds(10) + 2.5 * noise);
});

test('LOAD-3: open connections, calls and cold starts of a whole run agree', () => {
  const traffic = [
    rate(0.02, 0, minutes(10)),
    rate(0.05, minutes(10), minutes(20)),
    rate(0.01, minutes(20)),
  ];
  const run = (fidelity: 'exact' | 'aggregate') =>
    Array.from({ length: 10 }, (_, seed) => {
      const scenario = story(
        traffic,
        { perEnvironment: 2, perInvocation: 1 },
        exponential(300),
        'a,b',
      );
      const { functions, connections, pairings } = simulate(scenario, {
        fidelity,
        seed: String(seed),
      });
      const { mean: alive, coldStarts, peak } = functions[0]!.environments!;
      const highest = mean(pairings.map(({ enis }) => enis[0]!.peakConnections));
      return { alive, coldStarts, peak, attempted: connections.attempted, highest };
    });
  const [exact, counted] = [run('exact'), run('aggregate')];
  const over = (name: keyof (typeof exact)[number], tolerance: number) => {
    const [a, b] = [exact.map((one) => one[name]), counted.map((one) => one[name])];
    const noise = Math.sqrt((variance(a) + variance(b)) / 10) / mean(a);
    expect([name, Math.abs(mean(b) / mean(a) - 1) < tolerance + 2.5 * noise]).toEqual([name, true]);
  };
  over('alive', 0.015);
  over('peak', 0.02);
  over('attempted', 0.01);
  over('coldStarts', 0.05);
  over('highest', 0.05);
});

test('LOAD-3: half the step, the same conclusions', () => {
  for (const traffic of [RAMP, [rate(0.1)]]) {
    const scenario = story(traffic, { perEnvironment: 4, perInvocation: 1 });
    const enis = [seconds(10), seconds(5)].map((aggregateStepMs) => {
      const result = simulate(scenario, { fidelity: 'aggregate', aggregateStepMs });
      return [result.pairings[0]!.enis.length, result.connections.refused];
    });
    expect(enis[1]).toEqual(enis[0]);
  }
});

test('LOAD-3: counted calls go on from a checkpoint, also amid single calls near a limit', () => {
  const scenario = story(RAMP, { perEnvironment: 5, perInvocation: 1, hold: exponential(2000) });
  expect(checkDeterminism(scenario, { fidelity: 'aggregate' })).toMatchObject({ ok: true });
});

test('LOAD-3: a limit that comes near soon after the rate fell finds environments as they are', () => {
  const traffic = [
    rate(0.15, 0, minutes(10)),
    rate(0.001, minutes(10), minutes(10) + 2_000),
    rate(0.6, minutes(10) + 2_000),
  ];
  const scenario = story(traffic, { perEnvironment: 5 });
  const result = simulate(scenario, { fidelity: 'aggregate' });
  const single = simulate(scenario, { fidelity: 'exact' });
  expect(result.functions[0]!.nearLimitMs).toBeGreaterThan(0);
  expect(result.pairings[0]!.enis.length).toBe(single.pairings[0]!.enis.length);
  expect(checkDeterminism(scenario, { fidelity: 'aggregate' })).toMatchObject({ ok: true });
});

test('CAP-6: connections that are held longer than environments are kept are all there in time', () => {
  const scenario = story([rate(0.002)], { perInvocation: 1, hold: exponential(minutes(1)) });
  const peak = (fidelity: 'exact' | 'aggregate') =>
    mean(
      Array.from({ length: 8 }, (_, seed) => {
        return simulate(scenario, { fidelity, seed: String(seed) }).pairings[0]!.enis[0]!
          .peakConnections;
      }),
    );
  // About 120 are open, and at most some 155 in half an hour.
  expect(Math.abs(peak('aggregate') / peak('exact') - 1)).toBeLessThan(0.06);
});

test('LOAD-3: calls before an attachment open no connections', () => {
  const base = story([rate(0.02)], { perInvocation: 1 });
  const f = { ...base.functions[0]!, vpc: null };
  const scenario = {
    ...base,
    functions: [f],
    timeline: [create(0, 'f'), update(minutes(15), 'f', vpc('a', 'g'))],
  };
  const attempted = (fidelity: 'exact' | 'aggregate') => {
    return simulate(scenario, { fidelity }).connections.attempted;
  };
  expect(Math.abs(attempted('aggregate') / attempted('exact') - 1)).toBeLessThan(0.03);
});

test('LOAD-3: the peak of environments outlives an update', () => {
  const base = story([rate(0.05)], { perEnvironment: 1 }, exponential(200));
  const scenario = {
    ...base,
    timeline: [create(0, 'f'), update(minutes(28), 'f', vpc('a', 'h'))],
    network: {
      ...base.network,
      securityGroups: [
        { id: 'g', vpc: 'main' },
        { id: 'h', vpc: 'main' },
      ],
    },
  };
  const peak = (fidelity: 'exact' | 'aggregate') =>
    mean(
      Array.from({ length: 10 }, (_, seed) => {
        return simulate(scenario, { fidelity, seed: String(seed) }).functions[0]!.environments!
          .peak;
      }),
    );
  expect(Math.abs(peak('aggregate') / peak('exact') - 1)).toBeLessThan(0.06);
});

test('CAP-1: counted connections never pass the cap, and attempted = accepted + refused', () => {
  const phase = fc.record({
    callsPerMs: fc.double({ min: 0.001, max: 0.4, noNaN: true }),
    fromMs: fc.integer({ min: 0, max: minutes(25) }),
    lengthMs: fc.integer({ min: minutes(1), max: minutes(25) }),
  });
  fc.assert(
    fc.property(
      fc.array(phase, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 0, max: 3 }),
      fc.option(fc.integer({ min: 100, max: 20_000 }), { nil: null }),
      (phases, perEnvironment, perInvocation, holdMs) => {
        const traffic = phases.map(({ callsPerMs, fromMs, lengthMs }) => {
          return rate(callsPerMs, fromMs, Math.min(minutes(30), fromMs + lengthMs));
        });
        const hold = holdMs === null ? null : exponential(holdMs);
        const scenario = story(traffic, { perEnvironment, perInvocation, hold });
        const { connections, pairings } = simulate(scenario, { fidelity: 'aggregate' });
        const { attempted, accepted, refused } = connections;
        expect(attempted).toBe(accepted + refused);
        for (const { enis } of pairings) {
          for (const { peakConnections } of enis) expect(peakConnections).toBeLessThanOrEqual(CAP);
        }
      },
    ),
    { numRuns: 40 },
  );
});
