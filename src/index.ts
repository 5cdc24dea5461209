/**
 * The public interface of hyperplane-sim: scenarios in, explained runs out. Everything returned is
 * plain JSON unless it says otherwise; nothing here reads files, a clock or `Math.random`.
 */
export { type Access, type AccessRequest, evaluateAccess } from './access/evaluate.ts';
export { parsePolicy } from './access/parse.ts';
export type { Policy, PolicyReading } from './access/policy.ts';
export { type PolicyTextReading, readPolicyText } from './access/text.ts';
export type { Estimate, Interval, Quantile } from './engine/statistics.ts';
export type { Comparison, Difference } from './experiments/compare.ts';
export type { DynamicPlan, DynamicPlanOptions } from './experiments/dynamic-plan.ts';
export type { Growth, GrowthOptions, Headroom } from './experiments/growth.ts';
export type { ReplicateOptions, RunsOptions } from './experiments/replicate.ts';
export type { Band, MetricSummary, MetricUnit, Summary } from './experiments/types.ts';
export { findingsIn } from './findings/findings.ts';
export type { Design, Finding } from './findings/types.ts';
export {
  type AnyScenario,
  checkDeterminism,
  compare,
  dynamicPlan,
  explain,
  findingsOf,
  growth,
  record,
  replicate,
  simulate,
} from './library.ts';
export { reach } from './network/reach.ts';
export { storyOf } from './report/story.ts';
export type { Link } from './run/causes.ts';
export type { FunctionConfiguration } from './run/configuration.ts';
export type { Determinism } from './run/determinism.ts';
export type { RunOptions } from './run/engine.ts';
export type { Seen } from './run/expectations.ts';
export type { ExplainOptions, Explanation, Unexplained } from './run/explain.ts';
export type { ModelFrame } from './run/frame.ts';
export type { RecordedFrame, Recording, RecordOptions } from './run/record.ts';
export type { Result } from './run/result.ts';
export type { SimulateOptions } from './run/simulate.ts';
export { defineScenario } from './scenario/define.ts';
export { parseScenario, parseScenarioObject } from './scenario/parse.ts';
export type { Issue, Parsed, Scenario } from './scenario/types.ts';
