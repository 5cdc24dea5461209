import type { Distribution } from '../engine/distribution.ts';
import type { Streams } from '../engine/random.ts';
import { sample } from '../engine/samplers.ts';
import type { Flow, FlowState } from './flows.ts';
import type { StreamPlan } from './plans.ts';

/** What calls to a version meet: they run (null), they are refused, or they must be watched. */
export type Route<Refusal> = Refusal | null | 'asleep';

/** An event that the data plane asks the control plane to schedule. */
export type TrafficEvent = { atMs: number } & (
  | { kind: 'call.arrives' | 'traffic.begins'; function: number; version: number; stream: number }
  | { kind: 'traffic.ends'; function: number; version: number; agoMs: number }
);

export interface TrafficState {
  exactMs: number[];
  nextIndex: number[];
  flowing: boolean[];
  asleep: string[];
  flow: FlowState;
}

/** Below this many calls expected an idle time, a silence as long as it is not negligible. */
const DENSE_CALLS = 50;

/**
 * Who calls when. Sparse streams make every call an event of the control plane, since each may
 * wake its version. A dense stream, in which a silence as long as the idle time has a probability
 * under e^-50, makes such events of its beginning and end only; in between its calls are left to a
 * flow. While its version is asleep the next call is an event again (IDLE-3, LOAD-3).
 */
export class Traffic {
  private readonly plans: readonly StreamPlan[];
  private readonly streams: Streams;
  private readonly flow: Flow;
  private readonly dense: boolean[];
  private readonly byTarget = new Map<string, number[]>();
  private asleep = new Set<string>();
  /** Exact moment of a sparse Poisson stream's last call, before it was put on a whole ms. */
  private exactMs: Float64Array;
  /** Which call of a periodic or listed stream comes next. */
  private nextIndex: Float64Array;
  /** Dense streams whose calls are left to the flow; of the others the next call is an event. */
  private flowing: boolean[];

  /** @param idleAfterMs how long a version may be silent before it falls idle; null: it varies */
  constructor(
    plans: readonly StreamPlan[],
    streams: Streams,
    flow: Flow,
    idleAfterMs: number | null,
  ) {
    this.plans = plans;
    this.streams = streams;
    this.flow = flow;
    this.dense = plans.map(({ phase }) => isDense(phase, idleAfterMs));
    this.exactMs = new Float64Array(plans.length);
    this.nextIndex = new Float64Array(plans.length);
    this.flowing = plans.map(() => false);
    plans.forEach((plan, stream) => {
      const target = targetOf(plan);
      this.byTarget.set(target, [...(this.byTarget.get(target) ?? []), stream]);
    });
  }

  /** The events known before the run. */
  begin(): TrafficEvent[] {
    return this.plans.flatMap((plan, stream): TrafficEvent[] => {
      const firstMs = this.nextCallMs(stream, plan.phase.fromMs);
      if (firstMs === null) return [];
      const { function: fn, version, phase } = plan;
      const first = { atMs: firstMs, function: fn, version, stream };
      if (!this.dense[stream]) return [{ ...first, kind: 'call.arrives' }];
      const agoMs = this.silenceBeforeEnd(stream, firstMs);
      return [
        { ...first, kind: 'traffic.begins' },
        { kind: 'traffic.ends', atMs: phase.untilMs, function: fn, version, agoMs },
      ];
    });
  }

  /** A call of the stream was an event; says which event follows, if any. */
  after(stream: number, nowMs: number): TrafficEvent | null {
    const plan = this.plans[stream]!;
    if (!this.dense[stream]) {
      return this.watch(stream, plan.phase.kind === 'rate' ? this.exactMs[stream]! : nowMs);
    }
    this.flowing[stream] = !this.asleep.has(targetOf(plan));
    if (!this.flowing[stream]) return this.watch(stream, nowMs);
    this.flow.start(stream, nowMs);
    return null;
  }

  /** What calls to the target meet changes now: those before it are told first. */
  settle(target: string, nowMs: number): void {
    for (const stream of this.byTarget.get(target) ?? []) this.flow.settle(stream, nowMs);
  }

