import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsOf } from '../../src/model/table.ts';
import { Engine } from '../../src/run/engine.ts';
import { explain } from '../../src/run/explain.ts';
import { drive, inPlace } from '../../src/run/simulate.ts';
import type { Expectation, TrafficPhase } from '../../src/scenario/types.ts';
import {
  create,
  fn,
  invoke,
  publish,
  remove,
  scenarioOf as scenarioFrom,
  update,
  vpc,
} from '../builders.ts';
import { scenarioOf } from '../model/staging.ts';
import { anyStory } from '../model/stories.ts';
import { STEPS_MAX, tell } from '../model/telling.ts';

const f = fn('f', vpc('a', 'web'));

test('the result is a fold of the rows that agrees with the last state', () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      const engine = new Engine(scenarioOf(story), { stepsMax: STEPS_MAX });
      const result = drive(engine, inPlace, () => undefined);
      const live = [...rowsOf(engine.state.pairings)].flatMap(([, pairing]) => pairing.enis);
      const told = result.pairings.flatMap(({ enis }) => enis);
      const standing = told.filter(({ deletedAtMs }) => deletedAtMs === null);
      expect(standing.map(({ id, phase }) => `${id} ${phase}`).sort()).toEqual(
        live.map(({ number, phase }) => `eni-${number} ${phase}`).sort(),
      );
      expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
      for (const { enis, peakEnis } of result.vpcs) expect(peakEnis).toBeGreaterThanOrEqual(enis);
      for (const { inUse, peakInUse, usable } of result.subnets) {
        expect(peakInUse).toBeGreaterThanOrEqual(inUse);
        expect(usable).toBeGreaterThanOrEqual(peakInUse);
      }
    }),
    { numRuns: 60 },
  );
});

test('every call of the timeline is answered once, or its retries go on at the end', () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      const scenario = scenarioOf(story);
      const { result, rows } = tell(scenario);
      const open = rows.filter(({ note }) => note === 'call.retrying').map(({ action }) => action);
      const answered = rows.filter(({ note }) => /^call.(accepted|refused)/.test(note));
      const places = answered.map(({ action }) => action!);
      expect(new Set(places).size).toBe(places.length);
      const missing = scenario.timeline.map((_, i) => i).filter((i) => !places.includes(i));
      expect(open).toEqual(expect.arrayContaining(missing));
      expect(result.actions).toHaveLength(places.length);
    }),
    { numRuns: 40 },
  );
});

test('calls that succeeded and calls that failed, by code, are all the calls attempted', () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      for (const { invocations } of tell(scenarioOf(story)).result.functions) {
        const failed = Object.values(invocations.failed).reduce((sum, n) => sum + n, 0);
        expect(invocations.succeeded + failed).toBe(invocations.attempted);
      }
    }),
    { numRuns: 40 },
  );
});

test('the time in the states of a version is the time from its creation to its end', () => {
  const timeline = [create(100, 'f'), remove(900, 'f'), create(1000, 'f')];
  const { functions } = tell(scenarioFrom({ functions: [f], timeline, untilMs: 3000 })).result;
  expect(functions.map(({ state, timeInStateMs }) => ({ state, timeInStateMs }))).toEqual([
    { state: 'Deleted', timeInStateMs: { Pending: 70, Active: 730 } },
    { state: 'Inactive', timeInStateMs: { Pending: 70, Active: 930, Inactive: 1000 } },
  ]);
});

const expecting = (atMs: number | null, state: string): Expectation => ({
  atMs,
  line: 7,
  kind: 'function',
  target: { function: 'f', version: 0 },
  state: state as 'Active',
  stateReasonCode: null,
  lastUpdateStatus: null,
});

test('an expectation is looked at after everything that happens in its millisecond', () => {
  const expectations = [
    expecting(null, 'absent'),
    expecting(70, 'Active'),
    expecting(69, 'Pending'),
    expecting(70, 'Pending'),
    expecting(100, 'absent'),
  ];
  const timeline = [create(0, 'f'), remove(100, 'f')];
  const { result } = tell(scenarioFrom({ functions: [f], timeline, expectations }));
  expect(result.expectations.map(({ ok, seen, line }) => [ok, seen, line])).toEqual([
    [true, 'absent', 7],
    [true, 'Active', 7],
    [true, 'Pending', 7],
    [false, 'Active', 7],
    [true, 'absent', 7],
  ]);
});

