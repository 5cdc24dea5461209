import type { Block } from './blocks.ts';
import { groupsLetOut } from './filters.ts';
import { byId } from './lookup.ts';
import {
  addressesOf,
  blockedBy,
  gateOf,
  inTurn,
  onAverage,
  publicAddress,
  REACHED,
  routeTo,
  type Site,
  through,
  vpcOf,
} from './site.ts';
import type { Endpoint, NatGateway, NetworkSubnet, Peering, Reach } from './types.ts';

/** To a resource in a subnet of this VPC or of a peered one (NET-2). */
export function toSubnet(site: Site, target: NetworkSubnet): Reach {
  const peer = addressesOf(site, target);
  if (peer === null) {
    const family = site.destination.ipv6 ? 'IPv6' : 'IPv4';
    const mend = `give \`${target.id}\` an ${family} block, or connect over the other family`;
    const rule = site.destination.ipv6 ? 'NET-5' : 'NET-2';
    return blockedBy(rule, `subnet \`${target.id}\` has no ${family} addresses`, mend);
  }
  const way = target.vpc === site.subnet.vpc ? REACHED : acrossPeering(site, target, peer);
  if (way.share === 0) return way;
  const own = addressesOf(site, site.subnet)!;
  // ACLs stand at the border of a subnet: what stays inside does not meet them.
  const isInside = target.id === site.subnet.id;
  const gates = isInside
    ? []
    : [...gateOf(site, site.subnet, 'leaving', peer), ...gateOf(site, target, 'entering', own)];
  return inTurn(pastGroups(site, peer), through(site, gates));
}

/** NET-4: whether the function's security groups let the connection out. */
function pastGroups({ around, attachment, destination }: Site, peer: Block): Reach {
  const { protocol, port } = destination;
  const ids = [...new Set(attachment.securityGroups)];
  const groups = ids.map((id) => byId(around.securityGroups, id)!);
  if (groupsLetOut(groups, { protocol, peer, port })) return REACHED;
  const names = groups.map(({ id }) => `\`${id}\``).join(' or ');
  const reason = `no outbound rule of ${names} allows ${protocol} to port ${port} there`;
  const mend = `add an outbound rule that allows ${protocol} to port ${port}`;
  return blockedBy('NET-4', reason, mend);
}

/** Both ends need a route, and a peering joins two VPCs only: it leads no further. */
function acrossPeering(site: Site, target: NetworkSubnet, peer: Block): Reach {
  const { subnet, around } = site;
  const joins = ({ between }: Peering) =>
    between.includes(subnet.vpc) && between.includes(target.vpc);
  const peerings = (around.peerings ?? []).filter(joins);
  if (peerings.length === 0) {
    const reason = `VPC \`${target.vpc}\` is not peered with \`${subnet.vpc}\``;
    const mend = `peer the two VPCs and route ${blockText(target, site)} through the peering`;
    return blockedBy('NET-2', reason, mend);
  }
  const names = peerings.map(({ id }) => id);
  const there = routeTo(subnet, peer)?.via ?? '';
  if (!names.includes(there)) {
    const reason = `subnet \`${subnet.id}\` has no route to \`${target.id}\` through a peering`;
    const mend = `route ${blockText(target, site)} of \`${subnet.id}\` to \`${names[0]}\``;
    return blockedBy('NET-2', reason, mend);
  }
  const back = routeTo(target, addressesOf(site, subnet)!)?.via;
  if (back === there) return REACHED;
  const reason = `subnet \`${target.id}\` has no route back to \`${subnet.id}\``;
  const mend = `route ${blockText(subnet, site)} of \`${target.id}\` to \`${there}\``;
  return blockedBy('NET-2', reason, mend);
}

function blockText(subnet: NetworkSubnet, { destination }: Site): string {
  return (destination.ipv6 ? subnet.ipv6Cidr : subnet.cidr)!;
}

/** To a public address: by IPv4 through a NAT gateway only, by IPv6 as it is (NET-1, NET-5). */
export function toInternet(site: Site): Reach {
  const peer = publicAddress(site);
  return inTurn(pastGroups(site, peer), alongRoutes(site, peer));
}

