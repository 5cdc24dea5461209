import type { Streams } from '../engine/random.ts';
import { meanOf } from '../engine/samplers.ts';
import { AggregatePlane } from '../load/aggregate.ts';
import { CountedLanes } from '../load/counted-lanes.ts';
import { EitherFlow } from '../load/either-flow.ts';
import { ExactPlane } from '../load/exact.ts';
import { ExactFlow } from '../load/exact-flow.ts';
import { CountedFlow } from '../load/flows.ts';
import { bothUsages } from '../load/lane.ts';
import { streamPlans } from '../load/plans.ts';
import { Traffic, type TrafficEvent, targetOf } from '../load/traffic.ts';
import { findVersion } from '../model/invoke.ts';
import { pairingName } from '../model/names.ts';
import { rowOf } from '../model/table.ts';
import type { ControlState, Refusal, Row } from '../model/types.ts';
import type { FunctionState, Scenario } from '../scenario/types.ts';
import { CallBook } from './call-book.ts';
import type {
  Carried,
  DataListener,
  DataPlaneOptions,
  DataPlaneState,
  VersionUsage,
} from './data-types.ts';
import { EniLinks } from './eni-links.ts';
import type { ModelFrame } from './frame.ts';
import { carriedOf, choicesOf, LanePlaces, lanesOf, ROUTE } from './lanes.ts';

/**
 * Joins the two planes: rows of the control plane become routes and ENIs of the data plane, calls
 * and crossings of the data plane become counts and events of the control plane.
 */
export class DataPlane {
  readonly plane: ExactPlane;
  private readonly aggregate: AggregatePlane;
  private readonly counted: CountedLanes;
  private readonly traffic: Traffic;
  private readonly flow: EitherFlow;
  private readonly calls: CallBook;
  private readonly places: LanePlaces;
  private readonly listener: DataListener;
  private readonly carried: readonly Carried[];
  private readonly links = new EniLinks();

  constructor(
    scenario: Scenario,
    options: DataPlaneOptions,
    streams: Streams,
    listener: DataListener,
  ) {
    this.listener = listener;
    const plans = streamPlans(scenario, options.idleAfterMs ?? undefined);
    const lanes = lanesOf(scenario);
    this.places = new LanePlaces(scenario, lanes);
    this.calls = new CallBook(lanes, this.places.functionIds, listener.count);
    const reserved = scenario.functions.map(({ concurrency }) => concurrency);
    const told = this.links.listener(listener.crossing);
    this.plane = new ExactPlane(lanes, reserved, options.limits, streams, told);
    const laneOf = Int32Array.from(plans, (plan) => this.places.laneAt(targetOf(plan))!);
    this.carried = carriedOf(choicesOf(scenario, lanes, plans, options), plans, laneOf);
    const phases = this.carried.map((lane) => lane.streams.map((stream) => plans[stream]!.phase));
    const { enis } = this.plane;
    const keepAliveMs = meanOf(options.limits.keepAlive);
    const steps = { keepAliveMs, stepMs: options.stepMs ?? keepAliveMs };
    this.counted = new CountedLanes(scenario, lanes, phases, steps, enis, streams);
    this.aggregate = new AggregatePlane(this.counted, steps, enis, streams, (...turned) =>
      this.turn(...turned),
    );
    const exact = new ExactFlow(plans, streams, (stream, calls, atMs, takesMs) => {
      this.call(laneOf[stream]!, calls, atMs, takesMs);
    });
    const counted = new CountedFlow(plans, streams, (stream, calls) => {
      this.count(laneOf[stream]!, calls);
    });
    const isExact = plans.map((_, i) => this.carried[laneOf[i]!]!.fidelity === 'exact');
    this.flow = new EitherFlow(isExact, exact, counted, (stream, sinceMs, nowMs) => {
      const lane = laneOf[stream]!;
      const { fidelity, streams: own } = this.carried[lane]!;
      if (fidelity === 'exact') return;
      this.aggregate.feed(lane, own.indexOf(stream), sinceMs, nowMs);
    });
    this.traffic = new Traffic(plans, streams, this.flow, options.idleAfterMs);
  }

  begin(): TrafficEvent[] {
    return this.traffic.begin();
  }

  /** When the next call, end of a call or the like happens, in ms. */
  nextMs(): number {
    return Math.min(this.flow.nextMs(), this.plane.nextMs(), this.aggregate.nextMs());
  }

