import type { Scenario } from '../scenario/types.ts';
import type { Ladder } from './ladder.ts';
import { type Target, unitOf } from './measure.ts';
import { type RunsOptions, runsOf } from './replicate.ts';
import { type Settled, settling } from './settle.ts';
import { finite, lostOf } from './summary.ts';
import type { Experiment, Outcome, Summary, ValueUnit } from './types.ts';

export interface FindOptions extends RunsOptions {
  /** Runs of one value are doubled from `runs` up to this while the target is in doubt. */
  runsMax?: number;
}

const RUNS_MAX = 1_600;

export interface Tried extends Settled {
  value: string | number;
  /** Runs that were wanted at this value, and those of them that have a result. */
  asked: number;
  runs: number;
}

/** Where along a range a target begins, or ceases, to be met: plain JSON. */
export interface Found {
  target: string;
  unit: ValueUnit;
  /**
   * `everywhere`, `nowhere`: at both ends of the range, where nothing between was tried. `unknown`:
   * at a value that had to be known all runs were lost.
   */
  kind: 'smallest' | 'largest' | 'everywhere' | 'nowhere' | 'unknown';
  value: string | number | null;
  /** The nearest values around it whose intervals leave no doubt; null: none was found. */
  between: [string | number | null, string | number | null];
  /** In the order of the range. */
  tried: Tried[];
  asked: number;
  lost: Summary['lost'];
}

/** About how many runs a search takes: most values are clear, and one is in doubt to the end. */
export function runsOfFinding({ last }: Ladder, runs: number, runsMax: number): number {
  return runs * (2 + Math.ceil(Math.log2(last))) + runsMax;
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
  function* isMet(rung: number): Experiment<boolean | null> {
    const value = ladder.at(rung);
    const { runs, job } = runsOf(at(value), options);
    const runsMax = Math.max(runs, options.runsMax ?? RUNS_MAX);
    const outcomes: Outcome[] = [];
    const one = yield* settling(target, job, { runs, runsMax }, outcomes);
    const estimate = finite(one.estimate);
    const { runs: kept } = estimate;
    tried.set(rung, { value, asked: outcomes.length, runs: kept, ...one, estimate });
    lost.push(...lostOf(outcomes));
    return one.met;
  }
  const atLow = yield* isMet(0);
  const atHigh = yield* isMet(ladder.last);
  let isKnown = atLow !== null && atHigh !== null;
  let [low, high] = [0, ladder.last];
  while (isKnown && atLow !== atHigh && high - low > 1) {
    const middle = (low + high) >> 1;
    const met = yield* isMet(middle);
    isKnown = met !== null;
    if (met === atLow) low = middle;
    else high = middle;
  }
  const all = [...tried].sort(([a], [b]) => a - b).map(([, one]) => one);
  return {
    target: target.text,
    unit: unitOf(target.measure),
    ...answerOf(ladder, tried, isKnown ? { atLow, atHigh, low, high } : null),
    tried: all,
    asked: all.reduce((sum, one) => sum + one.asked, 0),
    lost,
  };
}

/** Where the bisection ended; null: at a value without a result. */
function answerOf(
  ladder: Ladder,
  tried: ReadonlyMap<number, Tried>,
  end: { atLow: boolean | null; atHigh: boolean | null; low: number; high: number } | null,
): Pick<Found, 'kind' | 'value' | 'between'> {
  if (end === null) return { kind: 'unknown', value: null, between: [null, null] };
  const { atLow, atHigh, low, high } = end;
  const rungs = [...tried.keys()].sort((a, b) => a - b);
  const isSure = (met: boolean | null) => (rung: number) => {
    const one = tried.get(rung)!;
    return one.sure && one.met === met;
  };
  const valueAt = (rung: number | undefined) => (rung === undefined ? null : ladder.at(rung));
  const between: Found['between'] = [
    valueAt(rungs.findLast((rung) => rung <= high && isSure(atLow)(rung))),
    valueAt(rungs.find((rung) => rung >= low && isSure(!atLow)(rung))),
  ];
  if (atLow === atHigh) return { kind: atLow ? 'everywhere' : 'nowhere', value: null, between };
  return atLow
    ? { kind: 'largest', value: ladder.at(low), between }
    : { kind: 'smallest', value: ladder.at(high), between };
}
