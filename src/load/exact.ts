import type { Distribution } from '../engine/distribution.ts';
import { samplerOf } from '../engine/hot-samplers.ts';
import { EventQueue, type QueueState } from '../engine/queue.ts';
import type { Streams } from '../engine/random.ts';
import { Concurrency, type ConcurrencyLimits, type ConcurrencyState } from './concurrency.ts';
import { EniPool, type PoolLimits, type PoolListener, type PoolState } from './eni-pool.ts';
import { Environments, type EnvironmentsState } from './environments.ts';
import {
  changeEnvironments,
  type Lane,
  type LaneSpec,
  type Law,
  newLane,
  type SavedLane,
  savedLane,
  type Usage,
  usageOf,
} from './lane.ts';

export interface PlaneLimits extends PoolLimits, ConcurrencyLimits {
  keepAlive: Distribution;
}

export interface PlaneState {
  queue: QueueState;
  seq: number;
  environments: EnvironmentsState;
  enis: PoolState;
  lanes: SavedLane[];
  concurrency: ConcurrencyState;
}

const DONE = 0;
const EXPIRE = 1;
const HANGUP = 2;
const LOOK = 3;

/**
 * Execution environments and their connections, every call an event (LOAD-2, CAP-2, CAP-6).
 * Who calls is decided elsewhere; here a call finds an environment, which finds ports. Memory is
 * bounded by live environments, not by calls.
 */
export class ExactPlane {
  readonly enis: EniPool;
  private readonly lanes: Lane[];
  private readonly limits: PlaneLimits;
  private readonly streams: Streams;
  private readonly concurrency: Concurrency;
  private environments = new Environments();
  private queue = new EventQueue({ slots: 2 });
  private seq = 0;

  constructor(
    specs: readonly LaneSpec[],
    reserved: readonly (number | null)[],
    limits: PlaneLimits,
    streams: Streams,
    listener: Omit<PoolListener, 'lookAt'>,
  ) {
    this.lanes = specs.map(newLane);
    this.limits = limits;
    this.streams = streams;
    this.concurrency = new Concurrency(reserved, limits);
    this.enis = new EniPool(limits, {
      ...listener,
      lookAt: (eni, atMs) => this.push(atMs, LOOK, eni, 0),
    });
  }

  nextMs(): number {
    return this.queue.peekMs();
  }

  /** Runs the earliest event: the end of a call, of an environment, or of connections. */
  step(): void {
    const { queue } = this;
    if (!queue.pop()) return;
    const nowMs = queue.atMs;
    const subject = queue.slot(0);
    if (queue.kind === DONE) this.done(subject, nowMs);
    else if (queue.kind === EXPIRE) this.expire(subject, queue.slot(1), nowMs);
    else if (queue.kind === HANGUP) this.enis.ports.close(subject, queue.slot(1), nowMs);
    else this.enis.lookAtSilence(subject, nowMs);
  }

  /**
   * One call to a version that is Active.
   * @param runsMs how long it runs, where that is known; a draw from its law otherwise
   * @returns false when a concurrency limit throttles it
   */
  call(place: number, nowMs: number, runsMs?: number): boolean {
    const lane = this.lanes[place]!;
    const fn = lane.spec.function;
    if (!this.concurrency.mayRun(fn)) return false;
    const isCold = lane.top < 0;
    if (isCold && !this.concurrency.takeStart(fn, nowMs)) return false;
    const env = isCold ? this.startEnvironment(place, lane, nowMs) : this.reuse(lane, nowMs);
    lane.running += 1;
    this.concurrency.change(fn, 1);
    this.connect(env, lane, nowMs);
    const takesMs =
      (runsMs ?? this.takes('duration', lane)) + (isCold ? this.takes('coldStart', lane) : 0);
    this.push(nowMs + takesMs, DONE, env, 0);
    return true;
  }

  /** The version's configuration (or its end: no pairings) as of now; idle environments go. */
  configure(place: number, pairings: readonly string[], nowMs: number): void {
    const lane = this.lanes[place]!;
    lane.pairings = pairings.map((name) => this.enis.placeOf(name));
    lane.edition += 1;
    while (lane.top >= 0) {
      const env = lane.top;
      lane.top = this.environments.leave(env, env);
      this.endEnvironment(env, lane, nowMs);
    }
  }

  usageOf(place: number, nowMs: number): Usage {
    return usageOf(this.lanes[place]!, nowMs);
  }

  /** The most recently used idle environment, pinned anew if its ENI is gone. */
  private reuse(lane: Lane, nowMs: number): number {
    const env = lane.top;
    lane.top = this.environments.leave(env, env);
    this.environments.running[env] = 1;
    const pinned = lane.pairings.length === 0 || this.enis.has(this.environments.eni[env]!);
    if (!pinned) this.pin(env, lane, nowMs);
    return env;
  }

