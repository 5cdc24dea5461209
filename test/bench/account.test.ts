import { expect, test } from 'vitest';
import { accountBench } from '../../bench/account.ts';
import { simfaasTable } from '../../bench/simfaas.ts';

test('the account bench runs, costs events in proportion to functions, and means the same', () => {
  const [small, large] = [accountBench(40), accountBench(80)];
  expect(large.events).toBe(2 * small.events);
  expect(accountBench(40).hash).toBe(small.hash);
});

test('the comparison with measured experiments reads its columns and closes with the errors', () => {
  const header = ',ArrivalRate,ServiceTimeWarm,ServiceTimeCold,IdleMinutesBeforeKill,';
  // Invented figures: one call every 10 s, 2 s each, which 10 idle minutes never part.
  const rows = 'AverageInstanceCount,ColdStartProbability\nmine,0.1,2000.0,2500.0,10.0,2.6,0.007\n';
  const table = simfaasTable(header + rows, 400);
  expect(table.split('\n')).toHaveLength(5);
  expect(table).toMatch(/^mean absolute error: environments [\d.]+ %, cold starts [\d.]+ %$/m);
});
