import type { Streams } from '../engine/random.ts';
import { sample } from '../engine/samplers.ts';
import { callsBefore, fewestCalls, isDrawn, nextCall, silenceAtEnd } from './curves.ts';
import { type Flow, takesMsOf } from './flows.ts';
import { hasFewCalls, type StreamPlan, stretches } from './plans.ts';

/** An event that the data plane asks the control plane to schedule. */
export type TrafficEvent = { atMs: number } & (
  | { kind: 'call.arrives' | 'traffic.begins'; function: number; version: number; stream: number }
  | { kind: 'traffic.ends'; function: number; version: number; agoMs: number }
);

export interface TrafficState {
  atMs: number[];
  made: number[];
  flowing: boolean[];
  asleep: string[];
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
  /** Exact moment of a stream's last call that is an event, before it was put on a whole ms. */
  private atMs: Float64Array;
  /** Calls up to and with that one, where calls are numbered. */
  private made: Float64Array;
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
    this.atMs = Float64Array.from(plans, ({ phase }) => phase.fromMs);
    this.made = Float64Array.from(plans, ({ phase }) => callsBefore(phase, phase.fromMs));
    this.flowing = plans.map(() => false);
    plans.forEach((plan, stream) => {
      const target = targetOf(plan);
      this.byTarget.set(target, [...(this.byTarget.get(target) ?? []), stream]);
    });
  }

  /** The events known before the run. */
  begin(): TrafficEvent[] {
    return this.plans.flatMap((plan, stream): TrafficEvent[] => {
      const firstMs = this.nextCallMs(stream);
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

  /** How long the stream's call that is an event now runs, where the traffic says so. */
  takesMs(stream: number): number | undefined {
    return takesMsOf(this.plans[stream]!, this.made[stream]! - 1);
  }

  /** A call of the stream was an event; says which event follows, if any. */
  after(stream: number, nowMs: number): TrafficEvent | null {
    if (!this.dense[stream]) return this.watch(stream);
    this.atMs[stream] = nowMs;
    this.flowing[stream] = !this.asleep.has(targetOf(this.plans[stream]!));
    if (!this.flowing[stream]) return this.watch(stream);
    this.flow.start(stream, { atMs: nowMs, made: this.made[stream]! });
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
      const { atMs, made } = this.flow.stop(stream, nowMs);
      this.atMs[stream] = atMs;
      this.made[stream] = made;
      return this.watch(stream) ?? [];
    });
  }

  wake(target: string): void {
    this.asleep.delete(target);
  }

  save(): TrafficState {
    return {
      atMs: [...this.atMs],
      made: [...this.made],
      flowing: [...this.flowing],
      asleep: [...this.asleep],
    };
  }

  restore(state: TrafficState): void {
    this.atMs = Float64Array.from(state.atMs);
    this.made = Float64Array.from(state.made);
    this.flowing = [...state.flowing];
    this.asleep = new Set(state.asleep);
  }

  private watch(stream: number): TrafficEvent | null {
    const { function: fn, version } = this.plans[stream]!;
    const atMs = this.nextCallMs(stream);
    return atMs === null ? null : { kind: 'call.arrives', atMs, function: fn, version, stream };
  }

  /** The stream's next call, on whole ms; null when none comes. */
  private nextCallMs(stream: number): number | null {
    const { phase } = this.plans[stream]!;
    const unit = isDrawn(phase) ? this.unit('arrival', stream) : 0;
    const exactMs = nextCall(phase, this.atMs[stream]!, unit, this.made[stream]);
    if (exactMs === Number.POSITIVE_INFINITY) return null;
    // Kept exact: rounding each gap up to whole ms would slow fast traffic down.
    this.atMs[stream] = exactMs;
    this.made[stream]! += 1;
    // Of counts every call must come, also one in the last ms of its step.
    const atMs = phase.kind === 'counts' ? Math.floor(exactMs) : Math.ceil(exactMs);
    return atMs < phase.untilMs ? atMs : null;
  }

  /** How long before its end a dense stream made its last call, in whole ms. */
  private silenceBeforeEnd(stream: number, firstMs: number): number {
    const { phase } = this.plans[stream]!;
    const unit = isDrawn(phase) ? this.unit('lastCall', stream) : 0;
    return Math.round(Math.min(phase.untilMs - firstMs, silenceAtEnd(phase, unit)));
  }

  /** A draw from the exponential law of mean 1. */
  private unit(purpose: 'arrival' | 'lastCall', stream: number): number {
    const { name } = this.plans[stream]!;
    return sample({ kind: 'exponential', mean: 1 }, this.streams.of(purpose, name));
  }
}

/** Names a version: places of the function and the version's number. */
export function targetOf(plan: { function: number; version: number }): string {
  return `${plan.function}:${plan.version}`;
}

function isDense(phase: StreamPlan['phase'], idleAfterMs: number | null): boolean {
  if (hasFewCalls(phase)) return false;
  if (phase.kind === 'burst') return isOneStretch(phase, 1);
  if (idleAfterMs === null) return false;
  if (phase.kind === 'every') return phase.everyMs < idleAfterMs;
  if (phase.kind === 'counts' && phase.stepMs > idleAfterMs) return false;
  if (phase.kind === 'times' || phase.kind === 'counts') return isOneStretch(phase, idleAfterMs);
  return fewestCalls(phase, idleAfterMs) >= DENSE_CALLS;
}

/** No two calls of the list are that far apart, and the phase is over with the last one. */
function isOneStretch(phase: StreamPlan['phase'], silenceMs: number): boolean {
  const parts = stretches(phase, silenceMs);
  return parts.length === 1 && parts[0]!.untilMs === phase.untilMs;
}
