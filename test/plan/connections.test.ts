import { describe, expect, test } from 'vitest';
import { planned, plannedStacks } from '../templates/planning.ts';
import {
  closed,
  DB,
  env,
  fn,
  found,
  group,
  HOST,
  inNet,
  into,
  mends,
  out,
  pasted,
  SHUT,
  SWITCH,
} from './in-net.ts';

test('both groups are told at once, with the port, and rules to paste', () => {
  const text = inNet(closed + DB + fn(HOST));
  expect(found(text)).toEqual([
    'warning It cannot connect to database `Db` (HOST): no outbound rule of `Fn` lets tcp to port 5432 ' +
      'out, and no inbound rule of `To` lets tcp to port 5432 in from `Fn`.',
  ]);
  expect(mends(text)).toEqual([
    'Add `{ Type: AWS::EC2::SecurityGroupEgress, Properties: { GroupId: !GetAtt Fn.GroupId, IpProtocol: tcp, ' +
      'FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: !GetAtt To.GroupId } }`; ' +
      'add `{ Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: !GetAtt To.GroupId, IpProtocol: tcp, ' +
      'FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !GetAtt Fn.GroupId } }`.',
  ]);
  const { rule, subject, where } = planned(text).findings.find(({ message }) =>
    message.includes('cannot connect'),
  )!;
  expect([rule, subject]).toEqual(['NET-4', 'F']);
  expect(text.split('\n')[Number(where!.split(':')[1]) - 1]).toContain('  F:');
});

test('the remedy, pasted, is a remedy', () => {
  const text = inNet(closed + DB + fn(HOST));
  const rules = pasted(text);
  expect(rules).toHaveLength(2);
  expect(found(text + rules[0])).toHaveLength(1);
  expect(found(text + rules[0])[0]).not.toContain('outbound');
  expect(found(text + rules.join(''))).toEqual([]);
});

/** What is not told of the way from `F` to `Db`, and so is not blamed, and what is. */
const RULES: [what: string, fn: string, to: string, more: string, found: RegExp[]][] = [
  ['a group that lets all out', '', into('SourceSecurityGroupId: !Ref Fn', 5432), '', []],
  [
    'the group by its id',
    out('DestinationSecurityGroupId: !GetAtt To.GroupId', 5432),
    into('SourceSecurityGroupId: !GetAtt Fn.GroupId', 5432),
    '',
    [],
  ],
  [
    'blocks around both',
    out('CidrIp: 10.0.0.0/16', 5000, 6000),
    into('CidrIp: 10.0.0.0/16', 0, 65_535),
    '',
    [],
  ],
  [
    'a block of the subnet',
    out('CidrIp: 10.0.9.0/24', 5432),
    into('CidrIp: 10.0.0.0/22', 5432),
    '',
    [],
  ],
  [
    'an address in the subnet, which may be it',
    out('CidrIp: 10.0.9.7/32', 5432),
    into('CidrIp: 10.0.1.9/32', 5432),
    '',
    [/from some of its subnets: no inbound rule/],
  ],
  [
    'a block that is given',
    out('CidrIp: !Ref Given', 5432),
    into('CidrIp: !Ref Given', 5432),
    '',
    [],
  ],
  [
    'a list of prefixes',
    out('DestinationPrefixListId: pl-1', 5432),
    into('SourcePrefixListId: pl-1', 5432),
    '',
    [],
  ],
  [
    'a group that is given',
    out('DestinationSecurityGroupId: !Ref Given', 5432),
    into('SourceSecurityGroupId: !Ref Given', 5432),
    '',
    [],
  ],
  [
    'ports that are given',
    'SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: !Ref Given, ToPort: !Ref Given, CidrIp: 0.0.0.0/0 }]',
    into('CidrIp: 0.0.0.0/0', 5432),
    '',
    [],
  ],
  [
    'rules that are given',
    'SecurityGroupEgress: !If [Maybe, [], !Ref AWS::NoValue]',
    into('CidrIp: 0.0.0.0/0', 5432),
    '',
    [],
  ],
  [
    'all protocols',
    'SecurityGroupEgress: [{ IpProtocol: "-1", CidrIp: 0.0.0.0/0 }]',
    'SecurityGroupIngress: [{ IpProtocol: -1, CidrIp: 10.0.0.0/8 }]',
    '',
    [],
  ],
  [
    'rules of their own',
    SHUT,
    '',
    `  R1: { Type: AWS::EC2::SecurityGroupEgress, Properties: { GroupId: !Ref Fn, IpProtocol: tcp, FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: !Ref To } }
  R2: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: !GetAtt To.GroupId, IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref Fn } }\n`,
    [],
  ],
  [
    'a rule of its own in a group that is given',
    '',
    '',
    '  R: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: !Ref Given, IpProtocol: -1, CidrIp: 0.0.0.0/0 } }\n',
    [],
  ],
  [
    'udp',
    'SecurityGroupEgress: [{ IpProtocol: udp, FromPort: 0, ToPort: 65535, CidrIp: 0.0.0.0/0 }]',
    into('CidrIp: 0.0.0.0/0', 5432),
    '',
    [/: no outbound rule of `Fn` lets tcp to port 5432 out\.$/],
  ],
  [
    'the port beside it',
    out('CidrIp: 0.0.0.0/0', 5433),
    into('CidrIp: 0.0.0.0/0', 5431),
    '',
    [/outbound.*, and no inbound/],
  ],
  [
    'another block',
    out('CidrIp: 10.0.8.0/24', 5432),
    into('CidrIp: 0.0.0.0/0', 5432),
    '',
    [/: no outbound rule of `Fn`/],
  ],
  [
    'another group',
    out('DestinationSecurityGroupId: !Ref Else', 5432),
    into('SourceSecurityGroupId: !Ref Else', 5432),
    group('Else'),
    [/outbound.*, and no inbound/],
  ],
  [
    'a group of elsewhere by its id',
    '',
    into('SourceSecurityGroupId: sg-0a1b2c3d', 5432),
    '',
    [/: no inbound rule of `To` lets tcp to port 5432 in from `Fn`\.$/],
  ],
  [
    'blocks of IPv6 alone',
    out('CidrIpv6: "::/0"', 5432),
    into('CidrIp: 0.0.0.0/0', 5432),
    '',
    [/: no outbound rule/],
  ],
  [
    'itself, which is not the other',
    '',
    into('SourceSecurityGroupId: !Ref Other', 5432),
    group('Other'),
    [/: no inbound rule/],
  ],
  [
    'one of two subnets',
    '',
    into('CidrIp: 10.0.1.0/24', 5432),
    '',
    [/cannot connect to database `Db` \(HOST\) from some of its subnets: no inbound/],
  ],
];

