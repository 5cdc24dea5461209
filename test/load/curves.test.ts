import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Streams } from '../../src/engine/random.ts';
import { sample } from '../../src/engine/samplers.ts';
import {
  callsBefore,
  expectedCalls,
  fewestCalls,
  nextCall,
  silenceAtEnd,
} from '../../src/load/curves.ts';
import { hasFewCalls, stretches } from '../../src/load/plans.ts';
import type { TrafficPhase } from '../../src/scenario/types.ts';
import { anyPhase, curve, FROM, moment, unit } from './any-phases.ts';
import { moments } from './phases.ts';

test('LOAD-1: the next call comes not before now, not after the phase, and later for a larger draw', () => {
  fc.assert(
    fc.property(anyPhase, moment, unit, unit, (phase, nowMs, a, b) => {
      const [sooner, later] = [Math.min(a, b), Math.max(a, b)].map((e) =>
        nextCall(phase, nowMs, e),
      );
      expect(sooner).toBeGreaterThanOrEqual(Math.max(nowMs, phase.fromMs));
      expect(later).toBeGreaterThanOrEqual(sooner!);
      if (later! < Number.POSITIVE_INFINITY) expect(later).toBeLessThan(phase.untilMs);
    }),
    { numRuns: 3_000 },
  );
});

test('LOAD-1: between now and the next call of a curve as many calls are expected as were drawn', () => {
  fc.assert(
    fc.property(curve, moment, unit, (phase, nowMs, drawn) => {
      const atMs = nextCall(phase, nowMs, drawn);
      if (atMs === Number.POSITIVE_INFINITY) {
        expect(expectedCalls(phase, nowMs, phase.untilMs)).toBeLessThanOrEqual(drawn + 1e-9);
      } else {
        expect(expectedCalls(phase, nowMs, atMs)).toBeCloseTo(drawn, 6);
      }
    }),
    { numRuns: 3_000 },
  );
});

test('LOAD-1: the last call of a curve is found the same way, back from the end', () => {
  fc.assert(
    fc.property(curve, unit, (phase, drawn) => {
      const silenceMs = silenceAtEnd(phase, drawn);
      const calls = expectedCalls(phase, phase.untilMs - silenceMs, phase.untilMs);
      if (silenceMs < phase.untilMs - phase.fromMs) expect(calls).toBeCloseTo(drawn, 6);
      else expect(calls).toBeLessThanOrEqual(drawn + 1e-9);
    }),
    { numRuns: 2_000 },
  );
});

test('LOAD-1: expected calls add up over parts, and none are outside the phase', () => {
  fc.assert(
    fc.property(anyPhase, moment, moment, (phase, a, b) => {
      const [first, second] = [Math.min(a, b), Math.max(a, b)];
      const parts = [0, first, second, 30_000];
      const sum = parts.slice(1).reduce((all, untilMs, i) => {
        return all + expectedCalls(phase, parts[i]!, untilMs);
      }, 0);
      const whole = expectedCalls(phase, phase.fromMs, phase.untilMs);
      expect(sum).toBeCloseTo(whole, 6);
      expect(expectedCalls(phase, 0, phase.fromMs)).toBe(0);
    }),
    { numRuns: 2_000 },
  );
});

test('LOAD-1: a profile is the sum of its rates, ms by ms, from any moment of any period', () => {
  const steps = [
    { atMs: 3, callsPerMs: 2 },
    { atMs: 5, callsPerMs: 0 },
    { atMs: 8, callsPerMs: 0.5 },
  ];
  const phase = {
    kind: 'profile',
    periodMs: 10,
    startMs: -4,
    steps,
    fromMs: 0,
    untilMs: 99,
  } as const;
  const rateAt = (atMs: number) => {
    const rest = (atMs + 4) % 10;
    return rest < 3 || rest >= 8 ? 0.5 : rest < 5 ? 2 : 0;
  };
  for (let fromMs = 0; fromMs < 25; fromMs++) {
    let sum = 0;
    for (let untilMs = fromMs; untilMs < 60; untilMs++) {
      expect(expectedCalls({ ...phase, steps }, fromMs, untilMs)).toBeCloseTo(sum, 9);
      sum += rateAt(untilMs);
    }
  }
});

test('LOAD-1: a ramp from 0 has its first call where the square root puts it', () => {
  const phase = { kind: 'ramp', fromPerMs: 0, toPerMs: 1, fromMs: 0, untilMs: 1_000 } as const;
  // The integral is t^2 / 2000.
  expect(nextCall(phase, 0, 2)).toBeCloseTo(Math.sqrt(4_000), 9);
  expect(nextCall(phase, 0, 501)).toBe(Number.POSITIVE_INFINITY);
  const falling = { ...phase, fromPerMs: 1, toPerMs: 0 };
  expect(nextCall(falling, 0, 499.999)).toBeCloseTo(998.586, 2);
});

