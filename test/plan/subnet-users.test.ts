import { describe, expect, test } from 'vitest';
import { SUBNET_USERS } from '../../src/evidence/subnet-users/table.ts';
import type { SubnetUser } from '../../src/evidence/subnet-users/types.ts';
import { planOf } from '../../src/plan/plan.ts';
import { planText } from '../../src/report/plan-text.ts';
import { beside, estateIn } from '../templates/estates.ts';
import { planned } from '../templates/planning.ts';

describe('the verdict on the room of subnets (LIMIT-2, ADDR-3)', () => {
  test.each([
    // The eleven addresses of a /28, one of which the function has and one the gateway itself.
    [9, 'yes'],
    [10, 'no'],
  ])('a gateway with %i secondary addresses beside a function in a /28: %s', (more, verdict) => {
    const { limits } = planned(
      beside(
        `  X: { Type: AWS::EC2::NatGateway, Properties: { ConnectivityType: private, SubnetId: !Ref A, SecondaryPrivateIpAddressCount: ${more} } }`,
      ),
    );
    const room = limits.find(({ kind, subject }) => kind === 'room' && subject === 'A');
    expect(room!.now).toMatchObject({ verdict, needs: { least: more + 2, most: more + 2 } });
  });

  test('a cluster of twelve nodes beside a function in a /28: no', () => {
    const plan = planned(
      beside(`  G: { Type: AWS::MemoryDB::SubnetGroup, Properties: { SubnetGroupName: g, SubnetIds: [!Ref A] } }
  X: { Type: AWS::MemoryDB::Cluster, Properties: { SubnetGroupName: !Ref G, NumShards: 2, NumReplicasPerShard: 5 } }`),
    );
    expect(plan).toMatchObject({ answer: { verdict: 'no' }, fits: false });
  });

  test.each([
    [
      'a connector',
      `Lambda::NetworkConnector, Properties: { Configuration: { VpcEgressConfiguration: { SubnetIds: [!Ref A] } } }`,
    ],
    ['a custom resource', `CloudFormation::CustomResource, Properties: { Where: !Ref A }`],
    ['pods', `EKS::FargateProfile, Properties: { Subnets: [!Ref A] }`],
    [
      'nodes',
      `EKS::Nodegroup, Properties: { Subnets: [!Ref A], ScalingConfig: { DesiredSize: 1, MaxSize: 2 } }`,
    ],
  ])('%s beside a function: unknown', (_claim, resource) => {
    const plan = planned(beside(`  X: { Type: AWS::${resource} }`));
    expect(plan.answer.verdict).toBe('unknown');
    expect(plan.fits).toBeNull();
  });
});

describe('the room of several subnets together (ADDR-3)', () => {
  // Two subnets of eleven addresses, of which functions have one each.
  const nodes = (count: number, more = ''): string =>
    beside(`  X: { Type: AWS::EKS::Nodegroup, Properties: { Subnets: [!Ref A, !Ref B], ScalingConfig: { DesiredSize: ${count}, MaxSize: 99 } } }
${more}`);
  const task = (subnets: string): string =>
    `  T: { Type: AWS::ECS::Service, Properties: { DesiredCount: 1, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ${subnets} } } } }`;

  test.each([
    [20, '', 'unknown'],
    [21, '', 'no'],
    [20, task('[!Ref A]'), 'no'],
    [20, task('[!Ref B, !Ref A]'), 'no'],
    // It may be in the third one.
    [20, `${task('[!Ref A, subnet-0abc]')}`, 'unknown'],
  ])('%i nodes and %j: %s', (count, more, verdict) => {
    expect(planned(nodes(count, more)).answer.verdict).toBe(verdict);
  });

  test('says what they need and have', () => {
    const { now, limits } = planned(nodes(30));
    expect(now.because.join(' ')).toContain('A and B together need at least 32 of 22 addresses');
    const joint = limits.find(({ subject }) => subject === 'A and B');
    expect(joint).toMatchObject({
      kind: 'room',
      has: 22,
      now: { needs: { least: 32, most: null } },
    });
  });

  test('counts what was told to be taken', () => {
    const estate = estateIn(nodes(18));
    const [first] = estate.subnets;
    const verdict = (taken: number) => {
      const subnets = estate.subnets.map((one) => (one === first ? { ...one, taken } : one));
      return planOf({ ...estate, subnets }, [], []).answer.verdict;
    };
    expect([verdict(2), verdict(3)]).toEqual(['unknown', 'no']);
  });

  test('is not judged where functions are in none of them', () => {
    const text =
      beside(`  C: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.3.0/28 } }
  D: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.4.0/28 } }
  X: { Type: AWS::EKS::Nodegroup, Properties: { Subnets: [!Ref C, !Ref D], ScalingConfig: { DesiredSize: 99, MaxSize: 99 } } }`);
    expect(planned(text).answer.verdict).toBe('yes');
  });

  test('is not judged where one of them has no known size', () => {
    const text = nodes(30).replace('CidrBlock: 10.0.2.0/28', 'CidrBlock: !Ref Block');
    const plan = planned(`Parameters: { Block: { Type: String } }\n${text}`);
    expect(plan.answer.verdict).toBe('unknown');
  });
});

