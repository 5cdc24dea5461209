import { describe, expect, test } from 'vitest';
import { type Given, planned } from '../templates/planning.ts';

/** One group for each function, so that each is an ENI in each subnet. */
function functions(count: number, subnets: string): string {
  return Array.from(
    { length: count },
    (_, at) =>
      `  F${at}: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [${subnets}], SecurityGroupIds: [sg-0${at}] } } }\n`,
  ).join('');
}

const subnet = (id: string, vpc: string, cidr = '10.0.0.0/16') =>
  `  ${id}: { Type: AWS::EC2::Subnet, Properties: { VpcId: ${vpc}, CidrBlock: ${cidr}, AvailabilityZone: z-${id} } }\n`;

/** The places of findings of a kind. */
function placesOf(kind: string, resources: string, given: Given = {}): (string | null)[] {
  const { findings } = planned(`Resources:\n${resources}`, given);
  return findings.flatMap(({ id, where }) => (id === kind ? [where] : []));
}

describe('a VPC that is not declared stands where it is named first', () => {
  test('in a subnet', () => {
    const text = `${functions(501, '!Ref S')}${subnet('T', 'vpc-9')}${subnet('S', 'vpc-1')}${subnet('U', 'vpc-1')}`;
    expect(placesOf('quota-exceeded', text)).toEqual(['main.yaml:504:3']);
  });

  test('in a function that uses its subnets, when those are from elsewhere', () => {
    const own =
      subnet('S', '!Ref Net') +
      functions(1, '!Ref S').replace('F0', 'Own').replace('sg-00', 'sg-0e');
    const text = `  Net: { Type: AWS::EC2::VPC }\n${own}${functions(501, 'subnet-0a')}`;
    expect(placesOf('quota-exceeded', text)).toEqual(['main.yaml:5:3']);
  });

  test('in a security group', () => {
    const group =
      '  G: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: g, VpcId: vpc-1 } }\n';
    const text = functions(501, 'subnet-0a').replaceAll('[sg-', '[!Ref G, sg-') + group;
    expect(placesOf('quota-exceeded', text)).toEqual(['main.yaml:503:3']);
  });

  test('in its group, where a list of subnets is not known, and the list in a function', () => {
    const group = `Parameters: { Nets: { Type: List<AWS::EC2::Subnet::Id> }, Vpc: { Type: String } }
Resources:
${functions(40, '!Ref Nets').replaceAll('[sg-', '[!GetAtt G.GroupId, sg-')}  G: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: g, VpcId: !Ref Vpc } }
`;
    const { limitFindings } = planned(group);
    const places = limitFindings.map(({ id, where }) => [id, where]);
    expect(places).toEqual([
      ['quota-unknown', 'main.yaml:43:3'],
      ['room-unknown', 'main.yaml:3:3'],
    ]);
  });

  test('in itself, where it is declared', () => {
    const text = `${functions(501, '!Ref S')}${subnet('S', '!Ref Net')}  Net: { Type: AWS::EC2::VPC }\n`;
    expect(placesOf('quota-exceeded', text)).toEqual(['main.yaml:504:3']);
  });
});

test('a subnet that is too small stands where it is declared', () => {
  const text = functions(12, '!Ref S') + subnet('S', 'vpc-1', '10.0.0.0/28');
  expect(placesOf('subnet-too-small', text)).toEqual(['main.yaml:14:3']);
});

test('no finding about what stands in a file is without a place', () => {
  const text = `Resources:
${functions(300, '!Ref S, !Ref T')}${subnet('S', 'vpc-0a', '10.0.0.0/24')}${subnet('T', 'vpc-0a', '10.0.1.0/24')}${functions(2, 'odd, subnet-0c').replaceAll('  F', '  G')}`;
  const { findings } = planned(text);
  const kinds = new Set(findings.map(({ id }) => id));
  expect([...kinds].sort()).toEqual([
    ...['malformed-id', 'older-quota-exceeded', 'quota-exceeded', 'subnet-too-small'],
  ]);
  expect(findings.filter(({ where }) => where === null)).toEqual([]);
});
