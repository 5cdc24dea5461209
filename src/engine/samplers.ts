// Draws from a Distribution, and its mean. Nothing is remembered between draws: a stream's state is
// all.
import {
  randomExponential,
  randomGamma,
  randomLogNormal,
  randomUniform,
  randomWeibull,
} from 'd3-random';
import type { Distribution } from './distribution.ts';
import type { Stream } from './random.ts';

const Z99 = 2.3263478740408408;

/**
 * Draws one number from a law, in the law's own unit. Gamma and lognormal use a varying number of
 * uniform draws, a constant none, the others one.
 * @throws Error when an empirical law has no values
 */
export function sample(law: Distribution, stream: Stream): number {
  if (law.kind === 'constant') return law.value;
  if (law.kind === 'empirical') return pick(law.values, stream);
  drawsFrom = stream;
  const drawn = drawerOf(law)();
  return 'max' in law && law.max !== undefined ? Math.min(drawn, law.max) : drawn;
}

// Binding d3's makers to a source costs ten times a draw, so they are bound once, to whichever
// stream draws now.
let drawsFrom: Stream;
const source = (): number => drawsFrom.double();
const uniform = randomUniform.source(source);
const exponential = randomExponential.source(source);
const logNormal = randomLogNormal.source(source);
const weibull = randomWeibull.source(source);

type Continuous = Exclude<Distribution, { kind: 'constant' | 'empirical' }>;

// d3's normal keeps the second of each pair it makes: a checkpoint would lose it, so each draw
// makes its sampler anew. Its gamma hides such a normal in the binding, so gamma is bound anew as
// well.
function drawerOf(law: Continuous): () => number {
  switch (law.kind) {
    case 'uniform':
      return uniform(law.min, law.max);
    case 'exponential':
      return exponential(1 / law.mean);
    case 'lognormal':
      return logNormal(Math.log(law.median), law.sigma);
    case 'gamma':
      return randomGamma.source(source)(law.shape, law.mean / law.shape);
    case 'weibull': // d3's order is (shape, location, scale).
      return weibull(law.shape, 0, law.scale);
  }
}

function pick(values: readonly number[], stream: Stream): number {
  if (values.length === 0) throw new Error('An empirical law needs at least one value');
  return values[Math.floor(stream.double() * values.length)]!;
}

/** The sigma of the lognormal law with this median and 99th percentile, both in one unit. */
export function lognormalOf(median: number, p99: number): { sigma: number } {
  return { sigma: Math.log(p99 / median) / Z99 };
}

/**
 * The mean of what `sample` gives, in the law's own unit: a `max` counts, because a draw above it
 * becomes `max`. Exact to about 12 digits.
 */
export function meanOf(law: Distribution): number {
  const max = 'max' in law ? (law.max ?? Infinity) : Infinity;
  switch (law.kind) {
    case 'constant':
      return law.value;
    case 'uniform':
      return (law.min + law.max) / 2;
    case 'empirical':
      return law.values.reduce((sum, value) => sum + value, 0) / law.values.length;
    case 'exponential':
      return cutMean(law.mean, lowerGamma(2, max / law.mean), lowerGamma(1, max / law.mean), max);
    case 'gamma': {
      const x = (max * law.shape) / law.mean;
      return cutMean(law.mean, lowerGamma(law.shape + 1, x), lowerGamma(law.shape, x), max);
    }
    case 'weibull': {
      const x = (max / law.scale) ** law.shape;
      const mean = law.scale * Math.exp(logGamma(1 + 1 / law.shape));
      return cutMean(mean, lowerGamma(1 + 1 / law.shape, x), lowerGamma(1, x), max);
    }
    case 'lognormal': {
      const z = Math.log(max / law.median) / law.sigma;
      const mean = law.median * Math.exp(law.sigma ** 2 / 2);
      if (law.sigma === 0) return Math.min(law.median, max);
      return cutMean(mean, normalBelow(z - law.sigma), normalBelow(z), max);
    }
  }
}

// E[min(X, max)]: the share of the mean that lies below `max`, and `max` for all that lies above.
function cutMean(mean: number, shareOfMean: number, below: number, max: number): number {
  return max === Infinity ? mean : mean * shareOfMean + max * (1 - below);
}

function normalBelow(z: number): number {
  const half = lowerGamma(0.5, (z * z) / 2) / 2;
  return z < 0 ? 0.5 - half : 0.5 + half;
}

// The regularised lower incomplete gamma function P(a, x): a series while x is small, else
// Lentz's continued fraction of the upper one (Numerical Recipes, 6.2).
function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-16; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1, change = 0; Math.abs(change - 1) > 1e-15 && n < 10_000; n++) {
    b += 2;
    d = 1 / (n * (a - n) * d + b);
    c = b + (n * (a - n)) / c;
    change = c * d;
    fraction *= change;
  }
  return 1 - front * fraction;
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

// Lanczos' approximation (g = 7, nine terms) of ln Γ(x) for x > 0.
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const t = x + 6.5;
  const series = LANCZOS.reduce((sum, weight, i) => sum + weight / (x + i), 0.9999999999998099);
  return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(t) - t + Math.log(series);
}
