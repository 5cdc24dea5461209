import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call, folderWith } from './calls.ts';

const NETWORK = `Parameters:
  Prefix: { Type: String }
Resources:
  Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  A:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Net, CidrBlock: !Sub '10.0.1.0/\${Prefix}', AvailabilityZone: z1 }
  B:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Net, CidrBlock: 10.0.2.0/24, AvailabilityZone: z2 }
Outputs:
  Subnets: { Value: !Join [',', [!Ref A, !Ref B]], Export: { Name: subnets } }
`;
const functions = (count: number, subnets: string): string =>
  `Resources:\n${Array.from({ length: count }, (_, at) => {
    const config = `{ SubnetIds: ${subnets}, SecurityGroupIds: [sg-0${at}] }`;
    return `  F${at}: { Type: AWS::Lambda::Function, Properties: { VpcConfig: ${config} } }\n`;
  }).join('')}`;
const SHOP = functions(12, "!Split [',', !ImportValue subnets]");
const HERE = functions(12, '[!Ref A, !Ref B]').replace('Resources:\n', '');
const SCENARIO = `name: s
until: 1d
network:
  vpcs: { main: {} }
  subnets: { a: { vpc: main, cidr: 10.0.1.0/24 } }
  securityGroups: { web: { vpc: main } }
functions: { f: { vpc: { subnets: [a], securityGroups: [web] } } }
`;
const POLICY =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';

const at = folderWith({
  'network.yaml': NETWORK,
  'shop.yaml': SHOP,
  'whole.yaml': NETWORK.replace('Outputs', `${HERE}Outputs`),
  'elsewhere.yaml': functions(2, '[subnet-0a, subnet-0b]'),
  'warned.yaml': functions(1, '[subnet-0a]'),
  'named.template': functions(1, '[subnet-0a, subnet-0b]'),
  'params.json': '{ "Prefix": "24" }',
  'subnets.json': JSON.stringify({
    Subnets: ['subnet-0a', 'subnet-0b'].map((SubnetId, index) => ({
      ...{ SubnetId, VpcId: 'vpc-1', CidrBlock: `10.0.${index}.0/24` },
      ...{ AvailabilityZone: `z${index}`, AvailableIpAddressCount: 200 },
    })),
  }),
});

function folder(name: string, files: Record<string, string>): string {
  mkdirSync(at(name), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(at(name), file), text);
  return at(name);
}

const argv = (...words: string[]) => words.map((one) => (/\.\w+$/.test(one) ? at(one) : one));
const check = (...words: string[]) => call(['check', ...argv(...words)]);
const json = async (...words: string[]) =>
  JSON.parse((await check(...words, '--format', 'json')).out);

