import type { Streams } from '../engine/random.ts';
import { ExactPlane, type PlaneLimits, type PlaneState } from '../load/exact.ts';
import { CountedFlow, ExactFlow, type FlowState } from '../load/flows.ts';
import type { LaneSpec, Usage } from '../load/lane.ts';
import { streamPlans } from '../load/plans.ts';
import { Traffic, type TrafficEvent, type TrafficState, targetOf } from '../load/traffic.ts';
import { findVersion } from '../model/invoke.ts';
import { pairingName, refName } from '../model/names.ts';
import { rowOf } from '../model/table.ts';
import type { ControlState, Refusal, Row } from '../model/types.ts';
import type { Fidelity, FunctionState, Scenario } from '../scenario/types.ts';
import type { ModelFrame } from './frame.ts';
import {
  type CrossingEvent,
  eitherFlow,
  fidelitiesOf,
  type LaneFidelity,
  lanesOf,
  ROUTE,
} from './lanes.ts';

/** What the data plane tells the run. */
export interface DataListener {
  schedule(event: TrafficEvent, cause: number): void;
  /** Calls whose answer is known: null, they ran. */
  count(subject: string, calls: number, refusal: Refusal | null): void;
  /** An ENI is too full, or has been silent for long; `atMs` is a whole ms, not before now. */
  crossing(event: CrossingEvent, atMs: number): void;
}

export interface DataPlaneState {
  traffic: TrafficState;
  exact: FlowState;
  plane: PlaneState;
  routes: (Refusal | null)[];
  /** By lane, those that ran, were throttled, met the route's refusal. */
  untold: [number[], number[], number[]];
  pairingOfEni: number[];
}

/**
 * Joins the two planes: rows of the control plane become routes and ENIs of the data plane, calls
 * and crossings of the data plane become counts and events of the control plane.
 */
export class DataPlane {
  readonly plane: ExactPlane;
  private readonly traffic: Traffic;
  private readonly exact: ExactFlow;
  private readonly lanes: readonly LaneSpec[];
  private readonly laneAt: Map<string, number>;
  private readonly functionAt: Map<string, number>;
  private readonly functionIds: readonly string[];
  private readonly listener: DataListener;
  private readonly fidelities: readonly LaneFidelity[];
  private routes: (Refusal | null)[];
  private pairingOfEni: number[] = [];
  /** Calls not told yet, by lane: those that ran, were throttled, met the route's refusal. */
  private readonly ran: Float64Array;
  private readonly throttled: Float64Array;
  private readonly refused: Float64Array;

  constructor(
    scenario: Scenario,
    options: { fidelity: Fidelity; idleAfterMs: number | null; limits: PlaneLimits },
    streams: Streams,
    listener: DataListener,
  ) {
    this.listener = listener;
    const plans = streamPlans(scenario, options.idleAfterMs ?? undefined);
    this.lanes = lanesOf(scenario);
    this.laneAt = new Map(this.lanes.map((lane, place) => [targetOf(lane), place]));
    this.functionAt = new Map(scenario.functions.map(({ id }, place) => [id, place]));
    this.functionIds = scenario.functions.map(({ id }) => id);
    this.routes = this.lanes.map(() => 'functionNotFound');
    this.ran = new Float64Array(this.lanes.length);
    this.throttled = new Float64Array(this.lanes.length);
    this.refused = new Float64Array(this.lanes.length);
    const cross = (kind: CrossingEvent['kind']) => (eni: number, nowMs: number) => {
      const pairing = this.pairingOfEni[eni]!;
      listener.crossing({ kind, pairing, eni }, Math.ceil(nowMs));
    };
    const reserved = scenario.functions.map(({ concurrency }) => concurrency);
    this.plane = new ExactPlane(this.lanes, reserved, options.limits, streams, {
      crowded: cross('eni.crowded'),
      silent: cross('eni.silent'),
      full: cross('eni.full'),
    });
    const laneOf = plans.map((plan) => this.laneAt.get(targetOf(plan))!);
    this.exact = new ExactFlow(plans, streams, (stream, calls, atMs, takesMs) => {
      this.call(laneOf[stream]!, calls, atMs, takesMs);
    });
    const counted = new CountedFlow(plans, streams, (stream, calls) => {
      const lane = laneOf[stream]!;
      if (this.routes[lane] === null) this.ran[lane]! += calls;
      else this.refused[lane]! += calls;
    });
    const called = new Set(laneOf);
    const chosen = fidelitiesOf(scenario, this.lanes, options.limits, options.fidelity);
    // Calls of the timeline are events of their own in any fidelity.
    this.fidelities = chosen.map((how, lane) => (called.has(lane) ? how : 'exact'));
    const isExact = laneOf.map((lane) => this.fidelities[lane] === 'exact');
    const flow = eitherFlow(isExact, this.exact, counted);
    this.traffic = new Traffic(plans, streams, flow, options.idleAfterMs);
  }

  begin(): TrafficEvent[] {
    return this.traffic.begin();
  }

  /** When the next call, end of a call or the like happens, in ms. */
  nextMs(): number {
    return Math.min(this.exact.nextMs(), this.plane.nextMs());
  }

  /** Runs the earliest of them; what ends comes before what begins. */
  step(): void {
    if (this.plane.nextMs() <= this.exact.nextMs()) this.plane.step();
    else this.exact.step();
  }

