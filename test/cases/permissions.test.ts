import { expect, test } from 'vitest';
import { MANAGED_POLICIES } from '../../src/evidence/managed-policies.ts';
import type { ActionResult } from '../../src/run/result.ts';
import type { Action, NamedPolicy, Principal, VpcConfigSpec } from '../../src/scenario/types.ts';
import { create, fn, role, scenarioOf, update, vpc } from '../builders.ts';
import { tell } from '../model/telling.ts';

/** Recorded and documented cases of who may do what, each through the whole simulated API. */

const vpcOf = { 'subnet-9': 'vpc-3', 'sg-9': 'vpc-3', 'subnet-2': 'vpc-1', 'sg-2': 'vpc-1' };
const LOOK = ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'];

function allow(Action: string | string[], more: object = {}): object {
  return { Effect: 'Allow', Action, Resource: '*', ...more };
}

function named(...Statement: object[]): NamedPolicy {
  return { name: 'policy', document: { Version: '2012-10-17', Statement } };
}

const BOTH = ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'];
const lambdaAll = allow(['lambda:*', ...LOOK]);
const denyIf = (Condition: object) =>
  named(lambdaAll, { Effect: 'Deny', Action: BOTH, Resource: '*', Condition });
const allowIf = (Condition: object) => named(allow(LOOK), allow(BOTH, { Condition }));

const vpcs = { 'lambda:VpcIds': ['vpc-1', 'vpc-2'] };
const subnets = { 'lambda:SubnetIds': ['subnet-1', 'subnet-2'] };
const groups = { 'lambda:SecurityGroupIds': ['sg-1', 'sg-2'] };
const present = { Null: { 'lambda:SubnetIds': 'false' } };

/** Requests: no VPC; ours; a foreign one; a mixture of subnets and groups; two of each, ours. */
const REQUESTS: Record<string, VpcConfigSpec | null> = {
  R0: null,
  R1: vpc('subnet-1', 'sg-1'),
  R2: vpc('subnet-9', 'sg-9'),
  R3: vpc('subnet-1,subnet-8', 'sg-1,sg-8'),
  R4: vpc('subnet-1,subnet-2', 'sg-1,sg-2'),
};

/** `+` accepted, `-` an explicit deny, `.` not allowed. */
const POLICIES: [what: string, policy: NamedPolicy, answers: string][] = [
  ['D1 EnforceVPCFunction', denyIf({ Null: { 'lambda:VpcIds': 'true' } }), '-++++'],
  ['D2 EnforceOutOfVPC', denyIf({ StringEquals: vpcs }), '+-+--'],
  ['D3 EnforceOutOfSubnet', denyIf({ 'ForAnyValue:StringEquals': subnets }), '+-+--'],
  ['D4 EnforceOutOfSecurityGroups', denyIf({ 'ForAnyValue:StringEquals': groups }), '+-+--'],
  ['A1 EnforceStayInSpecificVpc', allowIf({ StringEquals: vpcs }), '.+.++'],
  ['A2 EnforceStayInSpecificSubnets', allowIf({ 'ForAllValues:StringEquals': subnets }), '++..+'],
  ['A3 EnforceStayInSpecificGroup', allowIf({ 'ForAllValues:StringEquals': groups }), '++..+'],
  ['A2 guarded', allowIf({ 'ForAllValues:StringEquals': subnets, ...present }), '.+..+'],
];

function asked(action: Action, config: VpcConfigSpec | null, callers: Principal[]): ActionResult {
  const functions = [fn('f', config)];
  const before = action.action === 'create' ? [] : [create(0, 'f')];
  const timeline = [...before, { ...action, caller: 'dev' } as Action];
  const network = { vpcOf: { ...vpcOf, 'subnet-1': 'vpc-1', 'sg-1': 'vpc-1', ...REST } };
  return tell({ ...scenarioOf({ functions, timeline, ...network }), callers }).result.actions.at(
    -1,
  )!;
}
const REST = { 'subnet-8': 'vpc-1', 'sg-8': 'vpc-1' };

const sign = ({ ok, error }: ActionResult): string => {
  if (ok) return '+';
  if (error!.code !== 'AccessDeniedException' || error!.httpStatus !== 403) return '?';
  return error!.message.includes('with an explicit deny in an identity-based policy') ? '-' : '.';
};

test.each(POLICIES)('IAM-2, IAM-3, %s: five creates', (_what, policy, answers) => {
  const callers = [{ id: 'dev', policies: [policy] }];
  const got = Object.values(REQUESTS).map((config) => sign(asked(create(1, 'f'), config, callers)));
  expect(got.join('')).toBe(answers);
});

