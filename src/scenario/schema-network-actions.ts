import {
  complain,
  count,
  list,
  name,
  newName,
  object,
  positiveDuration,
  type Sink,
} from './leaves.ts';
import { LIMITS } from './limits.ts';
import { at, base, expected } from './schema-answers.ts';
import { policy } from './schema-roles.ts';
import type { Retry } from './types.ts';

const retryEvery = positiveDuration
  .optional()
  .describe('Tries again at this distance while refused');
const retryFor = positiveDuration.optional().describe('Gives up after this time');

const DEFAULT_RETRY_MS = 10_000;

function retryOf(
  a: { retryEvery?: number | undefined; retryFor?: number | undefined },
  ctx: Sink,
): Retry | null {
  if (a.retryFor !== undefined) {
    return { everyMs: a.retryEvery ?? DEFAULT_RETRY_MS, forMs: a.retryFor };
  }
  if (a.retryEvery === undefined) return null;
  const message = '`retryEvery` without `retryFor`: how long should it try?';
  return complain(ctx, { message, mend: 'add `retryFor: 45m`', path: ['retryEvery'] });
}

const deleteSubnet = object('an action', {
  at,
  deleteSubnet: name.describe('Deletes this subnet'),
  retryEvery,
  retryFor,
  expect: expected,
}).transform((a, ctx) => ({
  ...base(a),
  action: 'deleteSubnet' as const,
  subnet: a.deleteSubnet,
  retry: retryOf(a, ctx),
}));

const deleteSecurityGroup = object('an action', {
  at,
  deleteSecurityGroup: name.describe('Deletes this security group'),
  retryEvery,
  retryFor,
  expect: expected,
}).transform((a, ctx) => ({
  ...base(a),
  action: 'deleteSecurityGroup' as const,
  securityGroup: a.deleteSecurityGroup,
  retry: retryOf(a, ctx),
}));

const deleteVpc = object('an action', {
  at,
  deleteVpc: name.describe('Deletes this VPC'),
  retryEvery,
  retryFor,
  expect: expected,
}).transform((a, ctx) => ({
  ...base(a),
  action: 'deleteVpc' as const,
  vpc: a.deleteVpc,
  retry: retryOf(a, ctx),
}));

const pairing = object('a pairing: `subnet` and `securityGroups`', {
  subnet: name.describe('Its subnet'),
  securityGroups: list(name, 'a list of security groups', LIMITS.configIds).describe(
    'Its security groups, in any order',
  ),
});

const deleteNetworkInterface = object('an action', {
  at,
  deleteNetworkInterface: pairing.describe('Deletes the interfaces of this pairing by hand'),
  retryEvery,
  retryFor,
  expect: expected,
}).transform(({ deleteNetworkInterface: { subnet, securityGroups }, ...a }, ctx) => ({
  ...base(a),
  action: 'deleteNetworkInterface' as const,
  subnet,
  securityGroups,
  retry: retryOf(a, ctx),
}));

const detachNetworkInterface = object('an action', {
  at,
  detachNetworkInterface: pairing.describe('Tries to detach an interface of this pairing by hand'),
  expect: expected,
}).transform(({ detachNetworkInterface: { subnet, securityGroups }, ...a }) => ({
  ...base(a),
  action: 'detachNetworkInterface' as const,
  subnet,
  securityGroups,
}));

const modifyNetworkInterface = object('an action', {
  at,
  modifyNetworkInterface: pairing.describe(
    'Tries to change the groups of an interface of this pairing',
  ),
  expect: expected,
}).transform(({ modifyNetworkInterface: { subnet, securityGroups }, ...a }) => ({
  ...base(a),
  action: 'modifyNetworkInterface' as const,
  subnet,
  securityGroups,
}));

/** Named so when the author names none: added beside the role's other policies. */
const ADDED_POLICY = 'inline';

const putRolePolicy = object('an action', {
  at,
  putRolePolicy: name.describe('Adds a policy to this role, or replaces the one of that name'),
  policy: policy.describe('An IAM policy document, or a managed name'),
  name: newName.optional().describe('Default: the managed name, else `inline`'),
  expect: expected,
}).transform((a) => ({
  ...base(a),
  action: 'putRolePolicy' as const,
  role: a.putRolePolicy,
  name: a.name ?? a.policy.name ?? ADDED_POLICY,
  document: a.policy.document,
}));

const deleteRolePolicy = object('an action', {
  at,
  deleteRolePolicy: name.describe('Takes policies away from this role'),
  name: newName.optional().describe('Which policy; default: all of them'),
  expect: expected,
}).transform((a) => ({
  ...base(a),
  action: 'deleteRolePolicy' as const,
  role: a.deleteRolePolicy,
  name: a.name ?? null,
}));

const deleteRole = object('an action', {
  at,
  deleteRole: name.describe('Deletes this role'),
  expect: expected,
}).transform((a) => ({ ...base(a), action: 'deleteRole' as const, role: a.deleteRole }));

const quota = object('`vpc` and `enis`', {
  vpc: name.describe('The VPC'),
  enis: count(0, 1_000_000).describe('Its new quota'),
});

const setQuota = object('an action', {
  at,
  setQuota: quota.describe('Changes how many Hyperplane interfaces a VPC may have'),
  expect: expected,
}).transform((a) => ({ ...base(a), action: 'setQuota' as const, ...a.setQuota }));

export const NETWORK_ACTIONS = {
  deleteSubnet,
  deleteSecurityGroup,
  deleteVpc,
  deleteNetworkInterface,
  detachNetworkInterface,
  modifyNetworkInterface,
  putRolePolicy,
  deleteRolePolicy,
  deleteRole,
  setQuota,
};
