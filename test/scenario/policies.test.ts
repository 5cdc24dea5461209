import { expect, test } from 'vitest';
import { formatIssue } from '../../src/scenario/issues.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

const ALLOW = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'lambda:*', Resource: '*' }],
};
const FILES: Record<string, string> = {
  'policies/sound.json': JSON.stringify(ALLOW),
  'policies/comma.json': JSON.stringify(ALLOW).replace('"*"}', '"*",}'),
  'policies/operator.json': JSON.stringify({
    Statement: [{ ...ALLOW.Statement[0], Condition: { StringEqual: { 'a:b': 'c' } } }],
  }),
};

function read(rest: string) {
  const text = `name: p\nuntil: 1h\nroles: { r: { policies: [] } }\nfunctions: { f: { role: r } }\n${rest}`;
  const readFile = (path: string) => FILES[path] ?? null;
  return parseScenario(text, { file: 'scenarios/p.yaml', readFile });
}

function issuesOf(rest: string): string[] {
  return read(rest).issues.map(formatIssue);
}

test('policies of callers, boundaries, SCPs and putRolePolicy may stand in files', () => {
  const file = '{ file: policies/sound.json }';
  const parsed = read(`
callers: { dev: { policies: [${file}], boundary: ${file} } }
scps: [${file}]
timeline:
  - { at: 1m, putRolePolicy: r, policy: ${file} }
  - { at: 2m, update: f, code: true, caller: dev, revisionIdAt: 1m }
`);
  if (!parsed.ok) throw new Error(parsed.issues.map(formatIssue).join('\n'));
  const { callers, scps, timeline } = parsed.scenario;
  const sound = { name: 'sound', document: ALLOW };
  expect(callers).toEqual([{ id: 'dev', policies: [sound], boundary: ALLOW }]);
  expect(scps).toEqual([sound]);
  expect(timeline[1]).toMatchObject({ action: 'putRolePolicy', ...sound });
  expect(timeline[2]).toMatchObject({ caller: 'dev', revisionAtMs: 60_000 });
});

test('who says nothing of callers, account and SCPs gets a scenario without them', () => {
  const parsed = read('');
  if (!parsed.ok) throw new Error('it is sound');
  for (const key of ['callers', 'scps', 'account']) expect(parsed.scenario).not.toHaveProperty(key);
  const placed = read('account: { region: eu-west-1 }');
  expect(placed.ok && placed.scenario.account).toEqual({ id: '111122223333', region: 'eu-west-1' });
});

test('IAM-7: what is wrong in a file is told with its place there, once', () => {
  const comma = '{ file: policies/comma.json }';
  expect(issuesOf(`scps: [${comma}]\ncallers: { d: { policies: [${comma}] } }`)).toEqual([
    'scenarios/policies/comma.json:1:90: A comma with nothing behind it. ' +
      'Remove it; `hyperplane check --fix scenarios/policies/comma.json` mends it',
  ]);
  expect(issuesOf('scps: [{ file: policies/operator.json }]')).toEqual([
    expect.stringMatching(
      /^scenarios\/policies\/operator\.json:1:\d+: "StringEqual" is not .*Did you/,
    ),
  ]);
});

test.each([
  [
    'a file that is not there',
    'scps: [{ file: policies/no.json }]',
    'the policy `policies/no.json` cannot',
  ],
  [
    'a caller that is not there',
    'timeline: [{ at: 1m, update: f, code: true, caller: dv }]',
    'no caller `dv`',
  ],
  ['an unknown detail', 'timeline: [{ at: 1m, update: f, code: true, calller: d }]', 'calller'],
  ['an API that is none', 'timeline: [{ at: 1m, callFromCode: f, action: nothing }]', 'ec2:Create'],
  ['a short account', 'account: { id: "123" }', '12 digits'],
  ['a number as account', 'account: { id: 123456789012 }', 'in quotes'],
  ['a Region that is none', 'account: { region: Frankfurt }', 'us-west-2'],
  ['a lone policy', 'scps: { file: policies/sound.json }', 'polic'],
  ['a stale id of a publish', 'timeline: [{ at: 1m, publish: f, revisionIdAt: soon }]', 'duration'],
])('%s is an issue with a mend', (_what, rest, text) => {
  const issues = issuesOf(rest);
  expect(issues.join('\n')).toContain(text);
  expect(issues.every((line) => /^scenarios\/p\.yaml:\d+:\d+ /.test(line))).toBe(true);
});

const NETWORK = `
network:
  vpcs: { main: {} }
  subnets: { a: { vpc: main, cidr: 10.0.1.0/24 } }
  securityGroups: { web: { vpc: main } }
`;
const update = (subnet: string, expects: string) =>
  `${NETWORK}timeline: [{ at: 1m, update: f, vpc: { subnets: [${subnet}], securityGroups: [web] }${expects} }]`;

test('API-1: ids that nothing has are for actions that expect an error, slips of the pen are not', () => {
  const error = ', expect: { error: ValidationException }';
  expect(read(update('subnet-0123', error)).ok).toBe(true);
  expect(issuesOf(update('subnet-0123', '')).join()).toContain('there is no subnet `subnet-0123`');
  const close = update('a1', error);
  expect(issuesOf(close).join()).toContain('there is no subnet `a1`');
});
