import type { TraceDraft } from './schema-traces.ts';
import type { FoundSeries } from './traces.ts';
import type { TrafficPhase } from './types.ts';

/** A trace as phases, its first one from `fromMs` on; nothing of them begins after the run. */
export function tracePhases(
  found: FoundSeries,
  { repeat, scale }: TraceDraft,
  fromMs: number,
  untilMs: number,
): TrafficPhase[] {
  if (found.calls !== null) {
    const phase = timesOf(found, repeat, scale, fromMs, untilMs);
    return phase.atMs.length === 0 ? [] : [phase];
  }
  const { stepMs, counts } = found.counts!;
  if (counts.every((count) => count === 0)) return [];
  const scaled = scale === 1 ? counts : scaledCounts(counts, scale);
  const phases: TrafficPhase[] = [];
  for (let time = 0; time < repeat; time++) {
    const beginMs = fromMs + time * found.lengthMs;
    if (beginMs >= untilMs) break;
    const endMs = Math.min(untilMs, beginMs + counts.length * stepMs);
    phases.push({ kind: 'counts', stepMs, counts: scaled, fromMs: beginMs, untilMs: endMs });
  }
  return phases;
}

/** How many of the calls number 0 to `calls` - 1 there are after scaling: no rounding adds up. */
const scaledTotal = (calls: number, scale: number): number => Math.round(calls * scale);

function scaledCounts(counts: readonly number[], scale: number): number[] {
  let before = 0;
  return counts.map((count) => {
    const scaled = scaledTotal(before + count, scale) - scaledTotal(before, scale);
    before += count;
    return scaled;
  });
}

function timesOf(
  { calls, lengthMs }: FoundSeries,
  repeat: number,
  scale: number,
  fromMs: number,
  untilMs: number,
): TrafficPhase & { kind: 'times' } {
  const atMs: number[] = [];
  const durationsMs: number[] = [];
  for (let time = 0; time < repeat; time++) {
    const beginMs = fromMs + time * lengthMs;
    calls!.atMs.forEach((ms, call) => {
      if (beginMs + ms >= untilMs) return;
      const copies = scaledTotal(call + 1, scale) - scaledTotal(call, scale);
      for (let copy = 0; copy < copies; copy++) {
        atMs.push(beginMs + ms);
        durationsMs.push(calls!.durationsMs[call]!);
      }
    });
  }
  return { kind: 'times', atMs, durationsMs, fromMs, untilMs };
}
