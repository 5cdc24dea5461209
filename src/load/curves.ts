// How many calls a phase makes, and when: closed forms and their inverses, without randomness of
// their own. A random moment is a phase's answer to one draw from the exponential law of mean 1, so
// that runs with other rates still use the same draws.
import type { TrafficPhase } from '../scenario/types.ts';
import {
  type CountsPhase,
  countsBefore,
  countsStart,
  firstFrom,
  lastUpTo,
  prefixOf,
  profileCalls,
  profileFewest,
  profileMoment,
  profileRate,
  stepAt,
} from './profile-steps.ts';

type RampPhase = Extract<TrafficPhase, { kind: 'ramp' }>;

/** Whether a phase's moments need draws; the others are known. */
export function isDrawn({ kind }: TrafficPhase): boolean {
  return kind === 'rate' || kind === 'ramp' || kind === 'profile' || kind === 'counts';
}

/**
 * The number of calls expected in `[fromMs, untilMs)`, as far as it lies in the phase: the integral
 * of the rate, or the calls of a list.
 */
export function expectedCalls(phase: TrafficPhase, fromMs: number, untilMs: number): number {
  const begin = Math.max(fromMs, phase.fromMs);
  const end = Math.min(untilMs, phase.untilMs);
  if (begin >= end) return 0;
  switch (phase.kind) {
    case 'rate':
      return phase.callsPerMs * (end - begin);
    case 'ramp':
      return ((rampAt(phase, begin) + rampAt(phase, end)) / 2) * (end - begin);
    case 'profile':
      return profileCalls(phase, begin, end);
    case 'counts':
      return countsBefore(phase, end) - countsBefore(phase, begin);
    default:
      return callsBefore(phase, end) - callsBefore(phase, begin);
  }
}

/** Calls a ms at a moment within the phase; 0 where calls come at listed moments. */
export function rateAt(phase: TrafficPhase, atMs: number): number {
  switch (phase.kind) {
    case 'rate':
      return phase.callsPerMs;
    case 'ramp':
      return rampAt(phase, atMs);
    case 'profile':
      return profileRate(phase, atMs);
    case 'counts':
      return (phase.counts[Math.floor(stepAt(phase, atMs))] ?? 0) / phase.stepMs;
    default:
      return 0;
  }
}

/**
 * The number that the first call at or after a moment has among all calls of the phase, from 0; 0
 * where calls are not numbered. A step of counts that is cut there has made its share.
 */
export function callsBefore(phase: TrafficPhase, atMs: number): number {
  switch (phase.kind) {
    case 'counts':
      return Math.round(countsBefore(phase, atMs));
    case 'times':
      return firstFrom(phase.atMs, atMs);
    case 'burst':
      return firstFrom(phase.atMs, atMs) * phase.calls;
    case 'every':
      return Math.max(0, Math.ceil((atMs - phase.fromMs) / phase.everyMs));
    default:
      return 0;
  }
}

/**
 * When the phase's next call comes, in ms, not rounded: the inverse of `expectedCalls`.
 * @param unitExponential a draw from the exponential law of mean 1; unused where `isDrawn` is false
 * @param made how many calls of the phase were made so far, where calls are numbered
 * @returns not before `fromMs`; Infinity when no call is left before the phase ends
 */
export function nextCall(
  phase: TrafficPhase,
  fromMs: number,
  unitExponential: number,
  made: number = callsBefore(phase, Math.max(fromMs, phase.fromMs)),
): number {
  const sinceMs = Math.max(fromMs, phase.fromMs);
  const atMs = momentOf(phase, sinceMs, unitExponential, made);
  return atMs < phase.untilMs ? atMs : Number.POSITIVE_INFINITY;
}

function momentOf(phase: TrafficPhase, sinceMs: number, unit: number, made: number): number {
  switch (phase.kind) {
    case 'rate':
      return phase.callsPerMs > 0 ? sinceMs + unit / phase.callsPerMs : Number.POSITIVE_INFINITY;
    case 'ramp':
      return sinceMs + rampAfter(rampAt(phase, sinceMs), slopeOf(phase), unit);
    case 'profile':
      return Math.max(sinceMs, profileMoment(phase, sinceMs, unit));
    case 'counts':
      return countsMoment(phase, sinceMs, unit, made);
    case 'every':
      return phase.fromMs + made * phase.everyMs;
    case 'times':
      return phase.atMs[made] ?? Number.POSITIVE_INFINITY;
    case 'burst':
      return phase.atMs[Math.floor(made / phase.calls)] ?? Number.POSITIVE_INFINITY;
  }
}

const slopeOf = ({ fromPerMs, toPerMs, fromMs, untilMs }: RampPhase): number =>
  (toPerMs - fromPerMs) / (untilMs - fromMs);

