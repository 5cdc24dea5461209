import { expect, test } from 'vitest';
import type { Action, NamedPolicy } from '../../src/scenario/types.ts';
import {
  create,
  deletePolicy,
  deleteRole,
  FULL,
  fn,
  invoke,
  publish,
  putPolicy,
  remove,
  role,
  scenarioOf,
  update,
  vpc,
} from '../builders.ts';
import { tell } from './telling.ts';

const INVALID = 'InvalidParameterValueException';
const OUTDATED = 'PreconditionFailedException';
const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:f';

const fromCode = (atMs: number, api: string, id = 'f', resource = '*'): Action => {
  const target = { function: id, version: 0 };
  return { atMs, expect: null, line: null, action: 'callFromCode', target, api, resource };
};

const sent = (action: Action, revisionAtMs: number): Action =>
  ({ ...action, revisionAtMs }) as Action;

const ownCodeDenied: NamedPolicy = {
  name: 'own',
  document: {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'NotFromMyCode',
        Effect: 'Deny',
        Action: 'ec2:*',
        Resource: '*',
        Condition: { ArnEquals: { 'lambda:SourceFunctionArn': [ARN] } },
      },
    ],
  },
};

test("IAM-5: the deny stops the function's own code, not Lambda, and no other function", () => {
  const functions = ['f', 'g'].map((id) => fn(id, vpc('a', 'web'), { role: 'r' }));
  const CREATE = 'ec2:CreateNetworkInterface';
  const timeline = [
    create(0, 'f'),
    create(0, 'g'),
    fromCode(10, CREATE),
    fromCode(100, CREATE),
    fromCode(100, CREATE, 'g'),
    fromCode(100, 'ec2:RunInstances', 'g'),
    fromCode(100, 's3:GetObject', 'g', 'arn:aws:s3:::box/key'),
    remove(200, 'f'),
    remove(200, 'g'),
    fromCode(300, CREATE),
  ];
  const roles = [role('r', FULL, ownCodeDenied)];
  const told = tell(scenarioOf({ functions, timeline, roles, untilMs: 900 }));
  expect(told.answers).toEqual([
    '0 ok',
    '0 ok',
    '10 ResourceConflictException',
    '100 UnauthorizedOperation',
    '100 ok',
    '100 UnauthorizedOperation',
    '100 AccessDeniedException',
    '200 ok',
    '200 ok',
    '300 ResourceNotFoundException',
  ]);
  expect(told.result.actions[3]).toMatchObject({
    error: { httpStatus: 403, message: 'You are not authorized to perform this operation.' },
    because:
      "Statement 'NotFromMyCode' denies ec2:CreateNetworkInterface: the condition ArnEquals on " +
      `lambda:SourceFunctionArn holds because the request has "${ARN}" where the policy names "${ARN}"`,
  });
  // Lambda attached both, and takes the ENI away again in spite of the deny.
  expect(told.result.pairings[0]!.enis).toMatchObject([{ phase: 'deleted' }]);
});

const late = { propagationDelay: 5 };

test('IAM-4: a policy reaches Lambda after its delay, not before and not later', () => {
  const functions = [fn('f', vpc('a', 'web'), { role: 'r' })];
  const timeline = [create(1, 'f'), putPolicy(2, 'r', FULL), create(6, 'f'), create(7, 'f')];
  const scenario = { functions, timeline, roles: [role('r')], untilMs: 900 };
  const told = tell(scenarioOf({ ...scenario, parameters: late }));
  expect(told.answers).toEqual([`1 ${INVALID}`, '2 ok', `6 ${INVALID}`, '7 ok']);
  expect(told.rows.filter(({ note }) => note === 'role.seen').map(({ atMs }) => atMs)).toEqual([7]);
  // Without a delay it is there in the same millisecond.
  expect(tell(scenarioOf(scenario)).answers).toEqual([
    `1 ${INVALID}`,
    '2 ok',
    '6 ok',
    '7 ResourceConflictException',
  ]);
});

test('IAM-4: IAM itself knows a change at once, and the newest change is what stays', () => {
  const functions = [fn('f', vpc('a', 'web'), { role: 'r' })];
  const timeline = [
    putPolicy(0, 'r', FULL),
    deletePolicy(1, 'r', 'vpc'),
    deletePolicy(2, 'r', 'vpc'),
    create(5, 'f'),
    create(6, 'f'),
    deleteRole(7, 'r'),
    deleteRole(8, 'r'),
  ];
  const roles = [role('r')];
  const told = tell(scenarioOf({ functions, timeline, roles, parameters: late, untilMs: 900 }));
  // At 5 the put has arrived, at 6 the removal as well, before the work begins is done.
  expect(told.answers).toEqual([
    '0 ok',
    '1 ok',
    '2 NoSuchEntity',
    '5 ok',
    '6 ResourceConflictException',
    '7 ok',
    '8 NoSuchEntity',
  ]);
  expect(told.life('f').slice(0, 2)).toEqual(['5 Pending Creating', '75 Active']);
});

