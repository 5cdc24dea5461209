import type { LaneSpec, Usage } from './lane.ts';

export interface LaneColumnsState {
  columns: Record<string, number[]>;
  pairings: number[][];
}

/** Versions as the data plane sees them, in columns: calls go to thousands of them in turn. */
export class LaneColumns {
  readonly specs: readonly LaneSpec[];
  /** By version, what is fixed: its function, and the connections it opens. */
  readonly function: Int32Array;
  readonly perEnvironment: Float64Array;
  readonly perInvocation: Float64Array;
  /** 1: connections of a call have a time of their own. */
  readonly holds: Uint8Array;
  /** 1: its connections are counted on NAT gateways too. */
  readonly isRouted: Uint8Array;
  /** ENIs are chosen round robin over these places in the plane's pairings (CAP-2). */
  readonly pairings: (readonly number[])[];
  readonly turn: Float64Array;
  /** 1: it has pairings. */
  readonly isPinned: Uint8Array;
  /** Counts changes of configuration; environments of an earlier one end after their call. */
  readonly edition: Int32Array;
  /** The most recently used idle environment, -1: none. */
  readonly top: Int32Array;
  readonly running: Int32Array;
  readonly coldStarts: Float64Array;
  private readonly environments: Int32Array;
  private readonly peakEnvironments: Int32Array;
  /** Time the environments lived until `changedMs`, added up, in ms. */
  private readonly environmentMs: Float64Array;
  private readonly changedMs: Float64Array;

  constructor(specs: readonly LaneSpec[]) {
    this.specs = specs;
    const { length } = specs;
    this.function = Int32Array.from(specs, (spec) => spec.function);
    this.perEnvironment = Float64Array.from(specs, (spec) => spec.perEnvironment);
    this.perInvocation = Float64Array.from(specs, (spec) => spec.perInvocation);
    this.holds = Uint8Array.from(specs, ({ hold }) => (hold === null ? 0 : 1));
    this.isRouted = Uint8Array.from(specs, ({ routes }) => (routes === null ? 0 : 1));
    this.pairings = specs.map(() => []);
    this.turn = new Float64Array(length);
    this.isPinned = new Uint8Array(length);
    this.edition = new Int32Array(length);
    this.top = new Int32Array(length).fill(-1);
    this.running = new Int32Array(length);
    this.coldStarts = new Float64Array(length);
    this.environments = new Int32Array(length);
    this.peakEnvironments = new Int32Array(length);
    this.environmentMs = new Float64Array(length);
    this.changedMs = new Float64Array(length);
  }

  configure(lane: number, pairings: readonly number[]): void {
    this.pairings[lane] = pairings;
    this.isPinned[lane] = pairings.length > 0 ? 1 : 0;
  }

  /** Counts environments that began (or ended), and the time they lived until now. */
  changeEnvironments(lane: number, by: 1 | -1, nowMs: number): void {
    const before = this.environments[lane]!;
    this.environmentMs[lane]! += before * (nowMs - this.changedMs[lane]!);
    this.changedMs[lane] = nowMs;
    this.environments[lane] = before + by;
    if (before + by > this.peakEnvironments[lane]!) this.peakEnvironments[lane] = before + by;
  }

  /** How many environments a version has and had, up to now. */
  usageOf(lane: number, nowMs: number): Usage {
    const now = this.environments[lane]!;
    const livedMs = this.environmentMs[lane]! + now * (nowMs - this.changedMs[lane]!);
    return {
      now,
      peak: this.peakEnvironments[lane]!,
      mean: nowMs > 0 ? livedMs / nowMs : 0,
      running: this.running[lane]!,
      coldStarts: this.coldStarts[lane]!,
    };
  }

  save(): LaneColumnsState {
    const columns: Record<string, number[]> = {};
    for (const name of CHANGING) columns[name] = [...this[name]];
    return { columns, pairings: this.pairings.map((places) => [...places]) };
  }

  restore({ columns, pairings }: LaneColumnsState): void {
    for (const name of CHANGING) this[name].set(columns[name]!);
    pairings.forEach((places, lane) => {
      this.configure(lane, places);
    });
  }
}

const CHANGING = [
  'turn',
  'edition',
  'top',
  'running',
  'coldStarts',
  'environments',
  'peakEnvironments',
  'environmentMs',
  'changedMs',
] as const;
