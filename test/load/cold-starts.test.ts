import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../src/engine/distribution.ts';
import { hours, minutes, seconds } from '../../src/engine/time.ts';
import { simulate } from '../../src/run/simulate.ts';
import type { Fidelity, TrafficPhase } from '../../src/scenario/types.ts';
import { create, fn, scenarioOf } from '../builders.ts';
import { type LifoSeen, lifo, type Stretch } from './lifo.ts';
import { mean, variance } from './watch.ts';

const SIGMA = 0.8;

interface Law {
  law: (meanMs: number) => Distribution;
  draw: (meanMs: number, uniform: () => number) => number;
}

const LAWS: Record<string, Law> = {
  constant: { law: (value) => ({ kind: 'constant', value }), draw: (meanMs) => meanMs },
  exponential: {
    law: (value) => ({ kind: 'exponential', mean: value }),
    draw: (meanMs, uniform) => -meanMs * Math.log(1 - uniform()),
  },
  lognormal: {
    law: (meanMs) => ({
      kind: 'lognormal',
      median: meanMs * Math.exp(-(SIGMA ** 2) / 2),
      sigma: SIGMA,
    }),
    draw: (meanMs, uniform) => {
      const normal = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
      return meanMs * Math.exp(SIGMA * normal - SIGMA ** 2 / 2);
    },
  },
};

interface Traffic {
  untilMs: number;
  durationMs: number;
  stretches: Stretch[];
  coldMs?: number;
}

/** Calls a second between two moments. */
function at(perSecond: number, fromMs: number, untilMs: number): Stretch {
  return { fromMs, untilMs, callsPerMs: perSecond / 1000 };
}

const DAYS = [0, 1, 2].flatMap((day) => {
  const hour = (of: number) => hours(24 * day + of);
  return [at(0.1, hour(0), hour(8)), at(2, hour(8), hour(18)), at(0.5, hour(18), hour(24))];
});

const TRAFFIC: Record<string, Traffic> = {
  'from the beginning': {
    untilMs: hours(2),
    durationMs: 2000,
    stretches: [at(5, 0, hours(2))],
  },
  'after an hour': {
    untilMs: hours(4),
    durationMs: 2000,
    stretches: [at(5, hours(1), hours(4))],
  },
  'rare, after an hour': {
    untilMs: hours(72),
    durationMs: 300,
    stretches: [at(30 / 3600, hours(1), hours(72))],
  },
  'dense, then none': {
    untilMs: hours(2),
    durationMs: 100,
    stretches: [at(150, hours(1), hours(1) + minutes(30))],
  },
  'in bursts': {
    untilMs: hours(6),
    durationMs: 1500,
    stretches: [0, 1, 2, 3].map((i) => at(12, hours(1 + i), hours(1 + i) + minutes(2))),
  },
  'in bursts closer than the keep-alive': {
    untilMs: hours(2),
    durationMs: 2000,
    stretches: Array.from({ length: 10 }, (_, i) => {
      return at(20, minutes(30 + 7 * i), minutes(31 + 7 * i));
    }),
  },
  'with jumps up and down': {
    untilMs: hours(5),
    durationMs: 2000,
    stretches: [2, 10, 4, 12].map((rate, i) => at(rate, hours(1 + i), hours(2 + i))),
  },
  'another rate each minute': {
    untilMs: hours(3),
    durationMs: 1000,
    stretches: Array.from({ length: 180 }, (_, i) => {
      return at(2 + ((7919 * i) % 13), minutes(i), minutes(i + 1));
    }),
  },
  'daily over three days': { untilMs: hours(72), durationMs: 3000, stretches: DAYS },
};

const KEPT_MS = minutes(10);
const LIFO_CALLS = 2_000_000;
const EXACT_CALLS = 800_000;

/** Many stretches are one profile: each phase is a stream of its own. */
function phasesOf(stretches: readonly Stretch[], untilMs: number): TrafficPhase[] {
  if (stretches.length < 20) return stretches.map((one) => ({ kind: 'rate', ...one }));
  const steps = stretches.map(({ fromMs, callsPerMs }) => ({ atMs: fromMs, callsPerMs }));
  return [{ kind: 'profile', fromMs: 0, untilMs, startMs: 0, periodMs: untilMs, steps }];
}

type Seen = Pick<LifoSeen, 'coldStarts' | 'mean' | 'peak'>;

