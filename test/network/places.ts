import type {
  AclRule,
  Attachment,
  Destination,
  NetworkAcl,
  NetworkSubnet,
  Route,
  Surroundings,
} from '../../src/network/types.ts';

/** Two VPCs that are not peered; `main` has both gateways, a NAT gateway stands in `public`. */
export function around(more: Partial<Surroundings> = {}): Surroundings {
  return {
    vpcs: [
      { id: 'main', internetGateway: true, egressOnlyGateway: true },
      { id: 'other', internetGateway: false, egressOnlyGateway: false },
    ],
    subnets: [
      subnet('public', 0, [{ to: '0.0.0.0/0', via: 'internetGateway' }]),
      subnet('private', 1, [
        { to: '0.0.0.0/0', via: 'nat' },
        { to: '::/0', via: 'egressOnlyGateway' },
      ]),
      subnet('closed', 2),
      subnet('db', 3),
      { ...subnet('far', 0), vpc: 'other', cidr: '10.9.0.0/24', ipv6Cidr: '2001:db8:9::/64' },
    ],
    securityGroups: [{ id: 'web', vpc: 'main' }],
    natGateways: [{ id: 'nat', subnet: 'public' }],
    ...more,
  };
}

export function subnet(id: string, number: number, routes?: Route[]): NetworkSubnet {
  const blocks = { cidr: `10.0.${number}.0/24`, ipv6Cidr: `2001:db8:0:${number}::/64` };
  return { id, vpc: 'main', ...blocks, ...(routes === undefined ? {} : { routes }) };
}

/** The same surroundings with some of a subnet changed. */
export function withSubnet(
  id: string,
  more: Partial<NetworkSubnet>,
  from = around(),
): Surroundings {
  const subnets = from.subnets.map((one) => (one.id === id ? { ...one, ...more } : one));
  return { ...from, subnets };
}

export function attached(subnets: string, flag: 'dual' | '' = '', groups = 'web'): Attachment {
  return {
    subnets: subnets.split(','),
    securityGroups: groups.split(','),
    ipv6AllowedForDualStack: flag === 'dual',
  };
}

const base = { name: 'it', protocol: 'tcp', ipv6: false, expect: null } as const;

export const to = {
  internet: { ...base, kind: 'internet', port: 443, address: null },
  internet6: { ...base, kind: 'internet', port: 443, address: null, ipv6: true },
  db: { ...base, kind: 'subnet', port: 5432, subnet: 'db' },
  db6: { ...base, kind: 'subnet', port: 5432, subnet: 'db', ipv6: true },
  far: { ...base, kind: 'subnet', port: 5432, subnet: 'far' },
  s3: { ...base, kind: 'service', port: 443, service: 's3' },
  sqs: { ...base, kind: 'service', port: 443, service: 'sqs' },
  lambda6: { ...base, kind: 'service', port: 443, service: 'lambda', ipv6: true },
} as const satisfies Record<string, Destination>;

/** `rule(100, 'allow', [443, 443])`: every protocol and address unless said otherwise. */
export function rule(
  number: number,
  effect: AclRule['effect'],
  ports: [number, number] | null = null,
  more: Partial<AclRule> = {},
): AclRule {
  return { number, effect, ports, protocol: 'all', cidr: null, ...more };
}

export function acl(inbound: AclRule[], outbound: AclRule[] = [rule(1, 'allow')]): NetworkAcl {
  return { id: 'strict', inbound, outbound };
}
