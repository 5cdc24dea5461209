import type { NamedPolicy } from '../scenario/types.ts';

/** As IAM has it, and as Lambda sees it: a change takes time to get there. */
export interface Role extends RoleState {
  id: string;
  /** An IAM document; null: none. */
  boundary: unknown;
  seen: RoleState;
  /** The newest change that Lambda sees; a timer of an older one is stale. */
  seenChange: number;
  /** Changes on their way, oldest first, by the number of the change. */
  underWay: { change: number; after: RoleState }[];
  nextChange: number;
}

export interface RoleState {
  exists: boolean;
  policies: NamedPolicy[];
}
