import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/plan/plan.ts';
import { underTraffic } from '../../src/plan/under-traffic.ts';
import { simulate } from '../../src/run/simulate.ts';
import { parseTraffic } from '../../src/scenario/traffic-file.ts';
import { readTemplates } from '../../src/templates/read.ts';
import { asCloudFormation, asTerraform, type Drawn } from '../templates/networks.ts';

const drawn: Drawn = {
  tables: {
    Pub: { to4: 'internet' },
    Priv: { to4: 'Nat', to6: 'egressOnly' },
    Far: { to4: 'transit' },
    None: {},
  },
  nats: { Nat: 'P' },
  acls: { Half: [1_024, 33_279] },
  groups: { Web: 'open', Https: 'https', Shut: 'closed' },
  endpoint: 'Interface',
  subnets: {
    P: { table: 'Pub' },
    A: { table: 'Priv', ipv6: true },
    H: { table: 'Priv', acl: 'Half' },
    T: { table: 'Far' },
    C: { table: 'None' },
  },
  functions: {
    Good: { subnets: ['A'] },
    Pub: { subnets: ['P'] },
    Third: { subnets: ['A', 'H', 'C'] },
    Far: { subnets: ['T', 'C'] },
    Tight: { subnets: ['A'], groups: ['Https'] },
  },
};

const to = (destinations: string, connections = '') =>
  `{ traffic: { rate: 1/s }, destinations: { it: ${destinations} }${connections} }`;