  private startEnvironment(place: number, lane: Lane, nowMs: number): number {
    const env = this.environments.start(place);
    changeEnvironments(lane, 1, nowMs);
    lane.coldStarts += 1;
    this.environments.edition[env] = lane.edition;
    this.environments.eni[env] = 0;
    if (lane.pairings.length > 0) this.pin(env, lane, nowMs);
    return env;
  }

  /** CAP-2: round robin over the subnets, then the least loaded ENI; its connections follow. */
  private pin(env: number, lane: Lane, nowMs: number): void {
    const { environments, enis } = this;
    enis.ports.close(environments.eni[env]!, environments.kept[env]!, nowMs);
    const eni = enis.leastLoaded(lane.pairings[lane.turn % lane.pairings.length]!);
    lane.turn += 1;
    const { perEnvironment } = lane.spec;
    const connects = eni > 0 && perEnvironment > 0;
    environments.eni[env] = eni;
    environments.kept[env] = connects ? enis.ports.connect(eni, perEnvironment, nowMs) : 0;
  }

  /** The connections of one call; those with a time of their own outlive it. */
  private connect(env: number, lane: Lane, nowMs: number): void {
    const { spec } = lane;
    const eni = this.environments.eni[env]!;
    this.environments.lent[env] = 0;
    if (spec.perInvocation === 0 || eni === 0) return;
    const opened = this.enis.ports.connect(eni, spec.perInvocation, nowMs);
    if (spec.hold === null) this.environments.lent[env] = opened;
    else if (opened > 0) {
      this.push(nowMs + this.takes('hold', lane), HANGUP, eni, opened);
    }
  }

  private done(env: number, nowMs: number): void {
    const { environments } = this;
    const lane = this.lanes[environments.lane[env]!]!;
    lane.running -= 1;
    this.concurrency.change(lane.spec.function, -1);
    this.enis.ports.close(environments.eni[env]!, environments.lent[env]!, nowMs);
    environments.lent[env] = 0;
    if (environments.edition[env] !== lane.edition) {
      this.endEnvironment(env, lane, nowMs);
      return;
    }
    lane.top = environments.rest(env, lane.top);
    environments.endsMs[env] = nowMs + this.takes('keepAlive', lane);
    this.awaitEnd(env);
  }

  /** Sets the timer of an idle environment's end, unless one that fires no later waits. */
  private awaitEnd(env: number): void {
    const { timerMs, endsMs, born } = this.environments;
    if (timerMs[env]! > 0 && timerMs[env]! <= endsMs[env]!) return;
    timerMs[env] = endsMs[env]!;
    this.push(endsMs[env]!, EXPIRE, env, born[env]!);
  }

  /** Draws from a law of the version, in ms; what has no law takes no time. */
  private takes(what: Law, lane: Lane): number {
    const law = what === 'keepAlive' ? this.limits.keepAlive : lane.spec[what];
    if (law === null) return 0;
    lane.samplers[what] ??= samplerOf(law, this.streams.of(what, lane.spec.name));
    return lane.samplers[what]();
  }

  private expire(env: number, born: number, nowMs: number): void {
    const { environments } = this;
    if (environments.born[env] !== born || environments.timerMs[env] !== nowMs) return;
    environments.timerMs[env] = 0;
    if (environments.running[env]) return;
    if (environments.endsMs[env]! > nowMs) {
      this.awaitEnd(env);
      return;
    }
    const lane = this.lanes[environments.lane[env]!]!;
    lane.top = environments.leave(env, lane.top);
    this.endEnvironment(env, lane, nowMs);
  }

  private endEnvironment(env: number, lane: Lane, nowMs: number): void {
    changeEnvironments(lane, -1, nowMs);
    this.enis.ports.close(this.environments.eni[env]!, this.environments.kept[env]!, nowMs);
    this.environments.end(env);
  }

  private push(atMs: number, kind: number, subject: number, count: number): void {
    this.queue.push(atMs, this.seq++, kind, subject, count);
  }

  save(): PlaneState {
    return {
      queue: this.queue.save(),
      seq: this.seq,
      environments: this.environments.save(),
      enis: this.enis.save(),
      lanes: this.lanes.map(savedLane),
      concurrency: this.concurrency.save(),
    };
  }

  restore(state: PlaneState): void {
    this.queue = EventQueue.restore(state.queue);
    this.seq = state.seq;
    this.environments.restore(state.environments);
    this.enis.restore(state.enis);
    state.lanes.forEach((lane, place) => {
      Object.assign(this.lanes[place]!, lane);
    });
    this.concurrency.restore(state.concurrency);
  }
}
