import { Fingerprint } from '../engine/hash.ts';
import {
  type Estimate,
  isHeavy,
  meanEstimate,
  type Quantile,
  quantileEstimate,
  shareEstimate,
} from '../engine/statistics.ts';
import type { Scenario } from '../scenario/types.ts';
import { metricsByCode, metricsOf } from './metrics.ts';
import { bandsOf } from './over-time.ts';
import type { MetricName, MetricSummary, MetricUnit, Outcome, Summary } from './types.ts';

const SHARES = [0.5, 0.9, 0.95, 0.99];

/** Sums up the runs of one scenario, given in the order of their numbers. */
export function summaryOf(
  scenario: Scenario,
  outcomes: readonly Outcome[],
  how: Pick<Summary, 'seed' | 'profile' | 'fidelity' | 'precise'>,
): Summary {
  const kept = outcomes.filter(({ lost }) => lost === null);
  const fingerprint = new Fingerprint();
  for (const { traceHash } of kept) fingerprint.text(traceHash);
  return {
    scenario: scenario.name,
    ...how,
    asked: outcomes.length,
    runs: kept.length,
    cutOff: kept.filter(({ cutOff }) => cutOff).length,
    lost: lostOf(outcomes),
    metrics: namesOf(scenario, kept).map((metric) => summarised(metric, kept)),
    series: bandsOf(scenario, how.profile, kept),
    hash: fingerprint.hex(),
  };
}

export function lostOf(outcomes: readonly Outcome[]): Summary['lost'] {
  return outcomes.flatMap(({ seed, lost }) => (lost === null ? [] : [{ seed, why: lost }]));
}

/** The metrics of a scenario, and of the failures by code those that some run met. */
export function namesOf(scenario: Scenario, outcomes: readonly Outcome[]): MetricName[] {
  const met = new Set(outcomes.flatMap(({ values }) => Object.keys(values)));
  const fixed = metricsOf(scenario).map(({ name, unit, about }) => ({ name, unit, about }));
  return [...fixed, ...metricsByCode().filter(({ name }) => met.has(name))];
}

/** The value of a metric in each run; null: it never happened. */
export function valuesOf(name: string, outcomes: readonly Outcome[]): (number | null)[] {
  return outcomes.map(({ values }) => (name in values ? values[name]! : 0));
}

/** What runs of one scenario say about a metric. */
export function summarised(metric: MetricName, outcomes: readonly Outcome[]): MetricSummary {
  const all = valuesOf(metric.name, outcomes);
  const present = all.filter((value) => value !== null);
  const sorted = all.map((value) => value ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const quantiles = SHARES.map((share) => finite(borne(quantileEstimate(sorted, share))));
  return {
    ...metric,
    happened: shareEstimate(all.filter((value) => happened(value, metric.unit)).length, all.length),
    mean: aboveZero(meanEstimate(present)),
    isHeavy: isHeavy(present),
    min: present.length === 0 ? null : sorted[0]!,
    max: present.length === 0 ? null : sorted[present.length - 1]!,
    quantiles,
  };
}

/** A quantile that the runs do not bound on both sides is no figure: 20 runs have no p99. */
function borne(quantile: Quantile): Quantile {
  const isBorne = quantile.low !== null && quantile.high !== null;
  return isBorne ? quantile : { ...quantile, value: null };
}

/** No metric is below 0, so the interval of a mean, which few runs make wide, is cut there. */
export function aboveZero(estimate: Estimate): Estimate {
  const { low } = estimate;
  return low === null ? estimate : { ...estimate, low: Math.max(0, low) };
}

/** A time has come; anything else is more than 0. */
export function happened(value: number | null, unit: MetricUnit): boolean {
  return value !== null && (unit === 'ms' || value > 0);
}

/** JSON has no Infinity: what never happens is null. */
export function finite<E extends Estimate>(estimate: E): E {
  const clean = (n: number | null) => (n === Number.POSITIVE_INFINITY ? null : n);
  const { value, low, high } = estimate;
  return { ...estimate, value: clean(value), low: clean(low), high: clean(high) };
}
