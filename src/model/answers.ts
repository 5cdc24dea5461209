import type { PlannedAction } from './action-types.ts';
import { callerDenial, codeDenial, type Denial, describeDenial } from './callers.ts';
import { arnOf, pairingName, refName } from './names.ts';
import { namedPairing } from './network.ts';
import { createObstacle } from './roles.ts';
import { rowOf } from './table.ts';
import type { ControlState, LambdaFunction, Refusal, Row, RuleId, VpcConfig } from './types.ts';

/** Whom an action of the timeline is about, as people wrote it. */
export function subjectOf(state: ControlState, action: PlannedAction): string {
  switch (action.action) {
    case 'create':
    case 'update':
    case 'publish':
      return rowOf(state.functions, action.function).id;
    case 'delete':
    case 'invoke':
    case 'callFromCode':
    case 'setTraffic':
      return refName(rowOf(state.functions, action.function).id, action.version ?? 0);
    case 'deleteSubnet':
      return state.subnets[action.subnet]!.id;
    case 'deleteSecurityGroup':
      return state.groups[action.group]!.id;
    case 'deleteVpc':
    case 'setQuota':
      return state.vpcs[action.vpc]!.id;
    case 'putRolePolicy':
    case 'deleteRolePolicy':
    case 'deleteRole':
      return state.roles[action.role]!.id;
    default: {
      const pairing = namedPairing(state, action);
      if (pairing !== null) return pairingName(state, pairing);
      const groups = [...new Set(action.groups)].map((id) => state.groups[id]!.id).sort();
      return `${state.subnets[action.subnet]!.id}/${groups.join('+')}`;
    }
  }
}

/** What the placeholders of an answer's text stand for, and which policy decided if one did. */
export function detailsOf(
  state: ControlState,
  action: PlannedAction,
  refusal: Refusal,
): Pick<Row, 'args' | 'because'> {
  const denial = denialOf(state, action);
  if (denial?.refusal === refusal) return { args: denial.args, because: denial.because };
  const args = argsOf(state, action, refusal);
  if (refusal !== 'roleLacksCreate' || !('function' in action)) return { args };
  const fn = rowOf(state.functions, action.function);
  const because = createObstacle(state, fn.role, configOf(action, fn)!);
  return because === null ? { args } : { args, because };
}

/** A refusal left the state as it was, so the same question gives the same answer again. */
function denialOf(state: ControlState, action: PlannedAction): Denial | null {
  if (action.action === 'callFromCode') return codeDenial(state, action);
  if (!('caller' in action)) return null;
  const denial = callerDenial(state, action);
  if (denial !== null || (action.action !== 'create' && action.action !== 'update')) return denial;
  return describeDenial(state, action);
}

function configOf(action: PlannedAction, fn: LambdaFunction): VpcConfig | null {
  return 'config' in action && action.config !== 'keep' ? action.config : fn.config;
}

function argsOf(
  state: ControlState,
  action: PlannedAction,
  refusal: Refusal,
): Record<string, string> {
  const subject = subjectOf(state, action);
  if ('groups' in action) {
    const eni = namedPairing(state, action)?.enis[0];
    return { eni: eni === undefined ? subject : `eni-${eni.number}` };
  }
  if (!('function' in action)) {
    return { subnet: subject, group: subject, vpc: subject, role: subject };
  }
  const fn = rowOf(state.functions, action.function);
  const arn = arnOf(state, subject);
  return { function: fn.id, arn, ...configArgs(state, configOf(action, fn), refusal) };
}

