// Hold model: pop the earliest event and push it back an exponential gap later, at several sizes.
// Run by itself it measures; a test calls it with small numbers so that it cannot rot.
import { pathToFileURL } from 'node:url';
import { EventQueue } from '../src/engine/queue.ts';
import { Streams } from '../src/engine/random.ts';

/** What the hold model needs of a queue. */
interface Holdable {
  atMs: number;
  seq: number;
  push(atMs: number, seq: number, kind: number, a: number): unknown;
  pop(): boolean;
}

/** The yardstick: a binary heap in flat arrays, without cancel or payload. */
class BinaryHeap implements Holdable {
  atMs = 0;
  seq = 0;
  readonly #at: Float64Array;
  readonly #seq: Float64Array;
  #size = 0;

  constructor(capacity: number) {
    this.#at = new Float64Array(capacity);
    this.#seq = new Float64Array(capacity);
  }

  push(atMs: number, seq: number): void {
    let i = this.#size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.#before(parent, atMs, seq)) break;
      this.#put(i, this.#at[parent]!, this.#seq[parent]!);
      i = parent;
    }
    this.#put(i, atMs, seq);
  }

  pop(): boolean {
    if (this.#size === 0) return false;
    this.atMs = this.#at[0]!;
    this.seq = this.#seq[0]!;
    const last = --this.#size;
    const atMs = this.#at[last]!;
    const seq = this.#seq[last]!;
    let i = 0;
    for (let child = 1; child < last; child = 2 * i + 1) {
      if (child + 1 < last && this.#before(child + 1, this.#at[child]!, this.#seq[child]!)) child++;
      if (!this.#before(child, atMs, seq)) break;
      this.#put(i, this.#at[child]!, this.#seq[child]!);
      i = child;
    }
    this.#put(i, atMs, seq);
    return true;
  }

  #before(i: number, atMs: number, seq: number): boolean {
    const at = this.#at[i]!;
    return at < atMs || (at === atMs && this.#seq[i]! < seq);
  }

  #put(i: number, atMs: number, seq: number): void {
    this.#at[i] = atMs;
    this.#seq[i] = seq;
  }
}

/** One measured run: what was popped, in order, as a number, and the time it took. */
interface Held {
  hash: number;
  elapsedMs: number;
}

function hold(queue: Holdable, size: number, ops: number, gaps: Float64Array): Held {
  const mask = gaps.length - 1;
  let seq = 0;
  for (let i = 0; i < size; i++) queue.push(gaps[seq & mask]! * 1000, seq++, 1, i);
  for (let i = 0; i < size; i++) holdOnce(queue, gaps[seq & mask]! * 1000, seq++);
  let hash = 0;
  const startedMs = performance.now();
  for (let i = 0; i < ops; i++) {
    holdOnce(queue, gaps[seq & mask]! * 1000, seq++);
    hash = (Math.imul(hash, 31) + queue.seq) | 0;
  }
  return { hash, elapsedMs: performance.now() - startedMs };
}

function holdOnce(queue: Holdable, gapMs: number, seq: number): void {
  queue.pop();
  queue.push(queue.atMs + gapMs, seq, 1, seq);
}

function bestOf(rounds: number, run: () => Held): Held {
  const all = Array.from({ length: rounds }, run);
  return all.reduce((best, held) => (held.elapsedMs < best.elapsedMs ? held : best));
}

/**
 * Million hold operations a second of the event queue and of a binary heap, best of three rounds.
 * @param sizes pending events of each line
 * @param ops operations measured at each size
 * @returns lines of text; `same order` says that both queues popped the same events alike
 */
export function queueBench(sizes: number[], ops: number): { lines: string[] } {
  const stream = new Streams('bench').of('gap', 'queue');
  const gaps = Float64Array.from({ length: 1 << 16 }, () => -Math.log(stream.double()));
  const lines = sizes.map((size) => {
    const ours = bestOf(3, () => hold(new EventQueue({ slots: 1 }), size, ops, gaps));
    const heap = bestOf(3, () => hold(new BinaryHeap(size + 1), size, ops, gaps));
    const order = ours.hash === heap.hash ? 'same order' : 'DIFFERENT ORDER';
    const mops = [ours, heap].map(({ elapsedMs }) => (ops / 1000 / elapsedMs).toFixed(1));
    const speeds = `queue ${mops[0]} M/s  binary heap ${mops[1]} M/s`;
    return `${size} pending  ${speeds}  ${order} ${ours.hash}`;
  });
  return { lines };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(queueBench([1e2, 1e3, 1e4, 1e5, 1e6], 3e6).lines.join('\n'));
}
