import type { EniAction } from '../scenario/types.ts';
import type { VpcConfig } from './types.ts';

/** A line of the timeline with its names made ids; caller -1 is an administrator. */
export type PlannedAction =
  | { action: 'create'; function: number; publish: boolean; caller: number }
  | {
      action: 'update';
      function: number;
      config: VpcConfig | 'keep' | null;
      code: boolean;
      settings: boolean;
      publish: boolean;
      caller: number;
      revisionAtMs: number | null;
    }
  | { action: 'publish'; function: number; caller: number; revisionAtMs: number | null }
  | { action: 'delete'; function: number; version: number | null; caller: number }
  | {
      action: 'invoke';
      function: number;
      version: number;
      async: boolean;
      count: number;
      caller: number;
    }
  | { action: 'callFromCode'; function: number; version: number; api: string; resource: string }
  | { action: 'setTraffic'; function: number; version: number }
  | { action: 'deleteSubnet'; subnet: number; retry: PlannedRetry | null }
  | { action: 'deleteSecurityGroup'; group: number; retry: PlannedRetry | null }
  | { action: 'deleteVpc'; vpc: number; retry: PlannedRetry | null }
  | { action: EniAction; subnet: number; groups: number[]; retry: PlannedRetry | null }
  | { action: 'putRolePolicy'; role: number; name: string; document: unknown }
  | { action: 'deleteRolePolicy'; role: number; name: string | null }
  | { action: 'deleteRole'; role: number }
  | { action: 'setQuota'; vpc: number; enis: number };

/** A line of the timeline: an update may name a part of its configuration only. */
export type TimelineAction = PlannedAction | PartialUpdate;

export type PartialUpdate = Omit<PlannedOf<'update'>, 'action' | 'config'> & {
  action: 'partialUpdate';
  /** Null: stays as it is. */
  change: { [K in keyof VpcConfig]: VpcConfig[K] | null };
};

export interface PlannedRetry {
  everyMs: number;
  untilMs: number;
}
export type PlannedOf<K extends PlannedAction['action']> = Extract<PlannedAction, { action: K }>;
