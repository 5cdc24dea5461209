// Pending events in one total order, without an object per event: the ladder keeps rows in order,
// this adds what they carry and who may take them back. To cancel an event marks its row dead; the
// ladder frees it when it meets it, or when half of all rows are dead.
import { Ladder } from './ladder.ts';

const SLOTS_MAX = 4;

/** Plain JSON, as long as the payload is finite. */
export interface QueueState {
  slots: number;
  /** Time of the event last popped. */
  atMs: number;
  /** Each `[atMs, seq, kind, ...payload]`, in the order they fire. */
  events: number[][];
}

/**
 * A priority queue of events by (atMs, seq), both ascending. The caller gives both, in any order,
 * and gives no pair to two events that are pending at once. A pending event takes about 30 bytes,
 * and 8 for each number of payload after the first.
 */
export class EventQueue extends Ladder {
  /** Time in ms of the event last popped, 0 before the first. No event may be pushed before it. */
  atMs = 0;
  /** Sequence number of the event last popped. */
  seq = 0;
  /** Kind of the event last popped. */
  kind = 0;
  private readonly slots: number;
  private count = 0;
  /** The first number of each row's payload, and the others. */
  private subjects = new Int32Array(16);
  private others: Float64Array;
  private readonly othersPerRow: number;
  /** Payload of the event last popped: the first number, and the others. */
  private subject = 0;
  private readonly popped = new Float64Array(SLOTS_MAX);

  /** @param options slots: numbers of payload each event carries, 0 to 4, by default 4 */
  constructor(options: { slots?: number } = {}) {
    super();
    this.slots = options.slots ?? SLOTS_MAX;
    if (!(this.slots >= 0 && this.slots <= SLOTS_MAX)) {
      throw new Error(`An event has 0 to ${SLOTS_MAX} slots, not ${this.slots}`);
    }
    this.othersPerRow = Math.max(0, this.slots - 1);
    this.others = new Float64Array(16 * this.othersPerRow);
  }

  /** Pending events. */
  get size(): number {
    return this.count;
  }

  /**
   * Adds an event.
   * @param atMs ms, finite, not before the event last popped
   * @param seq any finite number; among events of one time the smaller fires first
   * @param kind an integer from 0 to 255
   * @param a a 32-bit integer, such as the place of what the event is about; b, c, d: any numbers
   * @returns a handle, a safe integer that no other event of this queue ever has
   * @throws Error when the time is in the past or not finite, or kind or `a` no such integer
   */
  push(atMs: number, seq: number, kind: number, a = 0, b = 0, c = 0, d = 0): number {
    this.check(atMs, seq);
    if (kind !== (kind & 0xff) || a !== (a | 0)) refuse(kind, a);
    const row = this.take(kind);
    this.keys[2 * row] = atMs;
    this.keys[2 * row + 1] = seq;
    this.subjects[row] = a;
    if (this.othersPerRow > 0) this.write(row, b, c, d);
    this.insert(row);
    this.count++;
    return this.handleOf(row);
  }

  /** Takes an event back. @returns false when it has fired or was cancelled already */
  cancel(handle: number): boolean {
    const row = this.rowOf(handle);
    if (row < 0) return false;
    this.retire(row);
    this.leave();
    this.count--;
    return true;
  }

  /**
   * Gives a pending event another time and sequence number; kind and payload stay.
   * @returns the handle it has from now on, -1 when it has fired or was cancelled already
   * @throws Error when the time is in the past or not finite
   */
  reschedule(handle: number, atMs: number, seq: number): number {
    this.check(atMs, seq);
    const row = this.rowOf(handle);
    if (row < 0) return -1;
    const { keys } = this;
    const fromMs = keys[2 * row]!;
    const fromSeq = keys[2 * row + 1]!;
    const bucket = this.bucketOf(row);
    keys[2 * row] = atMs;
    keys[2 * row + 1] = seq;
    // Buckets are not sorted: who stays in one, such as a timer far away, need not move.
    if (bucket >= 0 && bucket === this.bucketOf(row)) return handle;
    keys[2 * row] = fromMs;
    keys[2 * row + 1] = fromSeq;
    const [a, b, c, d] = this.payloadOf(row);
    const moved = this.push(atMs, seq, this.kindOf(row), a, b, c, d);
    this.cancel(handle);
    return moved;
  }

