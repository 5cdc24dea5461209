/**
 * What programs call. Each takes a scenario as `parseScenario` reads it or as `defineScenario` gives
 * it; the latter is read first, and an Error lists every issue of one that is wrong.
 */
import * as comparing from './experiments/compare.ts';
import * as planning from './experiments/dynamic-plan.ts';
import * as growing from './experiments/growth.ts';
import * as replicating from './experiments/replicate.ts';
import * as finding from './findings/findings.ts';
import type { Finding } from './findings/types.ts';
import * as determinism from './run/determinism.ts';
import type { RunOptions } from './run/engine.ts';
import * as explaining from './run/explain.ts';
import * as recording from './run/record.ts';
import type { Result } from './run/result.ts';
import * as simulating from './run/simulate.ts';
import { formatIssue } from './scenario/issues.ts';
import { parseScenarioObject } from './scenario/parse.ts';
import type { ScenarioFile } from './scenario/schema.ts';
import type { Scenario } from './scenario/types.ts';

/** A scenario that was read, or as its author writes it. */
export type AnyScenario = Scenario | ScenarioFile;

/** @throws Error with every issue, a line each */
function readyOf(scenario: AnyScenario): Scenario {
  if ('untilMs' in scenario) return scenario;
  const parsed = parseScenarioObject(scenario, { file: String(scenario.name) });
  if (parsed.ok) return parsed.scenario;
  throw new Error(parsed.issues.map(formatIssue).join('\n'));
}

/**
 * Runs one scenario once. The same scenario and seed give the same result and the same trace.
 * @returns plain JSON; times in whole simulated ms since the start, counts as integers
 */
export function simulate(scenario: AnyScenario, options: simulating.SimulateOptions = {}): Result {
  return simulating.simulate(readyOf(scenario), options);
}

/**
 * Runs one scenario once and keeps every step with what it changed, forwards and back.
 * `recording.at(ms)` is the control plane's state then.
 * @throws Error when the run has more steps than a recording keeps (50,000)
 */
export function record(
  scenario: AnyScenario,
  options: recording.RecordOptions = {},
): recording.Recording {
  return recording.record(readyOf(scenario), options);
}

/**
 * Walks from the latest change of a function, version, ENI, pairing, subnet, group, VPC or role
 * back along the causes to the call or the traffic that began it.
 * @param options `atMs` in simulated ms; the end of the run by default
 */
export function explain(
  scenario: AnyScenario,
  subject: string,
  options: explaining.ExplainOptions = {},
): explaining.Explanation | explaining.Unexplained {
  return explaining.explain(readyOf(scenario), subject, options);
}

/**
 * Runs a scenario many times: for each metric mean, extremes, quantiles and the share of runs in
 * which it happened, with 95 % intervals. Run 17 of the seed `plan` has the seed `plan/17`.
 * @throws RangeError when `runs` or `precision` make no sense
 */
export function replicate(
  scenario: AnyScenario,
  options: replicating.ReplicateOptions = {},
): ReturnType<typeof replicating.replicate> {
  return replicating.replicate(readyOf(scenario), options);
}

/**
 * Runs two scenarios with the same seeds and compares them run by run.
 * @throws RangeError when `runs` makes no sense
 */
export function compare(
  a: AnyScenario,
  b: AnyScenario,
  options: replicating.RunsOptions = {},
): comparing.Comparison {
  return comparing.compare(readyOf(a), readyOf(b), options);
}

/** How far traffic may grow until the first ENI scales out, a subnet is full or a quota reached. */
export function growth(scenario: AnyScenario, options: growing.GrowthOptions = {}): growing.Growth {
  return growing.growth(readyOf(scenario), options);
}

/** A deployment under its traffic, taken down, and with more traffic. */
export function dynamicPlan(
  scenario: AnyScenario,
  options: planning.DynamicPlanOptions = {},
): planning.DynamicPlan {
  return planning.dynamicPlan(readyOf(scenario), options);
}

/** What is found in a scenario before it runs, the gravest first. */
export function findingsOf(scenario: AnyScenario): Finding[] {
  return finding.findingsOf(readyOf(scenario));
}

/** Runs a scenario twice, and once more from a checkpoint in its middle, and compares all draws. */
export function checkDeterminism(
  scenario: AnyScenario,
  options: RunOptions = {},
): determinism.Determinism {
  return determinism.checkDeterminism(readyOf(scenario), options);
}
