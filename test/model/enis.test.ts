import { expect, test } from 'vitest';
import {
  byHand,
  create,
  deletePolicy,
  deleteRole,
  FULL,
  fn,
  policy,
  publish,
  putPolicy,
  remove,
  role,
  scenarioOf,
  TIMERS,
  update,
  vpc,
} from '../builders.ts';
import { tell } from './telling.ts';

const WEB = vpc('a', 'web');
const f = fn('f', WEB);
const ownRole = fn('f', WEB, { role: 'r' });
const { detach, reap } = TIMERS;

test('ENI-1: an ENI takes its address from the start, not when it is ready', () => {
  const told = tell(scenarioOf({ functions: [f], timeline: [create(0, 'f')] }));
  expect(told.at(0).enis).toEqual(['eni-1 creating a/web 10.0.0.4']);
  expect(told.at(0).inUse).toEqual({ a: 1 });
});

test('ENI-1: by default creation is spread about 3 minutes and capped at 15', () => {
  const functions = Array.from({ length: 400 }, (_, i) => fn(`f${i}`, vpc('a', `g${i}`)));
  const timeline = functions.map(({ id }) => create(0, id));
  const { eniCreation: _, ...others } = TIMERS;
  const scenario = scenarioOf({ functions, timeline, untilMs: 1_000_000 });
  scenario.parameters = { ...others, idleAfter: 1e9 };
  scenario.network.subnets[0]!.cidr = '10.0.0.0/16';
  const enis = tell(scenario).result.pairings.flatMap((pairing) => pairing.enis);
  const tookMs = enis.map((eni) => eni.readyAtMs! - eni.createdAtMs).sort((a, b) => a - b);
  expect(tookMs).toHaveLength(400);
  // Median 180 s, sigma 0.633: the 5th percentile is 64 s, the 95th 510 s; 400 draws leave 15 %.
  expect(tookMs[200]! / 180_000).toBeGreaterThan(0.85);
  expect(tookMs[200]! / 180_000).toBeLessThan(1.15);
  expect(tookMs[20]! / 64_000).toBeGreaterThan(0.75);
  expect(tookMs[380]! / 510_000).toBeLessThan(1.25);
  expect(tookMs.at(-1)).toBeLessThanOrEqual(900_000);
});

test('ENI-2: $LATEST, a version and the old configuration of an update each keep an ENI', () => {
  const timeline = [create(0, 'f'), publish(80, 'f'), update(100, 'f', vpc('a', 'db'))];
  const told = tell(
    scenarioOf({ functions: [f], timeline: [...timeline, remove(150, 'f:1')], untilMs: 900 }),
  );
  expect(told.at(99).holders('a/web')).toEqual(['f', 'f:1']);
  expect(told.at(169).holders('a/web')).toEqual(['f']);
  expect(told.life('eni-1').slice(1, 3)).toEqual(['70 ready', '170 draining']);
});

test('ENI-2: an Inactive version does not keep an ENI', () => {
  const told = tell(scenarioOf({ functions: [f], timeline: [create(0, 'f')] }));
  expect(told.life('eni-1')[2]).toBe('1000 draining');
});

test('ENI-3: a release is one detach and one reap, and blocks quota and address till its end', () => {
  const told = tell(scenarioOf({ functions: [f], timeline: [create(0, 'f'), remove(100, 'f')] }));
  expect(told.life('eni-1')).toEqual([
    '0 creating',
    '70 ready',
    '100 draining',
    `${100 + detach} available`,
    `${100 + detach + reap} deleted`,
  ]);
  expect(told.at(229).inUse).toEqual({ a: 1 });
  expect(told.at(229).state.vpcs[0]!.enis).toBe(1);
  expect(told.at(230).inUse).toEqual({ a: 0 });
  expect(told.at(230).state.vpcs[0]!.enis).toBe(0);
});

test('ENI-3: after an update the detach is the quick one', () => {
  const timeline = [create(0, 'f'), update(100, 'f', vpc('b', 'web'))];
  const told = tell(scenarioOf({ functions: [f], timeline, untilMs: 900 }));
  expect(told.life('eni-1').slice(2)).toEqual(['170 draining', '185 available', '275 deleted']);
});

