import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate } from '../../src/run/simulate.ts';
import type { Fidelity, Scenario, TrafficPhase } from '../../src/scenario/types.ts';
import { create, fn, invoke, remove, scenarioOf, setQuota, TIMERS } from '../builders.ts';
import { STEPS_MAX, tell } from '../model/telling.ts';
import { BOTH, callsOf, every, moments, rate, SEEDS, WEB, withTraffic } from './phases.ts';

const { idleAfter } = TIMERS;

/** Phases that turn about the idle time, where the two resolutions could part. */
const somePhases = fc.array(
  fc.record({
    everyMs: fc.constantFrom(7, 100, idleAfter - 1, idleAfter, idleAfter + 1, 2 * idleAfter),
    fromMs: fc.oneof(fc.nat(3000), fc.constantFrom(0, 70, idleAfter, 2 * idleAfter)),
    forMs: fc.oneof(fc.nat(3000), fc.constantFrom(1, idleAfter)),
  }),
  { minLength: 1, maxLength: 3 },
);

const someEvents = fc.array(
  fc.record({ atMs: fc.nat(4000), kind: fc.constantFrom('remove', 'create', 'invoke') }),
  { maxLength: 4 },
);

/** Rows of the control plane; of one moment, in an order that does not rest on timers' numbers. */
function controlRows(scenario: Scenario, fidelity: Fidelity): string[] {
  return tell(scenario, { fidelity, stepsMax: STEPS_MAX })
    .rows.filter(({ note }) => !/^(invocation|traffic)/.test(note))
    .map((row) => `${String(row.atMs).padStart(6)} ${JSON.stringify(row)}`)
    .sort();
}

test('LOAD-3: for periodic traffic both resolutions tell one story and count the same calls', () => {
  fc.assert(
    fc.property(somePhases, someEvents, fc.boolean(), (phases, events, alone) => {
      const traffic = phases.map(({ everyMs, fromMs, forMs }) =>
        every(everyMs, fromMs, fromMs + forMs),
      );
      const steps = events
        .sort((a, b) => a.atMs - b.atMs)
        .map(({ atMs, kind }) => {
          if (kind === 'invoke') return invoke(atMs, 'f');
          return kind === 'remove' ? remove(atMs, 'f') : create(atMs, 'f');
        });
      const functions = [fn('f', WEB, { traffic }), ...(alone ? [] : [fn('g', WEB)])];
      const timeline = [...functions.map(({ id }) => create(0, id)), ...steps];
      const scenario = scenarioOf({ functions, timeline });
      expect(controlRows(scenario, 'aggregate')).toEqual(controlRows(scenario, 'exact'));
      const [exact, aggregate] = BOTH.map((fidelity) =>
        simulate(scenario, { fidelity, stepsMax: STEPS_MAX }).functions.map(
          ({ invocations }) => invocations,
        ),
      );
      expect(aggregate).toEqual(exact);
    }),
    { numRuns: 120 },
  );
});

test('LOAD-3: Poisson counts agree with exact events in mean, variance and tail', () => {
  const scenario = withTraffic(rate(0.1, 0, 1000));
  scenario.untilMs = 900;
  for (const fidelity of BOTH) {
    const runs = SEEDS.map((seed) => callsOf(scenario, fidelity, seed));
    // 90 calls expected of which 7 meet Pending; 150 runs: standard errors 0.77 and 0.22,
    // and the variance of a Poisson number is its mean, within 12 % a standard error.
    const all = moments(runs.map(({ attempted }) => attempted));
    const failed = moments(runs.map((run) => run.failed['ResourceConflictException'] ?? 0));
    expect(Math.abs(all.mean - 90)).toBeLessThan(4 * 0.77);
    expect(all.variance / 90).toBeGreaterThan(0.6);
    expect(all.variance / 90).toBeLessThan(1.5);
    expect(Math.abs(failed.mean - 7)).toBeLessThan(4 * 0.22);
    const many = runs.filter(({ attempted }) => attempted > 90 + 1.645 * Math.sqrt(90)).length;
    expect(many / SEEDS.length).toBeGreaterThan(0.0);
    expect(many / SEEDS.length).toBeLessThan(0.12);
  }
});

test.each(BOTH)('LOAD-3: dense traffic costs the control plane a few events, %s', (fidelity) => {
  const result = simulate(withTraffic(rate(1, 100, 5000)), { fidelity, stepsMax: STEPS_MAX });
  expect(result.events).toBeLessThan(15);
  expect(result.functions[0]!.invocations.attempted).toBeGreaterThan(4_500);
});

