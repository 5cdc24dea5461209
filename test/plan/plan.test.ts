import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { usableIn } from '../../src/plan/use.ts';
import { readTemplates } from '../../src/templates/read.ts';
import { largeTemplate } from '../templates/large.ts';
import { planned } from '../templates/planning.ts';

interface Wanted {
  /** Functions, as lists of groups. */
  functions: string[][];
  subnets?: string[];
  cidr?: string;
  more?: string;
  publish?: boolean;
}

function template({
  functions,
  subnets = ['A', 'B'],
  cidr = '/24',
  more = '',
  publish,
}: Wanted): string {
  const nets = subnets.map(
    (name, index) =>
      `  ${name}: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.${index}.0${cidr}, AvailabilityZone: zone-${index} } }`,
  );
  const fns = functions.map(
    (groups, index) => `  F${index}:
    Type: AWS::Serverless::Function
    Properties:
      ${publish === true ? 'AutoPublishAlias: live' : 'Timeout: 3'}
      VpcConfig: { SubnetIds: [${subnets.map((name) => `!Ref ${name}`).join()}], SecurityGroupIds: [${groups.join()}] }`,
  );
  return ['Resources:', '  Net: { Type: AWS::EC2::VPC }', ...nets, ...fns, more].join('\n');
}

const oneGroupEach = (count: number): string[][] =>
  Array.from({ length: count }, (_, index) => [`sg-${index}`]);

describe('the quota of a VPC (LIMIT-1)', () => {
  // One group per function in three subnets: 83 fit into 250, 84 do not; 166 into 500, 167 do not.
  test.each([
    [83, 249, true, 0],
    [84, 252, true, 1],
    [166, 498, true, 1],
    [167, 501, false, 2],
  ])('%i functions make %i ENIs', (functions, enis, fits, passed) => {
    const plan = planned(
      template({ functions: oneGroupEach(functions), subnets: ['A', 'B', 'C'], cidr: '/20' }),
    );
    expect(plan.counts).toMatchObject({ enisAtLeast: enis, enisByVpc: { Net: enis } });
    expect(plan.fits).toBe(fits);
    const quota = plan.findings.filter(({ message }) => message.includes('exceed the quota'));
    expect(quota).toHaveLength(passed);
    expect(plan.vpcs[0]!.quotas.map(({ quota: q, share }) => [q, share])).toEqual([
      [500, enis / 500],
      [250, enis / 250],
    ]);
  });

  test('EFS mount targets share it, endpoints only take addresses', () => {
    const more = `  Mount: { Type: AWS::EFS::MountTarget, Properties: { SubnetId: !Ref A } }
  Door: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcEndpointType: Interface, SubnetIds: [!Ref A, !Ref B] } }
  S3: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcEndpointType: Gateway } }`;
    const plan = planned(template({ functions: [['sg-1']], more }));
    expect(plan.vpcs).toMatchObject([{ id: 'Net', enis: 2, others: { least: 1, most: 1 } }]);
    const of = ({ id, lambda, inUse, whileReplaced }: (typeof plan.subnets)[number]) => {
      return [id, lambda, inUse.least, inUse.most, whileReplaced.most];
    };
    expect(plan.subnets.map(of)).toEqual([
      ['A', 1, 3, 3, 4],
      ['B', 1, 2, 2, 3],
    ]);
  });
});

describe('the addresses of a subnet (LIMIT-2)', () => {
  test.each([
    ['10.0.0.0/16', 65_531],
    ['10.0.0.0/24', 251],
    ['10.0.0.0/28', 11],
    ['10.0.0.0/32', 0],
  ])('%s has %i', (cidr, usable) => expect(usableIn(cidr)).toBe(usable));

  test.each([
    [5, true, []],
    [6, true, ['warning']],
    [11, true, ['warning']],
    [12, false, ['error']],
  ])('%i interfaces in a /28 of 11 addresses', (functions, fits, severities) => {
    const plan = planned(
      template({ functions: oneGroupEach(functions), subnets: ['A'], cidr: '/28' }),
    );
    expect(plan.fits).toBe(fits);
    const room = plan.findings.filter(({ rule }) => rule === 'LIMIT-2');
    expect(room.map(({ severity }) => severity)).toEqual(severities);
    const widen = plan.advice.find(({ kind }) => kind === 'widen subnet');
    // Twice the interfaces and the five that AWS keeps must fit.
    if (severities.length === 0) expect(widen).toBeUndefined();
    else expect(widen!.does).toContain('/27');
  });

  test('every kind of interface that templates tell is counted', () => {
    const more = `  Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref A } }
  Box: { Type: AWS::EC2::Instance, Properties: { NetworkInterfaces: [{ SubnetId: !Ref A }] } }
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [!Ref A, !Ref B] } }
  Group: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: [!Ref A, !Ref B] } }
  Cluster: { Type: AWS::RDS::DBCluster, Properties: { DBSubnetGroupName: !Ref Group } }
  Data: { Type: AWS::RDS::DBInstance, Properties: { DBClusterIdentifier: !Ref Cluster } }
  Proxy: { Type: AWS::RDS::DBProxy, Properties: { VpcSubnetIds: [!Ref B] } }
  Tasks:
    Type: AWS::ECS::Service
    Properties:
      DesiredCount: 5
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref A, !Ref B] } }`;
    const plan = planned(template({ functions: [['sg-1']], more }));
    const others = plan.subnets.map((use) =>
      Object.fromEntries(use.others.map(({ kind, rest }) => [kind, rest.most])),
    );
    const database = 'database (in any of its subnets)';
    expect(others).toEqual([
      { 'NAT gateway': 1, instance: 1, 'load balancer': 1, [database]: 1, 'ECS tasks': 5 },
      { 'load balancer': 1, [database]: 1, 'database proxy': 215, 'ECS tasks': 5 },
    ]);
  });
});

