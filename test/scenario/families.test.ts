import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate } from '../../src/run/simulate.ts';
import { formatIssue } from '../../src/scenario/issues.ts';
import { parseScenario, parseScenarioObject } from '../../src/scenario/parse.ts';
import type { Scenario } from '../../src/scenario/types.ts';

type Mapping = Record<string, unknown>;

const counted = (entry: Mapping, i: number): Mapping =>
  JSON.parse(JSON.stringify(entry).replaceAll('{i}', `${i}`));

/** The members of a family, as somebody would write them by hand. */
const byHand = (name: string, count: number, entry: Mapping): Mapping =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${name}-${i + 1}`, counted(entry, i + 1)]),
  );

function read(value: unknown): Scenario {
  const parsed = parseScenarioObject(value, { file: 'it.ts' });
  if (!parsed.ok) throw new Error(parsed.issues.map(formatIssue).join('\n'));
  return parsed.scenario;
}

const group = fc.constantFrom('g-{i}', 'g-1', 'web');
const spec = fc.record({
  role: fc.constantFrom('r-{i}', 'exec'),
  vpc: fc.record({
    subnets: fc.constantFrom(['a'], ['s-{i}'], ['s-1', 'a']),
    securityGroups: fc.uniqueArray(group, { minLength: 1, maxLength: 2 }),
  }),
  traffic: fc.constantFrom([], { rate: '2/min', from: '1h', until: '90m' }, { at: ['1h', '2h'] }),
});

/** One family each of functions, roles, groups and subnets, with actions about them. */
const families = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  spec,
  actions: fc.subarray([
    { at: '1h', update: 'f', vpc: { securityGroups: ['g-{i}', 'web'] } },
    { at: '1h', publish: 'f' },
    { at: '2h', invoke: 'f', count: 3 },
    { at: '2h', setTraffic: 'f', traffic: { rate: '1/min' } },
    { at: '3h', delete: 'f' },
    { at: '3h', deleteSecurityGroup: 'g', retryFor: '1h' },
    { at: '4h', deleteSubnet: 's' },
    { at: '4h', deleteRolePolicy: 'r' },
    { at: '5h', deleteRole: 'r' },
  ]),
});

const MEMBER_KEYS = [
  ...['update', 'publish', 'invoke', 'setTraffic', 'delete', 'deleteSecurityGroup'],
  ...['deleteSubnet', 'deleteRolePolicy', 'deleteRole', 'function', 'subnet'],
];

function listByHand(list: Mapping[], count: number): Mapping[] {
  return list.flatMap((item) => {
    const key = MEMBER_KEYS.find((one) => one in item)!;
    return Array.from({ length: count }, (_, i) =>
      counted({ ...item, [key]: `${item[key]}-${i + 1}` }, i + 1),
    );
  });
}

function both({
  count,
  spec: f,
  actions,
}: typeof families extends fc.Arbitrary<infer T> ? T : never) {
  const g = { vpc: 'main' };
  const s = { vpc: 'main', cidr: '10.1.{i}.0/28' };
  const r = { policies: ['AWSLambdaVPCAccessExecutionRole'] };
  const expected = [
    { at: '30m', function: 'f', state: 'Active' },
    { subnet: 's', free: { max: 11 } },
  ];
  const document = (
    entries: (name: string, entry: Mapping) => Mapping,
    list: (items: Mapping[]) => Mapping[],
  ) => ({
    name: 'it',
    until: '6h',
    network: {
      vpcs: { main: {} },
      subnets: { a: { vpc: 'main', cidr: '10.0.0.0/24' }, ...entries('s', s) },
      securityGroups: { web: { vpc: 'main' }, ...entries('g', g) },
    },
    roles: { exec: { policies: ['AWSLambdaVPCAccessExecutionRole'] }, ...entries('r', r) },
    functions: { first: {}, ...entries('f', f), last: {} },
    timeline: list(actions),
    expect: list(expected),
  });
  return [
    document(
      (name, entry) => ({ [name]: { count, ...entry } }),
      (items) => items,
    ),
    document(
      (name, entry) => byHand(name, count, entry),
      (items) => listByHand(items, count),
    ),
  ];
}

test('a family is the same as its members written out, and runs the same, draw by draw', () => {
  fc.assert(
    fc.property(families, (drafted) => {
      const [family, written] = both(drafted).map(read);
      expect(family).toEqual(written);
      expect(simulate(family!)).toEqual(simulate(written!));
    }),
    { numRuns: 100 },
  );
});

test.each([
  ['f', 'f', ['f-1', 'f-2']],
  ['f', 'f-{i}', ['f-1', 'f-2']],
  ['f-{i}', 'f-{i}', ['f-1', 'f-2']],
  ['api-{i}-v2', 'api-{i}-v2', ['api-1-v2', 'api-2-v2']],
  ['{i}', '{i}', ['1', '2']],
])('a family called %s is named %s in the timeline', (name, named, members) => {
  const { functions, timeline } = read({
    name: 'it',
    until: '2h',
    functions: { [name]: { count: 2 } },
    timeline: [{ at: '1h', delete: named }],
  });
  expect(functions.map(({ id }) => id)).toEqual(members);
  const deleted = timeline.flatMap((one) => (one.action === 'delete' ? [one.function] : []));
  expect(deleted).toEqual(members);
});

const HEAD = `name: it
until: 10d
network:
  vpcs: { main: {} }
  subnets: { a: { vpc: main, cidr: 10.0.1.0/24 } }
  securityGroups: { web: { vpc: main }, sg: { count: 3, vpc: main } }
