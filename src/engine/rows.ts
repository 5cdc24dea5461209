// Storage of the event queue: one row of numbers and one pair of links per pending event.

/** The columns of a row before its payload. */
export const PAYLOAD = 2;

/** How a row stands; `PLAIN` is what an event is until somebody cancels or reschedules it. */
export const PLAIN = 0;
/** It lies where it was first put, but its key has changed since. */
export const MOVED = 0x100;
/** It has fired or was cancelled, and its row waits to be met. */
export const DEAD = 0x200;
/** It is no event, but says that the event of the row in its first payload column fires here. */
export const HINT = 0x300;
/** The bits of a mark that hold one of these four. */
export const STATE = 0x300;

const KIND = 0xff;
const GENERATION_SHIFT = 10;
const GENERATION_MAX = 2 ** (32 - GENERATION_SHIFT) - 1;
const ROWS_MAX = 2 ** 26;

/**
 * Rows of doubles (atMs, seq, payload), with two integers beside each: the next row in the list
 * that holds it, and its mark (kind, state, generation). 8 bytes, and 8 for each column.
 */
export class Rows {
  readonly stride: number;
  values: Float64Array;
  links: Int32Array;
  #free = -1;
  #used = 0;

  constructor(slots: number) {
    this.stride = PAYLOAD + Math.max(1, slots);
    this.values = new Float64Array(16 * this.stride);
    this.links = new Int32Array(16 * 2);
  }

  /** A row for a new event or hint. Its values are whatever was there before. */
  take(kind: number, state: number): number {
    let row = this.#free;
    if (row >= 0) this.#free = this.links[2 * row]!;
    else row = this.#unused();
    const old = this.links[2 * row + 1]!;
    this.links[2 * row + 1] = (old & ~(STATE | KIND)) | state | kind;
    return row;
  }

  /** Ends the event of a row: its handles turn stale, while its values stay until `free`. */
  retire(row: number): void {
    const mark = this.links[2 * row + 1]!;
    this.links[2 * row + 1] = ((mark & ~STATE) | DEAD) + (1 << GENERATION_SHIFT);
  }

  /** Lets a dead row, which lies in no list, be taken again. */
  free(row: number): void {
    // A row whose generations are used up is given away for good, so that no old handle ever
    // fits it: one row in four million pushes.
    if (this.links[2 * row + 1]! >>> GENERATION_SHIFT === GENERATION_MAX) return;
    this.links[2 * row] = this.#free;
    this.#free = row;
  }

  /** Frees all dead rows and hints but one, wherever they lie, and gives the others to `keep`. */
  sweep(except: number, keep: (row: number) => void): void {
    this.#free = -1;
    for (let row = this.#used - 1; row >= 0; row--) {
      if (this.stateOf(row) <= MOVED) keep(row);
      else if (row !== except) {
        this.setState(row, DEAD);
        this.free(row);
      }
    }
  }

  /** Rows ever taken, free ones included. */
  get used(): number {
    return this.#used;
  }

  kindOf(row: number): number {
    return this.links[2 * row + 1]! & KIND;
  }

  stateOf(row: number): number {
    return this.links[2 * row + 1]! & STATE;
  }

  setState(row: number, state: number): void {
    this.links[2 * row + 1] = (this.links[2 * row + 1]! & ~STATE) | state;
  }

  handleOf(row: number): number {
    return (this.links[2 * row + 1]! >>> GENERATION_SHIFT) * ROWS_MAX + row;
  }

  /** The row of a pending event, or -1 when the handle's event is gone. */
  rowOf(handle: number): number {
    const row = handle % ROWS_MAX;
    if (row !== (row | 0) || row < 0 || row >= this.#used) return -1;
    if (this.handleOf(row) !== handle) return -1;
    return this.stateOf(row) <= MOVED ? row : -1;
  }

  #unused(): number {
    const row = this.#used++;
    if (row >= ROWS_MAX) throw new Error(`More than ${ROWS_MAX} pending events`);
    if (2 * row >= this.links.length) {
      const links = new Int32Array(this.links.length * 2);
      links.set(this.links);
      this.links = links;
      const values = new Float64Array(this.values.length * 2);
      values.set(this.values);
      this.values = values;
    }
    return row;
  }
}
