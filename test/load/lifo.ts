// Environments of one function from the definition alone (LOAD-2), without any code of `src`: calls
// come at random, each takes the environment that was used last of those that are idle, or starts
// one; an environment that was idle for the keep-alive time ends.

export interface Stretch {
  fromMs: number;
  untilMs: number;
  callsPerMs: number;
}

export interface LifoSetting {
  stretches: readonly Stretch[];
  untilMs: number;
  keepAliveMs: number;
  /** Draws how long a call runs, from numbers between 0 and 1. */
  durationMs: (uniform: () => number) => number;
  /** How much longer an environment's first call takes. */
  coldMs?: number;
}

export interface LifoSeen {
  calls: number;
  coldStarts: number;
  /** Environments over the whole time. */
  mean: number;
  peak: number;
}

/** A generator of numbers between 0 and 1 of its own (mulberry32). */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function lifo(setting: LifoSetting, seed: number): LifoSeen {
  const { untilMs, keepAliveMs, durationMs, coldMs = 0 } = setting;
  const uniform = uniforms(seed);
  /** Ends of running calls, earliest first as a heap; since when environments are idle, in order. */
  const ends: number[] = [];
  const idleSince: number[] = [];
  let oldest = 0;
  const seen = { calls: 0, coldStarts: 0, mean: 0, peak: 0 };
  let livedMs = 0;
  let bornMs = 0;
  const expire = (nowMs: number) => {
    while (oldest < idleSince.length && idleSince[oldest]! + keepAliveMs <= nowMs) {
      livedMs += idleSince[oldest]! + keepAliveMs;
      oldest += 1;
    }
  };
  const advance = (nowMs: number) => {
    while (ends.length > 0 && ends[0]! <= nowMs) {
      const endMs = pop(ends);
      expire(endMs);
      idleSince.push(endMs);
    }
    expire(nowMs);
  };
  for (const { fromMs, untilMs: endMs, callsPerMs } of setting.stretches) {
    for (let atMs = fromMs; callsPerMs > 0; ) {
      atMs -= Math.log(1 - uniform()) / callsPerMs;
      if (atMs >= Math.min(endMs, untilMs)) break;
      advance(atMs);
      const isCold = oldest === idleSince.length;
      if (isCold) {
        seen.coldStarts += 1;
        bornMs += atMs;
      } else idleSince.pop();
      push(ends, atMs + durationMs(uniform) + (isCold ? coldMs : 0));
      seen.calls += 1;
      seen.peak = Math.max(seen.peak, ends.length + idleSince.length - oldest);
    }
  }
  advance(untilMs);
  livedMs += (ends.length + idleSince.length - oldest) * untilMs;
  seen.mean = (livedMs - bornMs) / untilMs;
  return seen;
}

function push(heap: number[], value: number): void {
  let at = heap.push(value) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (heap[above]! <= value) break;
    heap[at] = heap[above]!;
    at = above;
  }
  heap[at] = value;
}

function pop(heap: number[]): number {
  const least = heap[0]!;
  const value = heap.pop()!;
  if (heap.length === 0) return least;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child += 1;
    if (heap[child]! >= value) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = value;
  return least;
}
