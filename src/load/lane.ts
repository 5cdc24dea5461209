import type { Distribution } from '../engine/distribution.ts';
import { HotSamplers } from '../engine/hot-samplers.ts';
import type { Streams } from '../engine/random.ts';

/** What the code of one version does when it runs, and how much of it may run. */
export interface LaneSpec {
  /** Places in the scenario, and the version's number (0: `$LATEST`). */
  function: number;
  version: number;
  /** Names its random numbers. */
  name: string;
  duration: Distribution;
  /** On top of it for an environment's first call; null: nothing. */
  coldStart: Distribution | null;
  /** Connections an environment opens at its start and keeps for life (CAP-6). */
  perEnvironment: number;
  /** Connections an invocation opens; they close at its end, or `hold` after they opened. */
  perInvocation: number;
  hold: Distribution | null;
  /** By subnet: the NAT gateway its connections go through, by place; null: none is counted. */
  routes: Readonly<Record<string, number>> | null;
}

/** One version as the data plane sees it. */
export interface Lane {
  spec: LaneSpec;
  /** ENIs are chosen round robin over these places in the plane's pairings (CAP-2). */
  pairings: number[];
  turn: number;
  /** Counts changes of configuration; environments of an earlier one end after their call. */
  edition: number;
  /** The most recently used idle environment, -1: none. */
  top: number;
  running: number;
  environments: number;
  peakEnvironments: number;
  /** Time the environments lived until `changedMs`, added up, in ms. */
  environmentMs: number;
  changedMs: number;
  coldStarts: number;
  /** Places of its laws' samplers, which are made at their first draw. */
  samplers: Partial<Record<Law, number>>;
}

/** What an environment, its calls and their connections take time for. */
type Law = 'duration' | 'coldStart' | 'hold' | 'keepAlive';

/** Environments of a version: now, the most and the mean over the run; calls that run now. */
export interface Usage {
  now: number;
  peak: number;
  mean: number;
  running: number;
  coldStarts: number;
}

/** What changes about a lane, as plain JSON. */
export type SavedLane = Omit<Lane, 'spec' | 'samplers'>;

export function newLane(spec: LaneSpec): Lane {
  return {
    spec,
    pairings: [],
    turn: 0,
    edition: 0,
    top: -1,
    running: 0,
    environments: 0,
    peakEnvironments: 0,
    environmentMs: 0,
    changedMs: 0,
    coldStarts: 0,
    samplers: {},
  };
}

/** Counts environments that began (or ended), and the time they lived until now. */
export function changeEnvironments(lane: Lane, by: 1 | -1, nowMs: number): void {
  lane.environmentMs += lane.environments * (nowMs - lane.changedMs);
  lane.changedMs = nowMs;
  lane.environments += by;
  lane.peakEnvironments = Math.max(lane.peakEnvironments, lane.environments);
}

export function savedLane(lane: Lane): SavedLane {
  const { spec: _spec, samplers: _samplers, ...saved } = lane;
  return saved;
}

/** How many environments a version has and had, up to now. */
export function usageOf(lane: Lane, nowMs: number): Usage {
  const livedMs = lane.environmentMs + lane.environments * (nowMs - lane.changedMs);
  const { environments: now, peakEnvironments: peak, running, coldStarts } = lane;
  return { now, peak, mean: nowMs > 0 ? livedMs / nowMs : 0, running, coldStarts };
}

/** Environments of calls that were carried out one by one, and of those that were counted. */
export function bothUsages(single: Usage, counted: Usage | null): Usage {
  if (counted === null) return single;
  return {
    now: single.now + counted.now,
    peak: Math.max(single.peak, counted.peak),
    mean: single.mean + counted.mean,
    running: single.running + counted.running,
    coldStarts: single.coldStarts + counted.coldStarts,
  };
}

/** Draws from the laws of versions, in ms; what has no law takes no time. */
export class LaneLaws {
  private readonly keepAlive: Distribution;
  private readonly samplers: HotSamplers;

  constructor(keepAlive: Distribution, streams: Streams) {
    this.keepAlive = keepAlive;
    this.samplers = new HotSamplers(streams);
  }

  takes(what: Law, lane: Lane): number {
    const law = what === 'keepAlive' ? this.keepAlive : lane.spec[what];
    if (law === null) return 0;
    lane.samplers[what] ??= this.samplers.add(law, what, lane.spec.name);
    return this.samplers.draw(lane.samplers[what]);
  }
}
