import type { PlannedAction, PlannedRetry } from './action-types.ts';
import { detailsOf, RULE_OF, RULE_OF_ACTION, subjectOf } from './answers.ts';
import { completeAction } from './config-change.ts';
import { deleteFunction } from './deleting.ts';
import type { EventOf } from './events.ts';
import {
  callFromCode,
  createFunction,
  invokeFunction,
  publishVersion,
  updateFunction,
} from './functions.ts';
import * as network from './network.ts';
import * as roles from './role-changes.ts';
import type { ControlState, Ctx, Refusal } from './types.ts';

/** A call of the timeline is made; a delete that may retry is made again while it is refused. */
export function actionDue(state: ControlState, event: EventOf<'action.due'>, ctx: Ctx): void {
  const action = completeAction(state, state.actions[event.action]!);
  const subject = subjectOf(state, action);
  const refusal = perform(state, action, ctx);
  const told = { subject, action: event.action, count: event.tries + 1 };
  // What Lambda deleted between two tries is what was wanted, and tools take NotFound for it.
  if (refusal === null || (refusal === 'eniNotFound' && event.tries > 0)) {
    ctx.emit({ rule: RULE_OF_ACTION[action.action], note: 'call.accepted', ...told });
    return;
  }
  const retry = retryOf(action);
  if (PASSING.has(refusal) && retry !== null && ctx.nowMs + retry.everyMs <= retry.untilMs) {
    if (event.tries === 0) {
      const { untilMs } = retry;
      ctx.emit({ rule: RULE_OF[refusal], note: 'call.retrying', refusal, untilMs, ...told });
    }
    ctx.schedule(retry.everyMs, { ...event, tries: event.tries + 1 });
    return;
  }
  const details = detailsOf(state, action, refusal);
  ctx.emit({ rule: RULE_OF[refusal], note: 'call.refused', refusal, ...details, ...told });
}

/** Refusals that time may cure: something is still in the way of a delete. */
const PASSING: ReadonlySet<Refusal> = new Set([
  'subnetHasDependency',
  'groupHasDependency',
  'vpcHasDependency',
  'eniInUse',
]);

function perform(state: ControlState, action: PlannedAction, ctx: Ctx): Refusal | null {
  switch (action.action) {
    case 'create':
      return createFunction(state, action, ctx);
    case 'update':
      return updateFunction(state, action, ctx);
    case 'publish':
      return publishVersion(state, action, ctx);
    case 'delete':
      return deleteFunction(state, action, ctx);
    case 'invoke':
      return invokeFunction(state, action, ctx);
    case 'callFromCode':
      return callFromCode(state, action);
    case 'setTraffic':
      // The data plane knows its rates from the scenario; here it is only told.
      return null;
    case 'deleteSubnet':
      return network.deleteSubnet(state, action, ctx);
    case 'deleteSecurityGroup':
      return network.deleteSecurityGroup(state, action, ctx);
    case 'deleteVpc':
      return network.deleteVpc(state, action, ctx);
    case 'putRolePolicy':
      return roles.putRolePolicy(state, action, ctx);
    case 'deleteRolePolicy':
      return roles.deleteRolePolicy(state, action, ctx);
    case 'deleteRole':
      return roles.deleteRole(state, action, ctx);
    case 'setQuota':
      return network.setQuota(state, action, ctx);
    default:
      return network.handleEni(state, action, ctx);
  }
}

function retryOf(action: PlannedAction): PlannedRetry | null {
  return 'retry' in action ? action.retry : null;
}
