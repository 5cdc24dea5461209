import { evaluateAccess, type PolicyInput } from '../access/evaluate.ts';
import type { ControlState, VpcConfig } from './types.ts';

/**
 * Whether an execution role may do something to all of the resources (IAM-1, IAM-4).
 * Role -1 is a role of the function's own that allows all that is needed and is never deleted.
 */
export function roleAllows(
  state: ControlState,
  roleId: number,
  action: string,
  resources: readonly string[],
): boolean {
  if (roleId < 0) return true;
  const role = state.roles[roleId]!;
  if (!role.exists) return false;
  const { region, accountId } = state.settings;
  const policies = role.policies.map((policy) => policy.document as PolicyInput);
  return resources.every((name) => {
    const resource = name === '*' ? '*' : `arn:aws:ec2:${region}:${accountId}:${name}`;
    return evaluateAccess({ policies, action, resource, context: {} }).decision === 'allowed';
  });
}

/** Creating interfaces touches their subnets, their groups and the interfaces themselves. */
export function mayCreate(state: ControlState, roleId: number, config: VpcConfig): boolean {
  if (roleId < 0) return true;
  const subnets = config.subnets.map((id) => `subnet/${state.subnets[id]!.id}`);
  const groups = config.groups.map((id) => `security-group/${state.groups[id]!.id}`);
  const resources = ['network-interface/*', ...new Set(subnets), ...new Set(groups)];
  return roleAllows(state, roleId, 'ec2:CreateNetworkInterface', resources);
}
