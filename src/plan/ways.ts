import { ELSEWHERE } from '../findings/types.ts';
import { blockOf } from '../network/blocks.ts';
import { byId } from '../network/lookup.ts';
import { publicAddress, routeTo } from '../network/site.ts';
import type { Destination, NetworkSubnet, Surroundings } from '../network/types.ts';
import type { Network, Traffic } from '../scenario/types.ts';
import type { Estate } from '../templates/types.ts';
import type { Attached } from './pairings.ts';
import { surroundingsOf } from './surroundings.ts';

/** The network that functions need to connect to what the traffic file says, in ids. */
export interface Ways {
  around: Surroundings;
  /** Subnets on the way: those of destinations, of NAT gateways and of endpoints. */
  subnets: string[];
  /** By function. */
  destinations: Map<string, Destination[]>;
  /** What is taken for reached, as the templates do not tell the way. */
  notes: string[];
}

/** What the functions connect to, as far as the templates tell whether they reach it (NET-2). */
export function waysOf(estate: Estate, functions: readonly Attached[], traffic: Traffic): Ways {
  const around = completed(estate);
  const ways: Ways = { around, subnets: [], destinations: new Map(), notes: [] };
  for (const { id, vpc } of functions) {
    const wanted = (traffic.loads.get(id) ?? traffic.others)?.destinations ?? [];
    const told = wanted.filter((destination) => {
      const blind = vpc.subnets.ids.find((subnet) => !isTold(around, subnet, destination));
      if (blind === undefined) return true;
      const { name } = destination;
      ways.notes.push(
        `${id} is taken to reach ${name}: the way from ${blind} is not in the templates.`,
      );
      return false;
    });
    if (told.length > 0) ways.destinations.set(id, told);
  }
  const here = functions.filter(({ id }) => ways.destinations.has(id));
  const from = here.flatMap(({ vpc }) => vpc.subnets.ids);
  ways.subnets = onTheWay(around, from, [...ways.destinations.values()].flat());
  return ways;
}

/** What is around, with the endpoints of which all is known, and gateways where routes lead. */
function completed(estate: Estate): Surroundings {
  const around = surroundingsOf(estate);
  const serves = (id: string) => {
    const { tables, subnets, kind } = estate.net.endpoints.find((one) => one.id === id)!;
    if (tables.open.length + subnets.open.length > 0) return [];
    if (kind === 'interface') return subnets.ids;
    const served = estate.net.routing.filter(({ table }) => tables.ids.includes(table));
    return served.map(({ subnet }) => subnet);
  };
  return {
    ...around,
    // AWS makes no route to a gateway that is not attached.
    vpcs: around.vpcs.map(({ id }) => ({ id, internetGateway: true, egressOnlyGateway: true })),
    endpoints: (around.endpoints ?? []).map((one) => ({ ...one, subnets: serves(one.id) })),
  };
}

/** Whether the templates tell all that decides if a destination is reached from a subnet. */
function isTold(around: Surroundings, from: string, destination: Destination): boolean {
  const subnet = byId(around.subnets, from);
  if (!isPlaced(subnet)) return false;
  if (destination.kind === 'subnet') {
    const target = byId(around.subnets, destination.subnet);
    if (!isPlaced(target)) return false;
    return target.vpc === subnet.vpc || (knows(subnet, target) && knows(target, subnet));
  }
  if (destination.kind === 'internet') return leadsSomewhereTold(around, subnet, destination);
  const { service } = destination;
  const endpoints = (around.endpoints ?? []).filter(({ vpc }) => [subnet.vpc, ''].includes(vpc));
  const own = endpoints.filter((one) => one.service === service || one.service === '');
  // One of which a part is not known may be the one that is meant.
  if (own.some((one) => one.vpc === '' || one.service === '' || one.subnets.length === 0)) {
    return false;
  }
  const doors = own.flatMap(({ kind, subnets }) => (kind === 'interface' ? subnets : []));
  if (doors.length > 0) return doors.every((id) => isPlaced(byId(around.subnets, id)));
  if (own.some(({ subnets }) => subnets.includes(subnet.id))) return true;
  return leadsSomewhereTold(around, subnet, destination);
}

