import { type Design, type DesignSubnet, ELSEWHERE } from '../findings/types.ts';
import type { Estate, PlannedRouting, PlannedSubnet } from '../templates/types.ts';
import { placeText } from './words.ts';

/** Stands for a block that is not known; nothing that is asked for needs it. */
const UNKNOWN_BLOCK = '0.0.0.0/0';
const UNKNOWN_IPV6_BLOCK = '::/0';

/** What the templates tell of the network around the functions; the rest is left out. */
export function surroundingsOf(estate: Estate): Design['surroundings'] {
  const { net } = estate;
  return {
    vpcs: estate.vpcs.map(({ id, tenancy }) => ({ id, tenancy, eniQuota: null, otherEnis: 0 })),
    subnets: subnetsOf(estate),
    securityGroups: estate.securityGroups.map(({ id, vpc, outbound, inbound, where }) => {
      const rules = { ...(outbound && { outbound }), ...(inbound && { inbound }) };
      return { id, vpc: vpc ?? '', ...rules, where: placeText(where) };
    }),
    natGateways: net.natGateways.flatMap(({ id, subnet, addresses, where }) => {
      return subnet === null ? [] : [{ id, subnet, addresses, where: placeText(where) }];
    }),
    peerings: net.peerings,
    endpoints: net.endpoints.map(({ id, vpc, service, kind, subnets }) => {
      return { id, vpc: vpc ?? '', service: service ?? '', kind, subnets: subnets.ids };
    }),
    networkAcls: net.acls.map(({ id, inbound, outbound, where }) => {
      return { id, inbound, outbound, where: placeText(where) };
    }),
  };
}

/** Those that are declared, and those of elsewhere that the templates give a route table. */
function subnetsOf({ subnets, net }: Estate): DesignSubnet[] {
  const routing = new Map(net.routing.map((one) => [one.subnet, one]));
  const acls = new Map(net.acls.flatMap(({ id, subnets: ids }) => ids.map((one) => [one, id])));
  const declared = new Map(subnets.map((subnet) => [subnet.id, subnet]));
  return [...new Set([...declared.keys(), ...routing.keys()])].map((id): DesignSubnet => {
    const subnet = declared.get(id);
    const routes = routing.get(id);
    const acl = acls.get(id);
    return {
      id,
      vpc: subnet?.vpc ?? routes?.vpc ?? '',
      az: subnet?.zone ?? null,
      free: null,
      ...blocksOf(subnet),
      ...(routes === undefined ? {} : { routes: routesOf(routes) }),
      ...(acl === undefined ? {} : { acl }),
      where: subnet === undefined ? null : placeText(subnet.where),
    };
  });
}

function blocksOf(subnet: PlannedSubnet | undefined) {
  const cidr = subnet?.hasIpv4 === false ? null : (subnet?.cidr ?? UNKNOWN_BLOCK);
  return { cidr, ipv6Cidr: subnet?.hasIpv6 === false ? null : UNKNOWN_IPV6_BLOCK };
}

function routesOf({ routes }: PlannedRouting) {
  return routes.map(({ to, via, where }) => {
    return { to, via: via ?? ELSEWHERE, where: placeText(where) };
  });
}
