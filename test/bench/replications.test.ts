import { expect, test } from 'vitest';
import { replicatedScenario, replicationsBench } from '../../bench/replications.ts';
import { replicate } from '../../src/experiments/replicate.ts';

test('the bench of replications runs, and means the same with one thread and two', async () => {
  const { hash } = replicate(replicatedScenario(), { runs: 3, seed: 'bench' });
  expect((await replicationsBench(1, 3)).hash).toBe(hash);
  expect((await replicationsBench(2, 3)).hash).toBe(hash);
});
