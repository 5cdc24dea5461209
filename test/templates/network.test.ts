import { describe, expect, test } from 'vitest';
import { netFindings } from './networks.ts';
import { planned, plannedStacks } from './planning.ts';
import {
  configuredFunction,
  openFunction,
  type Part,
  refers,
  terraformPlan,
} from './terraform-plans.ts';

/** A VPC with a public and a private subnet; what is left open comes behind. */
const network = (more: string, sections = '') => `${sections}
Resources:
  Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Gate: { Type: AWS::EC2::InternetGateway }
  Open: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Net } }
  Closed: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Net } }
  Pub: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.1.0/24, MapPublicIpOnLaunch: true } }
  Priv: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.2.0/24 } }
  ToGate: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Open, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !GetAtt Gate.InternetGatewayId } }
  PubOpen: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Pub, RouteTableId: !GetAtt Open.RouteTableId } }
  PrivClosed: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Priv, RouteTableId: !Ref Closed } }
  Web: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: web, VpcId: !Ref Net } }
${more}`;

const fn = (subnets: string, groups = '[!Ref Web]') =>
  `  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: ${subnets}, SecurityGroupIds: ${groups} } } }\n`;

const resource = (name: string, type: string, properties: string, more = '') =>
  `  ${name}: { Type: AWS::EC2::${type}${more}, Properties: { ${properties} } }\n`;

const SWITCH = `Parameters: { Mode: { Type: String }, Given: { Type: String } }
Conditions: { Maybe: !Equals [!Ref Mode, big] }`;

const found = (more: string, sections = SWITCH) =>
  netFindings(planned(network(more, sections))).map((line) => line.split(':')[0]);

const closed = 'RouteTableId: !Ref Closed';
const all = `${closed}, DestinationCidrBlock: 0.0.0.0/0`;

