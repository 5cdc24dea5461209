import { dirname, extname, resolve } from 'node:path';
import { planning } from '../experiments/dynamic-plan.ts';
import { parseMeasure } from '../experiments/expression.ts';
import { runsOfGrowing } from '../experiments/growth.ts';
import { type PairedMeasure, runsOfSensing, sensing } from '../experiments/sensitivity.ts';
import { withTraffic } from '../experiments/traffic-factor.ts';
import type { Experiment } from '../experiments/types.ts';
import type { Plan } from '../plan/types.ts';
import { type UnderTraffic, underTraffic, unreachedIn } from '../plan/under-traffic.ts';
import { underIds } from '../report/plan-names.ts';
import { type PlannedTraffic, trafficAnswer } from '../report/plan-traffic.ts';
import { formatIssue } from '../scenario/issues.ts';
import { LIMITS } from '../scenario/limits.ts';
import { parseTraceTraffic, parseTraffic } from '../scenario/traffic-file.ts';
import type { Traffic } from '../scenario/types.ts';
import type { Estate, Reading } from '../templates/types.ts';
import { type ExperimentOptions, metricNamesOf } from './conduct.ts';
import { InputError } from './failure.ts';
import type { Io } from './io.ts';
import { refuseUnlessTraffic } from './kinds.ts';
import type { PlanOptions } from './plan.ts';
import { readText, readTrace } from './read.ts';

/** What is to be run for a plan. */
export interface Deployment extends UnderTraffic {
  seed: string;
  measure: PairedMeasure | null;
}

/**
 * What to run: the templates under the traffic file, or a scenario that has traffic of its own.
 * @returns null where there is no traffic, or no run is wanted
 * @throws InputError when the traffic cannot be read
 */
export function deploymentOf(
  reading: Reading,
  plan: Plan,
  options: PlanOptions,
  io: Io,
): Deployment | null {
  const under = options.runs === 0 ? null : underOf(reading, plan, options, io);
  if (under === null) return null;
  const { traffic, seed, profile = under.scenario.profile } = options;
  const scenario = { ...under.scenario, profile };
  if (scenario.functions.length === 0) {
    const [first] = under.leftOut;
    const why = first === undefined ? 'none is in a VPC' : `${first.function}: ${first.why}`;
    throw new InputError(`--traffic ${traffic}: there is no function to run; ${why}`);
  }
  if (scenario.functions.every((one) => one.traffic.length === 0)) {
    io.err(`${traffic}: warning: it calls no function; only the deployment is simulated\n`);
  }
  return { ...under, scenario, seed: seed ?? scenario.seed, measure: measureOf(under, options) };
}

function underOf(
  { estate, scenario }: Reading,
  plan: Plan,
  { traffic, sensitivity, resume }: PlanOptions,
  io: Io,
): UnderTraffic | null {
  if (traffic !== undefined) {
    const read = trafficIn(traffic, estate!, io);
    const name = plan.inputs.map((input) => input.name).join('+');
    const made = underTraffic(estate!, plan.subnets, read, name);
    return { ...made, scenario: withTraffic(made.scenario, read.factor) };
  }
  if (scenario?.functions.some((one) => one.traffic.length > 0)) {
    const notes = ['The scenario is run as it is written.'];
    return { scenario, leftOut: [], notes, idOf: new Map(), unreached: unreachedIn(scenario) };
  }
  if (sensitivity === undefined && resume === undefined) return null;
  const asks = sensitivity === undefined ? '--resume' : '--sensitivity';
  throw new InputError(`${asks} asks for runs, and there is no --traffic`);
}

function trafficIn(path: string, estate: Estate, io: Io): Traffic {
  const isTrace = extname(path).toLowerCase() === '.csv';
  const text = readText(path, isTrace ? LIMITS.traceBytes : LIMITS.fileBytes);
  if (!isTrace) refuseUnlessTraffic(path, text);
  const parse = isTrace ? parseTraceTraffic : parseTraffic;
  const parsed = parse(text, {
    file: path,
    functions: estate.functions.map(({ id }) => id),
    subnets: estate.subnets.map(({ id }) => id),
    readFile: (name) => readTrace(resolve(dirname(path), name)),
  });
  if (!parsed.ok) throw new InputError(parsed.issues.map(formatIssue).join('\n'));
  for (const issue of parsed.issues) io.err(`${formatIssue(issue)}\n`);
  return parsed.traffic;
}

function measureOf({ scenario }: UnderTraffic, { sensitivity }: PlanOptions): PairedMeasure | null {
  if (sensitivity === undefined) return null;
  const read = parseMeasure(sensitivity, metricNamesOf(scenario));
  if (!read.ok) throw new InputError(`--sensitivity "${sensitivity}": ${read.message}`);
  if (read.value.kind !== 'quantile') return read.value;
  const mend = `P(${read.value.metric.name} > ...) says as much about a tail`;
  const why = 'runs cannot be paired by a quantile';
  throw new InputError(`--sensitivity "${sensitivity}": ${why}; ${mend}`);
}

/** The whole experiment of a plan. */
export function* planningUnder(
  { scenario, leftOut, notes, unreached, idOf, seed, measure }: Deployment,
  { runs }: PlanOptions,
): Experiment<PlannedTraffic> {
  const growth = { runs: growthRuns(runs) };
  const dynamic = underIds(yield* planning(scenario, { runs, seed, growth }), idOf);
  const few = sensitivityRuns(runs);
  const sensitivity =
    measure === null ? null : yield* sensing(scenario, measure, { runs: few, seed });
  return {
    answer: trafficAnswer(dynamic),
    leftOut,
    notes,
    unreached,
    untilMs: scenario.untilMs,
    given: Object.keys(scenario.parameters),
    ...dynamic,
    sensitivity,
  };
}

const growthRuns = (runs: number): number =>
  Math.max(1, Math.min(runs, 10 + Math.floor(runs / 10)));
const sensitivityRuns = (runs: number): number => Math.min(runs, 30);

/** About how many runs that takes: as it is, taken down, grown, and with other guesses. */
export function runsOfPlanning(
  { scenario, measure }: Deployment,
  { runs }: Pick<PlanOptions, 'runs'>,
): number {
  const few = sensitivityRuns(runs);
  const sensing = measure === null ? 0 : runsOfSensing(scenario, { runs: few });
  return 2 * runs + runsOfGrowing(growthRuns(runs)) + sensing;
}

/** How the runs of a plan are made. */
export function runsOf(
  { runs, workers, out, resume, format }: PlanOptions,
  seed: string,
): ExperimentOptions {
  const how = format === 'json' ? format : 'text';
  return { runs, seed, fidelity: 'auto', workers, out, resume, format: how };
}
