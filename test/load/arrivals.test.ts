import { expect, test } from 'vitest';
import { simulate } from '../../src/run/simulate.ts';
import type { TrafficPhase } from '../../src/scenario/types.ts';
import { create, fn, scenarioOf, setTraffic } from '../builders.ts';
import { STEPS_MAX, tell } from '../model/telling.ts';
import { BOTH, callsOf, every, moments, rate, times, WEB, withTraffic } from './phases.ts';

test.each(BOTH)('LOAD-1: explicit times are called at, each once, %s', (fidelity) => {
  const told = tell(withTraffic(times(69, 70, 500, 500, 9000)), { fidelity, stepsMax: STEPS_MAX });
  expect(told.invocations).toEqual(['69 f pendingInvoke', '70 f ok', '500 f ok', '500 f ok']);
});

/** Where the idle time varies, no traffic is dense: every call is an event of its own. */
const sparse = { idleAfter: { kind: 'lognormal', median: 1e6, sigma: 0.1 } } as const;

function momentsOfCalls(traffic: TrafficPhase, untilMs: number): number[] {
  const scenario = withTraffic(traffic);
  Object.assign(scenario, { untilMs, parameters: { ...scenario.parameters, ...sparse } });
  const { frames } = tell(scenario);
  return frames.flatMap((frame) => (frame.event.kind === 'call.arrives' ? frame.atMs : []));
}

test('LOAD-1: a periodic phase calls at its start, never at its end', () => {
  expect(momentsOfCalls(every(100, 70, 370), 6000)).toEqual([70, 170, 270]);
});

test('LOAD-1: the gaps of a constant rate are those of a Poisson process', () => {
  const atMs = momentsOfCalls(rate(0.05, 100, 200_100), 200_100);
  const gaps = atMs.slice(1).map((ms, i) => ms - atMs[i]!);
  const { mean, variance } = moments(gaps);
  // 10,000 calls: the mean gap is 20 ms within 4 standard errors (0.2 each), its spread as wide.
  expect(atMs.length).toBeGreaterThan(9_600);
  expect(Math.abs(mean - 20)).toBeLessThan(0.8);
  expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.95);
  expect(Math.sqrt(variance) / mean).toBeLessThan(1.05);
  const long = gaps.filter((gap) => gap > 40).length / gaps.length;
  expect(Math.abs(long - Math.exp(-2))).toBeLessThan(0.015);
});

test.each(BOTH)('LOAD-1: phases follow each other, each with a rate of its own, %s', (fidelity) => {
  const calls = callsOf(withTraffic(every(10, 100, 200), every(50, 200, 400)), fidelity);
  expect(calls).toEqual({ attempted: 14, succeeded: 14, failed: {} });
});

test.each(BOTH)('LOAD-1: setTraffic ends what flowed before at its moment, %s', (fidelity) => {
  const functions = [fn('f', WEB, { traffic: [every(10, 100, 1000)] })];
  const timeline = [create(0, 'f'), setTraffic(200, 'f', [every(50, 150, 400)])];
  const { invocations } = simulate(scenarioOf({ functions, timeline }), {
    fidelity,
    stepsMax: STEPS_MAX,
  }).functions[0]!;
  expect(invocations).toMatchObject({ attempted: 10 + 4, succeeded: 14 });
});