test('connectors and what is not counted stand in the JSON and in the text', () => {
  const plan = planned(
    beside(`  C: { Type: AWS::Lambda::NetworkConnector, Properties: { Configuration: { VpcEgressConfiguration: { SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Web], NetworkProtocol: IPv4 } } } }
  X: { Type: Custom::Lab, Properties: { Where: !Ref A } }`),
  );
  expect(plan.connectors).toMatchObject([
    {
      id: 'C',
      subnets: ['A', 'B'],
      securityGroups: ['Web'],
      networkProtocol: 'IPv4',
      enisAtLeast: 2,
      // An update makes the new ones first (CONN-2).
      enisWhileUpdated: 4,
      onlyIf: null,
    },
  ]);
  expect(plan.notCounted).toMatchObject([{ resource: 'X', type: 'Custom::Lab', subnets: ['A'] }]);
  // They count against the quota by assumption (CONN-4).
  expect(plan.vpcs).toMatchObject([{ id: 'Net', others: { least: 2 } }]);
  const text = planText(plan, { width: 100 });
  expect(text).toContain('Network connectors');
  expect(text).toContain('Not counted');
});

test('a connector whose subnets are not known has no counts', () => {
  const plan = planned(
    beside(
      `  C: { Type: AWS::Lambda::NetworkConnector, Properties: { Configuration: { VpcEgressConfiguration: { SubnetIds: !Ref Places } } } }`,
      'Parameters: { Places: { Type: List<AWS::EC2::Subnet::Id> } }',
    ),
  );
  expect(plan.connectors).toMatchObject([
    { subnets: null, enisAtLeast: null, enisWhileUpdated: null },
  ]);
  expect(plan.unknowns.map(({ what }) => what)).toContain('Places');
});

/** What a type needs beside its subnets to be of a kind that takes addresses. */
const OF_A_KIND: Record<string, object> = {
  'AWS::EC2::VPCEndpoint': { VpcEndpointType: 'Interface' },
  'AWS::Lambda::EventSourceMapping': { Topics: ['t'] },
  'AWS::EC2::SubnetCidrReservation': { Cidr: '10.0.1.8/30' },
  'AWS::SageMaker::Cluster': {
    InstanceGroups: [{ InstanceCount: 1 }],
    RestrictedInstanceGroups: [{ InstanceCount: 1 }],
  },
  'AWS::Batch::ComputeEnvironment': { ComputeResources: { Type: 'EC2', MaxvCpus: 4 } },
};

const users = Object.entries(SUBNET_USERS).flatMap(([type, row]) =>
  placesOf(row).map((path): [string, string] => [type, path]),
);

function placesOf(row: SubnetUser): string[] {
  if (row.takes !== 'addresses') return [];
  const entries = row.parts.flatMap((part) =>
    'entries' in part ? [`${part.entries}.*.SubnetId`] : [],
  );
  return [...(row.subnets ?? []), ...entries, ...row.parts.flatMap(({ subnets = [] }) => subnets)];
}

/** An object in which a value stands under a dotted path; a star is the only item of a list. */
function nested(path: readonly string[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  return step === '*' ? [nested(rest, value)] : { [step]: nested(rest, value) };
}

function merged(one: object, other: unknown): object {
  const made: Record<string, unknown> = { ...one };
  for (const [key, value] of Object.entries(other as object)) {
    const before = made[key];
    if (Array.isArray(before) && Array.isArray(value)) {
      made[key] = [merged(before[0], value[0])];
      continue;
    }
    made[key] = typeof before === 'object' && before !== null ? merged(before, value) : value;
  }
  return made;
}

describe('every type of the table that names a subnet changes what is said of it', () => {
  test.each(users)('%s by %s', (type, path) => {
    const isOne = /(Id|Arn|URI|ID)$/.test(path);
    const entry = type.endsWith('EventSourceMapping') ? { Type: 'VPC_SUBNET' } : {};
    const properties = merged(
      OF_A_KIND[type] ?? {},
      nested(path.split('.'), isOne ? { Ref: 'A' } : [{ Ref: 'A' }]),
    ) as Record<string, unknown>;
    const list = properties['SourceAccessConfigurations'];
    if (Array.isArray(list)) Object.assign(list[0], entry);
    const resource = (name: string) =>
      beside(`  X: ${JSON.stringify({ Type: name, Properties: properties })}`);
    const plan = planned(resource(type));
    const use = plan.subnets.find(({ id }) => id === 'A')!;
    const own = use.others.filter(({ id }) => id === 'X');
    expect(own.length + use.notCounted.length).toBeGreaterThan(0);
    // Without its rule nobody knows what it takes (ADDR-2).
    const stranger = planned(resource('Acme::Unheard::Of'));
    expect(stranger.answer.verdict).toBe('unknown');
    expect(stranger.notCounted).toMatchObject([{ resource: 'X', subnets: ['A'] }]);
  });
});