test('ENI-3: an update, a wake and a delete later, the detach is the slow one again', () => {
  const functions = [f, fn('g', WEB)];
  const timeline = [create(0, 'f'), update(100, 'f', null), create(120, 'g'), remove(200, 'g')];
  const told = tell(scenarioOf({ functions, timeline, untilMs: 900 }));
  expect(told.life('eni-1').slice(2)).toEqual([
    '111 draining',
    '120 ready',
    '200 draining',
    '240 available',
    '330 deleted',
  ]);
});

test('ENI-3: who leaves while the ENI is created leaves an ENI that drains when it is ready', () => {
  const timeline = [create(0, 'f'), update(100, 'f', vpc('a', 'db')), remove(120, 'f')];
  const told = tell(scenarioOf({ functions: [f], timeline }));
  expect(told.life('eni-2').slice(0, 3)).toEqual(['100 creating', '170 ready', '170 draining']);
});

test('ENI-3: the role of the creator deletes it, though others were the last to use it', () => {
  const functions = [ownRole, fn('g', WEB)];
  const timeline = [create(0, 'f'), create(80, 'g'), remove(100, 'f'), deleteRole(101, 'r')];
  const scenario = scenarioOf({
    functions,
    timeline: [...timeline, remove(200, 'g')],
    roles: [role('r', FULL)],
  });
  // Available at 240, tried at 330, 380, 430 and 480, which is more than 200 ms after 240.
  expect(tell(scenario).life('eni-1').at(-1)).toBe('480 stuck');
  scenario.parameters['releaseRole'] = 'last-user';
  expect(tell(scenario).life('eni-1').at(-1)).toBe(`${240 + 90} deleted`);
});

const lost = (timeline = [deletePolicy(150, 'r', 'vpc')]) =>
  scenarioOf({
    functions: [ownRole],
    timeline: [create(0, 'f'), remove(100, 'f'), ...timeline],
    roles: [role('r', FULL)],
  });

test.each([
  ['the policy is gone', deletePolicy(150, 'r', 'vpc')],
  ['every policy is gone', deletePolicy(150, 'r', null)],
  ['the policy lacks the delete', putPolicy(150, 'r', policy('create', 'describe'))],
  ['the role is gone', deleteRole(150, 'r')],
])('ENI-4: when %s, Lambda tries again and again, then the ENI is stuck', (_why, action) => {
  const told = tell(lost([action, byHand(2000, 'deleteNetworkInterface', 'a', 'web')]));
  const tries = told.rows.filter(({ note }) => note === 'eni.reapRefused').map(({ atMs }) => atMs);
  // Available at 140; tried at 230 and every 50 ms, until a try comes 200 ms or more after 140.
  expect(tries).toEqual([230, 280, 330, 380]);
  expect(told.life('eni-1').slice(3)).toEqual(['140 available', '380 stuck', '2000 deleted']);
  expect(told.at(1999).inUse).toEqual({ a: 1 });
  expect(told.at(2000).inUse).toEqual({ a: 0 });
});

test('ENI-4: a try at exactly the end of the time to retry is the last one', () => {
  const scenario = lost();
  scenario.parameters['reapRetryFor'] = reap + 2 * TIMERS.reapRetryEvery;
  expect(tell(scenario).life('eni-1').at(-1)).toBe('330 stuck');
});

test('ENI-4: a permission that comes back before the last try ends it well', () => {
  const told = tell(lost([deletePolicy(150, 'r', 'vpc'), putPolicy(300, 'r', FULL)]));
  expect(told.life('eni-1').slice(3)).toEqual(['140 available', '330 deleted']);
});

test('ENI-8: the first function that needed an ENI stays its creator, even when it is gone', () => {
  const functions = [f, fn('g', WEB)];
  const timeline = [create(0, 'f'), create(10, 'g'), remove(100, 'f')];
  const told = tell(scenarioOf({ functions, timeline, untilMs: 900 }));
  expect(told.result.pairings[0]!.enis).toMatchObject([{ id: 'eni-1', creator: 'f' }]);
  expect(told.at(800).state.pairings.chunks[0]![0]!.enis[0]!.creator).toBe(0);
});
