// A ladder queue (after Tang, Goh and Thng 2005) in flat columns. An event is a row; rows hang in
// lists by links, from the present to the far future:
// - the front: the nearest events, a short sorted list;
// - rungs: each cuts a stretch of time into equal buckets, each an unsorted list. Opening a bucket
//   sorts it into the front when it is short, and spreads it over a new rung when it is long. The
//   last bucket of a rung also takes what lies beyond, so a timer of 30 days costs nothing until
//   its time draws near.
// Which bucket holds an event is computed by one monotone function per rung, so rounding cannot
// disorder anything, and equal times meet in one bucket. Many events of one time are spread by
// their sequence numbers.
// Everything is one object with typed arrays, and few calls on the way of an event pass a fraction,
// which would put it on the heap. Fields are private to the compiler only: with # they cost a fifth
// of the speed (Node 20).
import { Rows } from './rows.ts';

/** A bucket of more events is spread; up to here sorting by insertion is quicker. */
const SORT_MAX = 16;
/** An event that passes more others on its way into the front shows that the front is too long. */
const WALK_MAX = 24;
const BUCKETS_PER_EVENT = 1;
// A rung ends at a few times the mean: a uniform stretch fits, and of a long tail the part where
// the events are. The last bucket takes the tail and is spread in its turn.
const MEANS_PER_RUNG = 4;

/** One rung is so many numbers in a row of `rungs`, at these places. */
const RUNG = 8;
const FROM_MS = 0;
const PER_MS = 1;
const FROM_SEQ = 2;
const PER_SEQ = 3;
const BUCKET = 4;
const NEXT_BUCKET = 5;
const LAST_BUCKET = 6;
const RUNGS_MAX = 64;

/** Rows of events in order of (atMs, seq). What an event carries is left to the event queue. */
export class Ladder extends Rows {
  /** The earliest row, when it is known. */
  protected front = -1;
  /** Dead rows that still lie in a list. */
  private stale = 0;
  private depth = 0;
  private rungs = new Float64Array(RUNG * RUNGS_MAX);
  /** The first row of each bucket, -1 when it is empty; the rungs' buckets lie one after another. */
  private heads = new Int32Array(64);

  /** Counts a dead row left in its list. When half of all rows are dead, they are swept out. */
  protected leave(): void {
    this.stale++;
    if (this.stale < 64 || 2 * this.stale < this.used) return;
    this.freeNone();
    this.front = -1;
    this.depth = this.stale = 0;
    for (let row = this.used - 1; row >= 0; row--) {
      if (this.isDead(row)) this.release(row);
      else this.insert(row);
    }
  }

  /** Puts a row where its key belongs. The row must lie in no list. */
  protected insert(row: number): void {
    const bucket = this.bucketOf(row);
    if (bucket >= 0) {
      this.links[row] = this.heads[bucket]!;
      this.heads[bucket] = row;
    } else if (this.sortIn(row) > WALK_MAX) {
      const list = this.front;
      this.front = -1;
      if (!this.spread(list)) this.front = list;
    }
  }

  /** The unopened bucket where the row's key belongs, -1 for the front. */
  protected bucketOf(row: number): number {
    const atMs = this.keys[2 * row]!;
    const rungs = this.rungs;
    const end = RUNG * this.depth;
    for (let rung = 0; rung < end; rung += RUNG) {
      let place = (atMs - rungs[rung + FROM_MS]!) * rungs[rung + PER_MS]!;
      // A rung over one time has infinitely many buckets per ms: at that time 0 * Infinity is NaN.
      if (Number.isNaN(place)) {
        place = (this.keys[2 * row + 1]! - rungs[rung + FROM_SEQ]!) * rungs[rung + PER_SEQ]!;
      }
      place += rungs[rung + BUCKET]!;
      if (place >= rungs[rung + NEXT_BUCKET]!) {
        const last = rungs[rung + LAST_BUCKET]!;
        return Math.min(place, last) | 0;
      }
    }
    return -1;
  }

  /** The row of the next event, -1 when none is pending. It is the head of the front then. */
  protected first(): number {
    for (;;) {
      const row = this.front;
      if (row < 0) {
        if (!this.refill()) return -1;
      } else if (this.isDead(row)) {
        this.front = this.links[row]!;
        this.drop(row);
      } else {
        return row;
      }
    }
  }

  private drop(row: number): void {
    this.release(row);
    this.stale--;
  }

