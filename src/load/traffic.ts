import { randomPoisson } from 'd3-random';
import type { Distribution } from '../engine/distribution.ts';
import type { Streams } from '../engine/random.ts';
import { sample } from '../engine/samplers.ts';
import type { StreamPlan } from './plans.ts';

/** What calls to a version meet: they run (null), they are refused, or they must be watched. */
export type Route<Refusal> = Refusal | null | 'asleep';

/** An event that the data plane asks the control plane to schedule. */
export type TrafficEvent = { atMs: number } & (
  | { kind: 'call.arrives' | 'traffic.begins'; function: number; version: number; stream: number }
  | { kind: 'traffic.ends'; function: number; version: number; agoMs: number }
);

export interface TrafficState {
  countedMs: number[];
  nextIndex: number[];
  counting: boolean[];
  routes: Record<string, unknown>;
}

export interface TrafficOptions<Refusal> {
  /** What calls to a version meet before anything was said about it. */
  unknown: Refusal;
  /** How long a version may be silent before it falls idle; null: every call is an event. */
  idleAfterMs: number | null;
  /** Calls that were counted apart from events, as soon as their number is known. */
  count: (
    target: { function: number; version: number },
    calls: number,
    route: Route<Refusal>,
  ) => void;
}

/** Below this many calls expected an idle time, a silence as long as it is not negligible. */
const DENSE_CALLS = 50;

/**
 * The calls of a run. Sparse streams make every call an event. A dense stream, in which a silence
 * as long as the idle time has a probability under e^-50, makes events of its beginning and end
 * only; between changes of what its calls meet they are one Poisson number (LOAD-3). While its
 * version is asleep the next call is an event again, since that call wakes it.
 */
export class Traffic<Refusal extends string> {
  private readonly plans: readonly StreamPlan[];
  private readonly streams: Streams;
  private readonly options: TrafficOptions<Refusal>;
  private readonly dense: boolean[];
  private readonly byTarget = new Map<string, number[]>();
  private routes: Record<string, Route<Refusal>> = {};
  /** Up to when a dense stream's calls are counted, in ms. */
  private countedMs: Float64Array;
  /** Which call of a periodic or listed stream comes next. */
  private nextIndex: Float64Array;
  private counting: boolean[];

  constructor(plans: readonly StreamPlan[], streams: Streams, options: TrafficOptions<Refusal>) {
    this.plans = plans;
    this.streams = streams;
    this.options = options;
    this.dense = plans.map(({ phase }) => isDense(phase, options.idleAfterMs));
    this.countedMs = new Float64Array(plans.length);
    this.nextIndex = new Float64Array(plans.length);
    this.counting = plans.map(() => false);
    plans.forEach((plan, stream) => {
      const target = targetOf(plan);
      this.byTarget.set(target, [...(this.byTarget.get(target) ?? []), stream]);
    });
  }

  /** How many streams are counted in closed form. */
  get denseStreams(): number {
    return this.dense.filter(Boolean).length;
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
    if (this.dense[stream]) {
      this.counting[stream] = this.routes[targetOf(plan)] !== 'asleep';
      this.countedMs[stream] = nowMs;
      return this.counting[stream] ? null : this.watch(stream, nowMs);
    }
    return this.watch(stream, plan.phase.kind === 'rate' ? this.countedMs[stream]! : nowMs);
  }

  /** Calls to the target meet something else from now on. */
  reroute(target: string, route: Route<Refusal>, nowMs: number): TrafficEvent[] {
    const streams = this.byTarget.get(target);
    if (streams === undefined) return [];
    this.settle(target, nowMs);
    this.routes[target] = route;
    if (route !== 'asleep') return [];
    return streams.flatMap((stream) => {
      if (!this.counting[stream]) return [];
      this.counting[stream] = false;
      return this.watch(stream, nowMs) ?? [];
    });
  }

