import { expect, test } from 'vitest';
import {
  create,
  FULL,
  fn,
  invoke,
  policy,
  putPolicy,
  remove,
  role,
  scenarioOf,
  setQuota,
  vpc,
} from '../builders.ts';
import { tell } from './telling.ts';

const WEB = vpc('a', 'web');
const f = fn('f', WEB);

test('IDLE-3: the call that wakes it fails, the next meets it Pending, then calls run', () => {
  const timeline = [create(0, 'f'), ...[2000, 2069, 2070].map((atMs) => invoke(atMs, 'f'))];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 2900 }));
  expect(told.invocations).toEqual(['2000 f inactiveInvoke', '2069 f pendingInvoke', '2070 f ok']);
  expect(told.life('f').slice(2)).toEqual([
    '1000 Inactive Idle',
    '2000 Pending Restoring',
    '2070 Active',
  ]);
  expect(told.result.actions[1]!.error).toMatchObject({
    code: 'ResourceNotReadyException',
    httpStatus: 502,
  });
});

test('IDLE-3: of three calls at once the first wakes it and the others meet it Pending', () => {
  const timeline = [create(0, 'f'), invoke(2000, 'f', '', 3)];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 2900 }));
  expect(told.invocations).toEqual(['2000 f inactiveInvoke', '2000 f pendingInvoke x2']);
  expect(told.result.functions[0]!.invocations).toEqual({
    attempted: 3,
    succeeded: 0,
    failed: { ResourceNotReadyException: 1, ResourceConflictException: 2 },
  });
});

test.each([
  ['in a VPC, by default', WEB, 'ResourceNotReadyException', 'ResourceNotReadyException', 502],
  [
    'in a VPC, by the switch',
    WEB,
    'CodeArtifactUserPendingException',
    'CodeArtifactUserPendingException',
    409,
  ],
  ['outside a VPC', null, 'ResourceNotReadyException', 'CodeArtifactUserPendingException', 409],
] as const)(
  'IDLE-3: the error of the call that wakes, %s',
  (_n, config, choice, code, httpStatus) => {
    const timeline = [create(0, 'f'), invoke(2000, 'f')];
    const parameters = { inactiveInvokeError: choice };
    const told = tell(scenarioOf({ functions: [fn('f', config)], timeline, parameters }));
    expect(told.result.actions[1]!.error).toMatchObject({ code, httpStatus });
  },
);

test('IDLE-3: waking needs only an allocation while another version keeps the ENI', () => {
  const functions = [f, fn('g', WEB)];
  const timeline = [create(0, 'f'), create(0, 'g'), invoke(900, 'g'), invoke(1200, 'f')];
  const told = tell(scenarioOf({ functions, timeline, untilMs: 1800 }));
  expect(told.life('f').slice(2)).toEqual([
    '1000 Inactive Idle',
    '1200 Pending Restoring',
    '1207 Active',
  ]);
});

test('IDLE-3: an asynchronous call is accepted, wakes the version and runs when it is awake', () => {
  const timeline = [create(0, 'f'), invoke(2000, 'f', 'async', 2)];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 2900 }));
  expect(told.answers[1]).toBe('2000 ok');
  // Tried at 2000 and every 25 ms; awake at 2070.
  expect(told.invocations).toEqual(['2075 f ok x2']);
  expect(told.life('f')[3]).toBe('2000 Pending Restoring');
});

test('IDLE-3: an asynchronous call whose function is deleted fails at its next try', () => {
  const timeline = [create(0, 'f'), invoke(2000, 'f', 'async'), remove(2071, 'f')];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 2900 }));
  expect(told.invocations).toEqual(['2075 f functionNotFound']);
});

test('IDLE-4: a wake that fails leaves it Inactive with the reason, and a later one succeeds', () => {
  const timeline = [
    create(0, 'f'),
    setQuota(1500, 0),
    invoke(2000, 'f'),
    setQuota(2001, 1),
    invoke(2004, 'f'),
  ];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 2900 }));
  expect(told.life('f').slice(3)).toEqual([
    '2000 Pending Restoring',
    '2003 Inactive EniLimitExceeded',
    '2004 Pending Restoring',
    '2074 Active',
  ]);
  expect(told.invocations).toEqual(['2000 f inactiveInvoke', '2004 f inactiveInvoke']);
});

test('IDLE-4: a role that lost its permission keeps it Inactive', () => {
  const functions = [fn('f', WEB, { role: 'r' })];
  const timeline = [
    create(0, 'f'),
    putPolicy(1500, 'r', policy('create', 'delete')),
    invoke(2000, 'f'),
  ];
  const told = tell(scenarioOf({ functions, timeline, roles: [role('r', FULL)], untilMs: 2900 }));
  expect(told.life('f').at(-1)).toBe('2003 Inactive InsufficientRolePermissions');
});
