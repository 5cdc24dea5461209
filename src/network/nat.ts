import { byId } from './lookup.ts';
import { publicAddress, routeTo } from './site.ts';
import type { Destination, NatGateway, NetworkSubnet, Surroundings } from './types.ts';

/** The NAT gateway through which a subnet's connections to an address leave; null: none. */
export function natOf(
  around: Surroundings,
  subnet: NetworkSubnet,
  destination: Destination,
): NatGateway | null {
  const attachment = { subnets: [subnet.id], securityGroups: [], ipv6AllowedForDualStack: false };
  const peer = publicAddress({ around, attachment, subnet, destination });
  const via = routeTo(subnet, peer)?.via;
  return via === undefined ? null : (byId(around.natGateways, via) ?? null);
}
