// A ladder queue (Tang, Goh and Thng 2005) over rows. From the far future to the present:
// - the top: events beyond all that was ever spread out, in one unsorted list, so that a timer of
//   30 days costs nothing until its time draws near;
// - rungs: each cuts a stretch of time into equal buckets, each bucket an unsorted list. A rung
//   spreads out one bucket of the rung above, the first one spreads out the top;
// - the front: the events of the last opened bucket, sorted, and whatever is pushed before the
//   buckets.
// Events are only ever sorted a few at a time. Which bucket holds a time is computed by one
// monotone function per rung, so equal times always meet in one bucket, and rounding cannot
// disorder anything. What cannot be spread (equal times, times bunched more tightly than all rungs
// resolve) is the front's.
import { Front } from './front.ts';
import { DEAD, HINT, MOVED, PAYLOAD, PLAIN, type Rows, STATE } from './rows.ts';
import { Rung } from './rung.ts';

const RUNGS_MAX = 8;
const BUCKET_MAX = 16;

/** The order of the rows of an event queue. It frees dead rows and spent hints as it meets them. */
export class Ladder {
  /** Dead rows and hints that still lie in a list. */
  stale = 0;
  readonly #rows: Rows;
  readonly #front = new Front();
  readonly #rungs = Array.from({ length: RUNGS_MAX }, () => new Rung());
  #depth = 0;
  #topHead = -1;
  #topTail = -1;
  #topCount = 0;
  #topMinMs = Infinity;
  #topSumMs = 0;
  #topMaxMs = -Infinity;
  #topAfterMs = -Infinity;

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  /** Puts a row where its key belongs. The row must lie in no list. */
  insert(row: number): void {
    const { values, links, stride } = this.#rows;
    const atMs = values[row * stride]!;
    if (atMs > this.#topAfterMs) {
      this.#insertInTop(row, atMs);
      return;
    }
    for (let depth = 0; depth < this.#depth; depth++) {
      const rung = this.#rungs[depth]!;
      let place = (atMs - rung.startMs) * rung.bucketsPerMs;
      if (place >= rung.size) place = rung.size - 1;
      if (place >= rung.next) {
        links[2 * row] = rung.heads[place | 0]!;
        rung.heads[place | 0] = row;
        return;
      }
    }
    if (this.#front.insert(atMs, values[row * stride + 1]!, row)) this.#spreadFront();
  }

  /** The row of the next event, or of the hint that stands for it; -1 when none is pending. */
  first(): number {
    for (;;) {
      const row = this.#front.first();
      if (row < 0) {
        if (!this.#refill()) return -1;
      } else if ((this.#rows.links[2 * row + 1]! & STATE) === PLAIN || this.#isDue(row)) {
        return row;
      } else {
        this.#front.take();
        if (this.#isKept(row)) this.insert(row);
      }
    }
  }

  /** Takes out what `first` would give. */
  take(): number {
    const row = this.#front.take();
    if (row >= 0) {
      if ((this.#rows.links[2 * row + 1]! & STATE) === PLAIN || this.#isDue(row)) return row;
      if (this.#isKept(row)) this.insert(row);
    }
    return this.first() < 0 ? -1 : this.#front.take();
  }

  /** The time of the row that `first` gave. */
  firstMs(): number {
    return this.#front.firstMs();
  }

  /** Whether a plain row could take this time and stay where it lies. */
  staysInTop(fromMs: number, toMs: number): boolean {
    return fromMs > this.#topAfterMs && toMs > this.#topAfterMs;
  }

  /** Tells the top that one of its rows has a new time. */
  moveInTop(fromMs: number, toMs: number): void {
    this.#topSumMs += toMs - fromMs;
    this.#widenTop(toMs);
  }

  #insertInTop(row: number, atMs: number): void {
    const links = this.#rows.links;
    links[2 * row] = -1;
    // Oldest first: spreading turns a list round, and the front likes the youngest first.
    if (this.#topTail < 0) this.#topHead = row;
    else links[2 * this.#topTail] = row;
    this.#topTail = row;
    this.#topCount++;
    this.#topSumMs += atMs;
    this.#widenTop(atMs);
  }

  #widenTop(atMs: number): void {
    if (atMs < this.#topMinMs) this.#topMinMs = atMs;
    if (atMs > this.#topMaxMs) this.#topMaxMs = atMs;
  }

  #openTop(): void {
    const list = this.#topHead;
    const count = this.#topCount;
    const minMs = this.#topMinMs;
    const maxMs = this.#topMaxMs;
    const meanMs = this.#topSumMs / count;
    this.#topSumMs = 0;
    this.#topHead = this.#topTail = -1;
    this.#topCount = 0;
    this.#topMinMs = Infinity;
    this.#topMaxMs = -Infinity;
    this.#topAfterMs = maxMs;
    if (!this.#spread(list, count, minMs, meanMs)) this.#load(list);
  }

  #refill(): boolean {
    while (this.#depth > 0) {
      const rung = this.#rungs[this.#depth - 1]!;
      let i = rung.next;
      while (i < rung.size && rung.heads[i]! < 0) i++;
      rung.next = i + 1;
      // A rung without unopened buckets goes first, so that its last bucket may take its place.
      if (rung.next >= rung.size) this.#depth--;
      if (i < rung.size) {
        this.#open(rung.heads[i]!);
        return true;
      }
    }
    if (this.#topHead < 0) return false;
    this.#openTop();
    return true;
  }

  // Spreads a list over a new rung, or sorts it into the front when it is short or cannot be
  // spread.
  #open(list: number): void {
    const { values, links, stride } = this.#rows;
    let count = 0;
    for (let row = list; row >= 0 && count <= BUCKET_MAX; row = links[2 * row]!) count++;
    if (count <= BUCKET_MAX) {
      this.#load(list);
      return;
    }
    count = 0;
    let minMs = Infinity;
    let sumMs = 0;
    let turned = -1;
    for (let row = list, next = -1; row >= 0; row = next) {
      const atMs = values[row * stride]!;
      if (atMs < minMs) minMs = atMs;
      sumMs += atMs;
      count++;
      next = links[2 * row]!;
      links[2 * row] = turned;
      turned = row;
    }
    if (!this.#spread(turned, count, minMs, sumMs / count)) this.#load(turned);
  }

  #spread(list: number, count: number, minMs: number, meanMs: number): boolean {
    if (count <= BUCKET_MAX || this.#depth === RUNGS_MAX) return false;
    const rung = this.#rungs[this.#depth]!;
    if (!rung.spread(this.#rows, list, count, minMs, meanMs)) return false;
    this.#depth++;
    return true;
  }

  #load(list: number): void {
    const { values, links, stride } = this.#rows;
    let elsewhere = -1;
    for (let row = list, next = -1; row >= 0; row = next) {
      next = links[2 * row]!;
      if ((links[2 * row + 1]! & STATE) === PLAIN || this.#isDue(row)) {
        this.#front.insert(values[row * stride]!, values[row * stride + 1]!, row);
      } else if (this.#isKept(row)) {
        links[2 * row] = elsewhere;
        elsewhere = row;
      }
    }
    for (let row = elsewhere, next = -1; row >= 0; row = next) {
      next = links[2 * row]!;
      this.insert(row);
    }
  }

  #spreadFront(): void {
    const { links } = this.#rows;
    let list = -1;
    this.#front.drain((row) => {
      links[2 * row] = list;
      list = row;
    });
    this.#open(list);
  }

  // A hint is due where its event's key is; a moved row goes to its new place before it is due.
  #isDue(row: number): boolean {
    return this.#rows.stateOf(row) === HINT && this.#leadOfTarget(row) === 0;
  }

  // What to do with a row that is neither plain nor due: place it anew, or free it.
  #isKept(row: number): boolean {
    const { values, stride } = this.#rows;
    if (this.#rows.stateOf(row) === MOVED) {
      this.#rows.setState(row, PLAIN);
      return true;
    }
    if (this.#rows.stateOf(row) === HINT && this.#leadOfTarget(row) > 0) {
      const target = values[row * stride + PAYLOAD]!;
      values[row * stride] = values[target * stride]!;
      values[row * stride + 1] = values[target * stride + 1]!;
      return true;
    }
    this.#rows.setState(row, DEAD);
    this.#rows.free(row);
    this.stale--;
    return false;
  }

  // 0 if the hinted event fires with this hint, 1 if after it, -1 if before it or if it needs no
  // hint.
  #leadOfTarget(hint: number): number {
    const { values, stride } = this.#rows;
    const target = values[hint * stride + PAYLOAD]!;
    if (this.#rows.stateOf(target) !== MOVED) return -1;
    const byTime = values[target * stride]! - values[hint * stride]!;
    return Math.sign(byTime || values[target * stride + 1]! - values[hint * stride + 1]!);
  }
}
