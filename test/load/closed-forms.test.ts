import { expect, test } from 'vitest';
import type { Distribution } from '../../src/engine/distribution.ts';
import { Streams } from '../../src/engine/random.ts';
import { meanOf } from '../../src/engine/samplers.ts';
import { ExactPlane } from '../../src/load/exact.ts';
import { ExactFlow } from '../../src/load/flows.ts';
import type { LaneSpec } from '../../src/load/lane.ts';

interface Setting {
  callsPerMs: number;
  duration: Distribution;
  lane?: Partial<LaneSpec>;
  reserved?: number;
  connectionsPerEni?: number;
}

/** One version under Poisson calls, looked at every `everyMs`; seeds are fixed. */
function watch({ callsPerMs, duration, ...setting }: Setting, everyMs: number, looks: number) {
  const streams = new Streams('closed-forms');
  const lane: LaneSpec = {
    function: 0,
    version: 0,
    name: 'f:0',
    duration,
    coldStart: null,
    perEnvironment: 0,
    perInvocation: 0,
    hold: null,
    ...setting.lane,
  };
  const limits = {
    connectionsPerEni: setting.connectionsPerEni ?? 1e9,
    scaleOutAt: 1,
    scaleOutRetryMs: 60_000,
    scaleInAfterMs: 1e9,
    keepAlive: { kind: 'constant', value: 600_000 } as const,
    accountConcurrency: 1e9,
    environmentsPer10s: 1e9,
  };
  const silent = () => undefined;
  const plane = new ExactPlane([lane], [setting.reserved ?? null], limits, streams, {
    crowded: silent,
    silent,
    full: silent,
  });
  plane.enis.add('a/g', 1, 0);
  plane.configure(0, ['a/g'], 0);
  let [ran, throttled] = [0, 0];
  const phase = { kind: 'rate', callsPerMs, fromMs: 0, untilMs: 1e15 } as const;
  const plans = [{ function: 0, version: 0, name: 'f:0#0', phase }];
  const flow = new ExactFlow(plans, streams, (_stream, _calls, atMs) => {
    if (plane.call(0, atMs)) ran += 1;
    else throttled += 1;
  });
  flow.start(0, { atMs: 0, made: 0 });
  const running: number[] = [];
  const open: number[] = [];
  const warmUp = 20;
  for (let look = 1; look <= looks + warmUp; look++) {
    const atMs = look * everyMs;
    while (Math.min(flow.nextMs(), plane.nextMs()) < atMs) {
      if (plane.nextMs() <= flow.nextMs()) plane.step();
      else flow.step();
    }
    if (look <= warmUp) continue;
    running.push(plane.usageOf(0, atMs).running);
    open.push(plane.enis.ports.open[1]!);
    expect(plane.enis.ports.open[1]).toBeLessThanOrEqual(limits.connectionsPerEni);
  }
  const { attempted, accepted } = plane.enis.ports;
  return { running, open, ran, throttled, refused: attempted - accepted, attempted };
}

const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const variance = (values: number[]) => {
  const centre = mean(values);
  return mean(values.map((v) => (v - centre) ** 2));
};

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
