import { grown } from './columns.ts';

export interface PortLimits {
  /** Connections one ENI carries at most (CAP-1). */
  connectionsPerEni: number;
  /** Share of that above which another ENI is wanted (CAP-3). */
  scaleOutAt: number;
}

/** Hears of every connection on an ENI above the threshold, and of every refusal. */
export interface PortListener {
  crowded(eni: number, nowMs: number): void;
  full(eni: number, nowMs: number): void;
}

export interface PortsState {
  open: number[];
  peak: number[];
  silentSinceMs: number[];
  attempted: number;
  accepted: number;
  refused: number;
  refusedOn: number[];
  cut: number[];
  carried: number[];
  peakOpen: number;
  openNow: number;
}

/** Connections by ENI number: opened, refused, closed, counted at every change. */
export class Ports {
  attempted = 0;
  accepted = 0;
  refused = 0;
  /** Over all ENIs together. */
  openNow = 0;
  peakOpen = 0;
  /** Connections open on each ENI, and the most there ever were. */
  open = new Int32Array(64);
  peak = new Int32Array(64);
  /** Since when an ENI has had no connection, in ms. */
  silentSinceMs = new Float64Array(64);
  /** 1 for an ENI that is gone: what was open on it was closed with it. */
  private cut = new Uint8Array(64);
  /** Connections refused on each ENI. */
  refusedOn = new Float64Array(64);
  /** Those of the open ones whose calls are only counted. */
  carried = new Int32Array(64);
  /** Connections of one ENI: at most (CAP-1), and when another one is wanted (CAP-3). */
  readonly cap: number;
  readonly crowdedAt: number;
  private readonly told: PortListener;

  constructor(limits: PortLimits, told: PortListener) {
    this.cap = limits.connectionsPerEni;
    this.crowdedAt = Math.min(limits.scaleOutAt * this.cap, this.cap);
    this.told = told;
  }

  /** Makes room for an ENI that is ready from now on. */
  add(eni: number, nowMs: number): void {
    this.open = grown(this.open, eni + 1);
    this.peak = grown(this.peak, eni + 1);
    this.silentSinceMs = grown(this.silentSinceMs, eni + 1);
    this.cut = grown(this.cut, eni + 1);
    this.refusedOn = grown(this.refusedOn, eni + 1);
    this.carried = grown(this.carried, eni + 1);
    this.silentSinceMs[eni] = nowMs;
  }

  /**
   * Opens connections as far as there are ports; the rest is refused (CAP-1, CAP-4).
   * @param most fewer than wanted where what lies behind the ENI has no room for more
   * @returns how many were opened
   */
  connect(eni: number, wanted: number, nowMs: number, most: number = wanted): number {
    const before = this.open[eni]!;
    const room = this.cap - before;
    const opened = Math.min(most, room);
    const after = before + opened;
    this.attempted += wanted;
    this.accepted += opened;
    this.open[eni] = after;
    if (after > this.peak[eni]!) this.peak[eni] = after;
    this.openNow += opened;
    if (this.openNow > this.peakOpen) this.peakOpen = this.openNow;
    if (after >= this.crowdedAt) this.told.crowded(eni, nowMs);
    if (opened < wanted) {
      this.refused += wanted - opened;
    }
    if (room < most) {
      this.refusedOn[eni]! += most - room;
      this.told.full(eni, nowMs);
    }
    return opened;
  }

  /** Opens connections that were attempted before. @returns how many there was room for */
  seat(eni: number, wanted: number): number {
    const opened = Math.min(wanted, this.cap - this.open[eni]!);
    this.change(eni, opened);
    return opened;
  }

  /** Counts connections that were attempted and accepted, and may be closed again. */
  pass(connections: number): void {
    this.attempted += connections;
    this.accepted += connections;
  }

  /** So many of an ENI's connections belong to counted calls now; `peak`: at most since the last time. */
  carry(eni: number, connections: number, peak: number, nowMs: number): void {
    const others = this.open[eni]! - this.carried[eni]!;
    const room = this.cap - others;
    const most = others + Math.min(peak, room);
    if (most > this.peak[eni]!) this.peak[eni] = most;
    const before = this.open[eni]!;
    this.carried[eni] = Math.min(connections, room);
    this.change(eni, this.carried[eni]! - (before - others));
    if (before > 0 && this.open[eni] === 0) this.silentSinceMs[eni] = nowMs;
    if (this.isCrowded(eni)) this.told.crowded(eni, nowMs);
  }

  isCrowded(eni: number): boolean {
    return this.open[eni]! >= this.crowdedAt;
  }

  close(eni: number, connections: number, nowMs: number): void {
    if (connections === 0 || this.cut[eni]) return;
    this.open[eni]! -= connections;
    this.openNow -= connections;
    if (this.open[eni] === 0) this.silentSinceMs[eni] = nowMs;
  }

  /** The ENI was detached: its connections are gone with it. */
  cutOff(eni: number): void {
    this.openNow -= this.open[eni]!;
    this.open[eni] = 0;
    this.carried[eni] = 0;
    this.cut[eni] = 1;
  }

  private change(eni: number, by: number): void {
    this.open[eni]! += by;
    this.openNow += by;
    this.peak[eni] = Math.max(this.peak[eni]!, this.open[eni]!);
    this.peakOpen = Math.max(this.peakOpen, this.openNow);
  }

  save(): PortsState {
    return {
      open: [...this.open],
      peak: [...this.peak],
      silentSinceMs: [...this.silentSinceMs],
      attempted: this.attempted,
      accepted: this.accepted,
      refused: this.refused,
      refusedOn: [...this.refusedOn],
      cut: [...this.cut],
      carried: [...this.carried],
      peakOpen: this.peakOpen,
      openNow: this.openNow,
    };
  }

  restore(state: PortsState): void {
    this.open = Int32Array.from(state.open);
    this.peak = Int32Array.from(state.peak);
    this.silentSinceMs = Float64Array.from(state.silentSinceMs);
    this.attempted = state.attempted;
    this.accepted = state.accepted;
    this.refused = state.refused;
    this.refusedOn = Float64Array.from(state.refusedOn);
    this.cut = Uint8Array.from(state.cut);
    this.carried = Int32Array.from(state.carried);
    this.peakOpen = state.peakOpen;
    this.openNow = state.openNow;
  }
}
