import type { Scenario } from '../../src/scenario/types.ts';
import { create, fn, scenarioOf, vpc } from '../builders.ts';

const LAW = { kind: 'uniform', min: 10_000, max: 20_000 } as const;

/**
 * One function whose ENI takes 10 to 20 s, every time alike: the wait for `Active` has that law. A
 * run of `untilMs` ends before some of them are ready.
 */
export function waiting(untilMs: number, more: Partial<Scenario> = {}): Scenario {
  const parameters = { eniCreation: LAW, idleAfter: 1_000_000 };
  const functions = [fn('f', vpc('a', 'web'))];
  return { ...scenarioOf({ functions, timeline: [create(0, 'f')], untilMs, parameters }), ...more };
}