describe('what a template does not tell for certain is not blamed (NET-1)', () => {
  const nat = resource('Nat', 'NatGateway', 'SubnetId: !Ref Pub');
  const inward = resource('Nat', 'NatGateway', 'SubnetId: !Ref Pub, ConnectivityType: private');
  const half = `${closed}, DestinationCidrBlock: 0.0.0.0/1`;
  const maybe = '!If [Maybe, !Ref Nat, !Ref AWS::NoValue]';
  const open: [what: string, route: string, around?: string][] = [
    ['a route that a condition decides', `${all}, NatGatewayId: !Ref Nat`, ', Condition: Maybe'],
    ['a target that is given', `${all}, GatewayId: !Ref Given`],
    ['a target that may be nothing', `${all}, NatGatewayId: ${maybe}`],
    ['a block that is given', `${closed}, DestinationCidrBlock: !Ref Given, TransitGatewayId: t`],
    ['a table that is given', 'RouteTableId: !Ref Given, DestinationCidrBlock: 0.0.0.0/0'],
    ['the world in two halves', `${half}, NatGatewayId: !Ref Nat`],
    ['a gateway of another kind', `${all}, VpcEndpointId: vpce-1`],
    ['a NAT gateway for private networks', `${all}, NatGatewayId: !Ref Nat`],
  ];
  // One subnet that leads to a NAT gateway for sure, and one that leads nowhere.
  const beside =
    nat.replace('Nat:', 'Sure:') +
    resource('Served', 'Subnet', 'VpcId: !Ref Net, CidrBlock: 10.0.3.0/24') +
    resource('Left', 'Subnet', 'VpcId: !Ref Net, CidrBlock: 10.0.4.0/24') +
    resource('Wide', 'RouteTable', 'VpcId: !Ref Net') +
    resource(
      'On',
      'SubnetRouteTableAssociation',
      'SubnetId: !Ref Served, RouteTableId: !Ref Wide',
    ) +
    resource('Out', 'Route', `${all.replace('Closed', 'Wide')}, NatGatewayId: !Ref Sure`);

  test.each(open)('%s', (what, route, around = '') => {
    const gateway = what.includes('private') ? inward : nat;
    const more = beside + gateway + resource('R', 'Route', route, around);
    expect(found(more + fn('[!Ref Priv]'))).toEqual([]);
    expect(found(more + fn('[!Ref Priv, !Ref Served]'))).toEqual([]);
    expect(found(more + fn('[!Ref Priv, !Ref Left]'))).not.toContain('warning NET-1 F');
  });

  test('routes of a VPN, of which the template does not tell', () => {
    const vpn = (tables: string) =>
      resource('V', 'VPNGatewayRoutePropagation', `RouteTableIds: ${tables}, VpnGatewayId: vgw-1`);
    const priv = fn('[!Ref Priv]');
    expect(found(vpn('[!Ref Closed]') + priv)).toEqual([]);
    expect(found(vpn('!Ref Given') + priv)).toEqual([]);
    expect(found(vpn('[!Ref Open]') + priv)).toEqual(['info NET-1 F']);
  });

  test.each([
    ['a table without routes', ''],
    ['a list of prefixes', resource('R', 'Route', `${closed}, DestinationPrefixListId: pl-1`)],
  ])('but this is: %s', (_, route) => {
    expect(found(beside + route + fn('[!Ref Priv]'))).toEqual(['info NET-1 F']);
    expect(found(beside + route + fn('[!Ref Priv, !Ref Served]'))).toEqual(['warning NET-1 F']);
  });

  test('an association that a condition decides', () => {
    const maybe = resource(
      'Late',
      'SubnetRouteTableAssociation',
      'SubnetId: !Ref Late1, RouteTableId: !Ref Open',
      ', Condition: Maybe',
    );
    const subnet = resource('Late1', 'Subnet', 'VpcId: !Ref Net, CidrBlock: 10.0.3.0/24');
    expect(found(subnet + maybe + fn('[!Ref Late1]'))).toEqual([]);
    expect(found(subnet + maybe.replace(', Condition: Maybe', '') + fn('[!Ref Late1]'))).toEqual([
      'warning NET-1 F',
    ]);
  });

  test('a subnet of elsewhere that gets a table here', () => {
    const joined = resource(
      'X',
      'SubnetRouteTableAssociation',
      'SubnetId: !Ref Given, RouteTableId: !Ref Open',
    );
    expect(found(joined + fn('[!Ref Given]'))).toEqual(['warning NET-1 F']);
    expect(found(fn('[!Ref Given]'))).toEqual([]);
    expect(found(fn('[subnet-1]'))).toEqual([]);
  });

  test('a subnet without a table, where another association may mean it', () => {
    const subnet = resource('Left', 'Subnet', 'VpcId: !Ref Net, CidrBlock: 10.0.3.0/24');
    const joined = resource(
      'X',
      'SubnetRouteTableAssociation',
      'SubnetId: !Ref Given, RouteTableId: !Ref Open',
    );
    expect(found(subnet + fn('[!Ref Left]'))).toEqual(['info NET-1 F']);
    expect(found(subnet + joined + fn('[!Ref Left]'))).toEqual([]);
  });

  test('several stacks are one network', () => {
    const outputs = 'Outputs: { S: { Value: !Ref Pub, Export: { Name: pub } } }\n';
    const importing = `Resources:\n${fn('[!ImportValue pub]', '[sg-1]')}`;
    const plan = plannedStacks({ net: network(outputs), app: importing });
    expect(netFindings(plan)).toMatchObject([
      expect.stringContaining('warning NET-1 app/F: Subnet `net/Pub` is public'),
    ]);
    expect(netFindings(planned(importing))).toEqual([]);
  });
});

describe('one VPC for all (API-1, API-4)', () => {
  const subnet = (vpc: string, more = '') =>
    resource('Far', 'Subnet', `VpcId: ${vpc}, CidrBlock: 10.0.3.0/24${more}`);
  const both = fn('[!Ref Priv, !Ref Far]');

  test('a VPC that is given may be the same', () => {
    const api = (vpc: string) => found(subnet(vpc) + both).filter((line) => /API/.test(line!));
    expect(api('vpc-0a1b2c3d')).toEqual(['error API-1 F']);
    expect(api('!Ref Given')).toEqual([]);
    expect(api('!Ref Net')).toEqual([]);
    const group = resource('Theirs', 'SecurityGroup', 'GroupDescription: x, VpcId: vpc-1');
    expect(found(group + fn('[!Ref Pub]', '[!Ref Theirs]'))).toContain('error API-1 F');
  });

  test('IPv6 blocks of subnets, written in or joined to them', () => {
    const flag = 'Ipv6AllowedForDualStack: true';
    const dual = fn('[!Ref Far]').replace('VpcConfig: {', `VpcConfig: { ${flag},`);
    const api = (more: string, apart = '') =>
      found(subnet('!Ref Net', more) + apart + dual).filter((line) => /API/.test(line!));
    expect(api('')).toEqual(['error API-4 F']);
    expect(api(', Ipv6CidrBlock: 2001:db8::/64')).toEqual([]);
    expect(api(', Ipv6CidrBlock: !Ref Given')).toEqual([]);
    expect(api(', Ipv6CidrBlock: 2001:db8::/64, Ipv6Native: true')).toEqual(['error API-4 F']);
    const block = (id: string) =>
      resource('Six', 'SubnetCidrBlock', `SubnetId: ${id}, Ipv6CidrBlock: 2001:db8::/64`);
    expect(api('', block('!Ref Far'))).toEqual([]);
    expect(api('', block('!Ref Given'))).toEqual([]);
    expect(api('', block('!Ref Pub'))).toEqual(['error API-4 F']);
  });
});

