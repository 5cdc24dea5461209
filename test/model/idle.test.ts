import { expect, test } from 'vitest';
import {
  create,
  fn,
  invoke,
  publish,
  scenarioOf,
  setQuota,
  TIMERS,
  update,
  vpc,
} from '../builders.ts';
import { tell } from './telling.ts';

const WEB = vpc('a', 'web');
const f = fn('f', WEB);
const { idleAfter } = TIMERS;
const DAY = 86_400_000;

test.each([
  ['seed', 30],
  ['current', 14],
] as const)('IDLE-1: in the profile %s a version falls idle after %i days', (profile, days) => {
  const { idleAfter: _, ...others } = TIMERS;
  const timeline = [create(0, 'f')];
  const scenario = scenarioOf({ functions: [f], timeline, untilMs: 40 * DAY, profile });
  scenario.parameters = others;
  expect(tell(scenario).life('f').at(-1)).toBe(`${days * DAY} Inactive Idle`);
});

test('IDLE-1: each version has a clock of its own, which every attempt sets back', () => {
  const timeline = [
    create(0, 'f'),
    publish(100, 'f'),
    invoke(300, 'f:1'),
    invoke(400, 'f', 'async'),
    invoke(900, 'f:1'),
  ];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 3000 }));
  expect(told.life('f').at(-1)).toBe('1400 Inactive Idle');
  expect(told.life('f:1').at(-1)).toBe('1900 Inactive Idle');
});

test('IDLE-1: a refused attempt counts as use too, and so does an update', () => {
  const functions = [f, fn('g', WEB)];
  const timeline = [create(0, 'f'), create(0, 'g'), invoke(60, 'f'), update(500, 'g', 'keep')];
  const told = tell(scenarioOf({ functions, timeline, untilMs: 3000 }));
  expect(told.invocations).toEqual(['60 f pendingInvoke']);
  expect(told.life('f').at(-1)).toBe('1060 Inactive Idle');
  expect(told.life('g').at(-1)).toBe('1500 Inactive Idle');
});

test('IDLE-1: a call at a version that has no call of its own leaves the other idle', () => {
  const functions = [fn('f', null)];
  const timeline = [create(0, 'f'), publish(10, 'f'), invoke(500, 'f:1')];
  const told = tell(scenarioOf({ functions, timeline, untilMs: 1400 }));
  expect(told.life('f').at(-1)).toBe('1000 Inactive Idle');
  expect(told.life('f:1')).toEqual(['10 Active']);
});

test('IDLE-2: an ENI that another version holds outlives an idle one', () => {
  const functions = [f, fn('g', vpc('a,b', 'web'))];
  const timeline = [create(0, 'f'), create(0, 'g'), invoke(500, 'f')];
  const told = tell(scenarioOf({ functions, timeline, untilMs: 1450 }));
  expect(told.life('g').at(-1)).toBe('1000 Inactive Idle');
  expect(told.at(1400).enis).toEqual(['eni-1 ready a/web 10.0.0.4']);
  expect(told.life('eni-2').slice(2)).toEqual(['1000 draining', '1040 available', '1130 deleted']);
});

test.each([
  ['1 ms before', idleAfter - 1, '999 f ok', ['70 Active', '1999 Inactive Idle']],
  ['exactly at', idleAfter, '1000 f inactiveInvoke', ['70 Active', '1000 Inactive Idle']],
  ['1 ms after', idleAfter + 1, '1001 f inactiveInvoke', ['70 Active', '1000 Inactive Idle']],
])('IDLE-5: an invocation %s the threshold', (_when, atMs, call, life) => {
  const timeline = [create(0, 'f'), invoke(atMs, 'f')];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 2000 }));
  expect(told.invocations).toEqual([call]);
  expect(told.life('f').slice(1, 3)).toEqual(life);
});

test('IDLE-5: after a use the threshold counts from the use', () => {
  const calls = [400, 1399, 2399].map((atMs) => invoke(atMs, 'f'));
  const told = tell(scenarioOf({ functions: [f], timeline: [create(0, 'f'), ...calls] }));
  expect(told.invocations).toEqual(['400 f ok', '1399 f ok', '2399 f inactiveInvoke']);
});

test('IDLE-6: an update wakes an Inactive function, a failed one leaves it Inactive', () => {
  const timeline = [
    create(0, 'f'),
    setQuota(1400, 0),
    update(1500, 'f', 'keep'),
    setQuota(1600, 1),
    update(1700, 'f', 'keep'),
    invoke(1700, 'f'),
    invoke(1770, 'f'),
  ];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 2600 }));
  expect(told.updates('f')).toEqual([
    '1500 InProgress Creating',
    '1503 Failed EniLimitExceeded',
    '1700 InProgress Creating',
    '1770 Successful',
  ]);
  expect(told.life('f').slice(2)).toEqual(['1000 Inactive Idle', '1770 Active']);
  expect(told.invocations).toEqual(['1700 f inactiveInvoke', '1770 f ok']);
});

test('IDLE-6: provisioned concurrency keeps its version active, reserved keeps none', () => {
  const functions = [fn('f', WEB, { provisionedVersions: [1], concurrency: 5 })];
  const timeline = [create(0, 'f'), publish(100, 'f')];
  const told = tell(scenarioOf({ functions, timeline }));
  expect(told.life('f').at(-1)).toBe('1000 Inactive Idle');
  expect(told.life('f:1')).toEqual(['100 Active']);
});

test('IDLE-2, IDLE-6: who falls idle during an update keeps what the update needs', () => {
  const timeline = [create(0, 'f'), invoke(80, 'f'), update(100, 'f', vpc('a,b', 'web'))];
  const parameters = { idleAfter: 50 };
  const told = tell(scenarioOf({ functions: [f], timeline, parameters, untilMs: 400 }));
  // Last used at 100, by the update, which lasts until 170; the use at 80 was a wake.
  expect(told.life('f')).toEqual([
    '0 Pending Creating',
    '70 Active',
    '70 Inactive Idle',
    '80 Pending Restoring',
    '87 Active',
    '150 Inactive Idle',
    '170 Active',
    '170 Inactive Idle',
  ]);
  expect(told.at(169).enis).toEqual([
    'eni-1 ready a/web 10.0.0.4',
    'eni-2 creating b/web 10.0.1.4',
  ]);
});

test('IDLE-2: who falls idle during an update gives up at once what the update does not need', () => {
  const functions = [fn('f', vpc('a,b', 'web'))];
  const timeline = [create(0, 'f'), update(100, 'f', WEB)];
  const parameters = { detachUpdate: 1500 };
  const told = tell(scenarioOf({ functions, timeline, parameters, untilMs: 1600 }));
  expect(told.life('f').slice(2)).toEqual(['1100 Inactive Idle']);
  expect(told.life('eni-2').slice(2)).toEqual(['1100 draining', '1140 available', '1230 deleted']);
  expect(told.at(1599).enis).toEqual(['eni-1 ready a/web 10.0.0.4']);
});