test.each(POLICIES)('IAM-2, IAM-3, %s: the same five as updates', (_what, policy, answers) => {
  const callers = [{ id: 'dev', policies: [policy] }];
  const got = Object.values(REQUESTS).map((config) => {
    // What is not in a VPC yet moves in; R0 sends no VpcConfig to a function without one.
    const action = config === null ? settings(200) : update(200, 'f', config);
    return sign(asked(action, null, callers));
  });
  expect(got.join('')).toBe(answers);
});

function settings(atMs: number): Action {
  return { ...update(atMs, 'f', 'keep'), code: false, settings: true } as Action;
}

const onlyVpc = [{ id: 'dev', policies: [POLICIES[0]![1]] }];

test('IAM-2: an update without a VPC configuration is judged by the present one', () => {
  expect(sign(asked(settings(200), REQUESTS['R1']!, onlyVpc))).toBe('+');
  expect(sign(asked(settings(200), null, onlyVpc))).toBe('-');
});

test('IAM-2: on a detach the keys are absent, so who must stay in a VPC cannot leave it', () => {
  const answer = asked(update(200, 'f', null), REQUESTS['R1']!, onlyVpc);
  expect(sign(answer)).toBe('-');
  expect(answer.because).toBe(
    'Statement 2 of policy 1 denies lambda:UpdateFunctionConfiguration: the condition Null on ' +
      'lambda:VpcIds holds because the request has no such key',
  );
});

test('IAM-2: other calls never carry the keys, so the same policy does not touch them', () => {
  const code = update(200, 'f', 'keep');
  expect(sign(asked(code, null, onlyVpc))).toBe('+');
  expect(sign(asked({ ...base, action: 'publish', function: 'f' }, null, onlyVpc))).toBe('+');
});
const base = { atMs: 200, expect: null, line: null } as const;

test('IAM-2: a change of the code has no VPC, though the function is in one', () => {
  const noVpc = { Null: { 'lambda:VpcIds': 'true' } };
  const statement = { Effect: 'Deny', Action: 'lambda:*', Resource: '*', Condition: noVpc };
  const callers = [{ id: 'dev', policies: [named(lambdaAll, statement)] }];
  expect(sign(asked(update(200, 'f', 'keep'), REQUESTS['R1']!, callers))).toBe('-');
  expect(sign(asked(settings(200), REQUESTS['R1']!, callers))).toBe('+');
});

test('API-2: the texts name user, action and resource', () => {
  const nobody = [{ id: 'dev', policies: [] }];
  const arn = 'arn:aws:lambda:us-east-1:111122223333:function:f';
  expect(asked(create(1, 'f'), null, nobody).error).toEqual({
    code: 'AccessDeniedException',
    httpStatus: 403,
    message:
      'User: arn:aws:iam::111122223333:user/dev is not authorized to perform: ' +
      `lambda:CreateFunction on resource: ${arn}`,
  });
  expect(asked(create(1, 'f'), null, onlyVpc).error!.message).toBe(
    'User: arn:aws:iam::111122223333:user/dev is not authorized to perform: ' +
      `lambda:CreateFunction on resource: ${arn} with an explicit deny in an identity-based policy`,
  );
});

const LACKS = LOOK.map((api) => [api, LOOK.filter((other) => other !== api)] as const);
const WHAT: Record<string, string> = {
  'ec2:DescribeSecurityGroups': 'DescribeSecurityGroups for sg-1',
  'ec2:DescribeSubnets': 'DescribeSubnets for subnet-1',
  'ec2:DescribeVpcs': 'DescribeVpcs for vpc-1',
};

test.each(LACKS)('IAM-6: a caller without %s is refused, create or update', (api, others) => {
  const callers = [{ id: 'dev', policies: [named(allow(['lambda:*', ...others]))] }];
  const inVpc = REQUESTS['R1']!;
  const message =
    'Your access has been denied by EC2, please make sure your request credentials have ' +
    `permission to ${WHAT[api]}. EC2 Error Code: UnauthorizedOperation. EC2 Error Message: You ` +
    'are not authorized to perform this operation.';
  const refusal = { code: 'AccessDeniedException', httpStatus: 403, message };
  for (const action of [create(1, 'f'), update(200, 'f', inVpc), settings(200)]) {
    expect(asked(action, inVpc, callers).error).toEqual(refusal);
  }
  // Who leaves the VPC alone where there is none, or changes only the code, is not asked.
  expect(asked(settings(200), null, callers).ok).toBe(true);
  expect(asked(update(200, 'f', 'keep'), inVpc, callers).ok).toBe(true);
});

test('IAM-1: a boundary and an SCP limit the caller, and say which of them it was', () => {
  const all = named(allow('*'));
  const none = { Effect: 'Deny', Action: 'lambda:*', Resource: '*' };
  const bounded = [{ id: 'dev', policies: [all], boundary: named(allow('*'), none).document }];
  expect(asked(create(1, 'f'), null, bounded).error!.message).toMatch(
    /with an explicit deny in a permissions boundary$/,
  );
  const functions = [fn('f', null)];
  const scenario = scenarioOf({ functions, timeline: [create(1, 'f')] });
  const { actions } = tell({ ...scenario, scps: [named(allow('*'), none)] }).result;
  expect(actions[0]!.error!.message).toMatch(
    /^User: arn:aws:iam::111122223333:user\/administrator .* deny in a service control policy$/,
  );
});

