// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how templates write names
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call, folderWith } from './calls.ts';

const SHOP = `Parameters:
  Nets: { Type: CommaDelimitedList }
Resources:
  Web: { Type: AWS::EC2::SecurityGroup }
  Shop:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: !Ref Nets, SecurityGroupIds: [!Ref Web] } }
`;

describe('hyperplane plan', () => {
  const at = folderWith({
    'shop.yaml': SHOP,
    'list.json': '[{ "ParameterKey": "Nets", "ParameterValue": "subnet-1,subnet-2" }]',
    'plain.yaml': 'Nets: [subnet-1, subnet-2]\n',
    'wrapped.json': '{ "Parameters": { "Nets": "subnet-1,subnet-2" } }',
    'overrides.json': '["Nets=subnet-1,subnet-2"]',
    'poor.yaml': `Resources:
  Role: { Type: AWS::IAM::Role, Properties: { Policies: [] } }
  Shop:
    Type: AWS::Lambda::Function
    Properties: { Role: !GetAtt Role.Arn, VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] } }
`,
  });

  test('the first line is the answer; what is unknown is told with what settles it', async () => {
    const { code, out, err } = await call(['plan', at('shop.yaml')]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('\nUnknown.\nToday: Which subnets Nets names is not known.');
    expect(out).toContain('--param Nets=');
  });

  test.each([
    ['on the command line', ['--param', 'Nets=subnet-1,subnet-2']],
    ['in the words of AWS', ['--param', 'ParameterKey=Nets,ParameterValue=subnet-1\\,subnet-2']],
    ['by a file of CloudFormation', ['--param', `@${'list.json'}`]],
    ['by a plain file', ['--params', 'plain.yaml']],
    ['by a file with a section', ['--params', 'wrapped.json']],
    ['by a file of overrides', ['--params', 'overrides.json']],
    ['by a file, then by hand', ['--params', 'plain.yaml', '--param', 'Nets=subnet-8,subnet-9']],
  ])('parameters are given %s', async (_, options) => {
    const placed = options.map((one) => {
      if (/\.(json|yaml)$/.test(one)) return one.startsWith('@') ? `@${at(one.slice(1))}` : at(one);
      return one;
    });
    const { code, out } = await call(['plan', at('shop.yaml'), ...placed, '--format', 'json']);
    expect(code).toBe(0);
    const plan = JSON.parse(out);
    expect(plan.counts.enisAtLeast).toBe(2);
    expect(plan.functions[0].subnets[0]).toBe(options.length > 2 ? 'subnet-8' : 'subnet-1');
  });

  test('a finding of severity error makes the exit code 1', async () => {
    const { code, out } = await call(['plan', at('poor.yaml')]);
    expect(code).toBe(1);
    expect(out).toContain('ec2:CreateNetworkInterface');
  });

  test('--out writes the plan and a report that names the command', async () => {
    const folder = at('reports');
    const { code } = await call(['plan', at('shop.yaml'), '--out', folder]);
    expect(code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['plan.json', 'report.html', 'report.md']);
    const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
    expect(Object.keys(plan)).toEqual(
      expect.arrayContaining(['inputs', 'functions', 'pairings', 'unknowns', 'counts', 'findings']),
    );
    const report = readFileSync(join(folder, 'report.md'), 'utf8');
    expect(report).toContain(`hyperplane plan ${at('shop.yaml')}`);
  });

  test('names from a template stay text in the report', async () => {
    const name = '<script>alert(1)</script>|**x**\u0007\u202e';
    const hostile = SHOP.replaceAll('Web', JSON.stringify(name)).replace(`!Ref "`, '!Ref "');
    writeFileSync(at('hostile.yaml'), hostile);
    const folder = at('hostile');
    await call(['plan', at('hostile.yaml'), '--param', 'Nets=subnet-1', '--out', folder]);
    const report = readFileSync(join(folder, 'report.md'), 'utf8');
    expect(report).toContain('&lt;script');
    expect(report).not.toMatch(/<script|\p{Cc}(?<!\n)/u);
    expect(report).not.toContain('**x**');
  });

  test('a folder is one stack, several files are several', async () => {
    const folder = at('stack');
    mkdirSync(join(folder, 'inner'), { recursive: true });
    writeFileSync(join(folder, 'a.yaml'), SHOP.slice(0, SHOP.indexOf('Resources')));
    writeFileSync(join(folder, 'inner', 'b.yml'), SHOP.slice(SHOP.indexOf('Resources')));
    writeFileSync(join(folder, '.hidden.yaml'), 'not: [a template');
    const given = ['--param', 'Nets=subnet-1', '--format', 'json'];
    const one = JSON.parse((await call(['plan', folder, ...given])).out);
    expect(one.functions.map(({ id }: { id: string }) => id)).toEqual(['Shop']);
    const two = JSON.parse((await call(['plan', folder, at('shop.yaml'), ...given])).out);
    expect(
      two.pairings.map(({ securityGroups }: { securityGroups: string[] }) => securityGroups),
    ).toEqual([['stack/Web'], ['shop/Web']]);
  });

  test('what a template wants kept is not in the report', async () => {
    const file = at('secret.yaml');
    const parameter = '{ Type: String, NoEcho: true }';
    writeFileSync(
      file,
      `Parameters: { Token: ${parameter}, Plain: { Type: String } }\nResources: {}\n`,
    );
    const folder = at('kept');
    const given = ['--param', 'Token=hunter2', '--param', 'Plain=seen'];
    const { code } = await call(['plan', file, ...given, '--out', folder]);
    expect(code).toBe(0);
    for (const name of ['report.html', 'report.md', 'plan.json']) {
      expect(readFileSync(join(folder, name), 'utf8')).not.toContain('hunter2');
    }
    const report = readFileSync(join(folder, 'report.md'), 'utf8');
    expect(report).toContain('--param Token=... --param Plain=seen');
  });

  test('a scenario is planned too', async () => {
    const { code, out } = await call(['plan', 'scenarios/subnet-exhausted.yaml']);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^subnet-exhausted: 3 functions, 3 in a VPC\..*\nWithout traffic: no\.\nToday: Subnet a needs 12 of 11 addresses\./s,
    );
    const module = ['plan', 'scenarios/one-group-per-function.ts', '--format', 'json'];
    const { out: json, err } = await call(module);
    expect(err).toBe('');
    expect(JSON.parse(json).fits).toBe(false);
  });
});

