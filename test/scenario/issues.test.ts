import { expect, test } from 'vitest';
import { formatIssue } from '../../src/scenario/issues.ts';
import { didYouMean, nearest } from '../../src/scenario/nearest.ts';
import { parseScenario, parseScenarioObject } from '../../src/scenario/parse.ts';
import { actions, after } from './broken-cases.ts';

const told = (text: string): string[] =>
  parseScenario(text, { file: 'a.yaml' }).issues.map(formatIssue);

test('issues of shape and of reference come together, in the order of the file', () => {
  const text = `name: x
until: 10d
network:
  vpcs: { main: }
  subnets: { a: { vpc: mian, cidr: 10.0.1.0/24 }, b: { vpc: main } }
functions:
  f: { duration: 5 }
  g: { vpc: { subnets: [b, c], securityGroups: [] } }
timeline:
  - { at: 1h, invok: f }
  - { at: 20d, invoke: f }
expect:
  - { function: h, state: Active }
`;
  const places = told(text).map((line) => line.split(': ')[0]);
  expect(places).toEqual([
    'a.yaml:5:24 network.subnets.a.vpc',
    'a.yaml:5:51 network.subnets.b.cidr',
    'a.yaml:7:18 functions.f.duration',
    'a.yaml:8:28 functions.g.vpc.subnets.1',
    'a.yaml:10:15 timeline.0.invok',
    'a.yaml:11:11 timeline.1.at',
    'a.yaml:13:17 expect.0.function',
  ]);
});

test('what refers to a broken part is not judged, and a broken name is still offered', () => {
  const text = `name: x\nuntil: 1d\nfunctions: { checkout: 5 }
timeline: [{ at: 1h, invoke: checkout }, { at: 1h, invoke: chekout }]
`;
  const [first, second, ...rest] = told(text);
  expect(first).toContain('a.yaml:3:24 functions.checkout');
  expect(second).toContain('did you mean `checkout`?');
  expect(rest).toEqual([]);
});

test('a missing or broken section silences what would follow from it', () => {
  expect(told('name: x\nuntil: 1d\ntimeline: [{ at: 1h, invoke: f }]')).toHaveLength(1);
  expect(told('name: x\nfunctions: { f: }\ntimeline: [{ at: 9d, invoke: f }]')).toHaveLength(1);
});

test('an expected error makes wrong use legal: before the creation, twice, in two VPCs', () => {
  const error = 'expect: { error: X }';
  const text = actions(
    `{ at: 1h, invoke: f, ${error} }`,
    '{ at: 2h, create: f }',
    `{ at: 3h, create: f, ${error} }`,
    `{ at: 4h, update: f, vpc: { subnets: [a, o], securityGroups: [far] }, ${error} }`,
  );
  expect(told(text)).toEqual([]);
  const refused = after(`functions: { f: { vpc: { subnets: [a, o], securityGroups: [far] } } }
timeline: [{ at: 0s, create: f, ${error} }]
`);
  expect(told(refused)).toEqual([]);
});

test('a function may be created again after it was deleted', () => {
  const lines = ['{ at: 1h, create: f }', '{ at: 2h, delete: f }', '{ at: 3h, create: f }'];
  expect(told(actions(...lines))).toEqual([]);
});

test('a refused action changes nothing: neither create nor delete happened', () => {
  const error = 'expect: { error: X }';
  const refusedCreate = [`{ at: 1h, create: f, ${error} }`, '{ at: 2h, create: f }'];
  expect(told(actions(...refusedCreate))).toEqual([]);
  const refusedDelete = [
    '{ at: 1h, create: f }',
    `{ at: 2h, delete: f, ${error} }`,
    '{ at: 3h, create: f }',
  ];
  expect(told(actions(...refusedDelete))[0]).toContain('a.yaml:14:23 timeline.2.create');
});

test('a call after the deletion is a warning, and the scenario runs', () => {
  const parsed = parseScenario(actions('{ at: 1h, delete: f }', '{ at: 2h, invoke: f }'), {
    file: 'a.yaml',
  });
  expect(parsed.ok).toBe(true);
  expect(parsed.issues.map(formatIssue)).toEqual([
    'a.yaml:13:23 timeline.1.invoke: warning: function `f` is deleted at 1h. ' +
      'say `expect: { error: ResourceNotFoundException }` if that is meant',
  ]);
});

