import { expect, test } from 'vitest';
import { brokenInvariants } from '../../src/model/invariants.ts';
import type { Action } from '../../src/scenario/types.ts';
import {
  create,
  deleteGroup,
  deletePolicy,
  deleteRole,
  deleteSubnet,
  deleteVpc,
  FULL,
  fn,
  invoke,
  policy,
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
const NOT_FOUND = 'ResourceNotFoundException';
const vpcOf = { far: 'other', farGroup: 'other' };

/** What can be wrong with a configuration, in the order in which AWS looks, and its answer. */
const FAULTS = [
  ['tooMany', 'securityGroupIds'],
  ['groupGone', "The security group 'goneGroup' does not exist"],
  ['subnetGone', "The subnet ID 'gone' does not exist"],
  ['otherVpc', 'Security Groups are required to be in the same VPC'],
  ['roleGone', 'cannot be assumed by Lambda'],
  ['roleLacks', 'permissions to call CreateNetworkInterface on EC2'],
] as const;

test.each(FAULTS)(
  'API-1, API-2: the fault %s is the answer though all later ones are there',
  (fault, text) => {
    const place = FAULTS.findIndex(([name]) => name === fault);
    const has = (name: (typeof FAULTS)[number][0]) =>
      FAULTS.findIndex(([other]) => other === name) >= place;
    const subnets = has('subnetGone') ? 'a,gone' : 'a';
    const groups = [
      'web',
      ...(has('groupGone') ? ['goneGroup'] : []),
      ...(has('otherVpc') ? ['farGroup'] : []),
      ...(has('tooMany') ? ['web', 'web', 'web'] : []),
    ];
    const timeline = [deleteSubnet(0, 'gone'), deleteGroup(0, 'goneGroup'), create(1, 'f')];
    if (has('roleGone')) timeline.unshift(deleteRole(0, 'r'));
    const functions = [fn('f', vpc(subnets, groups.join(',')), { role: 'r' })];
    const told = tell(scenarioOf({ functions, timeline, roles: [role('r')], vpcOf }));
    const { code, httpStatus, message } = told.result.actions.at(-1)!.error!;
    expect(message).toContain(text);
    expect(code).toBe(fault === 'tooMany' ? 'ValidationException' : INVALID);
    expect(httpStatus).toBe(400);
    expect(told.at(1).version('f')).toBeUndefined();
  },
);

test('API-1: subnets of two VPCs are refused, and an update is checked like a create', () => {
  const functions = [fn('f', null, { role: 'r' })];
  const timeline = [
    create(0, 'f'),
    update(10, 'f', vpc('a,far', 'web')),
    update(11, 'f', vpc('a', 'web')),
    putPolicy(12, 'r', FULL),
    update(13, 'f', vpc('a', 'web')),
  ];
  const told = tell(scenarioOf({ functions, timeline, roles: [role('r')], vpcOf, untilMs: 500 }));
  expect(told.answers).toEqual(['0 ok', `10 ${INVALID}`, `11 ${INVALID}`, '12 ok', '13 ok']);
  expect(told.result.actions[1]!.error!.message).toContain('Subnets are required to be');
  expect(told.updates('f')).toEqual(['13 InProgress Creating', '83 Successful']);
});

test('API-2: what exists is not created twice, and what is gone is not deleted twice', () => {
  const functions = [fn('f', vpc('a', 'web'), { role: 'r' })];
  const timeline = [
    create(0, 'f'),
    create(1, 'f'),
    deletePolicy(2, 'r', 'none'),
    deleteRole(3, 'r'),
    deleteRole(4, 'r'),
    putPolicy(4, 'r', FULL),
    deletePolicy(4, 'r', null),
    deleteVpc(5, 'main'),
  ];
  const told = tell(scenarioOf({ functions, timeline, roles: [role('r', FULL)] }));
  expect(told.answers).toEqual([
    '0 ok',
    '1 ResourceConflictException',
    '2 NoSuchEntity',
    '3 ok',
    '4 NoSuchEntity',
    '4 NoSuchEntity',
    '4 NoSuchEntity',
    '5 DependencyViolation',
  ]);
  expect(told.result.actions[1]!.error).toMatchObject({
    httpStatus: 409,
    message: 'Function already exist: f',
  });
});

test.each([
  ['Update', update(10, 'f', 'keep'), 'f'],
  ['Publish', publish(10, 'f'), 'f'],
  ['Delete', remove(10, 'f'), 'f'],
  ['Invoke', invoke(10, 'f'), 'f'],
  ['Invoke async', invoke(10, 'f', 'async'), 'f'],
  ['Delete of a version', remove(10, 'g:7'), 'g:7'],
  ['Invoke of a version', invoke(10, 'g:7'), 'g:7'],
])('API-5: %s of an unknown function is answered 404', (_name, action, name) => {
  const functions = [fn('f', null), fn('g', null)];
  const told = tell(scenarioOf({ functions, timeline: [create(0, 'g'), action] }));
  const arn = `arn:aws:lambda:us-east-1:111122223333:function:${name}`;
  expect(told.result.actions[1]!.error).toEqual({
    code: NOT_FOUND,
    httpStatus: 404,
    message: `Function not found: ${arn}`,
  });
});

const deny = {
  name: 'deny',
  document: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'ec2:CreateNetworkInterface', Resource: '*' }],
  },
};
const narrow = {
  name: 'narrow',
  document: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'ec2:CreateNetworkInterface',
        Resource: ['arn:aws:ec2:*:*:network-interface/*', 'arn:aws:ec2:*:*:subnet/a'],
      },
    ],
  },
};

