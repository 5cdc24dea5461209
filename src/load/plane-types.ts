import type { Distribution } from '../engine/distribution.ts';
import type { QueueState } from '../engine/queue.ts';
import type { ConcurrencyLimits, ConcurrencyState } from './concurrency.ts';
import type { PoolLimits, PoolListener, PoolState } from './eni-pool.ts';
import type { EnvironmentsState } from './environments.ts';
import type { LaneColumnsState } from './lane-columns.ts';
import type { NatPortsState } from './nat-ports.ts';

export interface PlaneLimits extends PoolLimits, ConcurrencyLimits {
  keepAlive: Distribution;
  /** How long a call waits for a connection that finds no port (CAP-4). */
  connectTimeout: Distribution;
  /** By route through a NAT gateway to one destination: connections it holds at most (NET-3). */
  natRoutes: readonly number[];
}

export interface PlaneState {
  queue: QueueState;
  seq: number;
  environments: EnvironmentsState;
  enis: PoolState;
  lanes: LaneColumnsState;
  concurrency: ConcurrencyState;
  nat: NatPortsState;
}

/** What the plane tells; `natFull`: a NAT gateway has no room for a connection. */
export interface PlaneListener extends Omit<PoolListener, 'lookAt'> {
  natFull(route: number, eni: number, nowMs: number): void;
}
