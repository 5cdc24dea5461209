import { meanOf } from '../engine/samplers.ts';
import type { PlaneLimits } from '../load/plane-types.ts';
import type { StreamPlan } from '../load/plans.ts';
import type { FunctionSpec, Scenario, TrafficPhase } from '../scenario/types.ts';

/** Standard deviations between the calls that run at once and a limit that is far. */
const FAR = 5;

/** Whether the calls that run at once at the highest rates may meet a limit of the account. */
export function isNearLimit(
  scenario: Scenario,
  plans: readonly StreamPlan[],
  limits: PlaneLimits,
): boolean {
  const durations = longestMeans(scenario, plans, limits);
  const loads = plans.map(({ function: fn, phase }) => {
    const burst = phase.kind === 'burst' ? phase.calls : 0;
    return { fn, phase, calls: burst + peakCallsPerMs(phase) * durations[fn]! };
  });
  const byFunction = new Map<number, Load[]>();
  for (const load of loads) {
    const own = byFunction.get(load.fn);
    if (own === undefined) byFunction.set(load.fn, [load]);
    else own.push(load);
  }
  const reserved = scenario.functions.reduce((sum, fn) => sum + (fn.concurrency ?? 0), 0);
  const reaches = (running: number, limit: number) => {
    return most(running) >= limit;
  };
  if (reaches(mostAtOnce(loads), limits.accountConcurrency - reserved)) return true;
  return [...byFunction.values()].some((own) => {
    return reaches(mostAtOnce(own), limits.environmentsPer10s);
  });
}

/**
 * How long calls of each function take on average at most, in ms: where the connections of its ENIs
 * may be refused, the wait for one too (CAP-4).
 */
function longestMeans(
  scenario: Scenario,
  plans: readonly StreamPlan[],
  { connectionsPerEni, connectTimeout }: PlaneLimits,
): number[] {
  const busiest = new Map<number, number>();
  for (const { function: fn, phase } of plans) {
    const burst = phase.kind === 'burst' ? phase.calls : 0;
    const { duration, connections } = scenario.functions[fn]!;
    const rate = peakCallsPerMs(phase);
    const running = burst + rate * meanOf(duration);
    const held = burst + rate * meanOf(connections.hold ?? duration);
    const opened =
      connections.perEnvironment * most(running) + connections.perInvocation * most(held);
    busiest.set(fn, Math.max(busiest.get(fn) ?? 0, opened));
  }
  const byPairing = new Map<string, number>();
  const pairingsOf = ({ vpc }: FunctionSpec) => {
    const groups = [...new Set(vpc?.securityGroups)].sort().join('+');
    return (vpc?.subnets ?? []).map((subnet) => `${subnet}/${groups}`);
  };
  scenario.functions.forEach((spec, fn) => {
    for (const pairing of pairingsOf(spec)) {
      const share = (busiest.get(fn) ?? 0) / spec.vpc!.subnets.length;
      byPairing.set(pairing, (byPairing.get(pairing) ?? 0) + share);
    }
  });
  return scenario.functions.map((spec) => {
    const waits = pairingsOf(spec).some((pairing) => byPairing.get(pairing)! >= connectionsPerEni);
    return meanOf(spec.duration) + (waits ? meanOf(connectTimeout) : 0);
  });
}

const most = (mean: number): number => mean + FAR * Math.sqrt(mean);

interface Load {
  phase: TrafficPhase;
  calls: number;
}

/** The most of loads that overlap, added up. */
function mostAtOnce(loads: readonly Load[]): number {
  const changes = loads.flatMap(({ phase: { fromMs, untilMs }, calls }) => [
    { atMs: fromMs, by: calls },
    { atMs: untilMs, by: -calls },
  ]);
  // At one moment what ends goes first.
  changes.sort((a, b) => a.atMs - b.atMs || a.by - b.by);
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}

function peakCallsPerMs(phase: TrafficPhase): number {
  switch (phase.kind) {
    case 'rate':
      return phase.callsPerMs;
    case 'ramp':
      return Math.max(phase.fromPerMs, phase.toPerMs);
    case 'profile':
      return phase.steps.reduce((most, { callsPerMs }) => Math.max(most, callsPerMs), 0);
    case 'counts':
      return phase.counts.reduce((most, count) => Math.max(most, count), 0) / phase.stepMs;
    case 'every':
      return 1 / phase.everyMs;
    default:
      return 0;
  }
}
