import { describe, expect, test } from 'vitest';
import { reach } from '../../src/network/reach.ts';
import type { Attachment, Destination, Surroundings } from '../../src/network/types.ts';
import { acl, around, attached, rule, subnet, to, withSubnet } from './places.ts';

type Case = [string, Surroundings, Attachment | null, Destination, number, string?, RegExp?];

const nat = { to: '0.0.0.0/0', via: 'nat' };
const peered = around({
  peerings: [{ id: 'pcx', between: ['main', 'other'] }],
});
const there = { to: '10.9.0.0/24', via: 'pcx' };
const back = { to: '10.0.0.0/16', via: 'pcx' };
const joined = withSubnet(
  'far',
  { routes: [back] },
  withSubnet('closed', { routes: [there] }, peered),
);
const s3 = { id: 'e', vpc: 'main', service: 's3', kind: 'gateway', subnets: ['closed'] } as const;
const sqs = { id: 'e', vpc: 'main', service: 'sqs', kind: 'interface', subnets: ['db'] } as const;
const lambda = { ...sqs, service: 'lambda' };
const strict = (list: Surroundings['networkAcls'], where = 'private') =>
  withSubnet(where, { acl: 'strict' }, around({ networkAcls: list! }));
const closedGroup = (cidr: string, ports: [number, number] | null = null) =>
  around({
    securityGroups: [
      { id: 'web', vpc: 'main', outbound: [{ protocol: 'tcp', ports, cidr }] },
      { id: 'none', vpc: 'main', outbound: [] },
    ],
  });

