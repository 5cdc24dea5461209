import type { Estimate } from '../engine/statistics.ts';
import { singleCallsOf } from '../run/single-calls.ts';
import type { Scenario } from '../scenario/types.ts';
import { runHere } from './here.ts';
import { estimateOf, type Target } from './measure.ts';
import { metricsOf } from './metrics.ts';
import { howOf, type RunsOptions, runsOf } from './replicate.ts';
import { type Settled, settling } from './settle.ts';
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
  shares: (Estimate & { factor: number; runs: number })[];
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
  lost: Summary['lost'];
}

/** Factors are powers of the 16th root of 2: 4.4 % apart. */
const RUNGS_PER_DOUBLING = 16;
const FACTOR_MAX = 32;
const RUNS = 40;
/** If they agree, they leave no doubt about an even chance. */
const FEW_RUNS = 6;
/** Most headroom is less than fourfold, or more than anybody asks for. */
const FIRST_RUNG = 2 * RUNGS_PER_DOUBLING;
/** Runs of more calls one by one take seconds each: traffic is not grown as far. */
export const SINGLE_CALLS_MAX = 2_000_000;
/** How far from where an event seems to begin a sure answer is looked for at first. */
const NEAR = 4;

/** Rungs where few runs are clear, of a search for one event; two more take all. */
const CLEAR_RUNGS = 10;

/** About how many runs that takes, today's not counted. */
export function runsOfGrowing(runs: number): number {
  return CLEAR_RUNGS * Math.min(FEW_RUNS, runs) + 2 * runs;
}

/**
 * Grows all traffic and finds the factor at which the first ENI scales out, each subnet is full and
 * each quota is reached. Every factor meets the same luck. Rests on an assumption: what happens at
 * one factor happens at greater ones.
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
  const { chance = 0.5, factorMax: wanted = FACTOR_MAX, runs = RUNS } = options;
  if (!(chance > 0 && chance < 1)) throw new RangeError(`not a probability: ${chance}`);
  if (!(wanted >= 1)) throw new RangeError(`not a factor from 1 on: ${wanted}`);
  const top = Math.floor(RUNGS_PER_DOUBLING * Math.log2(wanted));
  const last = affordable(scenario, options, top);
  const isCutShort = last < top;
  const factorMax = isCutShort ? factorOf(last) : wanted;
  const rungs = new Rungs(scenario, { ...options, runs }, last);
  if (today.length > 0) rungs.made.set(0, [...today]);
  const events = eventsOf(scenario, chance);
  const found: (number | null)[] = [];
  for (const event of events) found.push(yield* rungs.first(event));
  const headroom = events.map((event, place) => headroomOf(event, found[place]!, rungs.made));
  headroom.sort((a, b) => (a.factor ?? Infinity) - (b.factor ?? Infinity));
  const lost = lostOf([...rungs.made.values()].flat());
  const { seed } = howOf(scenario, options);
  return { scenario: scenario.name, seed, chance, runs, factorMax, isCutShort, headroom, lost };
}

/** Traffic grown in equal ratios: rung 0 is today's. */
class Rungs {
  /** The runs at each rung so far. */
  readonly made = new Map<number, Outcome[]>();
  private readonly last: number;
  private readonly scenario: Scenario;
  private readonly options: RunsOptions & { runs: number };

  constructor(scenario: Scenario, options: RunsOptions & { runs: number }, last: number) {
    this.scenario = scenario;
    this.options = options;
    this.last = last;
  }

  /** The first rung at which it is reached; null: none. */
  *first(event: Target): Experiment<number | null> {
    let low = -1;
    let high = 0;
    while (!(yield* this.ask(event, high)).met) {
      if (high === this.last) return null;
      low = high;
      high = high === 0 ? Math.min(FIRST_RUNG, this.last) : this.last;
    }
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((yield* this.ask(event, middle)).met) high = middle;
      else low = middle;
    }
    yield* this.makeSure(event, high);
    return high;
  }

  /** Looks for rungs around it where there is no doubt, near ones first. */
  private *makeSure(event: Target, rung: number): Experiment<void> {
    for (const way of [-1, 1]) {
      for (let off = NEAR; ; off *= 2) {
        const other = Math.max(0, Math.min(this.last, rung + way * off));
        if ((yield* this.ask(event, other)).sure || other === 0 || other === this.last) break;
      }
    }
  }

  private *ask(event: Target, rung: number): Experiment<Settled> {
    const outcomes = this.made.get(rung) ?? [];
    this.made.set(rung, outcomes);
    const { runs: runsMax, job } = runsOf(withTraffic(this.scenario, factorOf(rung)), this.options);
    const runs = Math.min(FEW_RUNS, runsMax);
    return yield* settling(event, job, { runs, runsMax }, outcomes);
  }
}

function factorOf(rung: number): number {
  return 2 ** (rung / RUNGS_PER_DOUBLING);
}

/** The last of some rungs up to the top whose runs cost little; today's traffic is always run. */
function affordable(scenario: Scenario, options: RunsOptions, top: number): number {
  for (let rung = 0; rung < top; ) {
    const next = Math.min(top, rung + NEAR);
    const grown = withTraffic(scenario, factorOf(next));
    if (singleCallsOf(grown, options) > SINGLE_CALLS_MAX) return rung;
    rung = next;
  }
  return top;
}

/** What may run out: room on an ENI, addresses, quotas; each is to be as likely as `chance`. */
function eventsOf(scenario: Scenario, chance: number): Target[] {
  return metricsOf(scenario)
    .filter(({ unit }) => unit === 'flag')
    .map((metric) => {
      const text = `P(${metric.name})`;
      const measure = { text, metric, kind: 'share', condition: null } as const;
      return { text: `${text} >= ${chance}`, measure, comparison: '>=', bound: chance };
    });
}

function headroomOf(
  { measure, bound }: Target,
  found: number | null,
  made: ReadonlyMap<number, readonly Outcome[]>,
): Headroom {
  const rungs = [...made.keys()].sort((a, b) => a - b);
  const shares = rungs.map((rung) => {
    const outcomes = made.get(rung)!;
    return { factor: factorOf(rung), runs: outcomes.length, ...estimateOf(measure, outcomes) };
  });
  const low = shares.findLast((one) => one.high !== null && one.high < bound);
  const high = shares.find((one) => one.low !== null && one.low >= bound);
  const { name, about } = measure.metric;
  return {
    metric: name,
    about,
    factor: found === null ? null : factorOf(found),
    low: low?.factor ?? null,
    high: high?.factor ?? null,
    shares,
  };
}
