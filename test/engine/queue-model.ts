// The queue tests' yardstick: a sorted list beside the real queue, and gaps of many shapes.
import { EventQueue } from '../../src/engine/queue.ts';
import type { Stream } from '../../src/engine/random.ts';

interface Pending {
  atMs: number;
  seq: number;
  kind: number;
  a: number;
  handle: number;
}

/** The plainest queue there is: a sorted list. It says what the real one must do. */
class Model {
  events: Pending[] = [];

  push(event: Pending): void {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.events[middle]!;
      if ((other.atMs - event.atMs || other.seq - event.seq) < 0) low = middle + 1;
      else high = middle;
    }
    this.events.splice(low, 0, event);
  }

  take(index: number): Pending {
    return this.events.splice(index, 1)[0]!;
  }
}

type Gap = (stream: Stream) => number;
export const DAY_MS = 86_400_000;
const exponential = (mean: number, stream: Stream): number => -mean * Math.log(stream.double());

/** Gaps between now and a new event, in ms; the simulator's own scale is `timersBesideCalls`. */
export const gaps: Record<string, Gap> = {
  zero: () => 0,
  exponential: (s) => exponential(1000, s),
  uniform: (s) => s.double() * 2000,
  constant: () => 1000,
  lattice: (s) => Math.floor(s.double() * 5) * 100,
  bimodal: (s) => exponential(s.double() < 0.1 ? 9000 : 100, s),
  pareto: (s) => s.double() ** -2,
  farTimers: (s) => (s.double() < 0.999 ? (15 + 30 * s.double()) * DAY_MS : 100 * s.double()),
  timersBesideCalls: (s) => (s.double() < 0.5 ? 30 * DAY_MS : exponential(100, s)),
  bursts: (s) => (s.double() < 0.02 ? 60_000 * s.double() : 0),
  tinyBesideHuge: (s) => 2 ** (s.double() * 80 - 40),
};

/** The real queue and the model, driven by the same operations and compared after each. */
export class Pair {
  queue = new EventQueue({ slots: 2 });
  readonly model = new Model();
  readonly gone: number[] = [];
  #pushed = 0;
  #serial = 0;

  // A tenth of the events has a high rank: seq does not grow with time, nor with insertion.
  seq(stream: Stream): number {
    const rank = Math.floor(stream.double() * 10) === 0 ? 2 ** 40 : 0;
    const serial = ++this.#serial;
    return rank + (stream.double() < 0.5 ? serial : 2 ** 39 - serial);
  }

  push(gapMs: number, stream: Stream): void {
    const atMs = this.queue.atMs + gapMs;
    const seq = this.seq(stream);
    const a = ++this.#pushed;
    const handle = this.queue.push(atMs, seq, a % 256, a);
    this.model.push({ atMs, seq, kind: a % 256, a, handle });
  }

  pop(): void {
    const expected = this.model.events.shift();
    if (this.queue.pop() !== (expected !== undefined)) throw new Error('one queue is empty');
    if (!expected) return;
    this.gone.push(expected.handle);
    const { atMs, seq, kind } = this.queue;
    const isSame = atMs === expected.atMs && seq === expected.seq && kind === expected.kind;
    if (!isSame || this.queue.slot(0) !== expected.a || this.queue.slot(1) !== 0) {
      throw new Error(`${JSON.stringify(expected)} expected, ${atMs}, ${seq}, ${kind} popped`);
    }
  }

  cancel(index: number): void {
    const { handle } = this.model.take(index);
    if (!this.queue.cancel(handle)) throw new Error('a pending event could not be cancelled');
    this.gone.push(handle);
  }

  reschedule(index: number, gapMs: number, stream: Stream): void {
    const atMs = this.queue.atMs + gapMs;
    const event = { ...this.model.take(index), atMs, seq: this.seq(stream) };
    event.handle = this.queue.reschedule(event.handle, atMs, event.seq);
    if (event.handle < 0) throw new Error('not rescheduled');
    this.model.push(event);
  }

  tryGone(index: number): void {
    const handle = this.gone[index]!;
    if (this.queue.cancel(handle) || this.queue.reschedule(handle, this.queue.atMs, 0) >= 0) {
      throw new Error('a stale handle touched an event');
    }
  }

  /** One random operation; `growth` is the chance of a push. */
  step(stream: Stream, gap: Gap, growth: number): void {
    const dice = stream.double();
    const anyOf = (count: number): number => Math.floor(stream.double() * count);
    const { length } = this.model.events;
    if (dice < growth) this.push(gap(stream), stream);
    else if (dice < growth + 0.1 && length > 0) this.cancel(anyOf(length));
    else if (dice < growth + 0.2 && length > 0) this.reschedule(anyOf(length), gap(stream), stream);
    else if (dice < growth + 0.22 && this.gone.length > 0) this.tryGone(anyOf(this.gone.length));
    else if (dice < growth + 0.24) this.peek();
    else this.pop();
    if (this.queue.size !== this.model.events.length) throw new Error('sizes differ');
  }

  peek(): void {
    const expected = this.model.events[0]?.atMs ?? Infinity;
    if (this.queue.peekMs() !== expected) throw new Error(`peek: ${expected} expected`);
  }

  drain(): void {
    while (this.model.events.length > 0) this.pop();
    this.pop();
  }
}
