import { expect, test } from 'vitest';
import {
  create,
  fn,
  invoke,
  publish,
  remove,
  scenarioOf,
  TIMERS,
  update,
  vpc,
} from '../builders.ts';
import { tell } from './telling.ts';

const { eniCreation, eniAllocation, detach, reap } = TIMERS;

test('SHARE-1: groups in another order, and repeated, are the same pairing: one ENI', () => {
  const functions = [fn('f', vpc('a', 'web,db')), fn('g', vpc('a', 'db,web,db'))];
  const told = tell(scenarioOf({ functions, timeline: [create(0, 'f'), create(200, 'g')] }));
  expect(told.at(300).enis).toEqual(['eni-1 ready a/db+web 10.0.0.4']);
  expect(told.at(300).holders('a/db+web')).toEqual(['f', 'g']);
});

test('SHARE-1: eleven groups are sorted as a set, not as text', () => {
  const many = Array.from({ length: 11 }, (_, i) => `sg${i}`).join(',');
  const functions = [
    fn('all', vpc('a', many)),
    fn('f', vpc('b', 'sg10,sg2')),
    fn('g', vpc('b', 'sg2,sg10')),
  ];
  const told = tell(
    scenarioOf({
      functions,
      timeline: [create(0, 'f'), create(0, 'g')],
      parameters: { securityGroupsPerConfigMax: 11 },
    }),
  );
  expect(told.at(100).enis).toHaveLength(1);
});

test('SHARE-1: a part of the groups, another subnet or the dual-stack flag is another pairing', () => {
  const functions = [
    fn('f', vpc('a', 'web')),
    fn('g', vpc('a', 'web,db')),
    fn('h', vpc('b', 'web')),
    fn('i', vpc('a', 'web', 'dual')),
  ];
  const timeline = functions.map(({ id }) => create(0, id));
  expect(tell(scenarioOf({ functions, timeline })).at(100).enis).toEqual([
    'eni-1 ready a/web 10.0.0.4',
    'eni-2 ready a/db+web 10.0.0.5',
    'eni-3 ready b/web 10.0.1.4',
    'eni-4 ready a/web/dual 10.0.0.6',
  ]);
});

test('SHARE-2: three subnets are three pairings; an overlap of one shares that one', () => {
  const functions = [fn('f', vpc('a,b,c', 'web')), fn('g', vpc('c,d', 'web'))];
  const told = tell(scenarioOf({ functions, timeline: [create(0, 'f'), create(0, 'g')] }));
  expect(told.at(100).inUse).toEqual({ a: 1, b: 1, c: 1, d: 1 });
  expect(told.at(100).holders('c/web')).toEqual(['f', 'g']);
  expect(told.at(100).holders('a/web')).toEqual(['f']);
});

test('SHARE-2: a subnet written twice is one pairing', () => {
  const told = tell(
    scenarioOf({ functions: [fn('f', vpc('a,a', 'web'))], timeline: [create(0, 'f')] }),
  );
  expect(told.at(100).enis).toHaveLength(1);
  expect(told.life('f')[1]).toBe('70 Active');
});

test('SHARE-3: 200 functions and their versions share one ENI', () => {
  const functions = Array.from({ length: 200 }, (_, i) => fn(`f${i}`, vpc('a', 'web')));
  const timeline = functions.flatMap(({ id }) => [create(0, id), publish(200, id)]);
  timeline.sort((a, b) => a.atMs - b.atMs);
  const look = tell(scenarioOf({ functions, timeline, untilMs: 300 })).at(250);
  expect(look.enis).toEqual(['eni-1 ready a/web 10.0.0.4']);
  expect(look.holders('a/web')).toHaveLength(400);
  expect(look.version('f199:1')?.state).toBe('Active');
});

test('SHARE-4: who joins a creation waits for it, and both are Active in one millisecond', () => {
  const functions = [fn('f', vpc('a', 'web')), fn('g', vpc('a', 'web'))];
  const last = eniCreation - 1;
  const told = tell(scenarioOf({ functions, timeline: [create(0, 'f'), create(last, 'g')] }));
  expect(told.life('f').slice(0, 2)).toEqual(['0 Pending Creating', '70 Active']);
  expect(told.life('g').slice(0, 2)).toEqual(['69 Pending Creating', '70 Active']);
  expect(told.at(200).enis).toHaveLength(1);
});

test('SHARE-4: two functions created at once on a new pairing make one ENI', () => {
  const functions = [fn('f', vpc('a', 'web')), fn('g', vpc('a', 'web'))];
  const told = tell(scenarioOf({ functions, timeline: [create(5, 'f'), create(5, 'g')] }));
  expect(told.life('f')[1]).toBe('75 Active');
  expect(told.life('g')[1]).toBe('75 Active');
  expect(told.rows.filter(({ to }) => to === 'creating')).toHaveLength(1);
});

test.each([
  ['in the millisecond it becomes ready', eniCreation],
  ['later', 500],
])('SHARE-5: a ready ENI takes only the allocation: created %s', (_when, atMs) => {
  const functions = [fn('f', vpc('a', 'web')), fn('g', vpc('a', 'web'))];
  const told = tell(scenarioOf({ functions, timeline: [create(0, 'f'), create(atMs, 'g')] }));
  expect(told.life('g')[1]).toBe(`${atMs + eniAllocation} Active`);
  expect(told.at(atMs + eniAllocation).inUse).toEqual({ a: 1 });
});

