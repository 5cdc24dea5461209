import type { Distribution } from '../engine/distribution.ts';
import { samplerOf } from '../engine/hot-samplers.ts';
import { EventQueue, type QueueState } from '../engine/queue.ts';
import type { Streams } from '../engine/random.ts';
import { Environments, type EnvironmentsState } from './environments.ts';
import { type Lane, type LaneSpec, newLane, type SavedLane, savedLane } from './lane.ts';
import { type PortLimits, Ports, type PortsState } from './ports.ts';

export interface PlaneLimits extends PortLimits {
  keepAlive: Distribution;
  /** Invocations that may run at once in the account. */
  accountConcurrency: number;
  /** Environments one function may start within 10 s. */
  environmentsPer10s: number;
  /** How long after a wish for one more ENI the next such wish is told, in ms. */
  scaleOutRetryMs: number;
  /** An ENI without a connection for so long is reported as silent, in ms. */
  scaleInAfterMs: number;
}

/** What the data plane tells: an ENI is crowded, or has been silent for long. */
export interface PlaneListener {
  crowded(eni: number, nowMs: number): void;
  silent(eni: number, nowMs: number): void;
}

export interface PlaneState {
  queue: QueueState;
  seq: number;
  environments: EnvironmentsState;
  ports: PortsState;
  lanes: SavedLane[];
  pairings: PairingPorts[];
  pairingOf: number[];
  isReady: boolean[];
  isWatched: boolean[];
  running: number;
}

/** A pairing as the data plane sees it. */
interface PairingPorts {
  name: string;
  /** Numbers of its ready ENIs. */
  ready: number[];
  /** When one more ENI was last wished for, in ms. */
  wishedMs: number;
}

const DONE = 0;
const EXPIRE = 1;
const HANGUP = 2;
const SILENT = 3;
const WINDOW_MS = 10_000;

/**
 * Execution environments and their connections, every call an event (LOAD-2, CAP-2, CAP-6).
 * Who calls is decided elsewhere; here a call finds an environment, which finds ports. Memory is
 * bounded by live environments, not by calls.
 */
export class ExactPlane {
  readonly ports: Ports;
  private readonly lanes: Lane[];
  private readonly limits: PlaneLimits;
  private readonly streams: Streams;
  private readonly listener: PlaneListener;
  private readonly unreserved: number;
  private environments = new Environments();
  private queue = new EventQueue({ slots: 2 });
  private seq = 0;
  private running = 0;
  private pairings: PairingPorts[] = [];
  private pairingOf: number[] = [];
  private places = new Map<string, number>();
  private isReady: boolean[] = [];
  private isWatched: boolean[] = [];

  constructor(
    specs: readonly LaneSpec[],
    limits: PlaneLimits,
    streams: Streams,
    listener: PlaneListener,
  ) {
    this.lanes = specs.map(newLane);
    this.limits = limits;
    this.streams = streams;
    this.listener = listener;
    const reserved = new Map(specs.map((spec) => [spec.function, spec.reserved ?? 0]));
    const taken = [...reserved.values()].reduce((sum, share) => sum + share, 0);
    this.unreserved = Math.max(0, limits.accountConcurrency - taken);
    this.ports = new Ports(limits, (eni, nowMs) => this.wishForMore(eni, nowMs));
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
    else if (queue.kind === HANGUP) this.ports.close(subject, queue.slot(1), nowMs);
    else this.lookAtSilence(subject, nowMs);
  }

  /**
   * One call to a version that is Active.
   * @returns false when a concurrency limit throttles it
   */
  call(place: number, nowMs: number): boolean {
    const lane = this.lanes[place]!;
    if (!this.mayRun(lane)) return false;
    let env = lane.top;
    if (env >= 0) {
      lane.top = this.environments.leave(env, env);
      this.environments.running[env] = 1;
      if (lane.pairings.length > 0 && !this.isReady[this.environments.eni[env]!]) {
        this.pin(env, lane, nowMs);
      }
    } else {
      if (!this.mayStart(lane, nowMs)) return false;
      env = this.startEnvironment(place, lane, nowMs);
    }
    lane.running += 1;
    this.running += 1;
    this.invoke(env, lane, nowMs);
    return true;
  }

