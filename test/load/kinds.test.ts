import { expect, test } from 'vitest';
import type { Fidelity, Scenario, TrafficPhase } from '../../src/scenario/types.ts';
import { create, fn, scenarioOf, setTraffic, TIMERS } from '../builders.ts';
import { tell } from '../model/telling.ts';
import { BOTH, callsOf, moments, WEB, withTraffic } from './phases.ts';

const { idleAfter } = TIMERS;

/** Many calls in each of these steps of 100 ms, so that the phase is left to a flow. */
function crowds(...steps: number[]): TrafficPhase {
  const counts = Array<number>(Math.max(...steps) + 1).fill(0);
  for (const step of steps) counts[step] = 60;
  return { kind: 'counts', stepMs: 100, counts, fromMs: 0, untilMs: 6_000 };
}

/** The last word of each change of state, such as `Active`. */
function statesOf(scenario: Scenario, fidelity: Fidelity): string[] {
  return tell(scenario, { fidelity })
    .life('f')
    .map((change) => change.split(' ')[1]!);
}

test.each(BOTH)(
  'LOAD-3: a hole in counts as long as the idle time lets the version fall idle, %s',
  (fidelity) => {
    const holed = withTraffic(crowds(2, 5, 9, 30, 31));
    expect(statesOf(holed, fidelity)).toEqual([
      'Pending',
      'Active',
      'Inactive',
      'Pending',
      'Active',
      'Inactive',
    ]);
    const { attempted } = callsOf(holed, fidelity);
    expect(attempted).toBe(300);
    expect(statesOf(withTraffic(crowds(2, 10, 18, 26)), fidelity)).toEqual([
      'Pending',
      'Active',
      'Inactive',
    ]);
  },
);

test.each(BOTH)(
  'LOAD-3: a silent night shorter than the idle time is part of dense traffic, %s',
  (fidelity) => {
    const steps = [
      { atMs: 0, callsPerMs: 1 },
      { atMs: 300, callsPerMs: 0 },
    ];
    const ends = { fromMs: 0, untilMs: 5_000 };
    const nightly = (periodMs: number) =>
      withTraffic({ kind: 'profile', periodMs, startMs: 0, steps, ...ends });
    const told = tell(nightly(900), { fidelity });
    expect(told.rows.filter(({ note }) => note === 'traffic.began')).toHaveLength(1);
    expect(statesOf(nightly(900), fidelity)).toEqual(['Pending', 'Active', 'Inactive']);
    // Nights of 1.7 idle times: it wakes with the first call of the next day.
    const long = statesOf(nightly(300 + 1.7 * idleAfter), fidelity);
    expect(long.filter((state) => state === 'Inactive').length).toBeGreaterThanOrEqual(2);
  },
);

test.each(BOTH)(
  'LOAD-1: a large burst is few events and every call of it counts, %s',
  (fidelity) => {
    const burst: TrafficPhase = {
      kind: 'burst',
      calls: 500,
      atMs: [80, 2_500],
      fromMs: 0,
      untilMs: 6_000,
    };
    const told = tell(withTraffic(burst), { fidelity });
    expect(told.result.functions[0]!.invocations).toEqual({
      attempted: 1_000,
      succeeded: 500,
      failed: { ResourceNotReadyException: 1, ResourceConflictException: 499 },
    });
    expect(told.result.events).toBeLessThan(30);
    expect(told.life('f')).toContain('1080 Inactive Idle');
  },
);

test.each(BOTH)('LOAD-1: a short list of counts or bursts is told call by call, %s', (fidelity) => {
  const few: TrafficPhase = {
    kind: 'counts',
    stepMs: 100,
    counts: [0, 2, 0, 3],
    fromMs: 0,
    untilMs: 400,
  };
  const burst: TrafficPhase = { kind: 'burst', calls: 3, atMs: [500], fromMs: 0, untilMs: 600 };
  const { frames, invocations } = tell(withTraffic(few, burst), { fidelity });
  expect(frames.filter(({ event }) => event.kind === 'call.arrives')).toHaveLength(8);
  expect(invocations.filter((text) => text === '500 f ok')).toHaveLength(3);
});

test.each(BOTH)('LOAD-1: setTraffic cuts a ramp where it stands, %s', (fidelity) => {
  const ramp: TrafficPhase = {
    kind: 'ramp',
    fromPerMs: 0,
    toPerMs: 4,
    fromMs: 100,
    untilMs: 2_100,
  };
  const functions = [fn('f', WEB, { traffic: [ramp] })];
  const scenario = scenarioOf({
    functions,
    timeline: [create(0, 'f'), setTraffic(1_100, 'f', [])],
  });
  const all = Array.from({ length: 20 }, (_, i) => callsOf(scenario, fidelity, `${i}`).attempted);
  // Half way up, 2 a ms: a triangle of 1,000 calls; the mean of 20 runs has an error of 7.
  expect(Math.abs(moments(all).mean - 1_000)).toBeLessThan(28);
});

test.each(BOTH)(
  'LOAD-3: in a step longer than the idle time every call is an event, %s',
  (fidelity) => {
    const counts: TrafficPhase = {
      kind: 'counts',
      stepMs: 5 * idleAfter,
      counts: [120],
      fromMs: 0,
      untilMs: 6_000,
    };
    const { frames } = tell(withTraffic(counts), { fidelity });
    expect(frames.filter(({ event }) => event.kind === 'call.arrives')).toHaveLength(120);
  },
);
