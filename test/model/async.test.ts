import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minutes, seconds } from '../../src/engine/time.ts';
import { checkDeterminism } from '../../src/run/determinism.ts';
import { record } from '../../src/run/record.ts';
import { simulate } from '../../src/run/simulate.ts';
import type { Action, FunctionSpec, ParameterValue } from '../../src/scenario/types.ts';
import { create, fn, invoke, remove, scenarioOf, setQuota, vpc } from '../builders.ts';
import { tell } from './telling.ts';

const WEB = vpc('a', 'web');
const WAITS = { asyncRetryFirst: 10, asyncRetryMost: 80, asyncRetryFor: 1000 };
const busy = (durationMs: number, concurrency: number | null) => {
  return fn('f', WEB, { duration: { kind: 'constant', value: durationMs }, concurrency });
};

function story(
  f: FunctionSpec,
  calls: Action[],
  more: Record<string, ParameterValue> = {},
  eniQuota = 9,
) {
  const timeline = [create(0, 'f'), ...calls];
  return scenarioOf({ functions: [f], timeline, eniQuota, parameters: { ...WAITS, ...more } });
}

const asynchronous = ({ result }: ReturnType<typeof tell>) => result.functions[0]!.asynchronous;

test('ASYNC-1: throttled asynchronous calls wait, each wait twice as long, and all run', () => {
  const told = tell(story(busy(35, 1), [invoke(100, 'f', 'async', 4)]));
  // Tried at 100, 110, 130, 170, 250 and 330: busy till 135, 205, 285.
  expect(told.invocations).toEqual(['100 f ok', '170 f ok', '250 f ok', '330 f ok']);
  expect(told.answers[1]).toBe('100 ok');
  const { attempted, succeeded, failed } = told.result.functions[0]!.invocations;
  expect([attempted, succeeded, failed]).toEqual([4, 4, {}]);
  expect(asynchronous(told)).toEqual({ queued: 0, dropped: 0 });
  const waits = told.rows.filter(({ note }) => note === 'invocation.queued');
  expect(waits.map(({ atMs, count, rule, refusal }) => [atMs, count, rule, refusal])).toEqual([
    [100, 3, 'ASYNC-1', 'throttled429'],
  ]);
});

test('ASYNC-1: synchronous calls are throttled as before', () => {
  const told = tell(story(busy(35, 1), [invoke(100, 'f', '', 3)]));
  expect(told.invocations).toEqual(['100 f ok', '100 f throttled429 x2']);
});

test('ASYNC-1: the waits double up to the longest, and the last try is before the limit', () => {
  const told = tell(story(busy(10, 0), [invoke(100, 'f', 'async')]));
  const tries = told.frames.filter(({ event }) => event.kind === 'async.retries');
  expect(tries.map(({ atMs }) => atMs - 100)).toEqual([
    10, 30, 70, 150, 230, 310, 390, 470, 550, 630, 710, 790, 870, 950, 1000,
  ]);
  const dropped = told.rows.filter(({ note }) => note === 'invocation.dropped');
  expect(dropped.map(({ atMs, rule, count }) => [atMs, rule, count])).toEqual([
    [1100, 'ASYNC-1', 1],
  ]);
  expect(told.invocations).toEqual([]);
  expect(asynchronous(told)).toEqual({ queued: 0, dropped: 1 });
  expect(told.result.functions[0]!.invocations.failed).toEqual({});
});

test.each([
  // Of 70 ms of creation the call waits 60: tried at 10, 20, 40; the limit says whether at 80, too.
  ['a moment before the limit', 71, 0],
  ['at the limit', 70, 1],
])('ASYNC-1: a function that is ready %s', (_, limitMs, dropped) => {
  const parameters = { asyncRetryFor: limitMs, asyncRetryMost: 70, asyncRetryFirst: 70 };
  const told = tell(story(busy(10, null), [invoke(10, 'f', 'async')], parameters));
  expect(asynchronous(told)).toEqual({ queued: 0, dropped });
  expect(told.invocations).toEqual(dropped === 0 ? ['80 f ok'] : []);
});

test('ASYNC-1: a call to what never works is given up, and counted apart', () => {
  const told = tell(story(busy(10, null), [invoke(10, 'f', 'async', 3)], {}, 0));
  expect(told.invocations).toEqual([]);
  expect(asynchronous(told)).toEqual({ queued: 0, dropped: 3 });
});

test('ASYNC-1: what still waits at the end is said', () => {
  const told = tell(story(busy(9_000_000, 1), [invoke(9_500, 'f', 'async', 3)]));
  expect(asynchronous(told)).toEqual({ queued: 2, dropped: 0 });
});

test('ASYNC-1: two batches of one moment keep apart, and a deleted function ends the wait', () => {
  const calls = [invoke(100, 'f', 'async', 2), invoke(100, 'f', 'async', 3), remove(125, 'f')];
  const told = tell(story(busy(1000, 1), calls));
  expect(told.invocations).toEqual([
    '100 f ok',
    '130 f functionNotFound',
    '130 f functionNotFound x3',
  ]);
  expect(asynchronous(told)).toEqual({ queued: 0, dropped: 0 });
});

test('ASYNC-1: by default a second, doubling to five minutes, for six hours', () => {
  const f = fn('f', WEB, { duration: { kind: 'constant', value: 10 }, concurrency: 0 });
  const timeline = [create(0, 'f'), invoke(minutes(5), 'f', 'async')];
  const scenario = scenarioOf({ functions: [f], timeline, untilMs: minutes(400) });
  for (const name of ['asyncRetryFirst', 'asyncRetryMost', 'asyncRetryFor'] as const) {
    delete scenario.parameters[name];
  }
  scenario.parameters['idleAfter'] = minutes(500);
  const { frames, rows } = tell(scenario);
  const tries = frames.filter(({ event }) => event.kind === 'async.retries');
  const since = tries.map(({ atMs }) => (atMs - minutes(5)) / seconds(1));
  expect(since.slice(0, 11)).toEqual([1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1111]);
  expect(rows.at(-1)).toMatchObject({ note: 'invocation.dropped', atMs: minutes(365) });
});

const anyCall = fc
  .tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 9 }), fc.boolean())
  .map(([atMs, count, isAsync]) => invoke(atMs, 'f', isAsync ? 'async' : '', count));

test('ASYNC-1: every accepted call runs, fails, waits or is dropped, however it is run', () => {
  fc.assert(
    fc.property(
      fc.array(anyCall, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 0, max: 1 }),
      (calls, concurrency, durationMs, quota) => {
        const scenario = story(busy(durationMs, concurrency), [...calls, setQuota(5, quota)]);
        const result = simulate(scenario);
        const [{ invocations, asynchronous: left }] = result.functions as [
          (typeof result.functions)[0],
        ];
        const made = calls.reduce((sum, call) => sum + ('count' in call ? call.count : 0), 0);
        const failed = Object.values(invocations.failed).reduce((sum, n) => sum + n, 0);
        expect(invocations.succeeded + failed + left.queued + left.dropped).toBe(made);
        expect(record(scenario).result.traceHash).toBe(result.traceHash);
        expect(checkDeterminism(scenario, {})).toMatchObject({ ok: true });
      },
    ),
    { numRuns: 30 },
  );
});
