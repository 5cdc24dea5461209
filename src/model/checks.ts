import { mayCreate } from './roles.ts';
import type { ControlState, Ctx, Refusal, VpcConfig } from './types.ts';

/** LIMIT-3: counts, repeats included, are looked at before anything else (API-1). */
export function checkCounts(state: ControlState, config: VpcConfig | null): Refusal | null {
  if (config === null) return null;
  if (config.groups.length > state.settings.groupsPerConfigMax) return 'tooManySecurityGroups';
  if (config.subnets.length > state.settings.subnetsPerConfigMax) return 'tooManySubnets';
  return null;
}

/**
 * What AWS looks at before it accepts a VPC configuration of the right form, in its order (API-1):
 * security groups, then subnets, one VPC for all, then the role. The first fault is the answer.
 */
export function checkVpcConfig(
  state: ControlState,
  roleId: number,
  config: VpcConfig | null,
  ctx: Ctx,
): Refusal | null {
  if (config === null) return checkRole(state, roleId);
  // STATE-7: only one empty list is no configuration.
  if (config.groups.length === 0 || config.subnets.length === 0) return 'oneListEmpty';
  return (
    checkThrottle(state, ctx) ??
    checkExistence(state, config) ??
    checkRole(state, roleId) ??
    (mayCreate(state, roleId, config) ? null : 'roleLacksCreate')
  );
}

/** LIMIT-4: Lambda asks EC2 about every configuration, and EC2 may have enough of it. */
function checkThrottle(state: ControlState, ctx: Ctx): Refusal | null {
  const { ec2CallsPerSecond } = state.settings;
  if (ec2CallsPerSecond === null) return null;
  const second = Math.floor(ctx.nowMs / 1000);
  if (state.ec2Window.second !== second) state.ec2Window = { second, calls: 0 };
  if (state.ec2Window.calls >= ec2CallsPerSecond) return 'ec2Throttled';
  state.ec2Window.calls += 1;
  return null;
}

function checkExistence(state: ControlState, config: VpcConfig): Refusal | null {
  const groups = config.groups.map((id) => state.groups[id]!);
  const subnets = config.subnets.map((id) => state.subnets[id]!);
  if (groups.some((group) => group.deleted)) return 'groupNotFound';
  if (subnets.some((subnet) => subnet.deleted)) return 'subnetNotFound';
  const { vpc } = subnets[0]!;
  if (groups.some((group) => group.vpc !== vpc)) return 'groupsInOtherVpc';
  if (subnets.some((subnet) => subnet.vpc !== vpc)) return 'subnetsInOtherVpc';
  // API-3, API-4: what no configuration may have.
  if (state.vpcs[vpc]!.tenancy === 'dedicated') return 'dedicatedTenancy';
  if (config.dualStack && subnets.some((subnet) => !subnet.dualStack)) return 'notDualStack';
  return null;
}

function checkRole(state: ControlState, roleId: number): Refusal | null {
  if (roleId < 0 || state.roles[roleId]!.exists) return null;
  return 'roleNotAssumable';
}
