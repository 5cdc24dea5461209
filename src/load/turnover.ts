import { coldStartsPerMs } from './occupancy.ts';
import type { Alive } from './steady-law.ts';

/** The first step after a change, as a share of the keep-alive time. */
const YOUNG = 1 / 128;
/** How much longer each further step is at most than all before it, as a share of all to come. */
const LONGER = 3;
const PART = 3 / 4;
/**
 * Environments that are so much more or fewer at the end of a step as long as the keep-alive time
 * are followed in shorter ones.
 */
const ALIKE = 0.01;

/** Whether a step of `ms` needs no shorter ones. */
export function areAlike(before: Alive, after: Alive, ms: number, keepAliveMs: number): boolean {
  const [a, b] = [before.moments.mean, after.moments.mean];
  return Math.abs(a - b) * ms <= ALIKE * Math.max(a, b) * keepAliveMs;
}

/**
 * A step where environments become more or fewer: what began together grows fast at first and then
 * ever slower, and what is left of it goes ever faster.
 */
export function shortStepMs(sinceMs: number, leftMs: number, keepAliveMs: number): number {
  return Math.max(Math.min(LONGER * sinceMs, leftMs * PART), keepAliveMs * YOUNG);
}

/**
 * Environments that start in a step of `ms`, on average. Where they become more, they are those that
 * there are more of and those that ended meanwhile: a fill is over sooner than a rate of starts tells.
 */
export function startsIn(
  ms: number,
  before: Alive,
  after: Alive,
  mayEnd: 'some may end' | 'all are young',
): number {
  const more = after.moments.mean - before.moments.mean;
  if (!(more > 0)) {
    return ((coldStartsPerMs(before.law, after.running) + after.coldStartsPerMs) / 2) * ms;
  }
  return mayEnd === 'all are young' ? more : more + ((before.endsPerMs + after.endsPerMs) / 2) * ms;
}