  settleAll(nowMs: number): void {
    for (const target of this.byTarget.keys()) this.settle(target, nowMs);
  }

  /** The target fell asleep: the next call of each of its streams is an event that wakes it. */
  sleep(target: string, nowMs: number): TrafficEvent[] {
    this.asleep.add(target);
    return (this.byTarget.get(target) ?? []).flatMap((stream) => {
      if (!this.flowing[stream]) return [];
      this.flowing[stream] = false;
      this.flow.stop(stream, nowMs);
      return this.watch(stream, nowMs) ?? [];
    });
  }

  wake(target: string): void {
    this.asleep.delete(target);
  }

  save(): TrafficState {
    return {
      exactMs: [...this.exactMs],
      nextIndex: [...this.nextIndex],
      flowing: [...this.flowing],
      asleep: [...this.asleep],
      flow: this.flow.save(),
    };
  }

  restore(state: TrafficState): void {
    this.exactMs = Float64Array.from(state.exactMs);
    this.nextIndex = Float64Array.from(state.nextIndex);
    this.flowing = [...state.flowing];
    this.asleep = new Set(state.asleep);
    this.flow.restore(state.flow);
  }

  private watch(stream: number, nowMs: number): TrafficEvent | null {
    const { function: fn, version } = this.plans[stream]!;
    const atMs = this.nextCallMs(stream, nowMs);
    return atMs === null ? null : { kind: 'call.arrives', atMs, function: fn, version, stream };
  }

  /** The stream's next call, on whole ms; null when none comes. Periodic ones come after `fromMs`. */
  private nextCallMs(stream: number, fromMs: number): number | null {
    const { phase, name } = this.plans[stream]!;
    let atMs = Number.POSITIVE_INFINITY;
    if (phase.kind === 'rate' && phase.callsPerMs > 0) {
      const law: Distribution = { kind: 'exponential', mean: 1 / phase.callsPerMs };
      // Kept exact: rounding each gap up to whole ms would slow fast traffic down.
      this.exactMs[stream] = fromMs + sample(law, this.streams.of('arrival', name));
      atMs = this.exactMs[stream]!;
    } else if (phase.kind === 'every') {
      const first = Math.ceil((fromMs - phase.fromMs) / phase.everyMs);
      const index = Math.max(this.nextIndex[stream]!, first);
      atMs = phase.fromMs + index * phase.everyMs;
      this.nextIndex[stream] = index + 1;
    } else if (phase.kind === 'times') {
      let index = this.nextIndex[stream]!;
      while (index < phase.atMs.length && phase.atMs[index]! < phase.fromMs) index += 1;
      if (index < phase.atMs.length) atMs = phase.atMs[index]!;
      this.nextIndex[stream] = index + 1;
    }
    atMs = Math.ceil(atMs);
    return atMs < phase.untilMs ? atMs : null;
  }

  /** How long before its end a dense stream made its last call, in whole ms. */
  private silenceBeforeEnd(stream: number, firstMs: number): number {
    const { phase, name } = this.plans[stream]!;
    const lengthMs = phase.untilMs - firstMs;
    if (phase.kind === 'times') return 0;
    if (phase.kind === 'every') {
      const calls = Math.ceil(lengthMs / phase.everyMs);
      return lengthMs - (calls - 1) * phase.everyMs;
    }
    const law: Distribution = { kind: 'exponential', mean: 1 / phase.callsPerMs };
    const silenceMs = sample(law, this.streams.of('lastCall', name));
    return Math.round(Math.min(lengthMs, silenceMs));
  }
}

/** Names a version: places of the function and the version's number. */
export function targetOf(plan: { function: number; version: number }): string {
  return `${plan.function}:${plan.version}`;
}

function isDense(phase: StreamPlan['phase'], idleAfterMs: number | null): boolean {
  if (idleAfterMs === null || phase.kind === 'times') return false;
  if (phase.kind === 'every') return phase.everyMs < idleAfterMs;
  return phase.callsPerMs * idleAfterMs >= DENSE_CALLS;
}