test('IAM-4: with delays that vary, a change that was overtaken on its way is forgotten', () => {
  const functions = [fn('f', vpc('a', 'web'), { role: 'r' })];
  const timeline = [putPolicy(0, 'r', FULL), deletePolicy(1, 'r', 'vpc'), create(500, 'f')];
  const parameters = { propagationDelay: { kind: 'uniform', min: 0, max: 200 } as const };
  for (const seed of ['1', '2', '3', '4', '5', '6', '7', '8']) {
    const scenario = scenarioOf({ functions, timeline, roles: [role('r')], parameters, seed });
    expect(tell(scenario).answers).toEqual(['0 ok', '1 ok', `500 ${INVALID}`]);
  }
});

test('API-5: a RevisionId that is outdated is refused with 412, the present one is taken', () => {
  const functions = [fn('f', vpc('a', 'web'))];
  const timeline = [
    create(0, 'f'),
    // Active since 70: what was read before that is outdated, what was read then is not.
    sent(update(100, 'f', 'keep'), 69),
    sent(update(101, 'f', 'keep'), 70),
    sent(update(200, 'f', 'keep'), 101),
    sent(update(201, 'f', 'keep'), 150),
    sent(publish(300, 'f'), 201),
    sent(publish(301, 'f'), 250),
    // Publishing changed the RevisionId of $LATEST.
    sent(update(302, 'f', 'keep'), 300),
  ];
  const told = tell(scenarioOf({ functions, timeline, untilMs: 900 }));
  expect(told.answers).toEqual([
    '0 ok',
    `100 ${OUTDATED}`,
    '101 ok',
    `200 ${OUTDATED}`,
    '201 ok',
    `300 ${OUTDATED}`,
    '301 ok',
    `302 ${OUTDATED}`,
  ]);
  expect(told.result.actions[1]!.error).toEqual({
    code: OUTDATED,
    httpStatus: 412,
    message:
      'The Revision Id provided does not match the latest Revision Id. Call the ' +
      'GetFunction/GetAlias API to retrieve the latest Revision Id',
  });
});

test('API-1: ids that nothing has are malformed or not found, by their form', () => {
  const configs = [
    vpc('bad-format', 'sg-1'),
    vpc('a', 'bad-format'),
    vpc('subnet-00', 'sg-00'),
    vpc('subnet-00', 'web'),
  ];
  const texts = [
    "1 validation error detected: Value '[bad-format]' at 'vpcConfig.subnetIds' failed to satisfy " +
      'constraint: Member must satisfy constraint: [Member must have length less than or equal to ' +
      '1024, Member must have length greater than or equal to 0, Member must satisfy regular ' +
      'expression pattern: subnet-[0-9a-z]*]',
    "1 validation error detected: Value '[bad-format]' at 'vpcConfig.securityGroupIds' failed to " +
      'satisfy constraint: Member must satisfy constraint: [Member must have length less than or ' +
      'equal to 1024, Member must have length greater than or equal to 0, Member must satisfy ' +
      'regular expression pattern: sg-[0-9a-zA-Z]*]',
    'Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 ' +
      "Error Message: The security group 'sg-00' does not exist",
    'Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error ' +
      "Message: The subnet ID 'subnet-00' does not exist",
  ];
  const functions = configs.map((config, i) => fn(`f${i}`, config));
  const timeline = functions.map(({ id }) => create(0, id));
  const scenario = scenarioOf({ functions, timeline });
  const { network } = scenario;
  network.subnets = network.subnets.filter(({ id }) => id === 'a');
  network.securityGroups = network.securityGroups.filter(({ id }) => id === 'web');
  const { result } = tell(scenario);
  expect(result.actions.map(({ error }) => error!.message)).toEqual(texts);
  expect(result.subnets.map(({ id }) => id)).toEqual(['a']);
});

test('IAM-1: who may not invoke is refused, and no use of the function is counted', () => {
  const timeline = [create(0, 'f'), { ...invoke(10, 'f'), caller: 'dev' } as Action];
  const scenario = scenarioOf({ functions: [fn('f', null)], timeline });
  const told = tell({ ...scenario, callers: [{ id: 'dev', policies: [] }] });
  expect(told.answers).toEqual(['0 ok', '10 AccessDeniedException']);
  expect(told.result.functions[0]!.invocations).toEqual({ attempted: 0, succeeded: 0, failed: {} });
});