  /** Takes the next event out and shows it in `atMs`, `seq`, `kind`, `slot`; false if none. */
  pop(): boolean {
    let row = this.front;
    if (row < 0 || this.isDead(row)) {
      row = this.first();
      if (row < 0) return false;
    }
    const { keys } = this;
    this.front = this.links[row]!;
    this.atMs = keys[2 * row]!;
    this.seq = keys[2 * row + 1]!;
    this.kind = this.fire(row);
    this.subject = this.subjects[row]!;
    if (this.othersPerRow > 0) this.read(row);
    this.count--;
    return true;
  }

  /** A number of the payload of the event last popped; `i` counts from 0. */
  slot(i: number): number {
    return i === 0 ? this.subject : this.popped[i]!;
  }

  /** Time in ms of the next event, Infinity when none is pending. */
  peekMs(): number {
    const row = this.first();
    return row < 0 ? Infinity : this.keys[2 * row]!;
  }

  /** Sequence number of the next event, Infinity when none is pending. */
  peekSeq(): number {
    const row = this.first();
    return row < 0 ? Infinity : this.keys[2 * row + 1]!;
  }

  /** All pending events and the time of the last popped one, sharing nothing with the queue. */
  save(): QueueState {
    const events: number[][] = [];
    for (let row = 0; row < this.used; row++) {
      if (this.isDead(row)) continue;
      const key = [this.keys[2 * row]!, this.keys[2 * row + 1]!];
      events.push([...key, this.kindOf(row), ...this.payloadOf(row)]);
    }
    events.sort((x, y) => x[0]! - y[0]! || x[1]! - y[1]!);
    return { slots: this.slots, atMs: this.atMs, events };
  }

  /** A queue that pops what the saved one would have popped; old handles mean nothing to it. */
  static restore(state: QueueState): EventQueue {
    const queue = new EventQueue({ slots: state.slots });
    queue.atMs = state.atMs;
    for (const [atMs, seq, kind, a, b, c, d] of state.events) {
      queue.push(atMs!, seq!, kind!, a, b, c, d);
    }
    return queue;
  }

  protected override grow(rows: number): void {
    super.grow(rows);
    const subjects = this.subjects;
    const others = this.others;
    this.subjects = new Int32Array(rows);
    this.others = new Float64Array(rows * this.othersPerRow);
    this.subjects.set(subjects);
    this.others.set(others);
  }

  private check(atMs: number, seq: number): void {
    if (atMs >= this.atMs && atMs < Infinity && seq - seq === 0) return;
    refuseTime(atMs, seq, this.atMs);
  }

  private write(row: number, b: number, c: number, d: number): void {
    const others = this.others;
    const count = this.othersPerRow;
    others[count * row] = b;
    if (count > 1) others[count * row + 1] = c;
    if (count > 2) others[count * row + 2] = d;
  }

  private read(row: number): void {
    const count = this.othersPerRow;
    for (let i = 0; i < count; i++) this.popped[i + 1] = this.others[count * row + i]!;
  }

  private payloadOf(row: number): number[] {
    const count = this.othersPerRow;
    const others = this.others.subarray(count * row, count * (row + 1));
    return this.slots === 0 ? [] : [this.subjects[row]!, ...others];
  }
}

// Apart, so that `push` is short enough to be made part of its callers.

function refuse(kind: number, a: number): never {
  if (kind !== (kind & 0xff)) throw new Error(`An event's kind is 0 to 255, not ${kind}`);
  throw new Error(`An event's first number is a 32-bit integer, not ${a}`);
}

function refuseTime(atMs: number, seq: number, nowMs: number): never {
  throw new Error(`An event at ${atMs} ms, seq ${seq}: not a time from ${nowMs} ms on`);
}
