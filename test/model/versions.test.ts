import { expect, test } from 'vitest';
import { create, fn, invoke, publish, remove, scenarioOf, update, vpc } from '../builders.ts';
import { tell } from './telling.ts';

const WEB = vpc('a', 'web');
const DB = vpc('a', 'db');
const f = fn('f', WEB);
const CONFLICT = 'ResourceConflictException';

test('STATE-8: a published version is Active at once and shares what $LATEST holds', () => {
  const told = tell(scenarioOf({ functions: [f], timeline: [create(0, 'f'), publish(80, 'f')] }));
  expect(told.life('f:1')[0]).toBe('80 Active');
  expect(told.at(80).holders('a/web')).toEqual(['f', 'f:1']);
  expect(told.at(80).inUse).toEqual({ a: 1 });
});

test('STATE-8: PublishVersion without a change returns the newest version, with one a new one', () => {
  const timeline = [
    create(0, 'f'),
    publish(80, 'f'),
    publish(81, 'f'),
    update(90, 'f', 'keep'),
    publish(100, 'f'),
    publish(101, 'f'),
  ];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 900 }));
  const about = ({ note }: { note: string }) =>
    note === 'version.same' || note === 'version.created';
  expect(
    told.rows.filter(about).map(({ atMs, note, subject }) => `${atMs} ${note} ${subject}`),
  ).toEqual([
    '0 version.created f',
    '80 version.created f:1',
    '81 version.same f:1',
    '100 version.created f:2',
    '101 version.same f:2',
  ]);
  expect(told.answers.every((answer) => answer.endsWith(' ok'))).toBe(true);
});

test('STATE-8: an update that failed is no change to publish', () => {
  const timeline = [create(0, 'f'), publish(80, 'f'), update(100, 'f', DB), publish(110, 'f')];
  const told = tell(scenarioOf({ functions: [f], timeline, free: { a: 1 }, untilMs: 900 }));
  expect(told.updates('f')[1]).toBe('103 Failed SubnetOutOfIPAddresses');
  expect(told.at(110).version('f:2')).toBeUndefined();
});

test('STATE-8: a version freezes its configuration: $LATEST moves on, the ENI stays', () => {
  const timeline = [create(0, 'f'), publish(80, 'f'), update(100, 'f', DB)];
  const look = tell(scenarioOf({ functions: [f], timeline, untilMs: 1500 })).at(900);
  expect(look.enis).toEqual(['eni-1 ready a/web 10.0.0.4', 'eni-2 ready a/db 10.0.0.5']);
  expect(look.holders('a/web')).toEqual(['f:1']);
  expect(look.holders('a/db')).toEqual(['f']);
});

test('STATE-8: published with the create or with an update, a version has a Pending of its own', () => {
  const timeline = [create(0, 'f', 'publish'), update(100, 'f', DB, 'publish'), invoke(169, 'f:2')];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 900 }));
  expect(told.life('f:1')).toEqual(['0 Pending Creating', '70 Active']);
  expect(told.life('f:2')).toEqual(['100 Pending Creating', '170 Active']);
  expect(told.life('f')).toEqual(['0 Pending Creating', '70 Active']);
  expect(told.invocations).toEqual(['169 f:2 pendingInvoke']);
  expect(told.at(800).holders('a/db')).toEqual(['f', 'f:2']);
  expect(told.at(800).holders('a/web')).toEqual(['f:1']);
});

test('STATE-8: what was published with an update is not published again', () => {
  const timeline = [create(0, 'f'), update(100, 'f', DB, 'publish'), publish(200, 'f')];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 900 }));
  expect(told.rows.find(({ note }) => note === 'version.same')).toMatchObject({
    atMs: 200,
    subject: 'f:1',
  });
});

test('STATE-8: a version published while $LATEST is Inactive makes itself ready', () => {
  const timeline = [create(0, 'f'), publish(1200, 'f')];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 1500 }));
  expect(told.life('f')).toEqual(['0 Pending Creating', '70 Active', '1000 Inactive Idle']);
  expect(told.life('f:1')).toEqual(['1200 Pending Creating', '1270 Active']);
});

const MIN = 60_000;
const stuck = { stuckPendingAfter: 6 * MIN, eniCreation: 15 * MIN };

test.each([
  ['an update of the configuration', update(0, 'f', DB)],
  ['an update of the code', update(0, 'f', 'keep')],
  ['a publish', publish(0, 'f')],
])('STATE-9: %s after exactly 6 minutes changes nothing, 1 ms later it cancels', (_name, call) => {
  const run = (atMs: number) =>
    tell(
      scenarioOf({
        functions: [f],
        timeline: [create(0, 'f'), { ...call, atMs }],
        untilMs: 20 * MIN,
        parameters: { ...stuck, idleAfter: 60 * MIN },
      }),
    );
  const exactly = run(6 * MIN);
  expect(exactly.life('f')).toEqual(['0 Pending Creating', `${15 * MIN} Active`]);
  const later = run(6 * MIN + 1);
  expect(later.life('f')).toEqual(['0 Pending Creating', `${6 * MIN + 1} Failed InternalError`]);
  for (const told of [exactly, later]) expect(told.answers[1]).toContain(CONFLICT);
});

test('STATE-9: what only the cancelled version waited for is never made, and its room is free', () => {
  const timeline = [create(0, 'f'), update(61, 'f', DB)];
  const told = tell(scenarioOf({ functions: [f], timeline }));
  expect(told.life('eni-1')).toEqual(['0 creating', '61 failed']);
  expect(told.at(61).inUse).toEqual({ a: 0 });
});

test('STATE-9: who waits with the cancelled version gets the ENI all the same', () => {
  const functions = [f, fn('g', WEB)];
  const timeline = [create(0, 'f'), create(10, 'g'), update(61, 'f', DB)];
  const told = tell(scenarioOf({ functions, timeline, untilMs: 900 }));
  expect(told.life('f')[1]).toBe('61 Failed InternalError');
  expect(told.life('g')[1]).toBe('70 Active');
  expect(told.life('eni-1')).toEqual(['0 creating', '70 ready']);
});

test('STATE-9: of a cancelled creation the ENIs that are ready already drain', () => {
  const functions = [fn('g', WEB), fn('f', vpc('a,b', 'web'))];
  const timeline = [create(0, 'g'), create(90, 'f'), remove(100, 'g'), publish(151, 'f')];
  const told = tell(scenarioOf({ functions, timeline }));
  expect(told.life('f')).toEqual(['90 Pending Creating', '151 Failed InternalError']);
  expect(told.life('eni-1').slice(2)).toEqual(['151 draining', '191 available', '281 deleted']);
  expect(told.life('eni-2')).toEqual(['90 creating', '151 failed']);
});
