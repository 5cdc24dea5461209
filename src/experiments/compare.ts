import { differenceEstimate, type Estimate, momentsOf } from '../engine/statistics.ts';
import type { Profile, Scenario } from '../scenario/types.ts';
import { runHere } from './here.ts';
import { howOf, jobs, type RunsOptions, runsOf } from './replicate.ts';
import { happened, lostOf, namesOf, summarised, valuesOf } from './summary.ts';
import type { Experiment, MetricName, MetricSummary, Outcome, Summary } from './types.ts';

/** One metric of two scenarios. Times are in simulated ms. */
export interface Difference extends MetricName {
  /** Pairs of runs in which both have a value. */
  pairs: number;
  a: number | null;
  b: number | null;
  /** Mean of b - a, run by run. */
  difference: Estimate;
  /** The interval leaves 0 out. */
  differs: boolean;
  /**
   * How many times as many runs with different seeds the same precision would take; null: the
   * scenarios do not differ, or always by the same.
   */
  saving: number | null;
  /** In how large a share of all runs it happened at all. */
  happenedA: number | null;
  happenedB: number | null;
}

/** Two scenarios with common random numbers, plain JSON. */
export interface Comparison {
  a: string;
  b: string;
  seed: string;
  profiles: [Profile, Profile];
  /** Pairs of runs that were wanted. */
  asked: number;
  /** Pairs of runs that the figures rest on. */
  runs: number;
  lost: Summary['lost'];
  metrics: Difference[];
  /** What only one of them can have: a subnet or a function of its own, say. */
  oneSided: (MetricSummary & { of: 'a' | 'b' })[];
}

/**
 * Runs two scenarios with the same seeds (common random numbers) and compares them run by run: what
 * both draw alike cancels, so that fewer runs tell them apart.
 * @throws RangeError when `runs` makes no sense
 */
export function compare(a: Scenario, b: Scenario, options: RunsOptions = {}): Comparison {
  return runHere(comparison(a, b, options));
}

/** The same as an experiment, for whoever has workers. The seed is that of `a` by default. */
export function* comparison(
  a: Scenario,
  b: Scenario,
  options: RunsOptions,
): Experiment<Comparison> {
  const { seed, profile: profileA } = howOf(a, options);
  const { profile: profileB } = howOf(b, options);
  const { runs, job: jobA } = runsOf(a, { ...options, seed });
  const { job: jobB } = runsOf(b, { ...options, seed });
  const outcomes = yield [...jobs(0, runs, jobA), ...jobs(0, runs, jobB)];
  const pairs = Array.from(
    { length: runs },
    (_, i) => [outcomes[i]!, outcomes[runs + i]!] as const,
  );
  const kept = pairs.filter((pair) => pair.every(({ lost }) => lost === null));
  const [ofA, ofB] = [kept.map(([one]) => one), kept.map(([, other]) => other)];
  return {
    a: a.name,
    b: b.name,
    seed,
    profiles: [profileA, profileB],
    asked: runs,
    runs: kept.length,
    lost: lostOf(outcomes),
    ...comparedBy([a, ofA], [b, ofB]),
  };
}

/** Metrics that both can have are compared; the others are told of the one that has them. */
function comparedBy(
  [a, ofA]: [Scenario, readonly Outcome[]],
  [b, ofB]: [Scenario, readonly Outcome[]],
): Pick<Comparison, 'metrics' | 'oneSided'> {
  const all = [...ofA, ...ofB];
  const [namesA, namesB] = [namesOf(a, all), namesOf(b, all)];
  const without = (names: readonly MetricName[], others: readonly MetricName[]) => {
    const known = new Set(others.map(({ name }) => name));
    return names.filter(({ name }) => !known.has(name));
  };
  const onlyA = without(namesA, namesB);
  return {
    metrics: without(namesA, onlyA).map((metric) => differenceIn(metric, ofA, ofB)),
    oneSided: [
      ...onlyA.map((metric) => ({ of: 'a' as const, ...summarised(metric, ofA) })),
      ...without(namesB, namesA).map((metric) => ({
        of: 'b' as const,
        ...summarised(metric, ofB),
      })),
    ],
  };
}

function differenceIn(
  metric: MetricName,
  ofA: readonly Outcome[],
  ofB: readonly Outcome[],
): Difference {
  const [allA, allB] = [valuesOf(metric.name, ofA), valuesOf(metric.name, ofB)];
  const both = allA.flatMap((value, run): [number, number][] => {
    const other = allB[run]!;
    return value === null || other === null ? [] : [[value, other]];
  });
  const [a, b] = [both.map(([one]) => one), both.map(([, other]) => other)];
  const differences = both.map(([one, other]) => other - one);
  const difference = differenceEstimate(differences);
  const share = (all: readonly (number | null)[]) => {
    const count = all.filter((value) => happened(value, metric.unit)).length;
    return all.length === 0 ? null : count / all.length;
  };
  return {
    ...metric,
    pairs: both.length,
    a: both.length === 0 ? null : momentsOf(a).mean,
    b: both.length === 0 ? null : momentsOf(b).mean,
    difference,
    differs: difference.low !== null && (difference.low > 0 || difference.high! < 0),
    saving: savingOf(a, b, differences),
    happenedA: share(allA),
    happenedB: share(allB),
  };
}

/** The variance of a difference of independent runs, over that of the paired one. */
function savingOf(
  a: readonly number[],
  b: readonly number[],
  differences: readonly number[],
): number | null {
  const [ofA, ofB, paired] = [a, b, differences].map((values) => momentsOf(values).variance);
  return paired! > 0 ? (ofA! + ofB!) / paired! : null;
}
