import type { Action, VpcConfigChange, VpcConfigSpec } from '../scenario/types.ts';
import type { PartialUpdate, PlannedAction, TimelineAction } from './action-types.ts';
import type { VpcConfig } from './types.ts';

/** The place of a thing of that name. */
export type Lookup = (id: string) => number;
export interface Ids {
  vpc: Lookup;
  subnet: Lookup;
  group: Lookup;
  role: Lookup;
  caller: Lookup;
  fn: Lookup;
}

export function configOf(spec: VpcConfigSpec | null, ids: Ids): VpcConfig | null {
  if (spec === null) return null;
  const { subnets, securityGroups, ipv6AllowedForDualStack } = spec;
  // STATE-7: both lists empty is how AWS writes "not attached".
  if (subnets.length === 0 && securityGroups.length === 0) return null;
  return {
    subnets: subnets.map(ids.subnet),
    groups: securityGroups.map(ids.group),
    dualStack: ipv6AllowedForDualStack,
  };
}

/** A line of the timeline with its names made ids. */
export function planned(action: Action, ids: Ids): TimelineAction {
  switch (action.action) {
    case 'create': {
      const { publish, caller } = action;
      const fn = ids.fn(action.function);
      return { action: 'create', function: fn, publish, caller: callerOf(caller, ids) };
    }
    case 'update': {
      const { code, settings = false, publish, revisionAtMs = null } = action;
      const caller = callerOf(action.caller, ids);
      const fn = ids.fn(action.function);
      const what = { function: fn, code, settings, publish, caller, revisionAtMs };
      if (action.vpc === 'keep') return { action: 'update', config: 'keep', ...what };
      if (action.vpc === null || isWhole(action.vpc)) {
        return { action: 'update', config: configOf(action.vpc, ids), ...what };
      }
      return { action: 'partialUpdate', change: changeOf(action.vpc, ids), ...what };
    }
    case 'publish': {
      const caller = callerOf(action.caller, ids);
      const { revisionAtMs = null } = action;
      return { action: 'publish', function: ids.fn(action.function), caller, revisionAtMs };
    }
    case 'delete': {
      const caller = callerOf(action.caller, ids);
      const { version } = action;
      return { action: 'delete', function: ids.fn(action.function), version, caller };
    }
    case 'invoke':
    case 'callFromCode':
    case 'setTraffic': {
      const target = { function: ids.fn(action.target.function), version: action.target.version };
      if (action.action === 'setTraffic') return { action: 'setTraffic', ...target };
      if (action.action === 'callFromCode') {
        const { api, resource } = action;
        return { action: 'callFromCode', ...target, api, resource };
      }
      const { async, count, caller } = action;
      return { action: 'invoke', ...target, async, count, caller: callerOf(caller, ids) };
    }
    default:
      return plannedElsewhere(action, ids);
  }
}

function isWhole(vpc: VpcConfigChange): vpc is VpcConfigSpec {
  return vpc.subnets !== undefined && vpc.securityGroups !== undefined;
}

function changeOf(vpc: VpcConfigChange, ids: Ids): PartialUpdate['change'] {
  return {
    subnets: vpc.subnets?.map(ids.subnet) ?? null,
    groups: vpc.securityGroups?.map(ids.group) ?? null,
    dualStack: vpc.ipv6AllowedForDualStack ?? null,
  };
}

function callerOf(name: string | undefined, ids: Ids): number {
  return name === undefined ? -1 : ids.caller(name);
}

type FunctionAction =
  | 'create'
  | 'update'
  | 'publish'
  | 'delete'
  | 'invoke'
  | 'callFromCode'
  | 'setTraffic';

function plannedElsewhere(
  action: Exclude<Action, { action: FunctionAction }>,
  ids: Ids,
): PlannedAction {
  switch (action.action) {
    case 'deleteSubnet':
      return {
        action: 'deleteSubnet',
        subnet: ids.subnet(action.subnet),
        retry: retryOf(action),
      };
    case 'deleteSecurityGroup':
      return {
        action: 'deleteSecurityGroup',
        group: ids.group(action.securityGroup),
        retry: retryOf(action),
      };
    case 'deleteVpc':
      return { action: 'deleteVpc', vpc: ids.vpc(action.vpc), retry: retryOf(action) };
    case 'putRolePolicy': {
      const { name, document } = action;
      return { action: 'putRolePolicy', role: ids.role(action.role), name, document };
    }
    case 'deleteRolePolicy':
      return { action: 'deleteRolePolicy', role: ids.role(action.role), name: action.name };
    case 'deleteRole':
      return { action: 'deleteRole', role: ids.role(action.role) };
    case 'setQuota':
      return { action: 'setQuota', vpc: ids.vpc(action.vpc), enis: action.enis };
    default: {
      const groups = action.securityGroups.map(ids.group);
      const retry = retryOf({ atMs: action.atMs, retry: action.retry ?? null });
      return { action: action.action, subnet: ids.subnet(action.subnet), groups, retry };
    }
  }
}

function retryOf(action: {
  atMs: number;
  retry: { everyMs: number; forMs: number } | null;
}): { everyMs: number; untilMs: number } | null {
  if (action.retry === null) return null;
  return { everyMs: action.retry.everyMs, untilMs: action.atMs + action.retry.forMs };
}
