// How many calls of steady traffic are on their way: the rate's changes, and its integral over the
// time a call takes.
import type { Distribution } from '../engine/distribution.ts';
import { Streams } from '../engine/random.ts';
import { meanOf, sample } from '../engine/samplers.ts';
import type { TrafficPhase } from '../scenario/types.ts';
import { expectedCalls, rateAt } from './curves.ts';
import { countsStart, lastUpTo, type ProfilePhase, tableOf } from './profile-steps.ts';

/** A phase whose calls are counted, from `sinceMs` on. */
export interface Feed {
  phase: TrafficPhase;
  sinceMs: number;
}

/** A stretch of time in which the rate is taken as steady. */
export interface Piece {
  fromMs: number;
  untilMs: number;
  callsPerMs: number;
}

export function callsIn(feeds: readonly Feed[], fromMs: number, untilMs: number): number {
  let calls = 0;
  for (const { phase, sinceMs } of feeds) {
    calls += expectedCalls(phase, Math.max(fromMs, sinceMs), untilMs);
  }
  return calls;
}

/**
 * The time between two moments, parted where a rate changes; a ramp is cut into parts of
 * `grainMs`. In order, without gaps.
 */
export function piecesOf(
  feeds: readonly Feed[],
  fromMs: number,
  untilMs: number,
  grainMs: number,
): Piece[] {
  const pieces: Piece[] = [];
  for (let beginMs = fromMs; beginMs < untilMs; ) {
    const endMs = Math.min(untilMs, nextChange(feeds, beginMs, grainMs));
    const callsPerMs = rateOf(feeds, (beginMs + endMs) / 2);
    pieces.push({ fromMs: beginMs, untilMs: endMs, callsPerMs });
    beginMs = endMs;
  }
  return pieces;
}

/** Calls a ms at a moment, the same number wherever the rate is the same. */
function rateOf(feeds: readonly Feed[], atMs: number): number {
  let callsPerMs = 0;
  for (const { phase, sinceMs } of feeds) {
    if (atMs >= Math.max(sinceMs, phase.fromMs) && atMs < phase.untilMs) {
      callsPerMs += rateAt(phase, atMs);
    }
  }
  return callsPerMs;
}

/** The first moment after this one at which a rate may be another. */
export function nextChange(feeds: readonly Feed[], afterMs: number, grainMs: number): number {
  let nextMs = Number.POSITIVE_INFINITY;
  for (const { phase, sinceMs } of feeds) {
    const fromMs = Math.max(sinceMs, phase.fromMs);
    if (afterMs >= phase.untilMs || fromMs === Number.POSITIVE_INFINITY) continue;
    const changeMs = afterMs < fromMs ? fromMs : changeWithin(phase, afterMs, grainMs);
    nextMs = Math.min(nextMs, changeMs, phase.untilMs);
  }
  return nextMs;
}

function changeWithin(phase: TrafficPhase, afterMs: number, grainMs: number): number {
  if (phase.kind === 'ramp') return afterMs + grainMs;
  if (phase.kind === 'profile') return profileChange(phase, afterMs);
  if (phase.kind !== 'counts') return phase.untilMs;
  const step = Math.floor((afterMs - countsStart(phase)) / phase.stepMs);
  return countsStart(phase) + (step + 1) * phase.stepMs;
}

function profileChange(phase: ProfilePhase, afterMs: number): number {
  const { boundsMs, rates } = tableOf(phase);
  const { startMs, periodMs } = phase;
  const originMs = startMs + Math.floor((afterMs - startMs) / periodMs) * periodMs;
  const changeMs = originMs + boundsMs[lastUpTo(boundsMs, afterMs - originMs, rates.length) + 1]!;
  // Rounding may put the bound of this step at this very moment.
  return changeMs > afterMs ? changeMs : afterMs + 1;
}

/**
 * The mean number of calls that run: of an M(t)/G/infinity queue, the calls expected within the
 * last duration, averaged over the durations. Those before `sinceMs` do not count.
 */
export function inFlight(
  feeds: readonly Feed[],
  atMs: number,
  durationsMs: ArrayLike<number>,
  sinceMs: number,
): number {
  let sum = 0;
  for (let i = 0; i < durationsMs.length; i++) {
    sum += callsIn(feeds, Math.max(sinceMs, atMs - durationsMs[i]!), atMs);
  }
  return sum / durationsMs.length;
}

const STRATA = 64;
const DRAWS_PER_STRATUM = 32;

/**
 * Durations that stand for a law, equally likely and in order: its mean is theirs. Always the same
 * for the same law.
 */
export function durationsOf(law: Distribution): Float64Array {
  if (law.kind === 'constant') return Float64Array.of(law.value);
  const stream = new Streams('durations').of('durations', law.kind);
  const draws = new Float64Array(STRATA * DRAWS_PER_STRATUM);
  const sorted = draws.map(() => sample(law, stream)).sort();
  const strata = new Float64Array(STRATA);
  sorted.forEach((draw, i) => {
    strata[Math.floor(i / DRAWS_PER_STRATUM)]! += draw / DRAWS_PER_STRATUM;
  });
  const mean = strata.reduce((sum, duration) => sum + duration, 0) / STRATA;
  return mean > 0 ? strata.map((duration) => (duration * meanOf(law)) / mean) : strata;
}