export function rampAt(phase: RampPhase, atMs: number): number {
  return phase.fromPerMs + slopeOf(phase) * (atMs - phase.fromMs);
}

/** How long it takes until `calls` are expected at a rate that changes by `slope` a ms. */
function rampAfter(rate: number, slope: number, calls: number): number {
  const square = rate * rate + 2 * slope * calls;
  // The rate falls to 0 before.
  if (square < 0) return Number.POSITIVE_INFINITY;
  const sum = rate + Math.sqrt(square);
  if (sum > 0) return (2 * calls) / sum;
  return calls > 0 ? Number.POSITIVE_INFINITY : 0;
}

/** Rounding must not carry a call over the end of its step. */
const TINY_MS = 2 ** -10;

/** The earliest of the step's calls that are left, which lie anywhere in what is left of it. */
function countsMoment(phase: CountsPhase, sinceMs: number, unit: number, made: number): number {
  const prefix = prefixOf(phase.counts);
  const steps = phase.counts.length;
  if (made >= prefix[steps]!) return Number.POSITIVE_INFINITY;
  const step = lastUpTo(prefix, made, steps);
  const beginMs = countsStart(phase) + step * phase.stepMs;
  const endMs = beginMs + phase.stepMs;
  const fromMs = Math.max(sinceMs, beginMs);
  if (fromMs >= endMs) return fromMs;
  const left = prefix[step + 1]! - made;
  const atMs = fromMs - (endMs - fromMs) * Math.expm1(-unit / left);
  return Math.min(atMs, Math.max(fromMs, endMs - TINY_MS));
}

/**
 * How many calls of counts have been made when `untilMs` is reached, if `made` were at `fromMs`.
 * @param binomial draws how many of n calls fall into a share of the time
 */
export function countsMade(
  phase: CountsPhase,
  [fromMs, untilMs]: readonly [number, number],
  made: number,
  binomial: (n: number, share: number) => number,
): number {
  const prefix = prefixOf(phase.counts);
  const step = Math.floor(stepAt(phase, untilMs));
  const before = Math.max(made, prefix[step]!);
  const left = step < phase.counts.length ? prefix[step + 1]! - before : 0;
  if (left <= 0) return before;
  const beginMs = countsStart(phase) + step * phase.stepMs;
  const sinceMs = Math.max(fromMs, beginMs);
  const share = (untilMs - sinceMs) / (beginMs + phase.stepMs - sinceMs);
  return share > 0 ? before + binomial(left, share) : before;
}

/**
 * How long before the end of the phase its last call came, in ms; more than the phase is long when
 * there was none.
 * @param unitExponential as for `nextCall`
 */
export function silenceAtEnd(phase: TrafficPhase, unitExponential: number): number {
  const { untilMs } = phase;
  switch (phase.kind) {
    case 'rate':
      return unitExponential / phase.callsPerMs;
    case 'ramp':
      return rampAfter(phase.toPerMs, -slopeOf(phase), unitExponential);
    case 'profile':
      return untilMs - profileMoment(phase, untilMs, -unitExponential);
    case 'counts':
      return countsSilence(phase, unitExponential);
    default: {
      const calls = callsBefore(phase, untilMs);
      return calls === 0 ? Number.POSITIVE_INFINITY : untilMs - momentOf(phase, 0, 0, calls - 1);
    }
  }
}

/** Walks back over the steps: one with n calls is silent over a share x of it with (1 - x)^n. */
function countsSilence(phase: CountsPhase, unitExponential: number): number {
  const { counts, stepMs, untilMs } = phase;
  let unit = unitExponential;
  const last = stepAt(phase, untilMs);
  for (let step = Math.ceil(last) - 1; step >= 0; step--) {
    const count = counts[step]!;
    if (count === 0) continue;
    const beginMs = countsStart(phase) + step * stepMs;
    const share = Math.min(1, last - step);
    const silent = -Math.expm1(-unit / count);
    if (silent < share || share === 1) return untilMs - (beginMs + (share - silent) * stepMs);
    unit += count * Math.log1p(-share);
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * The least number of calls expected in a span of that length within the phase; a phase that is
 * shorter is thought to go on as it is.
 */
export function fewestCalls(phase: TrafficPhase, spanMs: number): number {
  const { fromMs, untilMs } = phase;
  if (phase.kind === 'rate') return phase.callsPerMs * spanMs;
  if (phase.kind === 'profile') return profileFewest(phase, spanMs);
  if (phase.kind !== 'ramp') return 0;
  const partMs = Math.min(spanMs, untilMs - fromMs);
  const rising = phase.fromPerMs <= phase.toPerMs;
  const beginMs = rising ? fromMs : untilMs - partMs;
  return (expectedCalls(phase, beginMs, beginMs + partMs) * spanMs) / partMs;
}
