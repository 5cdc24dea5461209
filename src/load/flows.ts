import { randomPoisson } from 'd3-random';
import { type Sampler, samplerOf } from '../engine/hot-samplers.ts';
import { EventQueue, type QueueState } from '../engine/queue.ts';
import type { Streams } from '../engine/random.ts';
import type { StreamPlan } from './plans.ts';

/**
 * Carries out the calls of dense streams while they flow: between `start` and `stop`, and never at
 * or after the end of the stream's phase.
 */
export interface Flow {
  /** Calls come after this moment, in ms. */
  start(stream: number, fromMs: number): void;
  stop(stream: number, nowMs: number): void;
  /** All calls before this moment have been told when it returns. */
  settle(stream: number, nowMs: number): void;
  /** When the next call comes that is an event, in ms; Infinity when calls are only counted. */
  nextMs(): number;
  /** Makes that call. */
  step(): void;
  save(): FlowState;
  restore(state: FlowState): void;
}

export interface FlowState {
  countedMs: number[];
  nextCall: number[];
  flowing: boolean[];
  queue: QueueState | null;
}

/** Tells of `calls` calls of a stream at `atMs` (of counted ones: up to then). */
export type Told = (stream: number, calls: number, atMs: number) => void;

/** Closed form: between two looks a Poisson stream is one Poisson number (LOAD-3). */
export class CountedFlow implements Flow {
  private readonly plans: readonly StreamPlan[];
  private readonly streams: Streams;
  private readonly told: Told;
  private countedMs: Float64Array;
  /** Which call of a periodic stream is the first that is not told. */
  private nextCall: Float64Array;
  private flowing: boolean[];

  constructor(plans: readonly StreamPlan[], streams: Streams, told: Told) {
    this.plans = plans;
    this.streams = streams;
    this.told = told;
    this.countedMs = new Float64Array(plans.length);
    this.nextCall = new Float64Array(plans.length);
    this.flowing = plans.map(() => false);
  }

  start(stream: number, fromMs: number): void {
    this.flowing[stream] = true;
    this.countedMs[stream] = fromMs;
    this.nextCall[stream] = callAfter(this.plans[stream]!.phase, fromMs);
  }

  stop(stream: number, nowMs: number): void {
    this.settle(stream, nowMs);
    this.flowing[stream] = false;
  }

  settle(stream: number, nowMs: number): void {
    if (!this.flowing[stream]) return;
    const { phase } = this.plans[stream]!;
    const fromMs = this.countedMs[stream]!;
    const untilMs = Math.min(nowMs, phase.untilMs);
    if (untilMs <= fromMs) return;
    this.countedMs[stream] = untilMs;
    const calls = this.callsIn(stream, fromMs, untilMs);
    if (calls > 0) this.told(stream, calls, untilMs);
  }

  nextMs(): number {
    return Number.POSITIVE_INFINITY;
  }

  step(): void {}

  save(): FlowState {
    const { countedMs, nextCall, flowing } = this;
    return {
      countedMs: [...countedMs],
      nextCall: [...nextCall],
      flowing: [...flowing],
      queue: null,
    };
  }

  restore(state: FlowState): void {
    this.countedMs = Float64Array.from(state.countedMs);
    this.nextCall = Float64Array.from(state.nextCall);
    this.flowing = [...state.flowing];
  }

  /** Calls that are not told yet and come before `untilMs`. */
  private callsIn(stream: number, fromMs: number, untilMs: number): number {
    const { phase, name } = this.plans[stream]!;
    if (phase.kind === 'times') return 0;
    if (phase.kind === 'every') {
      const before = this.nextCall[stream]!;
      const after = Math.max(before, Math.ceil((untilMs - phase.fromMs) / phase.everyMs));
      this.nextCall[stream] = after;
      return after - before;
    }
    const source = this.streams.of('calls', name);
    return randomPoisson.source(() => source.double())(phase.callsPerMs * (untilMs - fromMs))();
  }
}

/** The number of a periodic stream's first call after `fromMs`. */
function callAfter(phase: StreamPlan['phase'], fromMs: number): number {
  return phase.kind === 'every' ? Math.floor((fromMs - phase.fromMs) / phase.everyMs) + 1 : 0;
}

/** Every call is an event with a moment of its own. */
export class ExactFlow implements Flow {
  private readonly plans: readonly StreamPlan[];
  private readonly streams: Streams;
  private readonly told: Told;
  private queue = new EventQueue({ slots: 1 });
  /** Handle of each stream's pending call, -1: none. */
  private handles: Float64Array;
  private readonly gaps: (Sampler | undefined)[] = [];

  constructor(plans: readonly StreamPlan[], streams: Streams, told: Told) {
    this.plans = plans;
    this.streams = streams;
    this.told = told;
    this.handles = new Float64Array(plans.length).fill(-1);
  }

  start(stream: number, fromMs: number): void {
    const { phase } = this.plans[stream]!;
    let atMs = Number.POSITIVE_INFINITY;
    if (phase.kind === 'rate') atMs = fromMs + this.gapOf(stream, phase.callsPerMs)();
    else if (phase.kind === 'every') {
      atMs = phase.fromMs + callAfter(phase, fromMs) * phase.everyMs;
    }
    // The stream's number breaks ties: one call of each stream waits at most.
    const waits = atMs < phase.untilMs;
    this.handles[stream] = waits ? this.queue.push(atMs, stream, 0, stream) : -1;
  }

  private gapOf(stream: number, callsPerMs: number): Sampler {
    const law = { kind: 'exponential', mean: 1 / callsPerMs } as const;
    const { name } = this.plans[stream]!;
    this.gaps[stream] ??= samplerOf(law, this.streams.of('arrival', name));
    return this.gaps[stream];
  }

  stop(stream: number): void {
    if (this.handles[stream]! >= 0) this.queue.cancel(this.handles[stream]!);
    this.handles[stream] = -1;
  }

  settle(): void {}

  nextMs(): number {
    return this.queue.peekMs();
  }

  step(): void {
    if (!this.queue.pop()) return;
    const { atMs } = this.queue;
    const stream = this.queue.slot(0);
    this.start(stream, atMs);
    this.told(stream, 1, atMs);
  }

  save(): FlowState {
    return { countedMs: [], nextCall: [], flowing: [], queue: this.queue.save() };
  }

  restore(state: FlowState): void {
    this.handles.fill(-1);
    for (const event of state.queue?.events ?? []) {
      const [atMs = 0, seq = 0, , stream = 0] = event;
      this.handles[stream] = this.queue.push(atMs, seq, 0, stream);
    }
  }
}
