import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SUBNET_USERS } from '../../src/evidence/subnet-users/table.ts';
import type { SubnetUser } from '../../src/evidence/subnet-users/types.ts';
import { FILE, subnetUsersPage } from '../docs/subnet-users-page.ts';
import { subnetPropertiesByType } from './specification.ts';

const bySpecification = subnetPropertiesByType();

test('every type of the specification that names subnets has a row in the table', () => {
  const missing = [...bySpecification.keys()].filter((type) => !(type in SUBNET_USERS));
  const mend = 'give each a row in src/evidence/subnet-users, with its rule and its source';
  expect(missing, mend).toEqual([]);
  expect(bySpecification.size).toBeGreaterThanOrEqual(180);
});

/** Names, descriptions and switches about subnets: they say of no subnet that it is used. */
const WORDS =
  /(^|\.)(\w*SubnetGroup(Name|Description|Identifier|Id)|SubnetChangeProtection|\w+SubnetCidr|EdnsClientSubnet|SubnetMappings?|RemoveSubnetIds)$|^Workgroup\.|^Replicas\./;

test.each([...bySpecification])(
  '%s: each of its properties about subnets is read',
  (type, paths) => {
    const row = SUBNET_USERS[type]!;
    const unread = paths.filter((path) => !WORDS.test(path) && !placesOf(row).includes(path));
    expect(unread, `enter them in the row of ${type}`).toEqual([]);
  },
);

/** Where a row looks for subnets. */
function placesOf(row: SubnetUser): string[] {
  const parts = row.takes === 'addresses' ? row.parts : [];
  return [
    ...(row.subnets ?? []),
    ...parts.flatMap(({ subnets = [] }) => subnets),
    ...parts.flatMap((part) => ('entries' in part ? [`${part.entries}.*.SubnetId`] : [])),
  ];
}

test('a row whose type has a subnet group follows it', () => {
  const groups = [...bySpecification].filter(([type, paths]) => {
    return paths.some((path) => /SubnetGroup\w*$/.test(path)) && !type.endsWith('SubnetGroup');
  });
  expect(groups.length).toBeGreaterThan(10);
  for (const [type, paths] of groups) {
    const group = paths.find((path) => /SubnetGroup\w*$/.test(path));
    expect(SUBNET_USERS[type]!.through, type).toContain(group);
  }
});

const LISTED = '../shared/cases/subnet-types.txt';
test.runIf(existsSync(LISTED))('the listed types are those that the rule finds', () => {
  const listed = readFileSync(LISTED, 'utf8').trim().split('\n');
  expect([...bySpecification.keys()].sort()).toEqual(listed.sort());
});

test('each part of a row says something, and reasons end without a full stop', () => {
  for (const [type, row] of Object.entries(SUBNET_USERS)) {
    if (row.takes !== 'addresses') continue;
    expect(row.parts.length, type).toBeGreaterThan(0);
    for (const part of row.parts) {
      if ('unknown' in part) expect(part.unknown, type).toMatch(/^[^A-Z].{10,}[^.]$/);
    }
  }
});

test('the page of the table is current: `npm run docs` writes it anew', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(subnetUsersPage());
});
