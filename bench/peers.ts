// Queues and simulators of npm, dressed as this bench needs them. Those without a sequence number
// leave the order of equal times open.
import FlatQueue from 'flatqueue';
import { Heap } from 'heap-js';
import { MinQueue } from 'heapify';
import TinyQueue from 'tinyqueue';
import type { Gaps, Holdable, Task } from './tasks.ts';

interface Event {
  atMs: number;
  seq: number;
}

const order = (x: Event, y: Event): number => x.atMs - y.atMs || x.seq - y.seq;

/** Queues of objects with a comparator: the ones of `tinyqueue` and `heap-js`. */
class OfObjects implements Holdable {
  atMs = 0;
  seq = 0;
  readonly #queue: { push(event: Event): unknown; pop(): Event | undefined };

  constructor(queue: { push(event: Event): unknown; pop(): Event | undefined }) {
    this.#queue = queue;
  }

  push(atMs: number, seq: number): void {
    this.#queue.push({ atMs, seq });
  }

  pop(): boolean {
    const event = this.#queue.pop();
    if (event === undefined) return false;
    this.atMs = event.atMs;
    this.seq = event.seq;
    return true;
  }
}

class Flat implements Holdable {
  atMs = 0;
  seq = 0;
  readonly #queue: FlatQueue;

  constructor(size: number) {
    this.#queue = new FlatQueue(size + 1);
  }

  push(atMs: number, seq: number): void {
    this.#queue.push(seq, atMs);
  }

  pop(): boolean {
    this.atMs = this.#queue.peekValue()!;
    this.seq = this.#queue.pop()!;
    return true;
  }
}

class Typed implements Holdable {
  atMs = 0;
  seq = 0;
  readonly #queue: MinQueue;

  constructor(size: number) {
    // Its types know only whole priorities; the arrays may be any.
    const doubles = Float64Array as unknown as Uint32ArrayConstructor;
    this.#queue = new MinQueue(size + 1, [], [], Uint32Array, doubles);
  }

  push(atMs: number, seq: number): void {
    this.#queue.push(seq, atMs);
  }

  pop(): boolean {
    this.atMs = this.#queue.peekPriority();
    this.seq = this.#queue.pop()!;
    return true;
  }
}

export const QUEUES: Record<string, (size: number) => Holdable> = {
  flatqueue: (size) => new Flat(size),
  heapify: (size) => new Typed(size),
  tinyqueue: () => new OfObjects(new TinyQueue<Event>([], order)),
  'heap-js': () => new OfObjects(new Heap<Event>(order)),
};

interface SimEntity {
  useFacility(facility: object, durationMs: number): { done(then: () => void): void };
  setTimer(durationMs: number): { done(then: () => void): void };
}

interface SimJs {
  Sim: new () => { addEntity(entity: object): void; simulate(untilMs: number): void };
  Entity: new (...args: never[]) => SimEntity;
  Facility: new (name: string, discipline: number, servers: number) => object;
}

/** M/M/c in simjs; an operation is a customer, as nearly as its clock can be told. */
export async function simjsTask(servers: number, gaps: Gaps): Promise<Task> {
  // The package exports nothing to Node: it puts its names into a window.
  const scope = globalThis as unknown as { window?: { Sim?: SimJs } };
  scope.window ??= {};
  // @ts-expect-error TS7016: it has no types
  await import('simjs');
  const { Sim, Entity, Facility } = scope.window.Sim!;
  let next = 0;
  let served = 0;
  const gap = () => gaps[next++ & 0xffff]!;
  let facility = new Facility('servers', 0, servers);
  class Customers extends Entity {
    start(): void {
      this.useFacility(facility, gap()).done(() => {
        served++;
      });
      this.setTimer(gap() / (0.9 * servers)).done(() => this.start());
    }
  }
  return {
    // Its clock cannot be stopped and go on, so each run begins anew.
    run(operations) {
      facility = new Facility('servers', 0, servers);
      const sim = new Sim();
      sim.addEntity(Customers);
      sim.simulate((operations * 1000) / (0.9 * servers));
    },
    hash: () => served,
  };
}