  /** Counts what has arrived until now. */
  settleAll(nowMs: number): void {
    for (const target of this.byTarget.keys()) this.settle(target, nowMs);
  }

  save(): TrafficState {
    return {
      countedMs: [...this.countedMs],
      nextIndex: [...this.nextIndex],
      counting: [...this.counting],
      routes: { ...this.routes },
    };
  }

  restore(state: TrafficState): void {
    this.countedMs = Float64Array.from(state.countedMs);
    this.nextIndex = Float64Array.from(state.nextIndex);
    this.counting = [...state.counting];
    this.routes = { ...state.routes } as Record<string, Route<Refusal>>;
  }

  private settle(target: string, nowMs: number): void {
    for (const stream of this.byTarget.get(target) ?? []) {
      if (!this.counting[stream]) continue;
      const plan = this.plans[stream]!;
      const untilMs = Math.min(nowMs, plan.phase.untilMs);
      const calls = this.callsUntil(stream, untilMs);
      this.countedMs[stream] = untilMs;
      if (untilMs >= plan.phase.untilMs) this.counting[stream] = false;
      const { unknown, count } = this.options;
      const route = this.routes[target];
      if (calls > 0) count(plan, calls, route === undefined ? unknown : route);
    }
  }

  /** Calls in `[counted, untilMs)`: the number of a Poisson process, or the exact one. */
  private callsUntil(stream: number, untilMs: number): number {
    const { phase, name } = this.plans[stream]!;
    if (phase.kind === 'every') {
      const before = this.nextIndex[stream]!;
      const after = Math.max(before, Math.ceil((untilMs - phase.fromMs) / phase.everyMs));
      this.nextIndex[stream] = after;
      return after - before;
    }
    if (phase.kind === 'times') return 0;
    const expected = phase.callsPerMs * Math.max(0, untilMs - this.countedMs[stream]!);
    if (expected === 0) return 0;
    const source = this.streams.of('calls', name);
    return randomPoisson.source(() => source.double())(expected)();
  }

  private watch(stream: number, nowMs: number): TrafficEvent | null {
    const { function: fn, version } = this.plans[stream]!;
    const atMs = this.nextCallMs(stream, nowMs);
    return atMs === null ? null : { kind: 'call.arrives', atMs, function: fn, version, stream };
  }

  /** The stream's next call at or after `fromMs`, on whole ms; null when none comes. */
  private nextCallMs(stream: number, fromMs: number): number | null {
    const { phase, name } = this.plans[stream]!;
    const index = this.nextIndex[stream]!;
    let atMs = Number.POSITIVE_INFINITY;
    if (phase.kind === 'rate' && phase.callsPerMs > 0) {
      const law: Distribution = { kind: 'exponential', mean: 1 / phase.callsPerMs };
      atMs = fromMs + sample(law, this.streams.of('arrival', name));
      // Kept exact: rounding each gap up to whole ms would slow fast traffic down.
      this.countedMs[stream] = atMs;
    } else if (phase.kind === 'every') {
      atMs = phase.fromMs + index * phase.everyMs;
    } else if (phase.kind === 'times') {
      const next = phase.atMs.findIndex((time, place) => place >= index && time >= phase.fromMs);
      if (next >= 0) atMs = phase.atMs[next]!;
      this.nextIndex[stream] = next < 0 ? phase.atMs.length : next;
    }
    atMs = Math.ceil(atMs);
    if (atMs >= phase.untilMs) return null;
    this.nextIndex[stream]! += 1;
    return atMs;
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

/** Names a version for `reroute`: places of the function and the version's number. */
export function targetOf(plan: { function: number; version: number }): string {
  return `${plan.function}:${plan.version}`;
}

function isDense(phase: StreamPlan['phase'], idleAfterMs: number | null): boolean {
  if (idleAfterMs === null || phase.kind === 'times') return false;
  if (phase.kind === 'every') return phase.everyMs < idleAfterMs;
  return phase.callsPerMs * idleAfterMs >= DENSE_CALLS;
}
