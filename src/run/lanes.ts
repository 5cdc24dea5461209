import type { Flow } from '../load/flows.ts';
import type { LaneSpec } from '../load/lane.ts';
import type { Refusal } from '../model/types.ts';
import type { Fidelity, FunctionState, Scenario } from '../scenario/types.ts';

/** What a call meets in each state; of an asleep version the next call is an event. */
export const ROUTE: Record<FunctionState, Refusal | null> = {
  Pending: 'pendingInvoke',
  Active: null,
  Inactive: 'inactiveInvoke',
  Failed: 'failedInvoke',
};

/**
 * `auto` counts the calls of a version in closed form as long as nothing depends on single ones:
 * it opens no connections and has no concurrency of its own to run into.
 */
export function fidelityOf(lane: LaneSpec, asked: Fidelity): 'exact' | 'aggregate' {
  if (asked !== 'auto') return asked;
  const connects = lane.perEnvironment > 0 || lane.perInvocation > 0;
  return connects || lane.reserved !== null ? 'exact' : 'aggregate';
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
    const { connections, duration, coldStart, concurrency } = scenario.functions[place]!;
    return {
      function: place,
      version: target.version,
      name,
      duration,
      coldStart,
      ...connections,
      reserved: concurrency,
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
