import { EventQueue, type QueueState } from './queue.ts';

/**
 * The kinds of event a simulator knows: up to three named numbers each. Events of one moment fire
 * by rank, then in the order they were scheduled: rank 0 is what the world does by itself (timers),
 * rank 1 is what comes from outside (calls), so that a call sees every timer due at its moment,
 * rank 2 only looks, and sees all of it.
 */
export type EventTable = Record<string, { fields: readonly string[]; rank: 0 | 1 | 2 }>;

export type EventOf<T extends EventTable, K extends keyof T> = { kind: K } & {
  [F in T[K]['fields'][number]]: number;
};

export type AnyEvent<T extends EventTable> = { [K in keyof T]: EventOf<T, K> }[keyof T];

/** An event that waits, and its moment in ms. */
export interface Pending<T extends EventTable> {
  atMs: number;
  event: AnyEvent<T>;
}

/** One random number drawn during a step. */
export interface Draw {
  purpose: string;
  entity: string;
  value: number;
}

/** Everything one step did. `cause` is the step that scheduled its event, -1 for the outside. */
export interface Frame<T extends EventTable, Row> {
  step: number;
  atMs: number;
  event: AnyEvent<T>;
  cause: number;
  rows: Row[];
  scheduled: Pending<T>[];
  draws: Draw[];
}

/** What a step may do: read the time, draw, schedule and tell. */
export interface Context<T extends EventTable, Row> {
  nowMs: number;
  /**
   * Draws from the law of `purpose` on the stream of `entity`.
   * @param near an earlier draw of that law which this one has most in common with
   */
  draw(purpose: string, entity: string, near?: number): number;
  schedule(delayMs: number, event: AnyEvent<T>): void;
  emit(row: Row): void;
}

export interface KernelState {
  nowMs: number;
  steps: number;
  scheduledCount: number;
  queue: QueueState;
}

/** Ranks share one order with sequence numbers; this leaves 2^48 events a rank. */
const RANK_STRIDE = 2 ** 48;
const FIELDS_MAX = 3;

/** The clock and the loop: pops the earliest event, runs one step, gathers it as a Frame. */
export class Kernel<T extends EventTable, Row> {
  nowMs = 0;
  steps = 0;
  /** Events ever scheduled; scheduled = fired + pending, since the kernel cancels none. */
  scheduledCount = 0;
  private readonly kinds: (keyof T & string)[];
  private readonly kindIndex = new Map<keyof T, number>();
  private readonly table: T;
  private readonly draw: Context<T, Row>['draw'];
  private queue = new EventQueue({ slots: FIELDS_MAX + 1 });
  private frame: Frame<T, Row> | null = null;
  private readonly ctx: Context<T, Row>;

  constructor(table: T, draw: Context<T, Row>['draw']) {
    this.table = table;
    this.draw = draw;
    this.kinds = Object.keys(table) as (keyof T & string)[];
    this.kinds.forEach((kind, index) => {
      this.kindIndex.set(kind, index);
    });
    this.ctx = {
      nowMs: 0,
      draw: (purpose, entity, near) => {
        const value = this.draw(purpose, entity, near);
        this.frame!.draws.push({ purpose, entity, value });
        return value;
      },
      schedule: (delayMs, event) => {
        this.schedule(this.nowMs + delayMs, event, this.frame!.step);
        this.frame!.scheduled.push({ atMs: this.nowMs + delayMs, event });
      },
      emit: (row) => {
        this.frame!.rows.push(row);
      },
    };
  }

  get pending(): number {
    return this.queue.size;
  }

  /** When the next event fires, in ms; Infinity when none waits. */
  nextMs(): number {
    return this.queue.peekMs();
  }

  /** @throws Error when `atMs` is before the present or not a number */
  schedule(atMs: number, event: AnyEvent<T>, cause = -1): void {
    const { fields, rank } = this.table[event.kind]!;
    const seq = rank * RANK_STRIDE + this.scheduledCount++;
    const numbers = event as unknown as Record<string, number>;
    const kind = this.kindIndex.get(event.kind)!;
    // The cause takes the first payload slot, the fields the others.
    this.queue.push(
      atMs,
      seq,
      kind,
      cause,
      fields.length > 0 ? numbers[fields[0]!]! : 0,
      fields.length > 1 ? numbers[fields[1]!]! : 0,
      fields.length > 2 ? numbers[fields[2]!]! : 0,
    );
  }

  /** Runs the earliest event; null when none waits. An error inside the step ends the run. */
  step(apply: (event: AnyEvent<T>, ctx: Context<T, Row>) => void): Frame<T, Row> | null {
    const { queue } = this;
    if (!queue.pop()) return null;
    const event = this.eventOf(queue.kind);
    this.nowMs = queue.atMs;
    this.ctx.nowMs = queue.atMs;
    const frame: Frame<T, Row> = {
      step: this.steps,
      atMs: queue.atMs,
      event,
      cause: queue.slot(0),
      rows: [],
      scheduled: [],
      draws: [],
    };
    this.frame = frame;
    try {
      apply(event, this.ctx);
    } catch (error) {
      const what = `step ${frame.step} at ${frame.atMs} ms, ${JSON.stringify(event)}`;
      throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    this.steps += 1;
    return frame;
  }

  save(): KernelState {
    const { nowMs, steps, scheduledCount } = this;
    return { nowMs, steps, scheduledCount, queue: this.queue.save() };
  }

  restore(state: KernelState): void {
    this.nowMs = state.nowMs;
    this.steps = state.steps;
    this.scheduledCount = state.scheduledCount;
    this.queue = EventQueue.restore(state.queue);
  }

  private eventOf(kindIndex: number): AnyEvent<T> {
    const kind = this.kinds[kindIndex]!;
    const event: Record<string, number | string> = { kind };
    const { fields } = this.table[kind]!;
    for (let i = 0; i < fields.length; i++) event[fields[i]!] = this.queue.slot(i + 1);
    return event as AnyEvent<T>;
  }
}
