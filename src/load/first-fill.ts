import type { Piece } from './in-flight.ts';
import { type CallKind, type Part, partsLaw } from './steady-law.ts';

/** A piece with the calls that run in it on average. */
export interface Stretch extends Piece, Part {}

/**
 * Parts of a time, with the moments at which more environments start than ever are needed again.
 * @param stretches from a keep-alive time before on, in order
 * @param fromMs when the parts begin
 * @param sinceMs before that there was no environment
 */
export function withFills(
  kind: CallKind,
  stretches: readonly Stretch[],
  keepAliveMs: number,
  fromMs: number,
  sinceMs: number,
): Part[] {
  const known: (Part & { fromMs: number; untilMs: number })[] = [];
  const since = (beginMs: number) => {
    const parts = known.filter(({ untilMs }) => untilMs > beginMs);
    return parts.map((part) => {
      const cutMs = Math.max(0, Math.min(part.ms, part.untilMs - beginMs));
      return { ms: cutMs, mean: part.mean };
    });
  };
  let before = { callsPerMs: 0, mean: 0, untilMs: sinceMs };
  for (const stretch of stretches) {
    const { callsPerMs, fromMs: atMs } = stretch;
    if (callsPerMs > before.callsPerMs && before.untilMs === atMs) {
      const alive = partsLaw(kind, [...since(atMs - keepAliveMs), { ms: 0, mean: before.mean }]);
      const idle = Math.max(0, alive.moments.mean - before.mean);
      const started = startsUntilFilled(kind, callsPerMs, before.mean, idle);
      const mean = before.mean + idle + started;
      const ms = timeAt(kind, callsPerMs, mean);
      if (started > 0) known.push({ fromMs: atMs, untilMs: atMs, ms, mean });
    }
    known.push(stretch);
    before = stretch;
  }
  return since(fromMs > sinceMs ? fromMs : Number.NEGATIVE_INFINITY);
}

/** Steps in which a first call is followed, and first calls one after the other. */
const STEPS = 48;
const CALLS = 3;

/** How long as good as so many calls run, in durations that are as long as those of other calls. */
function timeAt({ coldMs, durationMs }: CallKind, callsPerMs: number, calls: number): number {
  const ms = durationMs + Math.sqrt(calls) / callsPerMs;
  return (ms * durationMs) / (coldMs + durationMs);
}

/**
 * How many environments start until there are enough, where calls come more often from now on. A
 * first call takes longer, so that meanwhile the calls behind it start environments too; those that
 * are done serve again at once. Followed as a stream without chance.
 * @param callsPerMs from now on
 * @param running calls that run now
 * @param idle environments besides
 */
export function startsUntilFilled(
  kind: CallKind,
  callsPerMs: number,
  running: number,
  idle: number,
): number {
  const gapMs = (kind.coldMs + kind.durationMs) / STEPS;
  const ends = endsOfRunning(kind, running, gapMs);
  const calls = callsPerMs * gapMs;
  let started = 0;
  let left = idle;
  for (let step = 0; step < ends.length; step++) {
    const free = left + ends[step]!;
    const cold = Math.max(0, calls - free);
    left = Math.max(0, free - calls);
    started += cold;
    for (const durationMs of kind.durations) {
      endLater(ends, step + durationMs / gapMs, (calls - cold) / kind.durations.length);
      endLater(ends, step + (kind.coldMs + durationMs) / gapMs, cold / kind.durations.length);
    }
  }
  return started;
}

/** Calls that end in each step, of those that are found running. */
function endsOfRunning(kind: CallKind, running: number, gapMs: number): Float64Array {
  const { durations, durationMs } = kind;
  const perStep = running > 0 ? (running * gapMs) / (durationMs * durations.length) : 0;
  return Float64Array.from({ length: CALLS * STEPS }, (_, step) => {
    return perStep * durations.filter((ms) => ms > (step + 0.5) * gapMs).length;
  });
}

/** A call that ends between two steps counts for its share in both. */
function endLater(ends: Float64Array, at: number, calls: number): void {
  const step = Math.floor(at);
  if (step + 1 < ends.length) ends[step + 1]! += calls * (1 - at + step);
  if (step + 2 < ends.length) ends[step + 2]! += calls * (at - step);
}
