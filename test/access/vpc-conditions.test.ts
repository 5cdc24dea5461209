import { expect, test } from 'vitest';
import { access, ask, document, statement } from './documents.ts';

/** Requests to create a function: without a VPC, in ours, in a foreign one, in a mixture. */
const REQUESTS = {
  R0: {},
  R1: vpc('vpc-1', ['subnet-1'], ['sg-1']),
  R2: vpc('vpc-3', ['subnet-9'], ['sg-9']),
  R3: vpc('vpc-1', ['subnet-1', 'subnet-9'], ['sg-1', 'sg-9']),
  R4: vpc('vpc-2', ['subnet-1', 'subnet-2'], ['sg-1', 'sg-2']),
};

function vpc(id: string, subnets: string[], groups: string[]) {
  return {
    'lambda:VpcIds': id,
    'lambda:SubnetIds': subnets,
    'lambda:SecurityGroupIds': groups,
  };
}

const everything = statement('Allow', { Action: 'lambda:*' });
const denyIf = (Sid: string, Condition: object) =>
  document(everything, statement('Deny', { Sid, Action: 'lambda:CreateFunction', Condition }));
const allowIf = (Sid: string, Condition: object) =>
  document(statement('Allow', { Sid, Action: ['lambda:CreateFunction'], Condition }));

const vpcs = { 'lambda:VpcIds': ['vpc-1', 'vpc-2'] };
const subnets = { 'lambda:SubnetIds': ['subnet-1', 'subnet-2'] };
const groups = { 'lambda:SecurityGroupIds': ['sg-1', 'sg-2'] };
const vpcIsNull = { Null: { 'lambda:VpcIds': 'true' } };

/** `+` allowed, `-` explicitly denied, `.` not allowed; one column per request. */
const TABLE: [name: string, policy: Record<string, unknown>, answers: string][] = [
  ['D1 only inside a VPC', denyIf('EnforceVPCFunction', vpcIsNull), '-++++'],
  ['D2 outside two VPCs', denyIf('EnforceOutOfVPC', { StringEquals: vpcs }), '+-+--'],
  ['D3 outside subnets', denyIf('D3', { 'ForAnyValue:StringEquals': subnets }), '+-+--'],
  ['D4 outside groups', denyIf('D4', { 'ForAnyValue:StringEquals': groups }), '+-+--'],
  ['A1 inside two VPCs', allowIf('A1', { StringEquals: vpcs }), '.+.++'],
  ['A2 inside subnets', allowIf('A2', { 'ForAllValues:StringEquals': subnets }), '++..+'],
  ['A3 inside groups', allowIf('A3', { 'ForAllValues:StringEquals': groups }), '++..+'],
  [
    'A2 with the guard AWS advises',
    allowIf('A2', {
      'ForAllValues:StringEquals': subnets,
      Null: { 'lambda:SubnetIds': 'false' },
    }),
    '.+..+',
  ],
];

const SIGNS = { allowed: '+', explicitDeny: '-', implicitDeny: '.' };

test.each(TABLE)('IAM-2 IAM-3: %s', (_name, policy, answers) => {
  const got = Object.values(REQUESTS).map((context) => SIGNS[ask([policy], context)]);
  expect(got.join('')).toBe(answers);
});

test('IAM-1 IAM-3: the sentence names the statement, the condition and the missing key', () => {
  const { because, statement: place } = access([denyIf('EnforceVPCFunction', vpcIsNull)], {});
  expect(because).toBe(
    "Statement 'EnforceVPCFunction' denies lambda:CreateFunction: the condition Null on " +
      'lambda:VpcIds holds because the request has no such key',
  );
  expect(place).toEqual({ policy: 0, index: 1, sid: 'EnforceVPCFunction' });
});

test('IAM-3: an Allow that holds only because the key is missing says so', () => {
  const policy = allowIf('Trap', {
    StringEquals: { 'aws:RequestedRegion': 'eu-west-1' },
    'ForAllValues:StringEquals': subnets,
  });
  const { because } = access([policy], { 'aws:RequestedRegion': 'eu-west-1' });
  expect(because).toBe(
    "Statement 'Trap' allows lambda:CreateFunction: the condition ForAllValues:StringEquals on " +
      'lambda:SubnetIds holds because the request has no such key',
  );
});

test('IAM-2: a detach with empty lists has no VPC keys, so the VPC-only policy denies it', () => {
  const policy = denyIf('EnforceVPCFunction', vpcIsNull);
  expect(ask([policy], { 'lambda:VpcIds': [], 'lambda:SubnetIds': [] })).toBe('explicitDeny');
});
