import type { Distribution } from '../engine/distribution.ts';

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

/** Environments of a version: now, the most and the mean over the run; calls that run now. */
export interface Usage {
  now: number;
  peak: number;
  mean: number;
  running: number;
  coldStarts: number;
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
