import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../src/engine/distribution.ts';
import { type Stream, Streams } from '../../src/engine/random.ts';
import { meanOf, sample } from '../../src/engine/samplers.ts';
import {
  type Interval,
  isHeavy,
  meanEstimate,
  momentsOf,
  quantileEstimate,
  shareEstimate,
} from '../../src/engine/statistics.ts';
import { binomialBelow, studentQuantile } from '../../src/engine/statistics-laws.ts';

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

  test('the middle is 0, and the sides mirror each other', () => {
    expect(studentQuantile(0.5, 7)).toBe(0);
    for (const p of [0.6, 0.99]) {
      expect(studentQuantile(1 - p, 7)).toBeCloseTo(-studentQuantile(p, 7), 11);
    }
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
    // 2 ± 4.302652729749462 / sqrt(3): nothing is skew here.
    expect([value, low, high]).toEqual([
      2,
      expect.closeTo(-0.484138, 6),
      expect.closeTo(4.484138, 6),
    ]);
    expect(meanEstimate([7])).toEqual({ value: 7, low: null, high: null });
    expect(meanEstimate([])).toEqual({ value: null, low: null, high: null });
    expect(meanEstimate([4, 4, 4])).toEqual({ value: 4, low: 4, high: 4 });
  });

  // scipy.stats.beta.ppf: Clopper and Pearson.
  test.each([
    [0, 300, 0, 0.01222097469429355],
    [3, 300, 0.0020670072350923163, 0.028944511255692605],
    [300, 300, 0.9877790253057065, 1],
    [50, 100, 0.39832112950330095, 0.601678870496699],
    [1, 20, 0.0012650894979498038, 0.24873276277202777],
  ])('%d of %d lies between %d and %d', (hits, trials, low, high) => {
    const estimate = shareEstimate(hits, trials);
    expect(estimate.value).toBe(hits / trials);
    expect(estimate.low).toBeCloseTo(low, 12);
    expect(estimate.high).toBeCloseTo(high, 12);
  });

  test.each([
    [[0, 0, 0, 0, 0, 0, 0, 0, 0, 7], true],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false],
    [[4, 4, 4, 4, 4, 4], false],
    [[0, 0, 0, 7], false],
  ])('one value makes the spread of %j: %s', (values, heavy) => {
    expect(isHeavy(values)).toBe(heavy);
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

/** How often intervals of samples hold the truth. */
function coverage(
  name: string,
  draw: (stream: Stream) => number[],
  truth: number,
  interval: (values: number[]) => Interval,
): number {
  const stream = new Streams('coverage').of('draw', name);
  const experiments = 4_000;
  let held = 0;
  for (let i = 0; i < experiments; i++) {
    const { low, high } = interval(draw(stream));
    if ((low ?? -Infinity) <= truth && truth <= (high ?? Infinity)) held += 1;
  }
  return held / experiments;
}

describe('the interval of a mean holds the truth', () => {
  const LAWS: [name: string, law: Distribution][] = [
    ['uniform', { kind: 'uniform', min: 0, max: 1 }],
    ['exponential', { kind: 'exponential', mean: 1 }],
    ['lognormal of sigma 0.557', { kind: 'lognormal', median: 1, sigma: 0.557 }],
    ['lognormal of sigma 0.633', { kind: 'lognormal', median: 1, sigma: 0.633 }],
    ['lognormal of sigma 1', { kind: 'lognormal', median: 1, sigma: 1 }],
    ['gamma of shape 0.5', { kind: 'gamma', shape: 0.5, mean: 1 }],
    ['Weibull of shape 0.6', { kind: 'weibull', shape: 0.6, scale: 1 }],
    ['one of five is tenfold', { kind: 'empirical', values: [1, 1.2, 0.8, 1, 10] }],
  ];
  const cases = LAWS.flatMap(([name, law]) => [10, 20, 50, 100].map((n) => ({ name, law, n })));
  test.each(cases)('$name, $n values', ({ name, law, n }) => {
    const draw = (stream: Stream) => Array.from({ length: n }, () => sample(law, stream));
    const held = coverage(`${name} ${n}`, draw, meanOf(law), meanEstimate);
    // Three standard errors of 4,000 experiments are 1 %; of ten values one in nine has no large one.
    const least = name === 'one of five is tenfold' && n === 10 ? 0.87 : 0.933;
    expect(held).toBeGreaterThan(least);
    expect(held).toBeLessThan(0.998);
  });

  test('both sides alike: a law that is skew to the left', () => {
    const draw = (stream: Stream) => Array.from({ length: 20 }, () => Math.log(stream.double()));
    expect(coverage('left', draw, -1, meanEstimate)).toBeGreaterThan(0.94);
  });

  test('of differences of runs that meet the same numbers', () => {
    const law = { kind: 'exponential', mean: 1 } as const;
    const draw = (stream: Stream) =>
      Array.from({ length: 20 }, () => {
        const both = sample(law, stream);
        return 1.5 * both + 0.2 * sample(law, stream) - both;
      });
    expect(coverage('pairs', draw, 0.7, meanEstimate)).toBeGreaterThan(0.94);
  });

  test('not where the law is too heavy for so few values: those are told apart', () => {
    // One of fifty is a thousandfold: two thirds of samples of 20 have none and look harmless.
    const draw = (stream: Stream) =>
      Array.from({ length: 20 }, () => (stream.double() < 0.02 ? 1_000 : 1 + stream.double()));
    expect(coverage('rare', draw, 0.02 * 1_000 + 0.98 * 1.5, meanEstimate)).toBeLessThan(0.5);
    const stream = new Streams('coverage').of('draw', 'heavy');
    for (let i = 0; i < 500; i++) {
      const values = draw(stream);
      const large = values.filter((value) => value === 1_000).length;
      if (large === 1) expect(isHeavy(values)).toBe(true);
    }
  });

  test('and is no wider than needed where nothing is skew', () => {
    const stream = new Streams('coverage').of('draw', 'width');
    const values = Array.from({ length: 100 }, () => stream.double());
    const { mean, variance } = momentsOf(values);
    const half = studentQuantile(0.975, 99) * Math.sqrt(variance! / 100);
    const { low, high } = meanEstimate(values);
    expect((high! - low!) / (2 * half)).toBeLessThan(1.06);
    expect(low).toBeLessThanOrEqual(mean - half);
  });
});

test.each(
  [10, 20, 50, 100].flatMap((n) =>
    [0.005, 0.02, 0.1, 0.16, 0.5, 0.97].map((share) => [n, share] as const),
  ),
)('the interval of a share holds it exactly often enough: %d runs, share %d', (n, share) => {
  let held = 0;
  for (let hits = 0; hits <= n; hits++) {
    const { low, high } = shareEstimate(hits, n);
    const chance = binomialBelow(hits, n, share) - binomialBelow(hits - 1, n, share);
    if (low! <= share && share <= high!) held += chance;
  }
  expect(held).toBeGreaterThanOrEqual(0.95);
});
