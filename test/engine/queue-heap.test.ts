// The ladder beside a heap of four children a parent: the two have nothing in common but the order.
import { expect, test } from 'vitest';
import { EventQueue } from '../../src/engine/queue.ts';
import { type Stream, Streams } from '../../src/engine/random.ts';
import { gaps } from './queue-model.ts';

interface Entry {
  atMs: number;
  seq: number;
  id: number;
}

const isBefore = (x: Entry, y: Entry): boolean =>
  x.atMs < y.atMs || (x.atMs === y.atMs && x.seq < y.seq);

class FourAryHeap {
  readonly #entries: Entry[] = [];

  push(entry: Entry): void {
    let place = this.#entries.push(entry) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      if (!isBefore(entry, this.#entries[parent]!)) break;
      this.#entries[place] = this.#entries[parent]!;
      place = parent;
    }
    this.#entries[place] = entry;
  }

  pop(): Entry | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (first === undefined || last === undefined || first === last) return first;
    let place = 0;
    for (let child = 1; child < entries.length; child = 4 * place + 1) {
      const end = Math.min(child + 4, entries.length);
      for (let other = child + 1; other < end; other++) {
        if (isBefore(entries[other]!, entries[child]!)) child = other;
      }
      if (!isBefore(entries[child]!, last)) break;
      entries[place] = entries[child]!;
      place = child;
    }
    entries[place] = last;
    return first;
  }
}

/** Drives both queues; cancelled and moved events stay in the heap until they are met. */
class Beside {
  queue = new EventQueue({ slots: 1 });
  readonly #heap = new FourAryHeap();
  readonly #handles: number[] = [];
  /** The sequence number each id is pending with, -1: it is not pending. */
  readonly #seqs: number[] = [];
  #seq = 0;
  popped = 0;

  push(atMs: number): void {
    const id = this.#seqs.length;
    const seq = this.#seq++;
    this.#handles.push(this.queue.push(atMs, seq, 0, id));
    this.#seqs.push(seq);
    this.#heap.push({ atMs, seq, id });
  }

  change(id: number, toMs: number | null): void {
    const isPending = this.#seqs[id]! >= 0;
    if (toMs === null) {
      if (this.queue.cancel(this.#handles[id]!) !== isPending) throw new Error(`cancel of ${id}`);
      this.#seqs[id] = -1;
      return;
    }
    const seq = this.#seq++;
    const handle = this.queue.reschedule(this.#handles[id]!, toMs, seq);
    if (handle >= 0 !== isPending) throw new Error(`reschedule of ${id}`);
    if (!isPending) return;
    this.#handles[id] = handle;
    this.#seqs[id] = seq;
    this.#heap.push({ atMs: toMs, seq, id });
  }

  pop(): boolean {
    let expected = this.#heap.pop();
    while (expected && this.#seqs[expected.id] !== expected.seq) expected = this.#heap.pop();
    if (this.queue.pop() !== (expected !== undefined)) throw new Error('one queue is empty');
    if (expected === undefined) return false;
    const isSame = this.queue.atMs === expected.atMs && this.queue.seq === expected.seq;
    if (!isSame || this.queue.slot(0) !== expected.id) {
      throw new Error(`${JSON.stringify(expected)} expected, ${this.queue.seq} popped`);
    }
    this.#seqs[expected.id] = -1;
    this.popped++;
    return true;
  }

  step(stream: Stream, gapMs: number, growth: number): void {
    const dice = stream.double();
    const any = Math.floor(stream.double() * this.#seqs.length);
    if (dice < growth) this.push(this.queue.atMs + gapMs);
    else if (dice < growth + 0.1) this.change(any, null);
    else if (dice < growth + 0.2) this.change(any, this.queue.atMs + gapMs);
    else this.pop();
  }
}

test.each(Object.keys(gaps))('200,000 operations with %s gaps: none out of order', (name) => {
  const beside = new Beside();
  const stream = new Streams('heap').of('queue', name);
  for (let i = 0; i < 2_000; i++) beside.push(gaps[name]!(stream));
  for (let i = 0; i < 180_000; i++) {
    beside.step(stream, gaps[name]!(stream), i % 40_000 < 20_000 ? 0.6 : 0.3);
  }
  // From here on the handles mean nothing, so the rest is pushes and pops.
  beside.queue = EventQueue.restore(JSON.parse(JSON.stringify(beside.queue.save())));
  for (let i = 0; i < 20_000; i++) {
    if (stream.double() < 0.5) beside.push(beside.queue.atMs + gaps[name]!(stream));
    else beside.pop();
  }
  while (beside.pop());
  expect(beside.popped).toBeGreaterThan(50_000);
});
