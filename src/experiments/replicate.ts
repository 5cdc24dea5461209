import { meanEstimate } from '../engine/statistics.ts';
import type { Fidelity, Profile, Scenario } from '../scenario/types.ts';
import { runHere } from './here.ts';
import { summaryOf, valuesOf } from './summary.ts';
import type { Experiment, Job, Outcome, Summary } from './types.ts';

export interface RunsOptions {
  /** How many runs; 100 by default. */
  runs?: number;
  /** Run 17 has the seed `<seed>/17`; the scenario's own by default. */
  seed?: string;
  profile?: Profile;
  fidelity?: Fidelity;
}

export interface ReplicateOptions extends RunsOptions {
  /**
   * Goes on after `runs` until the interval of this metric's mean is no wider to either side than
   * this share of the mean, or there are `runsMax` runs (10,000 by default). Stopping when luck has
   * narrowed an interval makes it hold the truth a little less often than its 95 %.
   */
  precision?: { metric: string; relative: number; runsMax?: number };
  /** How many moments the series have; 0, the default: no series. */
  points?: number;
}

const RUNS = 100;
const RUNS_MAX = 10_000;

/**
 * Runs a scenario many times and says what the runs have in common: for each metric mean, extremes,
 * quantiles and the share of runs in which it happened, with 95 % intervals.
 * The same scenario and options give the same summary, bit by bit.
 * @returns plain JSON; times in simulated ms
 * @throws RangeError when `runs` or `precision` make no sense
 */
export function replicate(scenario: Scenario, options: ReplicateOptions = {}): Summary {
  return runHere(replication(scenario, options));
}

/** The same as an experiment, for whoever has workers. */
export function* replication(scenario: Scenario, options: ReplicateOptions): Experiment<Summary> {
  return (yield* replicating(scenario, options)).summary;
}

/** The summary with the outcomes it rests on. */
export function* replicating(
  scenario: Scenario,
  options: ReplicateOptions,
): Experiment<{ summary: Summary; outcomes: Outcome[] }> {
  const { precision, points = 0 } = options;
  const { runs, job } = runsOf(scenario, options);
  if (precision !== undefined && !(precision.relative > 0)) {
    throw new RangeError(`not a relative precision: ${precision.relative}`);
  }
  const outcomes: Outcome[] = [];
  const runsMax = precision === undefined ? runs : Math.max(runs, precision.runsMax ?? RUNS_MAX);
  let precise: boolean | null = null;
  for (let wanted = runs; ; wanted = Math.min(runsMax, Math.ceil(1.5 * wanted))) {
    outcomes.push(...(yield jobs(outcomes.length, wanted, (run) => ({ ...job(run), points }))));
    if (precision !== undefined) precise = isPrecise(outcomes, precision);
    if (precise === true || wanted === runsMax) break;
  }
  const how = { ...howOf(scenario, options), precise };
  return { summary: summaryOf(scenario, outcomes, how), outcomes };
}

/** What runs of a scenario are made of; the number of a run names its seed. */
export function runsOf(scenario: Scenario, options: RunsOptions) {
  const { runs = RUNS } = options;
  if (!(Number.isSafeInteger(runs) && runs > 0))
    throw new RangeError(`not a number of runs: ${runs}`);
  const { seed, profile, fidelity } = howOf(scenario, options);
  const job = (run: number): Job => {
    return { scenario, seed: `${seed}/${run}`, profile, fidelity, points: 0 };
  };
  return { runs, job };
}

export function howOf(scenario: Scenario, options: RunsOptions) {
  const { seed = scenario.seed, profile = scenario.profile, fidelity = 'auto' } = options;
  return { seed, profile, fidelity };
}

/** The runs from number `done` + 1 to number `wanted`. */
export function jobs(done: number, wanted: number, job: (run: number) => Job): Job[] {
  return Array.from({ length: wanted - done }, (_, i) => job(done + i + 1));
}

function isPrecise(
  outcomes: readonly Outcome[],
  { metric, relative }: { metric: string; relative: number },
): boolean {
  const kept = outcomes.filter(({ lost }) => lost === null);
  const values = valuesOf(metric, kept).filter((value) => value !== null);
  const { value, high } = meanEstimate(values);
  return value !== null && high !== null && high - value <= relative * Math.abs(value);
}
