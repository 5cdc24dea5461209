import { type Occupancy, occupancyOf } from './occupancy.ts';

/** With more calls at once their exits are taken as those of exponential durations: 3 % at most. */
const MEAN_MAX = 2_000;
/** Below this share of a duration's exits the difference of two probabilities is noise. */
const RARE = 1e-9;

/**
 * Running calls that all last equally long. Those that run at a moment are the ones that came within
 * the last duration, so the most that run at once is the scan statistic of Poisson arrivals: of one
 * and of two durations its law is known exactly, and each further duration adds the same factor.
 * @see J. Naus, Approximations for distributions of scan statistics, JASA 77 (1982)
 */
export function constantOccupancy(mean: number, durationMs: number): Occupancy {
  const occupancy = occupancyOf(mean, durationMs);
  if (!(mean > 0) || mean > MEAN_MAX) return occupancy;
  const { first, atMost } = occupancy;
  const exitMs = occupancy.exitMs.map((knownMs, i) => {
    const level = first + i + 1;
    const two = ofOneMore(level, mean, occupancy);
    const three = ofTwoMore(level, mean, occupancy);
    const exits = Math.log(two / three);
    return level > 2 && atMost[i]! > RARE && exits > RARE ? durationMs / exits : knownMs;
  });
  return { ...occupancy, exitMs };
}

/** P(no more than i), and P(exactly i). */
function sharesOf({ first, atMost }: Occupancy) {
  const upTo = (i: number) => (i < first ? 0 : atMost[Math.min(i - first, atMost.length - 1)]!);
  return { upTo, at: (i: number) => upTo(i) - upTo(i - 1) };
}

/** That fewer than k run at once over one duration beyond the first. */
function ofOneMore(k: number, mean: number, occupancy: Occupancy): number {
  const { upTo, at } = sharesOf(occupancy);
  return upTo(k - 1) ** 2 - (k - 1) * at(k) * at(k - 2) - (k - 1 - mean) * at(k) * upTo(k - 3);
}

/** The same over two durations beyond the first. */
function ofTwoMore(k: number, mean: number, occupancy: Occupancy): number {
  const { upTo, at } = sharesOf(occupancy);
  const all = upTo(k - 1);
  const once = 2 * at(k) * all * ((k - 1) * upTo(k - 2) - mean * upTo(k - 3));
  const pairs = (k - 1) * (k - 2) * upTo(k - 3) - 2 * (k - 2) * mean * upTo(k - 4);
  const twice = 0.5 * at(k) ** 2 * (pairs + mean * mean * upTo(k - 5));
  // Beyond the table next to nothing is left.
  const last = occupancy.first + occupancy.atMost.length;
  let sum = 0;
  for (let r = Math.max(1, occupancy.first, 2 * k - last); r < k; r++) {
    const over = at(r) * ((r - 1) * upTo(r - 2) - mean * upTo(r - 3));
    sum += at(2 * k - r) * (upTo(r - 1) ** 2 - (r < 2 ? 0 : over));
  }
  return all ** 3 - once + twice + sum;
}
