import type { Interval } from '../engine/statistics.ts';
import { defaultOf, PARAMETERS } from '../evidence/parameters.ts';
import type { Scenario } from '../scenario/types.ts';
import {
  affordable,
  FactorSearch,
  factorOf,
  type Reached,
  RUNGS_PER_DOUBLING,
  runsOfSearch,
  sharesOf,
} from './factor-search.ts';
import { runHere } from './here.ts';
import type { Measured, Target } from './measure.ts';
import { metricsOf } from './metrics.ts';
import { howOf, type RunsOptions } from './replicate.ts';
import { lostOf } from './summary.ts';
import type { Experiment, MetricName, Outcome, Summary } from './types.ts';

export interface GrowthOptions extends RunsOptions {
  /** An event counts as reached when it happens in this share of runs; 0.5 by default. */
  chance?: number;
  /** Traffic is grown up to this factor; 32 by default. */
  factorMax?: number;
  /** Events that nothing is to be said of, such as `subnet.a.full` of a subnet of unknown room. */
  except?: readonly string[];
}

/** A factor of today's traffic. Null ends: none that was tried is so sure. */
export interface Factor extends Interval {
  /** The least at which it is reached; null: at none that was tried, or not known. */
  factor: number | null;
  /** False: all runs at a factor that decides were lost. */
  known: boolean;
}

/** How far traffic may grow until something runs out. `low`, `high`: a 95 % interval. */
export interface Headroom extends Factor {
  /** Such as `enis.scaledOut`, `subnet.a.full`, `vpc.main.quotaReached`. */
  metric: string;
  about: string;
  /** How likely it is at each factor that was tried, ascending. */
  shares: (Measured & { factor: number; asked: number })[];
  /** What it comes to over the range of the assumed threshold; null: the scenario gives that. */
  assumed: AssumedHeadroom | null;
}

/** Headroom over the range of an assumed number: `low` and `high` hold for all of the range. */
export interface AssumedHeadroom extends Interval {
  parameter: 'scaleOutAt';
  /** As the evidence table assumes it. */
  value: number;
  ends: (Factor & { value: number })[];
}

/** What growing traffic meets first, plain JSON: the least headroom first. */
export interface Growth {
  scenario: string;
  seed: string;
  chance: number;
  /** Runs at a factor where fewer leave it in doubt whether a thing is reached. */
  runs: number;
  /** Up to where traffic was grown. */
  factorMax: number;
  /** That is less than was asked for: beyond, too many calls would be simulated one by one. */
  isCutShort: boolean;
  headroom: Headroom[];
  /** All runs that were wanted, those made already not counted. */
  asked: number;
  lost: Summary['lost'];
}

export const FACTOR_MAX = 32;
const RUNS = 40;

/** About how many runs that takes, today's not counted. */
export function runsOfGrowing(scenario: Scenario, runs: number): number {
  return (1 + endsOf(scenario).length) * runsOfSearch(runs);
}

/**
 * Grows all traffic and finds the factor at which a second ENI is added, each subnet is full and
 * each quota is reached, with common random numbers. Rests on an assumption: what happens at one
 * factor happens at greater ones.
 * @throws RangeError when an option makes no sense
 */
export function growth(scenario: Scenario, options: GrowthOptions = {}): Growth {
  return runHere(growing(scenario, options));
}

/**
 * The same as an experiment, for whoever has workers.
 * @param today runs of the scenario as it is that were made already, with the same seeds
 */
export function* growing(
  scenario: Scenario,
  options: GrowthOptions,
  today: readonly Outcome[] = [],
): Experiment<Growth> {
  const { chance = 0.5, factorMax: wanted = FACTOR_MAX, runs = RUNS, except = [] } = options;
  if (!(chance > 0 && chance < 1)) throw new RangeError(`not a probability: ${chance}`);
  if (!(wanted >= 1)) throw new RangeError(`not a factor from 1 on: ${wanted}`);
  const top = Math.floor(RUNGS_PER_DOUBLING * Math.log2(wanted));
  const last = affordable(scenario, options, top);
  const isCutShort = last < top;
  const factorMax = isCutShort ? factorOf(last) : wanted;
  const search = new FactorSearch(scenario, { ...options, runs }, last);
  if (today.length > 0) search.made.set(0, [...today]);
  const events = eventsOf(scenario, chance, except);
  const base: Found[] = [];
  for (const event of events) base.push({ event, reached: yield* search.first(event) });
  const ends = yield* endsOfRange(scenario, { ...options, runs }, search, base);
  const headroom = base.map((one, place) => headroomOf(one, search, ends, place));
  headroom.sort((a, b) => (a.factor ?? Infinity) - (b.factor ?? Infinity));
  const before = new Set(today);
  const outcomes = [search, ...ends.map((end) => end.search)]
    .flatMap(({ made }) => [...made.values()].flat())
    .filter((outcome) => !before.has(outcome));
  return {
    scenario: scenario.name,
    seed: howOf(scenario, options).seed,
    chance,
    runs,
    factorMax,
    isCutShort,
    headroom,
    asked: outcomes.length,
    lost: lostOf(outcomes),
  };
}

