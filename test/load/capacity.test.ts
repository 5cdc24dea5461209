import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/run/engine.ts';
import { inPlace } from '../../src/run/simulate.ts';
import type { FunctionSpec, ParameterValue } from '../../src/scenario/types.ts';
import { create, deleteRole, fn, invoke, remove, scenarioOf, setQuota, vpc } from '../builders.ts';
import { tell } from '../model/telling.ts';

const constant = (value: number) => ({ kind: 'constant', value }) as const;

/** Calls of 100 ms; ENIs of 100 connections; 80 of them wish for one more. */
const SMALL: Record<string, ParameterValue> = {
  connectionsPerEni: 100,
  keepAlive: 500,
  scaleOutRetryEvery: 10,
  scaleInAfter: 2000,
  idleAfter: 50_000,
};

function story(
  more: Partial<FunctionSpec>,
  calls: [atMs: number, count: number][],
  parts: { subnets?: string; free?: Record<string, number>; eniQuota?: number } = {},
) {
  const { subnets = 'a', ...rest } = parts;
  const f = fn('f', vpc(subnets, 'g'), { duration: constant(100), ...more });
  const timeline = [create(0, 'f'), ...calls.map(([atMs, count]) => invoke(atMs, 'f', '', count))];
  const parameters = SMALL;
  return scenarioOf({ functions: [f], timeline, parameters, untilMs: 12_000, ...rest });
}

const connections = (perEnvironment: number, perInvocation: number, holdMs?: number) => ({
  connections: {
    perEnvironment,
    perInvocation,
    hold: holdMs === undefined ? null : constant(holdMs),
  },
});

test('CAP-2: environments go round the subnets, then to the least loaded ENI', () => {
  const { result } = tell(story(connections(1, 0), [[100, 10]], { subnets: 'a,b' }));
  const peaks = result.pairings.map(({ subnet, enis }) => [subnet, enis[0]!.peakConnections]);
  expect(peaks).toEqual([
    ['a', 5],
    ['b', 5],
  ]);
});

describe('CAP-3: passing the threshold starts one more ENI for the pairing', () => {
  // 8 environments of 10 connections are 80 of 100; the 9th call comes while ENI 2 is made.
  const told = tell(
    story(connections(10, 0), [
      [100, 8],
      [110, 9],
      [190, 12],
    ]),
  );

  test('it begins at the moment of the crossing and is ready a creation later', () => {
    expect(told.life('eni-2')).toEqual(['100 creating', '170 ready']);
  });

  test('environments that start later go to the new ENI, those that run stay where they are', () => {
    const [first, second] = told.result.pairings[0]!.enis;
    // Of 17 calls 10 find room in ENI 1; the next 12 find 17 environments running till 200 or 210.
    expect(first!.peakConnections).toBe(100);
    expect(second!.peakConnections).toBe(100);
  });
});

test('CAP-1, CAP-4: past the cap connections are refused and counted, the calls run', () => {
  const { result } = tell(story(connections(0, 30), [[100, 5]]));
  expect(result.connections).toEqual({ attempted: 150, accepted: 100, refused: 50 });
  expect(result.functions[0]!.invocations).toEqual({ attempted: 5, succeeded: 5, failed: {} });
});

test('CAP-4: the first refusal of a stretch is told, and each ENI knows its own', () => {
  const calls: [number, number][] = [
    [100, 5],
    [105, 5],
    [400, 5],
  ];
  const { rows, result } = tell(story(connections(0, 30), calls, { eniQuota: 1 }));
  const told = rows.filter(({ note }) => note === 'connections.refused');
  // 150 of 200 and 50 of 100: refusals within 10 ms of each other are one stretch.
  expect(told.map(({ atMs, subject, rule }) => [atMs, subject, rule])).toEqual([
    [100, 'eni-1', 'CAP-4'],
    [400, 'eni-1', 'CAP-4'],
  ]);
  expect(result.pairings[0]!.enis[0]!.refusedConnections).toBe(result.connections.refused);
});

test.each([
  ['a full subnet', { free: { a: 1 } }, 'SubnetOutOfIPAddresses'],
  ['the quota', { eniQuota: 1 }, 'EniLimitExceeded'],
])('CAP-4: %s stops the scale-out, and the row names the reason', (_name, parts, code) => {
  const { rows, result } = tell(story(connections(0, 30), [[100, 5]], parts));
  const blocked = rows.filter(({ note }) => note === 'eni.scaleOutBlocked');
  expect(blocked).toEqual([
    expect.objectContaining({ atMs: 100, rule: 'CAP-4', subject: 'eni-1', code }),
  ]);
  expect(result.pairings[0]!.enis).toHaveLength(1);
});