test.each(RULES)('groups: %s', (_, fnRules, toRules, more, expected) => {
  const text = inNet(group('Fn', fnRules) + group('To', toRules) + more + DB + fn(HOST), SWITCH);
  const told = found(text);
  expect(told).toHaveLength(expected.length);
  expected.forEach((one, place) => {
    expect(told[place]).toMatch(one);
  });
});

describe('what is not known says nothing', () => {
  const open = inNet(
    closed + DB,
    'Parameters: { Given: { Type: String }, Many: { Type: CommaDelimitedList } }\nConditions: { Maybe: !Equals [!Ref Given, a] }\n',
  );
  test.each([
    ['without a reference', fn('Timeout: 3')],
    ['an ARN is for the API', fn(env('!GetAtt Db.DBInstanceArn'))],
    ['a secret', fn(env('!GetAtt Db.MasterUserSecret.SecretArn'))],
    ['a name in an ARN', fn(env('!Sub "arn:aws:rds:${AWS::Region}:1:db:${Db}"'))],
    [
      'a function outside the VPC',
      `  F: { Type: AWS::Lambda::Function, Properties: { ${HOST} } }\n`,
    ],
    [
      'a condition decides whether it is given',
      fn(env('!If [Maybe, !GetAtt Db.Endpoint.Address, none]')),
    ],
  ])('%s', (_, more) => {
    expect(found(open + more)).toEqual([]);
  });

  test('groups of the function that are given, while those of the target are told', () => {
    const given = fn(HOST, '[!Ref A]', '[!Ref Given]');
    expect(found(open + given)).toEqual([
      'warning It cannot connect to database `Db` (HOST): no inbound rule of `To` lets tcp to port 5432 in from `Given`.',
    ]);
    expect(found(open + fn(HOST, '[!Ref A]', '!Ref Many'))).toHaveLength(1);
    const member = group('To2', into('SourceSecurityGroupId: !Ref Fn', 5432));
    const other = (groups: string) =>
      open.replace('!GetAtt To.GroupId', '!Ref To2') + member + fn(HOST, '[!Ref A]', groups);
    // It may be that very group, which somebody hands in.
    expect(found(other('[!Ref Given]'))).toEqual([]);
    expect(found(other('[sg-0123abcd]'))).toHaveLength(1);
  });

  test('groups of the target that nobody wrote, a port or an engine that is given', () => {
    const lines = open.replace(', VPCSecurityGroups: [!GetAtt To.GroupId]', '').replace(SHUT, '');
    expect(found(lines + fn(HOST))).toEqual([]);
    expect(found(open.replace('Engine: postgres', 'Engine: !Ref Given') + fn(HOST))).toEqual([]);
    expect(found(open.replace('postgres,', 'postgres, Port: !Ref Given,') + fn(HOST))).toEqual([]);
    expect(found(open.replace('postgres,', 'postgres, Port: 6000,') + fn(HOST))[0]).toContain(
      'port 6000',
    );
    expect(found(open.replace('postgres', 'something') + fn(HOST))).toEqual([]);
  });

  test('a target that exists under a condition that is not known', () => {
    const maybe = open.replace('AWS::RDS::DBInstance,', 'AWS::RDS::DBInstance, Condition: Maybe,');
    expect(found(maybe + fn(HOST))).toEqual([]);
    expect(found(maybe + fn(HOST, '[!Ref A]', '[!Ref Fn]', ', Condition: Maybe'))).toHaveLength(1);
  });

  test('a nested stack that is not here may add rules to a group that has none', () => {
    const nested =
      '  More: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./more.yaml, Parameters: { To: !Ref To } } }\n';
    expect(found(open + fn(HOST))[0]).toContain('inbound rule of `To`');
    expect(found(open + nested + fn(HOST))[0]).not.toContain('inbound');
  });

  test('subnets that are given: groups are told all the same', () => {
    const told = found(open + fn(HOST, '!Ref Many'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('no outbound rule of `Fn`');
  });
});

test('a rule of the group that a VPC is born with is one of none of the others', () => {
  const text = inNet(closed + DB + fn(HOST));
  const rule = (group: string) =>
    `  R: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: ${group}, IpProtocol: -1, CidrIp: 0.0.0.0/0 } }\n`;
  expect(found(text + rule('!GetAtt Net.DefaultSecurityGroup'))).toEqual(found(text));
  expect(found(text + rule('!GetAtt To.GroupId'))[0]).not.toContain('inbound');
});

test('a slip in a variable is as little told as before', () => {
  const slip = env('!Select [4, !Split ["-", !Select [2, !Split ["/", !Ref AWS::StackId]]]]');
  const plan = planned(inNet(closed + DB + fn(slip)));
  expect(plan.issues).toEqual([]);
});

const ADDRESSES: [what: string, value: string][] = [
  ['Sub', '!Sub "postgres://${Db.Endpoint.Address}:${Db.Endpoint.Port}/shop"'],
  ['Join', '!Join ["", ["postgres://", !GetAtt Db.Endpoint.Address, ":5432"]]'],
  ['JSON', '!Base64 { "Fn::Sub": "${Db.Endpoint.Address}" }'],
  ['a list of GetAtt', '{ "Fn::GetAtt": [Db, Endpoint.Address] }'],
  ['a name of its own in Sub', '!Sub ["pg://${H}", { H: !GetAtt Db.Endpoint.Address }]'],
];

test.each(ADDRESSES)('an address by %s', (_, value) => {
  expect(found(inNet(closed + DB + fn(env(value))))).toHaveLength(1);
});

test('a name alone is a note: it may be meant for the API', () => {
  expect(found(inNet(closed + DB + fn(env('!Ref Db'))))).toMatchObject(
    [/^info It cannot connect to database/].map((one) => expect.stringMatching(one)),
  );
  const both = 'Environment: { Variables: { ID: !Ref Db, HOST: !GetAtt Db.Endpoint.Address } }';
  expect(found(inNet(closed + DB + fn(both)))).toEqual([
    expect.stringMatching(/^warning .*\(HOST\)/),
  ]);
});

test('an address from another stack, and one that a stack hands to a nested one', () => {
  const data =
    inNet(closed + DB) +
    `Outputs:
  Host: { Value: !GetAtt Db.Endpoint.Address, Export: { Name: host } }
  Sub: { Value: !Ref A, Export: { Name: subnet } }
  Sg: { Value: !Ref Fn, Export: { Name: group } }
`;
  const app = `Resources:\n${fn(env('!ImportValue host'), '[!ImportValue subnet]', '[!ImportValue group]')}`;
  const plan = plannedStacks({ data, app });
  expect(plan.findings.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('It cannot connect to database `data/Db` (HOST)'),
  );
  const inner = `Parameters: { Host: { Type: String }, Subnet: { Type: String }, Group: { Type: String } }
Resources:\n${fn(env('!Ref Host'), '[!Ref Subnet]', '[!Ref Group]')}`;
  const outer =
    inNet(closed + DB) +
    '  App: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: app.yaml, Parameters: { Host: !GetAtt Db.Endpoint.Address, Subnet: !Ref A, Group: !Ref Fn } } }\n';
  const nested = planned(outer, { beside: { 'app.yaml': inner } });
  expect(nested.findings.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('It cannot connect to database `Db` (HOST)'),
  );
});

const groupsOfSubnets = (type: string, more = '') =>
  `  Home: { Type: AWS::${type}, Properties: { SubnetIds: [!Ref D]${more} } }\n`;
const to = (type: string, properties: string) =>
  `  Db: { Type: AWS::${type}, Properties: { ${properties} } }\n`;
const VPC = 'VpcSecurityGroupIds: [!Ref To]';
const OWN = 'SecurityGroupIds: [!Ref To], SubnetIds: [!Ref D]';

/** Each kind of target, how its address is given, and the port that is missing. */
const KINDS: [what: string, resources: string, value: string, port: number][] = [
  ['mysql', DB.replace('postgres', 'mysql'), '!GetAtt Db.Endpoint.Address', 3306],
  ['mariadb', DB.replace('postgres', 'mariadb'), '!GetAtt Db.Endpoint.Address', 3306],
  ['oracle', DB.replace('postgres', 'oracle-ee'), '!GetAtt Db.Endpoint.Address', 1521],
  ['sqlserver', DB.replace('postgres', 'sqlserver-ex'), '!GetAtt Db.Endpoint.Address', 1433],
  [
    'an instance of a cluster',
    `${to('RDS::DBInstance', 'Engine: aurora-mysql, DBClusterIdentifier: !Ref Whole')}  Whole: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, ${VPC} } }\n`,
    '!GetAtt Db.Endpoint.Address',
    3306,
  ],
  [
    'a cluster',
    to('RDS::DBCluster', `Engine: aurora-mysql, ${VPC}`),
    '!GetAtt Db.Endpoint.Address',
    3306,
  ],
  [
    'a reader of it',
    to('RDS::DBCluster', `Engine: aurora-postgresql, Port: 5433, ${VPC}`),
    '!GetAtt Db.ReadEndpoint.Address',
    5433,
  ],
  [
    'a proxy',
    to('RDS::DBProxy', `EngineFamily: POSTGRESQL, VpcSubnetIds: [!Ref D], ${VPC}`),
    '!GetAtt Db.Endpoint',
    5432,
  ],
  [
    'memcached',
    to('ElastiCache::CacheCluster', `Engine: memcached, CacheSubnetGroupName: !Ref Home, ${VPC}`) +
      groupsOfSubnets('ElastiCache::SubnetGroup'),
    '!GetAtt Db.ConfigurationEndpoint.Address',
    11_211,
  ],
  [
    'redis',
    to(
      'ElastiCache::ReplicationGroup',
      `CacheSubnetGroupName: !Ref Home, SecurityGroupIds: [!Ref To]`,
    ) + groupsOfSubnets('ElastiCache::SubnetGroup'),
    '!GetAtt Db.PrimaryEndPoint.Address',
    6379,
  ],
  [
    'valkey, serverless',
    to('ElastiCache::ServerlessCache', `Engine: valkey, ${OWN}`),
    '!GetAtt Db.Endpoint.Address',
    6379,
  ],
  [
    'MemoryDB',
    to('MemoryDB::Cluster', 'SubnetGroupName: !Ref Home, SecurityGroupIds: [!Ref To]') +
      groupsOfSubnets('MemoryDB::SubnetGroup'),
    '!GetAtt Db.ClusterEndpoint.Address',
    6379,
  ],
  [
    'DAX',
    to('DAX::Cluster', 'SubnetGroupName: !Ref Home, SecurityGroupIds: [!Ref To]') +
      groupsOfSubnets('DAX::SubnetGroup'),
    '!GetAtt Db.ClusterDiscoveryEndpoint',
    8111,
  ],
  ['Redshift', to('Redshift::Cluster', VPC), '!GetAtt Db.Endpoint.Address', 5439],
  [
    'Redshift, serverless',
    to('RedshiftServerless::Workgroup', OWN),
    '!GetAtt Db.Workgroup.Endpoint.Address',
    5439,
  ],
  ['DocumentDB', to('DocDB::DBCluster', VPC), '!GetAtt Db.Endpoint', 27_017],
  ['Neptune', to('Neptune::DBCluster', VPC), '!GetAtt Db.Endpoint', 8182],
  [
    'OpenSearch',
    to('OpenSearchService::Domain', `VPCOptions: { ${OWN} }`),
    '!GetAtt Db.DomainEndpoint',
    443,
  ],
  [
    'Elasticsearch',
    to('Elasticsearch::Domain', `VPCOptions: { ${OWN} }`),
    '!Sub "https://${Db.DomainEndpoint}"',
    443,
  ],
  [
    'a broker',
    to(
      'AmazonMQ::Broker',
      `EngineType: ACTIVEMQ, PubliclyAccessible: false, SecurityGroups: [!Ref To], SubnetIds: [!Ref D]`,
    ),
    '!Select [0, !GetAtt Db.AmqpEndpoints]',
    5671,
  ],
  [
    'an interface endpoint',
    to(
      'EC2::VPCEndpoint',
      `VpcEndpointType: Interface, ServiceName: com.amazonaws.eu-west-1.sqs, VpcId: !Ref Net, ${OWN}`,
    ),
    '!Join [",", !GetAtt Db.DnsEntries]',
    443,
  ],
  [
    'a load balancer',
    to(
      'ElasticLoadBalancingV2::LoadBalancer',
      'Scheme: internal, Subnets: [!Ref D, !Ref B], SecurityGroups: [!Ref To]',
    ) +
      '  L: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { LoadBalancerArn: !Ref Db, Port: 8080, Protocol: HTTP } }\n',
    '!Sub "http://${Db.DNSName}"',
    8080,
  ],
];

test.each(KINDS)('%s', (_, resources, value, port) => {
  const text = (fnRules: string, toRules: string) =>
    inNet(group('Fn', fnRules) + group('To', toRules) + resources + fn(env(value)));
  expect(found(text(SHUT, ''))).toEqual([
    expect.stringMatching(
      new RegExp(
        `no outbound rule of \`Fn\` lets tcp to port ${port} out, and no inbound rule of \`To\` lets tcp to port ${port} in from \`Fn\`\\.$`,
      ),
    ),
  ]);
  expect(found(text('', into('SourceSecurityGroupId: !Ref Fn', port)))).toEqual([]);
});

test('any port of Kafka will do, and public names lead elsewhere', () => {
  const kafka = to(
    'MSK::Cluster',
    'BrokerNodeGroupInfo: { ClientSubnets: [!Ref D, !Ref B], SecurityGroups: [!Ref To] }',
  );
  const text = (port: number) =>
    inNet(group('Fn') + group('To', into('CidrIp: 10.0.0.0/8', port)) + kafka + fn(env('!Ref Db')));
  expect(found(text(9096))).toEqual([]);
  expect(found(text(9095))).toHaveLength(1);
  for (const open of [
    to('ElasticLoadBalancingV2::LoadBalancer', 'Subnets: [!Ref D], SecurityGroups: [!Ref To]'),
    to('OpenSearchService::Domain', 'EngineVersion: OpenSearch_2.11'),
    to(
      'AmazonMQ::Broker',
      `EngineType: RABBITMQ, PubliclyAccessible: true, SecurityGroups: [!Ref To]`,
    ),
  ]) {
    const value = '[!GetAtt Db.DNSName, !GetAtt Db.DomainEndpoint, !GetAtt Db.AmqpEndpoints]';
    expect(found(inNet(closed + open + fn(env(value))))).toEqual([]);
  }
});
