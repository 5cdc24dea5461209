import { expect, test } from 'vitest';
import { type AccessRequest, evaluateAccess } from '../../src/access/evaluate.ts';
import { document, FUNCTION_ARN, statement } from './documents.ts';

const HERE = 'arn:aws:ec2:eu-west-1:111122223333:';

/** What the Lambda service asks of EC2 with the role; a creation touches three resources. */
const CALLS: [action: string, resources: string[]][] = [
  [
    'CreateNetworkInterface',
    [`${HERE}network-interface/*`, `${HERE}subnet/subnet-1`, `${HERE}security-group/sg-1`],
  ],
  ['DescribeNetworkInterfaces', ['*']],
  ['DescribeSubnets', ['*']],
  ['DeleteNetworkInterface', [`${HERE}network-interface/eni-1`]],
  ['AssignPrivateIpAddresses', [`${HERE}network-interface/eni-1`]],
  ['UnassignPrivateIpAddresses', [`${HERE}network-interface/eni-1`]],
];
const [CREATE, DESCRIBE, SUBNETS, DELETE, ASSIGN, UNASSIGN] = CALLS.map(([action]) => action);

const ec2 = (...actions: (string | undefined)[]) => actions.map((action) => `ec2:${action}`);
const allow = (Action: string | string[], more: object = {}) =>
  statement('Allow', { Action, ...more });

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const V1 = document(allow([...LOGS, ...ec2(CREATE, DESCRIBE, DELETE)]));
const V2 = document(allow([...LOGS, ...ec2(CREATE, DESCRIBE, DELETE, ASSIGN, UNASSIGN)]));
const V3 = document(allow([...LOGS, ...ec2(CREATE, DESCRIBE, SUBNETS, DELETE, ASSIGN, UNASSIGN)]));
const VIA_SERVICE = { Condition: { Bool: { 'aws:ViaAWSService': 'true' } } };
const NOT_FROM_CODE = statement('Deny', {
  Action: ec2(CREATE, DELETE, DESCRIBE, 'DetachNetworkInterface', ASSIGN, UNASSIGN),
  Condition: { ArnEquals: { 'lambda:SourceFunctionArn': [FUNCTION_ARN] } },
});
const E7 = [
  allow(ec2(CREATE, DELETE), { Resource: [`${HERE}network-interface/*`, `${HERE}subnet/*`] }),
  allow('ec2:Describe*'),
];
const inVpc = (operator: string) =>
  document(
    allow(ec2(CREATE), { Condition: { [operator]: { 'ec2:Vpc': `${HERE}vpc/vpc-1` } } }),
    allow(ec2(DESCRIBE, SUBNETS, DELETE, ASSIGN, UNASSIGN)),
  );

interface Role {
  policies: Record<string, unknown>[];
  scps?: Record<string, unknown>[];
  context?: AccessRequest['context'];
}

const ALL = [CREATE, DESCRIBE, SUBNETS, DELETE, ASSIGN, UNASSIGN];
const fullAccess = document(statement('Allow'));
const noEnis = document(statement('Allow'), statement('Deny', { Action: ec2(CREATE) }));
const notService = { 'aws:ViaAWSService': false };

const TABLE: [name: string, role: Role, refused: (string | undefined)[]][] = [
  ['E1 managed policy v3', { policies: [V3] }, []],
  ['E2 managed policy v1', { policies: [V1] }, [SUBNETS, ASSIGN, UNASSIGN]],
  ['E3 managed policy v2', { policies: [V2] }, [SUBNETS]],
  [
    'E4 a role for streaming clusters',
    { policies: [document(allow(ec2(CREATE, DESCRIBE, DELETE, SUBNETS, 'DescribeVpcs')))] },
    [ASSIGN, UNASSIGN],
  ],
  [
    'the ENI management policy v2',
    { policies: [document(allow(ec2(CREATE, DESCRIBE, DELETE, ASSIGN, UNASSIGN)))] },
    [SUBNETS],
  ],
  ['E5 logs only', { policies: [document(allow(LOGS))] }, ALL],
  [
    'E6 only when a service passes the call on',
    { policies: [document(allow('ec2:*', VIA_SERVICE))], context: notService },
    ALL,
  ],
  ['E7 without security-group/*', { policies: [document(...E7)] }, [CREATE, ASSIGN, UNASSIGN]],
  [
    'E8 any type in region and account, Describe on *',
    {
      policies: [
        document(
          allow(ec2(CREATE, DELETE, ASSIGN, UNASSIGN), { Resource: `${HERE}*/*` }),
          allow(ec2(DESCRIBE, SUBNETS)),
        ),
      ],
    },
    [],
  ],
  [
    'E9 everything on region and account',
    { policies: [document(allow(ec2(...ALL), { Resource: `${HERE}*` }))] },
    [DESCRIBE, SUBNETS],
  ],
  [
    'IAM-5 E10 calls of the service carry no source function',
    { policies: [V3, document(NOT_FROM_CODE)] },
    [],
  ],
  [
    'IAM-5 E10 the denied code of the function itself',
    {
      policies: [V3, document(NOT_FROM_CODE)],
      context: { 'lambda:SourceFunctionArn': FUNCTION_ARN },
    },
    [CREATE, DESCRIBE, DELETE, ASSIGN, UNASSIGN],
  ],
  [
    'IAM-5 E10 the code of another function',
    {
      policies: [V3, document(NOT_FROM_CODE)],
      context: { 'lambda:SourceFunctionArn': `${FUNCTION_ARN}-other` },
    },
    [],
  ],
  ['E11 ArnEqualsIfExists, key missing', { policies: [inVpc('ArnEqualsIfExists')] }, []],
  [
    'E11 ArnEqualsIfExists, key equal',
    {
      policies: [inVpc('ArnEqualsIfExists')],
      context: { 'ec2:vpc': `${HERE}vpc/vpc-1` },
    },
    [],
  ],
  ['E11 plain ArnEquals, key missing', { policies: [inVpc('ArnEquals')] }, [CREATE]],
  ['an SCP that denies the creation', { policies: [V3], scps: [noEnis] }, [CREATE]],
  ['an SCP that allows all', { policies: [V3], scps: [fullAccess] }, []],
  ['a role whose policies are gone', { policies: [] }, ALL],
];

test.each(TABLE)('IAM-4 IAM-3: %s', (_name, { context = {}, ...role }, refused) => {
  const got = CALLS.filter(([action, resources]) =>
    resources.some((resource) => {
      const request = { ...role, action: `ec2:${action}`, resource, context };
      return evaluateAccess(request).decision !== 'allowed';
    }),
  );
  expect(got.map(([action]) => action)).toEqual(refused);
});

test.each([
  ['lambda:* alone', ['lambda:*'], 'implicitDeny'],
  ['lambda:* with the three Describe actions', ['lambda:*', 'ec2:Describe*'], 'allowed'],
])('IAM-6: a caller with %s', (_name, actions, decision) => {
  for (const what of ['SecurityGroups', 'Subnets', 'Vpcs']) {
    const request = { action: `ec2:Describe${what}`, resource: '*', context: {} };
    expect(evaluateAccess({ ...request, policies: [document(allow(actions))] }).decision).toBe(
      decision,
    );
  }
});