/** An event, and where a search found it. */
interface Found {
  event: Target;
  reached: Reached;
}

/** A search with the assumed threshold at an end of its range. */
interface End {
  value: number;
  search: FactorSearch;
  found: { at: Found; search: FactorSearch }[];
}

/** When Lambda adds an ENI is the guess that headroom hangs on most (CAP-3). */
const GUESS = 'scaleOutAt';

/** One number in every profile. */
const assumed = (): number => defaultOf(GUESS, 'seed') as number;

/** The ends of its range, unless the scenario gives it. */
function endsOf({ parameters }: Scenario): number[] {
  return parameters[GUESS] === undefined
    ? [...((PARAMETERS[GUESS].range ?? []) as readonly number[])]
    : [];
}

/** The same searches over the range of the threshold. They begin where they should end. */
function* endsOfRange(
  scenario: Scenario,
  options: RunsOptions & { runs: number },
  original: FactorSearch,
  base: readonly Found[],
): Experiment<End[]> {
  const ends: End[] = [];
  for (const value of endsOf(scenario)) {
    const parameters = { ...scenario.parameters, [GUESS]: value };
    const { last } = original;
    const search = new FactorSearch({ ...scenario, parameters }, options, last);
    const shift = Math.round(RUNGS_PER_DOUBLING * Math.log2(value / assumed()));
    const found: End['found'] = [];
    for (const at of base) {
      const { event, reached } = at;
      const { rung, known } = reached;
      // ENIs that are added later fill nothing that they did not fill when they came earlier.
      if (known && rung === null && value > assumed()) {
        found.push({ at, search: original });
        continue;
      }
      const start = rung === null ? last : Math.max(1, rung + shift);
      const there = yield* search.first(event, rung === 0 ? 0 : start);
      found.push({ at: { event, reached: there }, search });
    }
    ends.push({ value, search, found });
  }
  return ends;
}

/** What may run out: room on an ENI, addresses, quotas; each is to be as likely as `chance`. */
function eventsOf(scenario: Scenario, chance: number, except: readonly string[]): Target[] {
  return metricsOf(scenario)
    .filter(({ name, unit }) => unit === 'flag' && !except.includes(name))
    .map((metric) => eventOf(metric, chance));
}

/** A flag as an event that is to be as likely as `chance`. */
export function eventOf(metric: MetricName, chance: number): Target {
  const text = `P(${metric.name})`;
  const measure = { text, metric, kind: 'share', condition: null } as const;
  return { text: `${text} >= ${chance}`, measure, comparison: '>=', bound: chance };
}

function headroomOf(
  { event, reached }: Found,
  search: FactorSearch,
  ends: readonly End[],
  place: number,
): Headroom {
  const base = factorIn({ event, reached }, search);
  const { name, about } = event.measure.metric;
  const moved = ends.map(({ value, found }) => {
    const { at, search: there } = found[place]!;
    return { value, ...factorIn(at, there) };
  });
  const shares = sharesOf(event, search);
  return { metric: name, about, ...base, shares, assumed: assumedIn(base, moved) };
}

/** The factor of an event, between the nearest ones at which the runs leave no doubt. */
export function factorIn({ event, reached }: Found, search: FactorSearch): Factor {
  const { bound } = event;
  const shares = sharesOf(event, search);
  const low = shares.findLast((one) => one.high !== null && one.high < bound);
  const high = shares.find((one) => one.low !== null && one.low >= bound);
  return {
    factor: reached.rung === null ? null : factorOf(reached.rung),
    known: reached.known,
    low: low?.factor ?? null,
    high: high?.factor ?? null,
  };
}

function assumedIn(base: Factor, ends: AssumedHeadroom['ends']): AssumedHeadroom | null {
  if (ends.length === 0) return null;
  const all = [base, ...ends];
  const [lows, highs] = [all.map(({ low }) => low), all.map(({ high }) => high)];
  return {
    parameter: GUESS,
    value: assumed(),
    ends,
    low: lows.includes(null) ? null : Math.min(...(lows as number[])),
    high: highs.includes(null) ? null : Math.max(...(highs as number[])),
  };
}
