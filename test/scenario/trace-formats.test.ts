import { expect, test } from 'vitest';
import { meanOf } from '../../src/engine/samplers.ts';
import { csvRows } from '../../src/scenario/trace-csv.ts';
import type { FunctionSpec } from '../../src/scenario/types.ts';
import {
  countsIn,
  DAY,
  functionOf,
  HOUR,
  hasPublic,
  issuesOf,
  MINUTE,
  OWN,
  PUBLIC,
  peakOf,
  readFrom,
  sum,
  these,
  timesIn,
} from './trace-files.ts';

const own = readFrom(OWN);
const shared = readFrom(PUBLIC);
const traffic = (rest: string) => `{ traffic: { trace: ${rest} } }`;

test('a table is read with a byte-order mark, CRLF, quotes, blank lines and no final newline', () => {
  const text = '\uFEFFa, b ,"c ""d"", e"\r\n\r\n1,,"2"\n  x , y,"z"';
  expect([...csvRows(text)]).toEqual([
    { line: 1, cells: ['a', 'b', 'c "d", e'] },
    { line: 3, cells: ['1', '', '2'] },
    { line: 4, cells: ['x', 'y', 'z'] },
  ]);
  expect([...csvRows('')]).toEqual([]);
  expect([...csvRows('a,"b\nc')].map(({ cells }) => cells)).toEqual([null, ['c']]);
  expect([...csvRows('"a"b,c')]).toEqual([{ line: 1, cells: null }]);
});

test('a table is read line by line: the first row costs nothing of the rest', () => {
  const rows = csvRows(`a,b\n${'1,2\n'.repeat(2_000_000)}`);
  expect(rows.next().value).toEqual({ line: 1, cells: ['a', 'b'] });
});

test('LOAD-1: Azure 2019: counts of a day in minutes, played where they are wanted', () => {
  const file = 'azure2019-invocations.csv';
  const timer = countsIn(functionOf(traffic(`${file}, function: 41b7c0de5f629a83, from: 1d`), own));
  expect(timer).toMatchObject({ kind: 'counts', stepMs: MINUTE, fromMs: DAY, untilMs: 2 * DAY });
  expect(timer.counts).toHaveLength(1_440);
  expect([timer.counts[4], timer.counts[5], timer.counts[65]]).toEqual([0, 1, 1]);
  expect(sum(timer.counts)).toBe(24);
});