test('expectations count ENIs by phase, subnet and groups, addresses and metrics', () => {
  const base = { atMs: 150, line: null };
  const enis = { ...base, kind: 'enis', subnet: null, securityGroups: null, phase: null } as const;
  const exactly = (equals: number) => ({ min: null, max: null, equals });
  const metric = { ...base, kind: 'metric', min: null, max: null, equals: null } as const;
  const expectations: Expectation[] = [
    { ...enis, count: exactly(2) },
    { ...enis, count: exactly(1), phase: 'creating' },
    { ...enis, count: exactly(1), securityGroups: ['web', 'web'] },
    { ...enis, count: exactly(0), subnet: 'b' },
    { ...base, kind: 'subnet', subnet: 'a', free: exactly(9) },
    { ...base, kind: 'subnet', subnet: 'a', free: { min: 9, max: null, equals: null } },
    { ...base, kind: 'subnet', subnet: 'a', free: { min: 10, max: null, equals: null } },
    { ...enis, count: { min: null, max: 2, equals: null } },
    { ...enis, count: { min: null, max: 1, equals: null } },
    { ...metric, metric: 'operations.failed', equals: 0 },
    { ...metric, metric: 'enis.peak', max: 2, min: 2 },
    { ...metric, metric: 'enis.live', equals: 3 },
    { ...metric, metric: 'subnet.a.peak', equals: 2 },
    { ...metric, metric: 'vpc.main.peak', equals: 2 },
    { ...metric, metric: 'invocations.failed', equals: 1 },
  ];
  const timeline = [create(0, 'f'), invoke(1, 'f'), update(100, 'f', vpc('a', 'db'))];
  const free = { a: 11, b: 11 };
  const { result } = tell(scenarioFrom({ functions: [f], timeline, expectations, free }));
  expect(result.expectations.map(({ ok, seen }) => `${ok} ${seen}`)).toEqual([
    'true 2',
    'true 1',
    'true 1',
    'true 0',
    'true 9',
    'true 9',
    'false 9',
    'true 2',
    'false 2',
    'true 0',
    'true 2',
    'false 2',
    'true 2',
    'true 2',
    'true 1',
  ]);
});

test("an action's expectation is compared in code, status and text", () => {
  const wants = (error: string, status: number | null, text: string | null) => ({
    ...invoke(1, 'f'),
    expect: { error, status, text },
  });
  const timeline = [
    { ...create(0, 'f'), expect: 'ok' as const },
    wants('ResourceConflictException', 409, 'Pending'),
    wants('ResourceConflictException', 502, null),
    wants('ResourceConflictException', null, 'Failed'),
    { ...invoke(1, 'f'), expect: 'ok' as const },
    invoke(1, 'f'),
    { ...invoke(80, 'f'), expect: { error: 'X', status: null, text: null } },
  ];
  const { result } = tell(scenarioFrom({ functions: [f], timeline }));
  expect(result.actions.map(({ asExpected }) => asExpected)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('an explanation walks from a change back to the call that began it', () => {
  const timeline = [create(0, 'f'), publish(80, 'f'), remove(100, 'f')];
  const scenario = scenarioFrom({ functions: [f], timeline });
  const why = explain(scenario, 'eni-1', { atMs: 150 });
  if ('unknown' in why) throw new Error('eni-1 is unknown');
  expect(why.kind).toBe('ENI');
  expect(why.history.map(({ atMs, row }) => `${atMs} ${row.to}`)).toEqual([
    '0 creating',
    '70 ready',
    '100 draining',
    '140 available',
  ]);
  expect(why.chain.map(({ atMs, row }) => `${atMs} ${row.note} ${row.subject}`)).toEqual([
    '140 eni.phase eni-1',
    '100 eni.phase eni-1',
    '100 pairing.left a/web',
    '100 version.deleted f',
    '100 call.accepted f',
  ]);
  const deleted = explain(scenario, 'f:1', { atMs: 150 });
  if ('unknown' in deleted) throw new Error('f:1 is unknown');
  // What the delete brought about is no cause of it.
  expect(deleted.chain.map(({ row }) => row.note)).toEqual(['version.deleted', 'call.accepted']);
  expect(explain(scenario, 'nobody')).toMatchObject({
    unknown: expect.arrayContaining(['f', 'a', 'web', 'main', 'a/web', 'eni-1']),
  });
});

test('calls of traffic to what does not exist are counted under its name', () => {
  const phase: TrafficPhase = { kind: 'every', everyMs: 10, fromMs: 0, untilMs: 100 };
  const functions = [fn('f', null, { traffic: [phase] })];
  const { result } = tell(scenarioFrom({ functions, timeline: [create(50, 'f')] }));
  expect(result.functions.map(({ state, invocations }) => [state, invocations.attempted])).toEqual([
    ['Deleted', 5],
    ['Inactive', 5],
  ]);
});