test.each(BOTH)(
  'LOAD-3: after steady traffic the idle clock counts from its last call, %s',
  (fidelity) => {
    const told = tell(withTraffic(every(30, 100, 200)), { fidelity, stepsMax: STEPS_MAX });
    // Calls at 100, 130, 160 and 190.
    expect(told.life('f').at(-1)).toBe('1190 Inactive Idle');
  },
);

test.each(BOTH)('LOAD-3: a rare caller stays awake only by calling in time, %s', (fidelity) => {
  const run = (period: number) =>
    tell(withTraffic(every(period, 0, 4000)), { fidelity, stepsMax: STEPS_MAX });
  expect(run(idleAfter - 1).life('f')[2]).not.toContain('1000');
  expect(run(idleAfter).life('f')[2]).toBe('1000 Inactive Idle');
});

test.each(BOTH)('LOAD-4: traffic fails by the state that it meets, %s', (fidelity) => {
  const functions = [fn('f', WEB, { traffic: [every(10, 0, 200)] })];
  const timeline = [create(0, 'f'), remove(150, 'f')];
  const { functions: told } = simulate(scenarioOf({ functions, timeline }), {
    fidelity,
    stepsMax: STEPS_MAX,
  });
  expect(told[0]!.invocations).toEqual({
    attempted: 20,
    succeeded: 8,
    failed: { ResourceConflictException: 7, ResourceNotFoundException: 5 },
  });
});

test.each(BOTH)('LOAD-4: traffic to what failed fails with 409, %s', (fidelity) => {
  const functions = [fn('f', WEB, { traffic: [every(10, 0, 200)] })];
  const scenario = scenarioOf({ functions, timeline: [create(0, 'f')], eniQuota: 0 });
  expect(callsOf(scenario, fidelity)).toEqual({
    attempted: 20,
    succeeded: 0,
    failed: { ResourceConflictException: 20 },
  });
});

test.each(BOTH)(
  'LOAD-4: traffic that comes back wakes: one call 502, then 409, then ok, %s',
  (fidelity) => {
    const calls = callsOf(withTraffic(every(10, 2000, 2200)), fidelity);
    expect(calls).toEqual({
      attempted: 20,
      succeeded: 13,
      failed: { ResourceNotReadyException: 1, ResourceConflictException: 6 },
    });
  },
);

test.each(BOTH)(
  'LOAD-4: traffic whose wakes fail again and again is counted once a call, %s',
  (fidelity) => {
    const functions = [fn('f', WEB, { traffic: [every(10, 2000, 2200)] })];
    const timeline = [
      create(0, 'f'),
      setQuota(1500, 0),
      invoke(2005, 'f'),
      invoke(2095, 'f', 'async'),
    ];
    const scenario = scenarioOf({ functions, timeline, untilMs: 3000 });
    const { attempted, succeeded } = callsOf(scenario, fidelity);
    // The asynchronous call waits in the queue beyond the end (ASYNC-1).
    expect({ attempted, succeeded }).toEqual({ attempted: 20 + 1, succeeded: 0 });
  },
);

/** Nobody has room at first, so each call that wakes fails to; other callers wake it as well. */
function hopeless(traffic: TrafficPhase, roomFromMs: number): Scenario {
  const functions = [fn('f', WEB, { traffic: [traffic] })];
  const others = [2005, 2025, 2045].map((atMs) => invoke(atMs, 'f'));
  const timeline = [create(0, 'f'), setQuota(1500, 0), ...others, setQuota(roomFromMs, 5)];
  return scenarioOf({ functions, timeline, untilMs: 3000 });
}

test.each(BOTH)(
  'LOAD-3: periodic calls are counted once each, whoever else wakes, %s',
  (fidelity) => {
    const { attempted } = callsOf(hopeless(every(10, 2000, 2900), 2100), fidelity);
    expect(attempted).toBe(90 + 3);
  },
);

test.each(BOTH)('LOAD-3: a Poisson stream keeps its rate, whoever else wakes, %s', (fidelity) => {
  const runs = SEEDS.slice(0, 60).map((seed) => {
    return callsOf(hopeless(rate(0.1, 2000, 2900), 2890), fidelity, seed).attempted;
  });
  // 90 of the stream and 3 others; a standard error of the mean of 60 runs is 1.22.
  expect(Math.abs(moments(runs).mean - 93)).toBeLessThan(4 * 1.22);
});
