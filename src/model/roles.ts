import {
  type Access,
  type AccessRequest,
  evaluateAccess,
  type PolicyInput,
} from '../access/evaluate.ts';
import type { NamedPolicy } from '../scenario/types.ts';
import type { ControlState, VpcConfig } from './types.ts';

/** Where nobody is named, somebody who may do all: only the account's SCPs limit him. */
const EVERYTHING: PolicyInput = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** Whose policies an access is judged by; null: an administrator. */
type Holder = { policies: readonly NamedPolicy[]; boundary?: unknown } | null;

/** IAM-1: a caller's or a role's policies, its boundary, and the SCPs of the account. */
export function judge(
  { scps }: ControlState,
  holder: Holder,
  request: Pick<AccessRequest, 'action' | 'resource' | 'context'>,
): Access {
  const documents = (list: readonly NamedPolicy[]) =>
    list.map(({ document }) => document as PolicyInput);
  const policies = holder === null ? [EVERYTHING] : documents(holder.policies);
  const boundary = holder?.boundary ?? null;
  const boundaries = boundary === null ? [] : [boundary as PolicyInput];
  return evaluateAccess({ policies, boundaries, scps: documents(scps), ...request });
}

/**
 * What keeps an execution role, as Lambda sees it, from doing something to one of the resources;
 * null: it may (IAM-4). Role -1 is a role of the function's own that allows all that is needed and
 * is never deleted; SCPs limit it as well.
 */
export function roleObstacle(
  state: ControlState,
  roleId: number,
  action: string,
  resources: readonly string[],
): string | null {
  if (roleId < 0 && state.scps.length === 0) return null;
  const role = roleId < 0 ? null : state.roles[roleId]!;
  if (role !== null && !role.seen.exists) return `Role '${role.id}' is deleted`;
  const holder = role === null ? null : { ...role.seen, boundary: role.boundary };
  const { region, accountId } = state.settings;
  for (const name of resources) {
    const resource = name === '*' ? '*' : `arn:aws:ec2:${region}:${accountId}:${name}`;
    const context = roleContext(state, roleId);
    const { decision, because } = judge(state, holder, { action, resource, context });
    if (decision !== 'allowed') return because;
  }
  return null;
}

/** Keys of every call that is made with a role. A service role's call is none "via a service". */
export function roleContext(state: ControlState, roleId: number): Record<string, string> {
  const { region, accountId } = state.settings;
  const name = roleId < 0 ? 'own-role' : state.roles[roleId]!.id;
  return {
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalArn': `arn:aws:iam::${accountId}:role/${name}`,
    'aws:RequestedRegion': region,
    'aws:ViaAWSService': 'false',
  };
}

/** Creating interfaces touches their subnets, their groups and the interfaces themselves. */
export function createObstacle(
  state: ControlState,
  roleId: number,
  config: VpcConfig,
): string | null {
  const subnets = config.subnets.map((id) => `subnet/${state.subnets[id]!.id}`);
  const groups = config.groups.map((id) => `security-group/${state.groups[id]!.id}`);
  const resources = ['network-interface/*', ...new Set(subnets), ...new Set(groups)];
  return roleObstacle(state, roleId, 'ec2:CreateNetworkInterface', resources);
}
