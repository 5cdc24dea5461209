// The nearest events of the queue, with copies of their keys: a list sorted downwards, whose end is
// the next event, and beside it a heap for whatever would have to be shifted too far into that
// list.

const SHIFT_MAX = 40;
const CROWD_MIN = 128;

/** Keys (atMs, seq) with the row each belongs to. The arrays double when they are full. */
class Entries {
  atMs = new Float64Array(256);
  seq = new Float64Array(256);
  row = new Int32Array(256);
  size = 0;

  grow(): void {
    const { atMs, seq, row } = this;
    this.atMs = new Float64Array(2 * row.length);
    this.seq = new Float64Array(2 * row.length);
    this.row = new Int32Array(2 * row.length);
    this.atMs.set(atMs);
    this.seq.set(seq);
    this.row.set(row);
  }

  put(i: number, atMs: number, seq: number, row: number): void {
    this.atMs[i] = atMs;
    this.seq[i] = seq;
    this.row[i] = row;
  }

  copy(from: number, to: number): void {
    this.put(to, this.atMs[from]!, this.seq[from]!, this.row[from]!);
  }

  before(i: number, atMs: number, seq: number): boolean {
    const at = this.atMs[i]!;
    return at < atMs || (at === atMs && this.seq[i]! < seq);
  }
}

/** A small priority queue: quick for a few entries, and sound for any number. */
export class Front {
  readonly #sorted = new Entries();
  readonly #heap = new Entries();

  /** @returns true now and then while the heap is large: a hint to spread the entries out */
  insert(atMs: number, seq: number, row: number): boolean {
    const sorted = this.#sorted;
    if (sorted.size === sorted.row.length) sorted.grow();
    const { atMs: ats, seq: seqs, row: rows, size } = sorted;
    const lowest = size > SHIFT_MAX ? size - SHIFT_MAX : 0;
    let i = size;
    while (i > lowest && (ats[i - 1]! < atMs || (ats[i - 1]! === atMs && seqs[i - 1]! < seq))) i--;
    if (i === lowest && i > 0 && sorted.before(i - 1, atMs, seq)) {
      return this.#insertInHeap(atMs, seq, row);
    }
    for (let k = size; k > i; k--) {
      ats[k] = ats[k - 1]!;
      seqs[k] = seqs[k - 1]!;
      rows[k] = rows[k - 1]!;
    }
    ats[i] = atMs;
    seqs[i] = seq;
    rows[i] = row;
    sorted.size = size + 1;
    return false;
  }

  /** The row of the earliest entry, -1 when there is none. */
  first(): number {
    const last = this.#sorted.size - 1;
    if (this.#heap.size > 0 && this.#heapIsFirst()) return this.#heap.row[0]!;
    return last < 0 ? -1 : this.#sorted.row[last]!;
  }

  /** The time of the earliest entry; there must be one. */
  firstMs(): number {
    const last = this.#sorted.size - 1;
    return this.#heapIsFirst() ? this.#heap.atMs[0]! : this.#sorted.atMs[last]!;
  }

  /** Takes the earliest entry out: its row, -1 when there is none. */
  take(): number {
    if (this.#heap.size > 0 && this.#heapIsFirst()) return this.#takeFromHeap();
    const sorted = this.#sorted;
    return sorted.size === 0 ? -1 : sorted.row[--sorted.size]!;
  }

  /** Empties it, after telling each row. */
  drain(take: (row: number) => void): void {
    for (const entries of [this.#heap, this.#sorted]) {
      for (let i = 0; i < entries.size; i++) take(entries.row[i]!);
      entries.size = 0;
    }
  }

  #heapIsFirst(): boolean {
    const last = this.#sorted.size - 1;
    if (last < 0 || this.#heap.size === 0) return last < 0;
    return this.#heap.before(0, this.#sorted.atMs[last]!, this.#sorted.seq[last]!);
  }

  // A heap of four children a parent: shallower than a binary one.
  #insertInHeap(atMs: number, seq: number, row: number): boolean {
    const heap = this.#heap;
    if (heap.size === heap.row.length) heap.grow();
    let i = heap.size++;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      if (heap.before(parent, atMs, seq)) break;
      heap.copy(parent, i);
      i = parent;
    }
    heap.put(i, atMs, seq, row);
    // Powers of two only, so that vain attempts to spread cost a constant per insertion in all.
    return heap.size >= CROWD_MIN && (heap.size & (heap.size - 1)) === 0;
  }

  #takeFromHeap(): number {
    const heap = this.#heap;
    const first = heap.row[0]!;
    const last = --heap.size;
    const atMs = heap.atMs[last]!;
    const seq = heap.seq[last]!;
    let i = 0;
    for (let child = 1; child < last; child = 4 * i + 1) {
      const end = Math.min(child + 4, last);
      let least = child;
      for (let c = child + 1; c < end; c++) {
        if (heap.before(c, heap.atMs[least]!, heap.seq[least]!)) least = c;
      }
      if (!heap.before(least, atMs, seq)) break;
      heap.copy(least, i);
      i = least;
    }
    heap.copy(last, i);
    return first;
  }
}
