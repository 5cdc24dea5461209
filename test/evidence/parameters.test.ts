import { expect, test } from 'vitest';
import type { Distribution } from '../../src/engine/distribution.ts';
import { defaultOf, PARAMETERS, type ParameterName } from '../../src/evidence/parameters.ts';
import type { Parameter } from '../../src/evidence/types.ts';

const NAMES = `idleAfter eniCreation eniAllocation detach detachOnUpdate reap reapRetryEvery
  reapRetryFor connectionsPerEni scaleOutAt scaleOutRetryEvery scaleInAfter keepAlive connectTimeout tcpIdleTimeout
  provisioning detachUpdate stuckPendingAfter asyncRetryFirst asyncRetryMost asyncRetryFor eniRecreation eniQuota
  subnetsPerConfigMax securityGroupsPerConfigMax reservedAddressesPerSubnet accountConcurrency
  environmentsPer10s natPortsPerDestination ec2CallsPerSecond inactiveInvokeError
  deleteAbortsDetach releaseRole propagationDelay operationJitter`.split(/\s+/);

const entries = Object.entries(PARAMETERS) as [ParameterName, Parameter][];
const PROFILES = ['seed', 'current'] as const;

function centreOf(law: Distribution): number {
  if (law.kind === 'constant') return law.value;
  if (law.kind === 'uniform') return (law.min + law.max) / 2;
  if (law.kind === 'lognormal') return law.median;
  if (law.kind === 'exponential') return law.mean;
  throw new Error(`No centre for ${law.kind}: add it here`);
}

function centre(value: unknown): unknown {
  return typeof value === 'object' ? centreOf(value as Distribution) : value;
}

function valuesOf(entry: Parameter): unknown[] {
  const stated = entry.byProfile === undefined ? [entry.value] : Object.values(entry.byProfile);
  return [...stated, ...(entry.alternatives ?? []).map((other) => other.value)];
}

test('the names that scenarios may override are exactly the promised ones', () => {
  expect(Object.keys(PARAMETERS).sort()).toEqual([...NAMES].sort());
});

const assumed = entries.filter(([, entry]) => entry.confidence === 'assumed');

test.each(assumed)('%s: its default and alternatives lie within its range', (_name, entry) => {
  if (entry.confidence !== 'assumed') throw new Error('Not assumed');
  const [low, high] = entry.range;
  for (const value of valuesOf(entry)) {
    if (value === null) continue;
    if (entry.unit === 'choice' || entry.unit === 'switch') {
      expect(entry.range).toContain(value);
    } else {
      expect(low).toBeLessThan(high as number);
      expect(centre(value)).toBeGreaterThanOrEqual(low as number);
      expect(centre(value)).toBeLessThanOrEqual(high as number);
    }
  }
});

test.each(entries)('%s: both profiles have a value of its unit', (name, entry) => {
  for (const profile of PROFILES) {
    const value = defaultOf(name, profile);
    if (value === null) continue;
    if (entry.unit === 'ms') expect(centreOf(value as Distribution)).toBeGreaterThanOrEqual(0);
    else if (entry.unit === 'choice') expect(entry.choices).toContain(value);
    else expect(typeof value).toBe(entry.unit === 'switch' ? 'boolean' : 'number');
  }
});

const choices = entries.filter(([, entry]) => entry.unit === 'choice');

test.each(choices)('%s: every alternative is a choice, and every choice once', (_name, entry) => {
  if (entry.unit !== 'choice') throw new Error('Not a choice');
  expect(new Set(entry.choices).size).toBe(entry.choices.length);
  for (const value of valuesOf(entry)) expect(entry.choices).toContain(value);
  if (entry.confidence === 'assumed') expect(entry.range).toEqual(entry.choices);
});

test.each(entries)('%s: it is described in one sentence', (_name, entry) => {
  expect(entry.about).toMatch(/^[A-Z][^.]*\.$/);
});

test.each(entries)('%s: no two alternatives have one name', (_name, entry) => {
  const names = (entry.alternatives ?? []).map((other) => other.name);
  expect(new Set(names).size).toBe(names.length);
});

test('only what an author must ask for is off', () => {
  const off = entries.filter(([, entry]) => entry.value === null).map(([name]) => name);
  expect(off).toEqual(['eniRecreation', 'ec2CallsPerSecond']);
});