`;
const timelineOf = (...lines: string[]) =>
  `timeline:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
const F = '{ count: 3, vpc: { subnets: [a], securityGroups: ["sg-{i}"] } }';

/** What is wrong with a family, and how it is told: once, where it is written. */
const BROKEN: [claim: string, lines: string, told: string[]][] = [
  [
    'a group that no member finds',
    'functions:\n  f: { count: 3, vpc: { subnets: [a], securityGroups: ["gs-{i}"] } }\n',
    ['it.yaml:8:56 functions.f.vpc.securityGroups.0: there is no security group `gs-1`'],
  ],
  [
    'a group that the last member does not find',
    'functions:\n  f: { count: 4, vpc: { subnets: [a], securityGroups: ["sg-{i}"] } }\n',
    ['it.yaml:8:56 functions.f.vpc.securityGroups.0: there is no security group `sg-4`'],
  ],
  [
    'a slip in a key',
    'functions:\n  f: { count: 3, vcp: none }\n',
    ['it.yaml:8:18 functions.f.vcp: unknown key `vcp`'],
  ],
  [
    'a count of none',
    'functions:\n  f: { count: 0 }\n',
    ['it.yaml:8:15 functions.f.count: out of'],
  ],
  [
    'a count in words, with an action about a member',
    'functions:\n  f: { count: many }\ntimeline:\n  - { at: 1h, invoke: f-2 }\n',
    ['it.yaml:8:15 functions.f.count: not the right kind'],
  ],
  [
    'more functions than there may be',
    'functions:\n  f: { count: 200001 }\n',
    ['it.yaml:8:15 functions.f.count: out of bounds'],
  ],
  [
    'two families that are too many together',
    'functions:\n  f: { count: 150000 }\n  g: { count: 50001 }\n',
    ['it.yaml:9:15 functions.g.count: too many entries under `functions` (expected at most 200000'],
  ],
  [
    'a family that makes what is written too',
    'functions:\n  f: { count: 3 }\n  f-2: {}\n',
    ['it.yaml:8:15 functions.f.count: this makes a `f-2`, and there is one already'],
  ],
  [
    'two families that make the same',
    'functions:\n  f: { count: 12 }\n  f-1: {}\n  h: { count: 2 }\n',
    ['it.yaml:8:15 functions.f.count: this makes a `f-1`'],
  ],
  [
    'a number in the name of what is no family',
    'functions:\n  "f-{i}": {}\n',
    ['it.yaml:8:3 functions.f-{i}: not a usable name'],
  ],
  [
    'a count of none in a family with a number in its name',
    `functions:\n  "f-{i}": { count: 0 }\n${timelineOf('{ at: 1h, invoke: f-2 }')}`,
    ['it.yaml:8:21 functions.f-{i}.count: out of bounds'],
  ],
  [
    'a number where there is no family',
    'functions:\n  f: { vpc: { subnets: [a], securityGroups: ["sg-{i}"] } }\n',
    ['it.yaml:8:46 functions.f.vpc.securityGroups.0: not the right kind'],
  ],
  [
    'an action about more members than there may be actions',
    'functions:\n  f: { count: 100001 }\ntimeline:\n  - { at: 1h, invoke: f }\n',
    ['it.yaml:10:5 timeline.0: too many entries of `timeline`'],
  ],
  [
    'a slip in an action about a family, after another such action',
    `functions:\n  f: ${F}\n${timelineOf('{ at: 1h, invoke: f }', '{ at: 2h, delete: f, expct: ok }')}`,
    ['it.yaml:11:26 timeline.1.expct: unknown key `expct`'],
  ],
  [
    'an action about a member that is not made',
    `functions:\n  f: ${F}\ntimeline:\n  - { at: 1h, invoke: f }\n  - { at: 2h, invoke: f-4 }\n`,
    ['it.yaml:11:23 timeline.1.invoke: there is no function `f-4`'],
  ],
  [
    'a family that is deleted before it is called',
    `functions:\n  f: ${F}\ntimeline:\n  - { at: 1h, delete: f }\n  - { at: 2h, invoke: f }\n`,
    ['it.yaml:11:23 timeline.1.invoke: warning: function `f-1` is deleted at 1h'],
  ],
  [
    'an expectation that a family cannot meet in time',
    `functions:\n  f: ${F}\nexpect:\n  - { function: f, state: Active }\n` +
      '  - { at: 20d, function: f, state: Active }\n',
    ['it.yaml:11:11 expect.1.at: the expectation looks after the run has ended'],
  ],
];

