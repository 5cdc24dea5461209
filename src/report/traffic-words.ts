import { callsBefore } from '../load/curves.ts';
import { streamPlans } from '../load/plans.ts';
import { refName } from '../model/names.ts';
import type { Scenario, TrafficPhase } from '../scenario/types.ts';
import { brief, counted, thousands } from './format.ts';

/** What the traffic is that a version gets at a moment, such as `4/s`; empty words: not told. */
export interface TrafficTold {
  kind: 'steady' | 'burst';
  words: string;
}

export type TrafficWords = (version: string, atMs: number) => TrafficTold;

export const UNTOLD: TrafficTold = { kind: 'steady', words: '' };

/** With more streams than this their rates would drown the story. */
const STREAMS_MAX = 16;

/** Words for the traffic of a scenario, by version and moment. */
export function trafficWordsOf(scenario: Scenario): TrafficWords {
  const plans = streamPlans(scenario);
  return (version, atMs) => {
    const flows = plans.filter(({ function: fn, version: number, phase }) => {
      const isIn = phase.fromMs <= atMs && atMs < phase.untilMs;
      return isIn && refName(scenario.functions[fn]!.id, number) === version;
    });
    const isBurst = flows.length > 0 && flows.every(({ phase }) => phase.kind === 'burst');
    // Two streams at once: which of them begins is not to be told apart by the moment.
    const isClear = flows.length === 1 && plans.length <= STREAMS_MAX;
    const words = isClear ? wordsFor(flows[0]!.phase) : '';
    return { kind: isBurst ? 'burst' : 'steady', words };
  };
}

function wordsFor(phase: TrafficPhase): string {
  switch (phase.kind) {
    case 'rate':
      return rateText(phase.callsPerMs);
    case 'ramp':
      return `from ${rateText(phase.fromPerMs)} to ${rateText(phase.toPerMs)}`;
    case 'profile': {
      const rates = phase.steps.map(({ callsPerMs }) => callsPerMs);
      const [least, most] = [Math.min(...rates), Math.max(...rates)];
      const every = `every ${brief(phase.periodMs)}`;
      return `${rateText(least)} to ${rateText(most)}, the same ${every}`;
    }
    case 'every':
      return `one call every ${brief(phase.everyMs)}`;
    case 'burst':
      return counted(phase.calls, 'call');
    case 'counts':
    case 'times': {
      const calls = callsBefore(phase, phase.untilMs) - callsBefore(phase, phase.fromMs);
      return counted(Math.round(calls), 'call');
    }
  }
}

const UNITS = [
  ['s', 1_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
] as const;

/** `2/s`, `40/min`: as scenarios write it, in the first unit that makes it 1 or more. */
export function rateText(callsPerMs: number): string {
  if (callsPerMs === 0) return 'no calls';
  const [unit, ms] = UNITS.find(([, length]) => callsPerMs * length >= 1 - 1e-9) ?? UNITS.at(-1)!;
  return `${thousands(Number((callsPerMs * ms).toPrecision(3)))}/${unit}`;
}
