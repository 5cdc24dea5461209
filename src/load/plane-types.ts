import type { Distribution } from '../engine/distribution.ts';
import type { QueueState } from '../engine/queue.ts';
import type { ConcurrencyLimits, ConcurrencyState } from './concurrency.ts';
import type { PoolLimits, PoolState } from './eni-pool.ts';
import type { EnvironmentsState } from './environments.ts';
import type { SavedLane } from './lane.ts';

export interface PlaneLimits extends PoolLimits, ConcurrencyLimits {
  keepAlive: Distribution;
}

export interface PlaneState {
  queue: QueueState;
  seq: number;
  environments: EnvironmentsState;
  enis: PoolState;
  lanes: SavedLane[];
  concurrency: ConcurrencyState;
}