  /** Takes in what a step of the control plane changed, after it was booked. */
  follow(frame: ModelFrame, state: ControlState): void {
    const { event, atMs } = frame;
    for (const row of frame.rows) this.take(row, frame, state);
    if (event.kind === 'look') this.settleAll(atMs);
    if (event.kind !== 'call.arrives' && event.kind !== 'traffic.begins') return;
    const next = this.traffic.after(event.stream, atMs);
    if (next !== null) this.listener.schedule(next, frame.step);
  }

  /**
   * Calls that the control plane let through find environments.
   * @returns how many were throttled
   */
  admit(subject: string, calls: number, { event, atMs }: ModelFrame): number {
    const lane = this.laneAt.get(this.targetOf(subject));
    if (lane === undefined) return 0;
    const runsMs = 'stream' in event ? this.traffic.takesMs(event.stream) : undefined;
    let throttled = calls;
    for (let call = 0; call < calls; call++)
      if (this.plane.call(lane, atMs, runsMs)) throttled -= 1;
    return throttled;
  }

  /** Environments of a version that was called, and how its steady calls were carried out. */
  usageOf(subject: string, nowMs: number): (Usage & { fidelity: LaneFidelity }) | null {
    const lane = this.laneAt.get(this.targetOf(subject));
    if (lane === undefined) return null;
    return { ...this.plane.usageOf(lane, nowMs), fidelity: this.fidelities[lane]! };
  }

  /** Tells all calls that came before now. */
  settleAll(nowMs: number): void {
    this.traffic.settleAll(nowMs);
    for (let lane = 0; lane < this.lanes.length; lane++) this.tell(lane);
  }

  save(): DataPlaneState {
    return {
      traffic: this.traffic.save(),
      exact: this.exact.save(),
      plane: this.plane.save(),
      routes: [...this.routes],
      untold: [[...this.ran], [...this.throttled], [...this.refused]],
      pairingOfEni: [...this.pairingOfEni],
    };
  }

  restore(state: DataPlaneState): void {
    this.traffic.restore(state.traffic);
    this.exact.restore(state.exact);
    this.plane.restore(state.plane);
    this.routes = [...state.routes];
    const [ran, throttled, refused] = state.untold;
    this.ran.set(ran);
    this.throttled.set(throttled);
    this.refused.set(refused);
    this.pairingOfEni = [...state.pairingOfEni];
  }

  private call(lane: number, calls: number, atMs: number, takesMs?: number): void {
    if (this.routes[lane] !== null) this.refused[lane]! += calls;
    else if (this.plane.call(lane, atMs, takesMs)) this.ran[lane]! += calls;
    else this.throttled[lane]! += calls;
  }

  private tell(lane: number): void {
    const { function: fn, version } = this.lanes[lane]!;
    const subject = refName(this.functionIds[fn]!, version);
    const say = (counts: Float64Array, refusal: Refusal | null) => {
      if (counts[lane]! > 0) this.listener.count(subject, counts[lane]!, refusal);
      counts[lane] = 0;
    };
    say(this.ran, null);
    say(this.throttled, 'throttled429');
    say(this.refused, this.routes[lane]!);
  }

  private targetOf(subject: string): string {
    const [id = '', number = '0'] = subject.split(':');
    return `${this.functionAt.get(id)}:${number}`;
  }

  private take(row: Row, frame: ModelFrame, state: ControlState): void {
    const { note, to } = row;
    if (note === 'eni.phase') {
      const eni = Number(row.subject.slice('eni-'.length));
      if (frame.event.kind === 'eni.created') this.pairingOfEni[eni] = frame.event.pairing;
      if (to === 'available') this.plane.enis.ports.cutOff(eni);
      if (to === 'ready') this.plane.enis.add(row.with!, eni, frame.atMs);
      else if (row.from === 'ready') this.plane.enis.remove(row.with!, eni);
      return;
    }
    if (note === 'version.update' && to === 'Successful') this.configure(row, frame.atMs, state);
    if (note === 'version.created' || note === 'version.state') {
      this.reroute(row, ROUTE[to as FunctionState], frame, state);
    }
    if (note === 'version.deleted') this.reroute(row, 'functionNotFound', frame, state);
  }

  private reroute(row: Row, route: Refusal | null, frame: ModelFrame, state: ControlState): void {
    const target = this.targetOf(row.subject);
    const lane = this.laneAt.get(target);
    if (lane === undefined) return;
    this.traffic.settle(target, frame.atMs);
    this.tell(lane);
    this.routes[lane] = route;
    this.configure(row, frame.atMs, state);
    if (row.to !== 'Inactive') {
      this.traffic.wake(target);
      return;
    }
    for (const event of this.traffic.sleep(target, frame.atMs)) {
      this.listener.schedule(event, frame.step);
    }
  }

  /** The version's environments work with the pairings it holds now. */
  private configure(row: Row, nowMs: number, state: ControlState): void {
    const target = this.targetOf(row.subject);
    const lane = this.laneAt.get(target);
    if (lane === undefined) return;
    const [fn = '', number = ''] = target.split(':');
    const versionId = findVersion(rowOf(state.functions, Number(fn)), Number(number));
    const version = versionId === null ? null : rowOf(state.versions, versionId);
    const pairings = version?.state === 'Active' ? version.holds : [];
    const names = pairings.map((id) => pairingName(state, rowOf(state.pairings, id)));
    this.plane.configure(lane, names, nowMs);
  }
}
