import type { Scenario, TrafficPhase } from '../scenario/types.ts';

/**
 * The same scenario with so many times its traffic: rates are multiplied, counted and listed calls
 * multiplied and rounded so that no rounding adds up. Calls that the timeline makes one by one stay.
 * @param factor above 0
 */
export function withTraffic(scenario: Scenario, factor: number): Scenario {
  if (!(factor > 0 && Number.isFinite(factor))) throw new RangeError(`not a factor: ${factor}`);
  if (factor === 1) return scenario;
  const scaled = (phases: TrafficPhase[]) => phases.map((phase) => scaledPhase(phase, factor));
  return {
    ...scenario,
    functions: scenario.functions.map((spec) => ({ ...spec, traffic: scaled(spec.traffic) })),
    timeline: scenario.timeline.map((action) => {
      if (action.action !== 'setTraffic') return action;
      return { ...action, traffic: scaled(action.traffic) };
    }),
  };
}

function scaledPhase(phase: TrafficPhase, factor: number): TrafficPhase {
  switch (phase.kind) {
    case 'rate':
      return { ...phase, callsPerMs: phase.callsPerMs * factor };
    case 'ramp': {
      const { fromPerMs, toPerMs } = phase;
      return { ...phase, fromPerMs: fromPerMs * factor, toPerMs: toPerMs * factor };
    }
    case 'profile': {
      const steps = phase.steps.map(({ atMs, callsPerMs }) => {
        return { atMs, callsPerMs: callsPerMs * factor };
      });
      return { ...phase, steps };
    }
    case 'counts':
      return { ...phase, counts: scaledCounts(phase.counts, factor) };
    case 'burst':
      return { ...phase, calls: Math.max(1, Math.round(phase.calls * factor)) };
    case 'every':
      return { ...phase, everyMs: Math.max(1, Math.round(phase.everyMs / factor)) };
    case 'times':
      return scaledTimes(phase, factor);
  }
}

function scaledCounts(counts: readonly number[], factor: number): number[] {
  let before = 0;
  return counts.map((count) => {
    const scaled = Math.round((before + count) * factor) - Math.round(before * factor);
    before += count;
    return scaled;
  });
}

/** Each call is made as often as its turn of the rounding says. */
function scaledTimes(
  phase: Extract<TrafficPhase, { kind: 'times' }>,
  factor: number,
): TrafficPhase {
  const copies = scaledCounts(
    phase.atMs.map(() => 1),
    factor,
  );
  const repeated = (values: readonly number[]) =>
    values.flatMap((value, call) => Array.from({ length: copies[call]! }, () => value));
  const { durationsMs } = phase;
  const atMs = repeated(phase.atMs);
  return durationsMs === undefined
    ? { ...phase, atMs }
    : { ...phase, atMs, durationsMs: repeated(durationsMs) };
}
