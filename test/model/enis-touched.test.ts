import { expect, test } from 'vitest';
import {
  byHand,
  create,
  deleteGroup,
  deleteSubnet,
  deleteVpc,
  fn,
  invoke,
  remove,
  scenarioOf,
  update,
  vpc,
} from '../builders.ts';
import { tell } from './telling.ts';

const WEB = vpc('a', 'web');
const f = fn('f', WEB);
const DEPENDENCY = 'DependencyViolation';

test.each([
  ['deleteNetworkInterface', 99, 'InvalidParameterValue'],
  ['deleteNetworkInterface', 139, 'InvalidParameterValue'],
  ['deleteNetworkInterface', 140, 'ok'],
  ['deleteNetworkInterface', 230, 'InvalidNetworkInterfaceID.NotFound'],
  ['detachNetworkInterface', 99, 'OperationNotPermitted'],
  ['modifyNetworkInterface', 99, 'OperationNotPermitted'],
  ['detachNetworkInterface', 230, 'InvalidNetworkInterfaceID.NotFound'],
] as const)('ENI-5: %s by hand at %i ms is answered %s', (action, atMs, answer) => {
  const timeline = [create(0, 'f'), remove(100, 'f'), byHand(atMs, action, 'a', 'web')];
  timeline.sort((a, b) => a.atMs - b.atMs);
  const told = tell(scenarioOf({ functions: [f], timeline }));
  expect(told.answers).toContain(`${atMs} ${answer}`);
  expect(told.life('eni-1').at(-1)).toBe(answer === 'ok' ? '140 deleted' : '230 deleted');
});

test('ENI-5: the answer about an ENI in use names it, and only what is detached is deleted', () => {
  const timeline = [
    create(0, 'f'),
    byHand(90, 'deleteNetworkInterface', 'a', 'web'),
    remove(100, 'f'),
    create(150, 'f'),
    byHand(160, 'deleteNetworkInterface', 'a', 'web'),
  ];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 900 }));
  expect(told.result.actions[1]!.error!.message).toBe(
    "Network interface 'eni-1' is currently in use.",
  );
  expect(told.at(160).enis).toEqual(['eni-2 creating a/web 10.0.0.5']);
});

test('ENI-6: subnet, group and VPC stay while an ENI remains, a detached one too', () => {
  const timeline = [create(0, 'f'), remove(100, 'f')];
  for (const atMs of [0, 99, 229, 230]) {
    timeline.push(deleteSubnet(atMs, 'a'), deleteGroup(atMs, 'web'), deleteVpc(atMs, 'main'));
  }
  timeline.sort((a, b) => a.atMs - b.atMs);
  const told = tell(scenarioOf({ functions: [f], timeline }));
  const refused = (atMs: number) => Array(3).fill(`${atMs} ${DEPENDENCY}`);
  expect(told.answers).toEqual([
    '0 ok',
    ...refused(0),
    ...refused(99),
    '100 ok',
    ...refused(229),
    ...Array(3).fill('230 ok'),
  ]);
});

test('ENI-6: a refused delete that retries succeeds at the first try after the ENI is gone', () => {
  const retry = { everyMs: 30, forMs: 45_000 };
  const timeline = [create(0, 'f'), remove(100, 'f'), deleteGroup(101, 'web', retry)];
  const told = tell(scenarioOf({ functions: [f], timeline }));
  // 101, 131, ... 221, 251: the ENI goes at 230.
  expect(told.result.actions[2]).toMatchObject({ atMs: 251, ok: true, tries: 6 });
});

test.each([
  ['exactly reaches', 129, 230, true],
  ['misses by 1 ms', 128, 201, false],
])('ENI-6: a budget for retries that %s the end of the ENI', (_how, forMs, atMs, ok) => {
  const retry = { everyMs: 43, forMs };
  const timeline = [create(0, 'f'), remove(100, 'f'), deleteSubnet(101, 'a', retry)];
  // Tries at 101, 144, 187 and 230; the ENI goes at 230, which the last one sees.
  const told = tell(scenarioOf({ functions: [f], timeline }));
  expect(told.result.actions[2]).toMatchObject({ ok, atMs: ok ? atMs : 187, tries: ok ? 4 : 3 });
});

test('ENI-6: a VPC goes when its subnets and groups are gone', () => {
  const timeline = [
    deleteVpc(0, 'main'),
    deleteSubnet(1, 'a'),
    deleteVpc(1, 'main'),
    deleteGroup(2, 'web'),
    deleteVpc(2, 'main'),
    deleteVpc(3, 'main'),
  ];
  const told = tell(scenarioOf({ functions: [f], timeline }));
  expect(told.answers).toEqual([
    `0 ${DEPENDENCY}`,
    '1 ok',
    `1 ${DEPENDENCY}`,
    '2 ok',
    '2 ok',
    '3 InvalidVpcID.NotFound',
  ]);
});

test('ENI-7: a recreated ENI has another id and address, and nobody notices', () => {
  const timeline = [create(0, 'f'), invoke(600, 'f'), invoke(671, 'f')];
  const parameters = { eniRecreation: 500 };
  const told = tell(scenarioOf({ functions: [f], timeline, parameters, untilMs: 900 }));
  expect(told.life('eni-1')).toEqual([
    '0 creating',
    '70 ready',
    '640 draining',
    '680 available',
    '770 deleted',
  ]);
  expect(told.life('eni-2')).toEqual(['570 creating', '640 ready']);
  expect(told.at(800).enis).toEqual(['eni-2 ready a/web 10.0.0.5']);
  expect(told.invocations).toEqual(['600 f ok', '671 f ok']);
  expect(told.life('f')).toEqual(['0 Pending Creating', '70 Active']);
});

test('ENI-7: off by default', () => {
  const timeline = [create(0, 'f')];
  const parameters = { idleAfter: 1e9 };
  const told = tell(scenarioOf({ functions: [f], timeline, parameters, untilMs: 9e8 }));
  expect(told.rows.filter(({ to }) => to === 'creating')).toHaveLength(1);
});

test('ENI-7: a recreation without room is put off, and the old ENI stays', () => {
  const parameters = { eniRecreation: 400 };
  const timeline = [create(0, 'f')];
  const told = tell(
    scenarioOf({ functions: [f], timeline, parameters, free: { a: 1 }, untilMs: 999 }),
  );
  expect(told.life('eni-1')).toEqual(['0 creating', '70 ready']);
  const putOff = told.rows.filter(({ note }) => note === 'eni.recreationPutOff');
  expect(putOff.map(({ atMs, code }) => `${atMs} ${code}`)).toEqual([
    '470 SubnetOutOfIPAddresses',
    '870 SubnetOutOfIPAddresses',
  ]);
});

test('ENI-7: after an old update a recreated ENI still detaches in the usual time', () => {
  const functions = [f, fn('g', WEB)];
  const timeline = [create(0, 'f'), update(100, 'f', null), create(120, 'g')];
  const parameters = { eniRecreation: 200 };
  const told = tell(scenarioOf({ functions, timeline, parameters, untilMs: 600 }));
  expect(told.life('eni-1').slice(2)).toEqual([
    '111 draining',
    '120 ready',
    '390 draining',
    '430 available',
    '520 deleted',
  ]);
});
