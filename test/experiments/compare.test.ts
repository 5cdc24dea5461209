import { expect, test } from 'vitest';
import { momentsOf } from '../../src/engine/statistics.ts';
import { type Comparison, compare } from '../../src/experiments/compare.ts';
import { replicate } from '../../src/experiments/replicate.ts';
import type { Scenario } from '../../src/scenario/types.ts';
import { create, fn, scenarioOf, vpc } from '../builders.ts';
import { waiting } from './known.ts';

const before = waiting(30_000);
const slower = (by: number): Scenario => {
  const eniCreation = { kind: 'uniform', min: 10_000 * by, max: 20_000 * by } as const;
  return { ...before, parameters: { ...before.parameters, eniCreation } };
};

const metric = ({ metrics }: Comparison, name: string) => metrics.find((one) => one.name === name)!;

test('the same luck tells two scenarios apart with a fraction of the variance', () => {
  const after = slower(1.02);
  const meanOf = (scenario: Scenario, seed: string) => {
    const { metrics } = replicate(scenario, { runs: 5, seed });
    return metrics.find(({ name }) => name === 'deploy.slowest')!.mean.value!;
  };
  const experiments = Array.from({ length: 100 }, (_, i) => i);
  const paired = experiments.map((i) => {
    return metric(compare(before, after, { runs: 5, seed: `pair ${i}` }), 'deploy.slowest')
      .difference;
  });
  const unpaired = experiments.map(
    (i) => meanOf(after, `after ${i}`) - meanOf(before, `before ${i}`),
  );
  const [one, other] = [paired.map(({ value }) => value!), unpaired].map(momentsOf);
  expect(one!.mean).toBeCloseTo(300, -1);
  // Two independent uniform waits against 2 % of one: some 5,000 times.
  expect(other!.variance! / one!.variance!).toBeGreaterThan(1_000);
  // 100 intervals, of which 95 should hold the truth; fewer than 88 would be less likely than 0.5 %.
  const held = paired.filter(({ low, high }) => low! <= 300 && 300 <= high!).length;
  expect(held).toBeGreaterThanOrEqual(88);
});

test('says what differs, and how much pairing was worth', () => {
  const comparison = compare(before, slower(1.02), { runs: 20 });
  const { a, b, difference, differs, saving, pairs } = metric(comparison, 'deploy.slowest');
  expect(b! - a!).toBeCloseTo(difference.value!, 9);
  expect([differs, pairs]).toEqual([true, 20]);
  expect(saving).toBeGreaterThan(1_000);
  expect(metric(comparison, 'enis.peak')).toMatchObject({ differs: false, saving: null });
});

test('a scenario does not differ from itself', () => {
  const { metrics } = compare(before, before, { runs: 5 });
  expect(metrics.filter(({ differs }) => differs)).toEqual([]);
});

test('a function beside the others moves none of their draws', () => {
  const more = scenarioOf({
    functions: [fn('e', vpc('a', 'db')), fn('f', vpc('a', 'web'))],
    timeline: [create(0, 'e'), create(0, 'f')],
    untilMs: 30_000,
    parameters: before.parameters,
  });
  const comparison = compare(before, more, { runs: 30, seed: 'same' });
  expect(metric(comparison, 'function.f.activeAfter').difference).toEqual({
    value: 0,
    low: 0,
    high: 0,
  });
  expect(metric(comparison, 'deploy.slowest').differs).toBe(true);
  // What only one side has cannot be compared, but is not passed over.
  expect(metric(comparison, 'function.e.activeAfter')).toBeUndefined();
  expect(comparison.oneSided.map(({ of, name }) => [of, name])).toEqual([
    ['b', 'function.e.activeAfter'],
  ]);
  expect(comparison.oneSided[0]!.mean.value).toBeGreaterThan(10_000);
  const back = compare(more, before, { runs: 2 });
  expect(back.oneSided.map(({ of, name }) => [of, name])).toEqual([
    ['a', 'function.e.activeAfter'],
  ]);
  expect(compare(before, before, { runs: 2 }).oneSided).toEqual([]);
});

test('pairs in which one has no value are left out of the difference, and told', () => {
  const cut = compare(before, waiting(15_000), { runs: 40 });
  const { pairs, happenedA, happenedB, difference } = metric(cut, 'deploy.slowest');
  expect(happenedA).toBe(1);
  expect(happenedB).toBe(pairs / 40);
  expect(pairs).toBeLessThan(40);
  expect(difference).toEqual({ value: 0, low: 0, high: 0 });
});
