import { randomLcg, randomLogNormal } from 'd3-random';
import { expect, test } from 'vitest';
import type { Distribution } from '../../src/engine/distribution.ts';
import { days, minutes, seconds } from '../../src/engine/time.ts';
import { defaultOf, PARAMETERS, type ParameterName } from '../../src/evidence/parameters.ts';

function alternative(name: ParameterName, called: string): unknown {
  return PARAMETERS[name].alternatives?.find((other) => other.name === called)?.value;
}

function lognormalOf(name: 'eniCreation' | 'detach' | 'reap') {
  const law = defaultOf(name, 'seed');
  if (law.kind !== 'lognormal') throw new Error(`${name} is ${law.kind}`);
  return law;
}

function samplesOf(name: 'eniCreation' | 'detach' | 'reap', seed: number): number[] {
  const { median, sigma, max = Infinity } = lognormalOf(name);
  const draw = randomLogNormal.source(randomLcg(seed))(Math.log(median), sigma);
  return Array.from({ length: 100_000 }, () => Math.min(draw(), max));
}

function quantile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * values.length)]!;
}

function constantMs(law: Distribution): number {
  if (law.kind !== 'constant') throw new Error(`Not a constant: ${law.kind}`);
  return law.value;
}

test('a cold creation takes about a minute at its fastest and 8.5 minutes at its slowest', () => {
  const samples = samplesOf('eniCreation', 0.1);
  expect(quantile(samples, 0.05) / seconds(64)).toBeCloseTo(1, 1);
  expect(quantile(samples, 0.5) / seconds(180)).toBeCloseTo(1, 1);
  expect(quantile(samples, 0.95) / seconds(510)).toBeCloseTo(1, 1);
  expect(quantile(samples, 0.99) / seconds(785)).toBeCloseTo(1, 1);
  expect(Math.max(...samples)).toBe(seconds(900));
});

test('the default waiter of 300 s loses against some creations, not against most', () => {
  const samples = samplesOf('eniCreation', 0.2);
  const lost = samples.filter((sample) => sample > seconds(300)).length / samples.length;
  expect(lost).toBeGreaterThan(0.1);
  expect(lost).toBeLessThan(0.5);
});

test('detachment and reaping as documented take exactly the 20 minutes that AWS names', () => {
  expect([alternative('detach', 'documented'), alternative('reap', 'documented')]).toEqual([
    { kind: 'constant', value: minutes(4) },
    { kind: 'constant', value: minutes(16) },
  ]);
  expect(minutes(4) + minutes(16)).toBe(minutes(20));
});

test('detachment and reaping by default agree with what users and the Lambda team report', () => {
  const reaps = samplesOf('reap', 0.3);
  const totals = samplesOf('detach', 0.4).map((detach, i) => detach + reaps[i]!);
  expect(quantile(totals, 0.5)).toBeGreaterThan(minutes(15));
  expect(quantile(totals, 0.5)).toBeLessThan(minutes(18));
  const inTime = totals.filter((total) => total <= minutes(20)).length / totals.length;
  expect(inTime).toBeCloseTo(0.71, 1);
  expect(quantile(totals, 0.99)).toBeGreaterThan(minutes(33));
  expect(quantile(totals, 0.99)).toBeLessThan(minutes(40));
});

test('an update detaches faster than a delete', () => {
  const onUpdate = defaultOf('detachOnUpdate', 'seed');
  if (onUpdate.kind !== 'uniform') throw new Error(onUpdate.kind);
  expect(onUpdate.max).toBeLessThan(lognormalOf('detach').median);
});

test('the two profiles differ in the idle time only: 30 days and 14', () => {
  const differing = Object.entries(PARAMETERS).filter(([, entry]) => entry.byProfile);
  expect(differing.map(([name]) => name)).toEqual(['idleAfter']);
  expect(constantMs(defaultOf('idleAfter', 'seed'))).toBe(days(30));
  expect(constantMs(defaultOf('idleAfter', 'current'))).toBe(days(14));
});

test('one create and two code updates without an interface take the recorded 3.46 s', () => {
  const recorded = seconds(3.46);
  expect(3 * constantMs(defaultOf('provisioning', 'seed'))).toBeGreaterThan(0.99 * recorded);
  expect(3 * constantMs(defaultOf('provisioning', 'seed'))).toBeLessThan(1.01 * recorded);
});

test('a NAT gateway is full before an interface is, when all calls go to one destination', () => {
  const perEni = defaultOf('connectionsPerEni', 'seed');
  expect(perEni).toBe(65_000);
  expect(perEni).toBeGreaterThan(defaultOf('natPortsPerDestination', 'seed'));
  expect(alternative('connectionsPerEni', 'ports')).toBe(65_535 - 1_024 + 1);
});

test.each([
  [16, 65_531],
  [24, 251],
  [27, 27],
  [28, 11],
])('a /%i subnet has %i usable addresses', (prefix, usable) => {
  expect(2 ** (32 - prefix) - defaultOf('reservedAddressesPerSubnet', 'seed')).toBe(usable);
});

test('quotas are those of the documents: 500 or 250 interfaces, 16 subnets, 5 groups', () => {
  expect([defaultOf('eniQuota', 'seed'), alternative('eniQuota', 'older')]).toEqual([500, 250]);
  expect(defaultOf('subnetsPerConfigMax', 'seed')).toBe(16);
  expect(defaultOf('securityGroupsPerConfigMax', 'seed')).toBe(5);
});

test('with a group of its own and three subnets, function 84 or 167 passes the quota', () => {
  const first = (quota: number) => Math.floor(quota / 3) + 1;
  expect([first(250), first(defaultOf('eniQuota', 'seed'))]).toEqual([84, 167]);
});

test('asynchronous calls outlive the slowest wake-up', () => {
  const slowestMs = lognormalOf('eniCreation').max!;
  expect(constantMs(defaultOf('asyncRetryFor', 'seed'))).toBeGreaterThan(slowestMs);
});
