import type { RateStep, TrafficPhase } from '../scenario/types.ts';

export type ProfilePhase = Extract<TrafficPhase, { kind: 'profile' }>;
export type CountsPhase = Extract<TrafficPhase, { kind: 'counts' }>;

/** One period of a profile: rates between bounds (one more than rates), and calls up to each. */
export interface StepTable {
  periodMs: number;
  boundsMs: Float64Array;
  rates: Float64Array;
  sums: Float64Array;
}

// A table serves every phase that was cut from one list of steps.
const tables = new WeakMap<readonly RateStep[], StepTable>();

export function tableOf({ steps, periodMs }: ProfilePhase): StepTable {
  const known = tables.get(steps);
  if (known !== undefined && known.periodMs === periodMs) return known;
  const wraps = steps.length > 0 && steps[0]!.atMs > 0;
  const all = wraps ? [{ atMs: 0, callsPerMs: steps.at(-1)!.callsPerMs }, ...steps] : steps;
  const table = {
    periodMs,
    boundsMs: Float64Array.from([...all.map(({ atMs }) => atMs), periodMs]),
    rates: Float64Array.from(all, ({ callsPerMs }) => callsPerMs),
    sums: new Float64Array(all.length + 1),
  };
  const { boundsMs, rates, sums } = table;
  rates.forEach((rate, i) => {
    sums[i + 1] = sums[i]! + rate * (boundsMs[i + 1]! - boundsMs[i]!);
  });
  tables.set(steps, table);
  return table;
}

/** Calls a ms at a moment. */
export function profileRate(phase: ProfilePhase, atMs: number): number {
  const { boundsMs, rates } = tableOf(phase);
  return rates[lastUpTo(boundsMs, placeIn(phase, atMs).restMs, rates.length)]!;
}

/** Calls expected from `fromMs` to `untilMs`, the ends of the phase not regarded. */
export function profileCalls(phase: ProfilePhase, fromMs: number, untilMs: number): number {
  const table = tableOf(phase);
  const [begin, end] = [placeIn(phase, fromMs), placeIn(phase, untilMs)];
  const periods = end.period - begin.period;
  return periods * totalOf(table) + sumAt(table, end.restMs) - sumAt(table, begin.restMs);
}

/** When so many more calls are expected than at `fromMs`; of fewer (negative), when they were. */
export function profileMoment(phase: ProfilePhase, fromMs: number, calls: number): number {
  const table = tableOf(phase);
  const total = totalOf(table);
  if (!(total > 0)) return calls < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const { period, restMs } = placeIn(phase, fromMs);
  const target = sumAt(table, restMs) + calls;
  const periods = target >= 0 && target < total ? 0 : Math.floor(target / total);
  const inPeriod = Math.min(Math.max(0, target - periods * total), total);
  const i = lastUpTo(table.sums, inPeriod, table.rates.length);
  const afterMs = (inPeriod - table.sums[i]!) / table.rates[i]!;
  const startMs = phase.startMs + (period + periods) * phase.periodMs;
  // At the seam of two periods the last rate may be 0.
  const withinMs = Number.isFinite(afterMs) ? table.boundsMs[i]! + afterMs : table.boundsMs[i]!;
  return startMs + withinMs;
}

/** The least number of calls expected in any span of that length. */
export function profileFewest(phase: ProfilePhase, spanMs: number): number {
  const { boundsMs } = tableOf(phase);
  let fewest = Number.POSITIVE_INFINITY;
  // The number bends only where the span begins or ends at a bound.
  for (const boundMs of boundsMs) {
    for (const fromMs of [phase.startMs + boundMs, phase.startMs + boundMs - spanMs]) {
      fewest = Math.min(fewest, profileCalls(phase, fromMs, fromMs + spanMs));
    }
  }
  return fewest;
}

function placeIn({ startMs, periodMs }: ProfilePhase, atMs: number) {
  const period = Math.floor((atMs - startMs) / periodMs);
  return { period, restMs: atMs - startMs - period * periodMs };
}

const totalOf = ({ sums, rates }: StepTable): number => sums[rates.length]!;

function sumAt({ boundsMs, rates, sums }: StepTable, restMs: number): number {
  const i = lastUpTo(boundsMs, restMs, rates.length);
  return sums[i]! + rates[i]! * (restMs - boundsMs[i]!);
}

const prefixes = new WeakMap<readonly number[], Float64Array>();

/** Calls before each step, and at the end all of them. */
export function prefixOf(counts: readonly number[]): Float64Array {
  const known = prefixes.get(counts);
  if (known !== undefined) return known;
  const prefix = new Float64Array(counts.length + 1);
  counts.forEach((count, i) => {
    prefix[i + 1] = prefix[i]! + count;
  });
  prefixes.set(counts, prefix);
  return prefix;
}

export const countsStart = (phase: CountsPhase): number => phase.startMs ?? phase.fromMs;

/** Which step a moment lies in, with its fraction: from 0 to the number of steps. */
export function stepAt(phase: CountsPhase, atMs: number): number {
  const step = (atMs - countsStart(phase)) / phase.stepMs;
  return Math.min(Math.max(0, step), phase.counts.length);
}

/** Calls expected before a moment, each step's spread evenly over it. */
export function countsBefore(phase: CountsPhase, atMs: number): number {
  const step = stepAt(phase, atMs);
  const whole = Math.floor(step);
  return prefixOf(phase.counts)[whole]! + (step - whole) * (phase.counts[whole] ?? 0);
}

/** The last of the first `size` places of an ascending column that holds no more than `value`. */
export function lastUpTo(column: ArrayLike<number>, value: number, size: number): number {
  let low = 0;
  let high = size - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (column[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The first place of an ascending list that holds no less than `value`; its length: none. */
export function firstFrom(list: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
