// What the queue benches measure, over this project's engine; reference/queue.cpp does the same
// in C++. A task takes one operation a step and mixes what it saw into a hash, which must agree.
import { Kernel } from '../src/engine/kernel.ts';
import { EventQueue } from '../src/engine/queue.ts';

/** What the hold model needs of a queue. */
export interface Holdable {
  atMs: number;
  seq: number;
  push(atMs: number, seq: number, kind: number, a: number): unknown;
  pop(): boolean;
}

export interface Task {
  /** Carries out so many operations. */
  run(operations: number): void;
  /** Of what was popped so far. */
  hash(): number;
}

/** Gaps in ms from a table of 65,536, round and round: no program waits for a random number. */
export type Gaps = Float64Array;
const GAPS_MASK = 0xffff;

/** The dice of the C++ programs: a linear congruence, scaled to 0 .. n - 1. */
const rolled = (dice: number): number => (Math.imul(dice, 1664525) + 1013904223) >>> 0;
const scaled = (dice: number, n: number): number => Math.floor((dice * n) / 2 ** 32);

/** Pop the earliest event, push it back later. */
function holdTask(queue: Holdable, size: number, gaps: Gaps): Task {
  let seq = 0;
  let hash = 0;
  for (; seq < size; seq++) queue.push(gaps[seq & GAPS_MASK]!, seq, 1, seq);
  return {
    run(operations) {
      const end = seq + operations;
      let mixed = hash;
      for (let next = seq; next < end; next++) {
        queue.pop();
        queue.push(queue.atMs + gaps[next & GAPS_MASK]!, next, 1, next);
        mixed = (Math.imul(mixed, 31) + queue.seq) | 0;
      }
      seq = end;
      hash = mixed;
    },
    hash: () => hash,
  };
}

/** Pop the earliest and push it back; then cancel another and push it anew. */
function cancelTask(size: number, gaps: Gaps): Task {
  const queue = new EventQueue({ slots: 1 });
  const handles = new Float64Array(size);
  let seq = 0;
  let hash = 0;
  let dice = 0;
  for (; seq < size; seq++) handles[seq] = queue.push(gaps[seq & GAPS_MASK]!, seq, 0, seq);
  return {
    run(operations) {
      for (let i = 0; i < operations; i++) {
        queue.pop();
        const id = queue.slot(0);
        hash = (Math.imul(hash, 31) + id) | 0;
        handles[id] = queue.push(queue.atMs + gaps[seq & GAPS_MASK]!, seq++, 0, id);
        dice = rolled(dice);
        const other = scaled(dice, size);
        queue.cancel(handles[other]!);
        handles[other] = queue.push(queue.atMs + gaps[seq & GAPS_MASK]!, seq++, 0, other);
      }
    },
    hash: () => hash,
  };
}

/**
 * A use resets the idle timer of an id, as the model does it (IDLE-1): it notes the moment, and the
 * one timer of each id looks at it when it fires. No queue operation, and the queue never grows.
 */
function touchTask(size: number, gaps: Gaps): Task {
  const idleMs = 5000 * size;
  const queue = new EventQueue({ slots: 1 });
  const usedMs = new Float64Array(size);
  const useOf = new Float64Array(size);
  let seq = 0;
  let nowMs = 0;
  let uses = size;
  let hash = 0;
  let dice = 0;
  const lookAt = (id: number, atMs: number) => queue.push(atMs, useOf[id]!, 0, id);
  const use = (id: number) => {
    usedMs[id] = nowMs;
    useOf[id] = uses++;
  };
  for (let id = 0; id < size; id++) {
    useOf[id] = id;
    lookAt(id, idleMs);
  }
  const fire = () => {
    queue.pop();
    const id = queue.slot(0);
    if (usedMs[id]! + idleMs <= queue.atMs) {
      hash = (Math.imul(hash, 31) + id) | 0;
      use(id);
    }
    lookAt(id, usedMs[id]! + idleMs);
  };
  return {
    run(operations) {
      for (let i = 0; i < operations; i++) {
        nowMs += gaps[seq++ & GAPS_MASK]!;
        while (queue.peekMs() <= nowMs) fire();
        dice = rolled(dice);
        use(scaled(dice, size));
      }
    },
    hash: () => hash,
  };
}

/** M/M/c at load 0.9 on the event queue, as the data plane uses it; an operation is a customer. */
function queueingTask(servers: number, gaps: Gaps): Task {
  const [ARRIVAL, DEPARTURE] = [0, 1];
  const queue = new EventQueue({ slots: 0 });
  const waiting: number[] = [];
  const stood = { busy: 0, seq: 1, hash: 0, next: 1 };
  queue.push(gaps[0]! / (0.9 * servers), 0, ARRIVAL);
  return {
    run(operations) {
      let { busy, seq, hash, next } = stood;
      for (let served = 0; served < operations; ) {
        queue.pop();
        const nowMs = queue.atMs;
        let sinceMs = nowMs;
        if (queue.kind === ARRIVAL) {
          queue.push(nowMs + gaps[next++ & GAPS_MASK]! / (0.9 * servers), seq++, ARRIVAL);
          if (busy === servers) {
            waiting.push(nowMs);
            continue;
          }
          busy++;
        } else if (waiting.length > 0) {
          sinceMs = waiting.shift()!;
        } else {
          busy--;
          continue;
        }
        served++;
        hash = (Math.imul(hash, 31) + Math.floor(nowMs - sinceMs)) | 0;
        queue.push(nowMs + gaps[next++ & GAPS_MASK]!, seq++, DEPARTURE);
      }
      Object.assign(stood, { busy, seq, hash, next });
    },
    hash: () => stood.hash,
  };
}

const EVENTS = { arrives: { fields: [], rank: 0 }, leaves: { fields: [], rank: 0 } } as const;

/** The same on the kernel, which keeps a frame with cause and effect of every event. */
function kernelTask(servers: number, gaps: Gaps): Task {
  const waiting: number[] = [];
  let busy = 0;
  let served = 0;
  let hash = 0;
  let next = 0;
  const gap = () => gaps[next++ & GAPS_MASK]!;
  const kernel = new Kernel<typeof EVENTS, never>(EVENTS, gap);
  kernel.schedule(gap() / (0.9 * servers), { kind: 'arrives' });
  return {
    run(operations) {
      served = 0;
      while (served < operations) {
        kernel.step((event, ctx) => {
          const serve = (sinceMs: number) => {
            hash = (Math.imul(hash, 31) + Math.floor(ctx.nowMs - sinceMs)) | 0;
            served++;
            ctx.schedule(gap(), { kind: 'leaves' });
          };
          if (event.kind === 'arrives') {
            ctx.schedule(gap() / (0.9 * servers), { kind: 'arrives' });
            if (busy === servers) waiting.push(ctx.nowMs);
            else {
              busy++;
              serve(ctx.nowMs);
            }
          } else if (waiting.length > 0) serve(waiting.shift()!);
          else busy--;
        });
      }
    },
    hash: () => hash,
  };
}

/** The task of that name over the queue of that name. @throws Error when there is no such task */
export function taskOf(name: string, size: number, gaps: Gaps, queue: Holdable | null): Task {
  if (name === 'hold') return holdTask(queue ?? new EventQueue({ slots: 1 }), size, gaps);
  if (name === 'cancel') return cancelTask(size, gaps);
  if (name === 'touch') return touchTask(size, gaps);
  if (name === 'mmc') return queueingTask(size, gaps);
  if (name === 'mmc-kernel') return kernelTask(size, gaps);
  throw new Error(`No task ${name}`);
}
