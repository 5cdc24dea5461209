import { expect } from 'vitest';
import type { Distribution } from '../../src/engine/distribution.ts';
import { Streams } from '../../src/engine/random.ts';
import { ExactPlane } from '../../src/load/exact.ts';
import { ExactFlow } from '../../src/load/exact-flow.ts';
import type { LaneSpec } from '../../src/load/lane.ts';

export interface Setting {
  callsPerMs: number;
  duration: Distribution;
  lane?: Partial<LaneSpec>;
  reserved?: number;
  connectionsPerEni?: number;
  keepAliveMs?: number;
}

/** One version under Poisson calls, looked at every `everyMs`; seeds are fixed. */
export function watch(
  { callsPerMs, duration, ...setting }: Setting,
  everyMs: number,
  looks: number,
) {
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
    routes: null,
    ...setting.lane,
  };
  const limits = {
    connectionsPerEni: setting.connectionsPerEni ?? 1e9,
    scaleOutAt: 1,
    scaleOutRetryMs: 60_000,
    scaleInAfterMs: 1e9,
    keepAlive: { kind: 'constant', value: setting.keepAliveMs ?? 600_000 } as const,
    connectTimeout: { kind: 'constant', value: 0 } as const,
    accountConcurrency: 1e9,
    environmentsPer10s: 1e9,
    natRoutes: [],
  };
  const silent = () => undefined;
  const plane = new ExactPlane([lane], [setting.reserved ?? null], limits, streams, {
    crowded: silent,
    silent,
    full: silent,
    natFull: silent,
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
  const environments: number[] = [];
  const warmUp = 20;
  for (let look = 1; look <= looks + warmUp; look++) {
    const atMs = look * everyMs;
    while (Math.min(flow.nextMs(), plane.nextMs()) < atMs) {
      if (plane.nextMs() <= flow.nextMs()) plane.step();
      else flow.step();
    }
    if (look <= warmUp) continue;
    const usage = plane.usageOf(0, atMs);
    running.push(usage.running);
    environments.push(usage.now);
    open.push(plane.enis.ports.open[1]!);
    expect(plane.enis.ports.open[1]).toBeLessThanOrEqual(limits.connectionsPerEni);
  }
  const { attempted, accepted } = plane.enis.ports;
  const { coldStarts } = plane.usageOf(0, looks * everyMs);
  return {
    running,
    open,
    environments,
    coldStarts,
    ran,
    throttled,
    refused: attempted - accepted,
    attempted,
  };
}

export const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
export const variance = (values: number[]) => {
  const centre = mean(values);
  return mean(values.map((v) => (v - centre) ** 2));
};
