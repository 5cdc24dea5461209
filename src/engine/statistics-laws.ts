// Quantiles of the laws that intervals are made of, all through the regularised incomplete beta
// function and its inverse.
import { logGamma } from './samplers.ts';

/**
 * The quantile of Student's t law: P(T <= t) = p.
 * @param p in (0, 1)
 * @param freedom degrees of freedom, above 0
 */
export function studentQuantile(p: number, freedom: number): number {
  refuseShare(p);
  if (!(freedom > 0)) throw new Error(`Not degrees of freedom: ${freedom}`);
  if (p === 0.5) return 0;
  const tail = 2 * Math.min(p, 1 - p);
  // With t² = n (1 - x) / x, the tails hold I_x(n/2, 1/2). Of x and 1 - x the small one is found,
  // since the other could not be told from 1.
  const far = betaBelow(0.5, freedom / 2, 0.5) >= tail;
  const x = far ? betaQuantile(tail, freedom / 2, 0.5) : 0;
  const y = far ? 1 - x : betaQuantile(1 - tail, 0.5, freedom / 2);
  const t = Math.sqrt(far ? (freedom * y) / x : (freedom * y) / (1 - y));
  return p < 0.5 ? -t : t;
}

/** P(X <= k) for X of the binomial law with n trials of chance p. */
export function binomialBelow(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : 1 - betaBelow(p, k + 1, n - k);
}

const HALVINGS = 1_100;

/** The x at which the regularised incomplete beta function I_x(a, b) is p. */
export function betaQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  // Newton's step where it stays inside the bracket, else half of it.
  let x = a / (a + b);
  for (let turn = 0; turn < HALVINGS; turn++) {
    const error = betaBelow(x, a, b) - p;
    if (error === 0) break;
    if (error > 0) high = x;
    else low = x;
    const slope = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta(a, b));
    const newton = x - error / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-16 * x) break;
    x = next;
  }
  return x;
}

// ln B(a, b). Where an argument is large, Stirling's parts are cancelled on paper: the difference of
// two great logarithms would lose the digits that matter.
function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  if (large < STIRLING_FROM) return logGamma(small) + logGamma(large) - logGamma(small + large);
  const share = small / (small + large);
  const rest = stirlingRest(large) - stirlingRest(small + large);
  if (small < STIRLING_FROM) {
    const slope = (large - 0.5) * Math.log1p(-share) - small * Math.log(small + large);
    return logGamma(small) + rest + small + slope;
  }
  const slope = (small - 0.5) * Math.log(share) + large * Math.log1p(-share);
  return (Math.log(2 * Math.PI) - Math.log(large)) / 2 + stirlingRest(small) + rest + slope;
}

const STIRLING_FROM = 12;

/** What ln Γ(x) is above Stirling's formula, for x from `STIRLING_FROM` on. */
function stirlingRest(x: number): number {
  const y = 1 / (x * x);
  return (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - (y * 5) / 5940)))) / x;
}

/** The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction. */
function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b));
  // The fraction converges fast below the mean; above it the mirrored one does.
  const isLow = x < (a + 1) / (a + b + 2);
  return isLow ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

const STEPS_MAX = 100_000;
const TINY = 1e-300;

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < STEPS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}

function nonZero(n: number): number {
  return Math.abs(n) < TINY ? TINY : n;
}

function refuseShare(p: number): void {
  if (!(p > 0 && p < 1)) throw new Error(`Not a probability between 0 and 1: ${p}`);
}
