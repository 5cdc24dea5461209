import { expect, test } from 'vitest';
import {
  create,
  deleteGroup,
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

test('STATE-10: DeleteFunction takes all versions and returns at once, the ENIs follow', () => {
  const timeline = [
    create(0, 'f'),
    publish(80, 'f'),
    update(100, 'f', DB),
    remove(200, 'f'),
    invoke(200, 'f'),
    invoke(200, 'f:1'),
  ];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 900 }));
  expect(told.life('f:1')).toEqual(['80 Active', '200 gone']);
  expect(told.life('f').at(-1)).toBe('200 gone');
  expect(told.answers.slice(3)).toEqual([
    '200 ok',
    '200 ResourceNotFoundException',
    '200 ResourceNotFoundException',
  ]);
  expect(told.life('eni-1').slice(2)).toEqual(['200 draining', '240 available', '330 deleted']);
  expect(told.life('eni-2').slice(2)).toEqual(['200 draining', '240 available', '330 deleted']);
});

test('STATE-10: with a version it takes only that version, and the number is not used again', () => {
  const timeline = [
    create(0, 'f'),
    publish(80, 'f'),
    remove(90, 'f:1'),
    remove(91, 'f:1'),
    update(92, 'f', 'keep'),
    publish(100, 'f'),
  ];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 900 }));
  expect(told.answers.slice(2, 4)).toEqual(['90 ok', '91 ResourceNotFoundException']);
  expect(told.at(200).version('f')?.state).toBe('Active');
  expect(told.at(200).holders('a/web')).toEqual(['f', 'f:2']);
});

test.each([
  ['on: the slow way', true, TIMERS.detach],
  ['off: the fast way', false, TIMERS.detachOnUpdate],
])('STATE-11: a delete during a detach aborts it, switched %s', (_name, aborts, detachMs) => {
  const timeline = [create(0, 'f'), update(100, 'f', null), remove(105, 'f')];
  const parameters = { deleteAbortsDetach: aborts };
  const told = tell(scenarioOf({ functions: [f], timeline, parameters }));
  expect(told.answers[2]).toBe('105 ok');
  expect(told.life('eni-1').slice(2)).toEqual([
    '105 draining',
    `${105 + detachMs} available`,
    `${105 + detachMs + TIMERS.reap} deleted`,
  ]);
  expect(told.rows.some(({ note }) => note === 'detach.aborted')).toBe(aborts);
});

test('STATE-11: a delete while an update only adds a subnet aborts no detach', () => {
  const timeline = [create(0, 'f'), update(100, 'f', vpc('a,b', 'web')), remove(105, 'f')];
  const told = tell(
    scenarioOf({ functions: [f], timeline, parameters: { deleteAbortsDetach: false } }),
  );
  expect(told.life('eni-1').slice(2)).toEqual(['105 draining', '145 available', '235 deleted']);
  expect(told.life('eni-2')).toEqual([
    '100 creating',
    '170 ready',
    '170 draining',
    '210 available',
    '300 deleted',
  ]);
});

test('P2: five versions with old and new groups: only the last old one releases them', () => {
  const [old, young] = [vpc('a,b', 'old'), vpc('a,b', 'new')];
  const timeline = [
    create(0, 'f'),
    publish(100, 'f'),
    update(110, 'f', 'keep'),
    publish(120, 'f'),
    update(130, 'f', 'keep'),
    publish(140, 'f'),
    update(150, 'f', young),
    publish(300, 'f'),
    update(310, 'f', 'keep'),
    publish(320, 'f'),
    deleteGroup(330, 'old'),
    remove(340, 'f:1'),
    remove(350, 'f:2'),
    setQuota(399, 500),
    remove(400, 'f:3'),
    deleteGroup(529, 'old'),
    deleteGroup(530, 'old'),
  ];
  const told = tell(scenarioOf({ functions: [fn('f', old)], timeline, untilMs: 900 }));
  expect(told.at(399).inUse).toEqual({ a: 2, b: 2 });
  expect(told.at(399).holders('a/old')).toEqual(['f:3']);
  expect(told.life('eni-1')).toEqual([
    '0 creating',
    '70 ready',
    '400 draining',
    '440 available',
    '530 deleted',
  ]);
  expect(told.answers.slice(10)).toEqual([
    '330 DependencyViolation',
    '340 ok',
    '350 ok',
    '399 ok',
    '400 ok',
    '529 DependencyViolation',
    '530 ok',
  ]);
  expect(told.at(600).holders('b/new')).toEqual(['f', 'f:4', 'f:5']);
});
