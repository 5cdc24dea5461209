import type { Estimate } from '../engine/statistics.ts';
import type { Scenario } from '../scenario/types.ts';
import { runHere } from './here.ts';
import { estimateOf, type Measure } from './measure.ts';
import { metricsOf } from './metrics.ts';
import { howOf, jobs, type RunsOptions, runsOf } from './replicate.ts';
import { lostOf } from './summary.ts';
import { withTraffic } from './traffic-factor.ts';
import type { Experiment, Outcome, Summary } from './types.ts';

export interface GrowthOptions extends RunsOptions {
  /** An event counts as reached when it happens in this share of runs; 0.5 by default. */
  chance?: number;
  /** Traffic is grown up to this factor; 32 by default. */
  factorMax?: number;
}

/** How far traffic may grow until something runs out. */
export interface Headroom {
  /** Such as `enis.scaledOut`, `subnet.a.full`, `vpc.main.quotaReached`. */
  metric: string;
  about: string;
  /** The least factor of today's traffic at which it is reached; null: at none that was tried. */
  factor: number | null;
  /** It is surely not reached at `low` and surely reached at `high`; null: none tried is so sure. */
  low: number | null;
  high: number | null;
  /** How likely it is at each factor that was tried, ascending. */
  shares: (Estimate & { factor: number })[];
}

/** What growing traffic meets first, plain JSON: the least headroom first. */
export interface Growth {
  scenario: string;
  seed: string;
  chance: number;
  /** Runs at each factor. */
  runs: number;
  factorMax: number;
  headroom: Headroom[];
  lost: Summary['lost'];
}

/** Factors are powers of the 16th root of 2: 4.4 % apart. */
const RUNGS_PER_DOUBLING = 16;
const FACTOR_MAX = 32;
const RUNS = 40;

/**
 * Grows all traffic and finds the factor at which the first ENI scales out, each subnet is full and
 * each quota is reached. Every factor meets the same luck. Rests on an assumption: what happens at
 * one factor happens at greater ones.
 * @throws RangeError when an option makes no sense
 */
export function growth(scenario: Scenario, options: GrowthOptions = {}): Growth {
  return runHere(growing(scenario, options));
}

/** The same as an experiment, for whoever has workers. */
export function* growing(scenario: Scenario, given: GrowthOptions): Experiment<Growth> {
  const options = { runs: RUNS, ...given };
  const { chance = 0.5, factorMax = FACTOR_MAX } = options;
  if (!(chance > 0 && chance < 1)) throw new RangeError(`not a probability: ${chance}`);
  if (!(factorMax >= 1)) throw new RangeError(`not a factor from 1 on: ${factorMax}`);
  const last = Math.floor(RUNGS_PER_DOUBLING * Math.log2(factorMax));
  const known = new Map<number, readonly Outcome[]>();
  function* share(event: Measure, rung: number): Experiment<Estimate> {
    if (!known.has(rung)) {
      const { runs, job } = runsOf(withTraffic(scenario, factorOf(rung)), options);
      known.set(rung, yield jobs(0, runs, job));
    }
    return estimateOf(event, known.get(rung)!);
  }
  const events = eventsOf(scenario);
  const reached: (number | null)[] = [];
  for (const event of events) {
    reached.push(
      yield* firstRung(last, function* (rung) {
        return ((yield* share(event, rung)).value ?? 0) >= chance;
      }),
    );
  }
  const rungs = [...known.keys()].sort((a, b) => a - b);
  const headroom = events.map((event, place) => {
    const shares = rungs.map((rung) => {
      return { factor: factorOf(rung), ...estimateOf(event, known.get(rung)!) };
    });
    return headroomOf(event, reached[place]!, shares, chance);
  });
  headroom.sort((a, b) => (a.factor ?? Infinity) - (b.factor ?? Infinity));
  return {
    scenario: scenario.name,
    seed: howOf(scenario, options).seed,
    chance,
    runs: options.runs,
    factorMax,
    headroom,
    lost: lostOf([...known.values()].flat()),
  };
}

function factorOf(rung: number): number {
  return 2 ** (rung / RUNGS_PER_DOUBLING);
}

/** Doubles until it holds, then halves the way back; null: not up to the last rung. */
function* firstRung(last: number, holds: (rung: number) => Experiment<boolean>) {
  if (yield* holds(0)) return 0;
  let low = 0;
  let high = Math.min(last, RUNGS_PER_DOUBLING);
  while (!(yield* holds(high))) {
    if (high === last) return null;
    low = high;
    high = Math.min(last, high + RUNGS_PER_DOUBLING);
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (yield* holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** What may run out: room on an ENI, addresses, quotas. */
function eventsOf(scenario: Scenario): Measure[] {
  return metricsOf(scenario)
    .filter(({ unit }) => unit === 'flag')
    .map((metric) => {
      return { text: `P(${metric.name})`, metric, kind: 'share', condition: null };
    });
}

function headroomOf(
  event: Measure,
  rung: number | null,
  shares: Headroom['shares'],
  chance: number,
): Headroom {
  const { name, about } = event.metric;
  const low = shares.findLast((one) => one.high !== null && one.high < chance);
  const high = shares.find((one) => one.low !== null && one.low >= chance);
  return {
    metric: name,
    about,
    factor: rung === null ? null : factorOf(rung),
    low: low?.factor ?? null,
    high: high?.factor ?? null,
    shares,
  };
}
