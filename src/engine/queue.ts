// Pending events in one total order. Each event is a row of doubles (atMs, seq, payload) in
// `rows.ts`; `ladder.ts` keeps the rows in order by lists of row numbers, so no event is ever an
// object. A row lies in one list and is not looked for there. Hence:
// - to cancel an event marks its row dead; the row is freed when the ladder meets it;
// - to reschedule an event changes its key and marks it moved; the ladder places it anew when it
//   meets it. If it now fires earlier, a hint, a row that names it, is put where it fires;
// - when half of all rows are dead or hints, the ladder is built anew from the others.
import { Ladder } from './ladder.ts';
import { DEAD, HINT, MOVED, PAYLOAD, PLAIN, Rows } from './rows.ts';

const SLOTS_MAX = 4;
const STALE_MIN = 64;

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
 * and gives no pair to two events that are pending at once.
 */
export class EventQueue {
  /** Time in ms of the event last popped, 0 before the first. No event may be pushed before it. */
  atMs = 0;
  /** Sequence number of the event last popped. */
  seq = 0;
  /** Kind of the event last popped. */
  kind = 0;
  readonly #slots: number;
  readonly #rows: Rows;
  #ladder: Ladder;
  #size = 0;
  // The row of the event last popped: it is not taken again while its payload may be asked for.
  #held = -1;

  /** @param options slots: numbers of payload each event carries, 0 to 4, by default 4 */
  constructor(options: { slots?: number } = {}) {
    this.#slots = options.slots ?? SLOTS_MAX;
    if (!(this.#slots >= 0 && this.#slots <= SLOTS_MAX)) {
      throw new Error(`An event has 0 to ${SLOTS_MAX} slots, not ${this.#slots}`);
    }
    this.#rows = new Rows(this.#slots);
    this.#ladder = new Ladder(this.#rows);
  }

  /** Pending events. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds an event.
   * @param atMs ms, finite, not before the event last popped
   * @param seq any finite number; among events of one time the smaller fires first
   * @param kind an integer from 0 to 255
   * @returns a handle, a safe integer that no other event of this queue ever has
   * @throws Error when the time is in the past or not finite, or the kind is no such integer
   */
  push(atMs: number, seq: number, kind: number, a = 0, b = 0, c = 0, d = 0): number {
    // Two steps, so that a caller who drops the handle can be compiled without it.
    return this.#rows.handleOf(this.#add(atMs, seq, kind, a, b, c, d));
  }

  /** Takes an event back. @returns false when it has fired or was cancelled already */
  cancel(handle: number): boolean {
    const row = this.#rows.rowOf(handle);
    if (row < 0) return false;
    this.#rows.retire(row);
    this.#size--;
    this.#addStale();
    return true;
  }

  /**
   * Gives a pending event another time and sequence number; kind, payload and handle stay.
   * @returns false when it has fired or was cancelled already
   * @throws Error when the time is in the past or not finite
   */
  reschedule(handle: number, atMs: number, seq: number): boolean {
    this.#check(atMs, seq);
    const row = this.#rows.rowOf(handle);
    if (row < 0) return false;
    const { values, stride } = this.#rows;
    const fromMs = values[row * stride]!;
    const isEarlier = atMs < fromMs || (atMs === fromMs && seq < values[row * stride + 1]!);
    values[row * stride] = atMs;
    values[row * stride + 1] = seq;
    if (this.#rows.stateOf(row) === PLAIN && this.#ladder.staysInTop(fromMs, atMs)) {
      this.#ladder.moveInTop(fromMs, atMs);
      return true;
    }
    this.#rows.setState(row, MOVED);
    if (isEarlier) this.#hint(row, atMs, seq);
    return true;
  }

  /** Takes the next event out and shows it in `atMs`, `seq`, `kind`, `slot`; false if none. */
  pop(): boolean {
    const row = this.#ladder.take();
    if (row < 0) return false;
    if (this.#held >= 0) this.#rows.free(this.#held);
    this.#held = row;
    const { values, stride } = this.#rows;
    this.atMs = values[row * stride]!;
    this.seq = values[row * stride + 1]!;
    if (this.#rows.stateOf(row) === HINT) {
      this.#follow(row);
    } else {
      this.kind = this.#rows.kindOf(row);
      this.#rows.retire(row);
    }
    this.#size--;
    return true;
  }

  /** A number of the payload of the event last popped; `i` counts from 0. */
  slot(i: number): number {
    return this.#rows.values[this.#held * this.#rows.stride + PAYLOAD + i]!;
  }

  /** Time in ms of the next event, Infinity when none is pending. */
  peekMs(): number {
    return this.#ladder.first() < 0 ? Infinity : this.#ladder.firstMs();
  }

  /** All pending events and the time of the last popped one, sharing nothing with the queue. */
  save(): QueueState {
    const events: number[][] = [];
    const { values, stride } = this.#rows;
    for (let row = 0; row < this.#rows.used; row++) {
      if (this.#rows.stateOf(row) > MOVED) continue;
      const [atMs, seq, ...payload] = values.subarray(row * stride, (row + 1) * stride);
      events.push([atMs!, seq!, this.#rows.kindOf(row), ...payload.slice(0, this.#slots)]);
    }
    events.sort((x, y) => x[0]! - y[0]! || x[1]! - y[1]!);
    return { slots: this.#slots, atMs: this.atMs, events };
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

  #add(
    atMs: number,
    seq: number,
    kind: number,
    a: number,
    b: number,
    c: number,
    d: number,
  ): number {
    this.#check(atMs, seq);
    if (kind !== (kind & 0xff)) throw new Error(`An event's kind is 0 to 255, not ${kind}`);
    const row = this.#rows.take(kind, PLAIN);
    const { values, stride } = this.#rows;
    const start = row * stride;
    values[start] = atMs;
    values[start + 1] = seq;
    values[start + PAYLOAD] = a;
    if (this.#slots > 1) values[start + PAYLOAD + 1] = b;
    if (this.#slots > 2) values[start + PAYLOAD + 2] = c;
    if (this.#slots > 3) values[start + PAYLOAD + 3] = d;
    this.#ladder.insert(row);
    this.#size++;
    return row;
  }

  #check(atMs: number, seq: number): void {
    if (atMs >= this.atMs && atMs < Infinity && seq - seq === 0) return;
    throw new Error(`An event at ${atMs} ms, seq ${seq}: not a time from ${this.atMs} ms on`);
  }

  #hint(target: number, atMs: number, seq: number): void {
    const hint = this.#rows.take(0, HINT);
    const { values, stride } = this.#rows;
    values[hint * stride] = atMs;
    values[hint * stride + 1] = seq;
    values[hint * stride + PAYLOAD] = target;
    this.#ladder.insert(hint);
    this.#addStale();
  }

  // The event fires where its hint lay: the hint's row takes over the payload, and the event's own
  // row, which lies in a list still, is the stale one from now on.
  #follow(hint: number): void {
    const { values, stride } = this.#rows;
    const target = values[hint * stride + PAYLOAD]!;
    this.kind = this.#rows.kindOf(target);
    values.copyWithin(hint * stride + PAYLOAD, target * stride + PAYLOAD, (target + 1) * stride);
    this.#rows.retire(target);
    this.#rows.setState(hint, DEAD);
  }

  #addStale(): void {
    this.#ladder.stale++;
    if (this.#ladder.stale < STALE_MIN || 2 * this.#ladder.stale < this.#rows.used) return;
    this.#ladder = new Ladder(this.#rows);
    this.#rows.sweep(this.#held, (row) => {
      this.#rows.setState(row, PLAIN);
      this.#ladder.insert(row);
    });
  }
}
