import {
  bearsQuantile,
  CONFIDENCE,
  type Estimate,
  meanEstimate,
  quantileEstimate,
  shareEstimate,
} from '../engine/statistics.ts';
import { aboveZero, happened, valuesOf } from './summary.ts';
import type { MetricName, Outcome, ValueUnit } from './types.ts';

export type Comparison = '<' | '<=' | '>' | '>=';

/** One number about many runs: `P(metric >= 3)`, `mean(metric)`, `p99(metric)`. */
export type Measure = { text: string; metric: MetricName } & (
  | { kind: 'mean' }
  /** Null: the share of runs in which it happened at all. */
  | { kind: 'share'; condition: { comparison: Comparison; bound: number } | null }
  | { kind: 'quantile'; share: number }
);

/** A measure and what it must be: `P(connections.refused > 0) < 1%`. */
export interface Target {
  text: string;
  measure: Measure;
  comparison: Comparison;
  bound: number;
}

/** What its value is in. */
export function unitOf(measure: Measure): ValueUnit {
  return measure.kind === 'share' ? 'share' : measure.metric.unit;
}

/** What many runs say of a measure. */
export interface Measured extends Estimate {
  /** Runs that have a result. */
  runs: number;
  /** Those of them in which it did not happen until the end: such a mean has no value. */
  unfinished: number;
  /** False: the runs are too few for such a quantile; they bound it on one side at most. */
  isBorne: boolean;
}

/**
 * Its value over the runs that have a result; the interval of a probability holds whatever the lost
 * ones would have come to. What never happened counts as later than any time: Infinity.
 */
export function estimateOf(
  measure: Measure,
  outcomes: readonly Outcome[],
  confidence = CONFIDENCE,
): Measured {
  const kept = outcomes.filter(({ lost }) => lost === null);
  const times = timesOf(measure, kept);
  const unfinished = times.filter((time) => time === Number.POSITIVE_INFINITY).length;
  const runs = kept.length;
  const isBorne = measure.kind !== 'quantile' || bearsQuantile(runs, measure.share);
  const missing = outcomes.length - runs;
  return { ...intervalOf(measure, kept, missing, confidence), runs, unfinished, isBorne };
}

function intervalOf(
  measure: Measure,
  kept: readonly Outcome[],
  missing: number,
  confidence: number,
): Estimate {
  if (measure.kind === 'quantile') {
    const sorted = timesOf(measure, kept).sort((a, b) => a - b);
    const { value, low, high } = quantileEstimate(sorted, measure.share, confidence);
    return { value, low, high };
  }
  const values = perRun(measure, kept);
  if (measure.kind === 'share') {
    const hits = values.filter((value) => value === 1).length;
    const { value } = shareEstimate(hits, kept.length);
    const all = kept.length + missing;
    const { low } = shareEstimate(hits, all, confidence);
    return { value, low, high: shareEstimate(hits + missing, all, confidence).high };
  }
  const never = Number.POSITIVE_INFINITY;
  return values.includes(never)
    ? { value: never, low: never, high: never }
    : aboveZero(meanEstimate(values, confidence));
}

/** One value a run, of which the measure is the mean; a quantile has none. */
export function perRun(
  measure: Exclude<Measure, { kind: 'quantile' }>,
  outcomes: readonly Outcome[],
): number[] {
  if (measure.kind === 'mean') return timesOf(measure, outcomes);
  const { condition, metric } = measure;
  if (condition === null) {
    return valuesOf(metric.name, outcomes).map((value) => Number(happened(value, metric.unit)));
  }
  const { comparison, bound } = condition;
  return timesOf(measure, outcomes).map((value) => Number(compares(value, comparison, bound)));
}

function timesOf({ metric }: Measure, outcomes: readonly Outcome[]): number[] {
  return valuesOf(metric.name, outcomes).map((value) => value ?? Number.POSITIVE_INFINITY);
}

export function compares(value: number, comparison: Comparison, bound: number): boolean {
  switch (comparison) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}

/** Whether a target is met for certain, missed for certain, or neither can be said yet. */
export function verdictOn(target: Target, { low, high }: Estimate): 'met' | 'missed' | 'open' {
  if (low === null && high === null) return 'open';
  const { comparison, bound } = target;
  const ends = [low ?? Number.NEGATIVE_INFINITY, high ?? Number.POSITIVE_INFINITY];
  const met = ends.filter((end) => compares(end, comparison, bound)).length;
  return met === 2 ? 'met' : met === 0 ? 'missed' : 'open';
}
