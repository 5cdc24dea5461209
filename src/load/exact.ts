import { EventQueue } from '../engine/queue.ts';
import type { Streams } from '../engine/random.ts';
import { Concurrency } from './concurrency.ts';
import { EniPool } from './eni-pool.ts';
import { Environments } from './environments.ts';
import type { LaneSpec, Usage } from './lane.ts';
import { LaneColumns } from './lane-columns.ts';
import { LaneLaws } from './lane-laws.ts';
import { NatPorts } from './nat-ports.ts';
import { type Opening, Pinning } from './pinning.ts';
import type { PlaneLimits, PlaneListener, PlaneState } from './plane-types.ts';
import type { Found } from './steady-law.ts';

const DONE = 0;
const EXPIRE = 1;
const HANGUP = 2;
const LOOK = 3;
/** A version and the connections of one of its calls in one number. */
const BUNDLE = 2 ** 20;

/**
 * Execution environments and their connections, every call an event (LOAD-2, CAP-2, CAP-6).
 * A call finds an environment, which finds ports. Memory is bounded by live environments.
 */
export class ExactPlane {
  readonly enis: EniPool;
  readonly nat: NatPorts;
  private readonly lanes: LaneColumns;
  private readonly laws: LaneLaws;
  private readonly concurrency: Concurrency;
  private readonly environments = new Environments();
  private readonly pinning: Pinning;
  private queue = new EventQueue({ slots: 2 });
  private seq = 0;

  constructor(
    specs: readonly LaneSpec[],
    reserved: readonly (number | null)[],
    limits: PlaneLimits,
    streams: Streams,
    listener: PlaneListener,
  ) {
    this.lanes = new LaneColumns(specs);
    this.laws = new LaneLaws(specs, limits, streams);
    this.concurrency = new Concurrency(reserved, limits);
    this.enis = new EniPool(limits, {
      ...listener,
      lookAt: (eni, atMs) => this.push(atMs, LOOK, eni, 0),
    });
    this.nat = new NatPorts(limits.natRoutes, limits.scaleOutRetryMs, listener.natFull);
    this.pinning = new Pinning(this.lanes, this.environments, this.enis, this.nat);
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
    if (queue.kind === DONE) this.done(subject, queue.slot(1), nowMs);
    else if (queue.kind === EXPIRE) this.expire(subject, queue.slot(1), nowMs);
    else if (queue.kind === HANGUP) this.hangUp(subject, queue.slot(1), nowMs);
    else this.enis.lookAtSilence(subject, nowMs);
  }

  /**
   * One call to a version that is Active.
   * @param runsMs how long it runs, where that is known; a draw from its law otherwise
   * @returns false when a concurrency limit throttles it
   */
  call(lane: number, nowMs: number, runsMs?: number): boolean {
    const { lanes, laws } = this;
    const fn = lanes.function[lane]!;
    if (!this.concurrency.mayRun(fn)) return false;
    const isCold = lanes.top[lane]! < 0;
    if (isCold && !this.concurrency.takeStart(fn, nowMs)) return false;
    const { ports } = this.enis;
    const { refused } = ports;
    const env = isCold ? this.start(lane, nowMs, 'connect') : this.reuse(lane, nowMs);
    if (isCold) lanes.coldStarts[lane]! += 1;
    this.pinning.lend(env, lane, nowMs, 'connect');
    if (lanes.holds[lane]) this.hold(lane, this.environments.eniOf(env), nowMs);
    const coldMs = isCold ? laws.coldStart.takes(lane) : 0;
    // CAP-4: the code goes on when the connections it tried at once have timed out.
    const waitMs = ports.refused > refused ? laws.connectTimeout.takes(lane) : 0;
    this.run(env, lane, nowMs + coldMs + waitMs + (runsMs ?? laws.duration.takes(lane)));
    return true;
  }

  /** The version's configuration (or its end: no pairings) as of now; idle environments go. */
  configure(lane: number, pairings: readonly string[], nowMs: number): void {
    this.lanes.configure(
      lane,
      pairings.map((name) => this.enis.placeOf(name)),
    );
    this.renew(lane, nowMs);
  }

  /** Its environments end: idle ones now, the others after their call. */
  renew(lane: number, nowMs: number): void {
    const { top, edition } = this.lanes;
    edition[lane]! += 1;
    while (top[lane]! >= 0) {
      const env = top[lane]!;
      top[lane] = this.environments.leave(env, env);
      this.endEnvironment(env, lane, nowMs);
    }
  }

