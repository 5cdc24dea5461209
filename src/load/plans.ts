import type { Scenario, TrafficPhase } from '../scenario/types.ts';

/** Calls of one kind to one version of one function, by places in the scenario's list. */
export interface StreamPlan {
  function: number;
  /** 0: `$LATEST`. */
  version: number;
  /** Names the stream's random numbers: the function, version and place of the phase. */
  name: string;
  phase: TrafficPhase;
}

/**
 * All traffic of a scenario, known before the run because `setTraffic` stands on the timeline:
 * what flowed to its target before ends at that moment.
 */
export function streamPlans(scenario: Scenario): StreamPlan[] {
  const places = new Map(scenario.functions.map(({ id }, place) => [id, place]));
  const byTarget = new Map<string, StreamPlan[]>();
  const add = (id: string, version: number, phases: readonly TrafficPhase[]) => {
    const target = `${id}:${version}`;
    const plans = byTarget.get(target) ?? [];
    byTarget.set(target, plans);
    for (const phase of phases) {
      if (phase.fromMs >= Math.min(phase.untilMs, scenario.untilMs)) continue;
      const name = `${target}#${plans.length}`;
      plans.push({ function: places.get(id)!, version, name, phase });
    }
  };
  for (const { id, traffic } of scenario.functions) add(id, 0, traffic);
  for (const action of scenario.timeline) {
    if (action.action !== 'setTraffic') continue;
    const { atMs, target, traffic } = action;
    for (const plan of byTarget.get(`${target.function}:${target.version}`) ?? []) {
      plan.phase = { ...plan.phase, untilMs: Math.min(plan.phase.untilMs, atMs) };
    }
    const later = traffic.map((phase) => ({ ...phase, fromMs: Math.max(phase.fromMs, atMs) }));
    add(target.function, target.version, later);
  }
  return [...byTarget.values()].flat().filter(({ phase }) => phase.fromMs < phase.untilMs);
}
