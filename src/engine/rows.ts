// Storage of the event queue: one row of numbers per event, in flat columns that double when full.

const KIND = 0xff;
const DEAD = 0x100;
const GENERATION_SHIFT = 9;
const GENERATION = 1 << GENERATION_SHIFT;
const GENERATION_MAX = 2 ** (32 - GENERATION_SHIFT) - 1;
const ROWS_MAX = 2 ** 26;

interface Stretch {
  from: number;
  to: number;
  mean: number;
  count: number;
}

/** Rows that can be taken and released; a handle tells the events of one row apart. */
export class Rows {
  /** Two columns: atMs, seq. */
  protected keys = new Float64Array(2 * 16);
  /** By row: the next row of its list, -1 at the end. */
  protected links = new Int32Array(16);
  /** By row: kind, whether it is dead (fired or cancelled), and how often it was. */
  protected marks = new Int32Array(16);
  /** Rows ever taken, free ones included. */
  protected used = 0;
  private free = -1;

  /** A row for a new event; its columns are whatever was there before. */
  protected take(kind: number): number {
    let row = this.free;
    if (row >= 0) this.free = this.links[row]!;
    else row = this.unused();
    this.marks[row] = (this.marks[row]! & ~(KIND | DEAD)) | kind;
    return row;
  }

  /** Ends the event of a row: its handle turns stale. */
  protected retire(row: number): void {
    this.marks[row]! += DEAD | GENERATION;
  }

  /** Lets a dead row that lies in no list be taken again. */
  protected release(row: number): void {
    // A row whose generations are used up is given away for good, so that no old handle ever
    // fits it: one row in eight million pushes.
    if (this.marks[row]! >>> GENERATION_SHIFT === GENERATION_MAX) return;
    this.links[row] = this.free;
    this.free = row;
  }

  /** Retires and releases a row at once. @returns its kind */
  protected fire(row: number): number {
    const mark = this.marks[row]!;
    const next = mark + (DEAD | GENERATION);
    this.marks[row] = next;
    if (next >>> GENERATION_SHIFT !== GENERATION_MAX) {
      this.links[row] = this.free;
      this.free = row;
    }
    return mark & KIND;
  }

  /** Forgets which rows are free; whoever asks knows them and releases them anew. */
  protected freeNone(): void {
    this.free = -1;
  }

  protected kindOf(row: number): number {
    return this.marks[row]! & KIND;
  }

  protected isDead(row: number): boolean {
    return (this.marks[row]! & DEAD) !== 0;
  }

  protected handleOf(row: number): number {
    return (this.marks[row]! >>> GENERATION_SHIFT) * ROWS_MAX + row;
  }

  /** First, last and mean of the times (column 0) or sequence numbers (column 1) of a list. */
  protected stretch(list: number, column: number): Stretch {
    const { keys, links } = this;
    let from = Infinity;
    let to = -Infinity;
    let sum = 0;
    let count = 0;
    for (let row = list; row >= 0; row = links[row]!) {
      const key = keys[2 * row + column]!;
      if (key < from) from = key;
      if (key > to) to = key;
      sum += key;
      count++;
    }
    return { from, to, mean: sum / count, count };
  }

  /** The row of a pending event, or -1 when the handle's event is gone. */
  protected rowOf(handle: number): number {
    const row = handle % ROWS_MAX;
    if (row !== (row | 0) || row < 0 || row >= this.used) return -1;
    return this.handleOf(row) === handle && !this.isDead(row) ? row : -1;
  }

  private unused(): number {
    const row = this.used++;
    if (row >= ROWS_MAX) throw new Error(`More than ${ROWS_MAX} pending events`);
    if (row >= this.links.length) this.grow(2 * this.links.length);
    return row;
  }

  /** Makes room for so many rows. */
  protected grow(rows: number): void {
    const { keys, links, marks } = this;
    this.keys = new Float64Array(2 * rows);
    this.links = new Int32Array(rows);
    this.marks = new Int32Array(rows);
    this.keys.set(keys);
    this.links.set(links);
    this.marks.set(marks);
  }
}