describe('CAP-3, CAP-4: the wish for more lasts as long as the crowd', () => {
  const crowd = (eniQuota: number, parameters: Record<string, ParameterValue>) => {
    const calls: [number, number][] = [100, 600, 1200].map((atMs) => [atMs, 4]);
    const scenario = story({ ...connections(0, 30), duration: constant(400) }, calls, { eniQuota });
    scenario.timeline.push(setQuota(500, 9));
    scenario.timeline.sort((a, b) => a.atMs - b.atMs);
    Object.assign(scenario.parameters, parameters);
    return tell(scenario);
  };

  test('a quota that is raised lets the next crowd have its ENI', () => {
    const told = crowd(1, {});
    expect(told.rows.find(({ note }) => note === 'eni.scaleOutBlocked')?.atMs).toBe(100);
    expect(told.life('eni-2')[0]).toBe('600 creating');
  });

  test('an ENI that fills soon after the last wish wishes again when that time is over', () => {
    const told = crowd(9, { scaleOutRetryEvery: 650, scaleOutAt: 0.5, keepAlive: 50 });
    expect(told.life('eni-2')[0]).toBe('100 creating');
    expect(told.life('eni-3')[0]).toBe('1200 creating');
  });
});

test('CAP-3: one more ENI is made for a function that is there, with its role', () => {
  const allowed = {
    name: 'all',
    document: { Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] },
  };
  const busy = { duration: constant(100), ...connections(10, 0) };
  const first = fn('first', vpc('a', 'g'), { ...busy, role: 'leaving' });
  const second = fn('second', vpc('a', 'g'), busy);
  const timeline = [
    create(0, 'first'),
    create(0, 'second'),
    remove(100, 'first'),
    deleteRole(100, 'leaving'),
    invoke(200, 'second', '', 9),
    remove(5000, 'second'),
  ];
  const roles = [{ id: 'leaving', policies: [allowed] }];
  const { result, life } = tell(
    scenarioOf({ functions: [first, second], timeline, roles, parameters: SMALL }),
  );
  const [made] = result.pairings[0]!.enis.slice(1);
  expect(made).toMatchObject({ creator: 'second', phase: 'deleted' });
  expect(life('eni-2').at(-1)).toMatch(/deleted$/);
});

test('CAP-5: an extra ENI that is silent for the whole time leaves, the last one stays', () => {
  const told = tell(story(connections(10, 0), [[100, 9]]));
  // Silent: ENI 1 since its environments ended at 200 + 500, ENI 2 since it was ready at 170.
  expect(told.life('eni-2')).toEqual([
    '100 creating',
    '170 ready',
    '2170 draining',
    '2210 available',
    '2300 deleted',
  ]);
  expect(told.life('eni-1')).toEqual(['0 creating', '70 ready']);
});

test('CAP-6: connections of an environment live as long as it does, those of a call as they say', () => {
  const openAfter = (more: Partial<FunctionSpec>, ms: number) => {
    const engine = new Engine({ ...story(more, [[100, 2]]), untilMs: ms + 1 });
    while (engine.step(inPlace) !== null);
    return engine.data.plane.enis.ports.open[1];
  };
  const kept = connections(10, 0);
  expect([150, 250, 699, 701].map((ms) => openAfter(kept, ms))).toEqual([20, 20, 20, 0]);
  const ofCall = connections(0, 10);
  expect([150, 199, 201].map((ms) => openAfter(ofCall, ms))).toEqual([20, 20, 0]);
  const held = connections(0, 10, 350);
  expect([150, 201, 449, 451].map((ms) => openAfter(held, ms))).toEqual([20, 20, 20, 0]);
});

test('LOAD-2: the most recently used idle environment is taken, and idle ones end', () => {
  // Three at once, then one at a time every 300 ms: the first of the idle list serves them all.
  const calls: [number, number][] = [[100, 3]];
  for (let atMs = 300; atMs < 3000; atMs += 300) calls.push([atMs, 1]);
  const { result } = tell(story(connections(1, 0), calls));
  const { environments } = result.functions[0]!;
  expect(environments).toMatchObject({ peak: 3, coldStarts: 3 });
});

