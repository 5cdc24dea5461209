import type { Action, FunctionSpec, Scenario } from '../src/scenario/types.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;
const HOUR_MS = DAY_MS / 24;
const QUARTER_MS = DAY_MS / 4;
const FUNCTIONS = 36;
/** So many of them are called. */
const BUSY = 6;
const SUBNETS = ['a', 'b', 'c'];
const GROUPS = 48;

/**
 * A run of 30 days for the page: functions change their security groups one after the other, so that
 * ENIs come and go, and some are called in bursts. Each update takes about five steps, the rest 1,500.
 */
export function longRun(updates: number): Scenario {
  const groups = Array.from({ length: GROUPS }, (_, place) => `sg-${place}`);
  return {
    name: `long-run-${updates}`,
    why: 'A long recording is looked at as easily as a short one.',
    profile: 'seed',
    seed: 'bench',
    untilMs: DAYS * DAY_MS,
    network: {
      vpcs: [{ id: 'main', eniQuota: 500, otherEnis: 0, cidr: null, tenancy: 'default' }],
      subnets: SUBNETS.map((id, place) => ({
        ...{ id, vpc: 'main', az: `us-east-1${id}`, cidr: `10.0.${place}.0/24` },
        ...{ ipv6Cidr: null, taken: 0 },
      })),
      securityGroups: groups.map((id) => ({ id, vpc: 'main' })),
    },
    roles: [],
    functions: Array.from({ length: FUNCTIONS }, (_, place) => specOf(place)),
    timeline: timelineOf(updates),
    expectations: [],
    parameters: {},
  };
}

function configOf(turn: number): NonNullable<FunctionSpec['vpc']> {
  const group = `sg-${turn % GROUPS}`;
  return { subnets: SUBNETS, securityGroups: [group], ipv6AllowedForDualStack: false };
}

function specOf(place: number): FunctionSpec {
  const atMs = Array.from({ length: DAYS * 4 }, (_, turn) => turn * QUARTER_MS + place * HOUR_MS);
  const bursts = { fromMs: 0, untilMs: DAYS * DAY_MS, kind: 'burst', calls: 300, atMs } as const;
  return {
    id: `f${place}`,
    vpc: configOf(place),
    role: null,
    traffic: place < BUSY ? [bursts] : [],
    duration: { kind: 'constant', value: 2_000 },
    connections: { perEnvironment: 20, perInvocation: 0, hold: null },
    coldStart: null,
    concurrency: null,
    provisionedVersions: [],
  };
}

/** All are created at once; then each in turn takes the next group, at even distances. */
function timelineOf(updates: number): Action[] {
  const base = { expect: null, line: null, publish: false };
  const creates = Array.from({ length: FUNCTIONS }, (_, place): Action => {
    return { ...base, atMs: 0, action: 'create', function: `f${place}`, implied: true };
  });
  const everyMs = Math.floor((DAYS * DAY_MS) / (updates + 1));
  const moves = Array.from({ length: updates }, (_, number): Action => {
    const place = number % FUNCTIONS;
    const vpc = configOf(place + 1 + Math.floor(number / FUNCTIONS));
    const atMs = (number + 1) * everyMs;
    return { ...base, atMs, action: 'update', function: `f${place}`, vpc, code: false };
  });
  return [...creates, ...moves];
}
