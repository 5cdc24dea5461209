import { expect, test } from 'vitest';
import { planBench } from '../../bench/plan.ts';

test('the bench of plans reports its sizes and the effort for each', () => {
  const report = planBench([10, 20], () => 0);
  expect(report).toMatch(/^10 functions.* 2 ENIs .*\n20 functions.* 4 ENIs .*parts evaluated\n$/);
});
