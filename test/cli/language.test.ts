import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { replicate } from '../../src/experiments/replicate.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import type { Scenario } from '../../src/scenario/types.ts';
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

const A = 'a: { vpc: main, cidr: 10.0.1.0/24 }, b: { vpc: main, cidr: 10.0.2.0/24 }';
const FIXED = 'parameters: { eniCreation: 3m, detach: 4m, reap: 12m, idleAfter: 10d }\n';
const F = 'functions: { f: { vpc: { subnets: [a], securityGroups: [web] } } }\n';

/** One function in subnet `a` with group `web`, all times fixed, and these lines. */
const fixed = (rest: string) =>
  scenario(A, 'web: { vpc: main }, db: { vpc: main }', `${F}${FIXED}${rest}`);

/** The function is deleted at 1h: its ENI is detached at 1h 4m and gone at 1h 16m. */
const deleting = (action: string) =>
  fixed(`timeline:\n  - { at: 1h, delete: f }\n  - { at: 1h, ${action} }\n`);
const BY_HAND = 'deleteNetworkInterface: { subnet: a, securityGroups: [web] }';

const free = (bounds: string) => fixed(`expect: [{ at: 30m, subnet: a, free: ${bounds} }]\n`);
const enis = (bounds: string) => fixed(`expect: [{ at: 30m, enis: ${bounds} }]\n`);
const updated = (config: string, more = '') =>
  fixed(`timeline: [{ at: 30m, update: f, vpc: ${config}${more} }]\n`);

/** Scenarios, and the exit code of `run`. */
const RUNS: [claim: string, text: string, code: 0 | 1][] = [
  ['at least as many free as there are', free('{ min: 250 }'), 0],
  ['at least one more than there are', free('{ min: 251 }'), 1],
  ['at most as many free as there are', free('{ max: 250 }'), 0],
  ['at most one less than there are', free('{ max: 249 }'), 1],
  ['a range around it', free('{ min: 200, max: 250 }'), 0],
  ['exactly so many', free('{ equals: 250 }'), 0],
  ['a number alone', free('250'), 0],
  ['another number alone', free('249'), 1],
  ['at most the ENIs there are', enis('{ max: 1 }'), 0],
  ['at most fewer', enis('{ max: 0 }'), 1],
  ['at least more', enis('{ min: 2 }'), 1],
  ['one list alone keeps the other', updated('{ securityGroups: [db] }'), 0],
  ['the other list alone keeps the first', updated('{ subnets: [b] }'), 0],
  ['an empty list beside a full one', updated('{ subnets: [], securityGroups: [db] }'), 1],
  ['an empty list alone', updated('{ securityGroups: [] }'), 1],
  [
    'an empty list alone, expected to be refused',
    updated('{ securityGroups: [] }', ', expect: { error: InvalidParameterValueException }'),
    0,
  ],
  ['a delete by hand without retries', deleting(BY_HAND), 1],
  ['a delete by hand that waits for the detach', deleting(`${BY_HAND}, retryFor: 4m`), 0],
  ['a delete by hand that waits not quite so long', deleting(`${BY_HAND}, retryFor: 239s`), 1],
  [
    'a delete by hand whose next try comes after Lambda has deleted it',
    deleting(`${BY_HAND}, retryEvery: 30m, retryFor: 45m`),
    0,
  ],
  [
    'a delete by hand of what never was, with retries',
    fixed(`timeline: [{ at: 1h, ${BY_HAND.replace('subnet: a', 'subnet: b')}, retryFor: 9m }]\n`),
    1,
  ],
  [
    'a delete that is given up as its author says',
    deleting(`deleteSecurityGroup: web, retryFor: 5m, expect: { error: DependencyViolation }`),
    0,
  ],
];

const GIVEN_UP: [claim: string, action: string, code: string, failed: 0 | 1][] = [
  ['a subnet', 'deleteSubnet: a, retryFor: 5m', 'DependencyViolation', 1],
  ['a group', 'deleteSecurityGroup: web, retryFor: 5m', 'DependencyViolation', 1],
  ['a group in time', 'deleteSecurityGroup: web, retryFor: 16m', 'DependencyViolation', 0],
  ['a VPC', 'deleteVpc: main', 'DependencyViolation', 1],
  ['an ENI', `${BY_HAND}, retryFor: 3m`, 'InvalidParameterValue', 1],
  ['an ENI in time', `${BY_HAND}, retryFor: 5m`, 'InvalidParameterValue', 0],
];

const at = folderWith({
  ...Object.fromEntries(RUNS.map(([, text], place) => [`run-${place}.yaml`, text])),
  ...Object.fromEntries(
    GIVEN_UP.map(([, action], place) => [`given-up-${place}.yaml`, deleting(action)]),
  ),
  'six.yaml': scenario(V6, 'web: { vpc: main }', SIX),
  'six-meant.yaml': scenario(V6, 'web: { vpc: main }', SIX + REFUSED),
});

function scenarioIn(file: string): Scenario {
  const parsed = parseScenario(readFileSync(file, 'utf8'), { file });
  if (!parsed.ok) throw new Error(`${file} has issues`);
  return parsed.scenario;
}

test('a subnet with IPv6 alone is refused, and check says so as our reading', async () => {
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

test.each(RUNS.map(([claim, , code], place) => [claim, code, place] as const))(
  'run: %s exits with %i',
  async (_claim, code, place) => {
    const called = await call(['run', at(`run-${place}.yaml`)]);
    expect([called.code, called.err]).toEqual([code, '']);
  },
);

test.each(GIVEN_UP.map(([claim, , code, failed], place) => [claim, failed, code, place] as const))(
  'the delete of %s: %i failed operations, in run and in experiments alike',
  async (_claim, failed, code, place) => {
    const file = at(`given-up-${place}.yaml`);
    const run = await call(['run', file, '--format', 'json']);
    expect(run.code).toBe(failed);
    expect(JSON.parse(run.out).operations.failed).toEqual(failed === 0 ? {} : { [code]: 1 });
    const { metrics } = replicate(scenarioIn(file), { runs: 2 });
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.mean.value ?? 0;
    expect([of('operations.failed'), of(`operations.failed.${code}`)]).toEqual([failed, failed]);
  },
);

test('find sees a delete that was given up', async () => {
  const file = at('given-up-1.yaml');
  const vary = ['--vary', 'timeline.1.retryFor=5m..60m', '--runs', '3', '--format', 'json'];
  const found = await call(['find', file, ...vary, '--until', 'P(operations.failed > 0) < 50%']);
  expect([found.code, found.err]).toEqual([0, '']);
  expect(found.out).toContain('16m');
});

test('an update that names one list shows and uses both', async () => {
  const place = RUNS.findIndex(([claim]) => claim === 'one list alone keeps the other');
  const { out } = await call(['run', at(`run-${place}.yaml`), '--format', 'json']);
  const { pairings } = JSON.parse(out);
  expect(
    pairings.map(({ subnet, securityGroups }: Record<string, unknown>) => [subnet, securityGroups]),
  ).toEqual([
    ['a', ['db']],
    ['a', ['web']],
  ]);
});
