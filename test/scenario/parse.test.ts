import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { defineScenario } from '../../src/scenario/define.ts';
import { formatIssue } from '../../src/scenario/issues.ts';
import { parseScenario, parseScenarioObject } from '../../src/scenario/parse.ts';
import type { Scenario } from '../../src/scenario/types.ts';

/** The example of the interface document. */
const EXAMPLE = `name: idle-reclaim
why: After 30 silent days a function loses its ENI, and the call that wakes it fails.
profile: seed
until: 40d
network:
  vpcs: { main: { eniQuota: 500 } }
  subnets: { a: { vpc: main, az: us-east-1a, cidr: 10.0.1.0/28, taken: 3 } }
  securityGroups: { web: { vpc: main } }
functions:
  checkout:
    vpc: { subnets: [a], securityGroups: [web] }
    traffic: { rate: 2/s, from: 1h, until: 1d }
    duration: { lognormal: { median: 120ms, p99: 900ms } }
    connections: { perEnvironment: 2, perInvocation: 1 }
timeline:
  - { at: 0s, create: checkout }
  - { at: 35d, invoke: checkout, expect: { error: ResourceNotReadyException } }
expect:
  - { at: 32d, function: checkout, state: Inactive }
  - { metric: enis.peak, max: 1 }
`;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function read(text: string): Scenario {
  const parsed = parseScenario(text, { file: 'a.yaml' });
  expect(parsed.issues.map(formatIssue)).toEqual([]);
  if (!parsed.ok) throw new Error('unreachable');
  return parsed.scenario;
}

const small = (lines: string): string => `name: s\nuntil: 10d\n${lines}`;

test('the example of the interface document is read in full', () => {
  const scenario = read(EXAMPLE);
  expect(scenario).toMatchObject({
    name: 'idle-reclaim',
    profile: 'seed',
    seed: 'idle-reclaim',
    untilMs: 40 * DAY,
    parameters: {},
    roles: [],
  });
  expect(scenario.network).toEqual({
    vpcs: [{ id: 'main', eniQuota: 500, otherEnis: 0, cidr: null, tenancy: 'default' }],
    subnets: [
      { id: 'a', vpc: 'main', az: 'us-east-1a', cidr: '10.0.1.0/28', ipv6Cidr: null, taken: 3 },
    ],
    securityGroups: [{ id: 'web', vpc: 'main' }],
  });
  expect(scenario.functions).toEqual([
    {
      id: 'checkout',
      vpc: { subnets: ['a'], securityGroups: ['web'], ipv6AllowedForDualStack: false },
      role: null,
      traffic: [{ kind: 'rate', callsPerMs: 0.002, fromMs: HOUR, untilMs: DAY }],
      duration: { kind: 'lognormal', median: 120, sigma: expect.closeTo(0.8661, 3) },
      connections: { perEnvironment: 2, perInvocation: 1, hold: null },
      coldStart: null,
      concurrency: null,
      provisionedVersions: [],
    },
  ]);
  expect(scenario.timeline).toEqual([
    {
      atMs: 0,
      action: 'create',
      function: 'checkout',
      publish: false,
      implied: false,
      expect: null,
      line: 16,
    },
    {
      atMs: 35 * DAY,
      action: 'invoke',
      target: { function: 'checkout', version: 0 },
      async: false,
      count: 1,
      expect: { error: 'ResourceNotReadyException', status: null, text: null },
      line: 17,
    },
  ]);
  expect(scenario.expectations).toEqual([
    {
      kind: 'function',
      atMs: 32 * DAY,
      target: { function: 'checkout', version: 0 },
      state: 'Inactive',
      stateReasonCode: null,
      lastUpdateStatus: null,
      line: 19,
    },
    {
      kind: 'metric',
      atMs: null,
      metric: 'enis.peak',
      min: null,
      max: 1,
      equals: null,
      line: 20,
    },
  ]);
});

const withoutLines = (scenario: Scenario): unknown =>
  JSON.parse(JSON.stringify(scenario, (key, value) => (key === 'line' ? null : value)));

