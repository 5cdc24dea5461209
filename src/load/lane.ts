import type { Distribution } from '../engine/distribution.ts';
import type { Sampler } from '../engine/hot-samplers.ts';

/** What the code of one version does when it runs, and how much of it may run. */
export interface LaneSpec {
  /** Places in the scenario, and the version's number (0: `$LATEST`). */
  function: number;
  version: number;
  /** Names its random numbers. */
  name: string;
  duration: Distribution;
  /** Connections an environment opens at its start and keeps for life (CAP-6). */
  perEnvironment: number;
  /** Connections an invocation opens; they close at its end, or `hold` after they opened. */
  perInvocation: number;
  hold: Distribution | null;
  /** Reserved concurrency; null: what the account has left. */
  reserved: number | null;
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
  /** Environments started since `windowMs`, for the limit on how fast a function grows. */
  windowMs: number;
  startedInWindow: number;
  coldStarts: number;
  /** Made at their first draw. */
  duration: Sampler | undefined;
  hold: Sampler | undefined;
  keepAlive: Sampler | undefined;
}

/** What changes about a lane, as plain JSON. */
export type SavedLane = Omit<Lane, 'spec' | 'duration' | 'hold' | 'keepAlive'>;

export function newLane(spec: LaneSpec): Lane {
  return {
    spec,
    pairings: [],
    turn: 0,
    edition: 0,
    top: -1,
    running: 0,
    environments: 0,
    windowMs: 0,
    startedInWindow: 0,
    coldStarts: 0,
    duration: undefined,
    hold: undefined,
    keepAlive: undefined,
  };
}

export function savedLane(lane: Lane): SavedLane {
  const { spec: _spec, duration: _duration, hold: _hold, keepAlive: _keepAlive, ...saved } = lane;
  return saved;
}
