import { bearsQuantile } from '../engine/statistics.ts';
import type { Band } from '../experiments/types.ts';

/** Between which values of a band a figure is drawn, and what they are. */
export interface Spread {
  low: readonly number[];
  high: readonly number[];
  /** A line above them; null: none. */
  top: readonly number[] | null;
}

/** Few runs have no 5th percentile: then all of them are shown, else 90 of 100. */
export function spreadOf(band: Band, runs: number): Spread {
  if (!bearsQuantile(runs, 0.95)) return { low: band.min, high: band.max, top: null };
  const top = bearsQuantile(runs, 0.99) ? band.p99 : band.max;
  return { low: band.p05, high: band.p95, top };
}

/** What the band of so many runs is, in a sentence. */
export function spreadText(runs: number): string {
  const mean = `Mean of ${runs} runs`;
  if (!bearsQuantile(runs, 0.95)) return `${mean}; the band holds all of them.`;
  const line = bearsQuantile(runs, 0.99) ? '99' : 'all of them';
  return `${mean}; the band holds 90 of 100 runs, below the dashed line are ${line}.`;
}

/** What is at most there, and in how many runs. */
export function topOf(band: Band, runs: number): { values: readonly number[]; says: string } {
  return bearsQuantile(runs, 0.99)
    ? { values: band.p99, says: 'in 99 of 100 runs' }
    : { values: band.max, says: 'in any run' };
}