function alongRoutes(site: Site, peer: Block): Reach {
  const { subnet, around, destination } = site;
  const via = routeTo(subnet, peer)?.via;
  const everywhere = destination.ipv6 ? '::/0' : '0.0.0.0/0';
  const mend = destination.ipv6
    ? `route ${everywhere} of \`${subnet.id}\` to an egress-only internet gateway`
    : `route ${everywhere} of \`${subnet.id}\` to a NAT gateway in a public subnet`;
  if (via === undefined) {
    const reason = `subnet \`${subnet.id}\` has no route to the internet`;
    return blockedBy('NET-1', reason, mend);
  }
  if (via === 'internetGateway' || via === 'egressOnlyGateway') {
    if (vpcOf(site, subnet.vpc)[via] !== true) return noGateway(site, via);
    const leaves = through(site, gateOf(site, subnet, 'leaving', peer));
    if (destination.ipv6) return leaves;
    const reason =
      via === 'internetGateway'
        ? `subnet \`${subnet.id}\` is public, but Lambda's interfaces get no public address`
        : 'an egress-only internet gateway carries IPv6 only';
    return blockedBy('NET-1', reason, mend);
  }
  const nat = byId(around.natGateways, via);
  if (nat !== undefined && !destination.ipv6) return throughNat(site, nat, peer);
  const what = nat === undefined ? 'a peering' : 'a NAT gateway';
  const reason = `the route of \`${subnet.id}\` leads to \`${via}\`, ${what}, and ends there`;
  return blockedBy('NET-1', reason, mend);
}

function noGateway({ subnet }: Site, via: 'internetGateway' | 'egressOnlyGateway'): Reach {
  const kind = via === 'internetGateway' ? 'internet gateway' : 'egress-only internet gateway';
  const reason = `VPC \`${subnet.vpc}\` has no ${kind}, so the route leads nowhere`;
  return blockedBy('NET-1', reason, `attach one: \`${via}: true\` in VPC \`${subnet.vpc}\``);
}

/** A NAT gateway opens a connection of its own, from the subnet it stands in. */
function throughNat(site: Site, nat: NatGateway, peer: Block): Reach {
  const { subnet, around } = site;
  const home = byId(around.subnets, nat.subnet)!;
  if (home.vpc !== subnet.vpc) {
    const reason = `NAT gateway \`${nat.id}\` stands in another VPC`;
    return blockedBy('NET-1', reason, `use a NAT gateway in VPC \`${subnet.vpc}\``);
  }
  if (routeTo(home, peer)?.via !== 'internetGateway') {
    const reason =
      `NAT gateway \`${nat.id}\` stands in \`${home.id}\`, a private subnet: ` +
      'it has no route to an internet gateway';
    const mend = `put it into a public subnet, or route 0.0.0.0/0 of \`${home.id}\` to the gateway`;
    return blockedBy('NET-1', reason, mend);
  }
  if (vpcOf(site, home.vpc).internetGateway !== true) return noGateway(site, 'internetGateway');
  const own = addressesOf(site, subnet)!;
  const isInside = home.id === subnet.id;
  const toNat = isInside
    ? []
    : [...gateOf(site, subnet, 'leaving', peer), ...gateOf(site, home, 'entering', own)];
  return inTurn(through(site, toNat), through(site, gateOf(site, home, 'leaving', peer)));
}

/** To a service of AWS: through an endpoint of the VPC, else over the internet. */
export function toService(site: Site, service: string): Reach {
  const { subnet, around, destination } = site;
  const endpoints = (around.endpoints ?? []).filter(
    (endpoint) => endpoint.vpc === subnet.vpc && endpoint.service === service,
  );
  const inside = endpoints.find(({ kind }) => kind === 'interface');
  if (inside !== undefined) return toEndpoint(site, inside);
  const serves = endpoints.some(({ subnets }) => subnets.includes(subnet.id));
  if (serves && !destination.ipv6) {
    const peer = publicAddress(site);
    return inTurn(pastGroups(site, peer), through(site, gateOf(site, subnet, 'leaving', peer)));
  }
  const outside = toInternet(site);
  if (outside.obstacle === null) return outside;
  const mend = `add an endpoint for ${service} to VPC \`${subnet.vpc}\`, or ${outside.obstacle.mend}`;
  return { share: outside.share, obstacle: { ...outside.obstacle, mend } };
}

/** The endpoint's name stands for one address in each of its subnets; a client takes any. */
function toEndpoint(site: Site, { id, service, subnets }: Endpoint): Reach {
  const { destination, around } = site;
  if (destination.ipv6 && service === 'lambda') {
    const reason = `Lambda takes no IPv6 connections through PrivateLink (endpoint \`${id}\`)`;
    return blockedBy('NET-5', reason, 'connect to Lambda over IPv4');
  }
  return onAverage(subnets.map((name) => toSubnet(site, byId(around.subnets, name)!)));
}
