import { singleCallsOf } from '../run/single-calls.ts';
import type { Scenario } from '../scenario/types.ts';
import { estimateOf, type Target } from './measure.ts';
import { type RunsOptions, runsOf } from './replicate.ts';
import { confidenceOf, type Settled, settling } from './settle.ts';
import { withTraffic } from './traffic-factor.ts';
import type { Experiment, Outcome } from './types.ts';

/** Factors are powers of the 16th root of 2: 4.4 % apart. Rung 0 is today's traffic. */
export const RUNGS_PER_DOUBLING = 16;
/** If they agree, they leave no doubt about an even chance, though more may be looked at. */
const FEW_RUNS = 8;
/** Most headroom is less than fourfold, or more than anybody asks for. */
const FIRST_STEP = 2 * RUNGS_PER_DOUBLING;
/** Runs of more calls one by one take seconds each: traffic is not grown as far. */
export const SINGLE_CALLS_MAX = 2_000_000;
/** How far from where an event seems to begin a sure answer is looked for at first. */
const NEAR = 4;

/** Rungs where few runs are clear, of a search for one event; two more take all. */
const CLEAR_RUNGS = 10;

/** About how many runs a search takes, today's not counted. */
export function runsOfSearch(runs: number): number {
  return CLEAR_RUNGS * Math.min(FEW_RUNS, runs) + 2 * runs;
}

export function factorOf(rung: number): number {
  return 2 ** (rung / RUNGS_PER_DOUBLING);
}

/** Where a search ended. */
export type Reached =
  /** The first rung at which the event is reached; null: at none. */
  | { known: true; rung: number | null }
  /** All runs at a rung that decides were lost. */
  | { known: false; rung: null };

/** One scenario under traffic grown in equal ratios, with common random numbers. */
export class FactorSearch {
  /** The runs at each rung so far. */
  readonly made = new Map<number, Outcome[]>();
  readonly last: number;
  /** How sure each look at a rung is: there may be several. */
  readonly confidence: number;
  private readonly scenario: Scenario;
  private readonly options: RunsOptions & { runs: number };

  /** @param last the last rung that is tried */
  constructor(scenario: Scenario, options: RunsOptions & { runs: number }, last: number) {
    this.scenario = scenario;
    this.options = options;
    this.last = last;
    this.confidence = confidenceOf(Math.min(FEW_RUNS, options.runs), options.runs);
  }

  /**
   * The first rung at which the event is reached: steps that double lead away from `start` until it
   * lies between two rungs, which are halved. Then sure answers are looked for around it.
   */
  *first(event: Target, start = 0): Experiment<Reached> {
    let [low, high] = [-1, this.last + 1];
    let step = start === 0 ? FIRST_STEP : NEAR;
    for (let at = Math.max(0, Math.min(this.last, start)); high - low > 1; step *= 2) {
      const { met } = yield* this.ask(event, at);
      if (met === null) return { known: false, rung: null };
      if (met) high = at;
      else low = at;
      if (high > this.last) at = Math.min(this.last, low + step);
      else if (low < 0) at = Math.max(0, high - step);
      else at = (low + high) >> 1;
    }
    if (high > this.last) return { known: true, rung: null };
    yield* this.makeSure(event, high);
    return { known: true, rung: high };
  }

  /** Whether it is reached at a rung. */
  *ask(event: Target, rung: number): Experiment<Settled> {
    const outcomes = this.made.get(rung) ?? [];
    this.made.set(rung, outcomes);
    const { runs: runsMax, job } = runsOf(withTraffic(this.scenario, factorOf(rung)), this.options);
    const runs = Math.min(FEW_RUNS, runsMax);
    return yield* settling(event, job, { runs, runsMax }, outcomes);
  }

  /** Looks for rungs around it where there is no doubt, near ones first. */
  private *makeSure(event: Target, rung: number): Experiment<void> {
    for (const way of [-1, 1]) {
      for (let off = NEAR; ; off *= 2) {
        const other = Math.max(0, Math.min(this.last, rung + way * off));
        const { sure, met } = yield* this.ask(event, other);
        if (sure || met === null || other === 0 || other === this.last) break;
      }
    }
  }
}

/** The last of some rungs up to the top whose runs cost little; today's traffic is always run. */
export function affordable(scenario: Scenario, options: RunsOptions, top: number): number {
  for (let rung = 0; rung < top; ) {
    const next = Math.min(top, rung + NEAR);
    const grown = withTraffic(scenario, factorOf(next));
    if (singleCallsOf(grown, options) > SINGLE_CALLS_MAX) return rung;
    rung = next;
  }
  return top;
}

/** How often something happened at each factor that was tried. */
export function sharesOf({ measure }: Target, { made, confidence }: FactorSearch) {
  const rungs = [...made].sort(([a], [b]) => a - b);
  return rungs.map(([rung, outcomes]) => {
    const estimate = estimateOf(measure, outcomes, confidence);
    return { factor: factorOf(rung), asked: outcomes.length, ...estimate };
  });
}
