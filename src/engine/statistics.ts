// What a sample says about the law behind it: estimates with intervals that cover the truth at
// their nominal rate.
import { betaQuantile, binomialBelow, studentQuantile } from './statistics-laws.ts';

/** How often an interval holds the truth, over many experiments. */
export const CONFIDENCE = 0.95;

/** Null: the sample sets no bound on that side. */
export interface Interval {
  low: number | null;
  high: number | null;
}

/** An estimate with its interval, both in the unit of the sample. Null: nothing to estimate from. */
export interface Estimate extends Interval {
  value: number | null;
}

/** A quantile of `share`, such as 0.99. */
export interface Quantile extends Estimate {
  share: number;
}

/** Mean and unbiased variance; the variance of fewer than two values is null. */
export function momentsOf(values: readonly number[]): {
  mean: number;
  variance: number | null;
} {
  let mean = 0;
  let squares = 0;
  // Welford's way: no difference of two great sums.
  values.forEach((value, place) => {
    const off = value - mean;
    mean += off / (place + 1);
    squares += off * (value - mean);
  });
  return { mean, variance: values.length < 2 ? null : squares / (values.length - 1) };
}

/**
 * The mean of values, which are what they seem: where there are two different ones, as of a count
 * that is 0 or 1, how many runs have either is what is not known.
 */
export function meanEstimate(values: readonly number[], confidence = CONFIDENCE): Estimate {
  const [one, other, ...more] = new Set(values);
  if (values.length < 3 || one === undefined || other === undefined || more.length > 0) {
    return differenceEstimate(values, confidence);
  }
  const [least, most] = one < other ? [one, other] : [other, one];
  const hits = values.filter((value) => value === most).length;
  const { value, low, high } = shareEstimate(hits, values.length, confidence);
  const at = (share: number) => least + share * (most - least);
  return { value: at(value!), low: at(low!), high: at(high!) };
}

/**
 * The mean with an interval that holds it in 95 % of samples of skewed laws too, from some ten values
 * on: Student's t, widened where Hall's transformation, which takes the skewness out, reaches
 * farther. That correction itself rests on the sample's skewness, so its tails are made smaller where
 * few values are very skew. Too heavy laws (lognormal of sigma above 1, values that fewer than one
 * sample in five of its size has) it holds less often: see `isHeavy`.
 * @see P. Hall, On the removal of skewness by transformation, JRSS B 54 (1992) 221-228
 */
export function differenceEstimate(values: readonly number[], confidence = CONFIDENCE): Estimate {
  if (values.length === 0) return { value: null, low: null, high: null };
  const { mean, variance } = momentsOf(values);
  if (variance === null) return { value: mean, low: null, high: null };
  const n = values.length;
  const skewness = skewnessOf(values);
  const error = Math.sqrt(variance / n);
  const t = studentQuantile((1 + confidence) / 2, n - 1);
  const tail = (1 - confidence) / (1 + (CAUTION * skewness ** 2) / n);
  const far = studentQuantile(1 - tail / 2, n - 1);
  const [below, above] = [far, -far].map((y) => unskewed(y, skewness, n)) as [number, number];
  const low = mean - error * Math.max(t, below);
  return { value: mean, low, high: mean + error * Math.max(t, -above) };
}

/** By trial over many laws and samples of 5 to 300 values. */
const CAUTION = 20;

/** Where Student's statistic is when Hall's transformation of it is `y`. */
function unskewed(y: number, skewness: number, n: number): number {
  const bend = skewness / (3 * Math.sqrt(n));
  const centred = y - skewness / (6 * Math.sqrt(n));
  return Math.abs(bend) < 1e-9 ? centred : (Math.cbrt(1 + 3 * bend * centred) - 1) / bend;
}

/** The unbiased skewness of a sample; 0 of fewer than three values, and where all are alike. */
function skewnessOf(values: readonly number[]): number {
  const n = values.length;
  const { mean, variance } = momentsOf(values);
  if (n < 3 || !(variance! > 0)) return 0;
  const cubes = values.reduce((sum, value) => sum + (value - mean) ** 3, 0);
  const deviation = Math.sqrt((variance! * (n - 1)) / n);
  return ((cubes / n / deviation ** 3) * Math.sqrt(n * (n - 1))) / (n - 2);
}

/** Of the skewness that a sample has in which one value alone differs from the others. */
const HEAVY = 0.6;

/** One or two values make nearly all of its spread: more of their kind would move the mean far. */
export function isHeavy(values: readonly number[]): boolean {
  const n = values.length;
  return n > 4 && Math.abs(skewnessOf(values)) > HEAVY * Math.sqrt(n);
}

/**
 * A probability with the interval of Clopper and Pearson, which holds it in at least 95 % of samples
 * however rare a thing is: of 300 runs without the event it says 0 to 1.2 %.
 * @see C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413
 */
export function shareEstimate(hits: number, trials: number, confidence = CONFIDENCE): Estimate {
  if (trials === 0) return { value: null, low: null, high: null };
  const tail = (1 - confidence) / 2;
  const misses = trials - hits;
  const low = hits === 0 ? 0 : betaQuantile(tail, hits, misses + 1);
  const high = misses === 0 ? 1 : 1 - betaQuantile(tail, misses, hits + 1);
  return { value: hits / trials, low, high };
}

/**
 * A quantile with an interval between two values of the sample, good for any law: how many lie below
 * the true quantile is binomial. A bound that the sample is too small for is null.
 * @param sorted ascending; may end in Infinity: what never happened
 */
export function quantileEstimate(
  sorted: readonly number[],
  share: number,
  confidence = CONFIDENCE,
): Quantile {
  const n = sorted.length;
  if (n === 0) return { share, value: null, low: null, high: null };
  const value = sorted[Math.max(0, Math.ceil(share * n - 1e-9) - 1)]!;
  const { low, high } = orderRanks(n, share, confidence);
  return { share, value, low: sorted[low - 1] ?? null, high: sorted[high - 1] ?? null };
}

/** So many values bound this quantile on both sides, whatever the law: 368 for 0.99, 72 for 0.95. */
export function bearsQuantile(n: number, share: number): boolean {
  const { low, high } = orderRanks(n, share, CONFIDENCE);
  return low >= 1 && high <= n;
}

/** Ranks, from 1, of the bounds: 0 and n + 1 stand for none. */
function orderRanks(n: number, share: number, confidence: number): { low: number; high: number } {
  const tail = (1 - confidence) / 2;
  // The value of rank r exceeds the quantile when fewer than r lie below it.
  const low = rankWhere(n, (rank) => binomialBelow(rank - 1, n, share) > tail) - 1;
  const high = rankWhere(n, (rank) => binomialBelow(rank - 1, n, share) >= 1 - tail);
  return { low, high };
}

/** The first rank from 1 to n of which something holds that goes on to hold; n + 1: of none. */
function rankWhere(n: number, holds: (rank: number) => boolean): number {
  let [low, high] = [1, n + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
