import type { Estimate } from '../engine/statistics.ts';
import type { Scenario } from '../scenario/types.ts';
import type { Ladder } from './ladder.ts';
import { compares, estimateOf, type Target, unitOf, verdictOn } from './measure.ts';
import { jobs, type RunsOptions, runsOf } from './replicate.ts';
import { finite, lostOf } from './summary.ts';
import type { Experiment, Outcome, Summary, ValueUnit } from './types.ts';

export interface FindOptions extends RunsOptions {
  /** Runs of one value are doubled from `runs` up to this while the target is in doubt. */
  runsMax?: number;
}

const RUNS_MAX = 1_600;

export interface Tried {
  value: string | number;
  runs: number;
  estimate: Estimate;
  met: boolean;
  /** Its interval says so; otherwise the estimate alone does. */
  sure: boolean;
}

/** Where along a range a target begins, or ceases, to be met: plain JSON. */
export interface Found {
  target: string;
  unit: ValueUnit;
  /** `everywhere`, `nowhere`: at both ends of the range, where nothing between was tried. */
  kind: 'smallest' | 'largest' | 'everywhere' | 'nowhere';
  value: string | number | null;
  /** The nearest values around it whose intervals leave no doubt; null: none was found. */
  between: [string | number | null, string | number | null];
  /** In the order of the range. */
  tried: Tried[];
  lost: Summary['lost'];
}

/**
 * Bisects a range for the smallest value that meets the target, or the largest if the low end meets
 * it. Rests on an assumption: along the range the target is met from one value on, or up to one.
 * @param at the scenario with this value
 */
export function* finding(
  ladder: Ladder,
  at: (value: string | number) => Scenario,
  target: Target,
  options: FindOptions,
): Experiment<Found> {
  const tried = new Map<number, Tried>();
  const lost: Summary['lost'] = [];
  function* isMet(rung: number): Experiment<boolean> {
    const value = ladder.at(rung);
    const { outcomes, ...one } = yield* trying(at(value), target, options);
    tried.set(rung, { value, ...one });
    lost.push(...lostOf(outcomes));
    return one.met;
  }
  const atLow = yield* isMet(0);
  const atHigh = yield* isMet(ladder.last);
  let [low, high] = [0, ladder.last];
  while (atLow !== atHigh && high - low > 1) {
    const middle = (low + high) >> 1;
    if ((yield* isMet(middle)) === atLow) low = middle;
    else high = middle;
  }
  const rungs = [...tried.keys()].sort((a, b) => a - b);
  const sure = (met: boolean) => (rung: number) => {
    const one = tried.get(rung)!;
    return one.sure && one.met === met;
  };
  const valueAt = (rung: number | undefined) => (rung === undefined ? null : ladder.at(rung));
  const kind =
    atLow === atHigh ? (atLow ? 'everywhere' : 'nowhere') : atLow ? 'largest' : 'smallest';
  const answer = { everywhere: undefined, nowhere: undefined, smallest: high, largest: low }[kind];
  return {
    target: target.text,
    unit: unitOf(target.measure),
    kind,
    value: valueAt(answer),
    between: [
      valueAt(rungs.findLast((rung) => rung <= high && sure(atLow)(rung))),
      valueAt(rungs.find((rung) => rung >= low && sure(!atLow)(rung))),
    ],
    tried: rungs.map((rung) => tried.get(rung)!),
    lost,
  };
}

/** Doubles the runs until the interval settles the target, or there are `runsMax`. */
function* trying(
  scenario: Scenario,
  target: Target,
  options: FindOptions,
): Experiment<Omit<Tried, 'value'> & { outcomes: Outcome[] }> {
  const { runs, job } = runsOf(scenario, options);
  const runsMax = Math.max(runs, options.runsMax ?? RUNS_MAX);
  const outcomes: Outcome[] = [];
  for (let wanted = runs; ; wanted = Math.min(runsMax, 2 * wanted)) {
    outcomes.push(...(yield jobs(outcomes.length, wanted, job)));
    const estimate = estimateOf(target.measure, outcomes);
    const verdict = verdictOn(target, estimate);
    if (verdict === 'open' && wanted < runsMax) continue;
    const { value } = estimate;
    const met =
      verdict === 'open'
        ? value !== null && compares(value, target.comparison, target.bound)
        : verdict === 'met';
    return { runs: wanted, estimate: finite(estimate), met, sure: verdict !== 'open', outcomes };
  }
}
