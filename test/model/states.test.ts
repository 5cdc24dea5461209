import { expect, test } from 'vitest';
import {
  create,
  fn,
  invoke,
  publish,
  remove,
  scenarioOf,
  setQuota,
  TIMERS,
  update,
  vpc,
} from '../builders.ts';
import { tell } from './telling.ts';

const WEB = vpc('a', 'web');
const DB = vpc('a', 'db');
const f = fn('f', WEB);
const CONFLICT = 'ResourceConflictException';

test('STATE-1: created Pending without an update status, then Active, Successful, anew', () => {
  const told = tell(scenarioOf({ functions: [f], timeline: [create(0, 'f')] }));
  expect(told.at(69).version('f')).toMatchObject({
    state: 'Pending',
    reason: 'Creating',
    updateStatus: null,
  });
  const active = told.at(70).version('f')!;
  expect(active).toMatchObject({ state: 'Active', reason: null, updateStatus: 'Successful' });
  expect(active.revision).toBeGreaterThan(told.at(69).version('f')!.revision);
});

test('STATE-1: a function without a VPC takes only the provisioning', () => {
  const told = tell(scenarioOf({ functions: [fn('f', null)], timeline: [create(0, 'f')] }));
  expect(told.life('f').slice(0, 2)).toEqual(['0 Pending Creating', '3 Active']);
});

test('STATE-2: ENIs are created in parallel and the slowest decides', () => {
  const functions = [fn('f', vpc('a,b,c,d', 'web'))];
  const eniCreation = { kind: 'uniform', min: 10, max: 500 } as const;
  const parameters = { eniCreation, operationJitter: 1 };
  const told = tell(scenarioOf({ functions, timeline: [create(0, 'f')], parameters }));
  const readyMs = told.result.pairings.map(({ enis }) => enis[0]!.readyAtMs!);
  expect(new Set(readyMs).size).toBe(4);
  expect(told.life('f')[1]).toBe(`${Math.max(...readyMs)} Active`);
});

test('STATE-2, SHARE-4: a call in the millisecond the ENI becomes ready succeeds, not before', () => {
  const timeline = [create(0, 'f'), invoke(69, 'f'), invoke(70, 'f')];
  const told = tell(scenarioOf({ functions: [f], timeline }));
  expect(told.invocations).toEqual(['69 f pendingInvoke', '70 f ok']);
});

test.each([
  ['Invoke', invoke(69, 'f'), 'in the following state: Pending'],
  ['UpdateFunctionCode', update(59, 'f', 'keep'), 'An update is in progress for resource: arn:'],
  ['UpdateFunctionConfiguration', update(59, 'f', DB), 'An update is in progress for resource'],
  ['PublishVersion', publish(59, 'f'), ':111122223333:function:f'],
  ['DeleteFunction', remove(69, 'f'), 'in the following state: Pending'],
])('STATE-3: while Pending %s is refused with 409 and changes nothing', (_name, action, text) => {
  const told = tell(scenarioOf({ functions: [f], timeline: [create(0, 'f'), action] }));
  expect(told.result.actions[1]!.error).toMatchObject({ code: CONFLICT, httpStatus: 409 });
  expect(told.result.actions[1]!.error!.message).toContain(text);
  expect(told.life('f').slice(0, 2)).toEqual(['0 Pending Creating', '70 Active']);
  expect(told.at(70).version('f')!.config).toEqual({ subnets: [0], groups: [0], dualStack: false });
});

test('STATE-3: a published version that is Pending is not deleted either', () => {
  const timeline = [create(0, 'f', 'publish'), remove(69, 'f:1'), remove(70, 'f:1')];
  expect(tell(scenarioOf({ functions: [f], timeline })).answers).toEqual([
    '0 ok',
    `69 ${CONFLICT}`,
    '70 ok',
  ]);
});

test('STATE-4: what failed stays Failed, holds nothing, and is made anew after a delete', () => {
  const timeline = [
    create(0, 'f'),
    update(10, 'f', DB),
    publish(10, 'f'),
    invoke(10, 'f'),
    setQuota(11, 5),
    remove(12, 'f'),
    create(12, 'f'),
  ];
  const told = tell(scenarioOf({ functions: [f], timeline, eniQuota: 0, untilMs: 500 }));
  expect(told.life('f')).toEqual([
    '0 Pending Creating',
    '3 Failed EniLimitExceeded',
    '12 gone',
    '12 Pending Creating',
    '82 Active',
  ]);
  expect(told.answers.slice(1)).toEqual([
    `10 ${CONFLICT}`,
    `10 ${CONFLICT}`,
    `10 ${CONFLICT}`,
    '11 ok',
    '12 ok',
    '12 ok',
  ]);
  expect(told.at(11).inUse).toEqual({ a: 0 });
});

