import { describe, expect, test } from 'vitest';
import { parseLadder } from '../../src/experiments/ladder.ts';
import { gridOf } from '../../src/experiments/sweep.ts';
import { withTraffic } from '../../src/experiments/traffic-factor.ts';
import { type Change, changed, readValue, type Source } from '../../src/experiments/vary.ts';
import { parseScenarioObject } from '../../src/scenario/parse.ts';
import type { TrafficPhase } from '../../src/scenario/types.ts';
import { fn, scenarioOf, setTraffic } from '../builders.ts';

const source: Source = {
  file: 'mine.yaml',
  value: {
    name: 'mine',
    until: '1d',
    network: {
      vpcs: { main: null },
      subnets: { a: { vpc: 'main', cidr: '10.0.1.0/28' } },
      securityGroups: { web: { vpc: 'main' } },
    },
    functions: {
      'shop.checkout': {
        vpc: { subnets: ['a'], securityGroups: ['web'] },
        traffic: { rate: '2/s' },
      },
      batch: { traffic: [{ rate: '1/s' }, { every: '1h' }] },
    },
  },
  parse: (value) => parseScenarioObject(value, { file: 'mine.yaml' }),
};

function scenarioWith(...changes: Change[]) {
  const parsed = changed(source, changes);
  if (!parsed.ok) throw new Error(parsed.issues.map(({ message }) => message).join());
  return parsed.scenario;
}

describe('a change of a scenario', () => {
  test('goes to its place, and leaves the source as it was', () => {
    const before = structuredClone(source.value);
    const scenario = scenarioWith(
      { path: 'functions.shop.checkout.traffic.rate', value: '4/s' },
      { path: 'functions.batch.traffic.1.every', value: '2h' },
      { path: 'network.vpcs.main.eniQuota', value: 7 },
      { path: 'network.subnets.a.cidr', value: '10.0.1.0/24' },
      { path: 'parameters.idleAfter', value: '3d' },
    );
    expect(scenario.functions[0]!.traffic[0]).toMatchObject({ callsPerMs: 0.004 });
    expect(scenario.functions[1]!.traffic[1]).toMatchObject({ everyMs: 7_200_000 });
    expect(scenario.network.vpcs[0]!.eniQuota).toBe(7);
    expect(scenario.network.subnets[0]!.cidr).toBe('10.0.1.0/24');
    expect(scenario.parameters).toEqual({ idleAfter: { kind: 'constant', value: 259_200_000 } });
    expect(source.value).toEqual(before);
  });

  test.each([
    ['functions.chekout.traffic.rate', '1/s', '`functions` has no `chekout`'],
    ['functions.batch.trafic.0.rate', '1/s', '`functions.batch` has no `trafic`'],
    ['functions.batch.traffic.5.rate', '1/s', '`5` is no place in this list of 2'],
    ['functions.batch.traffic.x.rate', '1/s', '`x` is no place in this list of 2'],
    ['until.days', 3, '`until` is "1d" here; nothing lies below it'],
    ['functions.shop.checkout.traffic.rate', 'fast', 'not a rate'],
    ['parameters.idleAftr', '1d', 'unknown'],
    ['factor', 0, 'not a factor of all traffic'],
    ['factor', '2/s', 'not a factor of all traffic'],
  ])('%s = %j is an issue that names the path', (path, value, message) => {
    const parsed = changed(source, [{ path, value }]);
    expect(parsed.ok).toBe(false);
    expect(parsed.issues[0]!.message).toContain(message);
    const above = parsed.issues[0]!.path;
    expect(path.startsWith(above)).toBe(true);
  });

  test.each([
    ['2', 2],
    ['2/s', '2/s'],
    ['true', true],
    ['{"lognormal":{"median":"1m","p99":"5m"}}', { lognormal: { median: '1m', p99: '5m' } }],
    ['10.0.1.0/28', '10.0.1.0/28'],
  ])('the word %s is read as a value', (word, value) => {
    expect(readValue(word)).toEqual(value);
  });
});

