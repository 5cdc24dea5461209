import { describe, expect, test } from 'vitest';
import { type Comparison, compare } from '../../src/experiments/compare.ts';
import type { Found } from '../../src/experiments/find.ts';
import { replicate } from '../../src/experiments/replicate.ts';
import { compareText } from '../../src/report/compare-text.ts';
import { sweepCsv } from '../../src/report/experiment-rows.ts';
import { estimated, figure } from '../../src/report/experiment-values.ts';
import { findText } from '../../src/report/find-text.ts';
import { PLAIN } from '../../src/report/palette.ts';
import { sweepText } from '../../src/report/sweep-text.ts';
import { waiting } from '../experiments/known.ts';

const page = { palette: PLAIN, width: 100 };

test.each([
  [null, 'count', '-'],
  [0, 'count', '0'],
  [12_345, 'count', '12,345'],
  [12_345.6, 'count', '12,346'],
  [1.23456, 'count', '1.23'],
  [-0.0123456, 'count', '-0.0123'],
  [90_000, 'ms', '1m 30s'],
  [-90_000, 'ms', '-1m 30s'],
  [0.5, 'share', '50%'],
  [0.01234, 'share', '1.23%'],
  [0.99999, 'share', '>99.9%'],
  [0.00001, 'share', '<0.01%'],
  [0, 'share', '0%'],
  [-0.25, 'share', '-25%'],
  [1, 'flag', '100%'],
] as const)('%d as %s is %s', (value, unit, text) => {
  expect(figure(value, unit)).toBe(text);
});

test.each([
  [{ value: 5, low: 4.5, high: 5.5 }, '5 (4.5 to 5.5)'],
  [{ value: 5, low: 5, high: 5 }, '5'],
  [{ value: 5, low: 4, high: null }, '5 (4 to ?)'],
  [{ value: 5, low: null, high: null }, '5'],
  [{ value: null, low: null, high: null }, 'never'],
])('%j is told as %s', (estimate, text) => {
  expect(estimated(estimate, 'count')).toBe(text);
});

describe('texts', () => {
  const lost = [{ seed: 'plan/5', why: 'its worker died 2 times: out of memory' }];
  const counts = { asked: 10, runs: 9, lost };
  const base = { a: 'old', b: 'new', seed: 'plan', metrics: [], oneSided: [], ...counts };

  test('a comparison without a difference says so, and tells lost runs', () => {
    const comparison: Comparison = { ...base, profiles: ['seed', 'seed'] };
    const text = compareText(comparison, page);
    expect(text).toContain(
      'old and new: 9 of 10 pairs of runs, seeds plan/1 to plan/10 without plan/5\n\n' +
        '1 of 20 runs have no result: ',
    );
    expect(text).toContain('Nothing differs beyond chance.\n');
    expect(text).toContain('1 run without a result, the first with seed plan/5: its worker died');
  });

  test('a comparison tells what only one side has', () => {
    const [a, b] = [waiting(30_000), waiting(30_000, { name: 'wider' })];
    b.network = { ...b.network, subnets: [...b.network.subnets] };
    b.network.subnets.push({ ...b.network.subnets[0]!, id: 'z', cidr: '10.9.0.0/28' });
    const text = compareText(compare(a, b, { runs: 2 }), page);
    const told = 'Only in wider: subnet.z.peak 0, subnet.z.full 0%, subnet.z.fullAt never.';
    expect(text).toContain(told);
    expect(text).not.toContain('Only in test');
  });

  test('an answer that rests on an estimate alone names the bounds beyond doubt', () => {
    const tried = [1, 4, 5, 6, 9].map((value) => {
      const runs = { runs: 100, unfinished: 0, isBorne: true };
      const estimate = { value: value / 10, low: null, high: null, ...runs };
      return { value, asked: 100, runs: 100, estimate, met: value >= 5, sure: value !== 5 };
    });
    const answer = { value: 5, between: [4, 6] as Found['between'], tried, asked: 500, lost: [] };
    const found: Found = { target: 'P(x) > 1', unit: 'share', kind: 'smallest', ...answer };
    const text = findText(found, 'factor', page);
    expect(text).toContain(
      'The smallest factor with P(x) > 1 seems to be 5, but the runs do not make that sure: beyond doubt,\n' +
        'it lies between 4 and 6. A larger --runs-max may settle it.\n\n',
    );
    expect(text).toMatch(/^5 +100 +50% +yes, not sure$/m);
    expect(text).toMatch(/^4 +100 +40% +no$/m);
    const open = { ...found, between: [null, null] as Found['between'] };
    expect(findText(open, 'factor', { ...page, width: 200 })).toContain(
      'sure: no value that was tried is beyond doubt. A larger',
    );
    const sure = { ...found, tried: tried.map((one) => ({ ...one, sure: one.value !== 9 })) };
    expect(findText(sure, 'factor', page)).toMatch(/^The smallest factor with P\(x\) > 1 is 5\.\n/);
    expect(findText({ ...sure, kind: 'everywhere' }, 'factor', page)).toMatch(
      /^Both ends from 1 to 9 have P\(x\) > 1: nothing between them was tried\. The runs do not\s+make/,
    );
  });

  test('a grid shows the metrics that change, or those asked for', () => {
    const cell = (seconds: number) => {
      const summary = replicate(waiting(1_000 * seconds), { runs: 10 });
      return { values: { until: `${seconds}s` }, summary, measures: [] };
    };
    const sweep = { paths: ['until'], rows: [cell(11), cell(30)] };
    expect(sweepText(sweep, [], page)).toMatch(
      /^until +deploy\.slowest +function\.f\.activeAfter$/m,
    );
    const asked = sweepText(sweep, ['enis.peak'], page);
    expect(asked).toMatch(/^until +enis\.peak\n11s +1\n30s +1$/m);
  });
});

test('CSV quotes what needs it and leaves no formula', () => {
  const summary = replicate(waiting(30_000), { runs: 2 });
  const row = (value: string) => ({ values: { place: value }, summary, measures: [] });
  const sweep = { paths: ['place'], rows: [row('{"a": 1, "b": 2}'), row('=1+1'), row('a')] };
  const lines = sweepCsv(sweep).split('\r\n');
  expect(
    lines.filter((line) => line.includes(',enis.peak,')).map((line) => line.slice(0, 28)),
  ).toEqual([
    '"{""a"": 1, ""b"": 2}",test,',
    "'=1+1,test,enis.peak,count,2",
    'a,test,enis.peak,count,2,1,0',
  ]);
  expect(lines.at(-1)).toBe('');
});