describe('the answer', () => {
  const answered = (functions: number, cidr: string) =>
    planned(template({ functions: oneGroupEach(functions), subnets: ['A'], cidr }));

  test('is yes where there is room for both, the old and the new', () => {
    const plan = answered(5, '/28');
    expect(plan.answer).toMatchObject({
      verdict: 'yes',
      because: [
        '5 functions need 5 ENIs, none of which is shared; VPC Net then holds 5 of 500 (1%).',
      ],
    });
    expect(plan.whileReplaced).toEqual({
      verdict: 'yes',
      fits: true,
      because: ['Old and new make 10 ENIs; VPC Net then holds 10 of 500 (2%).'],
    });
  });

  test('tells what a replacement of all groups lacks', () => {
    const plan = answered(6, '/28');
    expect([plan.answer.verdict, plan.whileReplaced.verdict]).toEqual(['yes', 'no']);
    expect(plan.whileReplaced.because[0]).toBe('Subnet A needs 12 of 11 addresses.');
    const full = answered(251, '/16');
    expect(full.whileReplaced.because[0]).toBe('VPC Net needs 502 of 500 ENIs.');
  });

  test('is no where it does not fit', () => {
    const plan = answered(12, '/28');
    expect(plan).toMatchObject({ fits: false, now: { fits: false }, answer: { verdict: 'no' } });
    expect(plan.answer.because[0]).toBe('Subnet A needs 12 of 11 addresses.');
  });

  test('tells what fails for another reason', () => {
    const more = `  Alone:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [!Ref A], SecurityGroupIds: [] } }`;
    const { answer } = planned(template({ functions: [['sg-1']], more }));
    expect(answer.verdict).toBe('no');
    expect(answer.because[0]).toBe('AWS refuses Alone as written (STATE-7).');
  });
});

describe('advice, with what it saves and what it costs', () => {
  test('what mends a shortage comes first, then what saves most', () => {
    const functions = oneGroupEach(6);
    const plan = planned(template({ functions, subnets: ['A', 'B'], cidr: '/28' }));
    expect(plan.advice.map(({ kind, mends, enisSaved }) => [kind, mends, enisSaved])).toEqual([
      ['merge groups', ['A', 'B'], 10],
      ['replace in steps', ['A', 'B'], 0],
      ['widen subnet', ['A'], 0],
      ['widen subnet', ['B'], 0],
    ]);
    expect(plan.advice[1]!.does).toContain('in 2 steps: A has 5 addresses to spare');
  });

  test('where there is no room at all, steps do not help', () => {
    const plan = planned(template({ functions: oneGroupEach(11), subnets: ['A'], cidr: '/28' }));
    expect(plan.fits).toBe(true);
    expect(plan.advice.map(({ kind }) => kind)).toEqual(['merge groups', 'widen subnet']);
  });

  test('of three subnets the two with most room are kept', () => {
    const more = `  Door: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcEndpointType: Interface, SubnetIds: [!Ref A] } }`;
    const functions = oneGroupEach(7);
    const plan = planned(template({ functions, subnets: ['A', 'B', 'C'], cidr: '/28', more }));
    expect(plan.advice.map(({ does }) => does)).toContain('Use B and C only, of 3 subnets.');
  });

  test('one set of groups instead of several', () => {
    const plan = planned(template({ functions: [['sg-1'], ['sg-2'], ['sg-1', 'sg-2']] }));
    expect(plan.counts.enisAtLeast).toBe(6);
    expect(plan.advice).toMatchObject([
      {
        kind: 'merge groups',
        subjects: ['sg-1', 'sg-2', 'sg-1+sg-2'],
        enisSaved: 4,
        addressesSaved: 4,
      },
    ]);
    const merged = planned(template({ functions: [['sg-1'], ['sg-1'], ['sg-1']] }));
    expect(merged.counts.enisAtLeast).toBe(6 - 4);
    expect(merged.advice).toEqual([]);
  });

  test('two zones instead of three', () => {
    const plan = planned(template({ functions: [['sg-1'], ['sg-2']], subnets: ['A', 'B', 'C'] }));
    // There is room: nothing is worth redundancy.
    expect(plan.advice.filter(({ kind }) => kind === 'fewer subnets')).toEqual([]);
    const kept = planned(template({ functions: [['sg-1'], ['sg-2']], subnets: ['A', 'B'] }));
    expect(kept.counts.enisAtLeast).toBe(plan.counts.enisAtLeast! - 2);
    const short = planned(
      template({ functions: oneGroupEach(7), subnets: ['A', 'B', 'C'], cidr: '/28' }),
    );
    const fewer = short.advice.find(({ kind }) => kind === 'fewer subnets')!;
    expect(fewer).toMatchObject({ enisSaved: 7, loses: expect.stringContaining('zones') });
  });

  test('versions to delete after a change of groups (ENI-2), and the peak while it lasts (ENI-3)', () => {
    const plan = planned(template({ functions: [['sg-1'], ['sg-2']], publish: true }));
    expect(plan.advice.find(({ kind }) => kind === 'delete versions')).toMatchObject({
      subjects: ['F0', 'F1'],
      enisSaved: 4,
    });
    expect(plan.peaks.map(({ enis, rule }) => [rule, enis])).toEqual([
      ['SHARE-3', 4],
      ['ENI-3', 8],
      ['ENI-2', 8],
    ]);
  });
});

