import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { escapeLine } from '../../src/diagnostics/escape.ts';
import type { Palette } from '../../src/report/palette.ts';
import { call, folderWith } from './calls.ts';
import { FakeTty } from './fake-tty.ts';

/**
 * A title of the terminal, a colour, the 8-bit form of `ESC [`, a text turned round, marks that
 * nobody sees, a tab, line ends of every kind with a forged line, and the end of a cell.
 */
const EVIL =
  'x\u001b[31mred\u001b]0;title\u0007\u009b2J\u007f\u202ereversed\u200e\u061c\u2066\u200b\ufeff' +
  '\u00ad\u2028\u2029\t|tab\ninjected line\r\nagain\u0085';
/** The same in YAML, which does not take everything as it is. */
const JSON_EVIL = JSON.stringify(EVIL).replaceAll(
  /[^ -~]/g,
  (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
);

const { bold, dim, green, yellow, red } = createColors(true);
const COLOURED: Palette = { strong: bold, faint: dim, good: green, warn: yellow, bad: red };
const SGR = ['[1m', '[2m', '[22m', '[31m', '[32m', '[33m', '[39m'].map((end) => `\u001b${end}`);

/** What is left to deceive a reader of a whole text, as its code points. */
function hiddenIn(text: string): string[] {
  const found = text.match(/(?!\n|\r\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu) ?? [];
  return found.map((one) => one.codePointAt(0)!.toString(16));
}

function expectTame(name: string, text: string): void {
  expect(hiddenIn(text), name).toEqual([]);
  expect(text, name).not.toMatch(/^\W*injected line\W*$/m);
}

/** Colours that we set are taken away; one that an input brings would stand before its text. */
function withoutColours(text: string): string {
  expect(text).not.toContain('\u001b[31mred');
  return SGR.reduce((rest, mark) => rest.replaceAll(mark, ''), text);
}

const NETWORK = `network:
  vpcs: { main: {} }
  subnets: { a: { vpc: main, cidr: 10.0.1.0/28 } }
  securityGroups: { web: { vpc: main } }
`;
const SCENARIO = `name: a
why: ${JSON_EVIL}
seed: ${JSON_EVIL}
until: 20s
${NETWORK}functions:
  checkout: { vpc: { subnets: [a], securityGroups: [web] }, role: runner }
  mail: {}
roles:
  runner: { policies: [ { Version: "2012-10-17", Statement: [ { Effect: Allow, Action: "ec2:*", Resource: "*", Condition: { StringEquals: { "aws:username": ${JSON_EVIL} } } } ] } ] }
callers:
  dev: { policies: [ { Version: "2012-10-17", Statement: [ { Effect: Allow, Action: "lambda:*", Resource: "*", Condition: { StringEquals: { "aws:username": ${JSON_EVIL} } } } ] } ] }
timeline:
  - { at: 10s, create: mail, caller: dev }
expect:
  - { at: 19s, function: checkout, state: Pending }
`;
const PLAIN_SCENARIO = SCENARIO.replace(/^callers:\n.*\n/m, '')
  .replace(/^timeline:\n.*\n/m, '')
  .replace(/^roles:\n.*\n/m, '')
  .replace(', role: runner', '')
  .replace('  mail: {}\n', '');
const BROKEN = `name: a
until: ${JSON_EVIL}
${JSON_EVIL}: 1
${NETWORK.replace('web:', `${JSON_EVIL}: { vpc: main }, web:`)}functions:
  ${JSON_EVIL}: { vpc: { subnets: [${JSON_EVIL}], securityGroups: [web] }, ${JSON_EVIL}: 3 }
`;
const TEMPLATE = `Description: ${JSON_EVIL}
Parameters:
  ${JSON_EVIL}: { Type: String, Description: ${JSON_EVIL} }
  Nets: { Type: "List<AWS::EC2::Subnet::Id>" }
Resources:
  ${JSON_EVIL}:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: ${JSON_EVIL}
      VpcConfig: { SubnetIds: [!Ref A, ${JSON_EVIL}], SecurityGroupIds: [!Ref G, !Ref ${JSON_EVIL}] }
  B:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: !Ref Nets, SecurityGroupIds: [!GetAtt G.GroupId] }, Role: !GetAtt R.Arn }
  R:
    Type: AWS::IAM::Role
    Properties:
      Policies: [ { PolicyName: ${JSON_EVIL}, PolicyDocument: { Version: "2012-10-17", Statement: [ { Effect: Deny, Action: ${JSON_EVIL}, Resource: ${JSON_EVIL} } ] } } ]
  V: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref V, CidrBlock: 10.0.1.0/24, AvailabilityZone: ${JSON_EVIL} } }
  G: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref V, GroupDescription: ${JSON_EVIL} } }
  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${JSON_EVIL} } }
  ${JSON.stringify(`${EVIL}2`)}: { Type: ${JSON_EVIL}, Properties: { SubnetIds: [!Ref A] } }
`;
const SOUND_TEMPLATE = `Resources:
  ${JSON_EVIL}:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [!Ref A], SecurityGroupIds: [!Ref G] } }
  V: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref V, CidrBlock: 10.0.1.0/24 } }
  G: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref V, GroupDescription: g } }
`;
const TERRAFORM = {
  format_version: '1.2',
  terraform_version: '1.9.0',
  planned_values: {
    root_module: {
      resources: [
        {
          address: `aws_lambda_function.${EVIL}`,
          mode: 'managed',
          type: 'aws_lambda_function',
          name: EVIL,
          values: {
            function_name: EVIL,
            vpc_config: [{ subnet_ids: [EVIL], security_group_ids: [EVIL] }],
          },
        },
      ],
    },
  },
  configuration: { root_module: {} },
};
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: EVIL, Resource: '*', [EVIL]: 1 }],
};
const WIDE_POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'a', Effect: 'Allow', Action: ['lambda:CreateFunction'], Resource: EVIL },
    { Effect: 'Allow', Action: 'ec2:DescribeVpcs', Resource: EVIL },
  ],
};
const traffic = (name: string) => `from: 1m
until: 10m
functions: { ${JSON.stringify(name)}: { traffic: { rate: 1/s } } }
`;
const at = folderWith({
  'scenario.yaml': SCENARIO,
  'plain.yaml': PLAIN_SCENARIO,
  'broken.yaml': BROKEN,
  'template.yaml': TEMPLATE,
  'sound.yaml': SOUND_TEMPLATE,
  'plan.json': JSON.stringify(TERRAFORM),
  'policy.json': JSON.stringify(POLICY),
  'wide.json': JSON.stringify(WIDE_POLICY),
  'syntax.yaml': `name: ["${EVIL.replaceAll(/[\r\n]/g, '')}`,
  'calls.yaml': traffic(EVIL),
  'stranger.yaml': traffic(`sound/${EVIL}`),
  'parameters.json': JSON.stringify({ [EVIL]: EVIL, Nets: [EVIL] }),
  'module.mjs': `throw new Error(${JSON_EVIL});`,
  'late.mjs': `export default Promise.reject(new Error(${JSON_EVIL}));`,
  [`${EVIL}.yaml`]: PLAIN_SCENARIO,
  [`broken ${EVIL}.yaml`]: BROKEN,
  [`template ${EVIL}.yaml`]: TEMPLATE,
  [`sound ${EVIL}.yaml`]: SOUND_TEMPLATE,
  [`${EVIL}.txt`]: 'x',
});
const out = at(`out ${EVIL.replaceAll('/', '')}`);
afterEach(() => rmSync(out, { recursive: true, force: true }));

