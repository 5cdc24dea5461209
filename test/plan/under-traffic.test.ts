import { expect, test } from 'vitest';
import { planOf } from '../../src/plan/plan.ts';
import { underTraffic } from '../../src/plan/under-traffic.ts';
import { simulate } from '../../src/run/simulate.ts';
import { parseTraffic } from '../../src/scenario/traffic-file.ts';
import { readTemplates } from '../../src/templates/read.ts';
import { withConfig } from '../templates/planning.ts';

function under(template: string, traffic = 'until: 1h') {
  const sources = [{ name: 'main', files: [{ file: 'main.yaml', text: template }] }];
  const { estate, issues } = readTemplates(sources);
  const functions = estate!.functions.map(({ id }) => id);
  const parsed = parseTraffic(traffic, { file: 't.yaml', functions });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const plan = planOf(estate!, sources, issues);
  return { plan, ...underTraffic(estate!, plan.subnets, parsed.traffic, 'main') };
}

test('a run makes the ENIs that the plan counts (SHARE-1)', () => {
  const { plan, scenario, leftOut } = under(
    withConfig('[!Ref SubnetA, !Ref SubnetB]', '[!Ref Web]'),
    'until: 1h\nothers: { traffic: { rate: 1/s }, connections: { perInvocation: 1 } }',
  );
  expect(leftOut).toEqual([]);
  const result = simulate(scenario, { seed: '1' });
  expect(result.vpcs.map(({ id, peakEnis }) => [id, peakEnis])).toEqual([
    ['Net', plan.counts.enisAtLeast],
  ]);
  expect(result.functions[0]!.state).toBe('Active');
  expect(result.connections.attempted).toBeGreaterThan(1_000);
});

test('undeclared subnets and groups lie in the VPC of what they are used with', () => {
  const template = `Resources:
  Net: { Type: AWS::EC2::VPC }
  Known: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Net } }
  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] } } }
  G: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [!Ref Known] } } }
`;
  const { plan, scenario, notes } = under(template);
  expect(plan.counts.enisByVpc).toEqual({ Net: 2 });
  expect(scenario.network.vpcs.map(({ id }) => id)).toEqual(['Net']);
  expect(scenario.network.securityGroups.map(({ vpc }) => vpc)).toEqual(['Net', 'Net']);
  expect(notes.join()).toContain('room is not known limits nothing');
  expect(simulate(scenario, { seed: '1' }).vpcs[0]!.peakEnis).toBe(2);
});

test('of one configuration in a known VPC no subnet is counted in another', () => {
  const template = `Resources:
  Net: { Type: AWS::EC2::VPC }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.0.0/24 } }
  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [!Ref A, subnet-1], SecurityGroupIds: [sg-1] } } }
  G: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [subnet-2], SecurityGroupIds: [sg-2] } } }
`;
  const { plan } = under(template);
  expect(plan.counts.enisByVpc).toEqual({ Net: 2, unknown: 1 });
  expect(plan.subnets.map(({ id, vpc }) => [id, vpc])).toEqual([
    ['A', 'Net'],
    ['subnet-1', 'Net'],
    ['subnet-2', null],
  ]);
});

test('what cannot be simulated is left out by name, with the reason', () => {
  const open = `Parameters: { Nets: { Type: CommaDelimitedList } }\n${withConfig('!Ref Nets')}`;
  const { scenario, leftOut } = under(open);
  expect(scenario.functions).toEqual([]);
  expect(leftOut).toEqual([{ function: 'Shop', why: 'not all of its subnets are known' }]);
});

test('other interfaces take addresses of the subnet (LIMIT-2)', () => {
  const endpoint = `
  Secrets:
    Type: AWS::EC2::VPCEndpoint
    Properties: { VpcId: !Ref Net, VpcEndpointType: Interface, ServiceName: x, SubnetIds: [!Ref SubnetA] }
`;
  const { scenario } = under(withConfig('[!Ref SubnetA, !Ref SubnetB]', '[!Ref Web]') + endpoint);
  expect(scenario.network.subnets.map(({ id, taken, cidr }) => [id, taken, cidr])).toEqual([
    ['SubnetA', 1, '10.0.1.0/24'],
    ['SubnetB', 0, '10.0.2.0/24'],
  ]);
});

test('ids that scenarios do not know get names of their own (SHARE-1)', () => {
  const config = (groups: string) => `{ SubnetIds: ['a/b', 'a+b'], SecurityGroupIds: [${groups}] }`;
  const { scenario, plan, idOf } = under(`Resources:
  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: ${config("'g:1'")} } }
  G: { Type: AWS::Lambda::Function, Properties: { VpcConfig: ${config('constructor')} } }
`);
  expect(scenario.network.subnets.map(({ id }) => id)).toEqual(['a_b', 'a_b-2']);
  expect(scenario.network.securityGroups.map(({ id }) => id)).toEqual(['g_1', 'constructor-2']);
  expect([idOf.get('a_b'), idOf.get('a_b-2'), idOf.get('F')]).toEqual(['a/b', 'a+b', 'F']);
  const result = simulate(scenario, { seed: '1' });
  expect(result.pairings).toHaveLength(plan.counts.enisAtLeast!);
});
