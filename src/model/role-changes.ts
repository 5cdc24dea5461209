import type { PlannedOf } from './action-types.ts';
import type { EventOf } from './events.ts';
import type { Role, RoleState } from './role-types.ts';
import type { ControlState, Ctx, Refusal } from './types.ts';

export function putRolePolicy(
  state: ControlState,
  action: PlannedOf<'putRolePolicy'>,
  ctx: Ctx,
): Refusal | null {
  const role = state.roles[action.role]!;
  if (!role.exists) return 'roleGone';
  const { name, document } = action;
  const others = role.policies.filter((policy) => policy.name !== name);
  ctx.emit({ rule: 'IAM-4', note: 'role.changed', subject: role.id, with: name, to: 'put' });
  change(state, action.role, { exists: true, policies: [...others, { name, document }] }, ctx);
  return null;
}

export function deleteRolePolicy(
  state: ControlState,
  action: PlannedOf<'deleteRolePolicy'>,
  ctx: Ctx,
): Refusal | null {
  const role = state.roles[action.role]!;
  if (!role.exists) return 'roleGone';
  const left = role.policies.filter(({ name }) => action.name !== null && name !== action.name);
  if (left.length === role.policies.length) return 'policyGone';
  const lost = action.name ?? 'all policies';
  ctx.emit({ rule: 'IAM-4', note: 'role.changed', subject: role.id, with: lost, to: 'removed' });
  change(state, action.role, { exists: true, policies: left }, ctx);
  return null;
}

export function deleteRole(
  state: ControlState,
  action: PlannedOf<'deleteRole'>,
  ctx: Ctx,
): Refusal | null {
  const role = state.roles[action.role]!;
  if (!role.exists) return 'roleGone';
  ctx.emit({ rule: 'ENI-4', note: 'role.changed', subject: role.id, to: 'deleted' });
  change(state, action.role, { exists: false, policies: role.policies }, ctx);
  return null;
}

/** IAM-4: IAM itself knows a change at once, Lambda after a delay; a delay of 0 leaves no trace. */
function change(state: ControlState, roleId: number, after: RoleState, ctx: Ctx): void {
  const role = state.roles[roleId]!;
  role.exists = after.exists;
  role.policies = after.policies;
  const number = role.nextChange;
  role.nextChange += 1;
  if (!state.settings.propagates) {
    see(role, number, after);
    return;
  }
  role.underWay.push({ change: number, after });
  const delayMs = ctx.draw('propagationDelay', role.id);
  ctx.schedule(delayMs, { kind: 'role.seen', role: roleId, change: number });
}

/** A change arrives; one that a newer change overtook on the way means nothing any more. */
export function roleSeen(state: ControlState, event: EventOf<'role.seen'>, ctx: Ctx): void {
  const role = state.roles[event.role]!;
  const place = role.underWay.findIndex(({ change: number }) => number === event.change);
  const [arrived] = role.underWay.splice(place, 1);
  if (event.change < role.seenChange) return;
  see(role, event.change, arrived!.after);
  ctx.emit({ rule: 'IAM-4', note: 'role.seen', subject: role.id });
}

function see(role: Role, change: number, { exists, policies }: RoleState): void {
  role.seen = { exists, policies };
  role.seenChange = change;
}
