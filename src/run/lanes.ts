import { meanOf } from '../engine/samplers.ts';
import { expectedCalls, isDrawn } from '../load/curves.ts';
import type { LaneSpec } from '../load/lane.ts';
import type { PlaneLimits } from '../load/plane-types.ts';
import type { StreamPlan } from '../load/plans.ts';
import { targetOf } from '../load/traffic.ts';
import type { Refusal } from '../model/types.ts';
import type { Fidelity, FunctionState, Scenario } from '../scenario/types.ts';
import type { Carried } from './data-types.ts';
import { natRoutesOf, routesOf } from './nat-routes.ts';
import { isNearLimit } from './near-limit.ts';

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
  { limits, fidelity: asked }: { limits: PlaneLimits; fidelity: Fidelity },
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
