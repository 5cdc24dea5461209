import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  days,
  formatDuration,
  hours,
  minutes,
  parseDuration,
  parseRate,
  seconds,
} from '../../src/engine/time.ts';

test.each([
  ['90s', seconds(90)],
  ['20m', minutes(20)],
  ['30d', days(30)],
  ['1d 6h', days(1) + hours(6)],
  ['250ms', 250],
  ['1.5h', minutes(90)],
  ['0s', 0],
  ['2w', days(14)],
  ['  1h \t 2m 3.0005s 4ms ', hours(1) + minutes(2) + 3005],
  ['1.0004s', 1000],
  ['0d 0ms', 0],
])('the duration %j is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  '',
  ' ',
  '5',
  's',
  '-1s',
  '+1s',
  '1 s',
  '1d6h',
  '6h 1d',
  '1m 1m',
  '1s 1m',
  '1ms 1s',
  '1S',
  '1e3s',
  '.5h',
  '1.h',
  '1,5h',
  '1d,6h',
  'constructor',
  '1sec',
  'Infinity',
  `${'9'.repeat(400)}d`,
  '1_000s',
])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test.each([
  [days(1) + hours(6), '1d 6h'],
  [minutes(3) + 20_500, '3m 20.5s'],
  [120, '120ms'],
  [999.6, '1s'],
  [0, '0s'],
  [60_000, '1m'],
  [60_001, '1m 0.001s'],
  [days(30) + 1, '30d 0.001s'],
  [days(14), '14d'],
])('%d ms is written %j', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('what formatDuration writes parseDuration reads back, for all whole ms', () => {
  const small = fc.integer({ min: 0, max: days(2) });
  fc.assert(
    fc.property(fc.oneof(small, fc.maxSafeNat()), (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }),
    { numRuns: 3_000 },
  );
});

test('a negative or endless duration throws', () => {
  for (const ms of [-1, Number.NaN, Infinity]) expect(() => formatDuration(ms)).toThrow(`${ms}`);
});

test.each([
  ['2/s', 2 / seconds(1)],
  ['0.5/s', 0.5 / seconds(1)],
  ['40/min', 40 / minutes(1)],
  ['40/m', 40 / minutes(1)],
  ['40 / minute', 40 / minutes(1)],
  ['3/h', 3 / hours(1)],
  ['3/hour', 3 / hours(1)],
  ['1/d', 1 / days(1)],
  ['1/day', 1 / days(1)],
  ['1/second', 1 / seconds(1)],
  ['0/s', 0],
])('the rate %j is %d per ms', (text, perMs) => {
  expect(parseRate(text)).toBe(perMs);
});

test.each([
  '',
  '2',
  '/s',
  '-2/s',
  '2/w',
  '2/ms',
  '1e3/s',
  '2/constructor',
  '2/s/s',
  `${'9'.repeat(400)}/s`,
])('%j is no rate', (text) => {
  expect(parseRate(text)).toBeNull();
});
