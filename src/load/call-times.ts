import { MARK, type Streams } from '../engine/random.ts';
import { isDrawn, nextCall } from './curves.ts';
import type { StreamPlan } from './plans.ts';

/** When each stream calls next, by its own random numbers. */
export class CallTimes {
  private readonly plans: readonly StreamPlan[];
  private readonly streams: Streams;
  /** Of constant rates, in calls a ms; 0: the phase is asked. */
  private readonly perMs: Float64Array;
  private readonly untilMs: Float64Array;
  /** 1: its moments need draws. */
  private readonly drawn: Uint8Array;
  /** Places of the streams' random numbers; -1: none was asked for yet. */
  private readonly units: Int32Array;

  constructor(plans: readonly StreamPlan[], streams: Streams) {
    this.plans = plans;
    this.streams = streams;
    this.perMs = Float64Array.from(plans, ({ phase }) => {
      return phase.kind === 'rate' ? phase.callsPerMs : 0;
    });
    this.untilMs = Float64Array.from(plans, ({ phase }) => phase.untilMs);
    this.drawn = Uint8Array.from(plans, ({ phase }) => (isDrawn(phase) ? 1 : 0));
    this.units = new Int32Array(plans.length).fill(-1);
  }

  /** The stream's first call from a moment on, in ms. @param made calls before it */
  from(stream: number, atMs: number, made: number): number {
    return this.after(stream, Math.max(atMs, this.plans[stream]!.phase.fromMs), made);
  }

  /** The stream's next call after one at `atMs`; Infinity: it was the last. */
  after(stream: number, atMs: number, made: number): number {
    const perMs = this.perMs[stream]!;
    if (perMs > 0) {
      const nextMs = atMs + this.unit(stream) / perMs;
      return nextMs < this.untilMs[stream]! ? nextMs : Number.POSITIVE_INFINITY;
    }
    const { phase } = this.plans[stream]!;
    return nextCall(phase, atMs, this.drawn[stream] ? this.unit(stream) : 0, made);
  }

  /** Notes where the stream's random numbers stand, in its row of `marks`. */
  mark(stream: number, marks: Int32Array): void {
    if (this.drawn[stream]) this.streams.mark(this.placeOf(stream), marks, stream);
  }

  goBack(stream: number, marks: Int32Array): void {
    if (this.drawn[stream]) this.streams.goBack(this.placeOf(stream), marks, stream);
  }

  newMarks(): Int32Array {
    return new Int32Array(MARK * this.plans.length);
  }

  /** A draw from the exponential law of mean 1. */
  private unit(stream: number): number {
    return -Math.log(1 - this.streams.double(this.placeOf(stream)));
  }

  private placeOf(stream: number): number {
    const known = this.units[stream]!;
    if (known >= 0) return known;
    this.units[stream] = this.streams.placeOf('arrival', this.plans[stream]!.name);
    return this.units[stream]!;
  }
}
