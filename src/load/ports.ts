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
  private readonly limits: PortLimits;
  private readonly crowded: number;
  private readonly told: PortListener;

  constructor(limits: PortLimits, told: PortListener) {
    this.limits = limits;
    this.crowded = Math.min(limits.scaleOutAt * limits.connectionsPerEni, limits.connectionsPerEni);
    this.told = told;
  }

  /** Makes room for an ENI that is ready from now on. */
  add(eni: number, nowMs: number): void {
    this.open = grown(this.open, eni + 1);
    this.peak = grown(this.peak, eni + 1);
    this.silentSinceMs = grown(this.silentSinceMs, eni + 1);
    this.cut = grown(this.cut, eni + 1);
    this.refusedOn = grown(this.refusedOn, eni + 1);
    this.silentSinceMs[eni] = nowMs;
  }

  /**
   * Opens connections as far as there are ports; the rest is refused (CAP-1, CAP-4).
   * @returns how many were opened
   */
  connect(eni: number, wanted: number, nowMs: number): number {
    const before = this.open[eni]!;
    const opened = Math.min(wanted, this.limits.connectionsPerEni - before);
    const after = before + opened;
    this.attempted += wanted;
    this.accepted += opened;
    this.open[eni] = after;
    if (after > this.peak[eni]!) this.peak[eni] = after;
    this.openNow += opened;
    if (this.openNow > this.peakOpen) this.peakOpen = this.openNow;
    if (after >= this.crowded) this.told.crowded(eni, nowMs);
    if (opened < wanted) {
      this.refused += wanted - opened;
      this.refusedOn[eni]! += wanted - opened;
      this.told.full(eni, nowMs);
    }
    return opened;
  }

  isCrowded(eni: number): boolean {
    return this.open[eni]! >= this.crowded;
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
    this.cut[eni] = 1;
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
    this.peakOpen = state.peakOpen;
    this.openNow = state.openNow;
  }
}
