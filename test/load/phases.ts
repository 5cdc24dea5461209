import { simulate } from '../../src/run/simulate.ts';
import type { Fidelity, Scenario, TrafficPhase } from '../../src/scenario/types.ts';
import { create, fn, scenarioOf, vpc } from '../builders.ts';
import { STEPS_MAX } from '../model/telling.ts';

export const WEB = vpc('a', 'web');

export function every(everyMs: number, fromMs: number, untilMs: number): TrafficPhase {
  return { kind: 'every', everyMs, fromMs, untilMs };
}

export function rate(callsPerMs: number, fromMs: number, untilMs: number): TrafficPhase {
  return { kind: 'rate', callsPerMs, fromMs, untilMs };
}

export function times(...atMs: number[]): TrafficPhase {
  return { kind: 'times', atMs, fromMs: 0, untilMs: 10_000 };
}

export function withTraffic(...traffic: TrafficPhase[]): Scenario {
  const functions = [fn('f', WEB, { traffic })];
  return scenarioOf({ functions, timeline: [create(0, 'f')], untilMs: 6000 });
}

export function callsOf(scenario: Scenario, fidelity: Fidelity, seed = 'test') {
  return simulate(scenario, { fidelity, seed, stepsMax: STEPS_MAX }).functions[0]!.invocations;
}

export const BOTH = ['exact', 'aggregate'] as const;

export const SEEDS = Array.from({ length: 150 }, (_, i) => `seed-${i}`);

export function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}