test('LOAD-1: a trace is repeated and scaled, and no rounding adds up', () => {
  const file = 'azure2019-invocations.csv, function: 9d2e6f01ab34c58e';
  const spec = functionOf(traffic(`${file}, from: 1h, repeat: 3, scale: 0.25`), own);
  expect(spec.traffic.map(({ fromMs, untilMs }) => [fromMs - HOUR, untilMs - HOUR])).toEqual([
    [0, DAY],
    [DAY, 2 * DAY],
    [2 * DAY, 3 * DAY],
  ]);
  const { counts } = countsIn(spec);
  expect(sum(counts)).toBe(3_824 / 4);
  expect(counts.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
  // What comes after the run is left out.
  expect(functionOf(traffic(`${file}, repeat: 1000`), own).traffic).toHaveLength(60);
});

test('LOAD-1: Azure 2019: percentiles of durations become 101 values on the line through them', () => {
  const duration = '{ trace: azure2019-durations.csv, function: c05a18e97d3b2f64 }';
  const law = functionOf(`{ duration: ${duration} }`, own).duration;
  const values = law.kind === 'empirical' ? law.values : [];
  expect(values).toHaveLength(101);
  const at = [0, 1, 13, 25, 50, 75, 87, 99, 100].map((percent) => values[percent]);
  expect(at).toEqual([60, 62, 71, 80, 90, 105, 177.5, 250, 400]);
  expect(values).toEqual(values.toSorted((a, b) => a - b));
});

test('LOAD-1: Azure 2021: calls begin where they end less their duration, never before 0', () => {
  const importer = timesIn(
    functionOf(traffic('azure2021-calls.csv, function: 1c9e77aa02f4d613/import'), own),
  );
  // Begun at -0.9 ms, 30 s, 65 s.
  expect(importer).toMatchObject({ atMs: [0, 30_000, 65_000], durationsMs: [42, 1_500, 30_000] });
  const resizer = timesIn(functionOf(traffic('azure2021-calls.csv, function: resize'), own));
  expect(resizer.atMs).toEqual([30_750, 32_000, 33_625, 93_000]);
  expect(peakOf([resizer])).toBe(3);
  const twice = timesIn(
    functionOf(traffic('azure2021-calls.csv, function: mail, from: 1h, repeat: 2, scale: 2'), own),
  );
  // The trace goes 95.5 s, so it is played again after 2 minutes.
  const [first, again] = [HOUR + 60_000, HOUR + 180_000];
  expect(twice).toMatchObject({
    atMs: [first, first, again, again],
    durationsMs: [61, 61, 61, 61],
  });
  const { duration } = functionOf(
    '{ duration: { trace: azure2021-calls.csv, function: resize } }',
    own,
  );
  expect(duration).toEqual({ kind: 'empirical', values: [2_500, 8_500, 9_000, 9_250] });
});

test('LOAD-1: OpenDC: minutes by their ends, a blank after commas of the header, one function', () => {
  const spec = functionOf(
    '{ traffic: { trace: opendc-minutes.csv }, duration: { trace: opendc-minutes.csv } }',
    own,
  );
  const { counts } = countsIn(spec);
  expect(counts).toHaveLength(30);
  expect(counts.flatMap((count, minute) => (count > 0 ? [[minute, count]] : []))).toEqual([
    [0, 2],
    [3, 1],
    [9, 3],
  ]);
  expect(spec.duration).toEqual({
    kind: 'empirical',
    values: [900, 900, 900, 1_500, 2_500, 2_500],
  });
});

const ROW = 'o,a,f,http';
const HEAD = 'HashOwner,HashApp,HashFunction,Trigger,1,2';
const CALLS = 'app,func,end_timestamp,duration';
const TIMES = 'Timestamp [ms],Invocations, Avg Exec time per Invocation,name';
const SHARES = 'HashOwner,HashApp,HashFunction,percentile_Average_0,percentile_Average_100';

test.each([
  [`${HEAD}\n${ROW},1`, 2, 'another number of columns', 'got 5'],
  [`${HEAD}\r\n\r\n${ROW},1,-2`, 3, '`2` cannot be negative', 'got "-2"'],
  [`${HEAD}\n${ROW},1,x`, 2, '`2` is not a number', 'a count of calls'],
  [`${HEAD}\n${ROW},1,1.5`, 2, '`2` is not a number', 'a count of calls'],
  [`${HEAD}\n${ROW},1,`, 2, '`2` is not a number', 'got ""'],
  [`${HEAD}\n${ROW},1,"2`, 2, 'a quote that is not closed', ''],
  [`${CALLS}\na,f,1.5,-1`, 2, '`duration` cannot be negative', 'seconds'],
  [`${CALLS}\na,f,soon,1`, 2, '`end_timestamp` is not a number', 'seconds'],
  [`${TIMES}\n60000,1,2,f\n90000,1,2,f`, 3, 'not the end of a minute', 'got "90000"'],
  [`${TIMES}\n60000,one,2,f`, 2, '`Invocations` is not a number', ''],
  [`${SHARES}\no,a,f,9,5`, 2, 'less than the one before', ''],
  ['', 1, 'the trace is empty', ''],
  ['a,b\n1,2', 1, 'not a trace of a known format', 'app,func,end_timestamp,duration'],
])('%j is an issue with its file and line', (text, line, ...parts) => {
  const issues = issuesOf(traffic('t/x.csv, function: f'), these({ 't/x.csv': text }));
  expect(issues).toHaveLength(1);
  expect(issues[0]).toContain(`dir/t/x.csv:${line}:1`);
  for (const part of parts) expect(issues[0]).toContain(part);
});

test('a trace of bad rows gives twenty issues, not a million', () => {
  const text = `${HEAD}\n${`${ROW},x,y\n`.repeat(5_000)}`;
  expect(issuesOf(traffic('x.csv, function: f'), these({ 'x.csv': text }))).toHaveLength(20);
});

test.runIf(hasPublic)(
  'the Azure 2019 example: 4 functions, 1,440 minutes, durations with them',
  () => {
    const id = 'c13acdc7567b225971cef2416a3a2b03c8a4d8d154df48afe75834e2f5c59ddf';
    const [line] = issuesOf(traffic('azure2019-schema/invocations.csv'), shared);
    expect(line).toContain('the trace has 4 functions');
    const text = shared('azure2019-schema/invocations.csv')!;
    const ids = text
      .split('\n')
      .slice(1)
      .map((row) => row.split(',')[2]!);
    expect(ids).toHaveLength(4);
    expect(ids[0]!.slice(0, 40)).toBe(id.slice(0, 40));
    for (const [row, name] of ids.entries()) {
      const ref = `function: ${name}`;
      const spec = functionOf(
        `{ traffic: { trace: azure2019-schema/invocations.csv, ${ref} }, duration: { trace: azure2019-schema/durations.csv, ${ref} } }`,
        shared,
      );
      const cells = text.split('\n')[row + 1]!.split(',').slice(4).map(Number);
      expect(countsIn(spec).counts).toEqual(cells);
      expect(spec.duration).toMatchObject({ kind: 'empirical' });
      expect(meanOf(spec.duration)).toBeGreaterThan(0);
    }
  },
);

/** All functions of a 2021 trace, by the names that its rows have. */
function allOf(file: string): FunctionSpec[] {
  const rows = shared(file)!.trim().split('\n').slice(1);
  const keys = new Set(rows.map((row) => row.split(',').slice(0, 2).join('/')));
  return [...keys].map((key) => functionOf(traffic(`${file}, function: ${key}`), shared));
}

test.runIf(hasPublic)(
  'Azure 2021: 199 calls of 31 functions, at most 23 at once; the other 29 of 14, 16',
  () => {
    for (const [file, calls, functions, peak] of [
      ['invitro-azure2021/Azure2021_200.csv', 199, 31, 23],
      ['invitro-azure2021/Azure2021_30.csv', 29, 14, 16],
    ] as const) {
      const all = allOf(file);
      expect(all).toHaveLength(functions);
      const phases = all.map(timesIn);
      expect(sum(phases.map(({ atMs }) => atMs.length))).toBe(calls);
      expect(Math.min(...phases.map(({ atMs }) => atMs[0]!))).toBeGreaterThanOrEqual(0);
      expect(peakOf(phases)).toBe(peak);
    }
  },
);

test.runIf(hasPublic)(
  'OpenDC: 14 calls on 13 minutes of a week, and a function without any',
  () => {
    const spec = functionOf(
      '{ traffic: { trace: opendc-faas/1.csv }, duration: { trace: opendc-faas/1.csv } }',
      shared,
    );
    const { counts } = countsIn(spec);
    expect([counts.length, sum(counts), counts.filter((count) => count > 0).length]).toEqual([
      10_080, 14, 13,
    ]);
    expect(counts.findLastIndex((count) => count > 0)).toBe(1_320);
    expect(meanOf(spec.duration)).toBeCloseTo(300_262, 6);
    expect(functionOf(traffic('opendc-faas/10.csv'), shared).traffic).toEqual([]);
    expect(issuesOf('{ duration: { trace: opendc-faas/10.csv } }', shared)[0]).toContain(
      'tells no durations',
    );
  },
);
