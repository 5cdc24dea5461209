import type { EniAction } from '../scenario/types.ts';
import type { PlannedOf } from './action-types.ts';
import { deleteByHand } from './eni-life.ts';
import { findPairing } from './pairings.ts';
import { rowOf } from './table.ts';
import type { ControlState, Ctx, Pairing, Refusal } from './types.ts';

/** ENI-6: a subnet, group or VPC with an ENI in it stays, detached ENIs count too. */
export function deleteSubnet(
  state: ControlState,
  action: PlannedOf<'deleteSubnet'>,
  ctx: Ctx,
): Refusal | null {
  const subnet = state.subnets[action.subnet]!;
  if (subnet.deleted) return 'subnetGone';
  if (subnet.inUse > 0) return 'subnetHasDependency';
  subnet.deleted = true;
  ctx.emit({ rule: 'ENI-6', note: 'network.deleted', subject: subnet.id, to: 'subnet' });
  return null;
}

export function deleteSecurityGroup(
  state: ControlState,
  action: PlannedOf<'deleteSecurityGroup'>,
  ctx: Ctx,
): Refusal | null {
  const group = state.groups[action.group]!;
  if (group.deleted) return 'groupGone';
  if (group.enis > 0) return 'groupHasDependency';
  group.deleted = true;
  ctx.emit({ rule: 'ENI-6', note: 'network.deleted', subject: group.id, to: 'security group' });
  return null;
}

/** EC2 also wants the VPC's subnets and groups deleted first. */
export function deleteVpc(
  state: ControlState,
  action: PlannedOf<'deleteVpc'>,
  ctx: Ctx,
): Refusal | null {
  const vpc = state.vpcs[action.vpc]!;
  if (vpc.deleted) return 'vpcGone';
  const isInside = (thing: { vpc: number; deleted: boolean }) =>
    thing.vpc === action.vpc && !thing.deleted;
  if (state.subnets.some(isInside) || state.groups.some(isInside)) return 'vpcHasDependency';
  vpc.deleted = true;
  ctx.emit({ rule: 'ENI-6', note: 'network.deleted', subject: vpc.id, to: 'VPC' });
  return null;
}

/** ENI-5: what people may do to Lambda's interfaces by hand, which is next to nothing. */
export function handleEni(
  state: ControlState,
  action: PlannedOf<EniAction>,
  ctx: Ctx,
): Refusal | null {
  const pairing = namedPairing(state, action);
  if (action.action === 'deleteNetworkInterface') return deleteByHand(state, pairing, ctx);
  if (pairing === null || pairing.enis.length === 0) return 'eniNotFound';
  return action.action === 'detachNetworkInterface' ? 'attachmentManaged' : 'eniGroupsFixed';
}

/** The pairing of a subnet and groups, its dual-stack twin when only that has ENIs. */
export function namedPairing(state: ControlState, action: PlannedOf<EniAction>): Pairing | null {
  const subnets = [action.subnet];
  const found = [false, true].flatMap((dualStack) => {
    const id = findPairing(state, action.subnet, { subnets, groups: action.groups, dualStack });
    return id === undefined ? [] : [rowOf(state.pairings, id)];
  });
  return found.find((pairing) => pairing.enis.length > 0) ?? found[0] ?? null;
}

/** LIMIT-1: a lower quota takes nothing away, it only refuses what comes. */
export function setQuota(
  state: ControlState,
  action: PlannedOf<'setQuota'>,
  ctx: Ctx,
): Refusal | null {
  const vpc = state.vpcs[action.vpc]!;
  vpc.eniQuota = action.enis;
  ctx.emit({ rule: 'LIMIT-1', note: 'quota.set', subject: vpc.id, to: String(action.enis) });
  return null;
}
