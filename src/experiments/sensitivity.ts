import type { Distribution } from '../engine/distribution.ts';
import { meanOf } from '../engine/samplers.ts';
import { type Estimate, meanEstimate } from '../engine/statistics.ts';
import { defaultOf, PARAMETERS, type ParameterName, UNREAD } from '../evidence/parameters.ts';
import type { Profile, Scenario } from '../scenario/types.ts';
import { estimateOf, type Measure, perRun, unitOf } from './measure.ts';
import { howOf, jobs, type RunsOptions, runsOf } from './replicate.ts';
import { lostOf } from './summary.ts';
import type { Experiment, Outcome, Summary, ValueUnit } from './types.ts';

/** A measure whose value is a mean over runs, so that runs can be compared in pairs. */
export type PairedMeasure = Exclude<Measure, { kind: 'quantile' }>;

type Value = Distribution | number | string | boolean;

/** The measure with one assumed number moved to an end of its range. */
export interface End {
  /** The end of the range: the middle of their law in ms for durations, else in the parameter's own unit. */
  value: number | string | boolean;
  estimate: Estimate;
  /** Of the estimate from that of the defaults, run by run. */
  difference: Estimate;
}

export interface Bar {
  parameter: ParameterName;
  ends: End[];
  /** From the least to the greatest estimate, the defaults included. */
  swing: number;
  /** Some end differs from the defaults by more than chance (its interval leaves 0 out). */
  matters: boolean;
}

/** Which guess matters for a conclusion: a tornado, the widest bar first. Plain JSON. */
export interface Sensitivity {
  scenario: string;
  seed: string;
  profile: Profile;
  measure: string;
  unit: ValueUnit;
  runs: number;
  /** With every assumed number at its default. */
  base: Estimate;
  bars: Bar[];
  lost: Summary['lost'];
}

/**
 * Moves each assumed number of the evidence table to the ends of its range, one at a time, under the
 * same luck. Numbers that the scenario gives itself are no guesses of ours and stay.
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
  for (const parameter of guessesOf(scenario)) {
    const ends: End[] = [];
    for (const { value, put } of endsOf(parameter, profile)) {
      const parameters = { ...scenario.parameters, [parameter]: put };
      const moved = runsOf({ ...scenario, parameters }, options);
      const outcomes = yield jobs(0, runs, moved.job);
      lost.push(...lostOf(outcomes));
      const difference = pairedDifference(measure, base, outcomes);
      ends.push({ value, estimate: estimateOf(measure, outcomes), difference });
    }
    bars.push(barOf(parameter, ends));
  }
  bars.sort((a, b) => b.swing - a.swing);
  const estimate = estimateOf(measure, base);
  return {
    scenario: scenario.name,
    seed,
    profile,
    measure: measure.text,
    unit: unitOf(measure),
    runs,
    base: estimate,
    bars,
    lost,
  };
}

/** How many runs that takes. */
export function runsOfSensing(scenario: Scenario, options: RunsOptions): number {
  const { profile } = howOf(scenario, options);
  const ends = guessesOf(scenario).flatMap((name) => endsOf(name, profile));
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

function pairedDifference(
  measure: PairedMeasure,
  base: readonly Outcome[],
  moved: readonly Outcome[],
): Estimate {
  const kept = base.map((one, run) => [one, moved[run]!] as const);
  const pairs = kept.filter((pair) => pair.every(({ lost }) => lost === null));
  const before = perRun(
    measure,
    pairs.map(([one]) => one),
  );
  const after = perRun(
    measure,
    pairs.map(([, other]) => other),
  );
  const differences = after.map((value, run) => value - before[run]!);
  // A run in which it never happened has no distance from one in which it did.
  return meanEstimate(differences.filter(Number.isFinite));
}

function barOf(parameter: ParameterName, ends: End[]): Bar {
  const moves = ends.map(({ difference }) => difference.value ?? 0);
  const matters = ends.some(({ difference: { low, high } }) => {
    return low !== null && (low > 0 || high! < 0);
  });
  return { parameter, ends, swing: Math.max(0, ...moves) - Math.min(0, ...moves), matters };
}