test.each([
  ['all that is needed', [FULL], 'ok', '70 Active'],
  ['nothing (implicit deny)', [], INVALID, undefined],
  ['all, and an explicit deny', [FULL, deny], INVALID, undefined],
  ['interfaces and subnets, but no groups (P7)', [narrow], INVALID, undefined],
  ['no Describe', [policy('create', 'delete')], 'ok', '3 Failed InsufficientRolePermissions'],
  ['no Delete', [policy('create', 'describe')], 'ok', '70 Active'],
])('IAM-1, IAM-4: a role with %s', (_name, policies, answer, state) => {
  const functions = [fn('f', vpc('a', 'web'), { role: 'r' })];
  const roles = [role('r', ...policies)];
  const told = tell(scenarioOf({ functions, timeline: [create(0, 'f')], roles, untilMs: 900 }));
  expect(told.answers).toEqual([`0 ${answer}`]);
  expect(told.life('f')[1]).toBe(state);
});

test('IAM-4: a role needs nothing to be invoked, and its owner nothing without a VPC', () => {
  const functions = [fn('f', vpc('a', 'web'), { role: 'r' }), fn('g', null, { role: 'r' })];
  const timeline = [
    create(0, 'f'),
    deletePolicy(100, 'r', null),
    invoke(101, 'f'),
    create(102, 'g'),
    invoke(110, 'g'),
  ];
  const roles = [role('r', FULL)];
  const told = tell(scenarioOf({ functions, timeline, roles, untilMs: 900 }));
  expect(told.invocations).toEqual(['101 f ok', '110 g ok']);
});

test('IAM-4, P6: a create before its policy fails, after it works', () => {
  const functions = [fn('f', vpc('a', 'web'), { role: 'r' })];
  const timeline = [create(1, 'f'), putPolicy(2, 'r', FULL), create(2, 'f')];
  const told = tell(scenarioOf({ functions, timeline, roles: [role('r')], untilMs: 900 }));
  expect(told.answers).toEqual([`1 ${INVALID}`, '2 ok', '2 ok']);
  expect(told.life('f')).toEqual(['2 Pending Creating', '72 Active']);
});

test('IAM-4: a subnet or group that goes between the answer and the work fails the work', () => {
  const functions = [fn('f', vpc('a', 'web'))];
  const gone = (action: Action) =>
    // While the function is Inactive nothing holds the network, and the wake checks only then.
    tell(scenarioOf({ functions, timeline: [create(0, 'f'), action, invoke(2001, 'f')] })).life(
      'f',
    );
  expect(gone(deleteSubnet(2000, 'a')).at(-1)).toBe('2004 Inactive InvalidSubnet');
  expect(gone(deleteGroup(2000, 'web')).at(-1)).toBe('2004 Inactive InvalidSecurityGroup');
});