describe('what groups of a template let out (NET-4)', () => {
  const group = (rules: string) =>
    `${resource('Own', 'SecurityGroup', `GroupDescription: x, VpcId: !Ref Net, SecurityGroupEgress: ${rules}`)}${fn('[subnet-1]', '[!Ref Own]')}`;
  const cases: [what: string, rules: string, expected: string[]][] = [
    ['an empty list leaves the default rule', '[]', []],
    [
      'an address that nobody has',
      '[{ IpProtocol: -1, CidrIp: 127.0.0.1/32 }]',
      ['warning NET-4 F'],
    ],
    [
      'icmp alone',
      '[{ IpProtocol: icmp, FromPort: 8, ToPort: -1, CidrIp: 0.0.0.0/0 }]',
      ['warning NET-4 F'],
    ],
    [
      'another group',
      '[{ IpProtocol: tcp, FromPort: 1, ToPort: 2, DestinationSecurityGroupId: !Ref Web }]',
      [],
    ],
    [
      'a rule that a condition decides',
      '[!If [Maybe, { IpProtocol: -1, CidrIp: 0.0.0.0/0 }, !Ref AWS::NoValue]]',
      [],
    ],
    [
      'a block that is given',
      '[{ IpProtocol: tcp, FromPort: 1, ToPort: 2, CidrIp: !Ref Given }]',
      [],
    ],
    [
      'rules that are given',
      '!If [Maybe, [{ IpProtocol: -1, CidrIp: 127.0.0.1/32 }], !Ref AWS::NoValue]',
      [],
    ],
  ];

  test.each(cases)('%s', (_, rules, expected) => expect(found(group(rules))).toEqual(expected));

  test('a rule of its own counts, one for a group that is given too', () => {
    const shut = group('[{ IpProtocol: -1, CidrIp: 127.0.0.1/32 }]');
    const rule = (id: string) =>
      resource('R', 'SecurityGroupEgress', `GroupId: ${id}, IpProtocol: -1, CidrIp: 0.0.0.0/0`);
    expect(found(shut + rule('!GetAtt Own.GroupId'))).toEqual([]);
    expect(found(shut + rule('!Ref Given'))).toEqual([]);
    expect(found(shut + rule('!Ref Web'))).toEqual(['warning NET-4 F']);
  });

  test('an ACL for the VPC alone, where the subnet leads no further', () => {
    const entry = (name: string, more: string) =>
      resource(name, 'NetworkAclEntry', `NetworkAclId: !Ref Acl, RuleNumber: 1, ${more}`);
    const acl = (inbound: string) =>
      resource('Acl', 'NetworkAcl', 'VpcId: !Ref Net') +
      resource('On', 'SubnetNetworkAclAssociation', 'SubnetId: !Ref Here, NetworkAclId: !Ref Acl') +
      entry('Out', 'Protocol: -1, RuleAction: allow, Egress: true, CidrBlock: 0.0.0.0/0') +
      entry('In', `RuleAction: allow, CidrBlock: 10.0.0.0/16, ${inbound}`);
    const here = (block: string, ways: string) =>
      resource('Here', 'Subnet', `VpcId: !Ref ${ways}, CidrBlock: ${block}`) + fn('[!Ref Here]');
    const [every, few] = ['Protocol: -1', 'Protocol: 6, PortRange: { From: 1024, To: 2000 }'];
    const [closedHere, openHere] = [here('10.0.3.0/24', 'Net'), here('10.0.3.0/24', 'Given')];
    expect(found(acl(every) + closedHere)).toEqual(['info NET-1 F']);
    expect(found(acl(few) + closedHere)).toEqual(['info NET-1 F', 'warning NET-4 F']);
    expect(found(acl(few) + here('!Ref Given', 'Net'))).toEqual(['info NET-1 F']);
    // Nobody knows whether it leads to the internet, whose answers are not let in.
    expect(found(acl(every) + openHere)).toEqual([]);
  });

  test('an ACL of which a rule is not known', () => {
    const acl = (ports: string, more = '') =>
      resource('Acl', 'NetworkAcl', 'VpcId: !Ref Net') +
      resource('On', 'SubnetNetworkAclAssociation', 'SubnetId: !Ref Pub, NetworkAclId: !Ref Acl') +
      resource(
        'Out',
        'NetworkAclEntry',
        'NetworkAclId: !Ref Acl, RuleNumber: 1, Protocol: -1, RuleAction: allow, Egress: true, CidrBlock: 0.0.0.0/0',
      ) +
      resource(
        'In',
        'NetworkAclEntry',
        `NetworkAclId: !Ref Acl, RuleNumber: 1, Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0, PortRange: ${ports}`,
        more,
      ) +
      fn('[!Ref Pub]');
    expect(found(acl('{ From: 1024, To: 2000 }'))).toEqual(['warning NET-1 F', 'warning NET-4 F']);
    expect(found(acl('{ From: 1024, To: 2000 }', ', Condition: Maybe'))).toEqual([
      'warning NET-1 F',
    ]);
    expect(found(acl('{ From: 1024, To: !Ref Given }'))).toEqual(['warning NET-1 F']);
  });
});