const deep = (n: number, open: string, close: string): string =>
  `${open.repeat(n)}${close.repeat(n)}`;
const fn = (properties: string): string =>
  `Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      ${properties}\n`;
const config = (subnets: string): string =>
  fn(`VpcConfig: { SubnetIds: ${subnets}, SecurityGroupIds: [sg-1] }`);
const conditions = (text: string): string =>
  `Conditions:\n  ${text}\n${config('!If [A, [a], [b]]')}`;

/** Broken inputs: the text, and what the message must hold; `:line:` where there is one. */
const BROKEN: [what: string, text: string | Uint8Array, message: RegExp, file?: string][] = [
  ['nothing', '', /:1:1: .*empty/],
  ['blanks', '  \n\n', /empty/],
  ['only a comment', '# template\n', /empty/],
  ['a text', 'hello\n', /:1:1: .*no template/],
  ['a number', '42', /no template/],
  ['a list', '- a\n- b\n', /no template/],
  ['another mapping', 'version: "3"\nthings: {}\n', /no template.*\n?.*Resources/],
  ['another JSON', '{"name": "x", "version": "1"}', /no template/],
  ['an empty JSON', '{}', /no template/],
  [
    'JSON cut off',
    '{"Resources": {"F": {"Type": "AWS::Lam',
    /:1:\d+: this is not JSON.*end/,
    'a.json',
  ],
  [
    'JSON with a comma too few',
    '{"Resources": {}\n "Outputs": {}}',
    /:2:2: this is not JSON/,
    'a.json',
  ],
  [
    'JSON cut off in a list',
    '{"Resources": {"F": {"Type": "X", "P": [1, 2',
    /ends too early/,
    'a.json',
  ],
  ['JSON with more behind it', '{"Resources": {}} {"Resources": {}}', /:1:\d+: /, 'a.json'],
  ['JSON nested too deep', deep(5_000, '[', ']'), /nested too deep/, 'a.json'],
  ['YAML cut off in a quote', 'Resources:\n  F:\n    Type: "AWS::Lam', /:3:\d+: /],
  ['YAML cut off in a bracket', 'Resources:\n  F: { Type: X, Properties: { A: [1, 2', /:2:\d+: /],
  ['a tab for blanks', 'Resources:\n\tF:\n', /:2:1: .*tab/],
  ['a key without its place', 'Resources:\n  F:\n    Type: X\n   Properties: {}\n', /:4:\d+: /],
  ['a second colon', 'Resources:\n  F: Type: X\n', /:2:\d+: /],
  ['YAML nested too deep', `Resources: ${deep(3_000, '[', ']')}`, /nested too deep/],
  ['an alias of nothing', config('*nets'), /:5:\d+: .*refers to nothing/],
  ['an alias of itself', 'Resources: &r\n  F: *r\n', /:2:\d+: /],
  [
    'aliases that unfold to a flood',
    `A: &a [${'x,'.repeat(50)}]\n${'BCDEFG'
      .split('')
      .map((k, i) => `${k}: &${k.toLowerCase()} [${`*${'abcdefg'[i]},`.repeat(30)}]\n`)
      .join('')}Resources: {}\n`,
    /:\d+:\d+: .*aliases/,
  ],
  ['bytes that are no text', new Uint8Array([0x41, 0x80, 0x4e, 0x47, 0xff, 0xfe, 0x00]), /UTF-8/],
  ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]), /this is a picture/],
  ['an archive', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0x80, 0xff]), /terraform show -json/],
  ['too many bytes', new Uint8Array(100_000_000), /too large: 100\.0 MB, at most 20 MB/],
  ['Resources that are a list', 'Resources:\n  - Type: X\n', /:2:3: .*mapping/],
  ['Resources that are a text', 'Resources: all\n', /:1:12: .*mapping/],
  ['a resource without a Type', 'Resources:\n  F: { Properties: {} }\n', /:2:3: .*no `Type`/],
  ['a resource that is a text', 'Resources:\n  F: AWS::Lambda::Function\n', /:2:3: /],
  ['Parameters that are a list', 'Parameters: [A]\nResources: {}\n', /:1:13: .*mapping/],
  ['an unknown tag', config('[!Reff Net]'), /:5:\d+: `!Reff` is no function/],
  ['an unknown function', config("[{ 'Fn::Reff': Net }]"), /:5:\d+: `Fn::Reff` is no function/],
  ['a Ref of nothing', config('[!Ref Nett]'), /:5:\d+: `Nett` is no parameter and no resource/],
  ['a GetAtt of nothing', config('[!GetAtt Nett.Id]'), /:5:\d+: `Nett` is no/],
  ['a Sub of nothing', config("[!Sub '${Nett}']"), /:5:\d+: `Nett` is no/],
  ['a Sub of a list', config('[!Sub [[a], {}]]'), /:5:\d+: `Fn::Sub` takes/],
  ['an If without an else', config('!If [A, [a]]'), /:5:\d+: `Fn::If` takes/],
  ['an If of no condition', config('!If [Nope, [a], [b]]'), /:5:\d+: `Nope` is no condition/],
  ['a condition of itself', conditions('A: !Not [!Condition A]'), /:2:\d+: .*depends on itself/],
  [
    'conditions in a circle',
    conditions('A: !Not [!Condition B]\n  B: !Not [!Condition A]'),
    /itself/,
  ],
  ['a condition that is none', conditions('A: maybe'), /:2:\d+: this is no condition/],
  ['a Select beyond the end', config('[!Select [7, [a, b]]]'), /:5:\d+: there is no place 7/],
  ['a Join of too little', config("[!Join [',']]"), /:5:\d+: this function takes a list/],
  [
    'a mapping that is not there',
    config('!FindInMap [M, a, b]'),
    /:5:\d+: the mapping `M` has nothing/,
  ],
  [
    'a mapping that looks itself up',
    `Mappings:\n  M: { a: { b: !FindInMap [M, a, b] } }\n${config('!FindInMap [M, a, b]')}`,
    /:2:\d+: this leads too far/,
  ],
  ['a FindInMap of too little', config('!FindInMap [M, a]'), /:5:\d+: `Fn::FindInMap` takes/],
  ['a Cidr without room', config('!Cidr [10.0.0.0/24, 9, 8]'), /:5:\d+: .*no room for 9 blocks/],
  ['a Cidr of a thousand', config('!Cidr [10.0.0.0/8, 1000, 8]'), /:5:\d+: .*1 to 256/],
  [
    'resources in a circle',
    'Resources:\n  A: { Type: X, Properties: { B: !Ref B } }\n  B: { Type: X, Properties: { A: !GetAtt A.Id } }\n',
    /:2:3: .*A -> B -> A/,
  ],
  [
    'a circle by DependsOn',
    'Resources:\n  A: { Type: X, DependsOn: B }\n  B: { Type: X, DependsOn: [A] }\n',
    /A -> B -> A/,
  ],
  [
    'a loop without its body',
    'Resources:\n  Fn::ForEach::X: [N, [a, b]]\n',
    /:2:\d+: .*takes a name, a list and a mapping/,
  ],
  ['an import without a name', config("[!ImportValue '']"), /:5:\d+: an import without a name/],
  ['a state of Terraform without values', '{"format_version": "1.0"}', /no template/, 'a.json'],
  [
    'a plan of Terraform that holds nothing',
    '{"format_version": "1.2", "terraform_version": "1.11.4"}',
    /:1:1: .*without values.*terraform show/,
    'a.json',
  ],
  [
    'the log of a Terraform command',
    '{"@level": "info", "@message": "Terraform 1.11.4"}',
    /:1:1: .*terraform show -json/,
    'a.json',
  ],
  ["Terraform's language in JSON", '{"resource": {}}', /terraform show -json/, 'a.tf.json'],
  ['a saved plan', new Uint8Array([0x50, 0x4b, 3, 4, 0xff]), /terraform show -json/, 'plan.bin'],
  ['serverless.yml', 'service: a\nprovider: { name: aws }\n', /:1:1: .*serverless package/],
  ['a manifest of the CDK', '{"version": "36", "artifacts": {}}', /give the folder/, 'a.json'],
  ['two functions in a row', config('[!ImportValue !Sub a]'), /:5:\d+: two tags in a row.*Fn::/],
  [
    'stacks that nest each other',
    'Resources:\n  A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: a.yaml } }\n',
    /:2:3: .*contains itself/,
  ],
  [
    'an output of itself',
    `Outputs: { A: { Value: !ImportValue a, Export: { Name: a } } }\n${config('[!ImportValue a]')}`,
    /:1:\d+: the output `A` depends on itself/,
  ],
];

