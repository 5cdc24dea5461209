import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/plan/plan.ts';
import type { Plan } from '../../src/plan/types.ts';
import { readTemplates } from '../../src/templates/read.ts';

/** Templates of others, with answers worked out by hand; they are not part of this project. */
const FOLDER = '../shared/cases/templates';
const isHere = existsSync(join(FOLDER, 'expected.json'));

interface Entry {
  file: string;
  functions_total: number;
  functions_in_vpc: number | string;
  eni_keys: { subnet: string; securityGroups: string[] }[] | string;
  enis_min: number | string;
  ips_per_subnet: Record<string, number> | string;
  usable_ips?: Record<string, number>;
  sharing_groups: (string[] | string)[];
  expected_errors?: string[];
  scenarios?: {
    params: Record<string, string>;
    functions_in_vpc: number;
    enis_min: number;
    ips_per_subnet?: number;
  }[];
}

function planAt(path: string, parameters: Record<string, string> = {}): Plan {
  const names = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()
    : [''];
  const files = names
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const source = { name: 'case', files };
  const given = new Map(Object.entries(parameters));
  const { estate, issues } = readTemplates([source], { parameters: given });
  return planOf(estate!, [source], issues);
}

/** `!Ref X` and `Import(X)` are how the answers tell parameters and imports from ids. */
const plainId = (id: string): string => id.replace(/^!Ref |^Import\((.*)\)$/, '$1');
const keyOf = (subnet: string, groups: readonly string[]): string =>
  `${plainId(subnet)}/${groups.map(plainId).sort().join('+')}`;

const entries: Entry[] = isHere
  ? JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')).templates
  : [];

describe('templates of others, against answers worked out by hand', () => {
  test('there are all of them, where they are at all', ({ skip }) => {
    skip(!isHere, `${FOLDER} is not here`);
    expect(entries).toHaveLength(23);
  });

  test.each(entries)('$file', (entry) => {
    const plan = planAt(join(FOLDER, entry.file));
    // That answer counts the one function of the file twice: once planned, once configured.
    const mentions = entry.file.includes('infracost') ? 2 : 1;
    expect(mentions * plan.counts.functions).toBe(entry.functions_total);
    if (typeof entry.functions_in_vpc === 'number') {
      expect(plan.counts.functionsInVpc).toBe(entry.functions_in_vpc);
    }
    if (typeof entry.enis_min === 'number') {
      expect(plan.counts.enisAtLeast).toBe(entry.enis_min);
    } else {
      expect(plan.counts.enisAtLeast).toBeNull();
      expect(plan.unknowns.map(({ mend }) => mend).join()).toContain('--param');
    }
    if (typeof entry.eni_keys === 'object') {
      const keys = plan.pairings.map(({ subnet, securityGroups }) => keyOf(subnet, securityGroups));
      const wanted = entry.eni_keys.map((key) => keyOf(key.subnet, key.securityGroups));
      expect(keys.sort()).toEqual(wanted.sort());
    }
    if (typeof entry.ips_per_subnet === 'object') {
      expect(plan.counts.addressesBySubnet).toEqual(entry.ips_per_subnet);
    }
    for (const [subnet, usable] of Object.entries(entry.usable_ips ?? {})) {
      expect(plan.subnets.find(({ id }) => id === subnet)?.usable).toBe(usable);
    }
    const sharing = plan.sharing.map(({ functions }) => functions);
    for (const group of entry.sharing_groups) {
      if (Array.isArray(group)) expect(sharing).toContainEqual(group.toSorted());
    }
    // Samples for readers have ids that are none (`sub-id-2`, a parameter's `param`).
    const errors = plan.findings.filter(
      ({ severity, rule }) => severity === 'error' && rule !== 'API-1',
    );
    expect(errors.length > 0).toBe((entry.expected_errors ?? []).length > 0);
  });

  const withParameters = entries.flatMap(({ file, scenarios = [] }) =>
    scenarios.map((scenario) => ({ file, ...scenario })),
  );
  test.each(withParameters)('$file with $params', ({ file, params, ...wanted }) => {
    const { counts } = planAt(join(FOLDER, file), params);
    expect(counts.functionsInVpc).toBe(wanted.functions_in_vpc);
    expect(counts.enisAtLeast).toBe(wanted.enis_min);
    const addresses = Object.values(counts.addressesBySubnet);
    expect(addresses.every((count) => count === wanted.ips_per_subnet)).toBe(true);
  });
});