describe('templates that are given together are one plan', () => {
  test('with parameters, as plan has it: 12 ENIs do not fit into 11 addresses', async () => {
    const given = ['network.yaml', 'shop.yaml', '--param', 'Prefix=28'];
    const { code, out } = await check(...given);
    expect(code).toBe(1);
    expect(out).toContain('network/A: It needs 12 of the 11 addresses of 10.0.1.0/28');
    expect(out).toContain(`${at('network.yaml')}:5:3`);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('No. Subnet network/A needs 12 of 11 addresses.');
    const planned = JSON.parse((await call(['plan', ...argv(...given), '--format', 'json'])).out);
    const { files, answer } = await json(...given);
    expect(answer).toEqual(planned.answer);
    const found = files.flatMap(({ findings }: { findings: object[] }) => findings);
    const all = [...planned.findings, ...planned.limitFindings];
    expect(found).toHaveLength(all.length);
    expect(found).toEqual(expect.arrayContaining(all));
  });

  test('each is told what stands in it', async () => {
    const { files } = await json('network.yaml', 'shop.yaml', '--param', 'Prefix=28');
    const told = files.map(({ file, findings }: { file: string; findings: { id: string }[] }) => {
      return [file, findings.map(({ id }) => id)];
    });
    expect(told).toEqual([
      [at('network.yaml'), ['subnet-too-small']],
      [at('shop.yaml'), []],
    ]);
  });

  test.each([
    ['--param', ['--param', 'Prefix=24']],
    ['--params', ['--params', 'params.json']],
  ])('with room enough it passes at every level: %s', async (_, given) => {
    const { code, out, err } = await check(
      'network.yaml',
      'shop.yaml',
      ...given,
      '--fail-on',
      'unknown',
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Yes, also while all groups are replaced at once.');
  });

  test('a parameter that none has is told, as by plan', async () => {
    const { code, err } = await check('network.yaml', '--param', 'Prefx=24');
    expect(code).toBe(2);
    expect(err).toContain('did you mean `Prefix`?');
  });
});

describe('what is not known is a finding', () => {
  test.each([
    ['error', 0],
    ['warning', 0],
    ['unknown', 1],
  ])('at --fail-on %s the exit code is %i', async (level, code) => {
    const told = await check('elsewhere.yaml', '--fail-on', level);
    expect(told.code).toBe(code);
    expect(told.out).toContain('[LIMIT-2 room-unknown]');
    expect(told.out.replaceAll(/\s+/g, ' ')).toContain(
      'Settle it with `--subnet subnet-0a=10.0.1.0/24,free=40`.',
    );
  });

  test.each([
    [
      'one by one',
      ['--subnet', 'subnet-0a=10.0.1.0/24,free=40', '--subnet', 'subnet-0b=10.0.2.0/24,free=9'],
    ],
    ['all at once', ['--subnets', 'subnets.json']],
  ])('what settles it does: %s', async (_, given) => {
    const { code, out } = await check('elsewhere.yaml', ...given, '--fail-on', 'unknown');
    expect(code).toBe(0);
    expect(out).not.toContain('room-unknown');
  });

  test('a subnet whose size is told beside the templates stands where a function names it', async () => {
    const given = ['--subnet', 'subnet-0a=10.0.1.0/24,free=1', '--format', 'json'];
    const { out } = await check('elsewhere.yaml', ...given);
    const { findings } = JSON.parse(out).files[0];
    const short = findings.filter(({ id }: { id: string }) => id === 'subnet-too-small');
    expect(short).toMatchObject([{ subject: 'subnet-0a', where: `${at('elsewhere.yaml')}:2:3` }]);
  });

  test('it can be accepted', async () => {
    const path = folder('accepted', {
      't.yaml': functions(2, '[subnet-0a, subnet-0b]'),
      'hyperplane.yaml':
        'accept: [{ id: room-unknown, subject: subnet-0*, reason: they are large }]\n',
    });
    for (const command of ['check', 'plan']) {
      const { code, out } = await call([command, path, '--fail-on', 'unknown']);
      expect(code).toBe(0);
      expect(out.replaceAll(/\s+/g, ' ')).toContain('Accepted: they are large');
    }
  });
});

describe('--quiet prints what makes the exit code 1, and nothing else', () => {
  test.each([
    ['a warning', 'warned.yaml', { error: 0, warning: 1, unknown: 2 }],
    ['an unknown', 'elsewhere.yaml', { error: 0, warning: 0, unknown: 2 }],
  ] as const)('%s', async (_, file, counts) => {
    for (const [level, count] of Object.entries(counts)) {
      const { code, out, err } = await check(file, '--quiet', '--fail-on', level);
      expect(err).toBe('');
      expect(out.match(/^ {2}\w+ {2}/gm) ?? []).toHaveLength(count);
      expect(code).toBe(count === 0 ? 0 : 1);
      if (count === 0) expect(out).toBe('');
    }
  });

  test('an error, without the warnings and notes beside it', async () => {
    const { code, out } = await check('whole.yaml', '--param', 'Prefix=28', '--quiet');
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}error {4}A: It needs 12 .*\n(?: {11}.*\n)+$/);
  });

  test('what is broken stays on stderr', async () => {
    const broken = folderWith({ 'b.yaml': 'Resources:\n  A: {}\n' })('b.yaml');
    const { code, out, err } = await call(['check', broken, '--quiet']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('the resource `A` has no `Type`');
  });

  test('JSON has the same, and says so where there is nothing', async () => {
    const files = (await json('warned.yaml', '--quiet')).files;
    expect(files).toMatchObject([{ findings: [] }]);
    const told = (await json('warned.yaml', '--quiet', '--fail-on', 'warning')).files;
    expect(told).toMatchObject([{ findings: [{ id: 'one-az' }] }]);
  });
});