const vpc: Part = { address: 'aws_vpc.main', unknown: { id: true } };
const subnet = (address: string): Part => ({
  address,
  values: { cidr_block: '10.0.0.0/24', ipv6_cidr_block: null },
  unknown: { id: true, vpc_id: true },
});
const ofVpc = refers('aws_vpc.main.id', 'aws_vpc.main');
const gate: Part = { address: 'aws_internet_gateway.gate', unknown: { id: true, vpc_id: true } };
const toGate = refers('aws_internet_gateway.gate.id', 'aws_internet_gateway.gate');
const DEFAULT_ROUTE = { cidr_block: '0.0.0.0/0', ipv6_cidr_block: '', nat_gateway_id: '' };
const BASE = [vpc, gate, subnet('aws_subnet.a[0]'), subnet('aws_subnet.a[1]')];
const BASE_CONFIGURED = [
  { address: 'aws_vpc.main' },
  { address: 'aws_internet_gateway.gate', expressions: { vpc_id: ofVpc } },
  { address: 'aws_subnet.a', expressions: { vpc_id: ofVpc } },
];

/** What is found in a plan of two subnets with these resources beside them. */
function terraform(parts: Part[], expressions: Record<string, object>, groups = ['sg-1']) {
  const configured = Object.entries(expressions).map(([address, written]) => ({
    address,
    expressions: written as Record<string, unknown>,
  }));
  const shop = configuredFunction('aws_lambda_function.shop', ['aws_subnet.a'], groups);
  const text = terraformPlan([...BASE, ...parts, openFunction('aws_lambda_function.shop')], {
    resources: [...BASE_CONFIGURED, ...configured, shop],
  });
  return netFindings(planned(text)).map((line) => line.split(/:| is | are /)[0]);
}

const known = (address: string, id: string, values: object = {}): Part => ({
  address,
  values: { id, ...values },
});

