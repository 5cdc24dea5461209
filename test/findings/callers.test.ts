import { expect, test } from 'vitest';
import { parsePolicy } from '../../src/access/parse.ts';
import { findingsIn } from '../../src/findings/findings.ts';
import { designOfPolicy } from '../../src/findings/from-policy.ts';
import { designOf } from '../../src/findings/from-scenario.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

const BOTH = ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'];

interface Statement {
  Effect?: string;
  Action?: string[] | string;
  Condition?: object;
  Sid?: string;
}

function idsOf(...statements: Statement[]): string[] {
  const Statement = statements.map((one) => {
    return { Effect: 'Allow', Action: BOTH, Resource: '*', ...one };
  });
  const reading = parsePolicy({ Version: '2012-10-17', Statement });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return findingsIn(designOfPolicy(reading.policy, 'p.json')).map(({ id }) => id);
}

const vpcs = { StringEquals: { 'lambda:VpcIds': ['vpc-1', 'vpc-2'] } };
const subnets = { 'ForAllValues:StringEquals': { 'lambda:SubnetIds': ['subnet-1'] } };
const groups = { 'ForAllValues:StringEquals': { 'lambda:SecurityGroupIds': ['sg-1'] } };
const guard = { Null: { 'lambda:VpcIds': 'false' } };

test.each<[string, Statement[], string[]]>([
  ['VPCs by StringEquals', [{ Condition: vpcs }], []],
  ['subnets by ForAllValues', [{ Condition: subnets }], ['for-all-values-unguarded']],
  ['the same with a Null guard', [{ Condition: { ...subnets, ...guard } }], []],
  [
    'the same guarded by its own key',
    [{ Condition: { ...subnets, Null: { 'lambda:SubnetIds': false } } }],
    [],
  ],
  [
    'the same beside a Deny of VPC-less functions',
    [{ Condition: subnets }, { Effect: 'Deny', Condition: { Null: { 'lambda:VpcIds': 'true' } } }],
    [],
  ],
  [
    'the same with a condition about something else',
    [{ Condition: { ...subnets, Bool: { 'aws:SecureTransport': 'true' } } }],
    ['for-all-values-unguarded'],
  ],
  ['both keys together with VPCs', [{ Condition: { ...vpcs, ...subnets } }], []],
  ['a Deny with ForAllValues', [{ Effect: 'Deny', Condition: subnets }], []],
  [
    'three Allow statements, as on AWS’s page',
    [{ Condition: vpcs }, { Condition: subnets }, { Condition: groups }],
    ['for-all-values-unguarded', 'for-all-values-unguarded', 'allows-or-together'],
  ],
  [
    'two Allow statements with the same key',
    [{ Condition: vpcs }, { Condition: { StringEquals: { 'lambda:VpcIds': 'vpc-3' } } }],
    [],
  ],
  [
    'a limit beside an Allow of everything',
    [{ Condition: vpcs }, { Action: 'lambda:*' }],
    ['allows-or-together'],
  ],
  [
    'Deny statements do add up',
    [
      { Action: 'lambda:*' },
      { Effect: 'Deny', Condition: vpcs },
      { Effect: 'Deny', Condition: { 'ForAnyValue:StringEquals': { 'lambda:SubnetIds': 's' } } },
    ],
    [],
  ],
  [
    'a key on an action that never carries it',
    [{ Action: 'lambda:UpdateFunctionCode', Condition: vpcs }],
    ['vpc-key-never-present'],
  ],
  ['a key on an action that carries it', [{ Action: 'lambda:Create*', Condition: vpcs }], []],
  [
    'a key on a newer action that carries it',
    [
      {
        Action: 'lambda:CreateCapacityProvider',
        Condition: { StringEquals: { 'lambda:SubnetIds': 's' } },
      },
    ],
    [],
  ],
])('%s (IAM-1, IAM-2, IAM-3)', (_claim, statements, ids) => {
  expect(idsOf(...statements)).toEqual(ids);
});

test('callers of a scenario are looked at like a policy by itself, with their place', () => {
  const parsed = parseScenario('name: t\nuntil: 1d\nfunctions: {}\n', { file: 't.yaml' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const Statement = [{ Effect: 'Allow', Action: BOTH, Resource: '*', Condition: subnets }];
  const callers = [
    { id: 'dev', policies: [{ name: 'p', document: { Version: '2012-10-17', Statement } }] },
  ];
  expect(findingsIn(designOf({ ...parsed.scenario, callers }))).toMatchObject([
    { id: 'for-all-values-unguarded', subject: 'dev', where: 'callers.dev' },
  ]);
});

test.each([
  ['lambda:CreateFunctions', 'lambda:CreateFunction'],
  ['lambda:PublishVersoin', 'lambda:PublishVersion'],
  ['EC2:DescribeNetworkInterface', 'ec2:DescribeNetworkInterfaces'],
  ['ec2:DeleteNetworkInterfaxe', 'ec2:DeleteNetworkInterface'],
])('%s is a slip for %s (IAM-1)', (written, meant) => {
  const reading = parsePolicy({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: [written, meant.toUpperCase()], Resource: '*' },
  });
  if (!reading.ok) throw new Error();
  const found = findingsIn(designOfPolicy(reading.policy, 'p.json'));
  expect(found.map(({ id, severity }) => [id, severity])).toEqual([['misspelt-action', 'warning']]);
  expect(found[0]!.mend).toContain(`\`${meant}\``);
});
