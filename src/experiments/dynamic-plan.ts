import { days, hours } from '../engine/time.ts';
import type { Action, Scenario } from '../scenario/types.ts';
import { type Growth, type GrowthOptions, growing } from './growth.ts';
import { runHere } from './here.ts';
import { type RunsOptions, replicating, replication } from './replicate.ts';
import type { Experiment, MetricSummary, Summary } from './types.ts';

export interface DynamicPlanOptions extends RunsOptions {
  /** How many moments the series have; 120 by default. */
  points?: number;
  growth?: Pick<GrowthOptions, 'runs' | 'chance' | 'factorMax'>;
  /** Subnets of unknown room: nothing is said of when they are full. */
  unknownRoom?: readonly string[];
  /** Why ENIs stay for good once they are not needed, in sentences; then they are not taken down. */
  stuck?: readonly string[];
}

/** What traffic makes of a deployment: plain JSON. */
export interface DynamicPlan {
  /** As it is: probabilities, waits, failures, and ENIs over time. */
  summary: Summary;
  /** How long its ENIs stand in the way after all functions were deleted; null: see `stuck`. */
  deletableAfter: MetricSummary | null;
  /** The runs that this rests on. */
  takeDown: Pick<Summary, 'asked' | 'runs' | 'lost'>;
  stuck: string[];
  /** How far traffic may grow. */
  growth: Growth;
}

const POINTS = 120;

/**
 * Runs a deployment under its traffic, takes it down, and grows its traffic.
 * @throws RangeError when an option makes no sense
 */
export function dynamicPlan(scenario: Scenario, options: DynamicPlanOptions = {}): DynamicPlan {
  return runHere(planning(scenario, options));
}

/** The same as an experiment, for whoever has workers. */
export function* planning(
  scenario: Scenario,
  { points = POINTS, growth, unknownRoom = [], stuck = [], ...options }: DynamicPlanOptions,
): Experiment<DynamicPlan> {
  const { summary, outcomes } = yield* replicating(scenario, { ...options, points });
  const down = stuck.length > 0 ? null : yield* replication(teardownOf(scenario), options);
  const { runs: _, ...how } = options;
  const hidden = unknownRoom.flatMap((id) => HIDDEN.map((what) => `subnet.${id}${what}`));
  const grown = yield* growing(scenario, { ...how, ...growth, except: hidden }, outcomes);
  const { asked = 0, runs = 0, lost = [] } = down ?? {};
  return {
    summary: {
      ...summary,
      metrics: summary.metrics.filter(({ name }) => !hidden.includes(name)),
      series: summary.series.filter(({ name }) => !hidden.includes(name)),
    },
    deletableAfter: down?.metrics.find(({ name }) => name === DELETABLE_AFTER) ?? null,
    takeDown: { asked, runs, lost },
    stuck: [...stuck],
    growth: grown,
  };
}

/** What rests on the size of a subnet; the empty one is its series. */
const HIDDEN = ['', '.full', '.fullAt'];

export const DELETABLE_AFTER = 'stack.deletableAfter';

/** Long enough for every ENI to be made, and for the slowest one to go. */
const DELETED_AFTER_MS = hours(2);
const WATCHED_FOR_MS = days(2);

/** The same functions without traffic: all created at once, and all deleted two hours later. */
export function teardownOf(scenario: Scenario): Scenario {
  const base = { expect: null, line: null };
  const creates = scenario.functions.map(({ id }): Action => {
    return { ...base, atMs: 0, action: 'create', function: id, publish: false, implied: true };
  });
  const deletes = scenario.functions.map(({ id }): Action => {
    return { ...base, atMs: DELETED_AFTER_MS, action: 'delete', function: id, version: null };
  });
  return {
    ...scenario,
    untilMs: DELETED_AFTER_MS + WATCHED_FOR_MS,
    functions: scenario.functions.map((spec) => ({ ...spec, traffic: [] })),
    timeline: [...creates, ...deletes],
    expectations: [],
  };
}
