import { expect, test } from 'vitest';
import { shareEstimate } from '../../src/engine/statistics.ts';
import { type DynamicPlan, dynamicPlan } from '../../src/experiments/dynamic-plan.ts';
import { trafficVerdict } from '../../src/experiments/traffic-verdict.ts';
import { create, fn, scenarioOf, vpc } from '../builders.ts';

const RUNS = 20;
const scenario = scenarioOf({
  functions: [fn('f', vpc('a', 'web'))],
  timeline: [create(0, 'f')],
  untilMs: 900,
});
const plan = dynamicPlan(scenario, { runs: RUNS, points: 2, growth: { runs: 8, factorMax: 1 } });
const nothing = { unknownRoom: [], leftOut: [] };

/** The same plan with something happening in so many runs. */
function happening(name: string, hits: number): DynamicPlan {
  const { summary } = plan;
  const base = summary.metrics.find((one) => one.name === name) ?? summary.metrics[0]!;
  const changed = { ...base, name, about: name, happened: shareEstimate(hits, RUNS) };
  const others = summary.metrics.filter((one) => one.name !== name);
  return { ...plan, summary: { ...summary, metrics: [...others, changed] } };
}

test.each([
  ...['subnet.a.full', 'vpc.main.quotaReached', 'enis.scaleOutBlocked', 'connections.refused'],
  ...['operations.failed.SubnetOutOfIPAddresses', 'invocations.failed.TooManyRequestsException'],
  'invocations.failed.ConnectTimeout',
])('%s in one run is no, in none is none', (name) => {
  expect(trafficVerdict(happening(name, 1), nothing)).toEqual({
    verdict: 'no',
    fits: false,
    because: [`${name}: in 1 of 20 runs`],
  });
  expect(trafficVerdict(happening(name, 0), nothing).verdict).toBe('yes');
});

test('calls that fail for another reason count where they fail in nearly every run', () => {
  expect(trafficVerdict(happening('invocations.failed', 18), nothing).verdict).toBe('yes');
  expect(trafficVerdict(happening('invocations.failed', 19), nothing)).toMatchObject({
    verdict: 'no',
    because: ['calls fail in nearly every run'],
  });
});

test.each([
  ['an ENI that is added as it should be', 'enis.scaledOut'],
  ['a peak', 'vpc.main.peak'],
])('%s is no limit', (_, name) => {
  expect(trafficVerdict(happening(name, 20), nothing).verdict).toBe('yes');
});

test('what is not known makes it unknown, but no yes of a no', () => {
  const room = { ...nothing, unknownRoom: ['subnet-1'] };
  expect(trafficVerdict(plan, room)).toMatchObject({ verdict: 'unknown', fits: null });
  expect(trafficVerdict(happening('subnet.a.full', 1), room)).toMatchObject({
    verdict: 'no',
    because: ['subnet.a.full: in 1 of 20 runs', expect.stringContaining('subnet-1 is not known')],
  });
  const out = { ...nothing, leftOut: [{ function: 'g', why: 'it names no subnet' }] };
  expect(trafficVerdict(plan, out).because).toEqual(['g is left out: it names no subnet']);
  const cut = { ...plan, summary: { ...plan.summary, cutOff: 1 } };
  expect(trafficVerdict(cut, nothing).verdict).toBe('unknown');
});