test('YAML, JSON and a TypeScript object give the same scenario', () => {
  const value: unknown = parseYaml(EXAMPLE);
  const fromJson = read(JSON.stringify(value, null, '\t'));
  const fromObject = parseScenarioObject(value, { file: 'a.ts' });
  if (!fromObject.ok) throw new Error(fromObject.issues.map(formatIssue).join('\n'));
  expect(withoutLines(fromJson)).toEqual(withoutLines(read(EXAMPLE)));
  expect(fromObject.scenario).toEqual(withoutLines(read(EXAMPLE)));
});

test('defineScenario gives back what it was given, and its type is that of the file', () => {
  const file = defineScenario({
    name: 'typed',
    until: '1d',
    functions: { f: { traffic: [['0d', '2/s']], duration: { gamma: { shape: 2, mean: '1s' } } } },
    timeline: [{ at: '1h', invoke: 'f', expect: 'ok' }],
    parameters: { eniCreation: 'documented', connectionsPerEni: 64_512 },
  });
  const parsed = parseScenarioObject(file, { file: 'typed.ts' });
  expect(parsed.issues).toEqual([]);
  // @ts-expect-error a duration is written with its unit
  defineScenario({ name: 'x', until: 40, functions: {} });
  // @ts-expect-error there is no such verb
  defineScenario({ name: 'x', until: '1d', functions: {}, timeline: [{ at: '1h', wake: 'f' }] });
});

test('a short scenario needs a name, an end and functions only', () => {
  expect(read(small('functions: { f: }'))).toEqual({
    name: 's',
    why: '',
    profile: 'seed',
    seed: 's',
    untilMs: 10 * DAY,
    network: { vpcs: [], subnets: [], securityGroups: [] },
    roles: [],
    functions: [
      {
        id: 'f',
        vpc: null,
        role: null,
        traffic: [],
        duration: { kind: 'constant', value: 100 },
        connections: { perEnvironment: 0, perInvocation: 0, hold: null },
        coldStart: null,
        concurrency: null,
        provisionedVersions: [],
      },
    ],
    timeline: [
      {
        atMs: 0,
        action: 'create',
        function: 'f',
        publish: false,
        implied: true,
        expect: null,
        line: null,
      },
    ],
    expectations: [],
    parameters: {},
  });
});

test('empty sections are as good as none', () => {
  const lines = 'network:\nroles:\ntimeline:\nexpect:\nparameters:\nfunctions: {}';
  expect(read(small(lines))).toEqual(read(small('functions: {}')));
});

test('a seed may be a number, and the caller may choose the profile', () => {
  expect(read(small('seed: 42\nfunctions: {}')).seed).toBe('42');
  const parsed = parseScenario(EXAMPLE, { file: 'a.yaml', profile: 'current' });
  expect(parsed.ok && parsed.scenario.profile).toBe('current');
});

test('functions that no action creates are created first, in the order of the file', () => {
  const { timeline } = read(
    small(`functions: { c: , a: , b: }
timeline:
  - { at: 2h, delete: c }
  - { at: 1h, create: a, publish: true }
  - { at: 0s, invoke: b }
  - { at: 1h, invoke: a }
`),
  );
  const told = timeline.map((action) => [action.atMs / HOUR, action.action, action.line]);
  expect(told).toEqual([
    [0, 'create', null],
    [0, 'create', null],
    [0, 'invoke', 7],
    [1, 'create', 6],
    [1, 'invoke', 8],
    [2, 'delete', 5],
  ]);
  expect(timeline.slice(0, 2)).toMatchObject([{ function: 'c' }, { function: 'b' }]);
});

test('an alias stands for its value, and actions keep their lines', () => {
  const scenario = read(
    small(`network:
  vpcs: { v: }
  subnets: { a: { vpc: v, cidr: 10.0.0.0/24 } }
  securityGroups: { w: { vpc: v } }
functions:
  f: &spec { vpc: { subnets: [a], securityGroups: [w] } }
  g: *spec
`),
  );
  expect(scenario.functions[1]).toEqual({ ...scenario.functions[0], id: 'g' });
});
