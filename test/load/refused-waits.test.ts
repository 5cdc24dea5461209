import { expect, test } from 'vitest';
import { minutes, seconds } from '../../src/engine/time.ts';
import { simulate } from '../../src/run/simulate.ts';
import type { Connections, Fidelity, ParameterValue } from '../../src/scenario/types.ts';
import { create, fn, invoke, scenarioOf, vpc } from '../builders.ts';
import { tell } from '../model/telling.ts';

const constant = (value: number) => ({ kind: 'constant', value }) as const;

/** 20 calls a second of one second each, in a VPC with room for one ENI. */
function story(connections: Partial<Connections>, parameters: Record<string, ParameterValue>) {
  const phase = {
    kind: 'rate',
    callsPerMs: 0.02,
    fromMs: minutes(1),
    untilMs: minutes(20),
  } as const;
  const f = fn('f', vpc('a', 'g'), {
    traffic: [phase],
    duration: constant(seconds(1)),
    connections: { perEnvironment: 0, perInvocation: 0, hold: null, ...connections },
  });
  return scenarioOf({
    functions: [f],
    timeline: [create(0, 'f')],
    eniQuota: 1,
    untilMs: minutes(20),
    parameters: { idleAfter: minutes(60), keepAlive: minutes(10), ...parameters },
  });
}

const FIDELITIES: Fidelity[] = ['exact', 'aggregate', 'auto'];

test.each(FIDELITIES)(
  'CAP-4: who waits for a connection needs more environments: %s',
  (fidelity) => {
    const of = (connectionsPerEni: number) => {
      const scenario = story({ perInvocation: 100 }, { connectionsPerEni });
      const { functions, connections } = simulate(scenario, { fidelity });
      return { ...functions[0]!.environments!, refused: connections.refused };
    };
    const [roomy, narrow] = [of(65_000), of(1_000)];
    expect(roomy.refused).toBe(0);
    expect(roomy.peak).toBeLessThan(50);
    // Most calls are refused some and then run for 11 s: with all of them 220 at once on average.
    expect(narrow.refused).toBeGreaterThan(0);
    expect(narrow.peak).toBeGreaterThan(150);
    expect(narrow.peak).toBeLessThan(250);
    expect(narrow.mean).toBeGreaterThan(4 * roomy.mean);
  },
);

test.each(['exact', 'auto'] as const)(
  'CAP-4: and may meet the concurrency limit: %s',
  (fidelity) => {
    const failed = (connectionsPerEni: number) => {
      const parameters = { connectionsPerEni, accountConcurrency: 100 };
      const { functions } = simulate(story({ perInvocation: 100 }, parameters), { fidelity });
      return functions[0]!.invocations.failed;
    };
    expect(failed(65_000)).toEqual({});
    expect(failed(1_000)['TooManyRequestsException']).toBeGreaterThan(1_000);
  },
);

test('CAP-4: the wait is a parameter, and nothing is drawn for it where none is refused', () => {
  const peak = (connectTimeout: number, connectionsPerEni: number) => {
    const scenario = story({ perInvocation: 100 }, { connectionsPerEni, connectTimeout });
    const { functions, traceHash } = simulate(scenario, { fidelity: 'exact' });
    return { peak: functions[0]!.environments!.peak, traceHash };
  };
  expect(peak(seconds(2), 1_000).peak).toBeLessThan(peak(seconds(10), 1_000).peak);
  expect(peak(seconds(2), 65_000)).toEqual(peak(seconds(10), 65_000));
});

/** Calls of 100 ms at 100 ms; the second moment finds those running that waited. */
test.each<[string, Partial<Connections>, number, number]>([
  // 2 calls fit. At 250 ms the third still waits, so that two of the next three find environments.
  ['a call that opens them', { perInvocation: 50 }, 3, 4],
  ['an environment that starts', { perEnvironment: 50 }, 3, 4],
  ['a call whose connections outlive it', { perInvocation: 50, hold: constant(90) }, 3, 4],
  ['nobody, as long as all fit', { perInvocation: 30 }, 3, 3],
])('CAP-4: one wait a call, of %s', (_, connections, calls, environments) => {
  const f = fn('f', vpc('a', 'g'), {
    duration: constant(100),
    connections: { perEnvironment: 0, perInvocation: 0, hold: null, ...connections },
  });
  const scenario = scenarioOf({
    functions: [f],
    timeline: [create(0, 'f'), invoke(100, 'f', '', calls), invoke(250, 'f', '', 3)],
    eniQuota: 1,
    parameters: {
      connectionsPerEni: 100,
      connectTimeout: 1000,
      keepAlive: 5000,
      idleAfter: 50_000,
    },
  });
  const { result } = tell(scenario);
  expect(result.functions[0]!.environments!.peak).toBe(environments);
});
