// How many calls of Poisson traffic run at once, and how many environments they keep, in closed
// form: the running calls are an M/G/infinity queue, and as environments are reused most recently
// used first (LOAD-2), those alive are the most that ran at once within the last keep-alive time.
// Tables are plain arrays: thousands of small typed ones, each outside the heap, cost a third more
// time and memory.

/** A law over whole numbers: `atMost[i]` is the probability of no more than `first + i`. */
export interface CountLaw {
  first: number;
  atMost: number[];
}

/** Running calls in the long run. */
export interface Occupancy extends CountLaw {
  mean: number;
  /** By level: the mean time from "no more than n run" until more do, in ms. */
  exitMs: number[];
}

/** A stretch of time with a steady number of calls that run. */
export interface Stretch {
  ms: number;
  occupancy: Occupancy;
}

/** Mean, variance and third central moment: of independent counts, each adds up. */
export interface Moments {
  mean: number;
  variance: number;
  third: number;
}

/** Standard deviations below and above the mean that a table covers. */
const BELOW = 9;
const ABOVE = 12;

/**
 * @param mean calls that run at once
 * @param durationMs of one call on average; the law of the running calls needs no more (M/G/infinity)
 */
export function occupancyOf(mean: number, durationMs: number): Occupancy {
  if (!(mean > 0)) {
    return { mean: 0, first: 0, atMost: [1], exitMs: [Number.POSITIVE_INFINITY] };
  }
  const spread = Math.sqrt(mean);
  const first = Math.max(0, Math.floor(mean - BELOW * spread));
  const levels = Math.ceil(mean + ABOVE * spread + 20) - first;
  const atMost: number[] = [];
  const exitMs: number[] = [];
  let share = Math.exp(logPoisson(mean, first));
  // P(N <= n) / P(N = n); below the table there is next to nothing.
  let ratio = 1;
  atMost[0] = share;
  exitMs[0] = durationMs / mean;
  for (let i = 1; i < levels; i++) {
    const n = first + i;
    share *= mean / n;
    ratio = 1 + (ratio * n) / mean;
    atMost[i] = Math.min(1, atMost[i - 1]! + share);
    // Mean first passage of a birth-and-death chain, started as it is found at or below n.
    exitMs[i] = exitMs[i - 1]! * (1 - 1 / ratio) + (durationMs * ratio) / mean;
  }
  return { mean, first, atMost, exitMs };
}

/**
 * The most calls that ran at once within the stretches. Exact for exponential durations up to the
 * clustering of crossings; for others within 1 % of the mean where the time is 100 durations.
 */
export function mostRunning(stretches: readonly Stretch[]): CountLaw {
  const { first, atMost } = busiestOf(stretches).occupancy;
  const most = atMost.map((share, i) => {
    let exits = 0;
    for (const { ms, occupancy } of stretches) exits += ms * exitRate(occupancy, first + i);
    return share * Math.exp(-exits);
  });
  return { first, atMost: most };
}

/** The first of those in which most calls run on average. */
export function busiestOf(stretches: readonly Stretch[]): Stretch {
  return stretches.reduce((a, b) => (b.occupancy.mean > a.occupancy.mean ? b : a));
}

/** How often a ms the level n is left upwards, while no more than n run. */
function exitRate({ first, exitMs }: Occupancy, n: number): number {
  if (n < first) return 1 / exitMs[0]!;
  return n - first < exitMs.length ? 1 / exitMs[n - first]! : 0;
}

/** Environments that start a ms where `alive` is the law of those alive: LOAD-2's cold starts. */
export function coldStartsPerMs(alive: CountLaw, occupancy: Occupancy): number {
  let sum = 0;
  alive.atMost.forEach((atMost, i) => {
    sum += atMost * exitRate(occupancy, alive.first + i);
  });
  return sum;
}

export function momentsOf({ first, atMost }: CountLaw): Moments {
  let mean = 0;
  let square = 0;
  let cube = 0;
  let before = 0;
  // About the first level, which is near the mean: powers of large numbers would lose digits.
  atMost.forEach((upTo, i) => {
    const share = upTo - before;
    before = upTo;
    mean += share * i;
    square += share * i * i;
    cube += share * i * i * i;
  });
  const variance = square - mean * mean;
  return { mean: first + mean, variance, third: cube - 3 * mean * variance - mean ** 3 };
}

/** The smallest number that is not exceeded with probability `share`. */
export function quantileOf({ first, atMost }: CountLaw, share: number): number {
  let low = 0;
  let high = atMost.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (atMost[middle]! < share) low = middle + 1;
    else high = middle;
  }
  return first + low;
}

/** Log of the probability that a Poisson number with that mean is n; Stirling where n is large. */
function logPoisson(mean: number, n: number): number {
  if (n < 100) {
    let log = -mean;
    for (let i = 1; i <= n; i++) log += Math.log(mean / i);
    return log;
  }
  const rest = 1 / (12 * n) - 1 / (360 * n ** 3);
  return n - mean + n * Math.log(mean / n) - 0.5 * Math.log(2 * Math.PI * n) - rest;
}