/** All moments of a phase, one after the other. */
function momentsOf(phase: TrafficPhase, seed: string): number[] {
  const stream = new Streams(seed).of('arrival', 'x');
  const draw = () => sample({ kind: 'exponential', mean: 1 }, stream);
  const all: number[] = [];
  let made = callsBefore(phase, phase.fromMs);
  for (let atMs = phase.fromMs; ; ) {
    atMs = nextCall(phase, atMs, draw(), made);
    if (atMs === Number.POSITIVE_INFINITY) return all;
    made += 1;
    all.push(atMs);
  }
}

test('LOAD-1: counts are kept exactly, step by step, and spread evenly within a step', () => {
  const list = [3, 0, 1, 5, 0, 400];
  const phase = { kind: 'counts', stepMs: 100, counts: list, fromMs: 50, untilMs: 650 } as const;
  const places: number[] = [];
  for (let seed = 0; seed < 50; seed++) {
    const all = momentsOf({ ...phase, counts: list }, `${seed}`);
    const seen = list.map((_, i) => all.filter((ms) => Math.floor((ms - 50) / 100) === i).length);
    expect(seen).toEqual(list);
    places.push(...all.map((ms) => ((ms - 50) % 100) / 100));
  }
  // 20,450 places, uniform over 0 to 1: standard errors 0.002 and 0.0005.
  const { mean, variance } = moments(places);
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.008);
  expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
});

test('LOAD-1: the silence at the end of counts is that of the calls themselves', () => {
  const list = [2, 1, 0];
  const phase: TrafficPhase = {
    kind: 'counts',
    stepMs: 100,
    counts: list,
    fromMs: 0,
    untilMs: 180,
  };
  const stream = new Streams('silence').of('lastCall', 'x');
  const told: number[] = [];
  const seen: number[] = [];
  for (let run = 0; run < 4_000; run++) {
    told.push(silenceAtEnd(phase, sample({ kind: 'exponential', mean: 1 }, stream)));
    seen.push(180 - momentsOf(phase, `${run}`).at(-1)!);
  }
  const [a, b] = [moments(told), moments(seen)];
  // A spread of about 40 ms and 4,000 runs: the standard error of the difference is 0.9.
  expect(Math.abs(a.mean - b.mean)).toBeLessThan(3.6);
  expect(Math.abs(a.variance / b.variance - 1)).toBeLessThan(0.15);
});

test('LOAD-3: no span of a curve has fewer calls than the least that is said', () => {
  fc.assert(
    fc.property(curve, moment, fc.integer({ min: 1, max: 4_000 }), (phase, nowMs, spanMs) => {
      const fromMs = Math.max(nowMs, phase.fromMs);
      fc.pre(fromMs + spanMs <= phase.untilMs);
      const calls = expectedCalls(phase, fromMs, fromMs + spanMs);
      expect(calls).toBeGreaterThanOrEqual(fewestCalls(phase, spanMs) - 1e-6);
    }),
    { numRuns: 2_000 },
  );
});

/** Lists of more than 100 calls, with holes. */
const long = fc
  .tuple(fc.array(fc.constantFrom(0, 0, 0, 40, 90), { minLength: 20, maxLength: 60 }), fc.nat(999))
  .map(([list, shift]): TrafficPhase => {
    const startMs = FROM - shift;
    return { kind: 'counts', startMs, stepMs: 500, counts: list, fromMs: FROM, untilMs: 25_000 };
  });

test('LOAD-3: parting at silences loses no call, and no two calls of a part lie that far apart', () => {
  fc.assert(
    fc.property(long, fc.integer({ min: 500, max: 4_000 }), (phase, silenceMs) => {
      const parts = stretches(phase, silenceMs);
      const calls = (part: TrafficPhase) => expectedCalls(part, part.fromMs, part.untilMs);
      const all = parts.reduce((sum, part) => sum + calls(part), 0);
      expect(all).toBeCloseTo(calls(phase), 6);
      if (hasFewCalls(phase)) return;
      for (const part of parts) {
        const moments = momentsOf(part, 'x');
        const gaps = moments.slice(1).map((ms, i) => ms - moments[i]!);
        expect(Math.max(0, ...gaps)).toBeLessThan(silenceMs);
      }
    }),
    { numRuns: 300 },
  );
});

test('LOAD-3: a profile is parted where it is silent for long, not at every night', () => {
  const day = 86_400_000;
  const steps = [
    { atMs: 0, callsPerMs: 0.01 },
    { atMs: 5 * day, callsPerMs: 0 },
  ];
  const ends = { fromMs: 0, untilMs: 14 * day };
  const phase: TrafficPhase = { kind: 'profile', periodMs: 7 * day, startMs: 0, steps, ...ends };
  expect(stretches(phase, 3 * day)).toEqual(
    [phase].map((part) => ({ ...part, untilMs: 12 * day })),
  );
  const parts = stretches(phase, 2 * day).map(({ fromMs, untilMs }) => [
    fromMs / day,
    untilMs / day,
  ]);
  expect(parts).toEqual([
    [0, 5],
    [7, 12],
  ]);
});