describe('findings about a configuration', () => {
  const shapes: [what: string, config: string, rule: string, severity: string][] = [
    [
      'subnets without groups',
      'SubnetIds: [subnet-1, subnet-2], SecurityGroupIds: []',
      'STATE-7',
      'error',
    ],
    ['groups without subnets', 'SubnetIds: [], SecurityGroupIds: [sg-1]', 'STATE-7', 'error'],
    [
      '17 subnets',
      `SubnetIds: [${Array.from({ length: 17 }, (_, i) => `subnet-${i}`)}], SecurityGroupIds: [sg-1]`,
      'LIMIT-3',
      'error',
    ],
    [
      '6 groups',
      'SubnetIds: [subnet-1, subnet-2], SecurityGroupIds: [sg-1, sg-2, sg-3, sg-4, sg-5, sg-6]',
      'LIMIT-3',
      'error',
    ],
    [
      'an id that is none',
      'SubnetIds: [subnet-1, private], SecurityGroupIds: [sg-1]',
      'API-1',
      'error',
    ],
    ['one subnet', 'SubnetIds: [subnet-1], SecurityGroupIds: [sg-1]', 'SHARE-2', 'warning'],
  ];
  test.each(shapes)('%s', (_, config, rule, severity) => {
    const { findings } = planned(
      `Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: { VpcConfig: { ${config} } }\n`,
    );
    expect(findings).toMatchObject([{ rule, severity, subject: 'F', where: 'main.yaml:2:3' }]);
  });
});

