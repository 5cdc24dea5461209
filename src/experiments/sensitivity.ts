import type { Distribution } from '../engine/distribution.ts';
import { meanOf } from '../engine/samplers.ts';
import { differenceEstimate, type Estimate, shareEstimate } from '../engine/statistics.ts';
import { defaultOf, PARAMETERS, type ParameterName, UNREAD } from '../evidence/parameters.ts';
import type { Profile, Scenario } from '../scenario/types.ts';
import { estimateOf, type Measure, type Measured, perRun, unitOf } from './measure.ts';
import { howOf, jobs, type RunsOptions, runsOf } from './replicate.ts';
import { finite, lostOf } from './summary.ts';
import type { Experiment, Outcome, Summary, ValueUnit } from './types.ts';

/** A measure whose value is a mean over runs, so that runs can be compared in pairs. */
export type PairedMeasure = Exclude<Measure, { kind: 'quantile' }>;

type Value = Distribution | number | string | boolean;

/** The measure with one assumed number moved to an end of its range. */
export interface End {
  /** The end of the range: the middle of their law in ms for durations, else in the parameter's own unit. */
  value: number | string | boolean;
  /** Without a value where the measure is a mean and some run did not finish. */
  estimate: Measured;
  /** Of the estimate from that of the defaults, run by run; without a value where that has none. */
  difference: Estimate;
}

export interface Bar {
  parameter: ParameterName;
  ends: End[];
  /** From the least to the greatest estimate, the defaults included; null: not all have a value. */
  swing: number | null;
  /** Some end differs from the defaults by more than chance, or fewer or more runs finish there. */
  matters: boolean;
}

/** Which guess matters for a conclusion: a tornado, the widest bar first. Plain JSON. */
export interface Sensitivity {
  scenario: string;
  seed: string;
  profile: Profile;
  measure: string;
  unit: ValueUnit;
  /** Runs that have a result, with every assumed number at its default. */
  runs: number;
  base: Measured;
  bars: Bar[];
  /** All runs that were wanted. */
  asked: number;
  lost: Summary['lost'];
}

/**
 * Moves each assumed number of the evidence table to the ends of its range, one at a time, with
 * common random numbers. Numbers that the scenario gives itself are no guesses of ours and stay.
 */
export function* sensing(
  scenario: Scenario,
  measure: PairedMeasure,
  options: RunsOptions,
): Experiment<Sensitivity> {
  const { seed, profile } = howOf(scenario, options);
  const { runs, job } = runsOf(scenario, options);
  const base = yield jobs(0, runs, job);
  const lost = lostOf(base);
  const bars: Bar[] = [];
  for (const { parameter, ends } of movesOf(scenario, profile)) {
    const moved: MovedEnd[] = [];
    for (const { value, scenario: at } of ends) {
      const outcomes = yield jobs(0, runs, runsOf(at, options).job);
      lost.push(...lostOf(outcomes));
      moved.push(movedEnd(measure, value, base, outcomes));
    }
    bars.push(barOf(parameter, moved));
  }
  sortBars(bars);
  const estimate = finite(estimateOf(measure, base));
  return {
    scenario: scenario.name,
    seed,
    profile,
    measure: measure.text,
    unit: unitOf(measure),
    runs: estimate.runs,
    base: estimate,
    bars,
    asked: runsOfSensing(scenario, options),
    lost,
  };
}

/** An end of a range, and whether the measure differs there from the defaults. */
export interface MovedEnd extends End {
  differs: boolean;
}

/** Each guess of a scenario, with the scenario at both ends of its range. */
export function movesOf(scenario: Scenario, profile: Profile) {
  return guessesOf(scenario).map((parameter) => ({
    parameter,
    ends: endsOf(parameter, profile).map(({ value, put }) => {
      const parameters = { ...scenario.parameters, [parameter]: put };
      return { value, scenario: { ...scenario, parameters } };
    }),
  }));
}

/** How many runs that takes. */
export function runsOfSensing(scenario: Scenario, options: RunsOptions): number {
  const { profile } = howOf(scenario, options);
  const ends = movesOf(scenario, profile).flatMap((one) => one.ends);
  return runsOf(scenario, options).runs * (1 + ends.length);
}

