/**
 * An account: n functions over n/20 pairings, each updated once and left to fall idle, for 90
 * simulated days without traffic. Shows that the cost of an event does not grow with the account.
 * Run: npx tsx bench/account.ts [most functions]
 */
import { simulate } from '../src/run/simulate.ts';
import type { Action, FunctionSpec, Scenario } from '../src/scenario/types.ts';

const DAY_MS = 86_400_000;
const FUNCTIONS_PER_PAIRING = 20;
/** A /16 has room for 65,531 interfaces; one VPC and subnet serve so many pairings. */
const PAIRINGS_PER_SUBNET = 2_000;

/** The scenario of `functions` functions; functions of one pairing share their security group. */
export function accountOf(functions: number): Scenario {
  const pairings = Math.ceil(functions / FUNCTIONS_PER_PAIRING);
  const subnets = Math.ceil(pairings / PAIRINGS_PER_SUBNET);
  const vpcs = Array.from({ length: subnets }, (_, i) => `vpc${i}`);
  const groups = Array.from({ length: 2 * pairings }, (_, i) => ({
    id: `sg${i}`,
    vpc: vpcs[Math.floor((i % pairings) / PAIRINGS_PER_SUBNET)]!,
  }));
  const specs = Array.from({ length: functions }, (_, i) => specOf(i, i % pairings));
  return {
    name: `account-${functions}`,
    why: 'The cost of an event does not grow with the account.',
    profile: 'seed',
    seed: 'bench',
    untilMs: 90 * DAY_MS,
    network: {
      vpcs: vpcs.map((id) => ({
        id,
        eniQuota: 3 * PAIRINGS_PER_SUBNET,
        otherEnis: 0,
        cidr: null,
        tenancy: 'default',
      })),
      subnets: vpcs.map((vpc, i) => ({
        id: `subnet${i}`,
        vpc,
        az: 'us-east-1a',
        cidr: `10.${i}.0.0/16`,
        ipv6Cidr: null,
        taken: 0,
      })),
      securityGroups: groups,
    },
    roles: [],
    functions: specs,
    timeline: timelineOf(functions, pairings),
    expectations: [],
    parameters: {},
  };
}

function configOf(pairing: number, group: number): NonNullable<FunctionSpec['vpc']> {
  const subnet = `subnet${Math.floor(pairing / PAIRINGS_PER_SUBNET)}`;
  return { subnets: [subnet], securityGroups: [`sg${group}`], ipv6AllowedForDualStack: false };
}

function specOf(place: number, pairing: number): FunctionSpec {
  return {
    id: `f${place}`,
    vpc: configOf(pairing, pairing),
    role: null,
    traffic: [],
    duration: { kind: 'constant', value: 100 },
    connections: { perEnvironment: 0, perInvocation: 0, hold: null },
    coldStart: null,
    concurrency: null,
    provisionedVersions: [],
  };
}

/** All are created on day 0 and moved to a second group, pairing by pairing, on days 1 to 11. */
function timelineOf(functions: number, pairings: number): Action[] {
  const base = { expect: null, line: null };
  const creates = Array.from({ length: functions }, (_, i): Action => {
    const create = { action: 'create', function: `f${i}`, publish: false, implied: true } as const;
    return { ...base, ...create, atMs: 0 };
  });
  const updates = Array.from({ length: functions }, (_, i): Action => {
    const pairing = i % pairings;
    const atMs = DAY_MS + Math.floor((i / functions) * 10 * DAY_MS);
    const vpc = configOf(pairing, pairings + pairing);
    return { ...base, atMs, action: 'update', function: `f${i}`, vpc, code: false, publish: false };
  });
  return [...creates, ...updates];
}

interface AccountRun {
  functions: number;
  events: number;
  eventsPerSecond: number;
  nsPerEvent: number;
  hash: string;
}

/** Runs one account; the clock stands around the simulation only. */
export function accountBench(functions: number): AccountRun {
  const scenario = accountOf(functions);
  const beganMs = performance.now();
  const { events, traceHash: hash } = simulate(scenario, { stepsMax: 100 * functions });
  const elapsedMs = performance.now() - beganMs;
  return {
    functions,
    events,
    eventsPerSecond: (1000 * events) / elapsedMs,
    nsPerEvent: (1e6 * elapsedMs) / events,
    hash,
  };
}

function print(runs: readonly AccountRun[]): void {
  const first = runs[0]!;
  for (const run of runs) {
    const perSecond = Math.round(run.eventsPerSecond).toLocaleString('en');
    const ratio = (run.nsPerEvent / first.nsPerEvent).toFixed(2);
    const size = `${run.functions} functions`.padStart(17);
    const cost = `${Math.round(run.nsPerEvent)} ns an event (${ratio}x of the first)`;
    console.log(`${size}  ${run.events} events  ${perSecond} events/s  ${cost}  hash ${run.hash}`);
  }
}

if (process.argv[1]?.endsWith('account.ts')) {
  const most = Number(process.argv[2] ?? 100_000);
  accountBench(1_000);
  print([1_000, 10_000, 100_000].filter((size) => size <= most).map(accountBench));
}
