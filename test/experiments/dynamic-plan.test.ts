import { expect, test } from 'vitest';
import { dynamicPlan } from '../../src/experiments/dynamic-plan.ts';
import { create, fn, publish, scenarioOf, vpc } from '../builders.ts';

test('a deployment is run, taken down, and grown', () => {
  const traffic = [{ kind: 'burst' as const, calls: 20, atMs: [500], fromMs: 0, untilMs: 1_000 }];
  const connections = { perEnvironment: 0, perInvocation: 1, hold: null };
  const duration = { kind: 'constant', value: 100 } as const;
  const functions = [
    fn('f', vpc('a,b', 'web'), { traffic, connections, duration }),
    fn('g', vpc('a', 'web')),
  ];
  const scenario = scenarioOf({
    functions,
    timeline: [create(0, 'f'), publish(90, 'f'), create(300, 'g')],
    untilMs: 900,
    parameters: { connectionsPerEni: 100, scaleOutAt: 0.8, keepAlive: 100, idleAfter: 1e9 },
  });
  const plan = dynamicPlan(scenario, { runs: 4, points: 3, growth: { runs: 10, factorMax: 16 } });
  expect(plan.summary.runs).toBe(4);
  const bands = plan.summary.series.map(({ name, mean }) => [name, mean]);
  expect(bands).toEqual([
    ['functions.Pending', [0, 0, 0]],
    ['functions.Active', [1, 2, 2]],
    ['functions.Inactive', [0, 0, 0]],
    ['functions.Failed', [0, 0, 0]],
    ['vpc.main', [2, 2, 2]],
    ['subnet.a', [1, 1, 1]],
    ['subnet.b', [1, 1, 1]],
  ]);
  // ENI-3: 40 ms until the ENIs are detached and 90 ms more, after the last delete.
  expect(plan.deletableAfter).toMatchObject({ min: 130, max: 130, happened: { value: 1 } });
  // 20 calls share two subnets: 160 of them crowd an ENI, at eight times the traffic.
  expect(plan.growth.headroom[0]).toMatchObject({ metric: 'enis.scaledOut' });
  expect(plan.growth.headroom[0]!.factor).toBeCloseTo(8, 12);
});