  /** Calls and environments that were only counted until now go on one by one. */
  seat(lane: number, { callsMs, heldMs, idleMs }: Found, nowMs: number): void {
    for (const leftMs of idleMs) {
      this.rest(this.start(lane, nowMs, 'seat'), lane, nowMs + leftMs);
    }
    for (const leftMs of callsMs) {
      const env = this.start(lane, nowMs, 'seat');
      this.pinning.lend(env, lane, nowMs, 'seat');
      this.run(env, lane, nowMs + leftMs);
    }
    for (const leftMs of heldMs) this.hold(lane, this.pinning.next(lane), nowMs, leftMs);
  }

  /** All its environments are only counted from now on, with the calls they run. */
  release(lane: number, nowMs: number): void {
    this.renew(lane, nowMs);
    const { environments } = this;
    for (const env of environments.of(lane)) this.done(env, environments.bornOf(env), nowMs);
  }

  usageOf(lane: number, nowMs: number): Usage {
    return this.lanes.usageOf(lane, nowMs);
  }

  /** The most recently used idle environment. */
  private reuse(lane: number, nowMs: number): number {
    const { top } = this.lanes;
    const env = top[lane]!;
    top[lane] = this.environments.wake(env);
    this.pinning.renew(env, lane, nowMs);
    return env;
  }

  private start(lane: number, nowMs: number, how: Opening): number {
    const env = this.environments.start(lane, this.lanes.edition[lane]!);
    this.lanes.changeEnvironments(lane, 1, nowMs);
    if (this.lanes.isPinned[lane]) this.pinning.pin(env, lane, nowMs, how);
    return env;
  }

  private run(env: number, lane: number, untilMs: number): void {
    this.lanes.running[lane]! += 1;
    this.concurrency.change(this.lanes.function[lane]!, 1);
    this.push(untilMs, DONE, env, this.environments.bornOf(env));
  }

  /** Connections with a time of their own; `leftMs` is left of those that are found open. */
  private hold(lane: number, eni: number, nowMs: number, leftMs?: number): void {
    const how = leftMs === undefined ? 'connect' : 'seat';
    const opened = this.pinning.open(lane, eni, this.lanes.perInvocation[lane]!, nowMs, how);
    if (opened === 0) return;
    const forMs = leftMs ?? this.laws.hold.takes(lane);
    this.push(nowMs + forMs, HANGUP, eni, lane * BUNDLE + opened);
  }

  private hangUp(eni: number, bundle: number, nowMs: number): void {
    const lane = Math.floor(bundle / BUNDLE);
    this.pinning.close(lane, eni, bundle - lane * BUNDLE, nowMs);
  }

  private done(env: number, born: number, nowMs: number): void {
    const { environments } = this;
    if (environments.bornOf(env) !== born) return;
    const lane = environments.laneOf(env);
    this.lanes.running[lane]! -= 1;
    this.concurrency.change(this.lanes.function[lane]!, -1);
    this.pinning.giveBack(env, lane, nowMs);
    if (environments.editionOf(env) !== this.lanes.edition[lane]) {
      this.endEnvironment(env, lane, nowMs);
      return;
    }
    this.rest(env, lane, nowMs + this.laws.keepAlive.takes(lane));
  }

  private rest(env: number, lane: number, untilMs: number): void {
    const { top } = this.lanes;
    top[lane] = this.environments.rest(env, top[lane]!, untilMs);
    this.awaitEnd(env);
  }

  /** Sets the timer of an idle environment's end, unless one that fires no later waits. */
  private awaitEnd(env: number): void {
    const { environments } = this;
    const timerMs = environments.timerMsOf(env);
    const endsMs = environments.endsMsOf(env);
    if (timerMs > 0 && timerMs <= endsMs) return;
    environments.setTimer(env, endsMs);
    this.push(endsMs, EXPIRE, env, environments.bornOf(env));
  }

  private expire(env: number, born: number, nowMs: number): void {
    const { environments } = this;
    if (environments.bornOf(env) !== born || environments.timerMsOf(env) !== nowMs) return;
    environments.setTimer(env, 0);
    if (environments.isRunning(env)) return;
    if (environments.endsMsOf(env) > nowMs) {
      this.awaitEnd(env);
      return;
    }
    const lane = environments.laneOf(env);
    const { top } = this.lanes;
    top[lane] = environments.leave(env, top[lane]!);
    this.endEnvironment(env, lane, nowMs);
  }

  private endEnvironment(env: number, lane: number, nowMs: number): void {
    this.lanes.changeEnvironments(lane, -1, nowMs);
    this.pinning.release(env, lane, nowMs);
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
      lanes: this.lanes.save(),
      concurrency: this.concurrency.save(),
      nat: this.nat.save(),
    };
  }

  restore(state: PlaneState): void {
    this.queue = EventQueue.restore(state.queue);
    this.seq = state.seq;
    this.environments.restore(state.environments);
    this.enis.restore(state.enis);
    this.lanes.restore(state.lanes);
    this.concurrency.restore(state.concurrency);
    this.nat.restore(state.nat);
  }
}