test('STATE-5: an update shows the new configuration and runs on the old one until it is done', () => {
  const timeline = [create(0, 'f'), update(100, 'f', DB), invoke(150, 'f')];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 900 }));
  const during = told.at(150).version('f')!;
  expect(during).toMatchObject({
    state: 'Active',
    updateStatus: 'InProgress',
    config: { groups: [0] },
  });
  expect(during.operation!.config!.groups).toEqual([1]);
  expect(told.invocations).toEqual(['150 f ok']);
  expect(told.at(169).enis).toEqual(['eni-1 ready a/web 10.0.0.4', 'eni-2 creating a/db 10.0.0.5']);
  expect(told.updates('f')).toEqual(['100 InProgress Creating', '170 Successful']);
  expect(told.at(170).version('f')!.config!.groups).toEqual([1]);
  expect(told.at(170).enis).toEqual(['eni-1 draining a/web 10.0.0.4', 'eni-2 ready a/db 10.0.0.5']);
});

test('STATE-5: an update that fails leaves the old configuration serving, and no ENI behind', () => {
  const timeline = [
    create(0, 'f'),
    update(100, 'f', DB),
    invoke(101, 'f'),
    update(104, 'f', 'keep'),
  ];
  const told = tell(scenarioOf({ functions: [f], timeline, free: { a: 1 }, untilMs: 900 }));
  expect(told.updates('f')).toEqual([
    '100 InProgress Creating',
    '103 Failed SubnetOutOfIPAddresses',
    '104 InProgress Creating',
    '107 Successful',
  ]);
  expect(told.life('f')).toEqual(['0 Pending Creating', '70 Active']);
  expect(told.invocations).toEqual(['101 f ok']);
  expect(told.at(800).enis).toEqual(['eni-1 ready a/web 10.0.0.14']);
  expect(told.at(800).version('f')!.config!.groups).toEqual([0]);
});

test('STATE-5: a function without a VPC goes on running without one until its update is done', () => {
  const timeline = [create(0, 'f'), update(100, 'f', WEB), invoke(169, 'f'), invoke(170, 'f')];
  const told = tell(scenarioOf({ functions: [fn('f', null)], timeline, untilMs: 900 }));
  expect(told.at(169).version('f')!.config).toBeNull();
  expect(told.invocations).toEqual(['169 f ok', '170 f ok']);
});

test.each([
  ['UpdateFunctionCode', update(169, 'f', 'keep'), `169 ${CONFLICT}`],
  ['UpdateFunctionConfiguration', update(169, 'f', WEB), `169 ${CONFLICT}`],
  ['PublishVersion', publish(169, 'f'), `169 ${CONFLICT}`],
  ['Invoke', invoke(169, 'f'), '169 ok'],
  ['DeleteFunction', remove(169, 'f'), '169 ok'],
  ['UpdateFunctionCode after it', update(170, 'f', 'keep'), '170 ok'],
  ['PublishVersion after it', publish(170, 'f'), '170 ok'],
])(
  'STATE-6: while an update is InProgress, %s is answered as AWS does',
  (_name, action, answer) => {
    const timeline = [create(0, 'f'), update(100, 'f', DB), action];
    expect(tell(scenarioOf({ functions: [f], timeline })).answers[2]).toBe(answer);
  },
);

test('STATE-6: an update that goes on for more than the stuck time is not cancelled', () => {
  const timeline = [create(0, 'f'), update(100, 'f', DB), update(168, 'f', WEB)];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 900 }));
  expect(told.updates('f')).toEqual(['100 InProgress Creating', '170 Successful']);
});

test('STATE-7: both lists empty detach: InProgress, then no VPC, and the ENI goes the fast way', () => {
  const timeline = [create(0, 'f'), update(100, 'f', vpc('', ''))];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 900 }));
  expect(told.updates('f')).toEqual(['100 InProgress Creating', '111 Successful']);
  expect(told.at(110).version('f')!.config).not.toBeNull();
  expect(told.at(111).version('f')!.config).toBeNull();
  const availableMs = 111 + TIMERS.detachOnUpdate;
  expect(told.life('eni-1').slice(2)).toEqual([
    '111 draining',
    `${availableMs} available`,
    `${availableMs + TIMERS.reap} deleted`,
  ]);
});

test.each([
  ['no subnets', vpc('', 'web')],
  ['no groups', vpc('a', '')],
])('STATE-7: %s alone is refused with AWS its text', (_name, config) => {
  const timeline = [create(0, 'f'), update(100, 'f', config)];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 900 }));
  expect(told.result.actions[1]!.error).toEqual({
    code: 'InvalidParameterValueException',
    httpStatus: 400,
    message: 'SubnetIds and SecurityIds must coexist or be both empty list.',
  });
  expect(told.updates('f')).toEqual([]);
});

test('STATE-7: an update that says nothing of the VPC changes nothing of it', () => {
  const timeline = [create(0, 'f'), update(100, 'f', 'keep')];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 900 }));
  expect(told.updates('f')).toEqual(['100 InProgress Creating', '103 Successful']);
  expect(told.at(800).enis).toEqual(['eni-1 ready a/web 10.0.0.4']);
});