/** One drawn network under traffic in which every function connects to the same. */
function under(text: string, load: string, more = '') {
  const sources = [{ name: 'main', files: [{ file: 'main', text }] }];
  const { estate, issues } = readTemplates(sources);
  const traffic = `until: 2h\nothers: ${load}\n${more}`;
  const parsed = parseTraffic(traffic, {
    file: 't.yaml',
    functions: estate!.functions.map(({ id }) => id),
    subnets: estate!.subnets.map(({ id }) => id),
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return underTraffic(estate!, planOf(estate!, sources, issues).subnets, parsed.traffic, 'main');
}

const shares = (scenario: ReturnType<typeof under>['scenario']) => {
  const { functions } = simulate(scenario, { seed: '1' });
  return functions.flatMap(({ name, unreachable, invocations }) =>
    unreachable.map(({ share, rule }) => {
      const lost = invocations.failed['ConnectTimeout'] ?? 0;
      expect(lost > 0).toBe(share < 1);
      return `${name.replace(/^aws_\w+\./, '')} ${rule} ${Math.round(share * 100)}%`;
    }),
  );
};

const WRITTEN: [string, string, string][] = [
  ['CloudFormation', asCloudFormation(drawn), ''],
  ['Terraform', asTerraform(drawn), 'aws_subnet.'],
];

describe.each(WRITTEN)('what functions of %s reach under traffic (NET-2)', (_, text, subnet) => {
  test('the internet', () => {
    const { scenario, notes, unreached } = under(text, to('{ internet: anywhere }'));
    // Half of the ports come back to H, and C leads nowhere: (1 + 0.5 + 0) / 3.
    expect(shares(scenario)).toEqual(['Pub NET-1 0%', 'Third NET-1 50%']);
    expect(unreached).toHaveLength(2);
    expect(unreached[0]).toMatch(/Pub` cannot reach `it`.* is public.*Route 0\.0\.0\.0\/0/);
    const far = /Far is taken to reach it: the way from \S*T is not in the templates/;
    expect(notes.filter((note) => note.includes('taken to reach'))).toEqual([
      expect.stringMatching(far),
    ]);
  });

  test('a port that a group does not let out (NET-4)', () => {
    const { scenario } = under(text, to('{ internet: anywhere, port: 587 }'));
    expect(shares(scenario)).toContain('Tight NET-4 0%');
  });

  test('a subnet of the VPC, which needs no route', () => {
    const { scenario, notes } = under(text, to(`{ subnet: ${subnet}C, port: 443 }`));
    expect(shares(scenario)).toEqual(['Third NET-4 83%']);
    expect(notes.join()).not.toContain('taken to reach');
  });

  test('a service with an endpoint of which nobody knows where it stands', () => {
    const { scenario, notes } = under(text, to('{ service: s3 }'));
    expect(shares(scenario)).toEqual([]);
    expect(notes.filter((note) => note.includes('taken to reach'))).toHaveLength(5);
    // Another service has no endpoint, and takes the way of the internet.
    expect(shares(under(text, to('{ service: sqs }')).scenario)).toEqual([
      'Pub NET-1 0%',
      'Third NET-1 50%',
    ]);
  });

  test('without destinations nothing is added to the scenario', () => {
    const { scenario, unreached } = under(text, '{ traffic: { rate: 1/s } }');
    expect(scenario.network.natGateways).toBeUndefined();
    expect(scenario.network.subnets.every(({ routes }) => routes === undefined)).toBe(true);
    expect(unreached).toEqual([]);
  });

  test('the ports of a NAT gateway are counted where the file asks for it (NET-3)', () => {
    const load = to(
      '{ internet: 203.0.113.7 }',
      ', connections: { perInvocation: 1, hold: 10m, to: it }',
    );
    const { scenario } = under(text, load, 'parameters: { natPortsPerDestination: 300 }');
    const [route, ...others] = simulate(scenario, { seed: '1' }).natRoutes;
    expect(others).toEqual([]);
    expect(route).toMatchObject({ destination: '203.0.113.7', ports: 300, peak: 300 });
    expect(route!.refused).toBeGreaterThan(0);
  });
});

test('a gateway endpoint serves the subnets whose table it names', () => {
  const text = asCloudFormation(drawn).replace(
    /Door: .*/,
    'Door: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: !Ref Net, ServiceName: !Join [., [com.amazonaws, !Ref AWS::Region, s3]], RouteTableIds: [!Ref None, !Ref Pub] } }',
  );
  const { scenario } = under(text, to('{ service: s3 }'));
  expect(scenario.network.endpoints).toMatchObject([{ service: 's3', subnets: ['P', 'C'] }]);
  expect(shares(scenario)).toEqual(['Third NET-4 83%']);
});

describe('what templates do not tell is taken for reached, and said so', () => {
  const resource = (name: string, type: string, properties: string) =>
    `  ${name}: { Type: AWS::EC2::${type}, Properties: { ${properties} } }\n`;
  /** A function in subnet A, whose table has the one route. */
  const one = (route: string, more = '', block = '10.0.1.0/24') =>
    `Parameters: { Given: { Type: String }, Many: { Type: CommaDelimitedList } }
Resources:
  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [!Ref A], SecurityGroupIds: [sg-1] } } }
${resource('Net', 'VPC', '')}${resource('Far', 'VPC', '')}${resource('Table', 'RouteTable', 'VpcId: !Ref Net')}
${resource('A', 'Subnet', `VpcId: !Ref Net, CidrBlock: ${block}`)}
${resource('On', 'SubnetRouteTableAssociation', 'SubnetId: !Ref A, RouteTableId: !Ref Table')}
${resource('Out', 'Route', `RouteTableId: !Ref Table, ${route}`)}${more}`;
  const everywhere = 'DestinationCidrBlock: 0.0.0.0/0';
  const endpoint = (tables: string) =>
    resource(
      'S3',
      'VPCEndpoint',
      `VpcId: !Ref Net, ServiceName: com.amazonaws.eu-west-1.s3, RouteTableIds: ${tables}`,
    );
  const outcome = (text: string, destination: string) => {
    const { scenario, notes } = under(text, to(destination));
    if (notes.some((note) => note.includes('taken to reach'))) return ['not told'];
    return shares(scenario);
  };

  test.each([
    ['a NAT gateway of elsewhere', one(`${everywhere}, NatGatewayId: nat-1`)],
    ['a transit gateway', one(`${everywhere}, TransitGatewayId: tgw-1`)],
    ['a subnet whose block is given', one(`${everywhere}, NatGatewayId: nat-1`, '', '!Ref Given')],
    ['a subnet without a table here', one('').replace(/ {2}(On|Out|Table): .*/g, '')],
    [
      'a NAT gateway in a subnet without a table here',
      one(
        `${everywhere}, NatGatewayId: !Ref Nat`,
        resource('Nat', 'NatGateway', 'SubnetId: !Ref B') +
          resource('B', 'Subnet', 'VpcId: !Ref Far, CidrBlock: 10.0.2.0/24'),
      ),
    ],
  ])('%s', (_, text) => {
    expect(outcome(text, '{ internet: anywhere }')).toEqual(['not told']);
  });

  test('a gateway endpoint, by the tables it names', () => {
    const transit = `${everywhere}, TransitGatewayId: tgw-1`;
    const files = (tables: string) => outcome(one(transit, endpoint(tables)), '{ service: s3 }');
    expect(files('[!Ref Table]')).toEqual([]);
    expect(files('!Ref Many')).toEqual(['not told']);
    expect(files('[!Ref Table, !Ref Given]')).toEqual([]);
    expect(files('[rtb-1]')).toEqual(['not told']);
    // It may serve A too, from which nothing else leads out.
    const some =
      endpoint('[!Ref Other, !Ref Many]') + resource('Other', 'RouteTable', 'VpcId: !Ref Net');
    const b =
      resource('B', 'Subnet', 'VpcId: !Ref Net, CidrBlock: 10.0.2.0/24') +
      resource('OnB', 'SubnetRouteTableAssociation', 'SubnetId: !Ref B, RouteTableId: !Ref Other');
    const open = one(`${everywhere}, GatewayId: igw-1`, some + b);
    expect(outcome(open, '{ service: s3 }')).toEqual(['not told']);
    expect(outcome(open.replace(', !Ref Many', ''), '{ service: s3 }')).toEqual(['F NET-1 0%']);
  });

  test('gateways of other VPCs are left out', () => {
    const more =
      resource('B', 'Subnet', 'VpcId: !Ref Far, CidrBlock: 10.9.1.0/24') +
      resource('P', 'Subnet', 'VpcId: !Ref Net, CidrBlock: 10.0.9.0/24') +
      resource('Theirs', 'NatGateway', 'SubnetId: !Ref B') +
      resource('Ours', 'NatGateway', 'SubnetId: !Ref P');
    const { scenario } = under(
      one(`${everywhere}, GatewayId: igw-1`, more),
      to('{ internet: anywhere }'),
    );
    expect(scenario.network.natGateways).toMatchObject([{ id: 'Ours' }]);
    expect(scenario.network.subnets.map(({ id }) => id)).toEqual(['A', 'P']);
    expect(scenario.network.vpcs.map(({ id }) => id)).toEqual(['Net']);
  });

  test('a subnet of the VPC whose block is given', () => {
    const b = resource('B', 'Subnet', 'VpcId: !Ref Net, CidrBlock: !Ref Given');
    expect(outcome(one('', b), '{ subnet: B, port: 1 }')).toEqual(['not told']);
  });

  test('a subnet of another VPC, by routes there and back', () => {
    const there = 'DestinationCidrBlock: 10.9.0.0/16, VpcPeeringConnectionId: !Ref Bridge';
    const far = resource('B', 'Subnet', 'VpcId: !Ref Far, CidrBlock: 10.9.1.0/24');
    const bridge = resource(
      'Bridge',
      'VPCPeeringConnection',
      'VpcId: !Ref Net, PeerVpcId: !Ref Far',
    );
    const back =
      resource('Theirs', 'RouteTable', 'VpcId: !Ref Far') +
      resource('OnB', 'SubnetRouteTableAssociation', 'SubnetId: !Ref B, RouteTableId: !Ref Theirs');
    const home = resource(
      'Home',
      'Route',
      'RouteTableId: !Ref Theirs, DestinationCidrBlock: 10.0.0.0/16, VpcPeeringConnectionId: !Ref Bridge',
    );
    const reach = (more: string) => outcome(one(there, far + more), '{ subnet: B, port: 1 }');
    expect(reach(bridge)).toEqual(['not told']);
    expect(reach(bridge + back)).toEqual(['F NET-2 0%']);
    expect(reach(bridge + back + home)).toEqual([]);
  });
});

test('mistakes in destinations are told with their place', () => {
  const options = { file: 't.yaml', functions: ['F'], subnets: ['Private'] };
  const issues = (text: string) =>
    parseTraffic(text, options).issues.map(
      ({ line, column, message }) => `${line}:${column} ${message}`,
    );
  expect(
    issues(`functions:
  F:
    destinations: { a: { internet: 10.0.0.0/8 }, b: { subnet: Privat, port: 1 } }
    connections: { perInvocation: 1, to: c }
others: { destinations: { d: { subnet: x, port: 1 } } }
`),
  ).toEqual([
    '3:36 not an address',
    '3:63 the templates have no subnet `Privat`',
    '4:42 no such destination',
    '5:40 the templates have no subnet `x`',
  ]);
});