  /**
   * Runs the earliest of them if it happens before a moment; what ends comes before what begins.
   * @returns false: none does
   */
  stepBefore(untilMs: number): boolean {
    const endMs = this.plane.nextMs();
    const lookMs = this.aggregate.nextMs();
    const callMs = this.flow.nextMs();
    if (Math.min(endMs, lookMs, callMs) >= untilMs) return false;
    if (endMs <= lookMs && endMs <= callMs) this.plane.step();
    else if (lookMs <= callMs) this.aggregate.step();
    else this.flow.step();
    return true;
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
    const lane = this.places.laneOf(subject);
    if (lane === undefined) return 0;
    // The closed forms know its environment as one of those that the traffic starts.
    const isCounted = this.carried[lane]!.fidelity === 'aggregate' && !this.counted.isPaused(lane);
    if (event.kind === 'traffic.begins' && isCounted) {
      this.counted.ran(lane, calls);
      return 0;
    }
    const runsMs = 'stream' in event ? this.traffic.takesMs(event.stream) : undefined;
    let throttled = calls;
    for (let call = 0; call < calls; call++)
      if (this.plane.call(lane, atMs, runsMs)) throttled -= 1;
    return throttled;
  }

  /** Environments of a version that was called, and how its steady calls were carried out. */
  usageOf(subject: string, nowMs: number): VersionUsage | null {
    const lane = this.places.laneOf(subject);
    if (lane === undefined) return null;
    const { fidelity, why, isKnown } = this.carried[lane]!;
    const single = this.plane.usageOf(lane, nowMs);
    const counted = fidelity === 'exact' ? null : this.counted.usageOf(lane, nowMs);
    const nearLimitMs = counted?.pausedMs ?? 0;
    return { ...bothUsages(single, counted), fidelity, why, isKnown, nearLimitMs };
  }

  /** Tells all calls that came before now. */
  settleAll(nowMs: number): void {
    this.traffic.settleAll(nowMs);
    this.carried.forEach(({ fidelity }, lane) => {
      if (fidelity === 'aggregate') this.counted.settle(lane, nowMs);
    });
    this.calls.tellAll();
  }

  save(): DataPlaneState {
    return {
      traffic: this.traffic.save(),
      flow: this.flow.save(),
      plane: this.plane.save(),
      aggregate: this.aggregate.save(),
      calls: this.calls.save(),
      pairingOfEni: this.links.save(),
    };
  }

  restore(state: DataPlaneState): void {
    this.traffic.restore(state.traffic);
    this.flow.restore(state.flow);
    this.plane.restore(state.plane);
    this.aggregate.restore(state.aggregate);
    this.calls.restore(state.calls);
    this.links.restore(state.pairingOfEni);
  }

  private call(lane: number, calls: number, atMs: number, takesMs?: number): void {
    const ran = this.calls.isOpen(lane) && this.plane.call(lane, atMs, takesMs);
    this.calls.enter(lane, calls, ran);
  }

  private count(lane: number, calls: number): void {
    this.calls.enter(lane, calls, this.calls.isOpen(lane));
    if (this.calls.isOpen(lane)) this.counted.ran(lane, calls);
  }

  /** A limit came near the versions, or is far from them again. */
  private turn(places: readonly number[], isExact: boolean, nowMs: number): void {
    for (const lane of places) {
      for (const stream of this.carried[lane]!.streams) this.flow.turn(stream, isExact, nowMs);
      if (isExact) this.plane.seat(lane, this.counted.found(lane, nowMs), nowMs);
      else this.plane.release(lane, nowMs);
    }
  }

  private take(row: Row, frame: ModelFrame, state: ControlState): void {
    const { note, to } = row;
    if (note === 'eni.phase') {
      this.links.take(row, frame, this.plane.enis, this.aggregate);
      return;
    }
    if (note === 'version.update' && to === 'Successful') this.configure(row, frame.atMs, state);
    if (note === 'version.created' || note === 'version.state') {
      this.reroute(row, ROUTE[to as FunctionState], frame, state);
    }
    if (note === 'version.deleted') this.reroute(row, 'functionNotFound', frame, state);
  }

  private reroute(row: Row, route: Refusal | null, frame: ModelFrame, state: ControlState): void {
    const target = this.places.targetOf(row.subject);
    const lane = this.places.laneAt(target);
    if (lane === undefined) return;
    this.traffic.settle(target, frame.atMs);
    this.calls.route(lane, route);
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
    const target = this.places.targetOf(row.subject);
    const lane = this.places.laneAt(target);
    if (lane === undefined) return;
    this.traffic.settle(target, nowMs);
    const [fn, number] = target.split(':').map(Number) as [number, number];
    const versionId = findVersion(rowOf(state.functions, fn), number);
    const version = versionId === null ? null : rowOf(state.versions, versionId);
    const isActive = version?.state === 'Active';
    const names = (isActive ? version.holds : []).map((id) =>
      pairingName(state, rowOf(state.pairings, id)),
    );
    this.plane.configure(lane, names, nowMs);
    if (this.carried[lane]!.fidelity === 'exact') return;
    this.aggregate.configure(lane, isActive ? names : null, nowMs);
  }
}
