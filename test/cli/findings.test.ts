import { expect, test } from 'vitest';
import { call, folderWith } from './calls.ts';

const scenario = (subnet: string, expected = ''): string => `name: t
until: 1d
network:
  vpcs: { main: { internetGateway: true } }
  subnets:
    public: { vpc: main, cidr: 10.0.0.0/24, routes: [{ to: 0.0.0.0/0, via: internetGateway }] }
    private: { vpc: main, cidr: 10.0.1.0/24, routes: [{ to: 0.0.0.0/0, via: nat }] }
  natGateways: { nat: { subnet: public } }
  securityGroups: { web: { vpc: main } }
functions:
  f:
    vpc: { subnets: [${subnet}], securityGroups: [web] }
    destinations: { it: { internet: anywhere${expected} } }
`;

const UNGUARDED = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Stay',
      Effect: 'Allow',
      Action: 'lambda:CreateFunction',
      Resource: '*',
      Condition: { 'ForAllValues:StringEquals': { 'lambda:SubnetIds': ['subnet-1'] } },
    },
  ],
});

const at = folderWith({
  'lost.yaml': scenario('public'),
  'meant.yaml': scenario('public', ', expect: unreachable'),
  'fine.yaml': scenario('private'),
  'policy.json': UNGUARDED,
});

test('check names what is found with rule, place and mend, and an error makes the exit code 1', async () => {
  const { code, out, err } = await call(['check', at('lost.yaml')]);
  expect([code, err]).toEqual([1, '']);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'error `f` cannot reach `it`, so its calls run into their timeout: subnet `public` is public,' +
      " but Lambda's interfaces get no public address. Route 0.0.0.0/0 of `public` to a NAT gateway" +
      ` in a public subnet. [NET-1 unreachable] ${at('lost.yaml')}:11:3`,
  );
  expect((await call(['check', at('fine.yaml'), at('meant.yaml')])).code).toBe(0);
  expect((await call(['check', at('fine.yaml'), at('lost.yaml')])).code).toBe(1);
});

test('the JSON of check and of run has the findings, in the fields that plans use', async () => {
  const checked = await call(['check', at('lost.yaml'), '--format', 'json']);
  const [file] = JSON.parse(checked.out).files;
  expect(Object.keys(file.findings[0])).toEqual([
    ...['id', 'rule', 'severity', 'subject', 'message', 'mend', 'where', 'source', 'accepted'],
  ]);
  const ran = await call(['run', at('lost.yaml'), '--format', 'json']);
  expect(ran.code).toBe(1);
  const { findings } = JSON.parse(ran.out);
  expect(findings.map((one: object) => ({ ...one, accepted: null }))).toEqual(file.findings);
});

test('run tells errors before the story, and says in the end why it is not ok', async () => {
  const { code, out } = await call(['run', at('lost.yaml')]);
  expect(code).toBe(1);
  expect(out.indexOf('Findings\n')).toBeLessThan(out.indexOf('is created'));
  expect(out).toContain('  1 note more: `hyperplane check`\n');
  expect(out.trimEnd().split('\n').at(-1)).toBe('NOT ok: 1 finding of severity error');
});

test('what a scenario shows on purpose is a note, and run does not print it', async () => {
  const { code, out } = await call(['run', at('meant.yaml')]);
  expect(code).toBe(0);
  expect(out).not.toContain('Findings');
  expect((await call(['check', at('meant.yaml')])).out).toContain('note     `f` cannot reach');
});

test('a policy by itself is looked at too (IAM-3)', async () => {
  const { code, out } = await call(['check', at('policy.json')]);
  expect(code).toBe(0);
  expect(out).toMatch(/policy\.json: ok, a policy\n {2}warning {2}Statement `Stay` allows/);
});

test('of a template check tells what its plan finds, and an error makes the exit code 1', async () => {
  const template = folderWith({
    'poor.yaml': `Resources:
  F:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [subnet-1, subnet-2], SecurityGroupIds: [] } }
`,
  })('poor.yaml');
  const { code, out } = await call(['check', template]);
  expect(code).toBe(1);
  expect(out).toContain(
    `${template}: ok, a template, 1 function\n` +
      '  error    F: It has subnets but no groups. Add groups, or remove the subnets.\n' +
      `           [STATE-7 half-configuration] ${template}:2:3\n`,
  );
  const { findings } = JSON.parse((await call(['plan', template, '--format', 'json'])).out);
  const checked = await call(['check', template, '--format', 'json']);
  expect([checked.code, JSON.parse(checked.out).files[0].findings]).toEqual([1, findings]);
});

test('a module has paths instead of lines', async () => {
  const module = folderWith({
    'lost.mjs': `export default ${JSON.stringify({
      name: 'm',
      until: '1d',
      functions: { f: { destinations: { it: { internet: 'anywhere', ipv6: true } } } },
    })};`,
  })('lost.mjs');
  expect((await call(['check', module])).out).toContain(`${module} functions.f`);
});