function configArgs(
  state: ControlState,
  config: VpcConfig | null,
  refusal: Refusal,
): Record<string, string> {
  const subnets = config?.subnets.map((id) => state.subnets[id]!) ?? [];
  const groups = config?.groups.map((id) => state.groups[id]!) ?? [];
  const listOf = (things: readonly { id: string }[]) => things.map(({ id }) => id).join(', ');
  const { subnetsPerConfigMax, groupsPerConfigMax } = state.settings;
  switch (refusal) {
    case 'malformedSubnet':
      return { list: listOf(subnets), pattern: state.settings.idPatterns.subnet };
    case 'malformedGroup':
      return { list: listOf(groups), pattern: state.settings.idPatterns.group };
    case 'tooManySubnets':
      return { list: listOf(subnets), max: String(subnetsPerConfigMax) };
    case 'tooManySecurityGroups':
      return { list: listOf(groups), max: String(groupsPerConfigMax) };
    case 'subnetNotFound':
      return { subnet: subnets.find((subnet) => subnet.deleted)!.id };
    case 'ipv6OnlySubnet':
      return { list: listOf(subnets.filter(({ ipFamilies }) => ipFamilies === 'IPv6')) };
    case 'groupNotFound':
      return { group: groups.find((group) => group.deleted)!.id };
    default:
      return {};
  }
}

/** The rule that an accepted call sets going. */
export const RULE_OF_ACTION: Record<PlannedAction['action'], RuleId> = {
  create: 'STATE-1',
  update: 'STATE-5',
  publish: 'STATE-8',
  delete: 'STATE-10',
  invoke: 'LOAD-1',
  callFromCode: 'IAM-5',
  setTraffic: 'LOAD-1',
  deleteSubnet: 'ENI-6',
  deleteSecurityGroup: 'ENI-6',
  deleteVpc: 'ENI-6',
  deleteNetworkInterface: 'ENI-5',
  detachNetworkInterface: 'ENI-5',
  modifyNetworkInterface: 'ENI-5',
  putRolePolicy: 'IAM-4',
  deleteRolePolicy: 'IAM-4',
  deleteRole: 'IAM-4',
  setQuota: 'LIMIT-1',
};

/** The rule behind each refusal. */
export const RULE_OF: Record<Refusal, RuleId> = {
  attachmentManaged: 'ENI-5',
  callerDenied: 'IAM-1',
  callerLacksGroups: 'IAM-6',
  callerLacksSubnets: 'IAM-6',
  callerLacksVpcs: 'IAM-6',
  callerNotAllowed: 'IAM-1',
  codeUnauthorized: 'IAM-5',
  dedicatedTenancy: 'API-3',
  ec2Throttled: 'LIMIT-4',
  eniGroupsFixed: 'ENI-5',
  eniInUse: 'ENI-5',
  eniNotFound: 'ENI-5',
  failedInvoke: 'LOAD-4',
  failedUpdate: 'STATE-4',
  functionExists: 'API-2',
  functionNotFound: 'API-5',
  groupGone: 'ENI-6',
  groupHasDependency: 'ENI-6',
  groupNotFound: 'API-1',
  groupsInOtherVpc: 'API-1',
  inactiveInvoke: 'IDLE-3',
  inactiveInvokeArtifact: 'IDLE-3',
  ipv6OnlySubnet: 'API-4',
  malformedGroup: 'API-1',
  malformedSubnet: 'API-1',
  notDualStack: 'API-4',
  oneListEmpty: 'STATE-7',
  pendingDelete: 'STATE-3',
  pendingInvoke: 'STATE-3',
  policyGone: 'API-2',
  revisionOutdated: 'API-5',
  roleGone: 'API-2',
  roleLacksCreate: 'IAM-4',
  roleNotAssumable: 'API-1',
  subnetGone: 'ENI-6',
  subnetHasDependency: 'ENI-6',
  subnetNotFound: 'API-1',
  subnetsInOtherVpc: 'API-1',
  throttled429: 'LOAD-2',
  tooManySecurityGroups: 'LIMIT-3',
  tooManySubnets: 'LIMIT-3',
  updateInProgress: 'STATE-6',
  vpcGone: 'ENI-6',
  vpcHasDependency: 'ENI-6',
};
