import { EventQueue, type QueueState } from '../engine/queue.ts';
import type { Stream, Streams } from '../engine/random.ts';
import type { CountedLanes, SavedLane, StepLengths } from './counted-lanes.ts';
import type { EniPool } from './eni-pool.ts';
import { type Loads, loadsIn } from './group-loads.ts';
import { type Group, Groups, type GroupsState } from './groups.ts';
import { drawLoad, type PairingLoad } from './pairing-load.ts';

/** Hears that calls of some versions are events from now on, or are only counted. */
export type Turned = (lanes: readonly number[], isExact: boolean, nowMs: number) => void;

export interface AggregateState {
  lanes: SavedLane[];
  groups: GroupsState;
  queue: QueueState;
  seq: number;
}

/** The first looks after a change come in shorter steps, each as long as all before it. */
const FIRST_STEP = 1 / 8;
const STEPS_AT_ONCE = 24;

/**
 * Connections of counted calls in closed form (LOAD-3). Versions are followed by groups that share
 * pairings: at each step the connections of a pairing are drawn from their law and laid on its
 * ENIs. Where a limit might be met before the next step, the group's calls become events until all
 * limits are far again.
 */
export class AggregatePlane {
  private readonly lanes: CountedLanes;
  private readonly steps: StepLengths;
  private readonly enis: EniPool;
  private readonly streams: Streams;
  private readonly turned: Turned;
  private readonly groups = new Groups();
  private readonly loads = new Map<Group, Loads>();
  /** By place of the pairing: the stream of its draws, from the first one on. */
  private drawn: (Stream | undefined)[] = [];
  private queue = new EventQueue({ slots: 1 });
  private seq = 0;

  constructor(
    lanes: CountedLanes,
    steps: StepLengths,
    enis: EniPool,
    streams: Streams,
    turned: Turned,
  ) {
    this.lanes = lanes;
    this.steps = steps;
    this.enis = enis;
    this.streams = streams;
    this.turned = turned;
  }

  nextMs(): number {
    return this.queue.peekMs();
  }

  /** Looks at one group. */
  step(): void {
    if (!this.queue.pop()) return;
    const group = this.groups.at(this.queue.slot(0));
    if (group.dueMs === this.queue.atMs) this.look(group, this.queue.atMs);
  }

  /** A version's environments begin anew in these pairings; null: it takes no calls. */
  configure(place: number, pairings: readonly string[] | null, nowMs: number): void {
    const before = this.lanes.pairingsOf(place);
    const places = pairings?.map((name) => this.enis.placeOf(name)) ?? null;
    this.lanes.configure(place, places, nowMs);
    const left = before.length > 0 ? this.groups.of(before[0]!) : null;
    if (left !== null) {
      left.lanes = left.lanes.filter((other) => other !== place);
      this.changed(left, nowMs);
    }
    const group = this.groupOfLane(place, nowMs);
    if (group !== null && !group.lanes.includes(place)) group.lanes.push(place);
    this.carryOut([place], group?.isExact ?? false, nowMs);
    if (group !== null) this.changed(group, nowMs);
  }

  /** Calls of one of a version's phases flow from a moment on; Infinity: no longer. */
  feed(place: number, phase: number, sinceMs: number, nowMs: number): void {
    this.lanes.feed(place, phase, sinceMs, nowMs);
    const group = this.groupOfLane(place, nowMs);
    if (group !== null) this.changed(group, nowMs);
  }

  /** A pairing has one ENI more or less. */
  enisChanged(pairing: string, nowMs: number): void {
    const group = this.groups.of(this.enis.placeOf(pairing));
    if (group !== null) this.changed(group, nowMs);
  }

  save(): AggregateState {
    const { seq } = this;
    const groups = this.groups.save();
    return { lanes: this.lanes.save(), groups, queue: this.queue.save(), seq };
  }

  restore(state: AggregateState): void {
    this.lanes.restore(state.lanes);
    this.groups.restore(state.groups);
    this.queue = EventQueue.restore(state.queue);
    this.seq = state.seq;
    this.loads.clear();
  }

  private groupOfLane(place: number, nowMs: number): Group | null {
    const pairings = this.lanes.pairingsOf(place);
    return pairings.length > 0 ? this.groupWith(pairings, nowMs) : null;
  }

  private groupWith(pairings: readonly number[], nowMs: number): Group {
    const { group, wasExact } = this.groups.joined(pairings, nowMs);
    if (wasExact) {
      for (const pairing of group.pairings) this.carry(pairing, null, 1, nowMs);
      this.carryOut(group.lanes, true, nowMs);
    }
    group.isExact = wasExact;
    return group;
  }

  /** Looks at the group at once, and then more often for a while. */
  private changed(group: Group, nowMs: number): void {
    this.loads.delete(group);
    group.changedMs = nowMs;
    this.lookAt(group, nowMs);
  }

