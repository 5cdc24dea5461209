import { type PortLimits, Ports, type PortsState } from './ports.ts';

export interface PoolLimits extends PortLimits {
  /** How long after a wish for one more ENI the next such wish is told, in ms. */
  scaleOutRetryMs: number;
  /** An ENI without a connection for so long is reported as silent, in ms. */
  scaleInAfterMs: number;
}

/** What the pool tells: an ENI is crowded, or must be looked at for silence at a moment. */
export interface PoolListener {
  crowded(eni: number, nowMs: number): void;
  silent(eni: number, nowMs: number): void;
  /** Connections are refused, and were not within the last retry time. */
  full(eni: number, nowMs: number): void;
  lookAt(eni: number, atMs: number): void;
}

export interface PoolState {
  ports: PortsState;
  pairings: PairingEnis[];
  pairingOf: number[];
  isReady: boolean[];
  isWatched: boolean[];
  refusedMs: number[];
}

/** A pairing as the data plane sees it. */
interface PairingEnis {
  name: string;
  /** Numbers of its ready ENIs. */
  ready: number[];
  /** When one more ENI was last wished for, in ms. */
  wishedMs: number;
}

/** The ready ENIs of all pairings, with their connections; says when there are too few or many. */
export class EniPool {
  readonly ports: Ports;
  private readonly limits: PoolLimits;
  private readonly listener: PoolListener;
  private readonly places = new Map<string, number>();
  private pairings: PairingEnis[] = [];
  private pairingOf: number[] = [];
  private isReady: boolean[] = [];
  private isWatched: boolean[] = [];
  /** When each ENI last refused a connection, in ms. */
  private refusedMs: number[] = [];

  constructor(limits: PoolLimits, listener: PoolListener) {
    this.limits = limits;
    this.listener = listener;
    this.ports = new Ports(limits, {
      crowded: (eni, nowMs) => this.wishForMore(eni, nowMs),
      full: (eni, nowMs) => this.tellRefusal(eni, nowMs),
    });
  }

  /** The place of a pairing, by its name; it need not have an ENI yet. */
  placeOf(pairing: string): number {
    const known = this.places.get(pairing);
    if (known !== undefined) return known;
    const place = this.pairings.length;
    this.places.set(pairing, place);
    this.pairings.push({ name: pairing, ready: [], wishedMs: -this.limits.scaleOutRetryMs });
    return place;
  }

  add(pairing: string, eni: number, nowMs: number): void {
    const place = this.placeOf(pairing);
    this.pairings[place]!.ready.push(eni);
    this.pairingOf[eni] = place;
    this.isReady[eni] = true;
    this.ports.add(eni, nowMs);
    this.watchSilence(place, nowMs);
  }

  remove(pairing: string, eni: number, nowMs: number): void {
    this.ports.carry(eni, 0, 0, nowMs);
    const entry = this.pairings[this.placeOf(pairing)]!;
    entry.ready = entry.ready.filter((other) => other !== eni);
    this.isReady[eni] = false;
  }

  /** Numbers of the pairing's ready ENIs. */
  readyOf(place: number): readonly number[] {
    return this.pairings[place]!.ready;
  }

  subnetOf(eni: number): string {
    return this.nameOf(this.pairingOf[eni]!).split('/')[0]!;
  }

  nameOf(place: number): string {
    return this.pairings[place]!.name;
  }

  has(eni: number): boolean {
    return this.isReady[eni] === true;
  }

  /** CAP-2: the least loaded ENI of a pairing, the older of equals; 0 when none is ready. */
  leastLoaded(place: number): number {
    let eni = 0;
    for (const other of this.pairings[place]!.ready) {
      if (eni === 0 || this.ports.open[other]! < this.ports.open[eni]!) eni = other;
    }
    return eni;
  }

  /** CAP-5: an ENI is silent when it has had no connection for the whole time. */
  lookAtSilence(eni: number, nowMs: number): void {
    this.isWatched[eni] = false;
    const place = this.pairingOf[eni]!;
    if (!this.has(eni) || this.pairings[place]!.ready.length < 2) return;
    const sinceMs = this.ports.open[eni] === 0 ? this.ports.silentSinceMs[eni]! : nowMs;
    const dueMs = sinceMs + this.limits.scaleInAfterMs;
    if (dueMs <= nowMs) this.listener.silent(eni, nowMs);
    else this.watch(eni, dueMs);
  }

  save(): PoolState {
    const { pairings, pairingOf, isReady, isWatched } = this;
    return structuredClone({
      ports: this.ports.save(),
      pairings,
      pairingOf: Array.from(pairingOf, (place) => place ?? -1),
      isReady: Array.from(isReady, (ready) => ready === true),
      isWatched: Array.from(isWatched, (watched) => watched === true),
      refusedMs: Array.from(this.refusedMs, (ms) => ms ?? -this.limits.scaleOutRetryMs),
    });
  }

  restore(state: PoolState): void {
    const { ports, pairings, pairingOf, isReady, isWatched } = structuredClone(state);
    this.ports.restore(ports);
    this.pairings = pairings;
    this.pairingOf = pairingOf;
    this.isReady = isReady;
    this.isWatched = isWatched;
    this.refusedMs = [...state.refusedMs];
    pairings.forEach(({ name }, place) => {
      this.places.set(name, place);
    });
  }

  /** CAP-3: an ENI passed the threshold; one more is wanted when no other has room. */
  private wishForMore(eni: number, nowMs: number): void {
    const pairing = this.pairings[this.pairingOf[eni]!]!;
    if (nowMs - pairing.wishedMs < this.limits.scaleOutRetryMs) return;
    if (!pairing.ready.every((other) => this.ports.isCrowded(other))) return;
    pairing.wishedMs = nowMs;
    this.listener.crowded(eni, nowMs);
  }

  /** CAP-4: of a stretch of refusals the first one is told. */
  private tellRefusal(eni: number, nowMs: number): void {
    const sinceMs = this.refusedMs[eni] ?? -this.limits.scaleOutRetryMs;
    this.refusedMs[eni] = nowMs;
    if (nowMs - sinceMs >= this.limits.scaleOutRetryMs) this.listener.full(eni, nowMs);
  }

  /** Only where there is more than one ENI can one of them leave. */
  private watchSilence(place: number, nowMs: number): void {
    const { ready } = this.pairings[place]!;
    if (ready.length < 2) return;
    for (const eni of ready) {
      if (!this.isWatched[eni]) this.watch(eni, nowMs + this.limits.scaleInAfterMs);
    }
  }

  private watch(eni: number, atMs: number): void {
    this.isWatched[eni] = true;
    this.listener.lookAt(eni, atMs);
  }
}