/** Its VPC and block are known. A block of all addresses stands for one that is not. */
function isPlaced(subnet: NetworkSubnet | undefined): subnet is NetworkSubnet & { cidr: string } {
  if (subnet === undefined || subnet.cidr === null || subnet.vpc === '') return false;
  return blockOf(subnet.cidr).prefix > 0;
}

/** Whether it is told how a subnet routes to another. */
function knows(subnet: NetworkSubnet, other: { cidr: string }): boolean {
  if (subnet.routes === undefined) return false;
  return routeTo(subnet, blockOf(other.cidr))?.via !== ELSEWHERE;
}

function leadsSomewhereTold(
  around: Surroundings,
  subnet: NetworkSubnet,
  destination: Destination,
): boolean {
  const attachment = { subnets: [subnet.id], securityGroups: [], ipv6AllowedForDualStack: true };
  const peer = publicAddress({ around, attachment, subnet, destination });
  if (subnet.routes === undefined) return false;
  const via = routeTo(subnet, peer)?.via;
  if (via === undefined || via === 'internetGateway' || via === 'egressOnlyGateway') return true;
  if (byId(around.peerings, via) !== undefined) return true;
  const home = byId(around.subnets, byId(around.natGateways, via)?.subnet);
  if (home?.routes === undefined || !isPlaced(home)) return false;
  return routeTo(home, peer)?.via !== ELSEWHERE;
}

/** Where the destinations are, and gateways and endpoints of the VPCs from which they are reached. */
function onTheWay(
  around: Surroundings,
  from: readonly string[],
  destinations: readonly Destination[],
): string[] {
  const targets = destinations.flatMap((one) => (one.kind === 'subnet' ? [one.subnet] : []));
  const homes = (around.natGateways ?? []).map(({ subnet }) => subnet);
  const doors = (around.endpoints ?? []).flatMap(({ subnets }) => subnets);
  const vpcs = new Set(from.map((id) => byId(around.subnets, id)?.vpc));
  const near = [...homes, ...doors].filter((id) => vpcs.has(byId(around.subnets, id)?.vpc));
  return [...new Set([...targets, ...near])];
}

/** The network of a scenario with all that is around it, subnets and VPCs by their names there. */
export function withWays(
  network: Network,
  { around, destinations }: Ways,
  nameOf: (id: string) => string,
): Network {
  if (destinations.size === 0) return network;
  const byName = new Map(around.subnets.map((subnet) => [nameOf(subnet.id), subnet]));
  const groups = new Map(around.securityGroups.map((group) => [nameOf(group.id), group]));
  const here = new Set(network.subnets.map(({ id }) => id));
  const isHere = (id: string) => here.has(nameOf(id));
  return {
    vpcs: network.vpcs.map((vpc) => ({ ...vpc, internetGateway: true, egressOnlyGateway: true })),
    subnets: network.subnets.map((subnet) => {
      const { routes, acl } = byName.get(subnet.id) ?? {};
      const told = (routes ?? []).filter(({ via }) => via !== ELSEWHERE);
      const known = told.map(({ to, via }) => ({ to, via }));
      return { ...subnet, routes: known, ...(acl === undefined ? {} : { acl }) };
    }),
    securityGroups: network.securityGroups.map((group) => {
      const rules = groups.get(group.id)?.outbound;
      const outbound = rules?.map(({ protocol, ports, cidr }) => ({ protocol, ports, cidr }));
      return outbound === undefined ? group : { ...group, outbound };
    }),
    natGateways: (around.natGateways ?? [])
      .filter(({ subnet }) => isHere(subnet))
      .map(({ id, subnet, addresses }) => ({ id, subnet: nameOf(subnet), addresses })),
    peerings: (around.peerings ?? []).map(({ id, between: [one, other] }) => {
      return { id, between: [nameOf(one), nameOf(other)] as const };
    }),
    endpoints: (around.endpoints ?? []).map((endpoint) => ({
      ...endpoint,
      vpc: nameOf(endpoint.vpc),
      subnets: endpoint.subnets.filter(isHere).map(nameOf),
    })),
    networkAcls: (around.networkAcls ?? []).map(({ id, inbound, outbound }) => {
      return { id, inbound, outbound };
    }),
  };
}
