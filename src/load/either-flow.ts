import type { ExactFlow, ExactFlowState } from './exact-flow.ts';
import type { CountedFlow, CountedFlowState, Flow, Mark } from './flows.ts';

export interface EitherState {
  counted: CountedFlowState;
  exact: ExactFlowState;
  isExact: boolean[];
  flowing: boolean[];
}

/** Hears from when a stream flows; Infinity: no longer. */
export type Fed = (stream: number, sinceMs: number, nowMs: number) => void;

/** Leaves each stream to one of two flows, and hands it over where the other one is called for. */
export class EitherFlow implements Flow {
  private readonly exact: ExactFlow;
  private readonly counted: CountedFlow;
  private readonly fed: Fed;
  private isExact: boolean[];
  private flowing: boolean[];

  constructor(isExact: readonly boolean[], exact: ExactFlow, counted: CountedFlow, fed: Fed) {
    this.isExact = [...isExact];
    this.flowing = isExact.map(() => false);
    this.exact = exact;
    this.counted = counted;
    this.fed = fed;
  }

  start(stream: number, from: Mark): void {
    this.flowing[stream] = true;
    this.of(stream).start(stream, from);
    this.fed(stream, from.atMs, from.atMs);
  }

  stop(stream: number, nowMs: number): Mark {
    this.flowing[stream] = false;
    this.fed(stream, Number.POSITIVE_INFINITY, nowMs);
    return this.of(stream).stop(stream, nowMs);
  }

  settle(stream: number, nowMs: number): void {
    this.of(stream).settle(stream, nowMs);
  }

  /** From now on the stream's calls are events, or are only counted. */
  turn(stream: number, isExact: boolean, nowMs: number): void {
    if (this.isExact[stream] === isExact) return;
    const mark = this.flowing[stream] ? this.of(stream).stop(stream, nowMs) : null;
    this.isExact[stream] = isExact;
    if (mark !== null) this.of(stream).start(stream, mark);
  }

  nextMs(): number {
    return this.exact.nextMs();
  }

  step(): void {
    this.exact.step();
  }

  save(): EitherState {
    const { isExact, flowing } = this;
    const flows = { counted: this.counted.save(), exact: this.exact.save() };
    return { ...flows, isExact: [...isExact], flowing: [...flowing] };
  }

  restore(state: EitherState): void {
    this.counted.restore(state.counted);
    this.exact.restore(state.exact);
    this.isExact = [...state.isExact];
    this.flowing = [...state.flowing];
  }

  private of(stream: number): Flow {
    return this.isExact[stream] ? this.exact : this.counted;
  }
}
