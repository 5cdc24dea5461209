import { expect, test } from 'vitest';
import {
  create,
  fn,
  invoke,
  remove,
  SUBNET_USABLE,
  scenarioOf,
  setQuota,
  update,
  vpc,
} from '../builders.ts';
import { tell } from './telling.ts';

const own = (count: number, subnets: string) =>
  Array.from({ length: count }, (_, i) => fn(`f${i + 1}`, vpc(subnets, `g${i + 1}`)));
const LIMIT = 'Failed EniLimitExceeded';
const FULL = 'Failed SubnetOutOfIPAddresses';

test.each([
  ['their own groups', (i: number) => `g${i}`, 36],
  ['six groups', (i: number) => `g${i % 6}`, 18],
  ['one group', () => 'shared', 3],
])('P1: 12 functions in 3 subnets with %s', (_name, groupOf, enis) => {
  const functions = Array.from({ length: 12 }, (_, i) => fn(`f${i}`, vpc('a,b,c', groupOf(i))));
  const timeline = functions.map(({ id }) => create(0, id));
  const { result } = tell(scenarioOf({ functions, timeline, free: {}, untilMs: 100 }));
  const limited = enis === 36;
  // A /28 has room for 11 of 12, so the last function with groups of its own fails.
  expect(result.vpcs[0]!.enis).toBe(limited ? 33 : enis);
  const roomy = scenarioOf({ functions, timeline, untilMs: 100 });
  for (const subnet of roomy.network.subnets) subnet.cidr = subnet.cidr!.replace('/28', '/24');
  expect(tell(roomy).result.vpcs[0]!.enis).toBe(enis);
});

test.each([
  ['seed', 250, 84],
  ['current', 500, 167],
  ['seed', null, 167],
] as const)(
  'LIMIT-1: profile %s, quota %s: function %i of 3 subnets each is the first that fails',
  (profile, eniQuota, first) => {
    const functions = own(first + 1, 'a,b,c');
    const timeline = functions.map(({ id }) => create(0, id));
    const scenario = scenarioOf({ functions, timeline, eniQuota, profile, untilMs: 100 });
    for (const [i, subnet] of scenario.network.subnets.entries()) subnet.cidr = `10.${i}.0.0/16`;
    const told = tell(scenario);
    expect(told.life(`f${first - 1}`)[1]).toBe('70 Active');
    expect(told.life(`f${first}`)[1]).toBe(`3 ${LIMIT}`);
    expect(told.life(`f${first + 1}`)[1]).toBe(`3 ${LIMIT}`);
    expect(told.result.vpcs[0]).toMatchObject({ enis: 3 * (first - 1), peakEnis: 3 * (first - 1) });
  },
);

test('LIMIT-1: the quota may be reached exactly, and ENIs of other services count', () => {
  const functions = own(3, 'a');
  const timeline = functions.map(({ id }) => create(0, id));
  const told = tell(scenarioOf({ functions, timeline, eniQuota: 5, otherEnis: 3, untilMs: 100 }));
  expect(told.life('f2')[1]).toBe('70 Active');
  expect(told.life('f3')[1]).toBe(`3 ${LIMIT}`);
});

test('LIMIT-1: N new ENIs must all fit, or none is made', () => {
  const functions = own(1, 'a,b,c');
  const told = tell(scenarioOf({ functions, timeline: [create(0, 'f1')], eniQuota: 2 }));
  expect(told.life('f1')[1]).toBe(`3 ${LIMIT}`);
  expect(told.at(0).inUse).toEqual({ a: 0, b: 0, c: 0 });
});

test.each([
  ['draining', 139, `142 ${LIMIT}`],
  ['available', 229, `232 ${LIMIT}`],
  ['gone', 230, '230 Pending Creating'],
])(
  'LIMIT-1: an ENI that is %s counts against the quota till it is deleted',
  (_phase, atMs, end) => {
    const timeline = [create(0, 'f1'), remove(100, 'f1'), create(atMs, 'f2')];
    const told = tell(scenarioOf({ functions: own(2, 'a'), timeline, eniQuota: 1, untilMs: 240 }));
    expect(told.life('f2').at(-1)).toBe(end);
  },
);

test('LIMIT-1: a lower quota takes nothing away, and joining what exists needs no room', () => {
  const functions = [...own(2, 'a'), fn('joins', vpc('a', 'g1'))];
  const timeline = [create(0, 'f1'), setQuota(100, 0), create(101, 'f2'), create(102, 'joins')];
  const told = tell(scenarioOf({ functions, timeline, untilMs: 900 }));
  expect(told.life('f1').at(-1)).toBe('70 Active');
  expect(told.life('f2').at(-1)).toBe(`104 ${LIMIT}`);
  expect(told.life('joins').at(-1)).toBe('109 Active');
});

test('LIMIT-1: each VPC has a quota of its own', () => {
  const functions = [fn('f1', vpc('a', 'g1')), fn('f2', vpc('b', 'g2'))];
  const vpcOf = { b: 'other', g2: 'other' };
  const timeline = [create(0, 'f1'), create(0, 'f2')];
  const told = tell(scenarioOf({ functions, timeline, eniQuota: 1, vpcOf, untilMs: 100 }));
  expect(told.life('f2')[1]).toBe('70 Active');
  expect(told.result.vpcs.map(({ enis }) => enis)).toEqual([1, 1]);
});