  /** Sorts a row into the front. @returns how many others it passed */
  private sortIn(row: number): number {
    const { keys, links } = this;
    const atMs = keys[2 * row]!;
    const seq = keys[2 * row + 1]!;
    let before = -1;
    let after = this.front;
    let passed = 0;
    while (after >= 0) {
      const afterMs = keys[2 * after]!;
      if (atMs < afterMs || (atMs === afterMs && seq < keys[2 * after + 1]!)) break;
      before = after;
      after = links[after]!;
      passed++;
    }
    links[row] = after;
    if (before < 0) this.front = row;
    else links[before] = row;
    return passed;
  }

  /** Opens the next bucket that is not empty. @returns false when there is none */
  private refill(): boolean {
    const rungs = this.rungs;
    const heads = this.heads;
    while (this.depth > 0) {
      const rung = RUNG * (this.depth - 1);
      const last = rungs[rung + LAST_BUCKET]! | 0;
      let bucket = rungs[rung + NEXT_BUCKET]! | 0;
      while (heads[bucket]! < 0 && bucket < last) bucket++;
      rungs[rung + NEXT_BUCKET] = bucket + 1;
      // A rung without unopened buckets goes first, so that its last bucket may take its place.
      if (bucket === last) this.depth--;
      const list = heads[bucket]!;
      if (list < 0) continue;
      if (this.links[list]! < 0) this.front = list;
      else if (!this.isLong(list) || !this.spread(list)) this.sort(list);
      return true;
    }
    return false;
  }

  private isLong(list: number): boolean {
    const { links } = this;
    let row = list;
    for (let count = 0; count < SORT_MAX; count++) {
      row = links[row]!;
      if (row < 0) return false;
    }
    return true;
  }

  /** Sorts a list into the front, which is empty: `sortIn` of each row, in one loop. */
  private sort(list: number): void {
    const { keys, links } = this;
    let front = -1;
    for (let row = list, next = -1; row >= 0; row = next) {
      next = links[row]!;
      const atMs = keys[2 * row]!;
      const seq = keys[2 * row + 1]!;
      let before = -1;
      let after = front;
      while (after >= 0) {
        const afterMs = keys[2 * after]!;
        if (atMs < afterMs || (atMs === afterMs && seq < keys[2 * after + 1]!)) break;
        before = after;
        after = links[after]!;
      }
      links[row] = after;
      if (before < 0) front = row;
      else links[before] = row;
    }
    this.front = front;
  }

  /** Lays a list out over a new rung. @returns false when that cannot part its events */
  private spread(list: number): boolean {
    const rung = RUNG * this.depth;
    if (rung === this.rungs.length) return false;
    const time = this.stretch(list, 0);
    const isOneTime = time.from === time.to;
    const { from, to, mean, count } = isOneTime ? this.stretch(list, 1) : time;
    const size = Math.ceil(count * BUCKETS_PER_EVENT);
    // The rounded mean of times hardly apart may lie on the first or before it.
    const span = mean > from ? Math.min(to - from, MEANS_PER_RUNG * (mean - from)) : to - from;
    const scale = size / span;
    if (!(scale > 0 && scale < Infinity)) return false;

    const rungs = this.rungs;
    const bucket = rung === 0 ? 0 : rungs[rung - RUNG + LAST_BUCKET]! + 1;
    rungs[rung + FROM_MS] = time.from;
    rungs[rung + PER_MS] = isOneTime ? Infinity : scale;
    rungs[rung + FROM_SEQ] = from;
    rungs[rung + PER_SEQ] = scale;
    rungs[rung + BUCKET] = rungs[rung + NEXT_BUCKET] = bucket;
    rungs[rung + LAST_BUCKET] = bucket + size - 1;
    this.depth++;
    this.clear(bucket, bucket + size);
    this.deal(list, isOneTime ? 1 : 0);
    return true;
  }

  private clear(bucket: number, end: number): void {
    if (this.heads.length < end) {
      const heads = new Int32Array(Math.ceil(1.25 * end));
      heads.set(this.heads);
      this.heads = heads;
    }
    this.heads.fill(-1, bucket, end);
  }

  /** Puts the rows of a list into the buckets of the last rung, by the arithmetic of `bucketOf`. */
  private deal(list: number, column: number): void {
    const { keys, links } = this;
    const heads = this.heads;
    const rung = this.rungs.subarray(RUNG * (this.depth - 1));
    const from = rung[column === 0 ? FROM_MS : FROM_SEQ]!;
    const scale = rung[column === 0 ? PER_MS : PER_SEQ]!;
    const first = rung[BUCKET]!;
    const last = rung[LAST_BUCKET]!;
    for (let row = list, next = -1; row >= 0; row = next) {
      next = links[row]!;
      const place = (keys[2 * row + column]! - from) * scale + first;
      const bucket = Math.min(place, last) | 0;
      if (this.isDead(row)) {
        this.drop(row);
      } else {
        links[row] = heads[bucket]!;
        heads[bucket] = row;
      }
    }
  }
}
