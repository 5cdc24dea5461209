export interface NatPortsState {
  open: number[];
  peak: number[];
  refused: number[];
  toldMs: number[];
}

/**
 * Connections through NAT gateways (NET-3). A route is one gateway to one destination, by its place;
 * -1 stands for none, which is never full.
 */
export class NatPorts {
  /** By route: the most there may be, what is open, and what was refused. */
  readonly most: readonly number[];
  open: number[];
  peak: number[];
  refused: number[];
  private readonly told: (route: number, eni: number, nowMs: number) => void;
  private readonly retryMs: number;
  private toldMs: number[];

  /** @param told hears of the first refusal of a stretch: none came within `retryMs` before */
  constructor(
    most: readonly number[],
    retryMs: number,
    told: (route: number, eni: number, nowMs: number) => void,
  ) {
    this.most = most;
    this.told = told;
    this.retryMs = retryMs;
    this.open = most.map(() => 0);
    this.peak = most.map(() => 0);
    this.refused = most.map(() => 0);
    this.toldMs = most.map(() => -retryMs);
  }

  /** How many connections there is room for. */
  room(route: number): number {
    return route < 0 ? Number.POSITIVE_INFINITY : this.most[route]! - this.open[route]!;
  }

  take(route: number, connections: number): void {
    if (route < 0) return;
    this.open[route]! += connections;
    this.peak[route] = Math.max(this.peak[route]!, this.open[route]!);
  }

  refuse(route: number, connections: number, eni: number, nowMs: number): void {
    this.refused[route]! += connections;
    const sinceMs = this.toldMs[route]!;
    this.toldMs[route] = nowMs;
    if (nowMs - sinceMs >= this.retryMs) this.told(route, eni, nowMs);
  }

  give(route: number, connections: number): void {
    if (route >= 0) this.open[route]! -= connections;
  }

  save(): NatPortsState {
    const { open, peak, refused, toldMs } = this;
    return { open: [...open], peak: [...peak], refused: [...refused], toldMs: [...toldMs] };
  }

  restore({ open, peak, refused, toldMs }: NatPortsState): void {
    this.open = [...open];
    this.peak = [...peak];
    this.refused = [...refused];
    this.toldMs = [...toldMs];
  }
}
