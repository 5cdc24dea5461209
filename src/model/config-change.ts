import type { PlannedAction, TimelineAction } from './action-types.ts';
import { presentConfig } from './callers.ts';
import { rowOf } from './table.ts';
import type { ControlState } from './types.ts';

/**
 * An action as it is meant at its moment: an update that names one list alone keeps the other, as
 * it is then (STATE-7). Where there is none, that list is empty and AWS refuses it.
 */
export function completeAction(state: ControlState, action: TimelineAction): PlannedAction {
  if (action.action !== 'partialUpdate') return action;
  const { change, ...update } = action;
  const now = presentConfig(state, rowOf(state.functions, action.function));
  const config = {
    subnets: change.subnets ?? now?.subnets ?? [],
    groups: change.groups ?? now?.groups ?? [],
    dualStack: change.dualStack ?? now?.dualStack ?? false,
  };
  return { ...update, action: 'update', config };
}
