import { expect, test } from 'vitest';
import type { Distribution } from '../../src/engine/distribution.ts';
import { Streams } from '../../src/engine/random.ts';
import { meanOf, sample } from '../../src/engine/samplers.ts';
import { nextCall } from '../../src/load/curves.ts';
import { durationsOf, inFlight } from '../../src/load/in-flight.ts';

import { mean, variance, watch } from './watch.ts';

/** 20 calls in the system on average, whatever their law. */
test.each<Distribution>([
  { kind: 'constant', value: 1000 },
  { kind: 'exponential', mean: 1000 },
  { kind: 'lognormal', median: 700, sigma: 0.8446 },
])(
  'LOAD-2: M/G/infinity, $kind: running calls are Poisson with mean rate x duration',
  (duration) => {
    const callsPerMs = 0.02;
    // Looks lie five mean durations apart, so that they are almost independent.
    const { running } = watch({ callsPerMs, duration }, 5_000, 3_000);
    const expected = callsPerMs * meanOf(duration);
    // Standard errors: mean sqrt(20/3000) = 0.4 %, variance sqrt(2/3000) = 2.6 %.
    expect(Math.abs(mean(running) / expected - 1)).toBeLessThan(0.015);
    expect(Math.abs(variance(running) / expected - 1)).toBeLessThan(0.09);
  },
);

/** Erlang's B formula by its recursion. */
function erlangB(offered: number, servers: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (offered * blocked) / (n + offered * blocked);
  return blocked;
}

test.each([
  [8, 10],
  [20, 20],
])('LOAD-2: Erlang B: %i erlangs on a concurrency of %i', (offered, reserved) => {
  const duration = { kind: 'lognormal', median: 700, sigma: 0.8446 } as const;
  const callsPerMs = offered / meanOf(duration);
  const { ran, throttled } = watch({ callsPerMs, duration, reserved }, 10_000, 1_000);
  const share = throttled / (ran + throttled);
  expect(Math.abs(share / erlangB(offered, reserved) - 1)).toBeLessThan(0.05);
});

test('CAP-6: Little: open connections = calls a ms x connections a call x how long they are held', () => {
  const hold = { kind: 'exponential', mean: 30_000 } as const;
  const duration = { kind: 'constant', value: 100 } as const;
  const lane = { perInvocation: 3, hold };
  const { open, refused } = watch({ callsPerMs: 0.01, duration, lane }, 60_000, 2_000);
  expect(refused).toBe(0);
  expect(Math.abs(mean(open) / (0.01 * 3 * 30_000) - 1)).toBeLessThan(0.01);
});

test('CAP-1, CAP-4: at the cap connections are refused as Erlang B says, and calls run on', () => {
  const duration = { kind: 'exponential', mean: 1000 } as const;
  const setting = { callsPerMs: 0.02, duration, lane: { perInvocation: 1 }, connectionsPerEni: 20 };
  const { refused, attempted, throttled } = watch(setting, 10_000, 1_000);
  expect(throttled).toBe(0);
  expect(Math.abs(refused / attempted / erlangB(20, 20) - 1)).toBeLessThan(0.05);
});

test('LOAD-3: where the rate varies, the calls that run follow its integral over their durations', () => {
  const duration: Distribution = { kind: 'lognormal', median: 20_000, sigma: 0.8446 };
  const feeds = [
    { kind: 'ramp', fromPerMs: 0, toPerMs: 0.01, fromMs: 0, untilMs: 100_000 } as const,
    { kind: 'rate', callsPerMs: 0.002, fromMs: 100_000, untilMs: 200_000 } as const,
  ].map((phase) => ({ phase, sinceMs: 0 }));
  const streams = new Streams('integral');
  const [arrivals, durations] = [streams.of('a', ''), streams.of('d', '')];
  const runs = 400;
  for (const atMs of [40_000, 100_000, 130_000]) {
    let running = 0;
    for (let run = 0; run < runs; run++) {
      for (const { phase } of feeds) {
        const next = (fromMs: number) => {
          return nextCall(phase, fromMs, -Math.log(1 - arrivals.double()));
        };
        for (let callMs = next(0); callMs < atMs; callMs = next(callMs)) {
          if (callMs + sample(duration, durations) > atMs) running += 1;
        }
      }
    }
    const expected = inFlight(feeds, atMs, durationsOf(duration), 0);
    const noise = 3 / Math.sqrt(running);
    expect(Math.abs(running / runs / expected - 1)).toBeLessThan(0.01 + noise);
  }
});
