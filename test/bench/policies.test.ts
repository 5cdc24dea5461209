import { expect, test } from 'vitest';
import { policiesBench } from '../../bench/policies.ts';

test('the bench asks every request of the whole policy, and one in ten is allowed', () => {
  expect(policiesBench(10, 40)).toMatchObject({ statements: 10, requests: 40, allowed: 4 });
});