test(`LIMIT-2: a /28 has ${SUBNET_USABLE} addresses, from .4 to .14; the 12th ENI fails`, () => {
  const functions = own(12, 'a');
  const timeline = functions.map(({ id }) => create(0, id));
  const told = tell(scenarioOf({ functions, timeline, untilMs: 100 }));
  const addresses = told.at(99).enis.map((eni) => eni.split(' ')[3]);
  expect(addresses).toEqual(Array.from({ length: 11 }, (_, i) => `10.0.0.${i + 4}`));
  expect(told.life('f12')[1]).toBe(`3 ${FULL}`);
  expect(told.result.subnets[0]).toEqual({ id: 'a', usable: 11, peakInUse: 11, inUse: 11 });
});

test('LIMIT-2: addresses that others hold are taken from the room', () => {
  const timeline = [create(0, 'f1'), create(0, 'f2')];
  const told = tell(scenarioOf({ functions: own(2, 'a'), timeline, free: { a: 1 }, untilMs: 100 }));
  expect(told.life('f1')[1]).toBe('70 Active');
  expect(told.life('f2')[1]).toBe(`3 ${FULL}`);
});

test('LIMIT-2: one full subnet of three fails the whole operation', () => {
  const free = { a: 1, b: 0, c: 1 };
  const functions = own(1, 'a,b,c');
  const told = tell(scenarioOf({ functions, timeline: [create(0, 'f1')], free }));
  expect(told.life('f1')[1]).toBe(`3 ${FULL}`);
  expect(told.at(0).inUse).toEqual({ a: 0, b: 0, c: 0 });
});

test('LIMIT-2: an update to new groups needs one address more than the function has', () => {
  const timeline = [create(0, 'f1'), update(100, 'f1', vpc('a', 'other'))];
  const run = (room: number) =>
    tell(scenarioOf({ functions: own(1, 'a'), timeline, free: { a: room }, untilMs: 900 }));
  expect(run(1).updates('f1').at(-1)).toBe('103 Failed SubnetOutOfIPAddresses');
  expect(run(2).updates('f1').at(-1)).toBe('170 Successful');
});

test('LIMIT-2: a detached ENI keeps its address until it is deleted, then the next one gets it', () => {
  const timeline = [create(0, 'f1'), remove(100, 'f1'), create(229, 'f2'), create(230, 'f3')];
  const told = tell(scenarioOf({ functions: own(3, 'a'), timeline, free: { a: 1 }, untilMs: 320 }));
  expect(told.life('f2')[1]).toBe(`232 ${FULL}`);
  expect(told.life('f3')[1]).toBe('300 Active');
  expect(told.at(310).enis).toEqual(['eni-2 ready a/g3 10.0.0.14']);
});

test('LIMIT-2: unused addresses are given out before used ones', () => {
  const timeline = [create(0, 'f1'), remove(100, 'f1'), create(300, 'f2')];
  const told = tell(scenarioOf({ functions: own(2, 'a'), timeline, untilMs: 900 }));
  expect(told.at(800).enis).toEqual(['eni-2 ready a/g2 10.0.0.5']);
});

const letters = (count: number) => Array.from({ length: count }, (_, i) => `s${i}`).join(',');

test.each([
  ['16 subnets', vpc(letters(16), 'g'), 'ok', ''],
  ['17 subnets', vpc(letters(17), 'g'), 'ValidationException', 'subnetIds'],
  ['5 groups', vpc('a', letters(5)), 'ok', ''],
  ['6 groups', vpc('a', letters(6)), 'ValidationException', 'securityGroupIds'],
  ['6 groups, one of them twice', vpc('a', `${letters(5)},s1`), 'ValidationException', 'than'],
])('LIMIT-3: %s in one configuration', (_name, config, code, text) => {
  const told = tell(scenarioOf({ functions: [fn('f', config)], timeline: [create(0, 'f')] }));
  expect(told.answers[0]).toBe(`0 ${code}`);
  expect(told.result.actions[0]!.error?.message ?? '').toContain(text);
  expect(told.at(0).version('f')?.state).toBe(code === 'ok' ? 'Pending' : undefined);
});

test('LIMIT-4: off by default; switched on, EC2 throttles the third create of a second', () => {
  const functions = [...own(3, 'a'), fn('none', null)];
  const timeline = [
    create(998, 'f1'),
    create(999, 'f2'),
    create(999, 'f3'),
    create(999, 'none'),
    create(1000, 'f3'),
  ];
  const all = tell(scenarioOf({ functions, timeline, untilMs: 1500 }));
  expect(all.answers.slice(0, 3)).toEqual(['998 ok', '999 ok', '999 ok']);
  const parameters = { ec2CallsPerSecond: 2 };
  const told = tell(scenarioOf({ functions, timeline, parameters, untilMs: 1500 }));
  expect(told.answers).toEqual([
    '998 ok',
    '999 ok',
    '999 InvalidParameterValueException',
    '999 ok',
    '1000 ok',
  ]);
  expect(told.result.actions[2]!.error!.message).toContain('throttled by EC2');
});

test('LOAD-4: calls to what failed for want of room are answered 409', () => {
  const timeline = [create(0, 'f1'), invoke(3, 'f1')];
  const told = tell(scenarioOf({ functions: own(1, 'a'), timeline, eniQuota: 0 }));
  expect(told.result.actions[1]!.error).toEqual({
    code: 'ResourceConflictException',
    httpStatus: 409,
    message:
      'The operation cannot be performed at this time. The function is currently in the ' +
      'following state: Failed',
  });
});
