import type { Distribution } from '../engine/distribution.ts';
import type { Stream } from '../engine/random.ts';
import { meanOf } from '../engine/samplers.ts';
import type { Scenario } from '../scenario/types.ts';
import { constantOccupancy } from './constant-calls.ts';
import { durationsOf } from './in-flight.ts';
import {
  busiestOf,
  type CountLaw,
  coldStartsPerMs,
  type Moments,
  momentsOf,
  mostRunning,
  type Occupancy,
  occupancyOf,
  quantileOf,
} from './occupancy.ts';
import { firstFrom } from './profile-steps.ts';

/** Environments of steady traffic at one moment. */
export interface Alive {
  /** Calls that run, and environments alive. */
  running: Occupancy;
  /** Calls that ran when most did, within a keep-alive time. */
  busiest: Occupancy;
  law: CountLaw;
  moments: Moments;
  coldStartsPerMs: number;
  /** Environments that end, where these are all that were in use within a keep-alive time. */
  endsPerMs: number;
}

/** What calls that take equally long have in common. */
export interface CallKind {
  durations: Float64Array;
  holds: Float64Array;
  durationMs: number;
  holdMs: number;
  /** What first calls take on top, on average. */
  coldMs: number;
  /** Laws by calls that run on average, by rate, in calls a ms, and by the parts of a time. */
  byMean: Map<number, Occupancy>;
  byRate: Map<number, Alive>;
  byParts: Map<string, Alive>;
}

// Runs of one scenario, and its versions of a kind, share the laws that were worked out.
const kindsOf = new WeakMap<Scenario, Map<string, CallKind>>();

export function kindOf(scenario: Scenario, times: CallTimes, keepAliveMs: number): CallKind {
  const { duration, coldStart, hold } = times;
  const kinds = kindsOf.get(scenario) ?? new Map<string, CallKind>();
  kindsOf.set(scenario, kinds);
  const key = JSON.stringify([duration, coldStart, hold, keepAliveMs]);
  const kind = kinds.get(key) ?? callKind(times);
  kinds.set(key, kind);
  return kind;
}

export function callKind({ duration, hold, coldStart }: CallTimes): CallKind {
  return {
    durations: durationsOf(duration),
    holds: durationsOf(hold ?? duration),
    durationMs: meanOf(duration),
    holdMs: meanOf(hold ?? duration),
    coldMs: coldStart === null ? 0 : meanOf(coldStart),
    byMean: new Map(),
    byRate: new Map(),
    byParts: new Map(),
  };
}

interface CallTimes {
  duration: Distribution;
  hold: Distribution | null;
  coldStart: Distribution | null;
}

/** A stretch of time with a number of calls that run, on average. */
export interface Part {
  ms: number;
  mean: number;
}

/** Laws kept for one kind of call: a profile comes back to its rates, and versions change together. */
const RATES_MAX = 10_000;
const PARTS_MAX = 100;

/** Environments in the long run at one rate. */
export function steadyLaw(kind: CallKind, callsPerMs: number, keepAliveMs: number): Alive {
  const known = kind.byRate.get(callsPerMs);
  if (known !== undefined) return known;
  const alive = lawOf(kind, [{ ms: keepAliveMs, mean: callsPerMs * kind.durationMs }]);
  if (kind.byRate.size > RATES_MAX) kind.byRate.clear();
  kind.byRate.set(callsPerMs, alive);
  return alive;
}

/** Environments at the end of the parts, which together last a keep-alive time at most. */
export function partsLaw(kind: CallKind, parts: readonly Part[]): Alive {
  const key = parts.map(({ ms, mean }) => `${ms}:${mean}`).join(' ');
  const known = kind.byParts.get(key);
  if (known !== undefined) return known;
  const alive = lawOf(kind, parts);
  if (kind.byParts.size > RATES_MAX) kind.byParts.clear();
  kind.byParts.set(key, alive);
  return alive;
}

function lawOf(kind: CallKind, parts: readonly Part[]): Alive {
  const alive = lawWith(kind, parts, 0);
  // First calls run longer, which makes a few more of them.
  return kind.coldMs === 0 ? alive : lawWith(kind, parts, alive.coldStartsPerMs * kind.coldMs);
}

/** Parts of a time come back in the times that follow. */
function runningLaw({ byMean, durations, durationMs }: CallKind, mean: number): Occupancy {
  const known = byMean.get(mean);
  if (known !== undefined) return known;
  const lawOfRunning = durations.length === 1 ? constantOccupancy : occupancyOf;
  const occupancy = lawOfRunning(mean, durationMs);
  if (byMean.size > PARTS_MAX) byMean.clear();
  byMean.set(mean, occupancy);
  return occupancy;
}

function lawWith(kind: CallKind, parts: readonly Part[], more: number): Alive {
  const stretches = parts.map(({ ms, mean }) => ({ ms, occupancy: runningLaw(kind, mean + more) }));
  const law = mostRunning(stretches);
  const running = stretches.at(-1)!.occupancy;
  const { occupancy: busiest } = busiestOf(stretches);
  const cold = coldStartsPerMs(law, running);
  // Read backwards, the oldest part of the time is the youngest one.
  const ends = stretches.length === 1 ? cold : coldStartsPerMs(law, stretches[0]!.occupancy);
  return {
    running,
    busiest,
    law,
    moments: momentsOf(law),
    coldStartsPerMs: cold,
    endsPerMs: ends,
  };
}

/** Calls and environments as they are found at a moment, by the time left to each, in ms. */
export interface Found {
  callsMs: number[];
  heldMs: number[];
  idleMs: number[];
}

/**
 * Draws calls and environments as they are found at a moment.
 * @param holding calls that hold connections for a time of their own, on average
 */
export function drawFound(
  kind: CallKind,
  { running, busiest, law }: Alive,
  holding: number,
  keepAliveMs: number,
  stream: Stream,
): Found {
  const share = stream.double();
  const calls = quantileOf(running, share);
  const environments = Math.max(calls, quantileOf(law, share));
  const idleMs: number[] = [];
  for (let rank = environments; rank > calls; rank--) {
    // Of as many environments as `rank`, the last was in use so long ago.
    // Below the table is what was hardly ever so few: in use a moment ago.
    const level = Math.max(0, rank - 1 - busiest.first);
    const agoMs = busiest.exitMs[level]! * Math.log(busiest.atMost[level]! / share);
    idleMs.push(Math.min(keepAliveMs, Math.max(1, keepAliveMs - agoMs)));
  }
  const held = quantileOf(occupancyOf(holding, 1), stream.double());
  return {
    callsMs: restsOf(kind.durations, calls, stream),
    heldMs: restsOf(kind.holds, held, stream),
    idleMs,
  };
}

/** What is left of `count` durations that are found under way: long ones are found more often. */
function restsOf(durations: Float64Array, count: number, stream: Stream): number[] {
  const sums = durations.slice();
  for (let i = 1; i < sums.length; i++) sums[i]! += sums[i - 1]!;
  const total = sums.at(-1)!;
  return Array.from({ length: count }, () => {
    const at = firstFrom(sums, stream.double() * total);
    return durations[Math.min(at, durations.length - 1)]! * stream.double();
  });
}