function simulated(traffic: Traffic, law: Law, fidelity: Fidelity, runs: number): Seen[] {
  const { untilMs, durationMs, stretches, coldMs = 0 } = traffic;
  const f = fn('f', null, {
    traffic: phasesOf(stretches, untilMs),
    duration: law.law(durationMs),
    coldStart: coldMs > 0 ? { kind: 'constant', value: coldMs } : null,
  });
  const scenario = scenarioOf({
    functions: [f],
    timeline: [create(0, 'f')],
    parameters: { keepAlive: KEPT_MS, idleAfter: hours(300) },
    untilMs,
  });
  return Array.from({ length: runs }, (_, seed) => {
    const result = simulate(scenario, { fidelity, seed: `${untilMs}/${durationMs}/${seed}` });
    expect(result.functions[0]!.fidelity).toBe(fidelity);
    return result.functions[0]!.environments!;
  });
}

function fromTheDefinition(traffic: Traffic, law: Law, runs: number): Seen[] {
  const { durationMs, ...setting } = traffic;
  return Array.from({ length: runs }, (_, i) => {
    const draw = (uniform: () => number) => law.draw(durationMs, uniform);
    return lifo({ ...setting, keepAliveMs: KEPT_MS, durationMs: draw }, 1 + 7919 * i);
  });
}

/** Two means agree within a share, or within three standard errors: of 162 some are beyond two. */
function expectAlike(a: readonly Seen[], b: readonly Seen[], within: number): void {
  for (const key of ['coldStarts', 'mean', 'peak'] as const) {
    const [mine, other] = [a.map((one) => one[key]), b.map((one) => one[key])];
    // Few runs know their own variance badly.
    const spread = Math.max(variance(mine), variance(other));
    const noise = Math.sqrt(spread / mine.length + spread / other.length);
    const apart = Math.abs(mean(mine) - mean(other));
    const allowed = Math.max(within * mean(other), 3 * noise);
    const told = `${key}: ${mean(mine).toFixed(2)} and ${mean(other).toFixed(2)}`;
    expect(apart <= allowed ? '' : told).toBe('');
  }
}

const callsOf = ({ stretches }: Traffic) =>
  stretches.reduce((sum, { fromMs, untilMs, callsPerMs }) => {
    return sum + (untilMs - fromMs) * callsPerMs;
  }, 0);

const runsFor = (calls: number, traffic: Traffic, most: number) =>
  Math.max(5, Math.min(most, Math.floor(calls / callsOf(traffic))));

describe.each(Object.entries(TRAFFIC))('LOAD-2, LOAD-3: traffic %s', (_, traffic) => {
  test.each(Object.entries(LAWS))('environments of counted calls: %s durations', (__, law) => {
    const counted = simulated(traffic, law, 'aggregate', traffic.stretches.length > 20 ? 40 : 400);
    expectAlike(counted, fromTheDefinition(traffic, law, runsFor(LIFO_CALLS, traffic, 400)), 0.02);
    expectAlike(
      counted,
      simulated(traffic, law, 'exact', runsFor(EXACT_CALLS, traffic, 100)),
      0.02,
    );
  });
});

/** First calls that take longer make the first fill larger; of jumps the closed form is coarser. */
test.each([
  ['constant', 0.06],
  ['exponential', 0.06],
  ['lognormal', 0.06],
] as const)('LOAD-2: the first calls take a second longer: %s durations', (name, within) => {
  const stretches = [at(20, hours(1), hours(3))];
  const traffic = { untilMs: hours(3), durationMs: 200, stretches, coldMs: seconds(1) };
  const counted = simulated(traffic, LAWS[name]!, 'aggregate', 60);
  expectAlike(counted, fromTheDefinition(traffic, LAWS[name]!, 100), within);
});

test('LOAD-3: how often the books are looked at changes no cold start', () => {
  const traffic = TRAFFIC['with jumps up and down']!;
  const f = fn('f', null, {
    traffic: traffic.stretches.map((stretch): TrafficPhase => ({ kind: 'rate', ...stretch })),
    duration: LAWS['exponential']!.law(2000),
  });
  const looked = (everyMs: number) => {
    const expectations = Array.from({ length: Math.floor(traffic.untilMs / everyMs) }, (_, i) => {
      return {
        kind: 'subnet',
        atMs: (i + 1) * everyMs,
        line: null,
        subnet: 'a',
        free: 11,
      } as const;
    });
    return mean(
      Array.from({ length: 60 }, (_, seed) => {
        const scenario = scenarioOf({
          functions: [f],
          timeline: [create(0, 'f')],
          parameters: { keepAlive: KEPT_MS, idleAfter: hours(300) },
          untilMs: traffic.untilMs,
          free: { a: 11 },
        });
        Object.assign(scenario, { expectations: everyMs < traffic.untilMs ? expectations : [] });
        return simulate(scenario, { fidelity: 'aggregate', seed: `${seed}` }).functions[0]!
          .environments!.coldStarts;
      }),
    );
  };
  const once = looked(traffic.untilMs);
  expect(Math.abs(looked(minutes(1)) / once - 1)).toBeLessThan(0.04);
});