test.each(BROKEN)('%s is told once, where the entry is written', (_claim, lines, told) => {
  const { issues } = parseScenario(HEAD + lines, { file: 'it.yaml' });
  const texts = issues.map(formatIssue);
  expect(texts).toHaveLength(told.length);
  for (const [place, text] of told.entries()) {
    const warned = issues[place]!.severity === 'warning';
    expect(texts[place]!.startsWith(text), texts[place]).toBe(true);
    expect(warned).toBe(text.includes('warning'));
  }
});

test.each(['__proto__', 'constructor', 'toString'])(
  '%s is no name beside a family either',
  (name) => {
    const lines = `functions:\n  f: { count: 2 }\n  ${name}: {}\n`;
    const { ok, issues } = parseScenario(HEAD + lines, { file: 'it.yaml' });
    expect(ok).toBe(false);
    expect(issues.map(({ line }) => line)).toEqual([9]);
  },
);

test('members lie at the line of their entry, and their actions at that of the action', () => {
  const acts = timelineOf('{ at: 2h, invoke: f }', '{ at: 1h, delete: f-2 }');
  const lines = `functions:\n  f: ${F}\n${acts}`;
  const parsed = parseScenario(HEAD + lines, { file: 'it.yaml' });
  const { timeline } = (parsed as Extract<typeof parsed, { ok: true }>).scenario;
  expect(timeline.filter(({ atMs }) => atMs > 0).map(({ line }) => line)).toEqual([11, 10, 10, 10]);
});

test('tens of thousands of like functions are read', () => {
  const value = {
    name: 'many',
    until: '1h',
    network: {
      vpcs: { main: {} },
      subnets: { a: { vpc: 'main', cidr: '10.0.0.0/16' } },
      securityGroups: { sg: { count: 500, vpc: 'main' } },
    },
    functions: { f: { count: 20_000, vpc: { subnets: ['a'], securityGroups: ['sg-1'] } } },
  };
  const scenario = read(value);
  expect([scenario.functions.length, scenario.functions.at(-1)!.id]).toEqual([20_000, 'f-20000']);
});