describe.each<[string, Case[]]>([
  [
    'NET-1: the internet',
    [
      ['through a NAT gateway', around(), attached('private'), to.internet, 1],
      [
        'from a public subnet',
        around(),
        attached('public'),
        to.internet,
        0,
        'NET-1',
        /no public address/,
      ],
      ['without a route', around(), attached('closed'), to.internet, 0, 'NET-1', /no route/],
      [
        'through a NAT gateway in a private subnet',
        around({ natGateways: [{ id: 'nat', subnet: 'closed' }] }),
        attached('private'),
        to.internet,
        0,
        'NET-1',
        /`nat` stands in `closed`, a private subnet/,
      ],
      [
        'through a NAT gateway that routes to itself',
        around({ natGateways: [{ id: 'nat', subnet: 'private' }] }),
        attached('private'),
        to.internet,
        0,
        'NET-1',
        /a private subnet/,
      ],
      [
        'through a NAT gateway of another VPC',
        around({ natGateways: [{ id: 'nat', subnet: 'far' }] }),
        attached('private'),
        to.internet,
        0,
        'NET-1',
        /another VPC/,
      ],
      [
        'without an internet gateway behind the NAT gateway',
        around({ vpcs: [{ id: 'main' }, { id: 'other' }] }),
        attached('private'),
        to.internet,
        0,
        'NET-1',
        /has no internet gateway/,
      ],
      [
        'from one private and one closed subnet',
        around(),
        attached('private,closed'),
        to.internet,
        0.5,
        'NET-1',
      ],
      [
        'a subnet that is named twice counts once',
        around(),
        attached('private,private,closed'),
        to.internet,
        0.5,
        'NET-1',
      ],
      [
        'by the more specific route',
        withSubnet('private', { routes: [nat, { to: '203.0.113.0/24', via: 'internetGateway' }] }),
        attached('private'),
        { ...to.internet, address: '203.0.113.7' },
        0,
        'NET-1',
      ],
      [
        'an address that the narrower route does not speak of',
        withSubnet('private', { routes: [nat, { to: '203.0.113.0/24', via: 'internetGateway' }] }),
        attached('private'),
        to.internet,
        1,
      ],
      [
        'through a peering',
        withSubnet('closed', { routes: [{ to: '0.0.0.0/0', via: 'pcx' }] }, peered),
        attached('closed'),
        to.internet,
        0,
        'NET-1',
        /a peering, and ends there/,
      ],
      [
        'by IPv4 through an egress-only gateway',
        withSubnet('closed', { routes: [{ to: '0.0.0.0/0', via: 'egressOnlyGateway' }] }),
        attached('closed'),
        to.internet,
        0,
        'NET-1',
        /IPv6 only/,
      ],
    ],
  ],
  [
    'NET-2: subnets and services',
    [
      ['in the VPC', around(), attached('closed'), to.db, 1],
      ['in its own subnet', around(), attached('db'), to.db, 1],
      [
        'in a VPC that is not peered',
        around(),
        attached('closed'),
        to.far,
        0,
        'NET-2',
        /not peered/,
      ],
      ['in a peered VPC', joined, attached('closed'), to.far, 1],
      [
        'in a peered VPC without a route there',
        withSubnet('far', { routes: [back] }, peered),
        attached('closed'),
        to.far,
        0,
        'NET-2',
        /no route to `far`/,
      ],
      [
        'in a peered VPC without a route back',
        withSubnet('closed', { routes: [there] }, peered),
        attached('closed'),
        to.far,
        0,
        'NET-2',
        /no route back/,
      ],
      [
        'behind two peerings in a row',
        {
          ...joined,
          vpcs: [...joined.vpcs, { id: 'third' }],
          peerings: [
            { id: 'pcx', between: ['main', 'third'] },
            { id: 'pcy', between: ['third', 'other'] },
          ],
        },
        attached('closed'),
        to.far,
        0,
        'NET-2',
        /not peered/,
      ],
      ['a service over the internet', around(), attached('private'), to.s3, 1],
      ['a service without a way', around(), attached('closed'), to.s3, 0, 'NET-1', /no route/],
      [
        'a service by a gateway endpoint',
        around({ endpoints: [s3] }),
        attached('closed'),
        to.s3,
        1,
      ],
      [
        'a gateway endpoint of other subnets',
        around({ endpoints: [s3] }),
        attached('db'),
        to.s3,
        0,
        'NET-1',
      ],
      [
        'a gateway endpoint by IPv6',
        around({ endpoints: [s3] }),
        attached('closed', 'dual'),
        { ...to.s3, ipv6: true },
        0,
        'NET-1',
      ],
      [
        'a service by an interface endpoint',
        around({ endpoints: [sqs] }),
        attached('closed'),
        to.sqs,
        1,
      ],
      [
        'the endpoint of another service',
        around({ endpoints: [s3] }),
        attached('closed'),
        to.sqs,
        0,
        'NET-1',
      ],
      [
        'an endpoint of another VPC',
        around({ endpoints: [{ ...sqs, vpc: 'other' }] }),
        attached('closed'),
        to.sqs,
        0,
        'NET-1',
      ],
    ],
  ],
  [
    'NET-4: groups and ACLs',
    [
      [
        'a group that allows it',
        closedGroup('0.0.0.0/0', [443, 443]),
        attached('private'),
        to.internet,
        1,
      ],
      [
        'a group that allows another port',
        closedGroup('0.0.0.0/0', [80, 80]),
        attached('private'),
        to.internet,
        0,
        'NET-4',
        /`web` allows tcp to port 443/,
      ],
      [
        'a group that allows other addresses',
        closedGroup('10.0.0.0/16'),
        attached('private'),
        to.internet,
        0,
        'NET-4',
      ],
      ['a group that allows the VPC', closedGroup('10.0.0.0/16'), attached('private'), to.db, 1],
      [
        'a group that allows nothing',
        closedGroup('0.0.0.0/0'),
        attached('private', '', 'none'),
        to.db,
        0,
        'NET-4',
      ],
      [
        'two groups of which one allows it',
        closedGroup('0.0.0.0/0'),
        attached('private', '', 'none,web'),
        to.db,
        1,
      ],
      [
        'udp where only tcp is allowed',
        closedGroup('0.0.0.0/0'),
        attached('private'),
        { ...to.db, protocol: 'udp' },
        0,
        'NET-4',
        /udp/,
      ],
      [
        'an ACL that lets all back',
        strict([acl([rule(1, 'allow')])]),
        attached('private'),
        to.internet,
        1,
      ],
      [
        'an ACL without inbound rules',
        strict([acl([])]),
        attached('private'),
        to.internet,
        0,
        'NET-4',
        /no port/,
      ],
      [
        'an ACL that lets the answers of half the range back',
        strict([acl([rule(1, 'allow', [1024, 33279])])]),
        attached('private'),
        to.internet,
        0.5,
        'NET-4',
        /50% of the ports/,
      ],
      [
        'the usual 32768-65535',
        strict([acl([rule(1, 'allow', [32768, 65535])])]),
        attached('private'),
        to.internet,
        32768 / 64512,
        'NET-4',
        /50.8%/,
      ],
      [
        'an ACL that lets nothing out',
        strict([acl([rule(1, 'allow')], [])]),
        attached('private'),
        to.internet,
        0,
        'NET-4',
        /outbound rules of network ACL `strict` let no tcp to port 443/,
      ],
      [
        'a deny before the allow',
        strict([acl([rule(2, 'allow'), rule(1, 'deny', [2024, 65535])])]),
        attached('private'),
        to.internet,
        1000 / 64512,
        'NET-4',
      ],
      [
        'a deny behind the allow',
        strict([acl([rule(1, 'allow'), rule(2, 'deny')])]),
        attached('private'),
        to.internet,
        1,
      ],
      [
        'a deny of other addresses',
        strict([acl([rule(1, 'deny', null, { cidr: '203.0.113.0/24' }), rule(2, 'allow')])]),
        attached('private'),
        to.internet,
        1,
      ],
      [
        'a deny of just these addresses',
        strict([acl([rule(1, 'deny', null, { cidr: '203.0.113.0/24' }), rule(2, 'allow')])]),
        attached('private'),
        { ...to.internet, address: '203.0.113.9' },
        0,
        'NET-4',
      ],
      [
        'the ACL of the subnet of the database',
        strict([acl([rule(1, 'allow', [5432, 5432])], [])], 'db'),
        attached('private'),
        to.db,
        0,
        'NET-4',
        /answers/,
      ],
      [
        'the same from inside that subnet',
        strict([acl([rule(1, 'allow', [5432, 5432])], [])], 'db'),
        attached('db'),
        to.db,
        1,
      ],
      [
        'the ACL of the NAT gateway’s subnet, for what it opens itself',
        strict(
          [
            acl([
              rule(1, 'allow', [443, 443]),
              rule(2, 'allow', [1024, 33279], { cidr: '0.0.0.0/0' }),
            ]),
          ],
          'public',
        ),
        attached('private'),
        to.internet,
        0.5,
        'NET-4',
      ],
      [
        'the ACL of the NAT gateway’s subnet, for what comes from the function',
        strict([acl([rule(1, 'allow', [1024, 65535])])], 'public'),
        attached('private'),
        to.internet,
        0,
        'NET-4',
        /inbound rules of network ACL `strict` let no tcp to port 443/,
      ],
      [
        'ACLs of both ends that let different halves back',
        withSubnet(
          'db',
          { acl: 'low' },
          strict([
            acl([rule(1, 'allow', [1024, 33279])]),
            {
              id: 'low',
              inbound: [rule(1, 'allow')],
              outbound: [rule(1, 'allow', [33280, 65535])],
            },
          ]),
        ),
        attached('private'),
        to.db,
        0,
        'NET-4',
      ],
    ],
  ],
  [
    'NET-5: IPv6',
    [
      [
        'with the flag, through an egress-only gateway',
        around(),
        attached('private', 'dual'),
        to.internet6,
        1,
      ],
      [
        'without the flag',
        around(),
        attached('private'),
        to.internet6,
        0,
        'NET-5',
        /ipv6AllowedForDualStack/,
      ],
      [
        'through the internet gateway',
        withSubnet('public', { routes: [{ to: '::/0', via: 'internetGateway' }] }),
        attached('public', 'dual'),
        to.internet6,
        1,
      ],
      [
        'without a route',
        around(),
        attached('closed', 'dual'),
        to.internet6,
        0,
        'NET-1',
        /no route/,
      ],
      [
        'through a NAT gateway',
        withSubnet('closed', { routes: [{ to: '::/0', via: 'nat' }] }),
        attached('closed', 'dual'),
        to.internet6,
        0,
        'NET-1',
        /a NAT gateway, and ends there/,
      ],
      [
        'when one subnet has IPv4 only',
        withSubnet('closed', { ipv6Cidr: null }),
        attached('private,closed', 'dual'),
        to.internet6,
        0,
        'NET-5',
        /`closed` is not dual-stack/,
      ],
      [
        'from an IPv6-only subnet',
        withSubnet('private', { cidr: null }),
        attached('private', 'dual'),
        to.internet6,
        0,
        'NET-5',
        /IPv6-only/,
      ],
      [
        'by IPv4 from an IPv6-only subnet',
        withSubnet('private', { cidr: null }),
        attached('private'),
        to.db,
        0,
        'NET-5',
        /IPv6-only/,
      ],
      ['a database in the VPC', around(), attached('closed', 'dual'), to.db6, 1],
      [
        'a database that has IPv4 only',
        withSubnet('db', { ipv6Cidr: null }),
        attached('closed', 'dual'),
        to.db6,
        0,
        'NET-5',
        /`db` has no IPv6 addresses/,
      ],
      [
        'from outside every VPC',
        around(),
        null,
        to.internet6,
        0,
        'NET-5',
        /outside a VPC has no IPv6/,
      ],
      [
        'Lambda’s own API through PrivateLink',
        around({ endpoints: [lambda] }),
        attached('closed', 'dual'),
        to.lambda6,
        0,
        'NET-5',
        /PrivateLink/,
      ],
      [
        'an allow rule of IPv4 only',
        closedGroup('0.0.0.0/0'),
        attached('private', 'dual'),
        to.internet6,
        0,
        'NET-4',
      ],
    ],
  ],
  [
    'NET-6: outside every VPC',
    [
      ['the internet', around(), null, to.internet, 1],
      ['a service', around(), null, to.s3, 1],
      ['a subnet', around(), null, to.db, 0, 'NET-6', /outside every VPC/],
      [
        'a configuration of two empty lists is none',
        around(),
        { subnets: [], securityGroups: [], ipv6AllowedForDualStack: false },
        to.internet,
        1,
      ],
    ],
  ],
])('%s', (_rule, cases) => {
  test.each(cases)('%s', (_claim, surroundings, attachment, destination, share, by, reason) => {
    const { share: seen, obstacle } = reach(surroundings, attachment, destination);
    expect(seen).toBeCloseTo(share, 12);
    expect(obstacle?.rule).toBe(by);
    if (reason !== undefined) expect(obstacle!.reason).toMatch(reason);
    if (obstacle !== null) expect(obstacle.mend).toMatch(/^[a-z].*[^.]$/);
  });
});

test('the mend of every obstacle to a service offers an endpoint (NET-2)', () => {
  const { obstacle } = reach(around(), attached('closed'), to.sqs);
  expect(obstacle!.mend).toContain('add an endpoint for sqs to VPC `main`, or route 0.0.0.0/0');
});

test('an interface endpoint in two subnets is reached as often as each of them (NET-4)', () => {
  const places = withSubnet(
    'db',
    { acl: 'strict' },
    around({
      endpoints: [{ ...sqs, subnets: ['db', 'other-db'] }],
      networkAcls: [acl([])],
      subnets: [...around().subnets, subnet('other-db', 7)],
    }),
  );
  expect(reach(places, attached('closed'), to.sqs).share).toBe(0.5);
});