const FEW = ['--runs', '3', '--workers', '0'];

/** Every command, what it reads and what it is told, each with something hostile in it. */
const COMMANDS: string[][] = [
  ['run', at('scenario.yaml')],
  ['run', at('scenario.yaml'), '--watch'],
  ['run', at('scenario.yaml'), '--check-determinism', '--out', out],
  ['run', at('plain.yaml'), '--trace', join(out, 'trace.csv')],
  ['run', at('plain.yaml'), '--trace', join(out, 'none', EVIL)],
  ['run', at('plain.yaml'), '--seed', EVIL],
  ['run', at('plain.yaml'), '--format', 'json'],
  ['run', at('plain.yaml'), '--format', EVIL],
  ['run', at('plain.yaml'), '--profile', EVIL],
  ['run', at(`${EVIL}.yaml`), '--out', out],
  ['run', at(`broken ${EVIL}.yaml`)],
  ['run', at(`${EVIL}.txt`)],
  ['run', at(`none ${EVIL}.yaml`)],
  ['run', at('template.yaml')],
  ['run', at('module.mjs')],
  ['run', at('late.mjs')],
  ['check', at('scenario.yaml'), at('broken.yaml'), at('template.yaml'), at('syntax.yaml')],
  ['check', at(`${EVIL}.yaml`), at(`broken ${EVIL}.yaml`), at(`${EVIL}.txt`), at(EVIL)],
  ['check', at('policy.json'), at('wide.json'), at('plan.json'), at('calls.yaml'), '--fix'],
  ['check', at('broken.yaml'), at('policy.json'), '--format', 'json'],
  ['explain', at('scenario.yaml'), 'checkout'],
  ['explain', at('scenario.yaml'), 'checkout', '--format', 'json'],
  ['explain', at('plain.yaml'), EVIL],
  ['explain', at('plain.yaml'), 'checkout', '--at', EVIL],
  ['plan', at('template.yaml')],
  ['plan', at('template.yaml'), '--param', `${EVIL}=${EVIL}`, '--param', `Nets=${EVIL}`],
  ['plan', at('template.yaml'), '--param', EVIL],
  ['plan', at('template.yaml'), '--params', at('parameters.json'), '--format', 'csv'],
  ['plan', at('template.yaml'), '--format', 'json'],
  ['plan', at(`template ${EVIL}.yaml`), '--out', out],
  ['plan', at('plan.json'), '--out', out],
  ['plan', at('broken.yaml')],
  ['plan', at('syntax.yaml')],
  ['plan', at('policy.json')],
  ['plan', at('sound.yaml'), '--traffic', at('calls.yaml'), ...FEW, '--out', out],
  ['plan', at('sound.yaml'), '--traffic', at('calls.yaml'), ...FEW, '--sensitivity', EVIL],
  ['plan', at('sound.yaml'), '--traffic', at('stranger.yaml'), ...FEW],
  ['plan', at('sound.yaml'), '--traffic', at(EVIL), ...FEW],
  ['plan', at(`sound ${EVIL}.yaml`), '--param', `${EVIL}=x`, '--out', out],
  ['plan', at('plain.yaml')],
  ['sweep', at('plain.yaml'), ...FEW, '--out', out],
  ['sweep', at('plain.yaml'), ...FEW, '--vary', `why=${EVIL},b`, '--out', out],
  ['sweep', at('plain.yaml'), ...FEW, '--vary', `${EVIL}=1,2`],
  ['sweep', at('plain.yaml'), ...FEW, '--vary', EVIL],
  ['sweep', at('plain.yaml'), ...FEW, '--metric', EVIL],
  ['sweep', at('plain.yaml'), ...FEW, '--precision', EVIL],
  ['sweep', at('plain.yaml'), ...FEW, '--seed', EVIL, '--format', 'json'],
  ['sweep', at('plain.yaml'), '--runs', EVIL],
  ['compare', at('plain.yaml'), at(`${EVIL}.yaml`), ...FEW, '--out', out],
  ['compare', at('plain.yaml'), at(EVIL), ...FEW],
  ['find', at('plain.yaml'), '--vary', 'until=11s..30s', '--until', 'mean(enis.peak) < 3', ...FEW],
  ['find', at('plain.yaml'), '--vary', 'until=11s..30s', '--until', EVIL, ...FEW],
  ['find', at('plain.yaml'), '--vary', `until=${EVIL}`, '--until', 'mean(enis.peak) < 3', ...FEW],
  ['find', at('plain.yaml'), '--vary', 'until=11s..30s', '--step', EVIL, '--until', 'x', ...FEW],
  ['sensitivity', at('plain.yaml'), '--of', 'mean(enis.peak)', ...FEW, '--out', out],
  ['sensitivity', at('plain.yaml'), '--of', EVIL, ...FEW],
  ['demo', at('plain.yaml'), '--out', join(out, 'page.html')],
  ['demo', at('broken.yaml'), '--out', join(out, 'page.html')],
  ['demo', '--port', EVIL],
  ['demo', '--out', join(out, 'none', EVIL)],
  ['facts', EVIL],
  ['facts', 'diagram', EVIL],
  ['schema', EVIL],
  ['help', EVIL],
  [EVIL],
  ['facst\n(Did you mean run?)'],
  ['run', `--${EVIL}`],
  ['--help'],
  ['facts', '--help'],
];

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]));
}