describe('laws', () => {
  const anyFunctions = fc.array(
    fc.uniqueArray(fc.constantFrom('sg-1', 'sg-2', 'sg-3'), { minLength: 1 }),
    { minLength: 1, maxLength: 8 },
  );

  test('ENIs are distinct sets times subnets; order and repeats do not matter (SHARE-1)', () => {
    fc.assert(
      fc.property(anyFunctions, (functions) => {
        const sets = new Set(functions.map((groups) => groups.toSorted().join()));
        const plan = planned(template({ functions }));
        const shuffled = functions.map((groups) => [...groups.toReversed(), ...groups]);
        expect(plan.counts.enisAtLeast).toBe(2 * sets.size);
        expect(planned(template({ functions: shuffled })).pairings).toEqual(plan.pairings);
        expect(plan.sharing.flatMap((group) => group.functions).sort()).toEqual(
          functions.map((_, index) => `F${index}`).sort(),
        );
        expect(plan.sharing.reduce((sum, { enis }) => sum + enis!, 0)).toBe(2 * sets.size);
      }),
      { numRuns: 50 },
    );
  });

  test('groups that are merged save what the advice says', () => {
    const anyone = fc.record({
      subnets: fc.constantFrom('subnet-1', 'subnet-1, subnet-2', 'subnet-2, subnet-3'),
      group: fc.constantFrom('sg-1', 'sg-2', 'sg-3'),
    });
    const planOfAll = (functions: { subnets: string; group: string }[]) =>
      planned(
        `Resources:\n${functions
          .map(({ subnets, group }, at) => {
            const config = `{ SubnetIds: [${subnets}], SecurityGroupIds: [${group}] }`;
            return `  F${at}: { Type: AWS::Lambda::Function, Properties: { VpcConfig: ${config} } }`;
          })
          .join('\n')}`,
      );
    fc.assert(
      fc.property(fc.array(anyone, { minLength: 2, maxLength: 8 }), (functions) => {
        const { advice, counts } = planOfAll(functions);
        for (const { does, subjects, enisSaved } of advice) {
          const merged = ['sg-new', ...subjects].map((group) => {
            const changed = functions.map((one) =>
              does.includes(`in ${one.subnets} one set`) ? { ...one, group } : one,
            );
            return planOfAll(changed).counts.enisAtLeast!;
          });
          expect(counts.enisAtLeast! - Math.min(...merged)).toBe(enisSaved);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('the effort grows as the template does', () => {
    const workOf = (functions: number): number => {
      const files = [{ file: 'large.yaml', text: largeTemplate(functions) }];
      return readTemplates([{ name: 'large', files }]).work;
    };
    const [small, large] = [workOf(150), workOf(300)];
    expect(large / small).toBeLessThan(2.05);
  });

  test('three hundred functions', () => {
    const plan = planned(largeTemplate(300));
    expect(plan.issues).toEqual([]);
    expect(plan.counts).toMatchObject({ functionsInVpc: 300, enisAtLeast: 60 });
    expect(plan.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

test('an action of a role that is a letter off is told (IAM-1)', () => {
  const role = (action: string) => `  Role:
    Type: AWS::IAM::Role
    Properties:
      Policies: [{ PolicyName: p, PolicyDocument: { Statement: [
        { Effect: Allow, Action: '${action}', Resource: '*' },
        { Effect: Allow, Action: ['ec2:CreateNetwork*', 'ec2:Desc*', 'ec2:Del*'], Resource: '*' }] } }]
  Shop:
    Type: AWS::Lambda::Function
    Properties: { Role: !GetAtt Role.Arn, VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] } }`;
  const found = (action: string) => planned(`Resources:\n${role(action)}`).findings;
  expect(found('ec2:DescribeSubnets').map(({ rule }) => rule)).not.toContain('IAM-1');
  expect(found('ec2:DescribeSubnet')).toContainEqual(
    expect.objectContaining({ rule: 'IAM-1', severity: 'warning', subject: 'Role' }),
  );
});

test('a function without groups has no interface to count or to save (STATE-7)', () => {
  const { sharing, advice, counts } = planned(
    template({ functions: [[]], subnets: ['A', 'B', 'C'] }),
  );
  expect(counts.enisAtLeast).toBe(0);
  expect(sharing).toMatchObject([{ functions: ['F0'], enis: 0 }]);
  expect(advice).toEqual([]);
});

test('what rests on a condition is not called certain', () => {
  const text = (condition: string) => `
Parameters: { Env: { Type: String }, Nets: { Type: List<AWS::EC2::Subnet::Id> } }
Conditions: { IsProd: !Equals [!Ref Env, prod] }
Resources:
  Open:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: !Ref Nets, SecurityGroupIds: [sg-1] } }
  Known:
    Type: AWS::Lambda::Function${condition}
    Properties: { VpcConfig: { SubnetIds: [subnet-1, subnet-2], SecurityGroupIds: [sg-1] } }`;
  const range = (condition: string) => planned(text(condition)).counts.ranges['enisAtLeast'];
  const formula = '2 + 1 for each subnet of Nets';
  expect(range('')).toEqual({ least: 2, most: 18, formula });
  expect(range('\n    Condition: IsProd')).toEqual({ least: 0, most: 18, formula });
});

test('one thing is told as one, and thousands as the tables write them', () => {
  const many = planned(template({ functions: oneGroupEach(1_200), subnets: ['A'], cidr: '/20' }));
  expect(many.answer.because[0]).toContain('VPC Net needs 1,200 of 500 ENIs');
  expect(many.findings[0]!.message).toBe('1,200 interfaces exceed the quota of 500 (today).');
  const one = planned(template({ functions: [['sg-1']], publish: true }));
  expect(one.peaks.at(-1)!.says).toMatch(/^One of the functions publishes versions: /);
  const ids = Array.from({ length: 6 }, (_, index) => `sg-${index}`);
  const crowded = planned(template({ functions: [ids], subnets: ['A'] }));
  expect(crowded.findings.map(({ message }) => message)).toContain(
    'The configuration names 1 subnet and 6 security groups.',
  );
  const maybe = planned(
    `Parameters: { Mode: { Type: String } }
Conditions: { On: !Equals [!Ref Mode, a] }
${template({ functions: [['sg-1']] })}`.replace(
      'Type: AWS::Serverless::Function',
      '$&\n    Condition: On',
    ),
  );
  expect(maybe.answer.because.at(-1)).toContain(
    'It exists only under a condition that is not known.',
  );
});
