// One rung of the ladder: a stretch of time cut into equal buckets, each an unsorted list of rows.
import type { Rows } from './rows.ts';

const BUCKETS_PER_EVENT = 0.5;
// A rung resolves up to twice the mean: all of a uniform stretch, and of a stretch with a long tail
// the part where the events are. The last bucket takes the tail and is spread again in its turn.
const MEANS_PER_RUNG = 2;

/** The place of a time is (atMs - startMs) * bucketsPerMs, cut at the last bucket. */
export class Rung {
  /** The first row of each bucket, -1 when it is empty. */
  heads = new Int32Array(64);
  startMs = 0;
  bucketsPerMs = 0;
  /** How many buckets there are. */
  size = 0;
  /** The first bucket not yet opened. */
  next = 0;

  /**
   * Lays a list of `count` rows out over new buckets.
   * @param minMs the earliest time in the list, or a time before it
   * @param meanMs the mean of the times, which sets the width of the buckets
   * @returns false when the times cannot be told apart, and then the list is as it was
   */
  spread(rows: Rows, list: number, count: number, minMs: number, meanMs: number): boolean {
    const size = Math.ceil(count * BUCKETS_PER_EVENT);
    const bucketsPerMs = size / (MEANS_PER_RUNG * (meanMs - minMs));
    // The rounded mean of equal times may lie before them, and places would run backwards.
    if (!(bucketsPerMs > 0 && bucketsPerMs < Infinity)) return false;
    if (this.heads.length < size) this.heads = new Int32Array(2 ** Math.ceil(Math.log2(size)));
    this.heads.fill(-1, 0, size);
    this.startMs = minMs;
    this.bucketsPerMs = bucketsPerMs;
    this.size = size;
    this.next = 0;
    const { heads } = this;
    const { values, links, stride } = rows;
    for (let row = list, next = -1; row >= 0; row = next) {
      const place = (values[row * stride]! - minMs) * bucketsPerMs;
      // A moved row's key may lie before the list it is in; any bucket will do for it.
      const bucket = place >= size ? size - 1 : place > 0 ? place | 0 : 0;
      next = links[2 * row]!;
      links[2 * row] = heads[bucket]!;
      heads[bucket] = row;
    }
    return true;
  }
}