describe('nothing hidden and no line of an input gets out', () => {
  test.each(COMMANDS.map((argv, place) => ({ place, command: escapeLine(argv[0]!), argv })))(
    'command $place: $command',
    async ({ argv }) => {
      mkdirSync(out, { recursive: true });
      const palettes = { outPalette: COLOURED, errPalette: COLOURED };
      for (const look of [{}, { ...palettes, width: 60 }]) {
        const told = await call(argv, look);
        expect(told.code).not.toBe(70);
        expectTame('standard output', withoutColours(told.out));
        expectTame('standard error', withoutColours(told.err));
        expect(told.out + told.err).not.toBe('');
      }
      for (const path of filesIn(out).filter((name) => !name.endsWith('.parquet'))) {
        expectTame(path.slice(out.length), readFileSync(path, 'utf8'));
      }
    },
  );
});

test('the files were written, so that something was looked at', async () => {
  const written = async (...argv: string[]) => {
    const { code } = await call([...argv, '--out', out]);
    const names = filesIn(out).map((path) => path.slice(out.length + 1));
    rmSync(out, { recursive: true, force: true });
    return [code, ...names.sort()];
  };
  const traces = ['result.json', 'story.txt', 'trace.json', 'trace.ndjson'];
  expect(await written('run', at('plain.yaml'))).toEqual([0, ...traces]);
  expect(await written('plan', at('sound.yaml'))).toEqual([
    0,
    'plan.json',
    'report.html',
    'report.md',
  ]);
  expect(await written('sweep', at('plain.yaml'), ...FEW)).toEqual([
    0,
    'runs.ndjson',
    'sweep.csv',
    'sweep.json',
    'sweep.parquet',
  ]);
});

test('what is escaped in JSON is still the same value', async () => {
  const { out: json } = await call(['run', at('plain.yaml'), '--format', 'json']);
  expect(JSON.parse(json)).toMatchObject({ why: EVIL, seed: EVIL });
});

test('a live view shows what is hidden, too', async () => {
  const tty = new FakeTty({ columns: 100, rows: 30 });
  const ended = call(['run', at('plain.yaml'), '--watch'], { tty });
  await vi.waitUntil(() => tty.isOpen, 10_000);
  tty.on!.key('q');
  await ended;
  expect(tty.rows.length).toBeGreaterThan(5);
  for (const row of tty.rows) expect(hiddenIn(row ?? '')).toEqual([]);
});

test('a cell of CSV that a spreadsheet would run is a text', async () => {
  const cells = (
    await call(['sweep', at('plain.yaml'), ...FEW, '--vary', 'why==cmd()', '--out', out])
  ).code;
  expect(cells).toBe(0);
  expect(readFileSync(join(out, 'sweep.csv'), 'utf8')).toContain("\r\n'=cmd(),");
});
