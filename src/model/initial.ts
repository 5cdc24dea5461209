import type { Action, FunctionSpec, Scenario, VpcConfigSpec } from '../scenario/types.ts';
import { addRow, emptyTable } from './table.ts';
import type { ControlState, LambdaFunction, PlannedAction, Settings, VpcConfig } from './types.ts';

/** What the evidence table gives where the scenario is silent. */
export interface NetworkDefaults {
  eniQuota: number;
  /** Addresses that AWS keeps in every subnet. */
  reservedPerSubnet: number;
}

/** The control plane before anything happens: names become places in lists, nothing exists yet. */
export function initialState(
  scenario: Scenario,
  settings: Settings,
  defaults: NetworkDefaults,
): ControlState {
  const ids = idsOf(scenario);
  const { vpcs, subnets, securityGroups } = scenario.network;
  const functions = emptyTable<LambdaFunction>();
  for (const spec of scenario.functions) addRow(functions, functionOf(spec, ids));
  return {
    settings,
    actions: scenario.timeline.map((action) => planned(action, ids)),
    vpcs: vpcs.map(({ id, tenancy, eniQuota, otherEnis }) => ({
      id,
      tenancy,
      eniQuota: eniQuota ?? defaults.eniQuota,
      otherEnis,
      enis: 0,
      deleted: false,
    })),
    subnets: subnets.map(({ id, vpc, cidr, ipv6Cidr, taken }) => ({
      id,
      vpc: ids.vpc(vpc),
      dualStack: ipv6Cidr !== null && cidr !== null,
      ...addressesOf(cidr, defaults.reservedPerSubnet),
      taken,
      inUse: 0,
      given: 0,
      returned: [],
      pairings: {},
      deleted: false,
    })),
    groups: securityGroups.map(({ id, vpc }) => ({
      id,
      vpc: ids.vpc(vpc),
      enis: 0,
      deleted: false,
    })),
    roles: scenario.roles.map(({ id, policies }) => ({ id, exists: true, policies })),
    functions,
    versions: emptyTable(),
    pairings: emptyTable(),
    nextEni: 1,
    ec2Window: { second: -1, calls: 0 },
  };
}

type Lookup = (id: string) => number;
interface Ids {
  vpc: Lookup;
  subnet: Lookup;
  group: Lookup;
  role: Lookup;
  fn: Lookup;
}

function idsOf({ network, roles, functions }: Scenario): Ids {
  return {
    vpc: lookupIn(network.vpcs),
    subnet: lookupIn(network.subnets),
    group: lookupIn(network.securityGroups),
    role: lookupIn(roles),
    fn: lookupIn(functions),
  };
}

function lookupIn(things: readonly { id: string }[]): Lookup {
  const places = new Map(things.map(({ id }, place) => [id, place]));
  return (id) => {
    const place = places.get(id);
    if (place === undefined) throw new Error(`the scenario names ${id}, which it does not define`);
    return place;
  };
}

/** LIMIT-2: 2^(32-prefix), less what AWS keeps. */
/** Without an IPv4 block, none: Lambda's interfaces need one (API-4). */
function addressesOf(cidr: string | null, reserved: number): { base: number; usable: number } {
  if (cidr === null) return { base: 0, usable: 0 };
  const [address = '', prefix = '32'] = cidr.split('/');
  const base = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { base, usable: Math.max(0, 2 ** (32 - Number(prefix)) - reserved) };
}

function configOf(spec: VpcConfigSpec | null, ids: Ids): VpcConfig | null {
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

function functionOf(spec: FunctionSpec, ids: Ids): LambdaFunction {
  return {
    id: spec.id,
    role: spec.role === null ? -1 : ids.role(spec.role),
    config: configOf(spec.vpc, ids),
    exists: false,
    latest: -1,
    published: [],
    changed: false,
    nextNumber: 1,
    busy: {},
    queued: [],
    nextTicket: 0,
    provisioned: spec.provisionedVersions,
  };
}

function planned(action: Action, ids: Ids): PlannedAction {
  switch (action.action) {
    case 'create':
      return { action: 'create', function: ids.fn(action.function), publish: action.publish };
    case 'update': {
      const config = action.vpc === 'keep' ? 'keep' : configOf(action.vpc, ids);
      const fn = ids.fn(action.function);
      return { action: 'update', function: fn, config, code: action.code, publish: action.publish };
    }
    case 'publish':
      return { action: 'publish', function: ids.fn(action.function) };
    case 'delete':
      return { action: 'delete', function: ids.fn(action.function), version: action.version };
    case 'invoke':
    case 'setTraffic': {
      const target = { function: ids.fn(action.target.function), version: action.target.version };
      if (action.action === 'setTraffic') return { action: 'setTraffic', ...target };
      return { action: 'invoke', ...target, async: action.async, count: action.count };
    }
    default:
      return plannedElsewhere(action, ids);
  }
}

type FunctionAction = 'create' | 'update' | 'publish' | 'delete' | 'invoke' | 'setTraffic';

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
      return { action: action.action, subnet: ids.subnet(action.subnet), groups };
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