const EC2 = ['Create', 'Delete'].map((verb) => `ec2:${verb}NetworkInterface`);
const HERE = 'arn:aws:ec2:us-east-1:111122223333:';
const managed = (name: keyof typeof MANAGED_POLICIES, version: string): NamedPolicy => {
  const { document } = MANAGED_POLICIES[name].find((one) => one.version === version)!;
  return { name, document };
};
const v3 = managed('AWSLambdaVPCAccessExecutionRole', 'v3');
const describe = allow('ec2:Describe*');
const inOurs = (operator: string) =>
  allow(EC2, { Condition: { [operator]: { 'ec2:Vpc': `${HERE}vpc/vpc-1` } } });
const ofMyCode = {
  Effect: 'Deny',
  Action: [...EC2, 'ec2:DescribeNetworkInterfaces'],
  Resource: '*',
  Condition: {
    ArnEquals: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:us-east-1:111122223333:function:f' },
  },
};
const NO_CREATE =
  'The provided execution role does not have permissions to call CreateNetworkInterface on EC2';

/** What each role makes of a create: `Active`, a refusal of the API, or a failure of the work. */
const ROLES: [what: string, policies: NamedPolicy[], outcome: string][] = [
  ['E1 AWSLambdaVPCAccessExecutionRole v3', [v3], 'Active'],
  ['E2 v1 of it', [managed('AWSLambdaVPCAccessExecutionRole', 'v1')], 'Active'],
  ['E3 v2 of it', [managed('AWSLambdaVPCAccessExecutionRole', 'v2')], 'Active'],
  [
    'E4 a role for streaming clusters',
    [named(allow([...EC2, 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets']))],
    'Active',
  ],
  ['AWSLambdaENIManagementAccess v2', [managed('AWSLambdaENIManagementAccess', 'v2')], 'Active'],
  ['E5 logs alone', [managed('AWSLambdaBasicExecutionRole', 'v1')], NO_CREATE],
  [
    'E6 only via a service',
    [named(allow('ec2:*', { Condition: { Bool: { 'aws:ViaAWSService': 'true' } } }))],
    NO_CREATE,
  ],
  [
    'E7 interfaces and subnets without groups',
    [named(allow(EC2, { Resource: [`${HERE}network-interface/*`, `${HERE}subnet/*`] }), describe)],
    NO_CREATE,
  ],
  [
    'E8 any type here, Describe on *',
    [named(allow(EC2, { Resource: `${HERE}*/*` }), describe)],
    'Active',
  ],
  [
    'E9 everything here, Describe too',
    [named(allow('ec2:*', { Resource: `${HERE}*` }))],
    'InsufficientRolePermissions',
  ],
  ['E10 a deny on the code of f', [v3, named(ofMyCode)], 'Active'],
  ['E11 ArnEqualsIfExists', [named(inOurs('ArnEqualsIfExists'), describe)], 'Active'],
  ['E11 plain ArnEquals', [named(inOurs('ArnEquals'), describe)], NO_CREATE],
];

test.each(ROLES)('IAM-4, %s', (_what, policies, outcome) => {
  const functions = [fn('f', vpc('a', 'web'), { role: 'r' })];
  const timeline = [create(0, 'f')];
  const roles = [role('r', ...policies)];
  const { result } = tell(scenarioOf({ functions, timeline, roles, untilMs: 900 }));
  const [version] = result.functions;
  expect(result.actions[0]!.error?.message ?? version!.stateReasonCode ?? version!.state).toBe(
    outcome,
  );
  if (outcome !== NO_CREATE) return;
  expect(result.actions[0]!.error).toMatchObject({
    code: 'InvalidParameterValueException',
    httpStatus: 400,
  });
  expect(result.functions).toEqual([]);
});

test('IAM-4: an SCP that denies the creation is answered like a role that lacks it', () => {
  const functions = [fn('f', vpc('a', 'web'), { role: 'r' }), fn('own', vpc('a', 'web'))];
  const deny = { Effect: 'Deny', Action: 'ec2:CreateNetworkInterface', Resource: '*' };
  const timeline = [create(0, 'f'), create(0, 'own')];
  const scenario = scenarioOf({ functions, timeline, roles: [role('r', v3)] });
  const { actions } = tell({ ...scenario, scps: [named(allow('*'), deny)] }).result;
  expect(actions.map(({ error }) => error?.message)).toEqual([NO_CREATE, NO_CREATE]);
  expect(actions[0]!.because).toBe('Statement 2 of SCP 1 denies ec2:CreateNetworkInterface');
});