test('API-3: a VPC of dedicated tenancy is refused, whatever else is right', () => {
  const scenario = scenarioOf({
    functions: [fn('f', vpc('a', 'web'))],
    timeline: [create(0, 'f')],
  });
  scenario.network.vpcs[0]!.tenancy = 'dedicated';
  const { result, answers } = tell(scenario);
  expect(answers).toEqual([`0 ${INVALID}`]);
  expect(result.pairings).toEqual([]);
});

test.each([
  ['one has no IPv6 range', null, `0 ${INVALID}`],
  ['all have both ranges', '2001:db8:0:9::/64', '0 ok'],
])('API-4: IPv6 needs dual-stack subnets: %s', (_name, ipv6Cidr, answer) => {
  const functions = [fn('f', vpc('a,b', 'web', 'dual'))];
  const scenario = scenarioOf({ functions, timeline: [create(0, 'f')] });
  scenario.network.subnets[1]!.ipv6Cidr = ipv6Cidr;
  expect(tell(scenario).answers).toEqual([answer]);
});

test.each([
  ['one of two has IPv6 alone', 'a,b', '', [null, '2001:db8::/64'], `0 ${INVALID}`],
  ['the only one has IPv6 alone', 'b', '', [null, '2001:db8::/64'], `0 ${INVALID}`],
  ['it has IPv6 alone and IPv6 is asked for', 'b', 'dual', [null, '2001:db8::/64'], `0 ${INVALID}`],
  ['both have IPv4', 'a,b', '', ['10.0.7.0/28', '2001:db8::/64'], '0 ok'],
] as const)('API-4: subnets of a function need IPv4: %s', (_name, ids, dual, blocks, answer) => {
  const functions = [fn('f', vpc(ids, 'web', dual))];
  const scenario = scenarioOf({ functions, timeline: [create(0, 'f')] });
  const subnet = scenario.network.subnets.find(({ id }) => id === 'b')!;
  [subnet.cidr, subnet.ipv6Cidr] = blocks;
  const { answers, rows } = tell(scenario);
  expect(answers).toEqual([answer]);
  const refused = rows.filter(({ note }) => note === 'call.refused');
  expect(refused.map(({ rule }) => rule)).toEqual(answer === '0 ok' ? [] : ['API-4']);
});

test('API-4: an update to a subnet with IPv6 alone is refused, and the function goes on', () => {
  const functions = [fn('f', vpc('a', 'web'))];
  const timeline = [create(0, 'f'), update(200, 'f', vpc('b', 'web'))];
  const scenario = scenarioOf({ functions, timeline });
  const subnet = scenario.network.subnets.find(({ id }) => id === 'b')!;
  [subnet.cidr, subnet.ipv6Cidr] = [null, '2001:db8::/64'];
  const { answers, life, updates } = tell(scenario);
  expect(answers).toEqual(['0 ok', `200 ${INVALID}`]);
  expect([updates('f'), life('f')[1]]).toEqual([[], '70 Active']);
});

test('STATE-8: an update to the same sets in another order is no change to publish', () => {
  const functions = [fn('f', vpc('a,b', 'web,db'))];
  const timeline = [
    create(0, 'f'),
    publish(100, 'f'),
    update(200, 'f', vpc('b,a', 'db,web,web')),
    publish(300, 'f'),
    update(400, 'f', 'keep'),
    publish(500, 'f'),
  ];
  const { rows } = tell(scenarioOf({ functions, timeline }));
  const told = rows.filter(({ note }) => note === 'version.same' || note === 'version.created');
  expect(told.map(({ atMs, note, subject }) => `${atMs} ${note} ${subject}`)).toEqual([
    '0 version.created f',
    '100 version.created f:1',
    '300 version.same f:1',
    '500 version.created f:2',
  ]);
});

test('two VPCs may use the same addresses', () => {
  const functions = [fn('f', vpc('a', 'web')), fn('g', vpc('far', 'farGroup'))];
  const timeline = functions.map(({ id }) => create(0, id));
  const scenario = scenarioOf({ functions, timeline, vpcOf });
  for (const subnet of scenario.network.subnets) subnet.cidr = '10.0.1.0/28';
  const { state } = tell(scenario).at(100);
  expect(brokenInvariants(state)).toEqual([]);
  expect(tell(scenario).at(100).enis).toHaveLength(2);
});