describe('a folder', () => {
  test('of fragments is one stack', async () => {
    const [parameters = '', resources = ''] = NETWORK.split('Resources:\n');
    const path = folder('fragments', {
      'a.yaml': parameters,
      'b.yaml': `Resources:\n${resources.slice(0, resources.indexOf('Outputs'))}`,
      'c.yml': `Resources:\n${HERE}`,
    });
    const { files, answer } = await json(path, '--param', 'Prefix=28');
    expect(files).toMatchObject([{ file: path, kind: 'template', ok: true }]);
    expect(answer.verdict).toBe('no');
  });

  test('with scenarios and policies has each checked by itself, the rest as a stack', async () => {
    const path = folder('mixed', {
      'scenario.yaml': SCENARIO,
      'policy.json': POLICY,
      'template.yaml': functions(1, '[subnet-0a, subnet-0b]'),
      'package.json': '{ "name": "x" }',
      'traffic.yaml': 'from: 1h\nuntil: 1d\nfunctions: { F0: { traffic: { rate: 1/s } } }\n',
    });
    const { files } = await json(path);
    const kinds = files.map(({ file, kind, ok }: Record<string, unknown>) => [file, kind, ok]);
    expect(kinds).toEqual([
      [join(path, 'policy.json'), 'policy', true],
      [join(path, 'scenario.yaml'), 'scenario', true],
      [path, 'template', true],
    ]);
  });

  test('of scenarios tells one that is broken, and leaves out what is none', async () => {
    const path = folder('scenarios', {
      'a.yaml': SCENARIO,
      'b.yaml': SCENARIO.replace('[a]', '[b]'),
      'traffic.yaml': 'functions: { f: { traffic: { rate: 1/s } } }\n',
      'notes.yaml': 'title: none\n',
    });
    const { code, err } = await call(['check', path]);
    expect(code).toBe(2);
    expect(err).toContain(`${join(path, 'b.yaml')}:7:`);
    expect((await json(path)).files).toHaveLength(2);
  });

  test('of traffic alone, or of nothing that is known, is refused', async () => {
    const traffic = 'functions: { f: { traffic: { rate: 1/s } } }\n';
    const alone = await call(['check', folder('traffic', { 't.yaml': traffic })]);
    expect(alone.code).toBe(2);
    expect(alone.err).toContain('traffic: holds nothing but traffic');
    const unknown = await call(['check', folder('unknown', { 't.yaml': 'hello: 1\n' })]);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('no template');
  });

  test('that holds nothing to read is refused', async () => {
    const { code, err } = await call(['check', folder('empty', {})]);
    expect(code).toBe(2);
    expect(err).toContain('holds no .yaml');
  });
});

test('a template may be called anything, and comes from standard input too', async () => {
  expect((await check('named.template')).out).toContain('ok, a template, 1 function');
  const readStdin = async () => new TextEncoder().encode(functions(1, '[subnet-0a]'));
  const { code, out } = await call(['check', '-', '--fail-on', 'warning'], { readStdin });
  expect(code).toBe(1);
  expect(out).toContain('<stdin>: ok, a template, 1 function');
  expect(out).toContain('[SHARE-2 one-az] <stdin>:2:3');
});

test('findings of several kinds of input come in the order in which they are given', async () => {
  const scenario = folderWith({ 's.yaml': SCENARIO })('s.yaml');
  const { files } = JSON.parse(
    (await call(['check', at('warned.yaml'), scenario, at('elsewhere.yaml'), '--format', 'json']))
      .out,
  );
  const names = files.map(({ file }: { file: string }) => file);
  expect(names).toEqual([at('warned.yaml'), scenario, at('elsewhere.yaml')]);
});
