import { Unknown } from './values.ts';
import { idOf, isGiven, isStray, type Names, type View } from './view.ts';

/** Subnets that get their IPv6 block from a resource of its own; null: nobody knows which. */
export function ipv6Subnets(views: readonly View[], names: Names): Set<string> | null {
  const blocks = views.filter(({ type }) => type === 'AWS::EC2::SubnetCidrBlock');
  const subnets = blocks.map(({ get }) => get('SubnetId'));
  return subnets.some(isStray) ? null : new Set(subnets.flatMap((one) => idOf(one, names) ?? []));
}

const IPV6 = ['Ipv6CidrBlock', 'Ipv6IpamPoolId', 'Ipv6NetmaskLength'];

/** Whether a subnet has IPv6 addresses; null: not known. */
export function hasIpv6({ id, get }: View, apart: ReadonlySet<string> | null): boolean | null {
  if (apart?.has(id)) return true;
  const given = IPV6.map(get).filter(isGiven);
  if (given.length === 0) return apart === null ? null : false;
  return given.some((value) => !(value instanceof Unknown)) ? true : null;
}
