import { meanOf } from '../engine/samplers.ts';
import type { ConcurrencyLimits } from '../load/concurrency.ts';
import type { Flow } from '../load/flows.ts';
import type { LaneSpec } from '../load/lane.ts';
import type { Refusal } from '../model/types.ts';
import type { Fidelity, FunctionState, Scenario, TrafficPhase } from '../scenario/types.ts';

/** What connections ask of the control plane, by its own ids. */
export interface CrossingEvent {
  kind: 'eni.crowded' | 'eni.full' | 'eni.silent';
  pairing: number;
  eni: number;
}

/** What a call meets in each state; of an asleep version the next call is an event. */
export const ROUTE: Record<FunctionState, Refusal | null> = {
  Pending: 'pendingInvoke',
  Active: null,
  Inactive: 'inactiveInvoke',
  Failed: 'failedInvoke',
};

export type LaneFidelity = 'exact' | 'aggregate';

/**
 * How the steady calls of each version are carried out. Those that open connections or have a
 * concurrency of their own are never only counted. `auto` counts the others as long as single
 * calls do not matter: no limit of the account is near.
 */
export function fidelitiesOf(
  scenario: Scenario,
  lanes: readonly LaneSpec[],
  limits: ConcurrencyLimits,
  asked: Fidelity,
): LaneFidelity[] {
  const crowded = asked === 'exact' || (asked === 'auto' && isNearLimit(scenario, limits));
  return lanes.map((lane) => {
    const connects = lane.perEnvironment > 0 || lane.perInvocation > 0;
    const reserved = scenario.functions[lane.function]!.concurrency !== null;
    return crowded || connects || reserved ? 'exact' : 'aggregate';
  });
}

/** Standard deviations between the calls that run at once and a limit that is far. */
const FAR = 5;

/** Whether the calls that run at once at the highest rates may meet a limit of the account. */
function isNearLimit(scenario: Scenario, limits: ConcurrencyLimits): boolean {
  const durations = new Map(scenario.functions.map(({ id, duration }) => [id, meanOf(duration)]));
  const later = scenario.timeline.flatMap((action) =>
    action.action === 'setTraffic' ? [{ id: action.target.function, traffic: action.traffic }] : [],
  );
  const running = [...scenario.functions, ...later]
    .map(({ id, traffic }) => mostRunning(traffic, durations.get(id)!))
    .reduce((sum, calls) => sum + calls, 0);
  const reserved = scenario.functions.reduce((sum, fn) => sum + (fn.concurrency ?? 0), 0);
  const unreserved = limits.accountConcurrency - reserved;
  return running + FAR * Math.sqrt(running) >= Math.min(unreserved, limits.environmentsPer10s);
}

/** Calls that run at once on average where the phases call most; phases may follow or overlap. */
function mostRunning(phases: readonly TrafficPhase[], durationMs: number): number {
  return phases.reduce((sum, phase) => {
    const burst = phase.kind === 'burst' ? phase.calls : 0;
    return sum + burst + peakCallsPerMs(phase) * durationMs;
  }, 0);
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

/** Every version that is ever called. */
export function lanesOf(scenario: Scenario): LaneSpec[] {
  const functionAt = new Map(scenario.functions.map(({ id }, place) => [id, place]));
  const targets = new Map<string, { function: string; version: number }>();
  const add = (target: { function: string; version: number }) => {
    targets.set(`${target.function}:${target.version}`, target);
  };
  for (const { id, traffic } of scenario.functions) {
    if (traffic.length > 0) add({ function: id, version: 0 });
  }
  for (const action of scenario.timeline) {
    if (action.action === 'invoke' || action.action === 'setTraffic') add(action.target);
  }
  return [...targets].map(([name, target]) => {
    const place = functionAt.get(target.function)!;
    const { connections, duration, coldStart } = scenario.functions[place]!;
    return {
      function: place,
      version: target.version,
      name,
      duration,
      coldStart,
      ...connections,
    };
  });
}

/** One flow that leaves each stream to the one or the other. */
export function eitherFlow(isExact: readonly boolean[], exact: Flow, counted: Flow): Flow {
  const of = (stream: number) => (isExact[stream] ? exact : counted);
  return {
    start: (stream, fromMs) => of(stream).start(stream, fromMs),
    stop: (stream, nowMs) => of(stream).stop(stream, nowMs),
    settle: (stream, nowMs) => of(stream).settle(stream, nowMs),
    nextMs: () => exact.nextMs(),
    step: () => exact.step(),
    save: () => counted.save(),
    restore: (state) => counted.restore(state),
  };
}
