import { expect, test } from 'vitest';
import {
  brief,
  counted,
  enumerated,
  hanging,
  moment,
  percent,
  shortMoment,
  thousands,
  wrap,
} from '../../src/report/format.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, '0s'],
  [5, '5ms'],
  [1_150, '1.15s'],
  [23_726, '23.7s'],
  [2 * MINUTE + 54_139, '2m 54.1s'],
  [2 * MINUTE, '2m'],
  [HOUR - 1, '59m 59.9s'],
  [2 * HOUR + 5 * MINUTE + 3_900, '2h 5m 3s'],
  [31 * DAY, '31d'],
  [31 * DAY + 5 * MINUTE, '31d 0h 5m'],
  [31 * DAY + 1, '31d'],
  [31 * DAY + SECOND, '31d 0h 0m 1s'],
  [36_500 * DAY, '36,500d'],
])('the moment %d ms is written %s', (ms, text) => {
  expect(moment(ms)).toBe(text);
});

test.each([
  [0, '0s'],
  [4_250, '4.2s'],
  [174_139, '2m 54s'],
  [30 * DAY + HOUR + MINUTE, '30d 1h'],
  [45 * MINUTE, '45m'],
])('the length %d ms is written %s', (ms, text) => {
  expect(brief(ms)).toBe(text);
});

test('no two moments of a second in the first minute look alike', () => {
  const texts = Array.from({ length: SECOND }, (_, ms) => moment(ms));
  expect(new Set(texts).size).toBe(SECOND);
});

test.each([
  [0, 5, '0%'],
  [5, 5, '100%'],
  [1, 10_000, '<0.1%'],
  [9_999, 10_000, '>99.9%'],
  [1, 24, '4.2%'],
  [71, 100, '71%'],
  [0, 0, '0%'],
  [1_200, 500, '240%'],
  [501, 500, '100.2%'],
  [5_001, 5_000, '>100%'],
])('%d of %d is %s', (part, whole, text) => {
  expect(percent(part, whole)).toBe(text);
});

test('in a table a moment after the first day is rounded to minutes', () => {
  const minute = 60_000;
  const [exact, day] = [1_440 * minute - 1_000, 44_640 * minute];
  expect([exact, day + 22.9 * minute, day + 59.9 * minute].map(shortMoment)).toEqual([
    '23h 59m 59s',
    '31d 0h 23m',
    '31d 1h',
  ]);
});

test('large numbers are grouped in threes, whatever the machine speaks', () => {
  expect([0, 999, 1_000, 1_234_567, 1_234.5].map(thousands)).toEqual([
    '0',
    '999',
    '1,000',
    '1,234,567',
    '1,234.5',
  ]);
});

test('one thing is not several', () => {
  expect([counted(1, 'try', 'tries'), counted(2, 'try', 'tries'), counted(0, 'row')]).toEqual([
    '1 try',
    '2 tries',
    '0 rows',
  ]);
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(enumerated)).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});

test('wrapping loses no word and keeps to the width', () => {
  const text = 'a bb ccc dddd eeeee ffffff ggggggg';
  for (let width = 8; width < 40; width++) {
    const lines = wrap(text, width);
    expect(lines.join(' ')).toBe(text);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  }
  expect(hanging('aaaa bbbb cccc dddd eeee ffff', 24, 4)).toBe(
    'aaaa bbbb cccc dddd\n    eeee ffff',
  );
});

test('what is laid out in lines cannot begin one of its own, nor reach the terminal as a control', () => {
  expect(wrap('a\u001b[2Jb c\nd', 5)).toEqual(['a\\u001b[2Jb', 'c\\nd']);
});
