import type { FunctionSpec, Principal, Scenario } from '../scenario/types.ts';
import { configOf, type Ids, type Lookup, planned } from './planned.ts';
import type { Role } from './role-types.ts';
import { addRow, emptyTable } from './table.ts';
import type { ControlState, Group, LambdaFunction, Settings, Subnet } from './types.ts';

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
  const { vpcs, subnets, securityGroups } = scenario.network;
  const strangers = strangersIn(scenario);
  const ids = idsOf(scenario, strangers);
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
    subnets: [
      ...subnets.map(({ id, vpc, cidr, ipv6Cidr, taken }) => ({
        ...emptySubnet(id),
        vpc: ids.vpc(vpc),
        ipFamilies: ipFamiliesOf(cidr, ipv6Cidr),
        ...addressesOf(cidr, defaults.reservedPerSubnet),
        taken,
      })),
      ...strangers.subnets.map((id) => ({ ...emptySubnet(id), deleted: true })),
    ],
    groups: [
      ...securityGroups.map(({ id, vpc }) => ({ ...emptyGroup(id), vpc: ids.vpc(vpc) })),
      ...strangers.groups.map((id) => ({ ...emptyGroup(id), deleted: true })),
    ],
    roles: scenario.roles.map(roleOf),
    callers: scenario.callers ?? [],
    scps: scenario.scps ?? [],
    functions,
    versions: emptyTable(),
    pairings: emptyTable(),
    nextEni: 1,
    ec2Window: { second: -1, calls: 0 },
  };
}

/** API-1: ids that configurations name and nothing has, as if it had been there and was gone. */
interface Strangers {
  subnets: string[];
  groups: string[];
}

function strangersIn({ network, functions, timeline }: Scenario): Strangers {
  const updates = timeline.map((action) => (action.action === 'update' ? action.vpc : null));
  const configs = [...functions.map(({ vpc }) => vpc), ...updates].filter(
    (vpc) => vpc !== null && vpc !== 'keep',
  );
  const unknown = (things: readonly { id: string }[], named: string[]) => {
    const known = new Set(things.map(({ id }) => id));
    return [...new Set(named)].filter((id) => !known.has(id));
  };
  return {
    subnets: unknown(
      network.subnets,
      configs.flatMap(({ subnets = [] }) => subnets),
    ),
    groups: unknown(
      network.securityGroups,
      configs.flatMap(({ securityGroups = [] }) => securityGroups),
    ),
  };
}

function emptySubnet(id: string): Subnet {
  const room = { base: 0, usable: 0, taken: 0, inUse: 0, given: 0, returned: [] };
  return { id, vpc: -1, ipFamilies: 'IPv4', ...room, pairings: {}, deleted: false };
}

function emptyGroup(id: string): Group {
  return { id, vpc: -1, enis: 0, deleted: false };
}

function roleOf({ id, policies, boundary = null }: Principal): Role {
  const now = { exists: true, policies };
  const changes = { seen: { ...now }, seenChange: -1, underWay: [], nextChange: 0 };
  return { id, ...now, boundary, ...changes };
}

function idsOf({ network, roles, callers = [], functions }: Scenario, strangers: Strangers): Ids {
  const withNames = (things: readonly { id: string }[], names: readonly string[]) =>
    lookupIn([...things, ...names.map((id) => ({ id }))]);
  return {
    vpc: lookupIn(network.vpcs),
    subnet: withNames(network.subnets, strangers.subnets),
    group: withNames(network.securityGroups, strangers.groups),
    role: lookupIn(roles),
    caller: lookupIn(callers),
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

function ipFamiliesOf(cidr: string | null, ipv6Cidr: string | null): Subnet['ipFamilies'] {
  if (cidr === null) return 'IPv6';
  return ipv6Cidr === null ? 'IPv4' : 'dual-stack';
}

/** LIMIT-2: 2^(32-prefix), less what AWS keeps. Without an IPv4 block, none (API-4). */
function addressesOf(cidr: string | null, reserved: number): { base: number; usable: number } {
  if (cidr === null) return { base: 0, usable: 0 };
  const [address = '', prefix = '32'] = cidr.split('/');
  const base = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { base, usable: Math.max(0, 2 ** (32 - Number(prefix)) - reserved) };
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
