import { CONFIDENCE } from '../engine/statistics.ts';
import { compares, estimateOf, type Measured, type Target, verdictOn } from './measure.ts';
import { jobs } from './replicate.ts';
import type { Experiment, Job, Outcome } from './types.ts';

/** Whether runs meet a target. */
export interface Settled {
  /** Its interval holds the truth in 95 of 100 searches, however often it was looked at. */
  estimate: Measured;
  /** Null: no run has a result. */
  met: boolean | null;
  /** Its interval says so, whatever lost runs would have come to; else the estimate alone does. */
  sure: boolean;
}

/**
 * Doubles the runs until their interval settles the target, or there are `runsMax`. As whoever looks
 * several times is deceived by chance more often than once, each look takes an equal part of the
 * 5 % (Bonferroni): looks at the same runs depend on each other, so no finer division is safe.
 * @param outcomes of the runs made so far; further ones are added
 */
export function* settling(
  target: Target,
  job: (run: number) => Job,
  { runs, runsMax }: { runs: number; runsMax: number },
  outcomes: Outcome[],
): Experiment<Settled> {
  const confidence = confidenceOf(runs, runsMax);
  for (let wanted = Math.max(runs, outcomes.length); ; wanted = Math.min(runsMax, 2 * wanted)) {
    outcomes.push(...(yield jobs(outcomes.length, wanted, job)));
    const estimate = estimateOf(target.measure, outcomes, confidence);
    const verdict = verdictOn(target, estimate);
    if (verdict === 'open' && wanted < runsMax) continue;
    const { value } = estimate;
    const seems = value === null ? null : compares(value, target.comparison, target.bound);
    // The interval of a probability counts lost runs on either side, no other one can.
    const isWhole = estimate.runs === outcomes.length || target.measure.kind === 'share';
    return {
      estimate,
      met: verdict === 'open' ? seems : verdict === 'met',
      sure: verdict !== 'open' && isWhole,
    };
  }
}

/** How sure each look is. */
export function confidenceOf(runs: number, runsMax: number): number {
  return 1 - (1 - CONFIDENCE) / looksFrom(runs, runsMax);
}

/** How often runs are looked at while they are doubled: 100, 200, 400, 800 and 1,600 are 5 times. */
function looksFrom(runs: number, runsMax: number): number {
  return 1 + Math.max(0, Math.ceil(Math.log2(runsMax / runs) - 1e-9));
}