describe('so many times the traffic', () => {
  const when = { fromMs: 0, untilMs: 1_000 };
  const scaled = (phase: object, factor: number) => {
    const traffic = [{ ...when, ...phase } as TrafficPhase];
    const timeline = [setTraffic(5, 'f', traffic)];
    const scenario = withTraffic(
      scenarioOf({ functions: [fn('f', null, { traffic })], timeline }),
      factor,
    );
    expect(scenario.timeline[0]).toMatchObject({ traffic: scenario.functions[0]!.traffic });
    const { fromMs: _, untilMs: __, ...rest } = scenario.functions[0]!.traffic[0]!;
    return rest;
  };

  test.each([
    [{ kind: 'rate', callsPerMs: 2 }, 1.5, { kind: 'rate', callsPerMs: 3 }],
    [{ kind: 'ramp', fromPerMs: 1, toPerMs: 2 }, 2, { kind: 'ramp', fromPerMs: 2, toPerMs: 4 }],
    [
      { kind: 'profile', periodMs: 9, startMs: 0, steps: [{ atMs: 0, callsPerMs: 1 }] },
      3,
      { kind: 'profile', periodMs: 9, startMs: 0, steps: [{ atMs: 0, callsPerMs: 3 }] },
    ],
    [{ kind: 'burst', calls: 10, atMs: [1] }, 0.5, { kind: 'burst', calls: 5, atMs: [1] }],
    [{ kind: 'every', everyMs: 100 }, 4, { kind: 'every', everyMs: 25 }],
    // Ten calls make fifteen, though each count alone would round to 2 or 1.
    [
      { kind: 'counts', stepMs: 1, counts: [1, 1, 1, 1, 6] },
      1.5,
      { kind: 'counts', stepMs: 1, counts: [2, 1, 2, 1, 9] },
    ],
    [
      { kind: 'times', atMs: [1, 2, 3, 4], durationsMs: [5, 6, 7, 8] },
      1.5,
      { kind: 'times', atMs: [1, 1, 2, 3, 3, 4], durationsMs: [5, 5, 6, 7, 7, 8] },
    ],
    [{ kind: 'times', atMs: [1, 2, 3, 4] }, 0.5, { kind: 'times', atMs: [1, 3] }],
  ])('%j times %d', (phase, factor, expected) => {
    expect(scaled(phase, factor)).toEqual(expected);
  });
});

describe('a ladder of values', () => {
  const ladder = (text: string, step?: string) => {
    const read = parseLadder(text, step);
    if (!read.ok) throw new Error(read.message);
    const { last, at } = read.value;
    return [last, at(0), at(1), at(last)];
  };

  test.each([
    ['1..64', undefined, [63, 1, 2, 64]],
    ['0.5..2.5', '0.5', [4, 0.5, 1, 2.5]],
    ['1/s..257/s', undefined, [256, '1/s', '2/s', '257/s']],
    ['10m..2h', '10m', [11, '10m', '20m', '2h']],
    ['10.0.1.0/28..10.0.1.0/20', undefined, [8, '10.0.1.0/28', '10.0.1.0/27', '10.0.1.0/20']],
    ['0.1..0.7', '0.1', [6, 0.1, 0.2, 0.7]],
  ])('%s by %s', (text, step, expected) => {
    expect(ladder(text, step)).toEqual(expected);
  });

  test.each([
    ['5', 'is no range'],
    ['5..1', 'must rise'],
    ['1..1', 'must rise'],
    ['1/s..5/min', 'of one kind'],
    ['a..b', 'of one kind'],
    ['10.0.1.0/28..10.0.2.0/20', 'of one kind'],
    ['0..9000000', 'more than 1,000,000 steps'],
  ])('%s is refused', (text, message) => {
    expect(parseLadder(text, undefined)).toEqual({
      ok: false,
      message: expect.stringContaining(message),
    });
  });
});

test('a grid has every combination, the last list turning fastest', () => {
  const rows = gridOf([['a', 'b'], ['1', '2'], ['x']]).map((row) => row.join(''));
  expect(rows).toEqual(['a1x', 'a2x', 'b1x', 'b2x']);
  expect(gridOf([])).toEqual([[]]);
});
