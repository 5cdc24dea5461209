import { after, type BrokenCase, one } from './broken-cases.ts';

/** From line 4: one VPC of this block, and these subnets from line 6 on. */
const net = (...subnets: string[]): string => `name: x
until: 1d
functions: {}
network:
  vpcs: { v: { cidr: 10.0.0.0/16 } }
  subnets:
${subnets.map((subnet) => `    ${subnet}`).join('\n')}
`;

const cidr = (text: string): string => net(`a: { vpc: v, cidr: ${text} }`);
const CIDR = 'network.subnets.a.cidr';

/** Networks whose parts do not fit together. */
export const NETWORKS: BrokenCase[] = [
  one(
    'an unknown VPC',
    net('a: { vpc: w, cidr: 10.0.0.0/24 }'),
    7,
    'network.subnets.a.vpc',
    'no VPC `w`',
    'add `w`',
  ),
  one(
    'a misspelt VPC',
    after('functions: {}\n').replace('web: { vpc: main }', 'web: { vpc: mian }'),
    8,
    'network.securityGroups.web.vpc',
    'no VPC `mian`',
    'did you mean `main`?',
  ),
  one('a block with four digits', cidr('10.0.300.0/24'), 7, CIDR, 'not an IPv4 block', ''),
  one('a block without a prefix', cidr('10.0.1.0'), 7, CIDR, 'not an IPv4 block', '/24'),
  one('host bits', cidr('10.0.1.5/24'), 7, CIDR, 'bits behind the prefix', '`10.0.1.0/24`'),
  one('a block too small', cidr('10.0.1.0/29'), 7, CIDR, 'too small', ''),
  one('a block too large', cidr('10.0.0.0/15'), 7, CIDR, 'too large', ''),
  one('a block outside its VPC', cidr('10.1.0.0/24'), 7, CIDR, 'outside its VPC `v`', ''),
  one(
    'blocks that overlap',
    net(
      'a: { vpc: v, cidr: 10.0.0.0/20 }',
      'b: { vpc: v, cidr: 10.0.1.0/24 }',
      'c: { vpc: v, cidr: 10.0.16.0/24 }',
    ),
    8,
    'network.subnets.b.cidr',
    'overlaps that of subnet `a`',
    '',
  ),
  one(
    'more taken than there is',
    net('a: { vpc: v, cidr: 10.0.0.0/28, taken: 12 }'),
    7,
    'network.subnets.a.taken',
    'more addresses are taken',
    '',
  ),
  one(
    'an IPv4 block as IPv6',
    net('a: { vpc: v, cidr: 10.0.0.0/28, ipv6Cidr: 10.0.0.0/28 }'),
    7,
    'network.subnets.a.ipv6Cidr',
    'not an IPv6 block',
    '',
  ),
  one(
    'host bits in IPv6',
    net('a: { vpc: v, cidr: 10.0.0.0/28, ipv6Cidr: "2001:db8::1/64" }'),
    7,
    'network.subnets.a.ipv6Cidr',
    'bits behind',
    '`2001:db8::/64`',
  ),
];
