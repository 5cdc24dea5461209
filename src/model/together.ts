import { versionName } from './names.ts';
import type { ControlState, Ctx, Version } from './types.ts';

/** Times that ENIs of one operation have in common. */
type Purpose = 'eniCreation' | 'detach' | 'detachOnUpdate' | 'reap';

/**
 * TIME-1: one create, update, delete or idle fall takes its times for all ENIs that it makes or
 * lets go; each of them deviates by a jitter of its own. Lives for one step.
 */
export interface Together {
  /** The version or function whose operation it is: names the streams. */
  entity: string;
  times: Partial<Record<Purpose, number>>;
}

export function together(entity: string): Together {
  return { entity, times: {} };
}

export function togetherOf(state: ControlState, version: Version): Together {
  return together(versionName(state, version));
}

/** What the operation takes; null: an ENI that is by itself. Drawn when an ENI first needs it. */
export function timeOf(operation: Together | null, purpose: Purpose, ctx: Ctx): number | undefined {
  if (operation === null) return undefined;
  operation.times[purpose] ??= ctx.draw(purpose, operation.entity);
  return operation.times[purpose];
}
