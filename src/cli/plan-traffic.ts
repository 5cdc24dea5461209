import { dirname, extname, resolve } from 'node:path';
import { escapeLine } from '../diagnostics/escape.ts';
import { planning } from '../experiments/dynamic-plan.ts';
import { runsOfGrowing } from '../experiments/growth.ts';
import { runsOfSensingHeadroom, sensingHeadroom } from '../experiments/headroom-sensitivity.ts';
import { runsOfSensing, type Sensitivity, sensing } from '../experiments/sensitivity.ts';
import { withTraffic } from '../experiments/traffic-factor.ts';
import { trafficVerdict } from '../experiments/traffic-verdict.ts';
import type { Experiment } from '../experiments/types.ts';
import type { Plan } from '../plan/types.ts';
import { type UnderTraffic, underTraffic, unreachedIn } from '../plan/under-traffic.ts';
import { underIds } from '../report/plan-names.ts';
import type { PlannedTraffic } from '../report/plan-traffic.ts';
import { trafficAnswer } from '../report/traffic-answer.ts';
import { formatIssue } from '../scenario/issues.ts';
import { LIMITS } from '../scenario/limits.ts';
import { parseTraceTraffic, parseTraffic } from '../scenario/traffic-file.ts';
import type { Traffic } from '../scenario/types.ts';
import type { Estate, Reading } from '../templates/types.ts';
import type { ExperimentOptions } from './conduct.ts';
import { InputError } from './failure.ts';
import type { Io } from './io.ts';
import { refuseUnlessTraffic } from './kinds.ts';
import type { PlanOptions } from './plan.ts';
import { type Question, questionOf } from './plan-question.ts';
import { readText, readTrace } from './read.ts';

/** What is to be run for a plan. */
export interface Deployment extends UnderTraffic {
  seed: string;
  question: Question | null;
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
    const warning = 'it calls no function; only the deployment is simulated';
    io.err(`${escapeLine(traffic!)}: warning: ${warning}\n`);
  }
  const question = questionOf({ ...under, scenario }, options);
  return { ...under, scenario, seed: seed ?? scenario.seed, question };
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
    const nothing = { leftOut: [], idOf: new Map(), unknownRoom: [], stuck: [] };
    return { scenario, notes, unreached: unreachedIn(scenario), ...nothing };
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
  if (!parsed.ok) throw new InputError(parsed.issues.map(formatIssue));
  for (const issue of parsed.issues) io.err(`${formatIssue(issue)}\n`);
  return parsed.traffic;
}

/** The whole experiment of a plan. */
export function* planningUnder(
  deployment: Deployment,
  { runs }: PlanOptions,
): Experiment<PlannedTraffic> {
  const { scenario, leftOut, notes, unreached, idOf, seed, unknownRoom, stuck } = deployment;
  const names = new Map([...idOf].map(([name, id]) => [id, name]));
  const how = { unknownRoom: unknownRoom.map((id) => names.get(id) ?? id), stuck };
  const growth = { runs: growthRuns(runs) };
  const dynamic = underIds(yield* planning(scenario, { runs, seed, growth, ...how }), idOf);
  const sensitivity = yield* asking(deployment, runs);
  return {
    answer: trafficAnswer(dynamic, unknownRoom),
    withTraffic: trafficVerdict(dynamic, { unknownRoom, leftOut }),
    leftOut,
    notes,
    unreached,
    unknownRoom,
    untilMs: scenario.untilMs,
    given: Object.keys(scenario.parameters),
    ...dynamic,
    sensitivity,
  };
}

function* asking({ question, seed }: Deployment, runs: number): Experiment<Sensitivity | null> {
  if (question === null) return null;
  const { scenario } = question;
  if (question.kind === 'headroom') {
    const found = yield* sensingHeadroom(scenario, question.metric, {
      runs: growthRuns(runs),
      seed,
    });
    return { ...found, measure: question.text };
  }
  const found = yield* sensing(scenario, question.measure, { runs: sensitivityRuns(runs), seed });
  return { ...found, measure: question.text };
}

/** Fewer could not tell an even chance from none. */
const GROWTH_RUNS_MIN = 8;

const growthRuns = (runs: number): number =>
  Math.max(GROWTH_RUNS_MIN, Math.min(runs, 10 + Math.floor(runs / 10)));
const sensitivityRuns = (runs: number): number => Math.min(runs, 30);

/** About how many runs that takes: as it is, taken down, grown, and with other guesses. */
export function runsOfPlanning(
  { scenario, question, stuck }: Deployment,
  { runs }: Pick<PlanOptions, 'runs'>,
): number {
  const taken = stuck.length > 0 ? runs : 2 * runs;
  return taken + runsOfGrowing(scenario, growthRuns(runs)) + runsOfAsking(question, runs);
}

function runsOfAsking(question: Question | null, runs: number): number {
  if (question === null) return 0;
  const { scenario } = question;
  return question.kind === 'headroom'
    ? runsOfSensingHeadroom(scenario, growthRuns(runs))
    : runsOfSensing(scenario, { runs: sensitivityRuns(runs) });
}

/** How the runs of a plan are made. */
export function runsOf(
  { runs, workers, out, resume, format }: PlanOptions,
  seed: string,
): ExperimentOptions {
  const how = format === 'json' ? format : 'text';
  return { runs, seed, fidelity: 'auto', workers, out, resume, format: how };
}