  private lookAt(group: Group, atMs: number): void {
    if (group.dueMs === atMs) return;
    group.dueMs = atMs;
    this.queue.push(atMs, this.seq++, 0, this.groups.placeIn(group));
  }

  private look(group: Group, nowMs: number): void {
    group.dueMs = -1;
    const sinceMs = nowMs - group.lookedMs;
    const steps = Math.min(Math.max(1, sinceMs / this.steps.stepMs), STEPS_AT_ONCE);
    group.lookedMs = nowMs;
    const loads = this.loadsOf(group, nowMs);
    const isNear = group.pairings.some((pairing, i) => {
      return this.isNear(pairing, loads.least[i]!, loads.most[i]!, group.isExact);
    });
    if (isNear) group.nearMs = nowMs;
    const staysExact = group.isExact && nowMs - group.nearMs < this.steps.keepAliveMs;
    if ((isNear || staysExact) !== group.isExact) {
      this.turn(group, !group.isExact, nowMs);
      this.changed(group, nowMs);
      return;
    }
    if (!group.isExact) {
      for (let i = 0; i < group.pairings.length; i++) {
        this.carry(group.pairings[i]!, loads.now[i]!, steps, nowMs);
      }
    }
    if (group.lanes.length === 0) return;
    this.lookAt(group, nowMs + this.untilNext(group, loads.untilMs - nowMs, nowMs));
  }

  /** Where all stays as it is for long, many steps are taken at once. */
  private untilNext(group: Group, steadyMs: number, nowMs: number): number {
    const { stepMs } = this.steps;
    const sinceMs = nowMs - group.changedMs;
    if (sinceMs < stepMs) return Math.max(FIRST_STEP * stepMs, sinceMs);
    const steps = group.isExact ? 1 : Math.floor(steadyMs / stepMs);
    return stepMs * Math.min(Math.max(1, steps), STEPS_AT_ONCE);
  }

  /** How the calls of a group are carried out from now on. */
  private turn(group: Group, isExact: boolean, nowMs: number): void {
    if (isExact && !group.isExact) {
      for (const pairing of group.pairings) this.carry(pairing, null, 1, nowMs);
    }
    group.isExact = isExact;
    this.carryOut(group.lanes, isExact, nowMs);
  }

  private carryOut(places: readonly number[], isExact: boolean, nowMs: number): void {
    const others = places.filter((place) => this.lanes.isPaused(place) !== isExact);
    if (others.length === 0) return;
    for (const place of others) {
      if (isExact) this.lanes.pause(place, nowMs);
      else this.lanes.resume(place, nowMs);
    }
    this.turned(others, isExact, nowMs);
  }

  private loadsOf(group: Group, nowMs: number): Loads {
    const known = this.loads.get(group);
    if (known !== undefined && nowMs < known.untilMs) return known;
    group.lanes = group.lanes.filter((place) => {
      const [pairing] = this.lanes.pairingsOf(place);
      return pairing !== undefined && this.groups.of(pairing) === group;
    });
    const loads = loadsIn(group, this.lanes, this.steps.stepMs, nowMs);
    this.loads.set(group, loads);
    return loads;
  }

  /** Whether an ENI may pass its threshold or be full before the next step. */
  private isNear(pairing: number, least: number, most: number, isExact: boolean): boolean {
    const ready = this.enis.readyOf(pairing);
    if (ready.length === 0) return false;
    const { ports } = this.enis;
    const { crowdedAt, cap } = ports;
    // What others than this group hold there, and with single calls the group itself.
    let held = 0;
    for (const eni of ready) held = Math.max(held, ports.open[eni]! - ports.carried[eni]!);
    const low = least / ready.length;
    const high = most / ready.length + (isExact ? 0 : held);
    const isCrowded = low >= crowdedAt && high <= cap;
    const mayBeCrowded = high >= crowdedAt || (isExact && held >= cap);
    return mayBeCrowded && !isCrowded;
  }

  /** Lays drawn connections evenly on the pairing's ENIs; null: none. */
  private carry(pairing: number, load: PairingLoad | null, steps: number, nowMs: number): void {
    const { ports } = this.enis;
    const ready = this.enis.readyOf(pairing);
    if (ready.length === 0) return;
    const { open, peak } = load === null ? NOTHING : drawLoad(load, steps, this.streamOf(pairing));
    for (let i = 0; i < ready.length; i++) {
      const share = Math.floor((Math.round(open) + i) / ready.length);
      const most = Math.floor((Math.round(peak) + i) / ready.length);
      ports.carry(ready[i]!, share, most, nowMs);
    }
  }

  private streamOf(pairing: number): Stream {
    this.drawn[pairing] ??= this.streams.of('connections', this.enis.nameOf(pairing));
    return this.drawn[pairing];
  }
}

const NOTHING = { open: 0, peak: 0 };