  /** The version's configuration (or its end: no pairings) as of now; idle environments go. */
  configure(place: number, pairings: readonly string[], nowMs: number): void {
    const lane = this.lanes[place]!;
    lane.pairings = pairings.map((name) => this.placeOf(name));
    lane.edition += 1;
    while (lane.top >= 0) {
      const env = lane.top;
      lane.top = this.environments.leave(env, env);
      this.endEnvironment(env, lane, nowMs);
    }
  }

  eniReady(pairing: string, eni: number, nowMs: number): void {
    const place = this.placeOf(pairing);
    this.pairings[place]!.ready.push(eni);
    this.pairingOf[eni] = place;
    this.isReady[eni] = true;
    this.ports.add(eni, nowMs);
    this.watchSilence(place, nowMs);
  }

  eniGone(pairing: string, eni: number): void {
    const entry = this.pairings[this.placeOf(pairing)]!;
    entry.ready = entry.ready.filter((other) => other !== eni);
    this.isReady[eni] = false;
  }

  /** Environments and cold starts of a version, for results. */
  usageOf(place: number): { environments: number; running: number; coldStarts: number } {
    const { environments, running, coldStarts } = this.lanes[place]!;
    return { environments, running, coldStarts };
  }

  private mayRun({ spec, running }: Lane): boolean {
    if (spec.reserved !== null) return running < spec.reserved;
    return this.running < this.unreserved;
  }

  private mayStart(lane: Lane, nowMs: number): boolean {
    if (nowMs - lane.windowMs >= WINDOW_MS) {
      lane.windowMs = nowMs;
      lane.startedInWindow = 0;
    }
    return lane.startedInWindow < this.limits.environmentsPer10s;
  }

  private startEnvironment(place: number, lane: Lane, nowMs: number): number {
    const env = this.environments.start(place);
    lane.startedInWindow += 1;
    lane.environments += 1;
    lane.coldStarts += 1;
    this.environments.edition[env] = lane.edition;
    this.environments.eni[env] = 0;
    if (lane.pairings.length > 0) this.pin(env, lane, nowMs);
    this.push(nowMs + this.keepAliveMs(lane), EXPIRE, env, this.environments.born[env]!);
    return env;
  }

  /** CAP-2: round robin over the subnets, then the least loaded ENI; its connections follow. */
  private pin(env: number, lane: Lane, nowMs: number): void {
    const { environments, ports } = this;
    ports.close(environments.eni[env]!, environments.kept[env]!, nowMs);
    const pairing = this.pairings[lane.pairings[lane.turn % lane.pairings.length]!]!;
    lane.turn += 1;
    let eni = 0;
    for (const other of pairing.ready) {
      if (eni === 0 || ports.open[other]! < ports.open[eni]!) eni = other;
    }
    environments.eni[env] = eni;
    const { perEnvironment } = lane.spec;
    const kept = eni > 0 && perEnvironment > 0 ? ports.connect(eni, perEnvironment, nowMs) : 0;
    environments.kept[env] = kept;
  }

  private invoke(env: number, lane: Lane, nowMs: number): void {
    const { environments, streams } = this;
    const { spec } = lane;
    lane.duration ??= samplerOf(spec.duration, streams.of('duration', spec.name));
    const takesMs = lane.duration();
    const eni = environments.eni[env]!;
    environments.lent[env] = 0;
    if (spec.perInvocation > 0 && eni > 0) {
      const opened = this.ports.connect(eni, spec.perInvocation, nowMs);
      if (spec.hold === null) environments.lent[env] = opened;
      else if (opened > 0) {
        lane.hold ??= samplerOf(spec.hold, streams.of('hold', spec.name));
        this.push(nowMs + lane.hold(), HANGUP, eni, opened);
      }
    }
    this.push(nowMs + takesMs, DONE, env, 0);
  }

  private done(env: number, nowMs: number): void {
    const { environments } = this;
    const lane = this.lanes[environments.lane[env]!]!;
    lane.running -= 1;
    this.running -= 1;
    this.ports.close(environments.eni[env]!, environments.lent[env]!, nowMs);
    environments.lent[env] = 0;
    if (environments.edition[env] !== lane.edition) {
      this.endEnvironment(env, lane, nowMs);
      return;
    }
    lane.top = environments.rest(env, lane.top, nowMs);
  }

