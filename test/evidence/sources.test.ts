import { expect, test } from 'vitest';
import { MANAGED_POLICIES } from '../../src/evidence/managed-policies.ts';
import { PARAMETERS } from '../../src/evidence/parameters.ts';
import { SERVICE_PORTS } from '../../src/evidence/ports.ts';
import { RULES } from '../../src/evidence/rules.ts';
import { SOURCES, type SourceId } from '../../src/evidence/sources.ts';
import { SUBNET_USERS } from '../../src/evidence/subnet-users/table.ts';
import { STATE_REASONS, TEXTS } from '../../src/evidence/texts.ts';
import type { Backing } from '../../src/evidence/types.ts';

const claims: [string, Backing][] = Object.entries({
  ...PARAMETERS,
  ...TEXTS,
  ...STATE_REASONS,
  ...RULES,
  ...SUBNET_USERS,
});

function cited(): Set<SourceId> {
  const found = new Set<SourceId>();
  for (const [, claim] of claims) for (const id of claim.sources ?? []) found.add(id);
  for (const { alternatives = [] } of Object.values(PARAMETERS)) {
    for (const { source } of alternatives) if (source !== undefined) found.add(source);
  }
  for (const { source } of Object.values(MANAGED_POLICIES).flat()) found.add(source);
  for (const { source } of Object.values(SERVICE_PORTS)) found.add(source);
  return found;
}

test('every source is cited, and every cited source is there', () => {
  expect([...cited()].sort()).toEqual(Object.keys(SOURCES).sort());
});

test.each(Object.entries(SOURCES))('%s: it has a title and a place to look it up', (_id, entry) => {
  expect(entry.title).not.toBe('');
  if (entry.url === undefined) expect(entry.place).not.toBe('');
  else expect(new URL(entry.url).protocol).toBe('https:');
});

test('no two sources are the same place', () => {
  const places = Object.values(SOURCES).map(({ url, place }) => `${url} ${place}`);
  expect(new Set(places).size).toBe(places.length);
});

function kindsOf(claim: Backing): string[] {
  return (claim.sources ?? []).map((id) => SOURCES[id].kind);
}

function claimsThatAre(confidence: Backing['confidence']): [string, Backing][] {
  return claims.filter(([, claim]) => claim.confidence === confidence);
}

test.each(claimsThatAre('documented'))('%s: AWS itself says so', (_name, claim) => {
  expect(kindsOf(claim).some((kind) => kind.startsWith('aws-'))).toBe(true);
});

test.each(claimsThatAre('observed'))('%s: somebody outside AWS saw it', (_name, claim) => {
  expect(kindsOf(claim).some((kind) => !kind.startsWith('aws-'))).toBe(true);
});

test.each(claimsThatAre('assumed'))('%s: the reason is given in sentences', (_name, claim) => {
  expect(claim.why).toMatch(/^[A-Z].{20,}\.$/);
});