test('traffic that begins after the end is a warning', () => {
  const text = after('functions: { f: { traffic: [["0d", "1/s"], ["11d", "2/s"]] } }\n');
  const parsed = parseScenario(text, { file: 'a.yaml' });
  expect(parsed.ok).toBe(true);
  expect(parsed.issues).toMatchObject([{ severity: 'warning', path: 'functions.f.traffic.1' }]);
});

test('a formatted issue has place, path, message, facts and advice', () => {
  const issue = {
    severity: 'error' as const,
    file: 'a.yaml',
    line: 12,
    column: 5,
    path: 'functions.checkout.vpc',
    message: 'not an attachment',
    expected: '`none`',
    received: '"no"',
    mend: 'write `none`',
  };
  expect(formatIssue(issue)).toBe(
    'a.yaml:12:5 functions.checkout.vpc: not an attachment ' +
      '(expected `none`, got "no"). write `none`',
  );
  const bare = { ...issue, line: 0, path: '', expected: null, received: null, mend: null };
  expect(formatIssue(bare)).toBe('a.yaml: not an attachment.');
});

test('an object from a module has paths, but no lines', () => {
  const parsed = parseScenarioObject({ name: 'x', until: 5, functions: {} }, { file: 'a.ts' });
  expect(parsed.issues.map(formatIssue)).toEqual([
    'a.ts until: a time without a unit (expected a duration such as `90s`, `20m`, `30d` or ' +
      '`1d 6h`, got 5). write a unit, e.g. `5d`',
  ]);
});

test('an object that is not JSON is an issue: cycles, functions, dates', () => {
  const cycle: Record<string, unknown> = { Statement: [] };
  cycle['Statement'] = cycle;
  for (const document of [cycle, { Statement: () => 1 }, { Statement: 10n }]) {
    const roles = { r: { policies: [document] } };
    const parsed = parseScenarioObject(
      { name: 'x', until: '1d', functions: {}, roles },
      { file: 'a.ts' },
    );
    expect(parsed.issues).toMatchObject([{ path: 'roles.r.policies.0' }]);
  }
  for (const value of [undefined, null, 5, 'x', new Date(0), () => 1, [1], new Map()]) {
    expect(parseScenarioObject(value, { file: 'a.ts' }).ok).toBe(false);
  }
});

test('limits are named: functions and actions', () => {
  const functions = Object.fromEntries(Array.from({ length: 200_001 }, (_, i) => [`f${i}`, null]));
  const many = parseScenarioObject({ name: 'x', until: '1d', functions }, { file: 'a.ts' });
  expect(many.issues).toMatchObject([{ path: 'functions', expected: 'at most 200000 functions' }]);
  const timeline = Array(100_001).fill({ at: '1h', invoke: 'f' });
  const long = parseScenarioObject(
    { name: 'x', until: '1d', functions: { f: null }, timeline },
    { file: 'a.ts' },
  );
  expect(long.issues).toMatchObject([{ path: 'timeline', expected: 'at most 100000 entries' }]);
});

test('a flood of issues is cut at 1,000 and the rest is counted', () => {
  const lines = Array.from({ length: 1_500 }, (_, i) => `  - { at: 1h, invoke: nobody${i} }`);
  const text = `name: x\nuntil: 1d\nfunctions: { somebody: }\ntimeline:\n${lines.join('\n')}`;
  const all = told(text);
  expect(all).toHaveLength(1_001);
  expect(all.at(-1)).toContain('500 more issues are not shown');
});

test('the nearest word is offered only when it is near', () => {
  const words = ['subnets', 'securityGroups', 'ipv6AllowedForDualStack'];
  expect(nearest('subnet', words)).toBe('subnets');
  expect(nearest('security_groups', words)).toBe('securityGroups');
  expect(nearest('usbnets', words)).toBe('subnets');
  expect(nearest('traffic', words)).toBeNull();
  expect(nearest('b', ['a'])).toBeNull();
  expect(didYouMean('Main', ['main'])).toBe('did you mean `main`?');
});
