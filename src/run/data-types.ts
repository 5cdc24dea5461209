import type { AggregateState } from '../load/aggregate.ts';
import type { EitherState } from '../load/either-flow.ts';
import type { Usage } from '../load/lane.ts';
import type { PlaneLimits, PlaneState } from '../load/plane-types.ts';
import type { TrafficEvent, TrafficState } from '../load/traffic.ts';
import type { Fidelity } from '../scenario/types.ts';
import type { CallBookState, TellCalls } from './call-book.ts';
import type { CrossingEvent, LaneChoice, NatFullEvent } from './lanes.ts';

/** What the data plane tells the run. */
export interface DataListener {
  schedule(event: TrafficEvent, cause: number): void;
  count: TellCalls;
  /** An ENI is too full, or has been silent for long; `atMs` is a whole ms, not before now. */
  crossing(event: CrossingEvent | NatFullEvent, atMs: number): void;
}

export interface DataPlaneState {
  traffic: TrafficState;
  flow: EitherState;
  plane: PlaneState;
  aggregate: AggregateState;
  calls: CallBookState;
  pairingOfEni: number[];
}

export interface DataPlaneOptions {
  fidelity: Fidelity;
  idleAfterMs: number | null;
  limits: PlaneLimits;
  /** Between two looks at counted connections, in ms; a keep-alive time by default. */
  stepMs?: number | undefined;
}

/** How the calls of a version are carried out. */
export interface Carried extends LaneChoice {
  streams: number[];
  /** Whether its environments are known: counted ones only of calls at random moments. */
  isKnown: boolean;
}

/** What is known of a version's environments. */
export interface VersionUsage extends Usage, LaneChoice {
  isKnown: boolean;
  /** How long its calls were events because a limit was near. */
  nearLimitMs: number;
}
