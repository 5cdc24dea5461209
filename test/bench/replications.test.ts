import { expect, test } from 'vitest';
import { bundledScenario, replicationsBench } from '../../bench/replications.ts';
import { replicate } from '../../src/experiments/replicate.ts';

test('the bench of replications runs, and means the same with one thread and two', async () => {
  const scenario = bundledScenario();
  expect(scenario.functions.length).toBeGreaterThan(10);
  const { hash } = replicate(scenario, { runs: 3, seed: 'bench' });
  for (const threads of [1, 2]) {
    const bench = await replicationsBench(scenario, threads, { runs: 3, warmUp: 1 });
    expect(bench.hash).toBe(hash);
    expect(bench.waited).toBeLessThan(1);
  }
});
