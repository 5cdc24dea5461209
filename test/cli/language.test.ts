import { expect, test } from 'vitest';
import { call, folderWith } from './calls.ts';

/** A network of one VPC, and what a test adds to it. */
function scenario(subnets: string, groups: string, rest: string, until = '2h'): string {
  return `name: it
until: ${until}
network:
  vpcs: { main: {} }
  subnets: { ${subnets} }
  securityGroups: { ${groups} }
${rest}`;
}

const V6 = 'six: { vpc: main, ipv6Cidr: "2001:db8:1::/64" }';
const SIX = 'functions: { f: { vpc: { subnets: [six], securityGroups: [web] } } }\n';
const REFUSED =
  'timeline: [{ at: 0s, create: f, expect: { error: InvalidParameterValueException } }]\n';

const at = folderWith({
  'six.yaml': scenario(V6, 'web: { vpc: main }', SIX),
  'six-meant.yaml': scenario(V6, 'web: { vpc: main }', SIX + REFUSED),
});

test('a subnet with IPv6 alone is refused at the API, and check says so as our reading', async () => {
  const run = await call(['run', at('six.yaml'), '--format', 'json']);
  expect(run.code).toBe(1);
  const { actions, functions } = JSON.parse(run.out);
  expect(functions).toEqual([]);
  expect(actions).toMatchObject([
    { ok: false, error: { code: 'InvalidParameterValueException', httpStatus: 400 } },
  ]);
  expect(actions[0].error.message).toContain('six');
  const check = await call(['check', at('six.yaml')]);
  expect(check.code).toBe(1);
  expect(check.out).toContain('`six` has IPv6 only: AWS refuses this (our reading');
  expect(check.out).not.toContain('SubnetOutOfIPAddresses');
});

test('who expects that refusal is told nothing is wrong', async () => {
  expect((await call(['run', at('six-meant.yaml')])).code).toBe(0);
  expect((await call(['check', at('six-meant.yaml')])).code).toBe(0);
});
