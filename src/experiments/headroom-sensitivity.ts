import type { Scenario } from '../scenario/types.ts';
import { affordable, FactorSearch, RUNGS_PER_DOUBLING } from './factor-search.ts';
import { eventOf, FACTOR_MAX, type Factor, factorIn } from './growth.ts';
import type { Measured, Target } from './measure.ts';
import { howOf, type RunsOptions } from './replicate.ts';
import {
  type Bar,
  barOf,
  type MovedEnd,
  movesOf,
  type Sensitivity,
  sortBars,
} from './sensitivity.ts';
import { lostOf } from './summary.ts';
import type { Experiment, MetricName } from './types.ts';

/** How far from the headroom of the defaults another one is looked for at first, in rungs. */
const NEAR = 4;

/**
 * Which guess matters for how far traffic may grow until an event is as likely as not. An end of a
 * guess's range that changes nothing just below and just above the headroom is not searched further.
 * @param metric a flag, such as `enis.scaledOut`
 */
export function* sensingHeadroom(
  scenario: Scenario,
  metric: MetricName,
  options: RunsOptions & { runs: number },
): Experiment<Sensitivity> {
  const event = eventOf(metric, 0.5);
  const last = affordable(scenario, options, RUNGS_PER_DOUBLING * Math.log2(FACTOR_MAX));
  const search = new FactorSearch(scenario, options, last);
  const reached = yield* search.first(event);
  const base = factorIn({ event, reached }, search);
  const searches = [search];
  const bars: Bar[] = [];
  const { profile, seed } = howOf(scenario, options);
  for (const { parameter, ends } of reached.known ? movesOf(scenario, profile) : []) {
    const moved: MovedEnd[] = [];
    for (const end of ends) {
      const other = new FactorSearch(end.scenario, options, last);
      searches.push(other);
      moved.push(movedEnd(end.value, base, yield* factorAt(event, other, reached.rung, base)));
    }
    bars.push(barOf(parameter, moved));
  }
  sortBars(bars);
  const runs = reached.known ? options.runs : 0;
  const outcomes = searches.flatMap(({ made }) => [...made.values()].flat());
  return {
    scenario: scenario.name,
    seed,
    profile,
    measure: `headroom(${metric.name})`,
    unit: 'factor',
    runs,
    base: measured(base, { runs }),
    bars,
    asked: outcomes.length,
    lost: lostOf(outcomes),
  };
}

/** About how many runs that takes: most guesses change nothing. */
export function runsOfSensingHeadroom(scenario: Scenario, runs: number): number {
  const ends = movesOf(scenario, scenario.profile).flatMap((one) => one.ends);
  return 2 * runs * ends.length;
}

/** The headroom of another scenario, which may be that of the defaults. */
function* factorAt(
  event: Target,
  search: FactorSearch,
  rung: number | null,
  base: Factor,
): Experiment<Factor> {
  if (yield* isAlike(event, search, rung)) return base;
  const reached = yield* search.first(event, rung ?? search.last);
  return factorIn({ event, reached }, search);
}

/** Not reached just below a rung, reached just above; null: reached at none. */
function* isAlike(event: Target, search: FactorSearch, rung: number | null): Experiment<boolean> {
  if (rung === null) return (yield* search.ask(event, search.last)).met === false;
  if (rung >= NEAR && (yield* search.ask(event, rung - NEAR)).met !== false) return false;
  return (yield* search.ask(event, Math.min(search.last, rung + NEAR))).met === true;
}

function movedEnd(value: MovedEnd['value'], base: Factor, moved: Factor): MovedEnd {
  const isKnown = base.factor !== null && moved.factor !== null;
  const difference = isKnown ? moved.factor! - base.factor! : null;
  const isLess = moved.high !== null && base.low !== null && moved.high < base.low;
  const isMore = moved.low !== null && base.high !== null && moved.low > base.high;
  return {
    value,
    estimate: measured(moved, { runs: 0 }),
    difference: { value: difference, low: null, high: null },
    differs: isLess || isMore,
  };
}

function measured({ factor, low, high }: Factor, { runs }: { runs: number }): Measured {
  return { value: factor, low, high, runs, unfinished: 0, isBorne: true };
}