test('LOAD-2: calls over the concurrency of a function are throttled, and only those', () => {
  const { result } = tell(story({ concurrency: 4 }, [[100, 6]]));
  expect(result.functions[0]!.invocations).toEqual({
    attempted: 6,
    succeeded: 4,
    failed: { TooManyRequestsException: 2 },
  });
});

test('CAP-1: no ENI ever carries more than its connections, whatever calls come', () => {
  const anyCalls = fc.array(fc.tuple(fc.integer({ min: 60, max: 3000 }), fc.nat(30)), {
    maxLength: 12,
  });
  const anyNeeds = fc.tuple(fc.nat(30), fc.nat(30), fc.option(fc.integer({ min: 1, max: 900 })));
  fc.assert(
    fc.property(anyCalls, anyNeeds, ([...calls], [kept, lent, holdMs]) => {
      const called = calls.filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
      const needs = connections(kept, lent, holdMs ?? undefined);
      const engine = new Engine(story(needs, called, { subnets: 'a,b', eniQuota: 5 }));
      const { ports } = engine.data.plane.enis;
      while (engine.step(inPlace) !== null) {
        expect(Math.max(...ports.open)).toBeLessThanOrEqual(100);
        expect(Math.min(...ports.open)).toBeGreaterThanOrEqual(0);
        expect(ports.open.reduce((sum, open) => sum + open, 0)).toBe(ports.openNow);
      }
      expect(ports.accepted).toBeLessThanOrEqual(ports.attempted);
      engine.close();
      const { refused, attempted, accepted } = engine.tally.connections;
      expect(accepted + refused).toBe(attempted);
    }),
    { numRuns: 150 },
  );
});

test('LOAD-2: all versions of a function share its concurrency, and others keep their share', () => {
  const f = fn('f', vpc('a', 'g'), { duration: constant(100), concurrency: 4 });
  const idle = fn('idle', null, { concurrency: 900 });
  const rest = fn('rest', null, { duration: constant(100) });
  const timeline = [
    create(0, 'f', 'publish'),
    create(0, 'idle'),
    create(0, 'rest'),
    invoke(100, 'f', '', 3),
    invoke(100, 'f:1', '', 3),
    invoke(100, 'rest', '', 200),
  ];
  const functions = [f, idle, rest];
  const { result } = tell(scenarioOf({ functions, timeline, parameters: SMALL }));
  const succeeded = result.functions.map(({ invocations }) => invocations.succeeded);
  // 4 of f in both versions; 1,000 of the account less 904 that are reserved for the rest.
  expect(succeeded).toEqual([3, 1, 0, 96]);
});

test('LOAD-2: a call of the timeline that is throttled altogether is refused', () => {
  const { answers } = tell(
    story({ concurrency: 1 }, [
      [100, 1],
      [150, 1],
      [210, 1],
    ]),
  );
  expect(answers).toEqual(['0 ok', '100 ok', '150 TooManyRequestsException', '210 ok']);
});

test('LOAD-2: a function starts its environments no faster than the bucket refills', () => {
  const calls: [number, number][] = [
    [1000, 10],
    [5999, 10],
    [11_000, 10],
  ];
  const scenario = story({ duration: constant(20_000) }, calls);
  Object.assign(scenario.parameters, { environmentsPer10s: 10 });
  const { result } = tell({ ...scenario, untilMs: 20_000 });
  // 10 at once, then 10 every 10 s: 4 (of 4.999) after 5 s, 5 (of 0.999 + 5.001 = 6, less one) more.
  expect(result.functions[0]!.invocations.succeeded).toBe(10 + 4 + 6);
});

test('LOAD-2: where the keep-alive varies, an environment lives as long as the law says', () => {
  const calls = Array.from({ length: 400 }, (_, i): [number, number] => [100 + 3000 * i, 1]);
  const scenario = story({}, calls);
  Object.assign(scenario.parameters, {
    keepAlive: { kind: 'uniform', min: 200, max: 1800 },
    idleAfter: 1e9,
  });
  const { result } = tell({ ...scenario, untilMs: 1_200_100 });
  // One environment a call: 100 ms of work and 1,000 ms kept on average, every 3,000 ms.
  const { mean, coldStarts } = result.functions[0]!.environments!;
  expect(coldStarts).toBe(400);
  expect(Math.abs(mean / (1100 / 3000) - 1)).toBeLessThan(0.06);
});
