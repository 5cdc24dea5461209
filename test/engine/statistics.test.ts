import { describe, expect, test } from 'vitest';
import { Streams } from '../../src/engine/random.ts';
import {
  meanEstimate,
  momentsOf,
  quantileEstimate,
  shareEstimate,
} from '../../src/engine/statistics.ts';
import {
  binomialBelow,
  normalQuantile,
  studentQuantile,
} from '../../src/engine/statistics-laws.ts';

describe('quantiles of the laws behind intervals', () => {
  // scipy 1.17.1: scipy.stats.t.ppf
  test.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.975, 9, 2.262157162798205],
    [0.975, 1.5, 6.016663104427929],
    [0.995, 30, 2.7499956535672254],
    [0.9, 1_000, 1.2823987214609247],
    [0.975, 1_000_000, 1.959966356814107],
    [0.6, 3, 0.2766706623326898],
    [1e-10, 4, -416.1751403296041],
    [0.025, 199, -1.9719565442517537],
    [0.999999, 2, 707.1057205157672],
  ])('Student t at %d with %d degrees of freedom is %d', (p, freedom, t) => {
    expect(studentQuantile(p, freedom) / t).toBeCloseTo(1, 11);
  });

  test('the middle of both laws is 0, and their sides mirror each other', () => {
    expect(studentQuantile(0.5, 7)).toBe(0);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 14);
    for (const p of [0.6, 0.99]) {
      expect(studentQuantile(1 - p, 7)).toBeCloseTo(-studentQuantile(p, 7), 11);
    }
  });

  // scipy.stats.norm.ppf
  test.each([
    [0.9, 1.2815515655446004],
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [1e-6, -4.753424308822899],
  ])('the normal law at %d is %d', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 9);
  });

  // scipy.stats.binom.cdf
  test.each([
    [3, 10, 0.3, 0.6496107184],
    [950, 1_000, 0.95, 0.5202589429126815],
    [0, 100, 0.01, 0.3660323412732295],
    [49, 100, 0.5, 0.46020538130641103],
    [99_000, 100_000, 0.99, 0.5042686879721225],
    [10, 10, 0.2, 1],
    [-1, 10, 0.2, 0],
  ])('at most %d of %d with chance %d: %d', (k, n, p, below) => {
    expect(binomialBelow(k, n, p)).toBeCloseTo(below, 10);
  });

  test.each([0, 1, Number.NaN])('a probability of %d has no quantile', (p) => {
    expect(() => studentQuantile(p, 3)).toThrow('Not a probability');
  });
});

describe('estimates', () => {
  test('moments are the textbook ones, also far from 0', () => {
    expect(momentsOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, variance: 32 / 7 });
    expect(momentsOf([1e9 + 1, 1e9 + 2, 1e9 + 3])).toEqual({ mean: 1e9 + 2, variance: 1 });
    expect(momentsOf([3])).toEqual({ mean: 3, variance: null });
  });

  test('a mean has an interval from two values on', () => {
    const { value, low, high } = meanEstimate([1, 2, 3]);
    // 2 ± 4.302652729749462 / sqrt(3)
    expect([value, low, high]).toEqual([
      2,
      expect.closeTo(-0.484138, 6),
      expect.closeTo(4.484138, 6),
    ]);
    expect(meanEstimate([7])).toEqual({ value: 7, low: null, high: null });
    expect(meanEstimate([])).toEqual({ value: null, low: null, high: null });
    expect(meanEstimate([4, 4, 4])).toEqual({ value: 4, low: 4, high: 4 });
  });

  // Wilson's formula, computed with numpy.
  test.each([
    [0, 300, 0, 0.012642971224546036],
    [3, 300, 0.003406618437715286, 0.02898349336233983],
    [300, 300, 0.9873570287754538, 1],
    [50, 100, 0.4038315303659956, 0.5961684696340044],
  ])('%d of %d lies between %d and %d', (hits, trials, low, high) => {
    const estimate = shareEstimate(hits, trials);
    expect(estimate.value).toBe(hits / trials);
    expect(estimate.low).toBeCloseTo(low, 12);
    expect(estimate.high).toBeCloseTo(high, 12);
  });

  const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

  test('the bounds of a quantile are values of the sample, by the binomial law', () => {
    // Tables of distribution-free intervals for the median: ranks 2 and 9 of 10, 40 and 61 of 100.
    expect(quantileEstimate(upTo(10), 0.5)).toEqual({ share: 0.5, value: 5, low: 2, high: 9 });
    expect(quantileEstimate(upTo(100), 0.5)).toMatchObject({ value: 50, low: 40, high: 61 });
  });

  test('a sample that is too small sets no bound', () => {
    expect(quantileEstimate(upTo(100), 0.99)).toMatchObject({ value: 99, low: 97, high: null });
    expect(quantileEstimate(upTo(5), 0.5)).toMatchObject({ value: 3, low: null, high: null });
    expect(quantileEstimate([], 0.5)).toMatchObject({ value: null });
  });

  test('what never happened is later than any time', () => {
    const never = Number.POSITIVE_INFINITY;
    const sorted = [...upTo(60), ...Array.from({ length: 40 }, () => never)];
    expect(quantileEstimate(sorted, 0.5)).toMatchObject({ value: 50, low: 40, high: never });
    expect(quantileEstimate(sorted, 0.9)).toMatchObject({ value: never });
  });
});

test('a quantile of a skewed law is within its interval at the nominal rate', () => {
  const stream = new Streams('coverage').of('draw', 'p90');
  // The 90th percentile of the exponential law with mean 1, and the exact rate for 100 draws.
  const truth = Math.log(10);
  const rate = binomialBelow(95, 100, 0.9) - binomialBelow(83, 100, 0.9);
  const experiments = 2_000;
  let held = 0;
  for (let i = 0; i < experiments; i++) {
    const sample = Array.from({ length: 100 }, () => -Math.log(stream.double()));
    const { low, high } = quantileEstimate(
      sample.sort((a, b) => a - b),
      0.9,
    );
    if (low! <= truth && truth <= high!) held += 1;
  }
  expect(rate).toBeGreaterThan(0.95);
  expect(Math.abs(held / experiments - 0.95)).toBeLessThan(0.015);
});
