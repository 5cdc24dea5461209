import { EventQueue } from '../engine/queue.ts';
import type { Streams } from '../engine/random.ts';
import { CallBatch, type CallBatchState } from './call-batch.ts';
import { CallTimes } from './call-times.ts';
import { type Flow, type Mark, type Told, takesMsOf } from './flows.ts';
import type { StreamPlan } from './plans.ts';

export interface ExactFlowState {
  made: number[];
  batch: CallBatchState;
  late: { stream: number; atMs: number }[];
}

/**
 * Every call is an event with a moment of its own. Moments are drawn ahead in batches, stream by
 * stream: thousands of streams with one call each in a queue wait for memory at every draw. A stream
 * draws its own numbers in its own order, so how its calls are dealt into batches is not to be seen.
 * Of a stream that starts within a batch, one call at a time waits in a queue until the batch ends.
 */
export class ExactFlow implements Flow {
  private readonly plans: readonly StreamPlan[];
  private readonly told: Told;
  private readonly times: CallTimes;
  private readonly batch: CallBatch;
  private late = new EventQueue({ slots: 1 });
  /** Handle of the call of a late stream, -1: none. */
  private readonly handles: Float64Array;
  /** 1: the stream says how long each of its calls runs. */
  private readonly isTimed: Uint8Array;
  /** Calls told of. */
  private made: Float64Array;
  /** When the next call comes, in ms, and whether it is a late stream's. */
  private soonestMs = Number.POSITIVE_INFINITY;
  private isLate = false;

  constructor(plans: readonly StreamPlan[], streams: Streams, told: Told) {
    this.plans = plans;
    this.told = told;
    this.times = new CallTimes(plans, streams);
    this.batch = new CallBatch(this.times, plans.length);
    this.handles = new Float64Array(plans.length).fill(-1);
    this.isTimed = Uint8Array.from(plans, ({ phase }) => {
      return phase.kind === 'times' && phase.durationsMs !== undefined ? 1 : 0;
    });
    this.made = new Float64Array(plans.length);
  }

  start(stream: number, { atMs, made }: Mark): void {
    this.made[stream] = made;
    this.await(stream, this.times.from(stream, atMs, made));
    if (this.late.size > this.batch.size) this.batch.takeBack();
    this.look();
  }

  stop(stream: number, nowMs: number): Mark {
    if (this.handles[stream]! >= 0) this.late.cancel(this.handles[stream]!);
    else this.batch.leave(stream);
    this.handles[stream] = -1;
    this.look();
    return { atMs: nowMs, made: this.made[stream]! };
  }

  settle(): void {}

  nextMs(): number {
    return this.soonestMs;
  }

  step(): void {
    const atMs = this.soonestMs;
    const stream = this.isLate ? this.popLate() : this.batch.peekStream();
    const takesMs = this.isTimed[stream]
      ? takesMsOf(this.plans[stream]!, this.made[stream]!)
      : undefined;
    this.made[stream]! += 1;
    if (this.isLate) this.await(stream, this.times.after(stream, atMs, this.made[stream]!));
    else this.batch.pass();
    this.look();
    this.told(stream, 1, atMs, takesMs);
  }

  save(): ExactFlowState {
    return { made: [...this.made], batch: this.batch.save(), late: this.waiting() };
  }

  restore({ made, batch, late }: ExactFlowState): void {
    this.made = Float64Array.from(made);
    this.batch.restore(batch);
    this.handles.fill(-1);
    for (const { stream, atMs } of late) this.await(stream, atMs);
    this.look();
  }

  /** The stream's number breaks ties: one call of each stream waits at most. */
  private await(stream: number, atMs: number): void {
    const waits = atMs < Number.POSITIVE_INFINITY;
    this.handles[stream] = waits ? this.late.push(atMs, stream, 0, stream) : -1;
  }

  private popLate(): number {
    this.late.pop();
    return this.late.slot(0);
  }

  /** Finds the next call; draws the next batch where this one is over. */
  private look(): void {
    const { batch, late } = this;
    let batchMs = batch.peekMs();
    let lateMs = late.peekMs();
    if (batchMs === Number.POSITIVE_INFINITY && lateMs >= batch.endMs) {
      this.joinLate();
      batch.deal();
      batchMs = batch.peekMs();
      lateMs = Number.POSITIVE_INFINITY;
    }
    const isTie = lateMs === batchMs && lateMs < Number.POSITIVE_INFINITY;
    this.isLate = isTie ? late.peekSeq() < batch.peekStream() : lateMs < batchMs;
    this.soonestMs = this.isLate ? lateMs : batchMs;
  }

  /** Late streams and their next calls, in order. */
  private waiting(): ExactFlowState['late'] {
    return this.late.save().events.map(([atMs = 0, , , stream = 0]) => ({ stream, atMs }));
  }

  private joinLate(): void {
    if (this.late.size === 0) return;
    for (const { stream, atMs } of this.waiting()) {
      this.handles[stream] = -1;
      this.batch.join(stream, atMs, this.made[stream]!);
    }
    this.late = new EventQueue({ slots: 1 });
  }
}