test('SHARE-5: of a new and a ready pairing the new one decides', () => {
  const functions = [fn('f', vpc('a', 'web')), fn('g', vpc('a,b', 'web'))];
  const told = tell(scenarioOf({ functions, timeline: [create(0, 'f'), create(100, 'g')] }));
  expect(told.life('g')[1]).toBe('170 Active');
});

const DETACHED = 200 + detach;

test.each([
  ['1 ms before', 'rescues its ENI', DETACHED - 1],
  ['in the millisecond', 'needs a new ENI', DETACHED],
  ['1 ms after', 'needs a new ENI', DETACHED + 1],
])('SHARE-6: who comes %s the detach is done %s', (_when, outcome, atMs) => {
  const functions = [fn('f', vpc('a', 'web')), fn('g', vpc('a', 'web'))];
  const timeline = [create(0, 'f'), remove(200, 'f'), create(atMs, 'g')];
  const told = tell(scenarioOf({ functions, timeline }));
  if (outcome.startsWith('rescues')) {
    expect(told.life('g')[1]).toBe(`${atMs + eniAllocation} Active`);
    expect(told.life('eni-1').slice(0, 4)).toEqual([
      '0 creating',
      '70 ready',
      '200 draining',
      `${atMs} ready`,
    ]);
    expect(told.at(atMs + 200).enis).toEqual(['eni-1 ready a/web 10.0.0.4']);
  } else {
    expect(told.life('g')[1]).toBe(`${atMs + eniCreation} Active`);
    expect(told.life('eni-1')).toEqual([
      '0 creating',
      '70 ready',
      '200 draining',
      `${DETACHED} available`,
      `${DETACHED + reap} deleted`,
    ]);
    expect(told.at(atMs).enis).toEqual([
      'eni-1 available a/web 10.0.0.4',
      'eni-2 creating a/web 10.0.0.5',
    ]);
  }
});

test('SHARE-6: a rescued ENI forgets the detach that had begun, and drains anew in full', () => {
  const functions = [fn('f', vpc('a', 'web')), fn('g', vpc('a', 'web'))];
  const timeline = [create(0, 'f'), remove(200, 'f'), create(210, 'g'), remove(220, 'g')];
  expect(tell(scenarioOf({ functions, timeline })).life('eni-1')).toEqual([
    '0 creating',
    '70 ready',
    '200 draining',
    '210 ready',
    '220 draining',
    `${220 + detach} available`,
    `${220 + detach + reap} deleted`,
  ]);
});

test('SHARE-6: when the last holder leaves first, who joins in that millisecond rescues', () => {
  const functions = [fn('f', vpc('a', 'web')), fn('g', vpc('a', 'web'))];
  const timeline = [create(0, 'f'), remove(200, 'f'), create(200, 'g')];
  const told = tell(scenarioOf({ functions, timeline }));
  expect(told.life('eni-1').slice(1, 4)).toEqual(['70 ready', '200 draining', '200 ready']);
  expect(told.life('g')[1]).toBe('207 Active');
});

test('SHARE-6: when another joins first, the last holder leaves nothing behind to rescue', () => {
  const functions = [fn('f', vpc('a', 'web')), fn('g', vpc('a', 'web'))];
  const timeline = [create(0, 'f'), create(200, 'g'), remove(200, 'f')];
  const told = tell(scenarioOf({ functions, timeline, untilMs: 900 }));
  expect(told.life('eni-1')).toEqual(['0 creating', '70 ready']);
  expect(told.life('g')[1]).toBe('207 Active');
});

test('SHARE-6: a waking version rescues what it gave up a moment ago', () => {
  const functions = [fn('f', vpc('a', 'web'))];
  const timeline = [create(0, 'f'), invoke(1000 + detach - 1, 'f')];
  const told = tell(scenarioOf({ functions, timeline, untilMs: 2000 }));
  expect(told.life('eni-1')).toEqual(['0 creating', '70 ready', '1000 draining', '1039 ready']);
  expect(told.life('f').slice(2)).toEqual([
    '1000 Inactive Idle',
    '1039 Pending Restoring',
    '1046 Active',
  ]);
});

test('SHARE-6: an update back to the old groups rescues the ENI that it has left', () => {
  const functions = [fn('f', vpc('a', 'web'))];
  const timeline = [
    create(0, 'f'),
    update(100, 'f', vpc('a', 'db')),
    update(180, 'f', vpc('a', 'web')),
  ];
  const told = tell(scenarioOf({ functions, timeline, untilMs: 900 }));
  expect(told.updates('f')).toEqual([
    '100 InProgress Creating',
    '170 Successful',
    '180 InProgress Creating',
    '187 Successful',
  ]);
  expect(told.life('eni-1').slice(2)).toEqual(['170 draining', '180 ready']);
});

test('SHARE-7: groups whose ids differ are two groups, whatever they are called', () => {
  const functions = [fn('f', vpc('a', 'One/Web')), fn('g', vpc('a', 'Two/Web'))];
  const told = tell(scenarioOf({ functions, timeline: [create(0, 'f'), create(0, 'g')] }));
  expect(told.at(100).enis).toHaveLength(2);
});