describe('broken inputs: a clear issue with its place, exit code 2, nothing half-written', () => {
  test.each([
    ['a file', 'a.yaml', /a\.yaml: cannot be written: it is a file, and no directory/],
    ['below a file', 'a.yaml/out', /a part of its path is not a directory/],
    ['below what no folder can be in', '/proc/nobody', /\/proc\/nobody: cannot be written/],
  ])('a report for which there is no place: %s', async (_, where, message) => {
    const at = folderWith({ 'a.yaml': config('[subnet-1]') });
    const folder = where.startsWith('/') ? where : at(where);
    const { code, err } = await call(['plan', at('a.yaml'), '--out', folder]);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  test('there are fifty or more', () => expect(BROKEN.length).toBeGreaterThanOrEqual(50));

  test.each(BROKEN)('%s', async (_, text, message, name = 'a.yaml') => {
    const at = folderWith({ [name]: text });
    const { code, out, err } = await call(['plan', at(name), '--out', at('out')]);
    expect(err).toMatch(message);
    expect(code).toBe(2);
    expect(err).not.toMatch(/\n\s+at |undefined|\[object/);
    expect(existsSync(at('out'))).toBe(false);
    expect(
      out === '' ||
        (out.includes('Only what could be read is counted') && out.includes('\nNo answer: ')),
    ).toBe(true);
  });

  test.each([
    ['a file that is not there', ['nowhere.yaml'], /nowhere.yaml: cannot be read/],
    ['an empty folder', ['.'], /holds no/],
    ['the language of Terraform', ['main.tf'], /terraform show -json/],
    ['a parameter without a name', ['t.yaml', '--param', '=x'], /has no name/],
    ['a parameter without a value', ['t.yaml', '--param', 'Nets'], /write Name=value/],
    [
      'a parameter that no template has',
      ['t.yaml', '--param', 'Netz=a'],
      /no template has a parameter `Netz`.*\n?.*`Nets`/,
    ],
    [
      'a parameter of a stack that is not there',
      ['t.yaml', '--param', 'Nope/Nets=a'],
      /no template has a parameter `Nope\/Nets`.*\n?.*`t\/Nets`/,
    ],
    [
      'a value that is not allowed',
      ['t.yaml', '--param', 'Size=huge'],
      /t.yaml:3:3: .*does not allow "huge"/,
    ],
    [
      'a parameter file that is not there',
      ['t.yaml', '--params', 'p.json'],
      /p.json: cannot be read/,
    ],
    [
      'a parameter file that is broken',
      ['t.yaml', '--params', 'broken.json'],
      /broken.json:1:\d+: /,
    ],
    ['a parameter file in TOML', ['t.yaml', '--params', 'samconfig.toml'], /TOML.*--param/],
    ['a parameter file that is a text', ['t.yaml', '--params', 'text.json'], /no parameters/],
    ['a name that is empty', ['t.yaml', '--traffic', ''], /name of a file or folder is empty/],
    ['a file given twice', ['t.yaml', 't.yaml'], /t\.yaml: is given twice/],
    ['runs to go on with, and none to make', ['t.yaml', '--resume'], /--resume asks for runs/],
    ['a number of runs below zero', ['t.yaml', '--runs', '-1'], /whole number from 0/],
    ['a slip in an option', ['t.yaml', '--run', '3'], /Did you mean --runs/],
  ])('%s', async (_, argv, message) => {
    const at = folderWith({
      't.yaml':
        'Parameters:\n  Nets: { Type: CommaDelimitedList }\n  Size: { Type: String, AllowedValues: [s, l] }\nResources:\n  F: { Type: AWS::Lambda::Function, Properties: { Size: !Ref Size, VpcConfig: { SubnetIds: !Ref Nets, SecurityGroupIds: [!Ref Size] } } }\n',
      'broken.json': '{"Nets": ',
      'text.json': '"Nets"',
    });
    mkdirSync(at('empty'));
    const placed = argv.map((one) => {
      if (one === '.') return at('empty');
      return /\.(json|yaml)$/.test(one) ? at(one) : one;
    });
    const { code, out, err } = await call(['plan', ...placed, '--out', at('out')]);
    expect(err).toMatch(message);
    expect(code).toBe(2);
    // All of the templates was read, whatever the parameter.
    if (err.startsWith('--param')) expect(out).not.toContain('Only what could be read');
    expect(existsSync(at('out'))).toBe(false);
  });
});
