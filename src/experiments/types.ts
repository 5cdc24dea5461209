import type { Estimate, Quantile } from '../engine/statistics.ts';
import type { Fidelity, Profile, Scenario } from '../scenario/types.ts';

/** One run to be made. Plain data, so that any thread can make it. */
export interface Job {
  scenario: Scenario;
  /** Of the run itself, such as `plan/17`. */
  seed: string;
  profile?: Profile;
  fidelity?: Fidelity;
  /** How many moments of the run a series has a value for; 0: no series. */
  points: number;
}

/** What one run came to, plain JSON. */
export interface Outcome {
  seed: string;
  /** Equal runs have equal hashes; '' of a run that was lost. */
  traceHash: string;
  /** By metric; null: it did not happen in this run. A count that is missing is 0. */
  values: Record<string, number | null>;
  /**
   * At each moment: functions by the state of their `$LATEST` (`functions.<state>`), ENIs that count
   * against a quota (`vpc.<id>`), addresses in use (`subnet.<id>`); others' are counted as well.
   */
  series: Record<string, number[]>;
  /** The run was cut off at its step limit and covers less than the scenario. */
  cutOff: boolean;
  /** Why there is no result: the run took its worker down twice. Null: there is one. */
  lost: string | null;
}

/**
 * An experiment asks for runs, gets their outcomes in the order asked, and returns its answer. Who
 * makes the runs (this thread, several, an earlier session) is not its concern, so the answer is
 * the same whoever does.
 */
export type Experiment<T> = Generator<readonly Job[], T, readonly Outcome[]>;

/**
 * `count`: a number of things. `ms`: how long something took, or when it first happened, in
 * simulated ms; it may never happen. `flag`: 1 in a run where it happened, else 0.
 */
export type MetricUnit = 'count' | 'ms' | 'flag';

/** What an estimate is in: a probability is a `share`, headroom a `factor` of today's traffic. */
export type ValueUnit = MetricUnit | 'share' | 'factor';

export interface MetricName {
  name: string;
  unit: MetricUnit;
  /** What it is, in one phrase. */
  about: string;
}

/** What many runs say about one metric. Times are in simulated ms. */
export interface MetricSummary extends MetricName {
  /** In how large a share of all runs it happened at all: was more than 0, or had a time. */
  happened: Estimate;
  /** Over the runs in which it has a value. */
  mean: Estimate;
  /** One or two runs make nearly all the spread of these values: the mean may lie far off. */
  isHeavy: boolean;
  min: number | null;
  max: number | null;
  /**
   * Over all runs. The value is null where it is later than any time (it never happened in so many
   * runs), and where the runs are too few to bound it on both sides.
   */
  quantiles: Quantile[];
}

/** A series over all runs; each list has one value a moment. */
export interface Band {
  name: string;
  /** What there can be at most: all functions, the quota, the usable addresses. */
  limit: number;
  atMs: number[];
  mean: number[];
  min: number[];
  max: number[];
  p05: number[];
  p50: number[];
  p95: number[];
  p99: number[];
}

/** What many runs of one scenario came to, plain JSON. */
export interface Summary {
  scenario: string;
  /** Run 17 had the seed `<seed>/17`. */
  seed: string;
  profile: Profile;
  fidelity: Fidelity;
  /** Runs that were wanted. */
  asked: number;
  /** Runs that the figures rest on. */
  runs: number;
  /** Runs among them that met their step limit. */
  cutOff: number;
  /** Runs without a result, and why. */
  lost: { seed: string; why: string }[];
  /** Whether the wanted precision was reached; null where none was asked for. */
  precise: boolean | null;
  metrics: MetricSummary[];
  series: Band[];
  /** 16 hexadecimal digits over the hashes of all runs. */
  hash: string;
}
