import type { Estimate } from '../engine/statistics.ts';
import { compares, estimateOf, type Target, verdictOn } from './measure.ts';
import { jobs } from './replicate.ts';
import type { Experiment, Job, Outcome } from './types.ts';

/** Whether runs meet a target. */
export interface Settled {
  estimate: Estimate;
  met: boolean;
  /** Its interval says so; otherwise the estimate alone does. */
  sure: boolean;
}

/**
 * Doubles the runs until their interval settles the target, or there are `runsMax`.
 * @param outcomes of the runs made so far; further ones are added
 */
export function* settling(
  target: Target,
  job: (run: number) => Job,
  { runs, runsMax }: { runs: number; runsMax: number },
  outcomes: Outcome[],
): Experiment<Settled> {
  for (let wanted = Math.max(runs, outcomes.length); ; wanted = Math.min(runsMax, 2 * wanted)) {
    outcomes.push(...(yield jobs(outcomes.length, wanted, job)));
    const estimate = estimateOf(target.measure, outcomes);
    const verdict = verdictOn(target, estimate);
    if (verdict === 'open' && wanted < runsMax) continue;
    const { value } = estimate;
    const seems = value !== null && compares(value, target.comparison, target.bound);
    return {
      estimate,
      met: verdict === 'open' ? seems : verdict === 'met',
      sure: verdict !== 'open',
    };
  }
}
