import { expect, test } from 'vitest';
import { queueBench } from '../../bench/queue.ts';

test('the bench pops the same events in the same order from both queues', () => {
  const { lines } = queueBench([10, 300], 2_000);
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toContain('same order');
});
