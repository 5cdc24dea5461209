import { meanOf } from '../engine/samplers.ts';
import type { ConcurrencyLimits } from '../load/concurrency.ts';
import { expectedCalls, isDrawn } from '../load/curves.ts';
import type { LaneSpec } from '../load/lane.ts';
import type { StreamPlan } from '../load/plans.ts';
import { targetOf } from '../load/traffic.ts';
import type { Refusal } from '../model/types.ts';
import type { Fidelity, FunctionState, Scenario, TrafficPhase } from '../scenario/types.ts';
import type { Carried } from './data-types.ts';
import { natRoutesOf, routesOf } from './nat-routes.ts';

/** What connections ask of the control plane, by its own ids. */
export interface CrossingEvent {
  kind: 'eni.crowded' | 'eni.full' | 'eni.silent';
  pairing: number;
  eni: number;
}

/** A NAT gateway is full, by the place of the route through it. */
export interface NatFullEvent {
  kind: 'nat.full';
  pairing: number;
  eni: number;
  route: number;
}

/** What a call meets in each state; of an asleep version the next call is an event. */
export const ROUTE: Record<FunctionState, Refusal | null> = {
  Pending: 'pendingInvoke',
  Active: null,
  Inactive: 'inactiveInvoke',
  Failed: 'failedInvoke',
};

export type LaneFidelity = 'exact' | 'aggregate';

/** How the calls of a version are carried out, and why so. */
export interface LaneChoice {
  fidelity: LaneFidelity;
  why:
    | 'asked'
    | 'accountLimit'
    | 'reserved'
    | 'listed'
    | 'instant'
    | 'natPorts'
    | 'fewCalls'
    | 'steady';
}

/** So many calls with connections are soon carried out one by one: about a second. */
const FEW_CALLS = 1_000_000;

/**
 * How the steady calls of each version are carried out. Where closed forms do not reach (its own
 * concurrency, calls at listed moments, calls that take no time) single calls are needed; `auto`
 * also takes them where a limit of the account is near, and where they are few.
 */
export function choicesOf(
  scenario: Scenario,
  lanes: readonly LaneSpec[],
  plans: readonly StreamPlan[],
  { limits, fidelity: asked }: { limits: ConcurrencyLimits; fidelity: Fidelity },
): LaneChoice[] {
  const crowded = asked === 'auto' && isNearLimit(scenario, plans, limits);
  const listed = new Set(plans.filter(({ phase }) => !isDrawn(phase)).map(targetOf));
  const called = new Set(plans.map(targetOf));
  const connecting = new Set(lanes.filter(connects).map(targetOf));
  const calls = plans
    .filter((plan) => connecting.has(targetOf(plan)))
    .reduce((sum, { phase }) => sum + expectedCalls(phase, 0, scenario.untilMs), 0);
  const single = (why: LaneChoice['why']): LaneChoice => ({ fidelity: 'exact', why });
  return lanes.map((lane): LaneChoice => {
    if (asked === 'exact') return single('asked');
    // Calls of the timeline are events of their own in any fidelity.
    if (!called.has(targetOf(lane))) return single('listed');
    if (crowded) return single('accountLimit');
    if (scenario.functions[lane.function]!.concurrency !== null) return single('reserved');
    if (!connects(lane)) return { fidelity: 'aggregate', why: 'steady' };
    if (lane.routes !== null) return single('natPorts');
    if (listed.has(targetOf(lane))) return single('listed');
    if (meanOf(lane.duration) === 0) return single('instant');
    if (asked === 'auto' && calls < FEW_CALLS) return single('fewCalls');
    return { fidelity: 'aggregate', why: 'steady' };
  });
}

function connects({ perEnvironment, perInvocation }: LaneSpec): boolean {
  return perEnvironment > 0 || perInvocation > 0;
}

/** Standard deviations between the calls that run at once and a limit that is far. */
const FAR = 5;

/** Whether the calls that run at once at the highest rates may meet a limit of the account. */
function isNearLimit(
  scenario: Scenario,
  plans: readonly StreamPlan[],
  limits: ConcurrencyLimits,
): boolean {
  const durations = scenario.functions.map(({ duration }) => meanOf(duration));
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
    return running + FAR * Math.sqrt(running) >= limit;
  };
  if (reaches(mostAtOnce(loads), limits.accountConcurrency - reserved)) return true;
  return [...byFunction.values()].some((own) => {
    return reaches(mostAtOnce(own), limits.environmentsPer10s);
  });
}

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

/** Every version that is ever called. */
export function lanesOf(scenario: Scenario): LaneSpec[] {
  const functionAt = new Map(scenario.functions.map(({ id }, place) => [id, place]));
  const natRoutes = natRoutesOf(scenario);
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
      perEnvironment: connections.perEnvironment,
      perInvocation: connections.perInvocation,
      hold: connections.hold,
      routes: routesOf(scenario, place, natRoutes),
    };
  });
}

/** @param laneOf by stream */
export function carriedOf(
  choices: readonly LaneChoice[],
  plans: readonly StreamPlan[],
  laneOf: Int32Array,
): Carried[] {
  const all = choices.map((choice): Carried => ({ ...choice, streams: [], isKnown: true }));
  for (const [stream, { phase }] of plans.entries()) {
    const carried = all[laneOf[stream]!]!;
    carried.streams.push(stream);
    carried.isKnown &&= carried.fidelity === 'exact' || isDrawn(phase);
  }
  return all;
}

/** Finds versions by their names: `f` or `f:2`, and as targets of traffic. */
export class LanePlaces {
  private readonly lanes: ReadonlyMap<string, number>;
  readonly functionIds: readonly string[];
  private readonly functions: ReadonlyMap<string, number>;

  constructor(scenario: Scenario, lanes: readonly LaneSpec[]) {
    this.lanes = new Map(lanes.map((lane, place) => [targetOf(lane), place]));
    this.functions = new Map(scenario.functions.map(({ id }, place) => [id, place]));
    this.functionIds = [...this.functions.keys()];
  }

  /** Undefined: the version is never called. */
  laneOf(subject: string): number | undefined {
    return this.lanes.get(this.targetOf(subject));
  }

  laneAt(target: string): number | undefined {
    return this.lanes.get(target);
  }

  targetOf(subject: string): string {
    const [id = '', number = '0'] = subject.split(':');
    return `${this.functions.get(id)}:${number}`;
  }
}
