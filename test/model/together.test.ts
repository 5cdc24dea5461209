import { expect, test } from 'vitest';
import { lognormal } from '../../src/evidence/laws.ts';
import { defaultOf } from '../../src/evidence/parameters.ts';
import { simulate } from '../../src/run/simulate.ts';
import type { Action, Scenario } from '../../src/scenario/types.ts';
import { create, fn, remove, scenarioOf, update, vpc } from '../builders.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The laws of the evidence table, where the tests' own are fixed. */
const LAWS = {
  eniCreation: defaultOf('eniCreation', 'seed'),
  detach: defaultOf('detach', 'seed'),
  detachOnUpdate: lognormal(MINUTE, 0.5),
  reap: defaultOf('reap', 'seed'),
  idleAfter: 10 * DAY,
  stuckPendingAfter: DAY,
};

const SIXTEEN = Array.from({ length: 16 }, (_, i) => `s${i}`).join();

/** What lets the ENIs of a function with 16 subnets go, each at 1h or after ten idle days. */
const RELEASES: [how: string, timeline: Action[]][] = [
  ['a delete', [create(0, 'f'), remove(HOUR, 'f')]],
  ['a detach', [create(0, 'f'), update(HOUR, 'f', null)]],
  ['an update to other groups', [create(0, 'f'), update(HOUR, 'f', vpc(SIXTEEN, 'db'))]],
  ['a fall into idleness', [create(0, 'f')]],
];

function scenario(timeline: Action[], jitter: number | undefined): Scenario {
  const parameters = { ...LAWS, ...(jitter === undefined ? {} : { operationJitter: jitter }) };
  const functions = [fn('f', vpc(SIXTEEN, 'web'))];
  return scenarioOf({ functions, timeline, parameters, untilMs: 11 * DAY });
}

/** How long each ENI of group `web` took to be made, to be detached and to be deleted. */
function times(of: Scenario, seed: string): { made: number[]; detached: number[]; gone: number[] } {
  const { pairings } = simulate(of, { seed });
  const enis = pairings
    .filter(({ securityGroups }) => securityGroups[0] === 'web')
    .flatMap((pairing) => pairing.enis);
  const beganMs = Math.min(...enis.map(({ detachedAtMs }) => detachedAtMs!));
  return {
    made: enis.map(({ createdAtMs, readyAtMs }) => readyAtMs! - createdAtMs),
    detached: enis.map(({ detachedAtMs }) => detachedAtMs! - beganMs),
    gone: enis.map(({ detachedAtMs, deletedAtMs }) => deletedAtMs! - detachedAtMs!),
  };
}

/** The greatest over the least. */
const spread = (values: number[]) => Math.max(...values) / Math.min(...values);

test.each(RELEASES)('TIME-1: the ENIs of one operation go by together: %s', (_how, timeline) => {
  for (const seed of ['1', '2', '3']) {
    const near = times(scenario(timeline, undefined), seed);
    expect(near.made).toHaveLength(16);
    expect(spread(near.made)).toBeGreaterThan(1);
    for (const values of [near.made, near.gone]) expect(spread(values)).toBeLessThan(1.6);
    const apart = times(scenario(timeline, 1), seed);
    for (const values of [apart.made, apart.gone]) expect(spread(values)).toBeGreaterThan(1.9);
    const same = times(scenario(timeline, 0), seed);
    for (const values of [same.made, same.gone]) expect(spread(values)).toBe(1);
    expect(Math.max(...same.detached)).toBe(0);
    expect(Math.max(...near.detached)).toBeLessThan(Math.max(...apart.detached));
  }
});

test('TIME-1: two operations take times of their own, even of one function', () => {
  const timeline = [create(0, 'f'), update(HOUR, 'f', vpc(SIXTEEN, 'db')), remove(DAY, 'f')];
  const { pairings } = simulate(scenario(timeline, 0), { seed: '1' });
  const made = pairings.flatMap(({ enis }) => enis.map((e) => e.readyAtMs! - e.createdAtMs));
  const gone = pairings.flatMap(({ enis }) => enis.map((e) => e.deletedAtMs! - e.detachedAtMs!));
  expect([new Set(made).size, new Set(gone).size]).toEqual([2, 2]);
});

/** Eight versions with groups of their own in 16 subnets: 128 ENIs that one delete lets go. */
function manyVersions(jitter: number | undefined): Scenario {
  const timeline = [create(0, 'f', 'publish')];
  for (let i = 1; i < 8; i++) {
    timeline.push(update(i * HOUR, 'f', vpc(SIXTEEN, `g${i}`), 'publish'));
  }
  return scenario([...timeline, remove(DAY, 'f')], jitter);
}

test('TIME-1: more than 100 ENIs that one operation lets go may be gone within 20 minutes', () => {
  const within = (jitter: number | undefined) => {
    const of = manyVersions(jitter);
    const runs = Array.from({ length: 40 }, (_, seed) => {
      const enis = simulate(of, { seed: `${seed}` }).pairings.flatMap((pairing) => pairing.enis);
      const last = Math.max(...enis.map(({ deletedAtMs }) => deletedAtMs!));
      expect(enis.filter(({ detachedAtMs }) => detachedAtMs! >= DAY).length).toBeGreaterThan(100);
      return last - DAY <= 20 * MINUTE;
    });
    return runs.filter(Boolean).length / runs.length;
  };
  expect(within(undefined)).toBeGreaterThan(0.3);
  expect(within(0)).toBeGreaterThan(within(undefined) - 0.1);
  expect(within(1)).toBe(0);
});

test('TIME-1: what other functions do moves no time of an operation', () => {
  const alone = scenario([create(0, 'f'), remove(HOUR, 'f')], undefined);
  const others = scenarioOf({
    functions: [fn('a', vpc('s1,s2', 'db')), ...alone.functions, fn('z', vpc('s3', 'web'))],
    timeline: [create(0, 'a'), create(0, 'f'), remove(HOUR, 'f'), remove(2 * HOUR, 'a')],
    parameters: alone.parameters,
    untilMs: alone.untilMs,
  });
  expect(times(others, '1')).toEqual(times(alone, '1'));
});
