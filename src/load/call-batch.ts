import { Moments } from '../engine/moments.ts';
import { MARK } from '../engine/random.ts';
import type { CallTimes } from './call-times.ts';

/** A stream in the batch: its first call there, how many it made before, and its random numbers. */
interface SavedStream {
  stream: number;
  beganMs: number;
  beganMade: number;
  mark: number[];
}

export interface CallBatchState {
  streams: SavedStream[];
  endMs: number;
  spanMs: number;
  cursor: number;
}

const NEVER = Number.POSITIVE_INFINITY;
/** Calls of a batch: for each stream, and at least. */
const CALLS_PER_STREAM = 2;
const CALLS_MIN = 256;
/** A batch of so many times as many calls is dealt again over half the time. */
const TOO_MANY = 4;
const SPAN_MIN_MS = 2 ** -10;
const SPAN_MAX_MS = 2 ** 40;

/** All calls of some streams up to a moment, in order. */
export class CallBatch {
  /** No call before this moment is left to later batches. */
  endMs = 0;
  private readonly times: CallTimes;
  private readonly moments = new Moments();
  private cursor = 0;
  private spanMs = 1;
  /** Ascending, so that calls of one moment stay in the order of their streams. */
  private streams: number[] = [];
  /** By stream: its first call that is not in the batch, and the calls before that one. */
  private readonly nextMs: Float64Array;
  private readonly dealt: Float64Array;
  /** By stream: where it stood when the batch was dealt. */
  private readonly beganMs: Float64Array;
  private readonly beganMade: Float64Array;
  private readonly marks: Int32Array;

  constructor(times: CallTimes, streams: number) {
    this.times = times;
    this.nextMs = new Float64Array(streams);
    this.dealt = new Float64Array(streams);
    this.beganMs = new Float64Array(streams);
    this.beganMade = new Float64Array(streams);
    this.marks = times.newMarks();
  }

  /** Streams whose calls it deals. */
  get size(): number {
    return this.streams.length;
  }

  /** When the next call comes, in ms, and whose it is; Infinity: none is left in the batch. */
  peekMs(): number {
    return this.cursor < this.moments.count ? this.moments.atMs[this.cursor]! : NEVER;
  }

  peekStream(): number {
    return this.moments.subjects[this.cursor]!;
  }

  /** The next call was made. */
  pass(): void {
    this.cursor++;
  }

  /** The stream's calls from this one on, which is its next, come in the batches from now on. */
  join(stream: number, atMs: number, made: number): void {
    this.streams.push(stream);
    this.nextMs[stream] = atMs;
    this.dealt[stream] = made;
  }

  /** The stream's calls come no longer: it stands as if only its next call had been drawn. */
  leave(stream: number): void {
    const others = this.streams.filter((other) => other !== stream);
    if (others.length === this.streams.length) return;
    this.streams = others;
    const passed = this.moments.drop(stream, this.cursor);
    this.cursor -= passed;
    this.goBackWith(stream);
    for (let call = 0; call < passed; call++) this.draw(stream);
  }

  /** Draws a batch that begins with the earliest call of all; the one before must be over. */
  deal(): void {
    this.streams = this.streams.filter((stream) => this.nextMs[stream]! < NEVER);
    this.streams.sort((x, y) => x - y);
    this.begin();
    let firstMs = NEVER;
    for (const stream of this.streams) firstMs = Math.min(firstMs, this.nextMs[stream]!);
    if (firstMs === NEVER) return;
    const fair = Math.max(CALLS_MIN, CALLS_PER_STREAM * this.streams.length);
    while (!this.dealUntil(firstMs + this.spanMs, TOO_MANY * fair)) {
      this.goBack();
      this.halve();
    }
    const { count } = this.moments;
    if (count < fair / 2) this.spanMs = Math.min(2 * this.spanMs, SPAN_MAX_MS);
    if (count > fair * 2) this.halve();
  }

  /** Never to a span that a moment plus it would not show: a batch has a call at least. */
  private halve(): void {
    this.spanMs = Math.max(this.spanMs / 2, SPAN_MIN_MS);
  }

  /** Forgets calls to come: every stream stands as if only its next call had been drawn. */
  takeBack(): void {
    if (this.endMs === 0) return;
    const made = this.moments.subjects.slice(0, this.cursor);
    this.goBack();
    for (const stream of made) this.draw(stream);
    this.begin();
  }

  save(): CallBatchState {
    const { endMs, spanMs, cursor } = this;
    const streams = this.streams.map((stream) => ({
      stream,
      beganMs: this.beganMs[stream]!,
      beganMade: this.beganMade[stream]!,
      mark: [...this.marks.subarray(MARK * stream, MARK * (stream + 1))],
    }));
    return { streams, endMs, spanMs, cursor };
  }

  restore({ streams, endMs, spanMs, cursor }: CallBatchState): void {
    this.streams = streams.map(({ stream }) => stream);
    for (const { stream, beganMs, beganMade, mark } of streams) {
      this.beganMs[stream] = beganMs;
      this.beganMade[stream] = beganMade;
      this.marks.set(mark, MARK * stream);
    }
    this.goBack();
    if (endMs > 0) this.dealUntil(endMs, NEVER);
    this.spanMs = spanMs;
    this.cursor = cursor;
  }

  /** Draws the calls before a moment. @returns false: there are more than so many */
  private dealUntil(endMs: number, most: number): boolean {
    const { moments } = this;
    this.endMs = endMs;
    for (const stream of this.streams) {
      while (this.nextMs[stream]! < endMs) {
        moments.add(this.nextMs[stream]!, stream);
        this.draw(stream);
        if (moments.count > most && this.spanMs > SPAN_MIN_MS) return false;
      }
    }
    moments.sort();
    return true;
  }

  /** The stream's next call is passed by, and the one after it drawn. */
  private draw(stream: number): void {
    this.dealt[stream]! += 1;
    this.nextMs[stream] = this.times.after(stream, this.nextMs[stream]!, this.dealt[stream]!);
  }

  /** Notes where the streams stand before calls are drawn. */
  private begin(): void {
    this.moments.clear();
    this.cursor = 0;
    this.endMs = 0;
    for (const stream of this.streams) {
      this.beganMs[stream] = this.nextMs[stream]!;
      this.beganMade[stream] = this.dealt[stream]!;
      this.times.mark(stream, this.marks);
    }
  }

  /** Lets the streams stand where they stood then. */
  private goBack(): void {
    this.moments.clear();
    this.cursor = 0;
    this.endMs = 0;
    for (const stream of this.streams) this.goBackWith(stream);
  }

  private goBackWith(stream: number): void {
    this.nextMs[stream] = this.beganMs[stream]!;
    this.dealt[stream] = this.beganMade[stream]!;
    this.times.goBack(stream, this.marks);
  }
}
