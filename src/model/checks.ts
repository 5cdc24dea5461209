import type { PlannedOf } from './action-types.ts';
import { describeDenial } from './callers.ts';
import { createObstacle } from './roles.ts';
import { rowOf } from './table.ts';
import type { ControlState, Ctx, Group, Refusal, Subnet, Version, VpcConfig } from './types.ts';

/**
 * LIMIT-3: the form of ids, then counts, repeats included, are looked at before anything else
 * (API-1). Which of the four comes first is assumed: AWS lists all faults of the form at once.
 */
export function checkShape(state: ControlState, config: VpcConfig | null): Refusal | null {
  if (config === null) return null;
  const { subnet, group } = state.settings.idPatterns;
  const malformed = (things: readonly (Subnet | Group)[], ids: readonly number[], form: string) => {
    const pattern = new RegExp(`^${form}$`);
    // Names of what exists are ours to choose; only an id that nothing has is taken by its form.
    return ids.some((id) => things[id]!.vpc < 0 && !pattern.test(things[id]!.id));
  };
  if (malformed(state.subnets, config.subnets, subnet)) return 'malformedSubnet';
  if (malformed(state.groups, config.groups, group)) return 'malformedGroup';
  if (config.groups.length > state.settings.groupsPerConfigMax) return 'tooManySecurityGroups';
  if (config.subnets.length > state.settings.subnetsPerConfigMax) return 'tooManySubnets';
  return null;
}

/** API-5: a call that sends the RevisionId of an earlier moment is refused after any change. */
export function checkRevision(
  version: Version,
  { revisionAtMs }: { revisionAtMs: number | null },
): Refusal | null {
  const isOutdated = revisionAtMs !== null && version.revisedMs > revisionAtMs;
  return isOutdated ? 'revisionOutdated' : null;
}

/**
 * What AWS looks at before it accepts a VPC configuration of the right form, in its order (API-1):
 * what the caller may look up, security groups, then subnets, one VPC for all, then the role. The
 * first fault is the answer.
 */
export function checkVpcConfig(
  state: ControlState,
  action: PlannedOf<'create'> | PlannedOf<'update'>,
  config: VpcConfig | null,
  ctx: Ctx,
): Refusal | null {
  const roleId = rowOf(state.functions, action.function).role;
  if (config === null) return checkRole(state, roleId);
  // STATE-7: only one empty list is no configuration.
  if (config.groups.length === 0 || config.subnets.length === 0) return 'oneListEmpty';
  return (
    describeDenial(state, action)?.refusal ??
    checkThrottle(state, ctx) ??
    checkExistence(state, config) ??
    checkRole(state, roleId) ??
    (createObstacle(state, roleId, config) === null ? null : 'roleLacksCreate')
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
  const families = subnets.map(({ ipFamilies }) => ipFamilies);
  if (config.dualStack && families.some((one) => one !== 'dual-stack')) return 'notDualStack';
  if (families.includes('IPv6')) return 'ipv6OnlySubnet';
  return null;
}

function checkRole(state: ControlState, roleId: number): Refusal | null {
  if (roleId < 0 || state.roles[roleId]!.seen.exists) return null;
  return 'roleNotAssumable';
}