/** Assumed numbers that a run reads and the scenario does not give. */
function guessesOf(scenario: Scenario): ParameterName[] {
  return (Object.keys(PARAMETERS) as ParameterName[]).filter(
    (name) =>
      PARAMETERS[name].confidence === 'assumed' &&
      scenario.parameters[name] === undefined &&
      !UNREAD.includes(name),
  );
}

/** The ends of a parameter's range, and what stands in the scenario for each. */
function endsOf(name: ParameterName, profile: Profile): { value: End['value']; put: Value }[] {
  const entry = PARAMETERS[name];
  const standard = defaultOf(name, profile) as Value | null;
  const range: readonly End['value'][] = entry.range ?? [];
  return range
    .filter((value) => value !== standard)
    .map((value) => {
      if (entry.unit !== 'ms') return { value, put: value };
      // An effect that is off has no law; the first alternative shows what one would look like.
      const law = (standard ?? entry.alternatives?.[0]?.value) as Distribution;
      return { value, put: stretched(law, value as number) };
    });
}

/**
 * The law stretched until its middle is this: the median of a lognormal, else the mean, of which the
 * evidence table states the range. A cap is stretched as well, so the form stays.
 */
function stretched(law: Distribution, middle: number): Distribution {
  const old = law.kind === 'lognormal' ? law.median : meanOf(law);
  if (!(old > 0)) return { kind: 'constant', value: middle };
  const factor = middle / old;
  const max = 'max' in law && law.max !== undefined ? { max: law.max * factor } : {};
  switch (law.kind) {
    case 'constant':
      return { kind: 'constant', value: middle };
    case 'uniform':
      return { ...law, min: law.min * factor, max: law.max * factor };
    case 'empirical':
      return { ...law, values: law.values.map((value) => value * factor) };
    case 'lognormal':
      return { ...law, median: law.median * factor, ...max };
    case 'weibull':
      return { ...law, scale: law.scale * factor, ...max };
    default:
      return { ...law, mean: law.mean * factor, ...max };
  }
}

function movedEnd(
  measure: PairedMeasure,
  value: End['value'],
  base: readonly Outcome[],
  moved: readonly Outcome[],
): MovedEnd {
  const kept = base.map((one, run) => [one, moved[run]!] as const);
  const pairs = kept.filter((pair) => pair.every(({ lost }) => lost === null));
  const [before, after] = [0, 1].map((side) => {
    return perRun(
      measure,
      pairs.map((pair) => pair[side]!),
    );
  }) as [number[], number[]];
  const estimate = finite(estimateOf(measure, moved));
  // A mean over the runs that finished alone would be one of other runs on either side.
  const isWhole = [...before, ...after].every(Number.isFinite);
  const difference = differenceEstimate(isWhole ? after.map((one, run) => one - before[run]!) : []);
  const { low, high } = difference;
  const differs = isWhole ? low !== null && (low > 0 || high! < 0) : endsDiffer(before, after);
  return { value, estimate, difference, differs };
}

/** McNemar's test: of the runs that finish on one side only, is neither side favoured by chance? */
function endsDiffer(before: readonly number[], after: readonly number[]): boolean {
  const changed = before.filter((one, run) => Number.isFinite(one) !== Number.isFinite(after[run]));
  const { low, high } = shareEstimate(changed.filter(Number.isFinite).length, changed.length);
  return low !== null && (low > 0.5 || high! < 0.5);
}

/** The widest first; before them those whose width is not known, as not all runs finish. */
export function sortBars(bars: Bar[]): void {
  const width = ({ swing }: Bar): number => swing ?? Number.MAX_VALUE;
  bars.sort((a, b) => width(b) - width(a));
}

/** A bar of the tornado. */
export function barOf(parameter: ParameterName, moved: readonly MovedEnd[]): Bar {
  const moves = moved.map(({ difference }) => difference.value);
  const known = moves.filter((move) => move !== null);
  const isWhole = known.length === moves.length;
  return {
    parameter,
    ends: moved.map(({ value, estimate, difference }) => ({ value, estimate, difference })),
    swing: isWhole ? Math.max(0, ...known) - Math.min(0, ...known) : null,
    matters: moved.some(({ differs }) => differs),
  };
}
