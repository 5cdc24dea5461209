/** Bounds of what a scenario file may ask for; each issue that meets one names it. */
export const LIMITS = {
  fileBytes: 5_000_000,
  /** A template; more than YAML may have, since plans of Terraform in JSON grow large. */
  templateBytes: 20_000_000,
  /** Parts of templates that are evaluated in one plan. */
  evaluations: 2_000_000,
  /** Values that the loops of templates (`Fn::ForEach`) write out in one plan. */
  loopedValues: 1_000_000,
  /** Stacks in one plan, nested ones among them, and how deep they are nested. */
  stacks: 2_500,
  stackNesting: 8,
  /** Resources of all stacks in one plan. */
  resources: 500_000,
  /** A trace that a scenario refers to. */
  traceBytes: 50_000_000,
  /** Calls of one function that a trace tells one by one, repetitions included. */
  traceCalls: 1_000_000,
  functions: 200_000,
  /** Entries of any other mapping: VPCs, subnets, groups, roles. */
  entries: 100_000,
  timeline: 100_000,
  expectations: 100_000,
  /** Explicit call times, steps of a short traffic list, values of an empirical distribution. */
  values: 100_000,
  /** Ids in one list of a VPC configuration; AWS's own bounds are answered by the simulated API. */
  configIds: 64,
  /** Routes of a subnet, rules of a group or of one direction of an ACL, subnets of an endpoint. */
  rules: 1_000,
  /** Destinations of one function. */
  destinations: 100,
  /** AWS gives a NAT gateway no more. */
  natAddresses: 8,
  /** Durations and the end of the run: 100 years of 365 days, in ms. */
  timeMs: 100 * 365 * 86_400_000,
  /** Calls per ms: 1e9 a second. */
  callsPerMs: 1e6,
  invocationsAtOnce: 1e9,
  /** Calls of one burst, each of which may be an event and then waits in memory. */
  burstCalls: 1e8,
  /** Any other count. */
  count: 1e9,
  textLength: 10_000,
  nesting: 100,
  /** Lines and commas of a file in YAML: reading takes about a kilobyte of memory for each. */
  yamlEntries: 500_000,
  /** Resources of the files that are given to a plan; a stack of AWS has 500 at most. */
  givenResources: 50_000,
  /** Values that YAML aliases may stand for, all together. */
  aliasedValues: 1_000_000,
  issues: 1_000,
} as const;

/** Subjects are written `f:2`, pairings `subnet/g1+g2`: so no colon, slash or plus in a name. */
export const NAME_PATTERN = /^[A-Za-z0-9_.-]{1,140}$/;

/** The same as it is written: `{i}` in it is the number of an entry that `count` makes. */
export const WRITTEN_NAME_PATTERN = /^(?:[A-Za-z0-9_.-]|\{i\}){1,140}$/;