describe('forms of Terraform', () => {
  const table = 'aws_default_route_table.main';
  const main = {
    address: table,
    values: { route: [DEFAULT_ROUTE] },
    unknown: { default_route_table_id: true, route: [{ gateway_id: true }] },
  };
  const ofMain = refers('aws_vpc.main.default_route_table_id', 'aws_vpc.main');

  test('subnets without a table have that of the VPC', () => {
    const expressions = { default_route_table_id: ofMain, route: toGate };
    expect(terraform([main], { [table]: expressions })).toEqual(['warning NET-1 shop']);
    // The plan does not say what the gateway is: it may lead elsewhere.
    expect(terraform([main], { [table]: { default_route_table_id: ofMain } })).toEqual([]);
    const two = refers(...toGate.references, 'aws_vpn_gateway.far.id', 'aws_vpn_gateway.far');
    expect(terraform([main], { [table]: { ...expressions, route: two } })).toEqual([]);
  });

  test('routes into the main table, and another table made the main one', () => {
    const values = { destination_cidr_block: '0.0.0.0/0' };
    const unknown = { route_table_id: true, gateway_id: true };
    const route = { address: 'aws_route.out', values, unknown };
    const intoMain = refers('aws_vpc.main.main_route_table_id', 'aws_vpc.main');
    expect(
      terraform([route], { 'aws_route.out': { route_table_id: intoMain, gateway_id: toGate } }),
    ).toEqual(['warning NET-1 shop']);
    const own = {
      address: 'aws_route_table.own',
      unknown: { route: true, vpc_id: true, id: true },
    };
    const ofOwn = refers('aws_route_table.own.id', 'aws_route_table.own');
    const made = {
      address: 'aws_main_route_table_association.m',
      unknown: { vpc_id: true, route_table_id: true },
    };
    expect(
      terraform([route, own, made], {
        'aws_route.out': { route_table_id: ofOwn, gateway_id: toGate },
        'aws_route_table.own': { vpc_id: ofVpc },
        'aws_main_route_table_association.m': { vpc_id: ofVpc, route_table_id: ofOwn },
      }),
    ).toEqual(['warning NET-1 shop']);
  });

  test('routes of a VPN, written into a table or joined to it', () => {
    const table = (vgws: string[]): Part => ({
      ...known('aws_route_table.own', 'rtb-1', { vpc_id: 'vpc-1', route: [] }),
      values: { id: 'rtb-1', vpc_id: 'vpc-1', route: [], propagating_vgws: vgws },
    });
    const joined = (n: number) =>
      known(`aws_route_table_association.a[${n}]`, `rtbassoc-${n}`, {
        subnet_id: `subnet-${n}`,
        route_table_id: 'rtb-1',
      });
    const shop = known('aws_lambda_function.shop', 'shop', {
      vpc_config: [{ subnet_ids: ['subnet-0', 'subnet-1'], security_group_ids: ['sg-1'] }],
    });
    const propagation = known('aws_vpn_gateway_route_propagation.p', 'p', {
      route_table_id: 'rtb-1',
    });
    const look = (...parts: Part[]) =>
      netFindings(planned(terraformPlan([...parts, joined(0), joined(1), shop], {})));
    expect(look(table([]))).toHaveLength(1);
    expect(look(table(['vgw-1']))).toEqual([]);
    expect(look(table([]), propagation)).toEqual([]);
  });

  test('tables by count, and an index that is not known', () => {
    const own = (n: number): Part => ({
      address: `aws_route_table.own[${n}]`,
      values: { route: n === 0 ? [DEFAULT_ROUTE] : [] },
      unknown: { id: true, vpc_id: true, route: n === 0 ? [{ gateway_id: true }] : [] },
    });
    const joined = (n: number): Part => ({
      address: `aws_route_table_association.a[${n}]`,
      unknown: { subnet_id: true, route_table_id: true },
    });
    const parts = [own(0), own(1), joined(0), joined(1)];
    const written = (...references: string[]) => ({
      'aws_route_table.own': { vpc_id: ofVpc, route: toGate },
      'aws_route_table_association.a': {
        subnet_id: refers('aws_subnet.a', 'count.index'),
        route_table_id: refers(...references),
      },
    });
    expect(terraform(parts, written('aws_route_table.own', 'count.index'))).toEqual([
      'info NET-1 shop',
      'warning NET-1 shop',
    ]);
    expect(terraform(parts, written('local.table'))).toEqual([]);
  });

  test('a group that Terraform makes lets out what rules of their own say (NET-4)', () => {
    const own = {
      address: 'aws_security_group.own',
      unknown: { id: true, egress: true, vpc_id: true },
    };
    const rule = (type: string): Part => ({
      address: 'aws_security_group_rule.r',
      values: {
        type,
        protocol: 'tcp',
        from_port: 443,
        to_port: 443,
        cidr_blocks: ['0.0.0.0/0'],
        self: false,
      },
      unknown: { security_group_id: true, source_security_group_id: true },
    });
    const names = ['aws_security_group.own.id', 'aws_security_group.own'];
    const look = (parts: Part[], id: object = refers(...names)) =>
      terraform(
        [own, ...parts],
        {
          'aws_security_group.own': { vpc_id: ofVpc },
          'aws_security_group_rule.r': { security_group_id: id },
        },
        names,
      );
    expect(look([])).toEqual(['warning NET-4 shop']);
    expect(look([rule('ingress')])).toEqual(['warning NET-4 shop']);
    expect(look([rule('egress')])).toEqual([]);
    expect(look([rule('egress')], refers('local.group'))).toEqual([]);
  });

  test('the default ACL guards subnets that name none (NET-4)', () => {
    const rule = { rule_no: 1, action: 'allow', cidr_block: '0.0.0.0/0', ipv6_cidr_block: '' };
    const ingress = [{ ...rule, protocol: 'tcp', from_port: 1_024, to_port: 2_000 }];
    const egress = [{ ...rule, protocol: '-1', from_port: 0, to_port: 0 }];
    const address = 'aws_default_network_acl.all';
    const acl = { address, values: { ingress, egress }, unknown: { default_network_acl_id: true } };
    const of = refers('aws_vpc.main.default_network_acl_id', 'aws_vpc.main');
    expect(terraform([acl], { [address]: { default_network_acl_id: of } })).toEqual([
      'warning NET-4 shop',
    ]);
  });

  test('a module that chooses tables and gateways by an index, as the one that most use', () => {
    const each = [0, 1, 2];
    const at = (name: string, n: number, values: object, ...unknown: string[]): Part => ({
      address: `module.vpc.${name}[${n}]`,
      values: { ...values },
      unknown: { id: true, ...Object.fromEntries(unknown.map((one) => [one, true])) },
    });
    const subnets = ['public', 'private', 'intra'].flatMap((kind) =>
      each.map((n) => at(`aws_subnet.${kind}`, n, { cidr_block: '10.0.0.0/24' }, 'vpc_id')),
    );
    const tables = ['public', 'private', 'intra'].map((kind) =>
      at(`aws_route_table.${kind}`, 0, {}, 'vpc_id', 'route'),
    );
    const joined = ['public', 'private', 'intra'].flatMap((kind) =>
      each.map((n) =>
        at(`aws_route_table_association.${kind}`, n, {}, 'subnet_id', 'route_table_id'),
      ),
    );
    const everywhere = { destination_cidr_block: '0.0.0.0/0' };
    const parts = [
      at('aws_vpc.this', 0, {}),
      at('aws_internet_gateway.this', 0, {}, 'vpc_id'),
      ...[...subnets, ...tables, ...joined],
      at('aws_nat_gateway.this', 0, { connectivity_type: 'public' }, 'subnet_id'),
      at('aws_route.public', 0, everywhere, 'route_table_id', 'gateway_id'),
      at('aws_route.private', 0, everywhere, 'route_table_id', 'nat_gateway_id'),
      ...['open', 'served', 'closed'].map((name) => openFunction(`aws_lambda_function.${name}`)),
    ];
    const inVpc = { vpc_id: refers('local.vpc_id') };
    const single = ['var.single_nat_gateway', 'count.index'];
    const written = (address: string, expressions: Record<string, unknown>) => ({
      ...{ address, expressions },
      count_expression: {},
    });
    const resources = [
      written('aws_vpc.this', {}),
      written('aws_internet_gateway.this', inVpc),
      ...['public', 'private', 'intra'].flatMap((kind) => [
        written(`aws_subnet.${kind}`, inVpc),
        written(`aws_route_table.${kind}`, inVpc),
        written(`aws_route_table_association.${kind}`, {
          subnet_id: refers(`aws_subnet.${kind}`, 'count.index'),
          route_table_id: refers(`aws_route_table.${kind}`, ...single),
        }),
      ]),
      written('aws_nat_gateway.this', { subnet_id: refers('aws_subnet.public', ...single) }),
      written('aws_route.public', {
        route_table_id: refers('aws_route_table.public', 'count.index'),
        gateway_id: refers('aws_internet_gateway.this[0].id', 'aws_internet_gateway.this[0]'),
      }),
      written('aws_route.private', {
        route_table_id: refers('aws_route_table.private', 'count.index'),
        nat_gateway_id: refers('aws_nat_gateway.this', 'count.index'),
      }),
    ];
    const subnetsOf = (kind: string) => ({ expression: refers(`aws_subnet.${kind}`) });
    const outputs = {
      public: subnetsOf('public'),
      private: subnetsOf('private'),
      intra: subnetsOf('intra'),
    };
    const variables = { single_nat_gateway: { default: false } };
    const expressions = { single_nat_gateway: { constant_value: true } };
    const kinds = { open: 'public', served: 'private', closed: 'intra' };
    const functions = Object.entries(kinds).map(([name, kind]) => {
      const ids = [`module.vpc.${kind}`, 'module.vpc'];
      return configuredFunction(`aws_lambda_function.${name}`, ids, ['sg-1']);
    });
    const module = { resources, outputs, variables };
    const text = terraformPlan(parts, {
      resources: functions,
      module_calls: { vpc: { expressions, module } },
    });
    expect(netFindings(planned(text))).toEqual([
      expect.stringMatching(/^info NET-1 closed: From `\S*intra\[0\]`.* reach their VPC only/),
      expect.stringMatching(/^warning NET-1 open: Subnets `\S*public\[0\]`.* are public/),
    ]);
  });

  test('what is applied already goes by its ids', () => {
    const text = terraformPlan(
      [
        known('aws_vpc.main', 'vpc-1', { main_route_table_id: 'rtb-0' }),
        known('aws_subnet.a', 'subnet-1', { vpc_id: 'vpc-1' }),
        known('aws_internet_gateway.gate', 'igw-1'),
        known('aws_route_table.own', 'rtb-1', {
          vpc_id: 'vpc-1',
          route: [{ ...DEFAULT_ROUTE, gateway_id: 'igw-1' }],
        }),
        known('aws_route_table_association.a', 'rtbassoc-1', {
          subnet_id: 'subnet-1',
          route_table_id: 'rtb-1',
        }),
        known('aws_lambda_function.shop', 'shop', {
          vpc_config: [{ subnet_ids: ['subnet-1'], security_group_ids: ['sg-1'] }],
        }),
      ],
      {},
    );
    expect(netFindings(planned(text))).toMatchObject([
      expect.stringContaining('warning NET-1 shop: Subnet `a` is public'),
    ]);
  });

  test('nothing is said of the routes and groups of what is there already', () => {
    const plan = JSON.parse(
      terraformPlan(
        [
          known('aws_subnet.a', 'subnet-1', { vpc_id: 'vpc-1' }),
          {
            address: 'aws_route_table.other',
            values: { vpc_id: 'vpc-1' },
            unknown: { route: true },
          },
          known('aws_lambda_function.shop', 'shop', {
            vpc_config: [{ subnet_ids: ['subnet-1'], security_group_ids: ['sg-1'] }],
          }),
        ],
        {},
      ),
    );
    const data = (type: string, id: string) => {
      const values = { id, vpc_id: 'vpc-1' };
      return { address: `data.${type}.x`, mode: 'data', type, name: 'x', values };
    };
    const resources = [data('aws_vpc', 'vpc-1'), data('aws_security_group', 'sg-1')];
    plan.prior_state = { values: { root_module: { resources } } };
    expect(netFindings(planned(JSON.stringify(plan)))).toEqual([]);
  });

  test('the routes of a default VPC are nobody’s', () => {
    const text = terraformPlan(
      [
        { address: 'aws_default_vpc.d', unknown: { id: true } },
        { ...subnet('aws_subnet.a') },
        { address: 'aws_route_table.other', unknown: { id: true, vpc_id: true, route: true } },
        openFunction('aws_lambda_function.shop'),
      ],
      {
        resources: [
          { address: 'aws_subnet.a', expressions: { vpc_id: refers('aws_default_vpc.d.id') } },
          {
            address: 'aws_route_table.other',
            expressions: { vpc_id: refers('aws_default_vpc.d.id') },
          },
          configuredFunction('aws_lambda_function.shop', ['aws_subnet.a.id'], ['sg-1']),
        ],
      },
    );
    expect(netFindings(planned(text))).toEqual([]);
  });
});