  private keepAliveMs(lane: Lane): number {
    const { streams, limits } = this;
    lane.keepAlive ??= samplerOf(limits.keepAlive, streams.of('keepAlive', lane.spec.name));
    return lane.keepAlive();
  }

  /** One timer an environment: when it fires too early it waits for the rest. */
  private expire(env: number, born: number, nowMs: number): void {
    const { environments } = this;
    if (environments.born[env] !== born) return;
    const lane = this.lanes[environments.lane[env]!]!;
    const keepAliveMs = this.keepAliveMs(lane);
    const dueMs = environments.running[env]
      ? nowMs + keepAliveMs
      : environments.idleSinceMs[env]! + keepAliveMs;
    if (dueMs > nowMs) {
      this.push(dueMs, EXPIRE, env, born);
      return;
    }
    lane.top = environments.leave(env, lane.top);
    this.endEnvironment(env, lane, nowMs);
  }

  private endEnvironment(env: number, lane: Lane, nowMs: number): void {
    lane.environments -= 1;
    this.ports.close(this.environments.eni[env]!, this.environments.kept[env]!, nowMs);
    this.environments.end(env);
  }

  /** CAP-3: an ENI passed the threshold; one more is wanted when no other has room. */
  private wishForMore(eni: number, nowMs: number): void {
    const pairing = this.pairings[this.pairingOf[eni]!]!;
    if (nowMs - pairing.wishedMs < this.limits.scaleOutRetryMs) return;
    if (!pairing.ready.every((other) => this.ports.isCrowded(other))) return;
    pairing.wishedMs = nowMs;
    this.listener.crowded(eni, nowMs);
  }

  /** CAP-5: only where there is more than one ENI can one of them leave. */
  private watchSilence(place: number, nowMs: number): void {
    const { ready } = this.pairings[place]!;
    if (ready.length < 2) return;
    for (const eni of ready) {
      if (this.isWatched[eni]) continue;
      this.isWatched[eni] = true;
      this.push(nowMs + this.limits.scaleInAfterMs, SILENT, eni, 0);
    }
  }

  /** An ENI is silent when it has had no connection for the whole time. */
  private lookAtSilence(eni: number, nowMs: number): void {
    this.isWatched[eni] = false;
    const place = this.pairingOf[eni]!;
    if (!this.isReady[eni] || this.pairings[place]!.ready.length < 2) return;
    const sinceMs = this.ports.open[eni] === 0 ? this.ports.silentSinceMs[eni]! : nowMs;
    const dueMs = sinceMs + this.limits.scaleInAfterMs;
    if (dueMs <= nowMs) this.listener.silent(eni, nowMs);
    else {
      this.isWatched[eni] = true;
      this.push(dueMs, SILENT, eni, 0);
    }
  }

  private placeOf(pairing: string): number {
    const known = this.places.get(pairing);
    if (known !== undefined) return known;
    const place = this.pairings.length;
    this.places.set(pairing, place);
    this.pairings.push({ name: pairing, ready: [], wishedMs: -this.limits.scaleOutRetryMs });
    return place;
  }

  private push(atMs: number, kind: number, subject: number, count: number): void {
    this.queue.push(atMs, this.seq++, kind, subject, count);
  }

  save(): PlaneState {
    return {
      queue: this.queue.save(),
      seq: this.seq,
      environments: this.environments.save(),
      ports: this.ports.save(),
      lanes: this.lanes.map(savedLane),
      pairings: structuredClone(this.pairings),
      pairingOf: [...this.pairingOf],
      isReady: [...this.isReady],
      isWatched: [...this.isWatched],
      running: this.running,
    };
  }

  restore(state: PlaneState): void {
    this.queue = EventQueue.restore(state.queue);
    this.seq = state.seq;
    this.environments.restore(state.environments);
    this.ports.restore(state.ports);
    state.lanes.forEach((lane, place) => {
      Object.assign(this.lanes[place]!, lane);
    });
    this.pairings = state.pairings;
    this.places = new Map(state.pairings.map(({ name }, place) => [name, place]));
    this.pairingOf = state.pairingOf;
    this.isReady = state.isReady;
    this.isWatched = state.isWatched;
    this.running = state.running;
  }
}
