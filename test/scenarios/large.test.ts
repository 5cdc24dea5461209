import { expect, test } from 'vitest';
import scenario from '../../scenarios/large/ten-thousand-functions.ts';
import { days } from '../../src/engine/time.ts';
import { simulate } from '../../src/run/simulate.ts';
import { parseScenarioObject } from '../../src/scenario/parse.ts';

test('ten-thousand-functions: the first day of the account, nearly all of it in closed form', () => {
  const parsed = parseScenarioObject(scenario, { file: 'ten-thousand-functions.ts' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const { functions, connections, pairings, expectations } = simulate({
    ...parsed.scenario,
    untilMs: days(1),
  });
  expect(functions.every(({ fidelity }) => fidelity === 'aggregate')).toBe(true);
  expect(functions.every(({ nearLimitMs }) => nearLimitMs === 0)).toBe(true);
  const calls = functions.reduce((sum, { invocations }) => sum + invocations.attempted, 0);
  // 100 functions with 6 calls a second and 9,900 with 0.02, times (8 h x 0.5 + 12 h x 2 + 4 h) / 24 h.
  const expected = (100 * 6 + 9_900 * 0.02) * (32 / 24) * 86_400;
  expect(Math.abs(calls / expected - 1)).toBeLessThan(0.001);
  expect(pairings.length).toBe(200);
  expect(connections.attempted).toBe(connections.accepted);
  expect(expectations.every(({ ok }) => ok)).toBe(true);
});
