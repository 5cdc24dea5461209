import { after, type BrokenCase, one, spec } from './broken-cases.ts';

/** From line 6: one VPC with one subnet `a`, and these lines of the network from line 8 on. */
const net = (...lines: string[]): string => `name: x
until: 1d
functions: {}
network:
  vpcs: { v: , w: }
  subnets:
    a: { vpc: v, cidr: 10.0.0.0/24 }
${lines.map((line) => `  ${line}`).join('\n')}
`;

const subnet = (rest: string): string =>
  after('functions: {}\n').replace('cidr: 10.0.1.0/24 }', `cidr: 10.0.1.0/24, ${rest} }`);
const ROUTE = 'network.subnets.a.routes.0';
const acl = (inbound: string): string =>
  net(`networkAcls: { x: { inbound: ${inbound}, outbound: [] } }`);
const RULE = 'network.networkAcls.x.inbound.0';
const to = (destination: string): string => spec(`{ destinations: { it: ${destination} } }`);
const IT = 'functions.f.destinations.it';

/** Routes, rules, gateways and destinations that mean nothing. */
export const SURROUNDINGS: BrokenCase[] = [
  one(
    'a route to nobody',
    subnet('routes: [{ to: 0.0.0.0/0, via: nat }]'),
    6,
    `${ROUTE}.via`,
    'no NAT gateway or peering `nat`',
    '',
  ),
  one(
    'a route to a misspelt gateway',
    subnet('routes: [{ to: 0.0.0.0/0, via: internetGatewy }]'),
    6,
    `${ROUTE}.via`,
    'no NAT gateway or peering',
    'did you mean `internetGateway`?',
  ),
  one(
    'a route to a gateway that is not attached',
    subnet('routes: [{ to: 0.0.0.0/0, via: internetGateway }]'),
    6,
    `${ROUTE}.via`,
    'VPC `main` has no such gateway',
    'internetGateway: true',
  ),
  one(
    'a route without a target',
    subnet('routes: [{ to: 0.0.0.0/0 }]'),
    6,
    `${ROUTE}.via`,
    'missing',
    '',
  ),
  one(
    'a route to no block',
    subnet('routes: [{ to: everywhere, via: internetGateway }]').replace(
      'main: ,',
      'main: { internetGateway: true },',
    ),
    6,
    `${ROUTE}.to`,
    'not a block of addresses',
    '',
  ),
  one(
    'a subnet without addresses',
    net('networkAcls: {}').replace('{ vpc: v, cidr: 10.0.0.0/24 }', '{ vpc: v }'),
    7,
    'network.subnets.a.cidr',
    'the subnet has no addresses',
    'add `cidr',
  ),
  one(
    'addresses taken where there are none',
    net('networkAcls: {}').replace('cidr: 10.0.0.0/24', 'ipv6Cidr: 2001:db8::/64, taken: 1'),
    7,
    'network.subnets.a.taken',
    'no IPv4 addresses that others could hold',
    'leave `taken` out',
  ),
  one(
    'an unknown network ACL',
    subnet('acl: strict'),
    6,
    'network.subnets.a.acl',
    'no network ACL `strict`',
    'add `strict`',
  ),
  one(
    'a NAT gateway in no subnet',
    net('natGateways: { n: { subnet: b } }'),
    8,
    'network.natGateways.n.subnet',
    'no subnet `b`',
    'add `b`',
  ),
  one(
    'a peering of one VPC',
    net('peerings: { p: { between: [v, v] } }'),
    8,
    'network.peerings.p.between',
    'a peering joins two VPCs',
    '',
  ),
  one(
    'a peering with nobody',
    net('peerings: { p: { between: [v, u] } }'),
    8,
    'network.peerings.p.between.1',
    'no VPC `u`',
    '',
  ),
  one(
    'a gateway endpoint for sqs',
    net('endpoints: { e: { vpc: v, service: sqs, kind: gateway, subnets: [a] } }'),
    8,
    'network.endpoints.e.kind',
    'no gateway endpoint for `sqs`',
    'kind: interface',
  ),
  one(
    'an endpoint without subnets',
    net('endpoints: { e: { vpc: v, service: s3, kind: gateway, subnets: [] } }'),
    8,
    'network.endpoints.e.subnets',
    'serves no subnet',
    '',
  ),
  one(
    'an endpoint in a subnet of another VPC',
    net('endpoints: { e: { vpc: w, service: s3, kind: gateway, subnets: [a] } }'),
    8,
    'network.endpoints.e.subnets.0',
    'subnet `a` lies in VPC `v`',
    '',
  ),
  one('an ACL rule that does nothing', acl('[{ rule: 1 }]'), 8, RULE, 'the rule does nothing', ''),
  one(
    'an ACL rule that does two things',
    acl('[{ rule: 1, allow: tcp, deny: udp }]'),
    8,
    RULE,
    'the rule does two things',
    '',
  ),
  one(
    'two ACL rules of one number',
    acl('[{ rule: 1, allow: tcp }, { rule: 1, deny: udp }]'),
    8,
    'network.networkAcls.x.inbound.1.rule',
    'two rules have the number 1',
    'its own',
  ),
  one(
    'an ACL without outbound rules',
    net('networkAcls: { x: { inbound: [] } }'),
    8,
    'network.networkAcls.x.outbound',
    'missing',
    '',
  ),
  one(
    'ports that end before they begin',
    acl('[{ rule: 1, allow: tcp, ports: 2000-1000 }]'),
    8,
    `${RULE}.ports`,
    'ends before it begins',
    '',
  ),
  one(
    'ports in words',
    acl('[{ rule: 1, allow: tcp, ports: https }]'),
    8,
    `${RULE}.ports`,
    'not a port',
    '',
  ),
  one(
    'a port too high',
    acl('[{ rule: 1, allow: tcp, ports: 1-70000 }]'),
    8,
    `${RULE}.ports`,
    'not a port',
    '',
  ),
  one(
    'a rule about a name',
    acl('[{ rule: 1, allow: tcp, cidr: sg-1 }]'),
    8,
    `${RULE}.cidr`,
    'not a block of addresses',
    '',
  ),
  one('a destination of no kind', to('{ port: 80 }'), 11, IT, 'incomplete', ''),
  one(
    'a destination in an unknown subnet',
    to('{ subnet: b, port: 80 }'),
    11,
    `${IT}.subnet`,
    'no subnet `b`',
    '',
  ),
  one(
    'a destination in a subnet without a port',
    to('{ subnet: a }'),
    11,
    `${IT}.port`,
    'missing',
    '',
  ),
  one(
    'a destination of two kinds',
    to('{ subnet: a, internet: anywhere, port: 80 }'),
    11,
    `${IT}.internet`,
    'two things in one',
    '',
  ),
  one(
    'an internet address that is none',
    to('{ internet: example.com }'),
    11,
    `${IT}.internet`,
    'not an address',
    '',
  ),
  one(
    'an IPv4 address over IPv6',
    to('{ internet: 203.0.113.7, ipv6: true }'),
    11,
    `${IT}.ipv6`,
    'an IPv4 address is not reached over IPv6',
    '',
  ),
];
