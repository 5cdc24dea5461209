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
 * Draws one number from a law, in the law's own unit. Gamma, lognormal and laws with a `max` use a
 * varying number of uniform draws, a constant none, the others one.
 * @throws Error when an empirical law has no values
 */
export function sample(law: Distribution, stream: Stream): number {
  if (law.kind === 'constant') return law.value;
  if (law.kind === 'empirical') return pick(law.values, stream);
  drawsFrom = stream;
  if (!('max' in law) || law.max === undefined || law.kind === 'uniform') return drawerOf(law)();
  for (let redraws = 0; redraws < REDRAWS; redraws++) {
    const drawn = drawerOf(law)();
    if (drawn <= law.max) return drawn;
  }
  return drawBelow(law, law.max, stream);
}

/** TIME-2: a draw above the `max` of a law is drawn again, so often. */
export const REDRAWS = 32;

/** A law whose upper tail may be cut. */
export type Cuttable = Extract<
  Distribution,
  { kind: 'exponential' | 'lognormal' | 'gamma' | 'weibull' }
>;

const HALVINGS = 60;

/** A draw from what lies below `max`, by inversion: where that is so little that redraws miss it. */
export function drawBelow(law: Cuttable, max: number, stream: Stream): number {
  const share = belowIn(law, max) * stream.double();
  // Too little to be told from nothing: all of it lies next to `max`.
  if (share === 0) return max;
  let [low, high] = [0, max];
  for (let turn = 0; turn < HALVINGS; turn++) {
    const middle = (low + high) / 2;
    if (belowIn(law, middle) < share) low = middle;
    else high = middle;
  }
  return high;
}

/** The probability of a draw at or below `x`, the law's own `max` left aside. */
function belowIn(law: Cuttable, x: number): number {
  switch (law.kind) {
    case 'exponential':
      return lowerGamma(1, x / law.mean);
    case 'gamma':
      return lowerGamma(law.shape, (x * law.shape) / law.mean);
    case 'weibull':
      return lowerGamma(1, (x / law.scale) ** law.shape);
    case 'lognormal':
      if (law.sigma === 0) return x < law.median ? 0 : 1;
      return normalBelow(Math.log(x / law.median) / law.sigma);
  }
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
 * The mean of what `sample` gives, in the law's own unit: that of what lies below a `max`. Exact to
 * about 12 digits, fewer where next to nothing lies below it.
 */
export function meanOf(law: Distribution): number {
  switch (law.kind) {
    case 'constant':
      return law.value;
    case 'uniform':
      return (law.min + law.max) / 2;
    case 'empirical':
      return law.values.reduce((sum, value) => sum + value, 0) / law.values.length;
    default: {
      const whole = wholeMeanOf(law);
      const { max } = law;
      if (max === undefined) return whole;
      const below = belowIn(law, max);
      // Where nothing can be told from 0, all of it lies next to `max`.
      return below === 0 ? max : Math.min(max, (whole * meanBelowIn(law, max)) / below);
    }
  }
}

/** The mean of a law without its `max`. */
function wholeMeanOf(law: Cuttable): number {
  switch (law.kind) {
    case 'lognormal':
      return law.median * Math.exp(law.sigma ** 2 / 2);
    case 'weibull':
      return law.scale * Math.exp(logGamma(1 + 1 / law.shape));
    default:
      return law.mean;
  }
}

/** The share of the mean that draws at or below `max` make. */
function meanBelowIn(law: Cuttable, max: number): number {
  switch (law.kind) {
    case 'exponential':
      return lowerGamma(2, max / law.mean);
    case 'gamma':
      return lowerGamma(law.shape + 1, (max * law.shape) / law.mean);
    case 'weibull':
      return lowerGamma(1 + 1 / law.shape, (max / law.scale) ** law.shape);
    case 'lognormal':
      if (law.sigma === 0) return max < law.median ? 0 : 1;
      return normalBelow(Math.log(max / law.median) / law.sigma - law.sigma);
  }
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
