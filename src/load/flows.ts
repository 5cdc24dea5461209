import { randomBinomial, randomPoisson } from 'd3-random';
import type { Streams } from '../engine/random.ts';
import { callsBefore, countsMade, expectedCalls, isDrawn } from './curves.ts';
import type { StreamPlan } from './plans.ts';

/**
 * Where a stream stands, handed over when its calls become events or flow again: all calls up to
 * `atMs` were made, `made` of them where calls are numbered.
 */
export interface Mark {
  atMs: number;
  made: number;
}

/**
 * Carries out the calls of dense streams while they flow: between `start` and `stop`, and never at
 * or after the end of the stream's phase.
 */
export interface Flow {
  start(stream: number, from: Mark): void;
  /** @returns where the stream stands: calls at `nowMs` itself may still be to come */
  stop(stream: number, nowMs: number): Mark;
  /** All calls before this moment have been told when it returns. */
  settle(stream: number, nowMs: number): void;
  /** When the next call comes that is an event, in ms; Infinity when calls are only counted. */
  nextMs(): number;
  /** Makes that call. */
  step(): void;
}

export interface CountedFlowState {
  atMs: number[];
  made: number[];
  flowing: boolean[];
}

/**
 * Tells of `calls` calls of a stream at `atMs` (of counted ones: up to then). `takesMs`: how long
 * the one call runs, where the traffic says so.
 */
export type Told = (stream: number, calls: number, atMs: number, takesMs?: number) => void;

/** How long the call of that number runs, where the phase says so. */
export function takesMsOf({ phase }: StreamPlan, call: number): number | undefined {
  return phase.kind === 'times' ? phase.durationsMs?.[call] : undefined;
}

/** Closed form: between two looks a stream of a rate is one Poisson number (LOAD-3). */
export class CountedFlow implements Flow {
  private readonly plans: readonly StreamPlan[];
  private readonly streams: Streams;
  private readonly told: Told;
  private atMs: Float64Array;
  private made: Float64Array;
  private flowing: boolean[];

  constructor(plans: readonly StreamPlan[], streams: Streams, told: Told) {
    this.plans = plans;
    this.streams = streams;
    this.told = told;
    this.atMs = new Float64Array(plans.length);
    this.made = new Float64Array(plans.length);
    this.flowing = plans.map(() => false);
  }

  start(stream: number, from: Mark): void {
    this.flowing[stream] = true;
    this.atMs[stream] = from.atMs;
    this.made[stream] = from.made;
  }

  stop(stream: number, nowMs: number): Mark {
    this.settle(stream, nowMs);
    this.flowing[stream] = false;
    return { atMs: nowMs, made: this.made[stream]! };
  }

  settle(stream: number, nowMs: number): void {
    if (!this.flowing[stream]) return;
    const { phase } = this.plans[stream]!;
    const fromMs = this.atMs[stream]!;
    const untilMs = Math.min(nowMs, phase.untilMs);
    if (untilMs <= fromMs) return;
    const calls = this.callsIn(stream, fromMs, untilMs);
    this.atMs[stream] = untilMs;
    this.made[stream]! += calls;
    if (calls > 0) this.told(stream, calls, untilMs);
  }

  nextMs(): number {
    return Number.POSITIVE_INFINITY;
  }

  step(): void {}

  save(): CountedFlowState {
    const { atMs, made, flowing } = this;
    return { atMs: [...atMs], made: [...made], flowing: [...flowing] };
  }

  restore(state: CountedFlowState): void {
    this.atMs = Float64Array.from(state.atMs);
    this.made = Float64Array.from(state.made);
    this.flowing = [...state.flowing];
  }

  /** Calls that are not told yet and come before `untilMs`. */
  private callsIn(stream: number, fromMs: number, untilMs: number): number {
    const { phase, name } = this.plans[stream]!;
    const made = this.made[stream]!;
    if (!isDrawn(phase)) return Math.max(0, callsBefore(phase, untilMs) - made);
    // d3's samplers may keep a number for the next draw, so each draw makes its own.
    const source = () => this.streams.of('calls', name).double();
    if (phase.kind === 'counts') {
      const binomial = (n: number, share: number) => randomBinomial.source(source)(n, share)();
      return countsMade(phase, [fromMs, untilMs], made, binomial) - made;
    }
    const mean = expectedCalls(phase, fromMs, untilMs);
    return mean > 0 ? randomPoisson.source(source)(mean)() : 0;
  }
}
